"""What a case series fit says: its terms, how it was made, and the same in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable

Floats = NDArray[np.float64]
Kind = Literal["exposure", "season", "age", "covariate"]
Limits = Literal["wald", "profile"]


@dataclass(frozen=True, slots=True)
class Term:
    """One rate ratio against the reference days.

    Attributes
    ----------
    name : str
        Such as "mmr: 0-42 days".
    kind : {"exposure", "season", "age", "covariate"}
        What it belongs to.
    coefficient, standard_error : float or NotEstimable
        On the scale of logarithms.
    lower, upper : float
        Limits of the rate ratio; 0 and infinity are open ends, not limits that were found.
    p : float or NotEstimable
        Two-sided: of the Wald test, or of the likelihood ratio where the limits are profiles.
    events : float
        Events in it (for what was measured or modified: a sum over the events).
    days : float
        Days in it, over all cases (for what was measured or modified: a sum over the days).
    """

    name: str
    kind: Kind
    coefficient: float | NotEstimable
    standard_error: float | NotEstimable
    lower: float
    upper: float
    p: float | NotEstimable
    events: float
    days: float

    @property
    def ratio(self) -> float | NotEstimable:
        """The rate ratio."""
        if isinstance(self.coefficient, NotEstimable):
            return self.coefficient
        return math.exp(self.coefficient)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was declared; none of it is learned from the data."""

    age_cuts: tuple[int, ...]
    exposures: tuple[str, ...]
    has_season: bool
    penalty: Literal["none", "firth"]
    limits: Limits
    level: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What went in, and what was left aside.

    ``cases_without_contrast`` were observed in one way only and add nothing; ``same_day`` events
    stood on the day of another of their case; ``doses_of_others`` belong to no case.
    """

    cases: int
    events: int
    cases_without_contrast: int
    same_day: int
    doses_of_others: int


@dataclass(frozen=True, slots=True, eq=False)
class CaseSeriesFit:
    """Result of ``case_series``.

    ``log_likelihood`` and ``null_log_likelihood`` are of the conditional likelihood, at the
    estimate and with no term at all (both penalised under Firth's penalty). ``covariance`` is
    that of the coefficients that could be estimated, in the order of ``terms``.
    """

    terms: tuple[Term, ...]
    log_likelihood: float
    null_log_likelihood: float
    likelihood_ratio_p: float | NotEstimable
    degrees_of_freedom: int
    counts: Counts
    covariance: Floats
    steps: int
    settings: Settings
    method: str
    software: str

    @property
    def likelihood_ratio(self) -> float:
        """Twice the gain over a model with no term."""
        return 2.0 * (self.log_likelihood - self.null_log_likelihood)

    def term(self, name: str) -> Term:
        """The term of that name.

        Raises
        ------
        InvalidInput
            Naming the terms that there are.
        """
        for one in self.terms:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.terms)
        raise InvalidInput(f"There is no term {name!r}; there are: {known}.")

    def summary(self) -> str:
        """What was compared with what, then a line a term of the exposures."""
        counts = self.counts
        head = (
            f"{counts.events} events of {counts.cases} people, each compared with their own days "
            "outside the windows. A timing association, not a cause; immune only to what does not "
            "change within a person."
        )
        shown = [one for one in self.terms if one.kind in ("exposure", "covariate")]
        return "\n".join([head, *(_line(one, self.settings.level) for one in shown)])


def likelihood_ratio_test(
    smaller: CaseSeriesFit, larger: CaseSeriesFit
) -> tuple[float, int, float]:
    """Compare two fits of the same cases, one of which has all terms of the other.

    Returns
    -------
    (float, int, float)
        Twice the gain of the log-likelihood, its degrees of freedom, and p.

    Raises
    ------
    InvalidInput
        If the fits are not of the same events, not nested, or penalised.
    """
    names = [{one.name for one in fit.terms} for fit in (smaller, larger)]
    if smaller.counts.events != larger.counts.events or smaller.counts.cases != larger.counts.cases:
        raise InvalidInput("The two fits are not of the same events.")
    if not names[0] < names[1]:
        raise InvalidInput("The larger fit must have all terms of the smaller one, and more.")
    if "firth" in (smaller.settings.penalty, larger.settings.penalty):
        raise InvalidInput("Penalised fits are not compared in this way; fit without the penalty.")
    gain = max(0.0, 2.0 * (larger.log_likelihood - smaller.log_likelihood))
    freedom = larger.degrees_of_freedom - smaller.degrees_of_freedom
    if freedom < 1:
        raise InvalidInput("No further term of the larger fit can be estimated.")
    return gain, freedom, float(chdtrc(freedom, gain))


def _line(term: Term, level: float) -> str:
    upper = "no upper limit" if math.isinf(term.upper) else f"{term.upper:.2f}"
    limits = f"{100 * level:g} % interval {term.lower:.2f} to {upper}"
    ratio = term.ratio
    if isinstance(ratio, NotEstimable):
        return f"{term.name}: {ratio}; {limits}."
    return f"{term.name}: rate ratio {ratio:.2f}, {limits}."
