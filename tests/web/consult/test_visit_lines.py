"""A line of quick entry: stored word for word, once, and nothing of it lost."""

import uuid

import pytest

from remit.domain.quick_entry import NOTES, Pair
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.cases.models import Case
from remit.web.consult import visit_lines
from remit.web.consult.models import Entry, Line, NoteRevision, Waiting
from remit.web.consult.records import history_of, plain_history
from remit.web.consult.visit_chips import chip_of, line_text
from remit.web.consult.visit_facts import undo
from remit.web.consult.visit_lines import keep_line, settle
from remit.web.consult.visit_notes import newest_note, text_of
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db

NANCY = "1993~ fibromyalgia; building house, two children"
ANGER = Pair(symptom=0, stressor=1, row={"says": "same time", "by": "participant"})


@pytest.fixture
def keep(vera, people, now):
    def kept(text=NANCY, *, key=None, case=vera, by=people.amin, part="pain", choices=None):
        return keep_line(
            case=case,
            key=key or uuid.uuid4(),
            text=text,
            part=part,
            choices=choices or {},
            by=by,
            now=now,
        )

    return kept


@pytest.fixture
def nancy_says(says):
    """Two clear facts put together, and one question."""
    says(
        says.fact(0, "symptom", "fibromyalgia", start="about 1993", onset="gradual"),
        says.fact(1, "event", "building a home", code="FIN04", same_time=["@chip0"]),
        says.unsure(
            2,
            "two children",
            says.proposal("event", "two children born", code="CHI01"),
            says.proposal("event", "raising two children", code="CHI02", same_time=["@chip0"]),
            says.proposal(NOTES, "two children"),
        ),
        pairs=(ANGER,),
    )
    return says


def test_a_line_becomes_facts_links_and_what_waits(keep, vera, nancy_says):
    receipt = keep()
    history = history_of(vera)
    assert [one.label for one in history.symptoms] == ["fibromyalgia"]
    assert history.events[0].same_time == (history.symptoms[0].id,)
    assert (history.links[0].symptom, history.links[0].stressor) == ("E01", "E02")
    assert {entry.line_id for entry in receipt.entries} == {receipt.line.pk}
    assert line_text(receipt.line, vera) == NANCY
    chip = chip_of(receipt.waiting[0], vera)
    assert chip.question == "Which?"
    assert [one.words for one in chip.choices][:1] == ["two children born"]


def test_the_same_key_sent_again_stores_nothing_and_gives_the_same_receipt(keep, vera, nancy_says):
    key = uuid.uuid4()
    first, second = keep(key=key), keep(key=key)
    assert [one.pk for one in second.entries] == [one.pk for one in first.entries]
    assert [one.pk for one in second.waiting] == [one.pk for one in first.waiting]
    assert Line.objects.count() == 1
    assert Waiting.objects.count() == 1
    assert Case.objects.get(pk=vera.pk).version == vera.version + 1


def test_a_key_of_another_case_person_or_text_is_refused(keep, cases, people, nancy_says):
    key = uuid.uuid4()
    keep(key=key)
    for more in ({"case": cases.mary}, {"text": "other words"}):
        with pytest.raises(Conflict):
            keep(key=key, **more)
    colleague = people.ada
    with pytest.raises(NotAllowed):
        keep(key=key, by=colleague)
    assert Line.objects.count() == 1


def test_an_answer_given_with_the_line_is_kept_at_once(keep, vera, nancy_says):
    receipt = keep(choices={2: 2})
    assert receipt.waiting == ()
    assert history_of(vera).events[1].label == "raising two children"


def test_a_choice_that_is_not_there_waits_instead_of_failing(keep, nancy_says):
    assert len(keep(choices={2: 9}).waiting) == 1


def test_an_answer_given_later_takes_the_ids_of_its_line(keep, vera, people, now, nancy_says):
    waiting = keep().waiting[0]
    receipt = settle(waiting=waiting, number=2, by=people.amin, now=now)
    assert len(receipt.entries) == 3
    assert history_of(vera).events[1].same_time == ("E01",)
    again = settle(waiting=waiting, number=2, by=people.amin, now=now)
    assert len(again.entries) == 3
    with pytest.raises(Conflict):
        settle(waiting=waiting, number=None, by=people.amin, now=now)


def test_what_is_left_out_stays_stored_with_its_line(keep, vera, people, now, nancy_says):
    receipt = keep()
    settle(waiting=receipt.waiting[0], number=None, by=people.amin, now=now)
    assert Waiting.objects.get().outcome == Waiting.Outcome.LEFT_OUT
    assert line_text(receipt.line, vera) == NANCY
    assert Entry.objects.filter(case=vera).count() == 3


def test_an_answer_may_go_into_the_notes(keep, vera, people, now, nancy_says):
    receipt = settle(waiting=keep().waiting[0], number=3, by=people.amin, now=now)
    assert receipt.notes.added == "two children"
    assert text_of(newest_note(vera, "pain"), vera) == "two children"


def test_a_part_that_points_to_one_that_waits_follows_it(keep, vera, people, now, says):
    says(
        says.unsure(0, "back", says.proposal("symptom", "low back pain", start="1990")),
        says.fact(1, "event", "moved house", code="FIN04", start="2 months after @chip0"),
        pairs=(ANGER,),
    )
    receipt = keep("back, moved house")
    assert receipt.entries == ()
    assert [chip_of(one, vera).follows for one in receipt.waiting] == [False, True]
    settle(waiting=receipt.waiting[0], number=1, by=people.amin, now=now)
    history = history_of(vera)
    assert history.events[0].start.text == "2 months after @E01"
    assert len(history.links) == 1
    assert not Waiting.objects.filter(outcome="open").exists()


def test_a_part_that_counts_from_one_left_out_is_kept_with_its_words(keep, vera, people, now, says):
    says(
        says.unsure(0, "back", says.proposal("symptom", "low back pain", start="1990")),
        says.fact(1, "event", "moved house", code="FIN04", start="2 months after @chip0"),
        says.fact(2, "event", "new job", code="WRK01", same_time=["@chip0"]),
    )
    receipt = keep("back, moved house two months later, new job")
    assert len(receipt.waiting) == 3
    settle(waiting=receipt.waiting[0], number=None, by=people.amin, now=now)
    moved, job = history_of(vera).events
    assert (moved.start.is_unknown, moved.detail) == (True, "moved house")
    assert job.same_time == ()
    assert not Waiting.objects.filter(outcome="open").exists()


def test_an_answer_after_its_neighbour_was_undone_is_kept(keep, vera, people, now, nancy_says):
    receipt = keep()
    for entry in reversed(receipt.entries):
        undo(case=vera, entry=entry, by=people.amin, now=now)
    settle(waiting=receipt.waiting[0], number=2, by=people.amin, now=now)
    assert "raising two children" in [one.label for one in history_of(vera).events]


def test_a_row_that_the_record_refuses_waits_with_the_reason(keep, vera, people, now, says):
    says(
        says.fact(0, "symptom", "eczema", start="as a child"),
        says.fact(1, "symptom", "neck pain", start="2 months after @X99"),
        says.fact(2, "event", "moved house", code="FIN04", same_time=["@chip1"]),
    )
    receipt = keep("as a child eczema, neck pain, moved house")
    assert [one.table for one in receipt.entries] == ["symptom"]
    reasons = [chip_of(one, vera).question for one in receipt.waiting]
    assert "X99" in reasons[0]
    assert "another part" in reasons[1]
    settle(waiting=receipt.waiting[0], number=1, by=people.amin, now=now)
    history = history_of(vera)
    assert [one.label for one in history.symptoms] == ["eczema", "neck pain"]
    assert history.events[0].same_time == (history.symptoms[1].id,)


def test_a_calendar_year_in_a_record_without_a_calendar_waits(keep, cases, says, people):
    """Mary's time counts from her consultation."""
    says(says.fact(0, "event", "moved house", code="FIN04", start="1985"))
    receipt = keep("moved house 1985", case=cases.mary)
    assert receipt.entries == ()
    assert "no calendar" in chip_of(receipt.waiting[0], cases.mary).question
    assert chip_of(receipt.waiting[0], cases.mary).choices[0].words == "keep without the date"


def test_words_for_the_notes_are_appended_once(keep, vera, people, now, says):
    says(says.fact(0, NOTES, "wakes at four"), says.fact(1, NOTES, "then tea"))
    key = uuid.uuid4()
    first, second = (
        keep("wakes at four, then tea", key=key),
        keep("wakes at four, then tea", key=key),
    )
    assert first.notes == second.notes
    assert first.notes.added == "wakes at four\nthen tea"
    keep("wakes at four, then tea")
    assert text_of(newest_note(vera, "pain"), vera).count("wakes at four") == 2
    assert NoteRevision.objects.count() == 2


def test_a_published_case_takes_facts_but_no_notes(keep, cases, says):
    says(says.fact(0, NOTES, "wakes at four"))
    receipt = keep("wakes at four", case=cases.nancy)
    assert "no notes" in chip_of(receipt.waiting[0], cases.nancy).question
    assert not NoteRevision.objects.exists()


def test_facts_added_in_another_tab_meanwhile_are_no_conflict(keep, vera, says):
    says(says.fact(0, "symptom", "eczema"))
    stale = Case.objects.get(pk=vera.pk)
    keep("eczema")
    receipt = keep("eczema again", case=stale)
    assert [one.key for one in receipt.entries] == ["E02"]


def test_dates_of_today_keep_their_meaning(keep, vera, says):
    says(says.fact(0, "symptom", "cough", start="last month"))
    keep("cough last month")
    assert plain_history(vera)["symptom"][0]["start"] == "2026-10-01/2026-10-31"


@pytest.mark.parametrize("text", ["", "  \n", "x" * (visit_lines.LONGEST + 1)])
def test_an_empty_or_endless_line_is_refused(keep, text, says):
    with pytest.raises(InvalidInput):
        keep(text)
    with pytest.raises(InvalidInput):
        keep("eczema", part="tea")


def test_every_fact_has_its_audit_row_without_a_clinical_word(keep, vera, nancy_says):
    receipt = keep()
    ids = [str(one.pk) for one in Entry.objects.filter(line=receipt.line)]
    rows = AuditEvent.objects.filter(act="added", object_id__in=ids)
    assert rows.count() == len(ids) == 3
    for row in AuditEvent.objects.all():
        assert "fibro" not in row.detail
        assert "hous" not in row.detail


def test_a_fault_after_the_first_fact_stores_nothing_at_all(keep, vera, nancy_says, monkeypatch):
    written = []
    write = visit_lines.OpenRecord.write

    def breaks(self, *args, **kwargs):
        if written:
            raise OSError("the disk is full")
        written.append(1)
        return write(self, *args, **kwargs)

    monkeypatch.setattr(visit_lines.OpenRecord, "write", breaks)
    key = uuid.uuid4()
    with pytest.raises(OSError, match="disk"):
        keep(key=key)
    assert not Line.objects.exists()
    assert not Entry.objects.filter(case=vera).exists()
    assert Case.objects.get(pk=vera.pk).version == vera.version


def test_the_line_can_be_kept_after_the_fault(keep, vera, nancy_says, monkeypatch):
    key = uuid.uuid4()
    with monkeypatch.context() as broken:
        broken.setattr(visit_lines, "seal_chip", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keep(key=key)
    assert len(keep(key=key).entries) == 2
