"""Histories kept for the line being typed: of one version, few, and not for long."""

import uuid

import pytest

from remit.domain.quick_entry import Pair
from remit.web.cases.models import Case
from remit.web.consult import visit_histories
from remit.web.consult.records import history_of
from remit.web.consult.subject import revise_subject, seen_mark
from remit.web.consult.visit_facts import add_fact, undo
from remit.web.consult.visit_histories import forget_histories, known_history
from remit.web.consult.visit_lines import keep_line
from remit.web.people import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def built(monkeypatch):
    """Cases whose history was built, in order."""
    forget_histories()
    made, build = [], visit_histories.history_of

    def counted(case):
        made.append(case.pk)
        return build(case)

    monkeypatch.setattr(visit_histories, "history_of", counted)
    yield made
    forget_histories()


def _fresh(case):
    return Case.objects.select_related("site", "data_key").get(pk=case.pk)


def test_one_version_is_built_once(cases, built):
    assert known_history(_fresh(cases.nancy)) is known_history(_fresh(cases.nancy))
    assert built == [cases.nancy.pk]


def test_every_write_is_another_version(vera, people, now):
    assert known_history(_fresh(vera)).symptoms == ()
    row = {"label": "eczema", "source": "participant"}
    entry = add_fact(case=vera, key=uuid.uuid4(), table="symptom", row=row, by=people.amin, now=now)
    assert len(known_history(_fresh(vera)).symptoms) == 1
    undo(case=vera, entry=entry, by=people.amin, now=now)
    assert known_history(_fresh(vera)).symptoms == ()
    revise_subject(
        case=vera, changes={"name": "Vee"}, seen=seen_mark(vera), by=people.amin, now=now
    )
    assert known_history(_fresh(vera)).subject.name == "Vee"


def test_a_kept_line_leaves_the_history_that_reading_it_again_gives(
    vera, people, now, says, django_capture_on_commit_callbacks, built
):
    says(
        says.fact(0, "symptom", "eczema", start="last month"),
        says.fact(1, "event", "moved house", code="FIN04", same_time=("@chip0",)),
        pairs=(Pair(symptom=0, stressor=1, row={"says": "same time"}),),
    )
    with django_capture_on_commit_callbacks(execute=True):
        keep_line(
            case=vera, key=uuid.uuid4(), text="eczema; moved", part="pain", choices={},
            by=people.amin, now=now,
        )  # fmt: skip
    kept = known_history(_fresh(vera))
    assert built == []
    assert kept == history_of(vera)
    assert len(kept.links) == 1


def test_they_are_few_and_dropped_after_a_while(cases, built, monkeypatch):
    monkeypatch.setattr(visit_histories, "MOST", 2)
    clock = [0.0]
    monkeypatch.setattr(visit_histories.time, "monotonic", lambda: clock[0])
    for case in (cases.mary, cases.susan, cases.nancy, cases.susan):
        known_history(case)
    assert len(built) == 3
    known_history(cases.mary)
    assert len(built) == 4
    clock[0] = visit_histories.LONGEST + 1
    known_history(cases.mary)
    assert len(built) == 5


def test_an_erased_case_is_not_found_in_memory(vera, now):
    known_history(_fresh(vera))
    keys.destroy(_fresh(vera).data_key, now=now)
    with pytest.raises(Exception, match=r"(?i)eras|destroy|key"):
        known_history(_fresh(vera))
