"""Groups of verbs that load a verb when it is called: `remit --help` must not wait for NumPy."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from remit.errors import UsageError

Verbs = Mapping[str, tuple[str, str, str]]


class LazyGroup(click.Group):
    """Imports a verb's module only when that verb runs.

    Parameters
    ----------
    verbs : mapping of name to (module, attribute, one line of help)
    """

    def __init__(self, *given: Any, verbs: Verbs, **more: Any) -> None:
        super().__init__(*given, **more)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All verbs in alphabetical order."""
        return sorted(self.verbs)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """The command behind a verb, or None where there is no such verb."""
        if name not in self.verbs:
            return None
        module, attribute, _ = self.verbs[name]
        try:
            command: click.Command = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("remit"):
                raise
            raise UsageError(
                f"This needs {error.name}, which is not installed: install Remit with its parts, "
                "such as pip install 'remit[trials]'."
            ) from error
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """One line a verb, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.verbs[name][2]) for name in sorted(self.verbs)])
