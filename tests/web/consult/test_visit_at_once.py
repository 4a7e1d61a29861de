"""Two at once, in real transactions: the same line, the same notes, the same fact, two cases.

Run on SQLite and, with REMIT_TEST_DATABASE=postgres, on PostgreSQL.
"""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from remit.domain.quick_entry import NOTES
from remit.errors import Conflict
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.consult.models import Consultation, Entry, Line, NoteRevision, Waiting
from remit.web.consult.records import history_of
from remit.web.consult.visit_course import start_consultation
from remit.web.consult.visit_facts import add_fact, revise_event, undo
from remit.web.consult.visit_lines import keep_line, settle
from remit.web.consult.visit_notes import NoteClash, newest_note, save_note, text_of
from remit.web.people import audit


@pytest.fixture
def vera(committed_people, now):
    people = committed_people
    subject = {"id": "vera", "name": "Vera", "birth": "1985"}
    return open_case(site=people.riverside, subject=subject, by=people.amin, now=now)


@pytest.fixture
def at_once():
    """Run calls at the same moment, each on a connection of its own; results or errors in order."""

    def run(*calls):
        barrier, found = threading.Barrier(len(calls)), [None] * len(calls)

        def work(place, call):
            try:
                barrier.wait(timeout=10)
                found[place] = call()
            except Exception as error:  # noqa: BLE001  looked at by the test
                found[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=one) for one in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return found

    return run


def _case(case):
    """Each thread reads its own row, as each request does."""
    return Case.objects.select_related("site", "data_key").get(pk=case.pk)


def test_the_same_line_twice_at_once_is_one_line_with_one_receipt(
    vera, committed_people, now, says, at_once
):
    says(says.fact(0, "symptom", "eczema", start="1993"), says.fact(1, NOTES, "itches"))
    key = uuid.uuid4()

    def keep():
        return keep_line(
            case=_case(vera), key=key, text="1993 eczema, itches", part="pain", choices={},
            by=committed_people.amin, now=now,
        )  # fmt: skip

    found = at_once(keep, keep, keep)
    assert {one.line.pk for one in found} == {key}
    assert {tuple(entry.pk for entry in one.entries) for one in found} == {
        tuple(Entry.objects.values_list("pk", flat=True))
    }
    assert (Line.objects.count(), Entry.objects.count(), NoteRevision.objects.count()) == (1, 1, 1)
    assert _case(vera).version == vera.version + 1


def test_different_lines_at_once_are_all_kept(vera, committed_people, now, says, at_once):
    says(says.fact(0, "symptom", "eczema"), says.fact(1, NOTES, "itches"))

    def keep(number):
        return lambda: keep_line(
            case=_case(vera), key=uuid.uuid4(), text=f"line {number}", part="pain", choices={},
            by=committed_people.amin, now=now + timedelta(seconds=number),
        )  # fmt: skip

    found = at_once(*(keep(number) for number in range(4)))
    assert not [one for one in found if isinstance(one, Exception)]
    history = history_of(_case(vera))
    assert sorted(one.id for one in history.symptoms) == ["E01", "E02", "E03", "E04"]
    assert text_of(newest_note(vera, "pain"), vera).count("itches") == 4
    audit.check_verified(audit.verify())


def test_notes_of_two_people_at_once_are_one_save_and_one_clash(
    vera, committed_people, now, at_once
):
    def save(text):
        return lambda: save_note(
            case=_case(vera), key=uuid.uuid4(), part="pain", text=text, base=0,
            by=committed_people.amin, now=now,
        )  # fmt: skip

    found = at_once(save("tired"), save("sore"))
    clash = next(one for one in found if isinstance(one, Exception))
    assert isinstance(clash, NoteClash)
    assert {clash.theirs, text_of(newest_note(vera, "pain"), vera)} <= {"tired", "sore"}
    assert NoteRevision.objects.count() == 1


def test_the_same_notes_twice_at_once_are_one_revision(vera, committed_people, now, at_once):
    key = uuid.uuid4()

    def save():
        return save_note(
            case=_case(vera), key=key, part="pain", text="tired", base=0,
            by=committed_people.amin, now=now,
        )  # fmt: skip

    assert {one.number for one in at_once(save, save, save)} == {1}
    assert NoteRevision.objects.count() == 1


def test_one_key_for_two_cases_at_once_is_kept_once_and_refused_once(
    vera, committed_people, now, says, at_once
):
    subject = {"id": "walt", "name": "Walt"}
    walt = open_case(
        site=committed_people.riverside, subject=subject, by=committed_people.amin, now=now
    )
    says(says.fact(0, "symptom", "eczema"))
    key = uuid.uuid4()

    def keep(case):
        return lambda: keep_line(
            case=_case(case), key=key, text="eczema", part="pain", choices={},
            by=committed_people.amin, now=now,
        )  # fmt: skip

    found = at_once(keep(vera), keep(walt))
    assert [isinstance(one, Conflict) for one in found].count(True) == 1
    assert (Line.objects.count(), Entry.objects.count()) == (1, 1)


def test_two_corrections_at_once_are_one_and_a_conflict(vera, committed_people, now, at_once):
    row = {"label": "eczema", "source": "participant"}
    amin = committed_people.amin
    entry = add_fact(case=vera, key=uuid.uuid4(), table="symptom", row=row, by=amin, now=now)

    def revise(label):
        return lambda: revise_event(
            case=_case(vera), entry=entry, row={**row, "label": label}, by=amin, now=now
        )

    found = at_once(revise("mine"), revise("theirs"))
    assert [isinstance(one, Conflict) for one in found].count(True) == 1
    assert len(history_of(_case(vera)).symptoms) == 1


def test_undo_and_beginning_twice_at_once_are_done_once(vera, committed_people, now, at_once):
    amin = committed_people.amin
    row = {"label": "eczema", "source": "participant"}
    entry = add_fact(case=vera, key=uuid.uuid4(), table="symptom", row=row, by=amin, now=now)

    def take_out():
        undo(case=_case(vera), entry=entry, by=amin, now=now)

    def begin():
        return start_consultation(case=_case(vera), by=amin, now=now).pk

    assert at_once(take_out, take_out) == [None, None]
    assert len(audit.events_about("symptom", entry.pk)) == 2
    assert len(set(at_once(begin, begin, begin))) == 1
    assert Consultation.objects.count() == 1


def test_a_correction_and_an_undo_at_once_leave_one_fact_or_none(
    vera, committed_people, now, at_once
):
    row = {"label": "eczema", "source": "participant"}
    amin = committed_people.amin
    entry = add_fact(case=vera, key=uuid.uuid4(), table="symptom", row=row, by=amin, now=now)

    def revise():
        return revise_event(
            case=_case(vera), entry=entry, row={**row, "label": "hives"}, by=amin, now=now
        )

    def take_out():
        return undo(case=_case(vera), entry=entry, by=amin, now=now)

    found = at_once(revise, take_out)
    refused = [isinstance(one, Conflict) for one in found]
    assert refused.count(True) == 1, found
    standing = [one.label for one in history_of(_case(vera)).symptoms]
    assert standing == (["hives"] if refused[1] else [])
    audit.check_verified(audit.verify())


def test_words_of_a_line_and_a_save_of_the_notes_at_once_lose_neither(
    vera, committed_people, now, says, at_once
):
    amin = committed_people.amin
    says(says.fact(0, NOTES, "itches"))

    def keep():
        return keep_line(
            case=_case(vera), key=uuid.uuid4(), text="itches", part="pain", choices={},
            by=amin, now=now,
        )  # fmt: skip

    def save():
        return save_note(
            case=_case(vera), key=uuid.uuid4(), part="pain", text="tired", base=0, by=amin, now=now
        )

    kept, saved = at_once(keep, save)
    assert kept.notes is not None
    if isinstance(saved, NoteClash):
        assert saved.theirs == text_of(newest_note(vera, "pain"), vera) == "itches"
    else:
        assert text_of(newest_note(vera, "pain"), vera) == "tired\nitches"


def test_one_answer_twice_at_once_is_kept_once_and_another_is_a_conflict(
    vera, committed_people, now, says, at_once
):
    amin = committed_people.amin
    born = says.proposal("event", "two born", code="CHI01")
    says(says.unsure(0, "two children", born))
    kept = keep_line(
        case=vera, key=uuid.uuid4(), text="two children", part="pain", choices={}, by=amin, now=now
    )

    def answer(number):
        return lambda: settle(
            waiting=Waiting.objects.select_related("case", "line").get(pk=kept.waiting[0].pk),
            number=number, by=amin, now=now,
        )  # fmt: skip

    found = at_once(answer(1), answer(1), answer(None))
    assert not [
        one for one in found if isinstance(one, Exception) and not isinstance(one, Conflict)
    ]
    outcome = Waiting.objects.get(pk=kept.waiting[0].pk).outcome
    assert Entry.objects.count() == (1 if outcome == "kept" else 0)
    assert [isinstance(one, Conflict) for one in found].count(True) == (
        1 if outcome == "kept" else 2
    )
