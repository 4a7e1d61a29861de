"""What a fitted model answers: coefficients, means of cells, their differences, joint tests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.mmrm.formula import Design, Weights
from remit.stats.mmrm.inference import Robust
from remit.stats.mmrm.structures import TITLES, Name
from remit.stats.small_samples import Contrast, Inference, JointTest, Method

Floats = NDArray[np.float64]
Cell = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was declared before looking."""

    formula: str
    person: str
    visit: str
    ladder: tuple[Name, ...]
    group: str | None
    weight: str | None
    likelihood: str
    method: Method
    robust: Robust
    level: float


@dataclass(frozen=True, slots=True)
class Step:
    """One structure of the ladder; ``failed`` says why it was not taken, or nothing."""

    structure: Name
    failed: str


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The design and the inference behind a result."""

    design: Design
    inference: Inference


@dataclass(frozen=True, slots=True, eq=False)
class Mmrm:
    """Result of ``mmrm``.

    ``covariance`` has one matrix (visits, visits) a group. ``aic`` and ``bic`` count covariance
    parameters alone under REML and under ML, as SAS does; ``bic`` counts people.
    """

    coefficients: tuple[Contrast, ...]
    covariance: tuple[Floats, ...]
    visits: tuple[Any, ...]
    groups: tuple[Any, ...]
    log_likelihood: float
    aic: float
    bic: float
    structure: Name
    ladder: tuple[Step, ...]
    people: int
    n: int
    left_out: int
    settings: Settings
    method: str
    software: str
    fitted: Fitted

    def coefficient(self, name: str) -> Contrast:
        """The coefficient of that column.

        Raises
        ------
        InvalidInput
            Naming those that there are.
        """
        for one in self.coefficients:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.coefficients)
        raise InvalidInput(f"There is no column {name!r}; there are: {known}.")

    def contrast(self, name: str, weights: Mapping[str, float]) -> Contrast:
        """A weighted sum of coefficients, by the names of their columns."""
        row = np.zeros(len(self.coefficients))
        names = [one.name for one in self.coefficients]
        for column, weight in weights.items():
            self.coefficient(column)
            row[names.index(column)] = weight
        if not row.any():
            raise InvalidInput("Every weight of the contrast is 0.")
        return self.fitted.inference.contrast(name, row)

    def mean(self, cell: Cell, *, weights: Weights = "equal") -> Contrast:
        """Least-squares mean of a cell, such as ``{"arm": "MBM", "visit": "week 12"}``.

        Parameters
        ----------
        cell : mapping of factor to level, or of a number's name to its value
            Factors that are not named are averaged over; numbers that are not named stand at their
            mean over all rows.
        weights : {"equal", "proportional"}
            How levels are averaged: each alike, or as frequent as in the data.
        """
        return self.fitted.inference.contrast(_words(cell), self._row(cell, weights))

    def difference(self, cell: Cell, other: Cell, *, weights: Weights = "equal") -> Contrast:
        """The mean of a cell minus that of another."""
        row = self._row(cell, weights) - self._row(other, weights)
        if not row.any():
            raise InvalidInput("The two cells are the same.")
        return self.fitted.inference.contrast(f"{_words(cell)} - {_words(other)}", row)

    def test(self, term: str) -> JointTest:
        """Are all coefficients of a term 0? Such as ``"arm:visit"``.

        Raises
        ------
        InvalidInput
            Naming the terms that there are.
        """
        terms = self.fitted.design.terms
        if term not in terms:
            raise InvalidInput(f"There is no term {term!r}; there are: {', '.join(terms)}.")
        table = np.eye(len(self.coefficients))[list(terms[term])]
        return self.fitted.inference.joint(term, table)

    def joint(self, name: str, rows: Sequence[Mapping[str, float]]) -> JointTest:
        """Several contrasts at once, each by the names of its columns."""
        names = [one.name for one in self.coefficients]
        table = np.array([[row.get(column, 0.0) for column in names] for row in rows])
        return self.fitted.inference.joint(name, table)

    def standardised(self, contrast: Contrast, visit: Any, *, group: int = 0) -> float:
        """A difference in standard deviations of the errors at a visit."""
        if visit not in self.visits:
            raise InvalidInput(f"There is no visit {visit!r}; there are: {self.visits}.")
        at = self.visits.index(visit)
        return contrast.estimate / math.sqrt(float(self.covariance[group][at, at]))

    def summary(self) -> str:
        """What was fitted to whom and how, and what was tried before."""
        failed = [f"{TITLES[one.structure]} ({one.failed})" for one in self.ladder if one.failed]
        before = f" Tried before, and failed: {'; '.join(failed)}." if failed else ""
        robust = "" if self.settings.robust == "none" else f", {self.settings.robust} sandwich"
        return (
            f"{self.settings.formula}: {self.n} rows of {self.people} people at "
            f"{len(self.visits)} visits, {self.left_out} rows left out because something is "
            f"missing (missing at random is assumed). {self.settings.likelihood}, "
            f"{TITLES[self.structure]} covariance, {self.settings.method}{robust}; "
            f"log-likelihood {self.log_likelihood:.3f}.{before}"
        )

    def _row(self, cell: Cell, weights: Weights) -> Floats:
        unknown = [name for name in cell if name not in self.fitted.design.spec.variables]
        if unknown:
            raise InvalidInput(f"The formula has no {unknown[0]!r}.")
        for name, value in cell.items():
            if isinstance(value, str) and value not in self.fitted.design.levels(name):
                known = ", ".join(map(str, self.fitted.design.levels(name)))
                raise InvalidInput(f"{name} has no level {value!r}; it has: {known}.")
        return self.fitted.design.row(cell, weights)


def _words(cell: Cell) -> str:
    return ", ".join(f"{name} {value}" for name, value in cell.items())
