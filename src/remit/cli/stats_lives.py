"""`remit stats lives`: the test of one life on lives whose truth you set."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import click

from remit.cli.stats_files import FORCE, OUTPUT, SEED, check_free, give
from remit.stats.lives.trial import Tried, try_lives
from remit.stats.lives.truth import DATINGS, Truth
from remit.stats.not_estimable import NotEstimable


@click.command()
@click.option(
    "--lives", "number", default=2000, show_default=True, type=click.IntRange(1, 1_000_000)
)
@click.option(
    "--onsets", default=4, show_default=True, help="Onsets, or clusters of onsets, a life."
)
@click.option("--stressors", default=10.0, show_default=True, help="Stressors a life, on average.")
@click.option("--years", default=50.0, show_default=True, help="Length of the observation.")
@click.option("--ratio", default=1.0, show_default=True, help="True rate ratio; 1: no association.")
@click.option("--window", default=183, show_default=True, help="Days after a stressor that count.")
@click.option(
    "--recall",
    default=1.0,
    show_default=True,
    help="Stressors before an onset are told so many times as readily.",
)
@click.option(
    "--half-life", default=math.inf, help="Years after which half of all is no longer told."
)
@click.option(
    "--bad-decade",
    default=1.0,
    show_default=True,
    help="In one decade both are so many times as frequent.",
)
@click.option("--flares", default=1, show_default=True, help="Onsets a cluster.")
@click.option(
    "--together", default=1, show_default=True, help="Stressors come in groups of so many."
)
@click.option(
    "--dating",
    default="day",
    show_default=True,
    type=click.Choice(DATINGS),
    help="To within what dates are told.",
)
@click.option(
    "--blocks", default=5.0, show_default=True, help="Years of a block of the test; 0: one block."
)
@SEED
@OUTPUT
@FORCE
def lives(
    *,
    number: int,
    blocks: float,
    seed: int,
    output: Path | None,
    force: bool,
    **truth: float,
) -> None:
    """Simulate lives whose truth you set, test each as the house does, and say what came out.

    With --ratio 1 the first number is the error rate of the test, else its power.
    """
    check_free(output, force=force)
    holds = Truth(**truth)  # type: ignore[arg-type]
    with click.progressbar(length=number, label="Lives", file=sys.stderr) as bar:
        found = try_lives(
            holds,
            lives=number,
            block_years=blocks or None,
            seed=seed,
            progress=lambda _done: bar.update(1),
        )
    give(found, "\n".join([found.summary(), *_shares(found)]), output)


def _shares(found: Tried) -> list[str]:
    lines = [
        f"  {verdict.value:<24} {100 * share:5.1f} of 100" for verdict, share in found.verdicts
    ]
    lines.append(f"  {'mirror significant':<24} {100 * found.mirror_significant:5.1f} of 100")
    if not isinstance(found.covers, NotEstimable):
        lines.append(f"  {'interval holds the truth':<24} {100 * found.covers:5.1f} of 100")
    return lines
