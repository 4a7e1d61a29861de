"""The assess house."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """The assess house."""

    name = "remit.web.assess"
    label = "assess"
    verbose_name = "Assess"
