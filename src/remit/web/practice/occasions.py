"""The questions that are due now for one participant: which forms, what is done, what is left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from remit.content import instruments
from remit.domain.assessment import Due, Fact, Part, Point
from remit.domain.enrolment import Move
from remit.domain.enrolment import State as EnrolmentState
from remit.domain.instrument import Where
from remit.pathways.practice.schedule import programme_date
from remit.pathways.practice.windows import Window, open_window
from remit.web.assess import sources
from remit.web.assess.models import FormKind, Sheet, State
from remit.web.assess.queries import latest_values, values_of
from remit.web.assess.sources import FormRef
from remit.web.practice.enrolments import standing_of
from remit.web.practice.models import Enrolment
from remit.web.practice.questionnaires import sums

LOW_BACK: Final = "lower_back"
POSITIVE: Final = 3
"""PHQ-2 from here on asks the whole form (CLINICAL D.7)."""
_AT_THE_CLINIC: Final = frozenset({"fibromyalgia"})
_ENDED: Final = frozenset({EnrolmentState.CLOSED, EnrolmentState.WITHDRAWN})


@dataclass(frozen=True, kw_only=True)
class Question:
    """One form of an occasion.

    Attributes:
        name: id of the instrument.
        ref: the form behind it.
        title: what the participant reads.
        minutes: how long it takes.
        is_done: whether it was finished in the window, or lately enough to count.
        is_begun: whether a draft is open.
    """

    name: str
    ref: FormRef
    title: str
    minutes: int
    is_done: bool
    is_begun: bool


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """The questions of one window.

    Attributes:
        window: when they are asked.
        questions: in their order.
    """

    window: Window
    questions: tuple[Question, ...]

    @property
    def left(self) -> tuple[Question, ...]:
        """What is still open."""
        return tuple(one for one in self.questions if not one.is_done)

    @property
    def done(self) -> tuple[Question, ...]:
        """What is finished."""
        return tuple(one for one in self.questions if one.is_done)

    @property
    def minutes_left(self) -> int:
        """Planned time of what is open."""
        return sum(one.minutes for one in self.left)


def occasion_of(enrolment: Enrolment, *, now: datetime) -> Occasion | None:
    """The questions that are due at an instant; None where nothing is asked.

    The caller has checked who asks. Costs nothing but the events outside a window.
    """
    if enrolment.day_one is None or standing_of(enrolment).state in _ENDED:
        return None
    begun = any(row.move == Move.START.value for row in enrolment.events.all())
    here = now.astimezone(ZoneInfo(enrolment.zone)).replace(tzinfo=None)
    window = open_window(enrolment.day_one, programme_date(here), has_begun=begun)
    if window is None:
        return None
    sheets = _sheets(enrolment)
    facts = _facts(enrolment, window, sheets)
    found = tuple(_question(due, window, sheets, enrolment) for due in _due(window, facts))
    return Occasion(window=window, questions=found) if found else None


def _sheets(enrolment: Enrolment) -> list[Sheet]:
    rows = Sheet.objects.filter(case=enrolment.case_id, form_kind=FormKind.INSTRUMENT)
    return list(rows.select_related("case__site", "case__data_key"))


def _due(window: Window, facts: Collection[Fact]) -> list[Due]:
    shipped = {one.id for one in instruments.shipped()} - _AT_THE_CLINIC
    parts = instruments.due(window.point, Where.REMOTE, facts)
    return [one for one in parts if one.part is Part.INSTRUMENT and one.id in shipped]


def _facts(enrolment: Enrolment, window: Window, sheets: list[Sheet]) -> set[Fact]:
    """What is known of a person, as far as this point asks; answers are opened only then."""
    asked = {one.only_if for one in instruments.battery().occasion(window.point).parts}
    found = set()
    if Fact.LOW_BACK_PAIN in asked:
        body = latest_values(enrolment.case).get("BODY", ())
        if isinstance(body, tuple) and LOW_BACK in body:
            found.add(Fact.LOW_BACK_PAIN)
    if Fact.SHORT_SCREEN_POSITIVE in asked:
        short = [one for one in _finished(sheets, "phq2", enrolment) if window.holds(one[0])]
        if any(sums(values_of(sheet)).get("phq2", 0) >= POSITIVE for _, sheet in short):
            found.add(Fact.SHORT_SCREEN_POSITIVE)
    return found


def _question(due: Due, window: Window, sheets: list[Sheet], enrolment: Enrolment) -> Question:
    ref = sources.instrument_ref(due.id)
    form = sources.find(ref).form
    filled = [on for on, _ in _finished(sheets, due.id, enrolment)]
    first_day = enrolment.day_one or window.closes
    reused = window.point is Point.T1 and any(due.may_reuse(on, first_day) for on in filled)
    # Before day 1 the window has no end: who begins late answers once and not anew each week.
    counts = [on >= window.opens if window.point is Point.T1 else window.holds(on) for on in filled]
    drafts = [one for one in sheets if one.form_id == due.id and one.state == State.DRAFT]
    return Question(
        name=due.id,
        ref=ref,
        title=form.title,
        minutes=form.minutes,
        is_done=reused or any(counts),
        is_begun=any(one.point == window.key for one in drafts),
    )


def _finished(sheets: list[Sheet], name: str, enrolment: Enrolment) -> list[tuple[date, Sheet]]:
    """Finished sheets of one form, each with its programme date."""
    zone = ZoneInfo(enrolment.zone)
    return [
        (programme_date(one.finished_at.astimezone(zone).replace(tzinfo=None)), one)
        for one in sheets
        if one.form_id == name and one.finished_at is not None
    ]
