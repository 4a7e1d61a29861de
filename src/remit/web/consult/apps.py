"""The consult house."""

from django.apps import AppConfig


class ConsultConfig(AppConfig):
    """A case with its history."""

    name = "remit.web.consult"
    label = "consult"
    verbose_name = "Consultation"

    def ready(self) -> None:
        """Hear of finished forms."""
        from remit.web.consult import receivers  # noqa: F401
