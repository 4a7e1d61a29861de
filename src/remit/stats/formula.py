"""From a data frame and a formula to a design, and back to rows of a grid (formulaic)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from formulaic import model_matrix
from formulaic.errors import FormulaicError
from numpy.typing import NDArray

from remit.errors import InvalidInput

Floats = NDArray[np.float64]
Weights = Literal["equal", "proportional"]
LEAST_VARIANCE: Final = 1e-10
"""Of errors, as a share of the outcome's sum of squares: less is rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A formula applied to a frame.

    ``kept`` are the rows in which nothing is missing; ``table`` and ``outcome`` have those rows
    alone. ``terms`` names the columns of each term.
    """

    table: Floats
    outcome: Floats
    kept: NDArray[np.bool_]
    columns: tuple[str, ...]
    terms: Mapping[str, tuple[int, ...]]
    frame: Any
    spec: Any

    def levels(self, factor: str) -> tuple[Any, ...]:
        """The values of a factor in the rows that are kept.

        Raises
        ------
        InvalidInput
            If the formula has no factor of that name.
        """
        if factor not in self._factors():
            known = ", ".join(sorted(self._factors()))
            raise InvalidInput(f"The formula has no factor {factor!r}; it has: {known}.")
        return tuple(_values(self.frame[factor]))

    def check_levels(self) -> None:
        """A factor with one level has no column, and would be dropped without a word.

        Raises
        ------
        InvalidInput
            Naming it.
        """
        for name in sorted(self._factors()):
            if len(self.levels(name)) < 2:
                raise InvalidInput(
                    f"The factor {name!r} has one level alone in the rows that are used; leave it "
                    "out of the formula."
                )

    def check_independent(self) -> None:
        """Refuse a column that those before it explain.

        Raises
        ------
        InvalidInput
            Naming the first.
        """
        scaled = self.table / np.maximum(np.abs(self.table).max(axis=0), 1e-300)
        if np.linalg.matrix_rank(scaled) == scaled.shape[1]:
            return
        for number in range(1, scaled.shape[1] + 1):
            if np.linalg.matrix_rank(scaled[:, :number]) < number:
                raise InvalidInput(
                    f"The column {self.columns[number - 1]!r} is explained by those before it: "
                    "leave it out, or a cell of the design has no row."
                )

    def column(self, name: str) -> NDArray[Any]:
        """A column of the frame, in the rows that are kept.

        Raises
        ------
        InvalidInput
            If it is not there, or has an empty cell.
        """
        if name not in self.frame:
            raise InvalidInput(f"There is no column {name!r}.")
        column = self.frame[name]
        if column.isna().any():
            raise InvalidInput(f"The column {name!r} has an empty cell in a row that is used.")
        return np.asarray(column)

    def codes(self, name: str) -> tuple[tuple[Any, ...], NDArray[np.int64]]:
        """The values of a column in their order, and the number of each row's."""
        self.column(name)
        levels = tuple(_values(self.frame[name]))
        place = {level: number for number, level in enumerate(levels)}
        return levels, np.array([place[one] for one in self.frame[name]], dtype=np.int64)

    def residuals(self) -> Floats:
        """Of least squares."""
        found = np.linalg.lstsq(self.table, self.outcome, rcond=None)[0]
        left: Floats = self.outcome - self.table @ found
        return left

    def refusal(self) -> str:
        """Why no error can be told from these rows, or nothing."""
        rows, columns = self.table.shape
        if rows <= columns:
            return f"{rows} rows cannot tell {columns} coefficients and their error"
        if float(np.ptp(self.outcome)) == 0.0:
            return "the outcome is the same in every row"
        left = self.residuals()
        if float(left @ left) <= LEAST_VARIANCE * float(self.outcome @ self.outcome):
            return "the design explains the outcome entirely, and leaves no error"
        return ""

    def row(self, cell: Mapping[str, Any], weights: Weights) -> Floats:
        """The weights of the coefficients that give the mean of one cell.

        Factors that the cell does not fix are averaged over, each level alike or as frequent as
        in the data; numbers stand at their mean.

        Parameters
        ----------
        cell : mapping of name to value
            Levels of factors, or numbers.
        """
        free = [name for name in sorted(self._factors()) if name not in cell]
        grid = pd.DataFrame(
            [
                {**dict(zip(free, combination, strict=True)), **cell}
                for combination in itertools.product(*(self.levels(name) for name in free))
            ]
        )
        for name in sorted(self.variables()):
            if name not in grid:
                grid[name] = float(self.frame[name].mean())
            elif isinstance(self.frame[name].dtype, pd.CategoricalDtype):
                grid[name] = pd.Categorical(grid[name], categories=self.frame[name].cat.categories)
        rows = np.asarray(self.spec.get_model_matrix(grid), dtype=np.float64)
        if weights == "equal" or not free:
            return np.asarray(rows.mean(axis=0), dtype=np.float64)
        counts = self.frame.groupby(free, observed=True).size()
        shares = np.array([counts.get(_key(combination), 0) for combination in
                           itertools.product(*(self.levels(name) for name in free))])  # fmt: skip
        return np.asarray(shares @ rows / shares.sum(), dtype=np.float64)

    def variables(self) -> set[str]:
        """Columns of the frame that the formula names."""
        return {str(name) for name in self.spec.variables} & {str(one) for one in self.frame}

    def _factors(self) -> set[str]:
        """Columns that are no numbers, or are taken as categories by ``C(...)``."""
        made = [self.spec.factor_variables[one] for one in self.spec.factor_contrasts]
        named = {str(name) for names in made for name in names}
        return {
            name
            for name in self.variables()
            if name in named or not pd.api.types.is_numeric_dtype(self.frame[name])
        }


def _key(combination: Sequence[Any]) -> Any:
    return combination[0] if len(combination) == 1 else tuple(combination)


def _values(column: Any) -> list[Any]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        used = set(column.dropna())
        return [one for one in column.cat.categories if one in used]
    return sorted(column.dropna().unique())


def design_of(frame: Any, formula: str) -> Design:
    """Apply a formula such as ``"y ~ arm*visit + baseline*visit"``.

    Factors are columns that are no numbers; their first level, in the order of a categorical or
    else of the alphabet, is the reference.

    Raises
    ------
    InvalidInput
        If the formula cannot be read, names a column that is not there, or keeps no row.
    """
    data = frame if isinstance(frame, pd.DataFrame) else pd.DataFrame(dict(frame))
    data = data.reset_index(drop=True)
    try:
        matrices = model_matrix(formula, data, na_action="drop", output="pandas")
        outcome, table = matrices.lhs, matrices.rhs
    except (FormulaicError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"The formula {formula!r} cannot be applied: {error}") from error
    if outcome.shape[1] != 1:
        raise InvalidInput("The outcome must be one column of numbers.")
    kept = np.zeros(len(data), dtype=bool)
    kept[table.index.to_numpy()] = True
    if not kept.any():
        raise InvalidInput("No row has everything that the formula names.")
    spec = table.model_spec
    made = Design(
        table=table.to_numpy(dtype=np.float64),
        outcome=outcome.to_numpy(dtype=np.float64)[:, 0],
        kept=kept,
        columns=tuple(str(one) for one in table.columns),
        terms={str(name): tuple(at) for name, at in spec.term_indices.items()},
        frame=data.loc[kept],
        spec=spec,
    )
    made.check_levels()
    return made
