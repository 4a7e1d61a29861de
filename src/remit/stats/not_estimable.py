"""The typed answer to a question that the data cannot answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """Stands where a number would stand, and says why there is none.

    Parameters
    ----------
    reason : str
        The end of the sentence "not estimable, because ...".
    method : str
        The method that was asked.

    Examples
    --------
    >>> print(NotEstimable("no onset lies inside the observation", "coincidence"))
    not estimable, because no onset lies inside the observation
    """

    reason: str
    method: str

    def __str__(self) -> str:
        return f"not estimable, because {self.reason}"
