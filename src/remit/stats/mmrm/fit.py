"""Fit a mixed model for repeated measures, by the ladder of structures declared beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.answers import Fitted
from remit.stats.formula import LEAST_VARIANCE, Design, design_of
from remit.stats.mmrm.climb import top_of
from remit.stats.mmrm.inference import ROBUST, Robust, inference
from remit.stats.mmrm.likelihood import Model, Point
from remit.stats.mmrm.result import Mmrm, Settings, Step
from remit.stats.mmrm.rows import Rows, rows_of
from remit.stats.mmrm.structures import NAMES, Name, Structure
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.small_samples import METHODS, Method

METHOD: Final = "mixed model for repeated measures"
MOST_VISITS: Final = 60
Likelihood = Literal["REML", "ML"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Data:
    """Rows, the design they came from, and what stands for visits and groups."""

    design: Design
    rows: Rows
    visits: tuple[Any, ...]
    groups: tuple[Any, ...]
    visit: NDArray[np.int64]


def mmrm(  # noqa: PLR0913  (a model is declared in one call, so that the plan can quote it)
    frame: Any,
    formula: str,
    *,
    person: str,
    visit: str,
    structure: Name | Sequence[Name] = "us",
    group: str | None = None,
    weight: str | None = None,
    likelihood: Likelihood = "REML",
    method: Method = "Kenward-Roger-Linear",
    robust: Robust = "none",
    level: float = 0.95,
) -> Mmrm | NotEstimable:
    """Fit all visits of all people at once, errors of one person correlated as declared.

    Parameters
    ----------
    frame : pandas DataFrame, or mapping of name to column
        A row a person and visit; rows in which something is missing are left out and counted.
    formula : str
        Such as ``"pain ~ arm*visit + baseline*visit"``.
    person, visit : str
        Columns. Visits are in the order of a categorical, else sorted.
    structure : name, or names
        "us", "toep", "toeph", "ar1", "ar1h", "cs", "csh", "ad", "adh"; several are a ladder,
        declared beforehand: the first that converges is taken, and the result says which failed.
    group : str, optional
        Column; each group has a covariance of its own.
    weight : str, optional
        Column; the covariance of a row is divided by it.
    likelihood : {"REML", "ML"}
    method : str
        How standard errors and degrees of freedom are found: "Kenward-Roger-Linear" (as SAS has it
        for structures that are linear in their parameters), "Kenward-Roger" (with second
        derivatives by logarithms of standard deviations, as R's mmrm), "Kenward-Roger-SAS" (by
        variances and correlations, linear where SAS is), "Satterthwaite", "between-within",
        "residual".
    robust : {"none", "empirical", "bias-reduced"}
        A sandwich in place of the model's covariance of the coefficients.
    level : float
        Confidence level.

    Returns
    -------
    Mmrm or NotEstimable
        NotEstimable, with advice, where no structure of the ladder converges, or nothing is left
        to estimate from.

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be, a person has a visit twice, or columns of the
        design explain each other (named).

    References
    ----------
    Mallinckrodt et al. (2008), Drug Inf J 42:303-319 (the model); Kenward and Roger (1997),
    Biometrics 53:983-997.

    Examples
    --------
    Student's sleep data: the paired t test, exactly.

    >>> rows = {
    ...     "id": list(range(10)) * 2,
    ...     "drug": ["one"] * 10 + ["two"] * 10,
    ...     "extra": [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0,
    ...               1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    ... }
    >>> fit = mmrm(rows, "extra ~ drug", person="id", visit="drug")
    >>> drug = fit.coefficient("drug[T.two]")
    >>> round(drug.estimate, 2), round(drug.standard_error, 5), round(drug.df, 6), round(drug.p, 6)
    (1.58, 0.38896, 9.0, 0.002833)
    """
    ladder: tuple[Name, ...] = (structure,) if isinstance(structure, str) else tuple(structure)
    _check(ladder, likelihood, method, robust, level)
    data = _data(frame, formula, person, visit, group, weight)
    refusal = _refusal(data)
    if refusal:
        return NotEstimable(refusal, METHOD)
    settings = Settings(
        formula, person, visit, ladder, group, weight, likelihood, method, robust, level
    )
    tried: list[Step] = []
    for name in ladder:
        model = Model(data.rows, Structure(name, len(data.visits)), likelihood == "REML")
        top = top_of(model, _start(data, model.structure))
        if isinstance(top, str):
            tried.append(Step(name, top))
            continue
        tried.append(Step(name, ""))
        return _result(data, model, top[1], settings, tuple(tried))
    return NotEstimable("; ".join(f"{one.structure}: {one.failed}" for one in tried), METHOD)


def _check(ladder: Sequence[str], likelihood: str, method: str, robust: str, level: float) -> None:
    if not ladder or any(one not in NAMES for one in ladder):
        raise InvalidInput(f"A structure is one of: {', '.join(NAMES)}.")
    if likelihood not in ("REML", "ML"):
        raise InvalidInput("The likelihood is REML or ML.")
    if method not in METHODS:
        raise InvalidInput(f"The method is one of: {', '.join(METHODS)}.")
    if method.startswith("Kenward-Roger") and likelihood == "ML":
        raise InvalidInput("Kenward-Roger is for REML; with ML take Satterthwaite.")
    if robust not in ROBUST:
        raise InvalidInput(f"robust is one of: {', '.join(ROBUST)}.")
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")


def _data(
    frame: Any, formula: str, person: str, visit: str, group: str | None, weight: str | None
) -> _Data:
    design = design_of(frame, formula)
    columns = {name: design.column(name) for name in (person, visit, group, weight) if name}
    visits, at = design.codes(visit)
    if len(visits) > MOST_VISITS:
        raise InvalidInput(f"There are {len(visits)} visits; up to {MOST_VISITS} can be fitted.")
    groups, own = design.codes(group) if group else ((None,), np.zeros(at.size, dtype=np.int64))
    weights = np.ones(at.size) if weight is None else columns[weight].astype(np.float64)
    design.check_independent()
    rows = rows_of(
        columns[person], at, design.table, design.outcome,
        group=own, weight=weights, visits=len(visits),
    )  # fmt: skip
    return _Data(design, rows, visits, groups, at)


def _refusal(data: _Data) -> str:
    if data.rows.people < 2:
        return "one person alone tells nothing of others"
    return data.design.refusal()


def _start(data: _Data, structure: Structure) -> Floats:
    """From least-squares residuals: variances by visit, and a mean correlation."""
    left = data.design.residuals()
    whole = float(left.var())
    variances = np.full(len(data.visits), whole)
    for number in range(len(data.visits)):
        own = left[data.visit == number]
        if own.size > 1 and own.var() > LEAST_VARIANCE * whole:
            variances[number] = own.var()
    deviations = np.sqrt(variances)
    correlation = np.full((deviations.size,) * 2, 0.3) + 0.7 * np.eye(deviations.size)
    one = structure.start(correlation * np.outer(deviations, deviations))
    return np.tile(one, data.rows.groups)


def _result(
    data: _Data, model: Model, point: Point, settings: Settings, ladder: tuple[Step, ...]
) -> Mmrm | NotEstimable:
    told = inference(model, point, settings.method, settings.robust, settings.level)
    if not told.is_sound():
        return NotEstimable(told.too_few.removesuffix("."), METHOD)
    fitted = Fitted(data.design, told)
    log_likelihood = -point.deviance / 2.0
    return Mmrm(
        coefficients=fitted.coefficients(),
        covariance=point.groups,
        visits=data.visits,
        groups=data.groups,
        log_likelihood=log_likelihood,
        aic=2.0 * model.size - 2.0 * log_likelihood,
        bic=model.size * float(np.log(data.rows.people)) - 2.0 * log_likelihood,
        structure=model.structure.name,
        ladder=ladder,
        people=data.rows.people,
        n=data.rows.rows,
        left_out=int((~data.design.kept).sum()),
        settings=settings,
        method=METHOD,
        software=software_version(),
        fitted=fitted,
    )
