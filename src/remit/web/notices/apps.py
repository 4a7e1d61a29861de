"""The notices house."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices house."""

    name = "remit.web.notices"
    label = "notices"
    verbose_name = "Notices"
