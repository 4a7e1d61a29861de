from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from remit.web.people.permissions import render_matrix


class Command(BaseCommand):
    help = "Write the role x object matrix as Markdown (default: to standard output)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", help="docs/reference/permissions.md")

    def handle(self, *_args: Any, **options: Any) -> None:
        text = render_matrix()
        if options["path"]:
            Path(options["path"]).write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
