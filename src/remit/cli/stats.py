"""`remit stats`: the methods on the command line, without database or web."""

from __future__ import annotations

import click

from remit.cli.lazy import LazyGroup

VERBS = {
    "diary": ("remit.cli.stats_diary", "diary", "Ask a diary: yesterday's stress, today's pain?"),
    "lives": ("remit.cli.stats_lives", "lives", "Try the test of one life on invented lives."),
    "randomise": ("remit.cli.stats_randomise", "randomise", "Draw or check an allocation list."),
    "mmrm": ("remit.cli.stats_mmrm", "mmrm", "Fit repeated measures of a trial."),
}


@click.group(cls=LazyGroup, verbs=VERBS)
def stats() -> None:
    """Try a method on invented lives, or on a file of your own."""
