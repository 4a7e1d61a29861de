"""The parts of one day as things to do: their titles, minutes, addresses, and why one rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remit.domain.programme import Day, Practice
from remit.pathways.practice.schedule import (
    Rests,
    Situation,
    day_rests,
    gentler_first,
    practice_rests,
    step_rests,
    theme_rests,
)

SENTENCE_MINUTES: Final = 2
NAMES: Final[Mapping[str, Promise]] = {
    "read": _("Read"),
    "write": _("Write"),
    "listen": _("Listen"),
    "affirm": _("Your sentence"),
    "step": _("Step"),
}
NEXT: Final[Mapping[str, Promise]] = {
    "read": _("Next: read"),
    "write": _("Next: write"),
    "listen": _("Next: listen"),
    "affirm": _("Next: your sentence"),
    "step": _("Next: a step"),
}
DONE: Final[Mapping[str, Promise]] = {
    "read": _("reading"),
    "write": _("writing"),
    "listen": _("listening"),
    "affirm": _("your sentence"),
    "step": _("step"),
}
ADDRESS: Final[Mapping[str, str]] = {
    "read": "practice:read",
    "write": "practice:write",
    "listen": "practice:listen",
    "affirm": "practice:sentence",
    "step": "practice:step",
}
RESTS: Final[Mapping[Rests, Promise]] = {
    Rests.NOT_STARTED: _("The programme has not begun."),
    Rests.NOT_YET: _("This has not come yet."),
    Rests.SYMPTOM: _("It rests until your clinic has looked at what is new."),
    Rests.DISTRESS: _("It rests, because the last days were a lot."),
    Rests.CLINIC: _("It rests until your clinic has talked with you."),
    Rests.LATE: _("It waits for tomorrow. Tonight something lighter."),
    Rests.ONCE_A_DAY: _("One strong piece of writing a day is enough."),
    Rests.NOT_TWICE: _("A lighter day follows a strong one."),
    Rests.LIGHTER: _("Today is lighter, because yesterday was a lot."),
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One part of a day.

    Attributes:
        part: key of the part.
        number: the day.
        title: what it is today.
        minutes: planned time.
        is_core: whether it is the core of the day.
        rests: why it is not offered now, or nothing.
        leads_gentler: whether the gentler writing stands first.
        stirs: whether it can stir things up.
    """

    part: str
    number: int
    title: str
    minutes: int
    is_core: bool = False
    rests: Rests | None = None
    leads_gentler: bool = False
    stirs: bool = False

    @property
    def name(self) -> Promise:
        """What it is called in a list."""
        return NAMES[self.part]

    @property
    def next_name(self) -> Promise:
        """What it is called on the card."""
        return NEXT[self.part]

    @property
    def done_name(self) -> Promise:
        """What it is called once it is done."""
        return DONE[self.part]

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse(ADDRESS[self.part], args=[self.number])

    @property
    def why(self) -> Promise | str:
        """Why it rests, in a sentence."""
        return RESTS[self.rests] if self.rests else ""


def pieces_of(
    day: Day, situation: Situation, *, choices: Mapping[str, Practice]
) -> tuple[Piece, ...]:
    """All parts of a day in the order of the page."""
    number, closed = day.number, day_rests(situation, day.number)
    core = day.core
    return (
        Piece(
            part="read", number=number, title=day.education.title, minutes=day.education.minutes,
            is_core=core == "read", rests=closed,
        ),
        _writing(day, situation),
        _listening(day, situation, choices),
        Piece(
            part="affirm", number=number, minutes=SENTENCE_MINUTES, rests=closed,
            title=next(iter(day.affirmations), "").removesuffix("."),
        ),
        Piece(
            part="step", number=number, title=day.step.title, minutes=day.step.minutes,
            rests=step_rests(situation, day),
        ),
    )  # fmt: skip


def _writing(day: Day, situation: Situation) -> Piece:
    """The theme; the gentler one where the theme rests or the day is a lighter one."""
    theme, gentler = day.writing.theme, day.writing.gentler
    first = theme_rests(situation, day.number, theme)
    second = theme_rests(situation, day.number, gentler)
    leads = second is None and (first is not None or gentler_first(situation))
    shown = gentler if leads else theme
    return Piece(
        part="write", number=day.number, title=shown.title, minutes=shown.minutes,
        is_core=day.core == "write", rests=None if leads else first, leads_gentler=leads,
        stirs=shown.intensity > 0,
    )  # fmt: skip


def _listening(day: Day, situation: Situation, choices: Mapping[str, Practice]) -> Piece:
    offered = [
        choices[one]
        for one in day.practices
        if practice_rests(situation, day.number, choices[one]) is None
    ]
    first = offered[0] if offered else choices[day.practices[0]]
    title = first.title if len(day.practices) == 1 else str(_("Your choice"))
    return Piece(
        part="listen", number=day.number, title=title, minutes=day.practice_minutes,
        is_core=day.core == "listen",
        rests=None if offered else practice_rests(situation, day.number, first),
    )  # fmt: skip
