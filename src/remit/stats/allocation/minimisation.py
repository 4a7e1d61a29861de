"""Minimisation with a probability: the next person goes where the arms differ least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.allocation.plan import Factor, hash_of, shares, stream
from remit.stats.provenance import software_version

METHOD: Final = "minimisation (Pocock and Simon)"
Distance = Literal["range", "variance"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MinimisationPlan:
    """What is declared before the first person.

    Parameters
    ----------
    arms, ratio
        As in `Plan`.
    factors : sequence of Factor
        To be balanced, each by itself.
    weights : sequence of float, optional
        Of the factors; 1 each where nothing is said.
    probability : float
        With which the arm of least imbalance is taken; the rest is shared among the others as
        the ratio has it. 1 leaves no lot but ties, and can be guessed.
    distance : {"range", "variance"}
        How far the arms lie apart in a level.
    """

    arms: tuple[str, ...]
    factors: tuple[Factor, ...]
    ratio: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    probability: float = 0.8
    distance: Distance = "range"

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", tuple(self.ratio) or (1,) * len(self.arms))
        object.__setattr__(self, "weights", tuple(self.weights) or (1.0,) * len(self.factors))
        if len(set(self.arms)) != len(self.arms) or len(self.arms) < 2 or not self.factors:
            raise InvalidInput("There must be two different arms or more, and a factor.")
        if len(self.ratio) != len(self.arms) or min(self.ratio) < 1:
            raise InvalidInput("The ratio needs a whole number above 0 for each arm.")
        if len(self.weights) != len(self.factors) or min(self.weights) <= 0.0:
            raise InvalidInput("Every factor needs a weight above 0.")
        if not 1.0 / len(self.arms) <= self.probability <= 1.0:
            raise InvalidInput(f"The probability lies between 1/{len(self.arms)} and 1.")
        if self.distance not in ("range", "variance"):
            raise InvalidInput('The distance is "range" or "variance".')

    @property
    def hash(self) -> str:
        """SHA-256 of everything declared."""
        return hash_of(asdict(self))


@dataclass(frozen=True, slots=True)
class Assigned:
    """One allocation: the arm, and why.

    ``imbalance`` is what each arm would have led to; ``chances`` are the probabilities that it was
    drawn with.
    """

    number: int
    arm: str
    imbalance: tuple[float, ...]
    chances: tuple[float, ...]


@dataclass(slots=True)
class Minimiser:
    """Allocates one person after the other; time does not grow with those before.

    The number k is drawn from a stream of its own (seed, plan, k), so that a list of people, in
    their order, always leads to the same allocations.
    """

    plan: MinimisationPlan
    seed: int
    assigned: list[Assigned] = field(default_factory=list)
    _counts: dict[tuple[int, str], Floats] = field(default_factory=dict)
    method: str = METHOD
    software: str = field(default_factory=software_version)

    def assign(self, person: Mapping[str, str]) -> Assigned:
        """Allocate the next person.

        Parameters
        ----------
        person : mapping of factor to level

        Raises
        ------
        InvalidInput
            If a factor is missing, or has no such level; nothing is allocated then.

        References
        ----------
        Pocock and Simon (1975), Biometrics 31:103-115; Han, Enas and McEntegart (2009), Stat Med
        28:3345-3364 (unequal ratios).
        """
        keys = self._keys(person)
        imbalance = np.zeros(len(self.plan.arms))
        for weight, key in zip(self.plan.weights, keys, strict=True):
            imbalance += weight * self._after(self._counts.get(key, np.zeros(imbalance.size)))
        chances = self._chances(imbalance)
        number = len(self.assigned)
        random = stream(self.seed, self.plan.hash, number)
        arm = int(random.choice(imbalance.size, p=chances))
        for key in keys:
            self._counts.setdefault(key, np.zeros(imbalance.size))[arm] += 1.0
        found = Assigned(
            number + 1, self.plan.arms[arm], tuple(imbalance.tolist()), tuple(chances.tolist())
        )
        self.assigned.append(found)
        return found

    def counts(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """How many each arm has, by factor and level."""
        return {
            (self.plan.factors[factor].name, level): tuple(int(one) for one in counts)
            for (factor, level), counts in self._counts.items()
        }

    def _keys(self, person: Mapping[str, str]) -> list[tuple[int, str]]:
        keys = []
        for number, factor in enumerate(self.plan.factors):
            level = person.get(factor.name)
            if level not in factor.levels:
                known = ", ".join(factor.levels)
                raise InvalidInput(f"{factor.name} is {level!r}; it has to be one of: {known}.")
            keys.append((number, level))
        return keys

    def _after(self, counts: Floats) -> Floats:
        """Distance between the arms in a level, after the person went to each arm in turn."""
        would = (counts + np.eye(counts.size)) / np.array(self.plan.ratio)
        if self.plan.distance == "range":
            return np.asarray(np.ptp(would, axis=1), dtype=np.float64)
        return np.asarray(would.var(axis=1, ddof=1), dtype=np.float64)

    def _chances(self, imbalance: Floats) -> Floats:
        """The best arm (or the best ones alike) with the probability, the others with the rest."""
        ratio = shares(self.plan.ratio)
        best = imbalance <= imbalance.min() + 1e-12
        if best.all():
            return ratio
        chances = np.where(best, self.plan.probability * ratio / ratio[best].sum(), 0.0)
        chances += np.where(best, 0.0, (1.0 - self.plan.probability) * ratio / ratio[~best].sum())
        return np.asarray(chances / chances.sum(), dtype=np.float64)


def minimise(
    plan: MinimisationPlan, people: Sequence[Mapping[str, str]], *, seed: int
) -> Minimiser:
    """Allocate people in their order, such as to check allocations that were made one by one.

    Examples
    --------
    >>> plan = MinimisationPlan(("MBM", "usual"), (Factor("sex", ("f", "m")),), probability=1.0)
    >>> made = minimise(plan, [{"sex": "f"}] * 6, seed=1)
    >>> made.counts()[("sex", "f")]
    (3, 3)
    """
    made = Minimiser(plan, seed)
    for person in people:
        made.assign(person)
    return made
