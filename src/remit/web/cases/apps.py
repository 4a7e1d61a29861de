"""The cases house."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Whose record it is."""

    name = "remit.web.cases"
    label = "cases"
    verbose_name = "Cases"
