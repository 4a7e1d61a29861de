"""What the invented people of the demo's group do, and what staff do for them, act by act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from remit.content.programme import programme
from remit.domain.enrolment import Scope
from remit.domain.flag import FlagState
from remit.errors import NotFound
from remit.pathways.practice.schedule import practice_rests, step_rests, theme_rests
from remit.web.assess.sources import screening_ref
from remit.web.cases.models import Case
from remit.web.intake.demo import fill
from remit.web.intake.parts import NEW
from remit.web.notices import actions as notices
from remit.web.notices.models import Flag
from remit.web.people.models import Person
from remit.web.practice import enrolments
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.days import record_done
from remit.web.practice.demo_lives import LEFT, LETTER_HURTS, NEW_SIGN, TODAY, Flare, Life
from remit.web.practice.done_answers import GENTLER, THEME, DoneTold
from remit.web.practice.episode_answers import EpisodeTold, RatingTold
from remit.web.practice.episodes import re_rate, record_episode
from remit.web.practice.models import Enrolment, Source
from remit.web.practice.receipts import Sent
from remit.web.practice.situations import situation_of

NEW_DAY, RELEASED_DAY, CALLED_DAY = 5, 7, 11
HARD_DAYS: Final = {9: (4, 9), 10: (5, 8)}
"""Before and after writing, of the one for whom the letter was a lot."""
LEFT_DAY: Final = 8
PAPER_DAYS: Final = (8, CALLED_DAY, 15)
"""Days on which sheets of paper are brought along, or told on the telephone."""
LATER: Final = (5, 15, 30)
WITHOUT_NETWORK: Final = timedelta(hours=9)
_AT: Final = {
    "affirm": time(7, 10),
    "read": time(7, 20),
    "step": time(12, 40),
    "write": time(16, 5),
    "listen": time(16, 40),
    "check-in": time(20, 45),
}
_MINUTES: Final = {"read": 5, "write": 15, "listen": 8, "affirm": 2, "step": 10}


@dataclass(frozen=True)
class Staff:
    """Who works with the group."""

    clinician: Person
    coordinator: Person
    facilitator: Person


@dataclass(frozen=True)
class Act:
    """Something that reaches the clinic at an instant."""

    at: datetime
    do: Callable[[datetime], object]


@dataclass
class Taking:
    """One life with its rows, and keys as its phone would make them."""

    life: Life
    case: Case
    enrolment: Enrolment
    day_one: date
    zone: ZoneInfo
    luck: Random

    @property
    def person(self) -> Person:
        """Who takes part."""
        if self.case.participant is None:
            raise NotFound("Nobody takes part here.")
        return self.case.participant

    def at(self, day: int, when: time) -> datetime:
        """A local time of a day of the programme."""
        return datetime.combine(self.day_one + timedelta(days=day - 1), when, tzinfo=self.zone)

    def sent(self, done_at: datetime, day: int) -> Sent:
        """What the next thing is sent with."""
        late = Source.OFFLINE if day in self.life.late else Source.ONLINE
        source = Source.STAFF if self.life.paper else late
        return Sent(
            key=UUID(int=self.luck.getrandbits(128), version=4), done_at=done_at, source=source
        )

    def arrives(self, done_at: datetime, day: int) -> datetime:
        """When something done reaches the clinic: at once, with the next network, or with staff."""
        if self.life.paper:
            brought = next(one for one in PAPER_DAYS if day < one)
            return self.at(brought, time(20, 15))
        return done_at + WITHOUT_NETWORK if day in self.life.late else done_at


def acts_of(one: Taking, staff: Staff) -> Iterator[Act]:
    """Everything that one person does, and what staff do for them."""
    yield Act(
        one.at(1, time(6)),
        lambda now: enrolments.start(enrolment=one.enrolment, by=None, now=now),
    )
    for day in range(1, TODAY + 1):
        if day not in one.life.rest:
            yield from _day(one, staff, day)
    for flare in one.life.flares:
        yield from _flare(one, flare)
    yield from _care(one, staff)


def _day(one: Taking, staff: Staff, day: int) -> Iterator[Act]:
    for part in (*one.life.parts, "check-in"):
        done_at = one.at(day, _AT[part])
        sent = one.sent(done_at, day)

        def do(now: datetime, sent: Sent = sent, part: str = part) -> None:
            if part == "check-in":
                _evening(one, staff, day, sent, now)
            else:
                _part(one, staff, day, part, sent, now)

        yield Act(one.arrives(done_at, day), do)


def _part(one: Taking, staff: Staff, day: int, part: str, sent: Sent, now: datetime) -> None:
    """One part of a day, where it is offered at that moment."""
    told = _told(one, day, part, sent.done_at)
    if told is None:
        return
    entered_by = staff.facilitator if one.life.paper else None
    record_done(case=one.case, sent=sent, told=told, by=one.person, now=now, entered_by=entered_by)


def _told(one: Taking, day: int, part: str, at: datetime) -> DoneTold | None:
    plain: dict[str, Any] = {"day": day, "part": part, "minutes": _MINUTES[part]}
    plain["on_paper"] = one.life.paper
    if part in ("read", "affirm"):
        return DoneTold.of(plain)
    situation, planned = situation_of(one.enrolment, now=at), programme().days[day - 1]
    if situation is None:
        return None
    if part == "write":
        themes = {THEME: planned.writing.theme, GENTLER: planned.writing.gentler}
        offered = [key for key, theme in themes.items() if not theme_rests(situation, day, theme)]
        if not offered:
            return None
        before, after = _around(one, day)
        plain |= {"choice": offered[0], "before": before, "after": after}
    if part == "listen":
        plain["practice"] = planned.practices[0]
        if practice_rests(situation, day, programme().practices[planned.practices[0]]):
            return None
    if part == "step" and step_rests(situation, planned):
        return None
    return DoneTold.of(plain)


def _around(one: Taking, day: int) -> tuple[int, int]:
    """Ratings before and after writing: a little up, or a little down."""
    if one.life.name == LETTER_HURTS and day in HARD_DAYS:
        return HARD_DAYS[day]
    before = one.luck.randint(2, 4)
    return before, before + one.luck.choice((-1, 0, 1, 2))


def _evening(one: Taking, staff: Staff, day: int, sent: Sent, now: datetime) -> None:
    is_new = one.life.name == NEW_SIGN and day == NEW_DAY
    plain = {"new": "yes" if is_new else "no", "worse": "no", "medicines": "no"}
    told = CheckInTold.of({**plain, **one.life.evening(day)})
    entered_by = staff.facilitator if one.life.paper else None
    stored = record_check_in(
        case=one.case, sent=sent, told=told, by=one.person, now=now, entered_by=entered_by
    )
    if told.is_new and stored.show:
        fill(one.case, screening_ref("new-symptom"), {}, point=NEW, now=now)


def _flare(one: Taking, flare: Flare) -> Iterator[Act]:
    began = one.at(flare.day, time(13, 30))
    sent = one.sent(began, flare.day)
    told = EpisodeTold(
        pain=flare.pain,
        fear=max(0, flare.pain - 2),
        looking=flare.close,
        nothing=not flare.close,
        feelings=flare.feelings,
        exercise=flare.exercise,
    )
    yield Act(
        one.arrives(began, flare.day),
        lambda now: record_episode(case=one.case, sent=sent, told=told, by=one.person, now=now),
    )
    for minutes, pain in zip(LATER, flare.after, strict=False):
        later = one.sent(began + timedelta(minutes=minutes), flare.day)
        rated = RatingTold(minutes=minutes, pain=pain, fear=max(0, pain - 2))

        def do(now: datetime, later: Sent = later, rated: RatingTold = rated) -> object:
            return re_rate(
                case=one.case, episode=sent.key, sent=later, told=rated, by=one.person, now=now
            )

        yield Act(one.arrives(later.done_at, flare.day), do)


def _care(one: Taking, staff: Staff) -> Iterator[Act]:
    if one.life.name == NEW_SIGN:
        words = "Seen and examined; known and harmless. The usual pattern was written again."
        yield Act(one.at(NEW_DAY + 1, time(9)), lambda now: _take(one, staff, now))
        yield Act(one.at(RELEASED_DAY, time(11)), lambda now: _settle(one, staff, words, now))
    if one.life.name == LETTER_HURTS:
        yield Act(one.at(CALLED_DAY, time(9, 30)), lambda now: _take(one, staff, now))
    if one.life.name == LEFT:
        yield Act(
            one.at(LEFT_DAY, time(9)),
            lambda now: enrolments.withdraw(enrolment=one.enrolment, by=one.person, now=now),
        )


def _take(one: Taking, staff: Staff, now: datetime) -> None:
    """The clinician takes what is open for this person."""
    for flag in _open(one):
        notices.acknowledge(flag=flag, by=staff.clinician, now=now)


def _settle(one: Taking, staff: Staff, words: str, now: datetime) -> None:
    """The clinician writes what came of it, and lets the parts open again."""
    for flag in _open(one):
        notices.record_outcome(flag=flag, words=words, reviewed=True, by=staff.clinician, now=now)
    for name, scope in enrolments.standing_of(one.enrolment).holds:
        if scope is Scope.STRONG:
            enrolments.release(
                enrolment=one.enrolment, name=name, note=words, by=staff.clinician, now=now
            )


def _open(one: Taking) -> list[Flag]:
    known = Flag.objects.filter(case=one.case).select_related("case__data_key", "case__site")
    return [flag for flag in known if FlagState(flag.state).is_open]
