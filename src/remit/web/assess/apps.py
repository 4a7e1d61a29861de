"""The assess house."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """The assess house."""

    name = "remit.web.assess"
    label = "assess"
    verbose_name = "Assess"

    def ready(self) -> None:
        """Hear the worker."""
        from remit.web.assess import receivers  # noqa: F401
