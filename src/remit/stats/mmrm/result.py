"""What a fitted model answers: coefficients, means of cells, their differences, joint tests."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.answers import Answers, Fitted
from remit.stats.mmrm.inference import Robust
from remit.stats.mmrm.structures import TITLES, Name
from remit.stats.small_samples import Contrast, Method

Floats = NDArray[np.float64]


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
class Mmrm(Answers):
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
