"""The intake house."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The intake house."""

    name = "remit.web.intake"
    label = "intake"
    verbose_name = "Before the visit"
