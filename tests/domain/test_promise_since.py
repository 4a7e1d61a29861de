"""A promise as a later page says it: fixed when it was made, and honest once its time is over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from remit.domain.action_code import ActionCode
from remit.domain.promise import promise, promise_since, where_to_go
from remit.domain.service import Cover, ServiceLevel
from remit.domain.service_hours import Hours, Span

E, U1, U2, R, N = (
    ActionCode.EMERGENCY,
    ActionCode.SAME_DAY,
    ActionCode.REVIEW,
    ActionCode.ROUTINE,
    ActionCode.NOTE,
)
WEEKDAYS = tuple(Span(day, time(8), time(17)) for day in range(5))
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
SUNDAY = MONDAY - timedelta(hours=12)
HOUR = timedelta(hours=1)


def level(cover=Cover.ON_CALL, **more):
    return ServiceLevel(Hours("Europe/Berlin", WEEKDAYS), cover=cover, **more)


def since(code, after, raised=MONDAY, service=None, say=str):
    service = service or level()
    due = service.due(code, raised)
    return promise_since(code, raised, due, raised + after, service, group="VA4", say=say)


@pytest.mark.parametrize("code", [E, U1, U2, R, N])
@pytest.mark.parametrize("raised", [MONDAY, SUNDAY])
def test_it_is_the_promise_that_was_made(code, raised):
    assert since(code, 2 * HOUR, raised) == promise(code, raised, level(), group="VA4")


def test_an_emergency_and_what_has_no_clock_never_change():
    for code in (E, R, N):
        assert since(code, 300 * HOUR) == promise(code, MONDAY, level())


def test_a_call_that_did_not_come_in_time_sends_elsewhere():
    late = f"This has taken longer than we said. {where_to_go('VA4')}"
    assert since(U1, 7.5 * HOUR).startswith("A clinician will call you today, before 17:00.")
    assert since(U1, 7.6 * HOUR) == late
    assert since(U1, 24 * HOUR) == late


def test_the_day_of_a_promise_is_named_from_today():
    on_call = level(out_of_hours=True)
    said = [since(U1, hours * HOUR, SUNDAY, on_call) for hours in (1, 3, 25)]
    assert said[0].startswith("A clinician will call you tomorrow, before 21:30.")
    assert said[1].startswith("A clinician will call you today, before 21:30.")
    assert said[2].startswith("This has taken longer than we said.")
    assert since(U2, 24 * HOUR).endswith("A clinician will look at it by tomorrow, 9:30.")


def test_where_no_call_was_promised_none_is_promised_later():
    assert since(U1, HOUR, SUNDAY).startswith("The clinic opens tomorrow 8:00.")
    assert since(U1, 12 * HOUR, SUNDAY) == f"Do not wait for us. {where_to_go('VA4')}"
    assert since(U1, 25 * HOUR, SUNDAY).startswith("This has taken longer than we said.")


def test_a_review_that_is_late_is_with_the_clinic():
    late = "Your clinic has this; call them if you want to know more."
    assert since(U2, 48 * HOUR) != late
    assert since(U2, 49 * HOUR) == late
    assert since(U2, 49 * HOUR, say=str.upper) == late.upper()
