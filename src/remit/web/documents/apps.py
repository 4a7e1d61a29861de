"""The documents house."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Explanation, formulation and letters: what is said of a case, signed and shared."""

    name = "remit.web.documents"
    label = "documents"
    verbose_name = "Documents"
