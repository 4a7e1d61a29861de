"""`remit stats mmrm`: repeated measures of a trial from a CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from remit.cli.stats_files import FORCE, OUTPUT, check_free, give, read
from remit.errors import UsageError
from remit.stats.mmrm.fit import mmrm as fit_mmrm
from remit.stats.mmrm.inference import ROBUST
from remit.stats.mmrm.result import Mmrm
from remit.stats.mmrm.structures import NAMES
from remit.stats.not_estimable import NotEstimable
from remit.stats.small_samples import METHODS, Contrast, JointTest


@dataclass(frozen=True, slots=True)
class Answer:
    """What the file of the result holds."""

    summary: str
    coefficients: tuple[Contrast, ...]
    means: tuple[Contrast, ...]
    differences: tuple[Contrast, ...]
    tests: tuple[JointTest, ...]
    covariance: object
    visits: tuple[object, ...]
    log_likelihood: float
    settings: object
    software: str


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--formula", required=True, help="Such as: pain ~ arm*visit + baseline*visit")
@click.option("--person", default="id", show_default=True, help="Column of people.")
@click.option("--visit", default="visit", show_default=True, help="Column of visits.")
@click.option("--arm", default="arm", show_default=True, help="Column of arms, for means.")
@click.option(
    "--structure",
    "ladder",
    multiple=True,
    type=click.Choice(NAMES),
    help="Covariance; given several times, a ladder: the first that converges.  [default: us]",
)
@click.option("--method", default=METHODS[0], show_default=True, type=click.Choice(METHODS))
@click.option("--robust", default="none", show_default=True, type=click.Choice(ROBUST))
@click.option("--ml", is_flag=True, help="Maximum likelihood in place of REML.")
@OUTPUT
@FORCE
def mmrm(  # noqa: PLR0913  (one option of the command line each)
    file: Path,
    *,
    formula: str,
    person: str,
    visit: str,
    arm: str,
    ladder: tuple[str, ...],
    method: str,
    robust: str,
    ml: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Fit the repeated measures in FILE (CSV, a row a person and visit).

    Prints means and differences by visit; --output keeps everything as JSON. Visits and arms are
    words, in the order of the alphabet; the first arm is the reference.
    """
    check_free(output, force=force)
    frame = read(file)
    for name in (person, visit, arm):
        if name not in frame:
            raise UsageError(f"{file.name} has no column {name}; it has: {', '.join(frame)}.")
        frame[name] = [None if one is None else _word(one) for one in frame[name]]
    found = fit_mmrm(
        frame, formula, person=person, visit=visit, structure=ladder or ("us",),  # type: ignore[arg-type]
        likelihood="ML" if ml else "REML", method=method, robust=robust,  # type: ignore[arg-type]
    )  # fmt: skip
    if isinstance(found, NotEstimable):
        give(found, f"Not {str(found).removeprefix('not ')}.", output)
        return
    answer = _answer(found, arm, visit)
    lines = [found.summary(), "", *_table("mean", answer.means, has_p=False)]
    lines += ["", *_table("difference", answer.differences, has_p=True)]
    give(answer, "\n".join(lines), output)


def _word(value: float | str) -> str:
    return f"{value:g}" if isinstance(value, float) else value


def _answer(found: Mmrm, arm: str, visit: str) -> Answer:
    """Means of every arm at every visit, each arm's difference from the first, tests of terms."""
    terms = found.fitted.design.terms
    names = found.fitted.design.variables()
    visits = found.visits if visit in names else (None,)
    arms = found.fitted.design.levels(arm) if arm in names else (None,)

    def cell(one: object, at: object) -> dict[str, object]:
        chosen = {arm: one, visit: at}
        return {name: value for name, value in chosen.items() if value is not None}

    return Answer(
        summary=found.summary(),
        coefficients=found.coefficients,
        means=tuple(found.mean(cell(one, at)) for at in visits for one in arms),
        differences=tuple(
            found.difference(cell(one, at), cell(arms[0], at)) for at in visits for one in arms[1:]
        ),
        tests=tuple(found.test(name) for name in terms if name != "1"),
        covariance=found.covariance,
        visits=found.visits,
        log_likelihood=found.log_likelihood,
        settings=found.settings,
        software=found.software,
    )


def _table(title: str, rows: tuple[Contrast, ...], *, has_p: bool) -> list[str]:
    """Lines of a table for people; whether a mean is 0 is nobody's question."""
    width = max([len(title), *(len(one.name) for one in rows)])
    head = f"{title:<{width}}  {'value':>9} {'SE':>8} {'df':>7} {'lower':>9} {'upper':>9}"
    head += f" {'p':>7}" if has_p else ""
    return [
        head,
        *(
            f"{one.name:<{width}}  {one.estimate:9.3f} {one.standard_error:8.3f} {one.df:7.1f} "
            f"{one.lower:9.3f} {one.upper:9.3f}" + (f" {_p(one.p):>7}" if has_p else "")
            for one in rows
        ),
    ]


def _p(value: float) -> str:
    return f"{value:.4f}" if value >= 0.00005 else "<0.0001"
