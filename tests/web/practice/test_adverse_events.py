"""Adverse events: noted by rules or a clinician, rated by a clinician, never changed."""

from uuid import uuid4

import pytest

from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.people.models import AuditEvent
from remit.web.practice.adverse_events import (
    EventTold,
    Rating,
    events_of,
    rate_event,
    record_event,
    versions_of,
)
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.models import AdverseEvent
from remit.web.practice.receipts import Sent

pytestmark = pytest.mark.django_db

MILD = Rating(severity="mild", relation="possible", outcome="recovered", level="A2")
TOLD = EventTold(description="Cried for two days after the letter.")


@pytest.fixture
def noted(started, clock):
    """An event that the rules noted from an evening's answer."""
    taking = started(9)
    record_check_in(
        case=taking.case, sent=Sent(key=uuid4(), done_at=clock),
        told=CheckInTold(new="no", said=("flashback",)), by=taking.person, now=clock,
    )  # fmt: skip
    return taking


def test_an_event_of_the_rules_is_rated_as_a_further_version(noted, people, clock):
    (event,) = events_of(noted.case)
    assert not event.is_rated
    rate_event(
        case=noted.case, event=event.row.event, number=1, told=TOLD, rating=MILD, by=people.amin,
        now=clock,
    )  # fmt: skip
    (event,) = events_of(noted.case)
    assert event.is_rated
    assert (event.row.number, event.row.by) == (2, people.amin)
    assert event.told.origin.startswith("check-in:")  # where it came from stays with it
    assert len(versions_of(noted.case, event.row.event)) == 2
    detail = AuditEvent.objects.get(act="rated an event").detail
    assert "letter" not in str(detail)
    assert b"letter" not in bytes(event.row.sealed_event)


def test_two_who_rate_at_once_do_not_overwrite_each_other(noted, people, clock):
    (event,) = events_of(noted.case)
    given = {"case": noted.case, "event": event.row.event, "number": 1, "rating": MILD}
    rate_event(**given, told=TOLD, by=people.amin, now=clock)
    with pytest.raises(Conflict, match="meanwhile"):
        rate_event(**given, told=TOLD, by=people.amin, now=clock)
    assert AdverseEvent.objects.count() == 2


def test_what_makes_it_serious_is_named(started, people, clock):
    case = started(9).case
    hospital = EventTold(description="Fell on the stairs.", criteria=("stay in hospital",))
    row = record_event(
        case=case, key=uuid4(), told=hospital, rating=MILD, by=people.amin, now=clock
    )
    assert row.serious
    died = Rating(severity="severe", relation="unrelated", outcome="died", level="A4")
    with pytest.raises(InvalidInput, match="tick it"):
        record_event(case=case, key=uuid4(), told=TOLD, rating=died, by=people.amin, now=clock)


@pytest.mark.parametrize(
    "wrong", [{"severity": "not rated"}, {"relation": ""}, {"outcome": "well"}, {"level": "A1"}]
)
def test_a_rating_names_all_four(wrong):
    plain = {"severity": "mild", "relation": "possible", "outcome": "open", "level": "A2"}
    with pytest.raises(InvalidInput):
        Rating(**{**plain, **wrong})


def test_an_event_needs_words():
    with pytest.raises(InvalidInput, match="what happened"):
        EventTold.of({"description": "  "})


@pytest.mark.parametrize("who", ["fay", "cora", "una", "tom", "ada", "hugo"])
def test_nobody_but_a_clinician_of_the_site_sees_or_writes(noted, people, clock, sign_in, who):
    (event,) = events_of(noted.case)
    person = getattr(people, who)
    with pytest.raises(NotAllowed):
        record_event(case=noted.case, key=uuid4(), told=TOLD, rating=MILD, by=person, now=clock)
    url = f"/practice/enrolments/{noted.enrolment.pk}/events/"
    assert sign_in(person).get(f"{url}{event.row.event}/").status_code in (403, 404)
    assert sign_in(person).get(f"{url}new/").status_code in (403, 404)
    assert noted.client.get(f"{url}new/").status_code in (403, 404)


def test_the_page_rates_and_shows_all_versions(noted, people, sign_in):
    (event,) = events_of(noted.case)
    url = f"/practice/enrolments/{noted.enrolment.pk}/events/{event.row.event}/"
    amin = sign_in(people.amin)
    assert "noted by the rules" in amin.get(url).text
    sent = {
        "key": event.row.event, "number": 1, "description": TOLD.description, "level": "A3",
        "severity": "moderate", "relation": "probable", "outcome": "recovering",
        "criteria": ["other"], "told_to": "Dr Lee, 23 November",
    }  # fmt: skip
    unrated = amin.post(url, {**sent, "severity": ""})
    assert unrated.status_code == 422
    assert TOLD.description in unrated.text
    assert amin.post(url, sent).status_code == 302
    shown = amin.get(url).text
    assert "Version 2" in shown
    assert "Dr Lee, 23 November" in shown
    assert "Serious until somebody rates it otherwise." in shown


def test_a_new_event_sent_twice_is_kept_once(started, people, sign_in):
    taking = started(9)
    url = f"/practice/enrolments/{taking.enrolment.pk}/events/new/"
    sent = {
        "key": uuid4(), "number": 0, "description": "Slept badly.", "level": "A2",
        "severity": "mild", "relation": "possible", "outcome": "recovered",
    }  # fmt: skip
    amin = sign_in(people.amin)
    assert amin.post(url, sent).status_code == 302
    assert amin.post(url, sent).status_code == 422
    assert AdverseEvent.objects.count() == 1
