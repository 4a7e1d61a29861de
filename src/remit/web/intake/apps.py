"""The intake house."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Invitation, and what is told before the visit."""

    name = "remit.web.intake"
    label = "intake"
    verbose_name = "Before the visit"

    def ready(self) -> None:
        """Hear of finished forms."""
        from remit.web.intake import receivers  # noqa: F401
