"""What Today holds for one participant: one next thing, then more for who has energy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from remit.content.programme import programme
from remit.domain.enrolment import State
from remit.domain.group_session import GROUP_DAYS
from remit.domain.programme import DAYS, Day, Programme
from remit.pathways.practice.schedule import Rests, Situation, done_parts, missed
from remit.web.cases.models import Case
from remit.web.consult.actions import is_own
from remit.web.intake.queries import Waiting, waiting
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice.day_parts import Piece, pieces_of
from remit.web.practice.models import Enrolment, Meeting
from remit.web.practice.occasions import Occasion, occasion_of
from remit.web.practice.safety_first import safety_first
from remit.web.practice.situations import situation_of

EVENING = time(18)
"""From here on the check-in is the next thing once the core of the day is done."""
AWAY = 2
"""So many days with nothing done are worth one sentence."""
_ENDED = frozenset({State.CLOSED, State.WITHDRAWN})
_OVER = frozenset({State.COMPLETED, State.FOLLOW_UP})


class Stage(StrEnum):
    """Which of its faces the page shows."""

    NOTHING = "nothing is planned"
    LISTED = "on the list, no group yet"
    BEFORE = "the first day has not come, or not opened"
    RUNNING = "a day"
    OVER = "after day 21"
    ENDED = "withdrawn or closed"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One day on the line of 21: where you are, never what you missed."""

    number: int
    is_group: bool
    at: str

    @property
    def x(self) -> int:
        """Its place on the line."""
        return 11 + (self.number - 1) * 15


@dataclass(frozen=True, kw_only=True)
class Today:
    """The page as it is at one moment.

    Attributes:
        stage: which face.
        situation: what the rules know; None where no day is planned.
        day: content of the day in front.
        following: the one thing next, or nothing.
        more: what can be done with more energy.
        done: parts of the day that were done.
        resting: parts that rest, with why.
        marks: the line of 21 days.
        offered: earlier days of which nothing was done and that were not let go.
        away: days since the last thing that was done, where a word about it is due.
        checked_in: whether a check-in of today is here.
        meeting: the next group session, on its day or before the first.
        waiting: what is with the clinic.
        occasion: questions that are asked now, such as those of a week.
        safety_first: whether the safety questions come before everything else (INV-06).
    """

    stage: Stage
    enrolment: Enrolment | None = None
    situation: Situation | None = None
    day: Day | None = None
    following: Piece | None = None
    more: tuple[Piece, ...] = ()
    done: tuple[Piece, ...] = ()
    resting: tuple[Piece, ...] = ()
    marks: tuple[Mark, ...] = ()
    offered: tuple[int, ...] = ()
    away: int = 0
    checked_in: bool = False
    meeting: Meeting | None = None
    waiting: Waiting | None = None
    reached: tuple[int, ...] = field(default=())
    occasion: Occasion | None = None
    safety_first: bool = False

    @property
    def core_done(self) -> bool:
        """Whether the core of the day is behind."""
        return bool(self.day) and any(one.is_core for one in self.done)

    @property
    def is_evening(self) -> bool:
        """Whether the check-in stands first once the core is done."""
        return self.situation is not None and self.situation.now.time() >= EVENING

    @property
    def meeting_place(self) -> str:
        """Where the group meets."""
        workshop = self.enrolment.workshop if self.enrolment else None
        return (self.meeting.place if self.meeting else "") or (workshop.place if workshop else "")

    @property
    def held(self) -> tuple[Piece, ...]:
        """Parts that rest because of the clinic, a symptom or distress; lateness is no hold."""
        return tuple(one for one in self.resting if one.rests in HELD)

    @property
    def is_late(self) -> bool:
        """Whether writing waits only because it is late."""
        return any(one.rests is Rests.LATE for one in self.resting)


HELD = frozenset({Rests.SYMPTOM, Rests.DISTRESS, Rests.CLINIC})


def enrolment_of(case: Case, *, by: Person, now: datetime) -> Enrolment | None:
    """The newest enrolment of a person's own case with all that a day needs, in a few queries.

    Raises:
        NotAllowed: the case is not theirs.
    """
    check_allowed(by, Act.SEE, Object.DOSE, case, now=now, own=is_own(case, by))
    ready = case.enrolments.select_related("workshop").prefetch_related(
        "done", "check_ins", "events", "let_go", "workshop__meetings"
    )
    found = ready.order_by("-made_at", "pk").first()
    if found is not None:
        found.case = case  # its key is at hand already
    return found


def today_of(case: Case, *, by: Person, now: datetime) -> Today:
    """Today's page of a participant's own case."""
    found = _today_of(case, by, now)
    # Nothing new is open where no flag is: most days this asks nothing further.
    return replace(found, safety_first=found.waiting is not None and safety_first(case))


def _today_of(case: Case, by: Person, now: datetime) -> Today:
    enrolment = enrolment_of(case, by=by, now=now)
    with_clinic = waiting(case, now=now)
    if enrolment is None:
        return Today(stage=Stage.NOTHING, waiting=with_clinic)
    situation = situation_of(enrolment, now=now)
    stage = stage_of(enrolment, situation)
    occasion = occasion_of(enrolment, now=now)
    if situation is None or stage is not Stage.RUNNING:
        return Today(
            stage=stage,
            enrolment=enrolment,
            situation=situation,
            meeting=_next_meeting(enrolment, situation),
            waiting=with_clinic,
            occasion=occasion,
            reached=tuple(range(1, situation.reached + 1)) if situation else (),
        )
    return replace(_running(enrolment, situation, with_clinic), occasion=occasion)


def stage_of(enrolment: Enrolment, situation: Situation | None) -> Stage:
    """Which face of the page is due."""
    if situation is None:
        return Stage.ENDED if enrolment.ended_at else Stage.LISTED
    state = situation.standing.state
    if state in _ENDED:
        return Stage.ENDED
    if state in (State.ACTIVE, State.HELD):
        over = situation.today > situation.day_one + timedelta(days=DAYS - 1)
        return Stage.OVER if over else Stage.RUNNING
    return Stage.OVER if state in _OVER else Stage.BEFORE


def day_of(enrolment: Enrolment, situation: Situation, number: int) -> Today:
    """An earlier day, to go back to; the same page with that day in front."""
    day = _content(enrolment, number)
    pieces = pieces_of(day, situation, choices=_programme_of(enrolment).practices)
    finished = done_parts(situation.practised, number)
    return Today(
        stage=Stage.RUNNING,
        enrolment=enrolment,
        situation=situation,
        day=day,
        more=tuple(one for one in pieces if one.rests is None and one.part not in finished),
        done=tuple(one for one in pieces if one.part in finished),
        resting=tuple(one for one in pieces if one.rests and one.part not in finished),
    )


def _running(enrolment: Enrolment, situation: Situation, with_clinic: Waiting | None) -> Today:
    number = max(1, situation.reached)
    plain = day_of(enrolment, situation, number)
    checked_in = any(row.on == situation.today for row in enrolment.check_ins.all())
    following = None if plain.core_done else _following(plain.more)
    let_go = {row.day for row in enrolment.let_go.all()}
    whole = _programme_of(enrolment)
    return Today(
        stage=Stage.RUNNING,
        enrolment=enrolment,
        situation=situation,
        day=plain.day,
        following=following,
        more=tuple(one for one in plain.more if one is not following),
        done=plain.done,
        resting=plain.resting,
        marks=_marks(number),
        offered=tuple(one for one in missed(situation, whole) if one not in let_go),
        away=_away(enrolment, situation),
        checked_in=checked_in,
        meeting=_next_meeting(enrolment, situation) if number in GROUP_DAYS else None,
        waiting=with_clinic,
    )


def _following(open_pieces: tuple[Piece, ...]) -> Piece | None:
    """The core; where it rests, the lightest thing that does not."""
    core = next((one for one in open_pieces if one.is_core), None)
    order = ("listen", "read", "affirm", "write", "step")
    rest = sorted(open_pieces, key=lambda one: order.index(one.part))
    return core or next(iter(rest), None)


def _away(enrolment: Enrolment, situation: Situation) -> int:
    dates: list[date] = [one.on for one in situation.practised]
    dates += [row.on for row in enrolment.check_ins.all()]
    last = max(dates, default=situation.day_one - timedelta(days=1))
    between = (situation.today - last).days - 1
    return between if between >= AWAY else 0


def _marks(number: int) -> tuple[Mark, ...]:
    def at(one: int) -> str:
        return "now" if one == number else "past" if one < number else "later"

    return tuple(
        Mark(number=one, is_group=one in GROUP_DAYS, at=at(one)) for one in range(1, DAYS + 1)
    )


def _next_meeting(enrolment: Enrolment, situation: Situation | None) -> Meeting | None:
    if enrolment.workshop is None or situation is None:
        return None
    here = situation.now.replace(tzinfo=ZoneInfo(enrolment.zone))
    coming = [
        one
        for one in enrolment.workshop.meetings.all()
        if one.cancelled_at is None and one.ended_at is None and one.starts_at.date() >= here.date()
    ]
    return min(coming, key=lambda one: one.starts_at, default=None)


def _programme_of(enrolment: Enrolment) -> Programme:
    return programme(enrolment.programme, enrolment.programme_version, enrolment.language)


def _content(enrolment: Enrolment, number: int) -> Day:
    return _programme_of(enrolment).day(number)
