"""Group sessions from the manual: parts to the minute and talking points (CLINICAL E.4-E.7)."""

from __future__ import annotations

from dataclasses import dataclass

from remit.errors import InvalidInput

GROUP_DAYS = (1, 8, 15)
SESSION_MINUTES = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a group session.

    Attributes:
        key: its name.
        title: a few words.
        minutes: planned.
        purpose: why it is there, one sentence for the facilitator.
        say: talking points, each to be said as it stands or in own words.
        do: what the facilitator does.
        fidelity: numbers of the items of E.7 that belong here.
        can_give: minutes it can give when the session runs late.
        handouts: keys of what is handed out.
    """

    key: str
    title: str
    minutes: int
    purpose: str
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    fidelity: tuple[int, ...] = ()
    can_give: int = 0
    handouts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Handout:
    """One sheet for the group; its text is Markdown."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One group session from the manual.

    Attributes:
        number: 1-3.
        title: its name.
        aim: what the group takes home, in one or two sentences.
        prepare: what is ready before people come.
        parts: in their order; 120 minutes in all.
        handouts: sheets.
        online: what differs by video, part by part or in general.
    """

    number: int
    title: str
    aim: str
    prepare: tuple[str, ...]
    parts: tuple[Part, ...]
    handouts: tuple[Handout, ...] = ()
    online: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        total = sum(part.minutes for part in self.parts)
        if total != SESSION_MINUTES:
            raise InvalidInput(f"Session {self.number} takes {total} minutes, not 120.")
        known = {one.key for one in self.handouts}
        missing = {key for part in self.parts for key in part.handouts} - known
        if missing:
            raise InvalidInput(f"Session {self.number}: no handout {', '.join(sorted(missing))}.")

    @property
    def day(self) -> int:
        """The day on which the group meets."""
        return GROUP_DAYS[self.number - 1]

    def begins(self, key: str) -> int:
        """Minutes from the start at which a part is planned to begin."""
        before = 0
        for part in self.parts:
            if part.key == key:
                return before
            before += part.minutes
        raise InvalidInput(f"Session {self.number} has no part “{key}”.")
