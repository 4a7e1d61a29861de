"""When something happened, as far as anybody knows: an interval of whole days."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

from remit.errors import InvalidInput

FARTHEST_DAY = 10**8
"""Day numbers beyond this are a slip of the pen: it is more than a quarter of a million years."""


@dataclass(frozen=True, slots=True, order=True)
class DateKernel:
    """A date known to within whole days, each day of the interval being equally likely.

    Parameters
    ----------
    earliest, latest : int
        First and last possible day, both included, on any axis of whole days. Equal numbers
        make an exact date.

    Raises
    ------
    InvalidInput
        If a number is not a whole, plausible day, or if the interval is reversed.

    Examples
    --------
    >>> year = DateKernel(3652, 4016)
    >>> year.width, year.is_exact
    (365, False)
    >>> DateKernel.on(3700)
    DateKernel(earliest=3700, latest=3700)
    """

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        for name in ("earliest", "latest"):
            day: object = getattr(self, name)
            if isinstance(day, bool) or not isinstance(day, Integral):
                raise InvalidInput(f"The {name} day must be a whole number of days.")
            if abs(int(day)) > FARTHEST_DAY:
                raise InvalidInput(f"The {name} day is too far away to be a date in a life.")
            object.__setattr__(self, name, int(day))
        if self.earliest > self.latest:
            raise InvalidInput("The earliest day of a date must not come after its latest day.")

    @classmethod
    def on(cls, day: int) -> DateKernel:
        """Return the exact date ``day``."""
        return cls(day, day)

    @property
    def width(self) -> int:
        """Number of possible days."""
        return self.latest - self.earliest + 1

    @property
    def is_exact(self) -> bool:
        """Whether only one day is possible."""
        return self.earliest == self.latest

    def shifted(self, days: int) -> DateKernel:
        """Return the same interval, ``days`` later."""
        return DateKernel(self.earliest + days, self.latest + days)
