"""Correct, undo, bring back: by further events, with the id and the links unharmed."""

import uuid

import pytest

from remit.domain.quick_entry import Pair
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.consult.models import Entry
from remit.web.consult.records import history_of, plain_history, plain_payload
from remit.web.consult.visit_facts import PointedTo, Stale, add_fact, restore, revise_event, undo
from remit.web.consult.visit_lines import keep_line
from remit.web.people import audit
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(vera, people, now, says):
    """A symptom, an event and their link, from one line."""
    says(
        says.fact(0, "symptom", "back pain", start="1993"),
        says.fact(1, "event", "building a home", code="FIN04"),
        pairs=(Pair(symptom=0, stressor=1, row={"says": "same time"}),),
    )
    keep_line(
        case=vera, key=uuid.uuid4(), text="1993 back pain; building", part="pain", choices={},
        by=people.amin, now=now,
    )  # fmt: skip
    return tuple(Entry.objects.filter(case=vera).order_by("position"))


@pytest.fixture
def do(vera, people, now):
    """An action with case, person and time filled in."""

    def done(action, entry, **more):
        return action(case=vera, entry=entry, by=people.amin, now=now, **more)

    return done


def _row(label, **more):
    return {"label": label, "start": "1994", "source": "participant", **more}


def test_a_correction_keeps_id_line_and_links(do, vera, pair):
    symptom = pair[0]
    new = do(revise_event, symptom, row=_row("low back pain"))
    assert (new.key, new.line_id, new.replaces_id) == (symptom.key, symptom.line_id, symptom.pk)
    history = history_of(vera)
    assert history.symptoms[0].label == "low back pain"
    assert history.links[0].symptom == new.key
    assert plain_payload(Entry.objects.get(pk=symptom.pk), vera)["label"] == "back pain"


def test_a_correction_is_one_audit_row_with_both_texts_sealed(do, pair):
    new = do(revise_event, pair[0], row=_row("low back pain"))
    row = AuditEvent.objects.get(act="changed", object_id=str(new.pk))
    values = audit.values_of(row)
    assert (values["old"]["label"], values["new"]["label"]) == ("back pain", "low back pain")
    assert "pain" not in row.detail


def test_a_second_correction_of_the_same_text_is_a_conflict_with_what_stands(do, vera, pair):
    live = do(revise_event, pair[0], row=_row("low back pain"))
    with pytest.raises(Stale) as caught:
        do(revise_event, pair[0], row=_row("neck pain"))
    assert caught.value.live == live
    assert caught.value.row["label"] == "neck pain"
    assert history_of(vera).symptoms[0].label == "low back pain"


def test_the_same_correction_sent_twice_is_stored_once(do, pair):
    first = do(revise_event, pair[0], row=_row("low back pain"))
    assert do(revise_event, pair[0], row=_row("low back pain")) == first
    assert Entry.objects.count() == 4


def test_saving_what_stands_already_writes_nothing(do, vera, pair):
    assert do(revise_event, pair[0], row=plain_payload(pair[0], vera)) == pair[0]
    assert Entry.objects.count() == 3


def test_a_correction_that_the_record_refuses_changes_nothing(do, vera, pair):
    before = plain_history(vera)
    with pytest.raises(InvalidInput, match="X99"):
        do(revise_event, pair[0], row=_row("back pain", same_time=["X99"]))
    assert plain_history(vera) == before


def test_undo_of_a_correction_brings_the_first_text_back_and_restore_the_second(do, vera, pair):
    new = do(revise_event, pair[0], row=_row("low back pain"))
    for _ in range(2):
        do(undo, new)
        assert history_of(vera).symptoms[0].label == "back pain"
    for _ in range(2):
        do(restore, new)
        assert history_of(vera).symptoms[0].label == "low back pain"
    assert Entry.objects.count() == 4


def test_undo_of_a_fact_takes_its_links_of_the_line_along_and_restore_brings_both(do, vera, pair):
    for _ in range(2):
        do(undo, pair[1])
        history = history_of(vera)
        assert (len(history.symptoms), len(history.events), len(history.links)) == (1, 0, 0)
    do(restore, pair[1])
    history = history_of(vera)
    assert (len(history.events), len(history.links)) == (1, 1)
    acts = AuditEvent.objects.filter(object_id=str(pair[1].pk)).values_list("act", flat=True)
    assert list(acts.order_by("pk")) == ["added", "withdrew", "restored"]


def test_a_fact_that_others_count_from_cannot_vanish(do, vera, people, now, pair):
    row = {"label": "fall", "start": f"2 months after @{pair[0].key}", "source": "participant"}
    add_fact(case=vera, key=uuid.uuid4(), table="treatment", row=row, by=people.amin, now=now)
    with pytest.raises(PointedTo, match="“fall”"):
        do(undo, pair[0])
    assert len(history_of(vera).symptoms) == 1


def test_undo_of_a_text_that_was_corrected_elsewhere_is_a_conflict(do, vera, pair):
    do(revise_event, pair[0], row=_row("low back pain"))
    with pytest.raises(Conflict):
        do(undo, pair[0])
    assert history_of(vera).symptoms[0].label == "low back pain"


def test_an_id_that_was_taken_out_is_not_given_again(do, vera, people, now, pair):
    do(undo, pair[1])
    row = {"label": "new job", "code": "WRK01", "source": "participant"}
    fresh = add_fact(case=vera, key=uuid.uuid4(), table="event", row=row, by=people.amin, now=now)
    assert fresh.key != pair[1].key
    do(restore, pair[1])
    assert len(history_of(vera).events) == 2


def test_a_form_sent_twice_adds_one_fact(vera, people, now):
    key, row = uuid.uuid4(), {"label": "fall", "source": "participant"}
    made = [
        add_fact(case=vera, key=key, table="treatment", row=row, by=people.amin, now=now)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Entry.objects.count() == 1


def test_a_link_is_corrected_though_it_has_no_id(do, vera, pair):
    link = pair[2]
    row = {**plain_payload(link, vera), "participant": "yes"}
    new = do(revise_event, link, row=row)
    with pytest.raises(Stale) as caught:
        do(revise_event, link, row={**row, "participant": "no"})
    assert caught.value.live == new


def test_facts_of_another_case_or_person_are_out_of_reach(cases, people, now, pair):
    entry = Entry.objects.filter(case=cases.mary).first()
    with pytest.raises(NotFound):
        undo(case=pair[0].case, entry=entry, by=people.amin, now=now)
    for person in (people.hugo, people.fay, people.bea, people.tom):
        with pytest.raises(NotAllowed):
            undo(case=pair[0].case, entry=pair[0], by=person, now=now)
        with pytest.raises(NotAllowed):
            revise_event(case=pair[0].case, entry=pair[0], row=_row("x"), by=person, now=now)
