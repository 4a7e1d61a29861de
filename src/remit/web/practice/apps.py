"""The practice house."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Workshops and their sessions; what participants do in 21 days, and flares for years after."""

    name = "remit.web.practice"
    label = "practice"
    verbose_name = "Practice"

    def ready(self) -> None:
        """Hear the worker."""
        from remit.web.practice import receivers  # noqa: F401
