"""What a group session keeps: each thing by its key, once, and only from who leads or plans it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.web.practice.test_safety_first import answer_all

from remit.content.programme import programme
from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.assess.actions import open_sheet
from remit.web.assess.models import Mode
from remit.web.assess.sources import screening_ref
from remit.web.intake.parts import NEW
from remit.web.notices.actions import raise_flag
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent
from remit.web.practice.enrolments import standing_of, withdraw
from remit.web.practice.models import Attendance, Meeting, Parked, PartMove, PersonNote
from remit.web.practice.session_acts import EARLIEST, Pressed, keep, note_of
from remit.web.practice.session_state import session_of

pytestmark = pytest.mark.django_db

NOTE = "Left the room during the letter; calm after ten minutes."


@pytest.fixture
def meeting(started) -> Meeting:
    return started(9).workshop.meetings.get(number=2)


@pytest.fixture
def press(meeting, people, clock):
    """Send one thing as Fay; returns the receipt."""

    def pressed(kind, *, by=None, key=None, at=None, **payload):
        one = Pressed(key=key or uuid4(), kind=kind, payload=payload, at=at or clock)
        who = by or people.fay
        return keep(meeting=meeting, programme=programme(), pressed=one, by=who, now=clock)

    return pressed


def enrolment_of(meeting):
    return meeting.workshop.enrolments.get()


def test_attendance_is_kept_with_one_audit_row_and_the_newest_counts(press, meeting, people, clock):
    pat = str(enrolment_of(meeting).pk)
    press("attendance", enrolment=pat, presence="on the way", at=clock - timedelta(minutes=5))
    press("attendance", enrolment=pat, presence="here")
    press("attendance", enrolment=pat, presence="not today", at=clock - timedelta(minutes=9))
    assert session_of(meeting, people.fay, now=clock).members[0].presence == "here"
    details = [json.loads(one.detail) for one in AuditEvent.objects.filter(object_type="meeting")]
    assert [one["kind"] for one in details] == ["attendance"] * 3


@pytest.mark.parametrize(
    ("kind", "payload", "other"),
    [
        ("move", {"act": "begin", "part": "review"}, {"act": "begin", "part": "letter"}),
        ("fidelity", {"item": 3, "rating": 2}, {"item": 3, "rating": 1}),
        ("park", {"text": "Is pacing the same as resting?"}, {"text": "other"}),
    ],
)
def test_the_same_key_is_kept_once_and_other_content_is_refused(press, kind, payload, other):
    key = uuid4()
    receipts = [press(kind, key=key, **payload) for _ in range(3)]
    assert len({one.saved_at for one in receipts}) == 1
    with pytest.raises(Conflict):
        press(kind, key=key, **other)


def test_begin_and_end_follow_from_all_presses_also_late_ones(press, meeting, clock):
    def times():
        meeting.refresh_from_db()
        return meeting.began_at, meeting.ended_at

    begun, ended = clock - timedelta(minutes=90), clock - timedelta(minutes=2)
    press("move", act="begin", part="letter", at=clock - timedelta(minutes=30))
    press("move", act="end", at=ended)
    assert times() == (clock - timedelta(minutes=30), ended)
    press("move", act="begin", part="private-check", at=begun)  # came late, from another tablet
    assert times() == (begun, ended)
    press("move", act="begin", part="compassion")
    assert times() == (begun, None)


def test_a_tablet_whose_clock_runs_ahead_puts_nothing_into_the_future(press, clock):
    press("move", act="begin", part="review", at=clock + timedelta(days=1))
    assert PartMove.objects.get().at == clock


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("attendance", {"presence": "asleep"}),
        ("move", {"act": "begin"}),
        ("move", {"act": "pause", "part": "review"}),
        ("move", {"act": "more", "minutes": 999}),
        ("move", {"act": "begin", "part": "no such part"}),
        ("fidelity", {"item": 21, "rating": 1}),
        ("fidelity", {"item": 1, "rating": 3}),
        ("park", {"text": "  "}),
        ("park", {"text": "x" * 201}),
        ("note", {"note": ""}),
        ("private", {"answer": ""}),
        ("private", {"answer": "maybe"}),
        ("strike", {"parked": "no key"}),
        ("dance", {}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(press, meeting, kind, payload):
    given = {"enrolment": str(enrolment_of(meeting).pk)}
    more = given if kind in ("attendance", "note", "private") else {}
    with pytest.raises(InvalidInput):
        press(kind, **payload, **more)
    assert not AuditEvent.objects.filter(object_type="meeting").exists()


def test_a_look_ahead_begins_nothing(press, meeting, people, clock):
    later = meeting.workshop.meetings.get(number=3)
    one = Pressed(
        key=uuid4(), kind="move", payload={"act": "begin", "part": "private-check"}, at=clock
    )
    with pytest.raises(InvalidInput, match="too early"):
        keep(meeting=later, programme=programme(), pressed=one, by=people.fay, now=clock)
    later.refresh_from_db()
    assert later.began_at is None


def test_a_cancelled_session_takes_nothing(press, meeting, clock):
    meeting.cancelled_at = clock
    meeting.save()
    with pytest.raises(Conflict):
        press("park", text="x")


def test_who_left_after_a_session_still_stands_in_it(press, meeting, people, clock):
    pat = enrolment_of(meeting)
    press("attendance", enrolment=str(pat.pk), presence="here")
    withdraw(enrolment=pat, by=people.cora, now=clock)
    assert [one.name for one in session_of(meeting, people.fay, now=clock).members] == ["Pat"]
    later = meeting.workshop.meetings.get(number=3)
    assert session_of(later, people.fay, now=clock).members == ()


def test_a_parked_line_is_struck_out_once_answered_also_in_a_later_session(press, meeting, people,
                                                                           clock):  # fmt: skip
    key = uuid4()
    press("park", key=key, text="Is pacing the same as resting?")
    later = meeting.workshop.meetings.get(number=3)
    assert [one.pk for one in session_of(later, people.fay, now=clock).parked] == [key]
    press("strike", parked=str(key))
    assert session_of(later, people.fay, now=clock).parked == ()
    with pytest.raises(NotFound):
        press("strike", parked=str(uuid4()))
    assert Parked.objects.count() == 2


def test_a_note_on_a_person_is_sealed_and_read_by_who_leads(press, meeting, people, clock):
    key, pat = uuid4(), str(enrolment_of(meeting).pk)
    for _ in range(2):
        press("note", key=key, enrolment=pat, note=NOTE)
    row = PersonNote.objects.get()
    assert b"letter" not in bytes(row.sealed_note)
    assert note_of(row) == NOTE
    assert [note.text for _, note in session_of(meeting, people.fay, now=clock).done] == [NOTE]
    with pytest.raises(Conflict):
        press("note", key=key, enrolment=pat, note="other")


def test_who_plans_reads_names_and_attendance_alone(press, meeting, people, clock):
    press("note", enrolment=str(enrolment_of(meeting).pk), note=NOTE)
    state = session_of(meeting, people.cora, now=clock)
    assert (state.done, state.waiting, state.members[0].detail) == ((), (), "")
    assert state.members[0].name == "Pat"
    with pytest.raises(NotAllowed):
        press("note", by=people.cora, enrolment=str(enrolment_of(meeting).pk), note=NOTE)


@pytest.mark.parametrize("answer", ["unsure", "yes"])
def test_inv_06_the_private_question_rests_the_strong_parts_and_tells_the_clinic(
    press, meeting, people, clock, answer
):
    key, enrolment = uuid4(), enrolment_of(meeting)
    for _ in range(2):
        press("private", key=key, enrolment=str(enrolment.pk), answer=answer)
    flag = Flag.objects.get(case=enrolment.case)
    assert flag.code == "U1"
    assert [scope for _, scope in standing_of(enrolment).holds] == [Scope.STRONG]
    waiting = session_of(meeting, people.fay, now=clock).waiting
    assert [(one.name, one.waits) for one in waiting] == [("Pat", True)]
    press("note", enrolment=str(enrolment.pk), note="We spoke in private.", private=True)
    assert not session_of(meeting, people.fay, now=clock).waiting[0].waits
    flag.refresh_from_db()
    assert flag.state == "raised"  # a talk closes no flag


def test_an_emergency_of_a_form_reaches_the_tablet_without_a_hold(meeting, people, clock):
    case = enrolment_of(meeting).case
    raise_flag(
        case=case, code=ActionCode.EMERGENCY, rule="test/1", finding="x", source="A.3",
        origin="test:1", by=None, now=clock,
    )  # fmt: skip
    state = session_of(meeting, people.fay, now=clock)
    assert [one.name for one in state.emergencies] == ["Pat"]
    assert state.unheard == 1


def test_an_earlier_or_plain_note_is_no_private_word(press, meeting, people, clock):
    pat = str(enrolment_of(meeting).pk)
    press("note", enrolment=pat, note="Came ten minutes late.", at=clock - timedelta(minutes=9))
    press("note", enrolment=pat, note="We spoke.", private=True, at=clock - timedelta(minutes=8))
    press("private", enrolment=pat, answer="yes")
    assert session_of(meeting, people.fay, now=clock).unheard == 1


def test_inv_06_a_safety_answer_is_taken_from_who_led_when_it_was_given(
    press, meeting, people, clock
):
    pat = str(enrolment_of(meeting).pk)
    meeting.workshop.leads.update(until=clock - timedelta(minutes=5))
    given = clock - timedelta(minutes=9)
    press("private", enrolment=pat, answer="yes", at=given)
    assert Flag.objects.get(case=enrolment_of(meeting).case).code == "U1"
    long_ago = clock - timedelta(days=8)
    for kind, at in (("private", clock), ("note", given), ("private", long_ago)):
        with pytest.raises(NotAllowed):
            press(kind, enrolment=pat, at=at, **{"private": {"answer": "yes"}}.get(kind, {}))


def test_inv_06_a_safety_answer_is_taken_after_the_session_was_cancelled(press, meeting, clock):
    meeting.cancelled_at = clock
    meeting.save()
    press("private", enrolment=str(enrolment_of(meeting).pk), answer="unsure")
    assert Flag.objects.get(case=enrolment_of(meeting).case).code == "U1"
    with pytest.raises(Conflict):
        press("park", text="Can my sister come?")


def test_nothing_new_can_be_asked_again(press, meeting, people, clock):
    pat = str(enrolment_of(meeting).pk)
    for answer, at in (("nothing", clock - timedelta(minutes=9)), ("yes", clock)):
        press("private", enrolment=pat, answer=answer, at=at)
        assert session_of(meeting, people.fay, now=clock).members[0].asked == answer
    assert Flag.objects.filter(case=enrolment_of(meeting).case).count() == 1


def test_a_slow_clock_puts_no_part_days_before_the_session(press, meeting, clock):
    press("move", act="begin", part="private-check", at=clock - timedelta(days=3))
    assert PartMove.objects.get().at == meeting.starts_at - EARLIEST


def test_nothing_new_is_noted_and_sets_nothing_going(press, meeting, people, clock):
    enrolment = enrolment_of(meeting)
    press("private", enrolment=str(enrolment.pk), answer="nothing")
    assert session_of(meeting, people.fay, now=clock).members[0].asked
    assert not Flag.objects.filter(case=enrolment.case).exists()


def test_only_who_leads_or_plans_this_group_writes_in_it(press, meeting, people):
    assert Attendance.objects.count() == 0
    for by in (people.amin, people.tom, people.ada):
        with pytest.raises((NotAllowed, NotFound)):
            press("park", by=by, text="x")


def test_a_person_of_another_group_is_not_found(press, taking, cleared, clock):
    other = taking(cleared("Noor"), None, clock)
    with pytest.raises(NotFound):
        press("attendance", enrolment=str(other.enrolment.pk), presence="here")


def test_the_tablet_says_that_questions_wait_only_while_they_do(press, meeting, people, clock):
    enrolment = enrolment_of(meeting)
    press("private", enrolment=str(enrolment.pk), answer="yes")
    (member,) = session_of(meeting, people.fay, now=clock).waiting
    assert member.is_asked
    sheet = open_sheet(
        case=enrolment.case, form_ref=screening_ref("new-symptom"), point=NEW, mode=Mode.SELF,
        by=enrolment.case.participant, now=clock,
    )  # fmt: skip
    answer_all(sheet, enrolment.case.participant, clock)
    (member,) = session_of(meeting, people.fay, now=clock).waiting
    assert not member.is_asked
