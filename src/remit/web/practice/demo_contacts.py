"""The demo group's calls in the middle, and the questions before day 1 and after the first week."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final
from uuid import UUID

from remit.domain.form import Form, Kind
from remit.web.assess import sources
from remit.web.intake.demo import fill
from remit.web.practice.call_answers import CallTold
from remit.web.practice.calls import record_call
from remit.web.practice.demo_acts import Act, Staff, Taking
from remit.web.practice.demo_lives import ON_PAPER
from remit.web.practice.enrolments import put_on_paper
from remit.web.practice.models import CallKind
from remit.web.practice.occasions import occasion_of

CALLS: Final = {
    "Ellis": (10, True, "Writes every day. The note to a brother was the hardest, and a relief."),
    "Finley": (
        10,
        True,
        "Little change so far. Likes the listening; writing feels stiff. Goes on.",
    ),
    "Lane": (11, False, "Rang twice, left no message."),
    ON_PAPER: (
        11,
        True,
        "Told the sheets of days 8 to 10. Reads in the morning, writes after lunch.",
    ),
}
"""Day, whether they were reached, and what was noted, of who was called."""
ASKED: Final = ((-2, "Ellis Lane"), (8, "Ellis Lane"))
"""On which day, counted as the programme counts, who answers the questions that are due."""
ACTIVITIES: Final = {
    "own-act3.name1": "Walking to the shops",
    "own-act3.name2": "Sitting through a film",
    "own-act3.name3": "Lifting a child",
}
TICKED_EACH: Final = 4
"""Of a list of many troubles every fourth is ticked."""
_CALL_AT, _ASKED_AT = time(11, 30), time(19, 15)


def contact_acts(one: Taking, staff: Staff) -> Iterator[Act]:
    """The call of one person, and the questions they answered."""
    if one.life.name in CALLS:
        yield _call(one, staff)
    for day, names in ASKED:
        if one.life.name in names.split():
            yield _asked(one, day)
    if one.life.paper:
        yield Act(
            one.at(1, _CALL_AT),
            lambda now: put_on_paper(
                enrolment=one.enrolment, on_paper=True, by=staff.facilitator, now=now
            ),
        )


def _asked(one: Taking, day: int) -> Act:
    return Act(one.at(day, _ASKED_AT), lambda now: _answer(one, day, now))


def _call(one: Taking, staff: Staff) -> Act:
    day, reached, note = CALLS[one.life.name]
    key = UUID(int=one.luck.getrandbits(128), version=4)
    signs = "no" if reached else ""
    medicines = "As before." if reached else ""
    told = CallTold(signs=signs, note=note, medicines=medicines)

    def do(now: datetime) -> object:
        return record_call(
            enrolment=one.enrolment, key=key, kind=CallKind.MIDWAY.value, reached=reached,
            told=told, by=staff.facilitator, now=now,
        )  # fmt: skip

    return Act(one.at(day, _CALL_AT), do)


def _answer(one: Taking, day: int, now: datetime) -> None:
    """What is due, form by form, as the person's evenings were."""
    occasion = occasion_of(one.enrolment, now=now)
    if occasion is None:
        return
    for question in occasion.left:
        form = sources.find(question.ref).form
        fill(one.case, question.ref, _answers(form, one, day), now=now, point=occasion.window.key)


def _answers(form: Form, one: Taking, day: int) -> dict[str, object]:
    """Scales near the evening's average, choices at the quiet end; words are left out."""
    usual = one.life.evening(max(1, day))["pain_avg"]
    found: dict[str, object] = {}
    for question in form.questions():
        if question.kind is Kind.SCALE:
            found[question.key] = max(0, min(10, usual + one.luck.choice((-1, 0, 0, 1))))
        elif question.kind is Kind.CHOICE:
            keys = [option.key for option in question.options]
            found[question.key] = "no" if "no" in keys else keys[one.luck.choice((0, 0, 1))]
        elif question.kind is Kind.MANY:
            keys = [option.key for option in question.options if not option.alone]
            found[question.key] = keys[::TICKED_EACH]
        elif question.key in ACTIVITIES:
            found[question.key] = ACTIVITIES[question.key]
    return found
