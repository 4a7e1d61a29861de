"""The demo's two group sessions so far, as the facilitator's tablet would have sent them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from remit.content.programme import programme
from remit.domain.group_session import Part
from remit.web.practice.demo_acts import Act, Staff, Taking
from remit.web.practice.demo_lives import AWAY, LEFT, LETTER_HURTS, NEW_SIGN, SEED
from remit.web.practice.models import Meeting, Workshop
from remit.web.practice.session_acts import Pressed, keep

HELD: Final = (1, 2)
PARKED: Final = {
    1: ("Can my sister come to a session?", "What about my tablets on a bad day?"),
    2: ("Is pacing the same as resting?",),
}
ANSWERED: Final = "Can my sister come to a session?"
NOTES: Final = {
    (2, NEW_SIGN): "Glad that it was looked at; writes again since yesterday.",
    (2, LETTER_HURTS): "Quiet after the letter. Stayed for the compassion practice, and said so.",
}
PARTLY: Final = frozenset({8, 13, 20})
"""Items of the fidelity list that were done partly, as it goes on a first evening."""


def session_acts(workshop: Workshop, group: Sequence[Taking], staff: Staff) -> Iterator[Act]:
    """Everything that was pressed and written in the sessions that were held."""
    for number in HELD:
        yield from _Tablet(workshop.meetings.get(number=number), group, staff).pressed()


class _Tablet:
    """One session; its keys come from the seed."""

    def __init__(self, meeting: Meeting, group: Sequence[Taking], staff: Staff) -> None:
        self.meeting, self.group, self.staff = meeting, group, staff
        self.luck = Random(f"{SEED} session {meeting.number}")  # noqa: S311  keys of a demo
        self.parked: dict[str, UUID] = {}

    def pressed(self) -> Iterator[Act]:
        """In the order of the evening."""
        session = programme().sessions[self.meeting.number - 1]
        present = [one for one in self._expected() if not self._is_away(one)]
        for one in self._expected():
            presence = "not today" if self._is_away(one) else "here"
            minutes = self.luck.uniform(-8, 3)
            yield self._act(minutes, "attendance", enrolment=_key(one), presence=presence)
        for one in present:
            yield self._act(
                self.luck.uniform(3, 9), "private", enrolment=_key(one), answer="nothing"
            )
        late = 0.0
        for part in session.parts:
            at = session.begins(part.key) + late
            yield self._act(at, "move", act="begin", part=part.key)
            yield from self._rated(part, at)
            late = max(0.0, late + self.luck.choice((-1, 0, 1, 2)))
        for text in PARKED[self.meeting.number]:
            yield self._parks(self.luck.uniform(20, 90), text)
        yield from self._noted()
        yield self._act(121 + late, "move", act="end")

    def _expected(self) -> list[Taking]:
        """Who takes part on that evening; one had left before the second."""
        return [one for one in self.group if self.meeting.number == 1 or one.life.name != LEFT]

    def _is_away(self, one: Taking) -> bool:
        return self.meeting.number > 1 and one.life.name == AWAY

    def _rated(self, part: Part, at: float) -> Iterator[Act]:
        for item in part.fidelity:
            rating = 1 if item in PARTLY else 2
            yield self._act(at + part.minutes - 1, "fidelity", item=item, rating=rating)

    def _parks(self, minutes: float, text: str) -> Act:
        self.parked[text] = self._new_key()
        return self._act(minutes, "park", key=self.parked[text], text=text)

    def _noted(self) -> Iterator[Act]:
        for one in self.group:
            text = NOTES.get((self.meeting.number, one.life.name))
            if text:
                yield self._act(125, "note", enrolment=_key(one), note=text)
        if self.meeting.number == 1:
            yield self._act(118, "strike", parked=str(self.parked[ANSWERED]))

    def _act(self, minutes: float, kind: str, *, key: UUID | None = None, **payload: Any) -> Act:
        at = self.meeting.starts_at + timedelta(minutes=minutes)
        pressed = Pressed(key=key or self._new_key(), kind=kind, payload=payload, at=at)

        def do(now: datetime) -> object:
            return keep(
                meeting=self.meeting,
                programme=programme(),
                pressed=pressed,
                by=self.staff.facilitator,
                now=now,
            )

        return Act(at, do)

    def _new_key(self) -> UUID:
        return UUID(int=self.luck.getrandbits(128), version=4)


def _key(one: Taking) -> str:
    return str(one.enrolment.pk)
