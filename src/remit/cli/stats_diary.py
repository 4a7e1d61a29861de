"""`remit stats diary`: one diary from a CSV file."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.stats_files import FORCE, OUTPUT, SEED, check_free, give, read
from remit.stats.diary.association import diary_association
from remit.stats.frames import diary_from_frame
from remit.stats.not_estimable import NotEstimable


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--day", default="day", show_default=True, help="Column of dates or day numbers.")
@click.option("--outcome", default="pain", show_default=True, help="Column of the outcome.")
@click.option("--exposure", default="stress", show_default=True, help="Column of the exposure.")
@click.option("--lag", default=1, show_default=True, help="Days that the exposure lies before.")
@SEED
@OUTPUT
@FORCE
def diary(
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
    check_free(output, force=force)
    frame = read(file)
    series = diary_from_frame(frame, day=day, outcome=outcome, exposure=exposure)
    found = diary_association(*series, lag=lag, seed=seed)
    said = str(found) if isinstance(found, NotEstimable) else found.summary()
    give(found, said[0].upper() + said[1:], output)
