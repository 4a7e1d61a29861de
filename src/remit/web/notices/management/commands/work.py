"""`python -m remit.web work`: tell further what waits too long, and send the mails that are due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from remit.web.notices import worker


class Command(BaseCommand):
    """Run a worker until Ctrl-C; any number may run at once."""

    help = "Tell further what waits too long, and send the mails that are due, until interrupted."

    def add_arguments(self, parser: CommandParser) -> None:
        """How often to look, whether once only, and whose child it is."""
        parser.add_argument("--interval", type=float, default=worker.INTERVAL, help="seconds")
        parser.add_argument("--once", action="store_true", help="look once and stop")
        parser.add_argument("--parent", type=int, default=None, help="end when this process ends")

    def handle(self, **options: Any) -> None:
        """Look once, or again and again."""
        done = worker.run_here(
            interval=options["interval"], once=options["once"], parent=options["parent"]
        )
        if done is not None:
            self.stdout.write(f"{done.told_further} told further, {done.mail.sent} mails sent.")
