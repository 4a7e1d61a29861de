from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "remit.web.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from remit.web.people import checks, signals  # noqa: F401  registers both
