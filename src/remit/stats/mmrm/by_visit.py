"""The usual model of a trial from plain arrays: every covariate with its own effect at each visit.

Where thousands of trials are simulated, formulas and data frames would take longer than the fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.mmrm.climb import top_of
from remit.stats.mmrm.inference import inference
from remit.stats.mmrm.likelihood import Model
from remit.stats.mmrm.rows import Rows, rows_of
from remit.stats.mmrm.structures import Name, Structure
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.small_samples import Contrast, Inference, Method

METHOD: Final = "mixed model for repeated measures, by visit"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ByVisit:
    """Result of ``mmrm_by_visit``; ``covariance`` has shape (visits, visits)."""

    covariance: Floats
    log_likelihood: float
    people: int
    n: int
    inference: Inference
    method: str
    software: str

    def effect(self, covariate: int, visit: int) -> Contrast:
        """What one unit of a covariate makes at a visit, both counted from 0."""
        return self.inference.contrast(
            f"covariate {covariate}, visit {visit}", self._row(covariate, visit)
        )

    def average_effect(self, covariate: int) -> Contrast:
        """The mean of its effects over all visits."""
        visits = range(len(self.covariance))
        row = np.mean([self._row(covariate, one) for one in visits], axis=0)
        return self.inference.contrast(f"covariate {covariate}, all visits", row)

    def _row(self, covariate: int, visit: int) -> Floats:
        visits = len(self.covariance)
        table = np.zeros((visits, self.inference.coefficients.size // visits))
        table[visit, covariate + 1] = 1.0
        return table.ravel()

    def summary(self) -> str:
        """What was fitted to whom."""
        return (
            f"{self.n} values of {self.people} people at {len(self.covariance)} visits; "
            f"{self.inference.method}; values are missing at random, by assumption."
        )


def mmrm_by_visit(
    outcomes: ArrayLike,
    covariates: ArrayLike,
    *,
    structure: Name = "us",
    method: Method = "Kenward-Roger-Linear",
    level: float = 0.95,
    start: ArrayLike | None = None,
) -> ByVisit | NotEstimable:
    """Fit ``outcome ~ visit + covariate:visit`` for all covariates by REML.

    The same fit as ``mmrm`` with the formula ``"y ~ arm*visit + baseline*visit"``, whose arm and
    baseline are the covariates.

    Parameters
    ----------
    outcomes : array, shape (people, visits)
        NaN where a value is missing; who has no value at all is left out.
    covariates : array, shape (people, covariates)
        Such as arm (0 or 1) and baseline; none may be missing.
    start : array, shape (visits, visits), optional
        A guess of the covariance, such as the one behind a simulation.

    Returns
    -------
    ByVisit or NotEstimable

    Raises
    ------
    InvalidInput
        If the shapes do not fit, or a covariate is missing.

    Examples
    --------
    >>> random = np.random.default_rng(5)
    >>> arm = np.arange(60) % 2
    >>> pain = random.normal(6.0, 1.5, (60, 1)) + random.normal(size=(60, 3)) - arm[:, None]
    >>> fit = mmrm_by_visit(pain, arm[:, None])
    >>> last = fit.effect(0, 2)
    >>> round(last.estimate, 2), round(last.df, 1)
    (-1.34, 58.0)
    """
    y, x = np.asarray(outcomes, dtype=np.float64), np.asarray(covariates, dtype=np.float64)
    if y.ndim != 2 or x.ndim != 2 or len(y) != len(x):
        raise InvalidInput("Give outcomes as people by visits, and covariates as people by number.")
    if not np.isfinite(x).all():
        raise InvalidInput("Every covariate must be there for everybody.")
    if np.isinf(y).any():
        raise InvalidInput("An outcome is infinite; NaN stands for a missing one.")
    seen = ~np.isnan(y)
    refusal = _refusal(y, seen, x)
    if refusal:
        return NotEstimable(refusal, METHOD)
    rows = _rows(y, seen, x)
    model = Model(rows, Structure(structure, y.shape[1]), restricted=True)
    guess = _guess(y, seen, x) if start is None else np.asarray(start, dtype=np.float64)
    top = top_of(model, model.structure.start(guess))
    if isinstance(top, str):
        return NotEstimable(top, METHOD)
    told = inference(model, top[1], method, "none", level)
    if not told.is_sound():
        return NotEstimable(told.too_few.removesuffix("."), METHOD)
    return ByVisit(
        covariance=top[1].groups[0],
        log_likelihood=-top[1].deviance / 2.0,
        people=rows.people,
        n=rows.rows,
        inference=told,
        method=METHOD,
        software=software_version(),
    )


def _refusal(y: Floats, seen: NDArray[np.bool_], x: Floats) -> str:
    """Why a visit cannot be fitted, or nothing."""
    for visit in range(y.shape[1]):
        here = seen[:, visit]
        design = np.column_stack([np.ones(int(here.sum())), x[here]])
        if len(design) <= design.shape[1]:
            return f"{len(design)} people at visit {visit} cannot tell {design.shape[1]} effects"
        if np.linalg.matrix_rank(design) < design.shape[1]:
            return f"at visit {visit} a covariate is explained by the others"
        values = y[here, visit]
        left = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
        if float(left @ left) <= 1e-10 * max(float(values @ values), 1e-300):
            return f"the outcome at visit {visit} is explained entirely, and leaves no error"
    return ""


def _rows(y: Floats, seen: NDArray[np.bool_], x: Floats) -> Rows:
    people, visits = y.shape
    own = np.column_stack([np.ones(people), x])
    table = np.zeros((people, visits, visits, own.shape[1]))
    each = np.arange(visits)
    table[:, each, each] = own[:, np.newaxis]
    person, visit = np.nonzero(seen)
    return rows_of(
        person, visit, table.reshape(people, visits, -1)[seen], y[seen],
        group=np.zeros(person.size, dtype=np.int64), weight=np.ones(person.size), visits=visits,
    )  # fmt: skip


def _guess(y: Floats, seen: NDArray[np.bool_], x: Floats) -> Floats:
    """Variances of least squares visit by visit, and a mean correlation."""
    deviations = []
    for visit in range(y.shape[1]):
        here = seen[:, visit]
        design = np.column_stack([np.ones(int(here.sum())), x[here]])
        values = y[here, visit]
        left = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
        deviations.append(float(np.sqrt(left @ left / (len(design) - design.shape[1]))))
    spread = np.array(deviations)
    return (0.5 + 0.5 * np.eye(spread.size)) * np.outer(spread, spread)
