"""Beginning and end of a consultation, and who the person is."""

from datetime import timedelta

import pytest

from remit.errors import InvalidInput, NotAllowed
from remit.web.assess.actions import open_sheet, save_answers
from remit.web.assess.models import Mode
from remit.web.assess.sources import screening_ref
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject, seal_subject
from remit.web.consult.models import Consultation
from remit.web.consult.records import history_of
from remit.web.consult.subject import SubjectClash, revise_subject, seen_mark
from remit.web.consult.visit_course import end_consultation, start_consultation
from remit.web.consult.visit_queries import visit_page
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


def _fresh(case):
    return Case.objects.select_related("site", "data_key").get(pk=case.pk)


def test_one_consultation_runs_and_the_assumed_day_becomes_its_day(vera, people, now):
    later = now + timedelta(days=3)
    assert plain_subject(vera)["consultation"]["basis"] == "assumed"
    first = start_consultation(case=vera, by=people.amin, now=later)
    assert start_consultation(case=vera, by=people.amin, now=later) == first
    assert plain_subject(_fresh(vera))["consultation"] == "2026-11-26"
    assert AuditEvent.objects.filter(act="started", object_id=str(first.pk)).count() == 1
    assert AuditEvent.objects.filter(act="changed", object_id=str(vera.pk)).count() == 1


def test_a_day_that_was_said_stays(vera, people, now):
    case = revise_subject(
        case=vera, changes={"consultation": "2026-11-20"}, seen=seen_mark(vera),
        by=people.amin, now=now,
    )  # fmt: skip
    start_consultation(case=case, by=people.amin, now=now)
    assert plain_subject(_fresh(vera))["consultation"] == "2026-11-20"


def test_the_end_is_noted_once(vera, people, now):
    start_consultation(case=vera, by=people.amin, now=now)
    ended = end_consultation(case=vera, by=people.amin, now=now + timedelta(minutes=88))
    assert ended.ended_at - ended.started_at == timedelta(minutes=88)
    assert end_consultation(case=vera, by=people.amin, now=now) is None
    again = start_consultation(case=vera, by=people.amin, now=now + timedelta(days=1))
    assert Consultation.objects.count() == 2
    assert again.ended_at is None


def test_the_page_counts_minutes_and_parts(vera, people, now):
    start_consultation(case=vera, by=people.amin, now=now)
    page = visit_page(_fresh(vera), "pain", now=now + timedelta(minutes=13))
    assert (page.minute, page.left) == (13, 12)
    assert [(one.begins, one.lasts) for one in page.parts][:3] == [(0, 5), (5, 20), (25, 15)]
    assert [one.key for one in page.parts if one.is_now] == ["pain"]
    assert visit_page(_fresh(vera), "pain", now=now + timedelta(hours=9)).minute is None


def test_published_cases_and_other_people_begin_nothing(cases, vera, people, now):
    with pytest.raises(InvalidInput):
        start_consultation(case=cases.nancy, by=people.amin, now=now)
    for person in (people.hugo, people.fay, people.bea, people.tom):
        with pytest.raises(NotAllowed):
            start_consultation(case=vera, by=person, now=now)
        with pytest.raises(NotAllowed):
            end_consultation(case=vera, by=person, now=now)
        with pytest.raises(NotAllowed):
            revise_subject(case=vera, changes={}, seen="", by=person, now=now)


def test_who_the_person_is_changes_with_audit_and_next_version(vera, people, now):
    changes = {"name": "Vera N.", "birth": "about 1984", "occupation": "nurse"}
    case = revise_subject(case=vera, changes=changes, seen=seen_mark(vera), by=people.amin, now=now)
    assert history_of(case).subject.occupation == "nurse"
    assert _fresh(vera).version == vera.version + 1
    row = AuditEvent.objects.get(act="changed", object_id=str(vera.pk))
    assert "nurse" not in row.detail


def test_a_stale_page_of_the_person_is_a_conflict_with_what_stands(vera, people, now):
    seen = seen_mark(vera)
    first = {"occupation": "nurse"}
    revise_subject(case=vera, changes=first, seen=seen, by=people.amin, now=now)
    revise_subject(case=vera, changes=first, seen=seen, by=people.amin, now=now)  # sent twice
    with pytest.raises(SubjectClash) as caught:
        revise_subject(
            case=vera, changes={"occupation": "teacher"}, seen=seen, by=people.amin, now=now
        )
    assert caught.value.theirs["occupation"] == "nurse"


@pytest.mark.parametrize("changes", [{"name": ""}, {"birth": "@X99"}, {"headline": "x"}])
def test_what_the_record_refuses_changes_nothing(vera, people, now, changes):
    before = plain_subject(vera)
    with pytest.raises(InvalidInput):
        revise_subject(case=vera, changes=changes, seen=seen_mark(vera), by=people.amin, now=now)
    assert plain_subject(_fresh(vera)) == before


def test_a_consultation_takes_the_birth_from_the_age_that_was_given_before(live, now):
    sheet = open_sheet(
        case=live.case,
        form_ref=screening_ref("stage1"),
        point="again",
        mode=Mode.CLINIC,
        by=live.amin,
        now=now,
    )
    save_answers(sheet=sheet, given={"age": 47}, by=live.amin, now=now)
    plain = plain_subject(live.case)
    without = {key: value for key, value in plain.items() if key != "birth"}
    live.case.sealed_subject = seal_subject(live.case, without)
    live.case.save(update_fields=["sealed_subject"])
    start_consultation(case=Case.objects.get(pk=live.case.pk), by=live.amin, now=now)
    assert plain_subject(Case.objects.get(pk=live.case.pk))["birth"] == "aged 47 at consultation"
