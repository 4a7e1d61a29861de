"""`remit stats`: the methods on the command line, without database or web."""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path

import click

from remit.errors import InvalidInput, UsageError
from remit.reports import atomic, result_json
from remit.stats.diary.association import diary_association
from remit.stats.frames import diary_from_frame
from remit.stats.lives.trial import Tried, try_lives
from remit.stats.lives.truth import DATINGS, Truth
from remit.stats.not_estimable import NotEstimable

OUTPUT = click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write the whole result here as JSON."
)
FORCE = click.option("--force", is_flag=True, help="Replace the output file where it exists.")
SEED = click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0))


@click.group()
def stats() -> None:
    """Try a method on invented lives, or on a file of your own."""


@stats.command(name="lives")
@click.option("--lives", default=2000, show_default=True, type=click.IntRange(1, 1_000_000))
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
def try_out(
    *,
    lives: int,
    blocks: float,
    seed: int,
    output: Path | None,
    force: bool,
    **truth: float,
) -> None:
    """Simulate lives whose truth you set, test each as the house does, and say what came out.

    With --ratio 1 the first number is the error rate of the test, else its power.
    """
    _check_free(output, force=force)
    holds = Truth(**truth)  # type: ignore[arg-type]
    with click.progressbar(length=lives, label="Lives", file=sys.stderr) as bar:
        found = try_lives(
            holds,
            lives=lives,
            block_years=blocks or None,
            seed=seed,
            progress=lambda _done: bar.update(1),
        )
    _give(found, "\n".join([found.summary(), *_shares(found)]), output)


def _shares(found: Tried) -> list[str]:
    lines = [
        f"  {verdict.value:<24} {100 * share:5.1f} of 100" for verdict, share in found.verdicts
    ]
    lines.append(f"  {'mirror significant':<24} {100 * found.mirror_significant:5.1f} of 100")
    if not isinstance(found.covers, NotEstimable):
        lines.append(f"  {'interval holds the truth':<24} {100 * found.covers:5.1f} of 100")
    return lines


@stats.command(name="diary")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--day", default="day", show_default=True, help="Column of dates or day numbers.")
@click.option("--outcome", default="pain", show_default=True, help="Column of the outcome.")
@click.option("--exposure", default="stress", show_default=True, help="Column of the exposure.")
@click.option("--lag", default=1, show_default=True, help="Days that the exposure lies before.")
@SEED
@OUTPUT
@FORCE
def ask(
    file: Path,
    *,
    day: str,
    outcome: str,
    exposure: str,
    lag: int,
    seed: int,
    output: Path | None,
    force: bool,
) -> None:
    """Ask the diary in FILE (CSV, a row a day): does yesterday's stress go with today's pain?"""
    _check_free(output, force=force)
    frame = _read(file)
    series = diary_from_frame(frame, day=day, outcome=outcome, exposure=exposure)
    found = diary_association(*series, lag=lag, seed=seed)
    said = str(found) if isinstance(found, NotEstimable) else found.summary()
    _give(found, said[0].upper() + said[1:], output)


def _read(file: Path) -> dict[str, list[float | str | None]]:
    """The columns of a CSV file; an empty cell is missing."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"{file.name} cannot be read as CSV in UTF-8: {error}.") from error
    if not rows:
        raise InvalidInput(f"{file.name} has no row below its heading.")
    names = [name for name in rows[0] if name is not None]
    return {name: [_cell(row[name]) for row in rows] for name in names}


def _cell(given: str | None) -> float | str | None:
    text = (given or "").strip()
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def _check_free(output: Path | None, *, force: bool) -> None:
    if output is not None and output.exists() and not force:
        raise UsageError(f"{output} exists already. Choose another name, or add --force.")


def _give(result: object, said: str, output: Path | None) -> None:
    click.echo(said)
    if output is not None:
        atomic.write(output, result_json.render(result) + "\n")
        click.echo(f"Written to {output}.")
