from typing import Any

from django.core.management.base import BaseCommand

from remit.web.people.audit import link_waiting


class Command(BaseCommand):
    help = "Link audit events that a crash left waiting (PostgreSQL); harmless to run any time."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{link_waiting()} audit events linked.")
