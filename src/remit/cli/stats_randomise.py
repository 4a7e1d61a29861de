"""`remit stats randomise`: an allocation list from a plan in a file and a seed."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import click

from remit.cli.stats_files import FORCE, check_free
from remit.errors import InvalidInput
from remit.reports import atomic
from remit.stats.allocation.lists import AllocationList, allocation_list
from remit.stats.allocation.plan import Factor, Plan
from remit.stats.allocation.predictability import correct_guesses

KEYS = {"arms", "ratio", "blocks", "factors", "length"}


@click.command()
@click.argument("plan_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seed", required=True, type=click.IntRange(min=0), help="Keep it apart.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the list here as CSV.")
@click.option(
    "--check",
    "checked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with a list that was written before, and write nothing.",
)
@FORCE
def randomise(
    plan_file: Path, *, seed: int, output: Path | None, checked: Path | None, force: bool
) -> None:
    """Draw the list that PLAN_FILE (TOML) and the seed give; the same ones give the same list.

    The file holds arms, and where needed ratio, blocks, length, and a table [factors] of names
    with their levels. The list itself is never shown on the screen.
    """
    check_free(output, force=force)
    plan, length = _plan(plan_file)
    found = allocation_list(plan, length, seed=seed)
    click.echo(found.summary())
    guessed = 100.0 * correct_guesses(plan)
    click.echo(f"Who knows the past and the blocks guesses {guessed:.1f} of 100 correctly.")
    text = _csv(found)
    if checked is not None:
        if checked.read_text(encoding="utf-8") != text:
            raise InvalidInput(f"{checked.name} is not the list of this plan and seed.")
        click.echo(f"{checked.name} is the list of this plan and seed, row by row.")
    elif output is not None:
        atomic.write(output, text)
        click.echo(f"Written to {output}.")


def _plan(file: Path) -> tuple[Plan, int]:
    try:
        told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"{file.name} cannot be read as TOML: {error}.") from error
    unknown = sorted(set(told) - KEYS)
    if unknown:
        raise InvalidInput(
            f"{file.name}: {unknown[0]} is unknown; known: {', '.join(sorted(KEYS))}."
        )
    try:
        plan = Plan(
            arms=tuple(str(one) for one in told["arms"]),
            ratio=tuple(int(one) for one in told.get("ratio", ())),
            blocks=tuple(int(one) for one in told.get("blocks", ())),
            factors=tuple(
                Factor(name, tuple(str(one) for one in levels))
                for name, levels in told.get("factors", {}).items()
            ),
        )
        return plan, int(told.get("length", 100))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(f"{file.name}: arms is a list of names, ratio and blocks of numbers, "
                           "factors a table of lists.") from error  # fmt: skip


def _csv(found: AllocationList) -> str:
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    names = [one.name for one in found.plan.factors]
    sheet.writerow([*names, "number", "block", "arm", "plan"])
    for stratum, number, block, arm in found.rows():
        sheet.writerow([*stratum, number, block, arm, found.fingerprint[:16]])
    return text.getvalue()
