"""What a fitted linear model answers: coefficients, means of cells, differences, joint tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.formula import Design, Weights
from remit.stats.small_samples import Contrast, Inference, JointTest

Floats = NDArray[np.float64]
Cell = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The design and the inference behind a result."""

    design: Design
    inference: Inference

    def coefficients(self) -> tuple[Contrast, ...]:
        """Each column of the design."""
        each = np.eye(len(self.design.columns))
        return tuple(
            self.inference.contrast(name, row)
            for name, row in zip(self.design.columns, each, strict=True)
        )


class Answers:
    """Base of the results of fitted linear models."""

    __slots__ = ()

    coefficients: tuple[Contrast, ...]
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

    def _row(self, cell: Cell, weights: Weights) -> Floats:
        unknown = [name for name in cell if name not in self.fitted.design.variables()]
        if unknown:
            raise InvalidInput(f"The formula has no {unknown[0]!r}.")
        for name, value in cell.items():
            if isinstance(value, str) and value not in self.fitted.design.levels(name):
                known = ", ".join(map(str, self.fitted.design.levels(name)))
                raise InvalidInput(f"{name} has no level {value!r}; it has: {known}.")
        return self.fitted.design.row(cell, weights)


def _words(cell: Cell) -> str:
    return ", ".join(f"{name} {value}" for name, value in cell.items())
