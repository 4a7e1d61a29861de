"""What rests for one participant, and who lets it open again."""

import pytest

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope, State
from remit.errors import IntegrityFailure
from remit.web.cases.sealed import seal_table
from remit.web.notices.actions import acknowledge, raise_flag, record_outcome
from remit.web.practice.enrolments import Held, hold, standing_of
from remit.web.practice.models import EnrolmentEvent

pytestmark = pytest.mark.django_db

WHY = "Seen today; the usual pattern was written again."


@pytest.fixture
def held(started, people, clock):
    """Pat with a new symptom that a flag stands behind."""
    taking = started(5)
    taking.flag = raise_flag(
        case=taking.case, code=ActionCode.REVIEW, rule="test/1", finding="New: left hand",
        source="CLINICAL A", origin="test:1", by=None, now=clock,
    )  # fmt: skip
    what = Held(name="one", scope=Scope.STRONG, reason="new symptom", flag=taking.flag)
    hold(enrolment=taking.enrolment, held=what, by=None, now=clock)
    taking.url = f"/practice/enrolments/{taking.enrolment.pk}/holds/"
    return taking


def settle(taking, people, clock):
    acknowledge(flag=taking.flag, by=people.amin, now=clock)
    record_outcome(flag=taking.flag, words="Known.", reviewed=True, by=people.amin, now=clock)


def test_while_the_flag_is_open_nothing_can_be_released(held, people, sign_in):
    amin = sign_in(people.amin)
    shown = amin.get(held.url).text
    assert "Record its outcome first." in shown
    assert "Let them open again" not in shown
    refused = amin.post(held.url, {"name": "one", "note": WHY})
    assert refused.status_code == 409
    assert standing_of(held.enrolment).state is State.HELD


def test_a_clinician_releases_with_a_reason_that_is_sealed_and_shown(held, people, clock, sign_in):
    settle(held, people, clock)
    amin = sign_in(people.amin)
    empty = amin.post(held.url, {"name": "one", "note": " "})
    assert empty.status_code == 422
    assert "Write why these parts may open again." in empty.text
    assert amin.post(held.url, {"name": "one", "note": WHY}).status_code == 302
    assert standing_of(held.enrolment).state is State.ACTIVE
    row = EnrolmentEvent.objects.get(move="release")
    assert WHY.encode() not in bytes(row.sealed_note)
    shown = amin.get(held.url).text
    assert WHY in shown
    assert "Nothing rests." in shown


def test_what_was_typed_stays_when_it_is_refused(held, people, clock, sign_in):
    shown = sign_in(people.amin).post(held.url, {"name": "two", "note": WHY})
    assert shown.status_code == 409


@pytest.mark.parametrize("who", ["fay", "cora", "una", "tom", "ada", "hugo"])
def test_nobody_but_a_clinician_of_the_site_sees_or_releases(held, people, clock, sign_in, who):
    settle(held, people, clock)
    client = sign_in(getattr(people, who))
    assert client.get(held.url).status_code in (403, 404)
    assert client.post(held.url, {"name": "one", "note": WHY}).status_code in (403, 404)
    assert standing_of(held.enrolment).state is State.HELD


def test_the_participant_neither(held):
    assert held.client.get(held.url).status_code in (403, 404)
    assert held.client.post(held.url, {"name": "one", "note": WHY}).status_code in (403, 404)


def test_a_row_without_a_key_is_never_sealed(held):
    with pytest.raises(IntegrityFailure, match="final key"):
        seal_table(held.case, {"note": WHY}, ("practice_enrolmentevent", "sealed_note"), None)
