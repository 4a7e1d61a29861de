"""Notes of a part: every save a revision, and a clash that gives both texts."""

import uuid

import pytest

from remit.domain.quick_entry import NOTES
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.consult.models import NoteRevision
from remit.web.consult.visit_lines import keep_line
from remit.web.consult.visit_notes import LONGEST, NoteClash, newest_note, save_note, text_of
from remit.web.consult.visit_queries import newest_numbers, notes_of
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(vera, people, now):
    def saved(text, base, *, key=None, part="pain", case=vera, by=people.amin):
        return save_note(
            case=case, key=key or uuid.uuid4(), part=part, text=text, base=base, by=by, now=now
        )

    return saved


def test_revisions_are_added_and_the_newest_counts(save, vera):
    assert save("first the tiredness", 0).number == 1
    assert save("first the tiredness, then everywhere", 1).number == 2
    save("mother", 0, part="childhood")
    found = notes_of(vera)
    assert found["pain"].text == "first the tiredness, then everywhere"
    assert (found["pain"].number, found["pain"].by_name) == (2, "Dr Amin")
    assert (found["childhood"].text, found["adult"].number) == ("mother", 0)
    assert newest_numbers(vera) == {"pain": 2, "childhood": 1}
    assert NoteRevision.objects.count() == 3


def test_a_save_sent_twice_is_stored_once(save):
    key = uuid.uuid4()
    assert save("tired", 0, key=key) == save("tired", 0, key=key)
    assert NoteRevision.objects.count() == 1


def test_a_late_repeat_gets_its_own_receipt_though_others_saved_since(save):
    key = uuid.uuid4()
    save("tired", 0, key=key)
    save("tired, sore", 1)
    assert save("tired", 0, key=key).number == 1


def test_the_same_words_under_a_new_key_are_no_further_revision(save):
    """A reply got lost on the way: the words are there already."""
    save("tired", 0)
    assert save("tired", 0).number == 1
    assert NoteRevision.objects.count() == 1


def test_a_clash_gives_both_texts_and_stores_nothing(save):
    save("tired", 0)
    with pytest.raises(NoteClash) as caught:
        save("sore", 0)
    clash = caught.value
    assert (clash.number, clash.theirs, clash.by_name) == (1, "tired", "Dr Amin")
    assert NoteRevision.objects.count() == 1
    assert save("tired\n\nsore", clash.number).number == 2


def test_a_key_of_another_text_or_case_is_refused(save, live):
    key = uuid.uuid4()
    save("tired", 0, key=key)
    for more in ({"text": "sore", "base": 1}, {"text": "tired", "base": 0, "case": live.case}):
        with pytest.raises(Conflict):
            save(**more, key=key)


def test_notes_have_an_end_and_a_known_part_and_a_live_case(save, cases):
    for more in (
        {"text": "x" * (LONGEST + 1)},
        {"text": "x", "part": "tea"},
        {"text": "x", "case": cases.nancy},
    ):
        with pytest.raises(InvalidInput):
            save(base=0, **more)
    assert not NoteRevision.objects.exists()


def test_notes_write_no_audit_row_and_stand_sealed(save):
    before = AuditEvent.objects.count()
    save("zebra stripes", 0)
    assert AuditEvent.objects.count() == before
    assert b"zebra" not in bytes(NoteRevision.objects.get().sealed_text)


def test_nobody_else_saves_notes(save, people):
    for person in (people.hugo, people.fay, people.bea, people.tom, people.cora):
        with pytest.raises(NotAllowed):
            save("x", 0, by=person)


def test_words_of_a_line_join_what_was_typed(save, vera, people, now, says):
    save("tired", 0)
    says(says.fact(0, NOTES, "wakes at four"))
    receipt = keep_line(
        case=vera, key=uuid.uuid4(), text="wakes at four", part="pain", choices={},
        by=people.amin, now=now,
    )  # fmt: skip
    assert (receipt.notes.base, receipt.notes.number) == (1, 2)
    assert text_of(newest_note(vera, "pain"), vera) == "tired\nwakes at four"


def test_line_ends_of_a_form_are_the_same_text(save):
    save("one\r\ntwo", 0)
    assert save("one\ntwo", 0).number == 1
