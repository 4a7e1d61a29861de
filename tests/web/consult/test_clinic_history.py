"""The history by form: kept without anything required, shown without a sum, gating nothing."""

import pytest
from django.urls import reverse

from remit.content import clinic
from remit.domain.wording import banned_in
from remit.errors import NotAllowed
from remit.web.consult.actions import add_event
from remit.web.consult.before_page import panel_of
from remit.web.consult.clearance_facts import before_of
from remit.web.consult.clinic_pages import PART_OF
from remit.web.consult.clinic_records import newest, record_clinic
from remit.web.consult.links_found import asked_first
from remit.web.consult.models import RecordKind
from remit.web.consult.queries import report_of
from remit.web.consult.records import history_of
from remit.web.consult.still_to_ask import still_to_ask
from remit.web.people.models import AuditEvent

HISTORY = tuple(kind.value for kind in PART_OF)


def _url(kind, case):
    return reverse("consult:clinic", kwargs={"pk": case.pk, "kind": kind})


def _text(response):
    return " ".join(response.content.decode().split())


def _record(case, kind, answers, people, now):
    number = newest(case, kind).number
    return record_clinic(
        case=case, kind=kind, answers=answers, number=number, by=people.amin, now=now
    )


@pytest.mark.parametrize("kind", HISTORY)
def test_each_form_opens_and_is_kept_with_nothing_in_it(kind, live, people, sign_in):
    client = sign_in(people.amin)
    page = client.get(_url(kind, live.case))
    assert page.status_code == 200
    assert not banned_in(_text(page))
    assert " required" not in _text(page)
    assert client.post(_url(kind, live.case), {"number": "0"}).status_code == 302
    assert newest(live.case, kind).number == 1


@pytest.mark.parametrize("kind", HISTORY)
def test_only_clinicians_of_the_site_see_a_form(kind, live, people, sign_in):
    for person, status in (
        (people.hugo, 404),
        (people.tom, 404),
        (people.fay, 404),
        (people.bea, 404),
        (people.cora, 403),
        (people.ada, 404),
        (people.una, 404),
    ):
        assert sign_in(person).get(_url(kind, live.case)).status_code == status, person
    with pytest.raises(NotAllowed):
        record_clinic(case=live.case, kind=kind, answers={}, number=0, by=people.fay, now=None)


def test_what_is_kept_comes_back_and_a_section_with_answers_is_open(live, people, sign_in):
    client = sign_in(people.amin)
    sent = {"number": "0", "childhood.comfort": "grandmother, and the dog"}
    client.post(_url("childhood", live.case), sent)
    page = _text(client.get(_url("childhood", live.case)))
    assert "grandmother, and the dog" in page
    assert "version 1, Dr Amin" in page
    assert page.count('history-form__part" open') == 2


def test_a_stale_form_keeps_its_words_and_shows_what_the_other_wrote(live, people, now, sign_in):
    _record(live.case, "childhood", {"childhood.comfort": "nobody"}, people, now)
    sent = {"number": "0", "childhood.comfort": "grandmother"}
    response = sign_in(people.amin).post(_url("childhood", live.case), sent)
    page = _text(response)
    assert response.status_code == 409
    assert "Recorded meanwhile" in page
    assert "nobody" in page
    assert "grandmother" in page
    assert newest(live.case, "childhood").values == {"childhood.comfort": "nobody"}


def test_rated_traits_stand_in_the_history_once_and_nothing_is_summed(live, people, now, sign_in):
    _record(live.case, "traits", {"trait.guilt": 4}, people, now)
    answers = {"trait.guilt": 3, "trait.guilt.example": "a late reply", "trait.worry": 0}
    _record(live.case, "traits", answers, people, now)
    traits = history_of(live.case).traits
    assert [(one.label, one.rating) for one in traits] == [("Guilt", 3), ("Worry", 0)]
    assert report_of(live.case).history.traits == traits
    page = _text(sign_in(people.amin).get(_url("traits", live.case)))
    assert "mostly" in page
    assert "a late reply" in page
    assert "nothing is added up" in page
    assert "3 of 68" not in page


def test_the_adversity_count_is_for_the_clinician_and_gates_nothing(live, people, now, sign_in):
    before = panel_of(live.case, before_of(live.case, now=now), now=now)
    answers = {f"adversity.{key}": "yes" for key in ("sexual_abuse", "violence")}
    _record(live.case, "adversity", {**answers, "adversity.prison": "skip"}, people, now)
    page = _text(sign_in(people.amin).get(_url("adversity", live.case)))
    words = "3 of 10 asked, 2 yes. A population marker: it says nothing of one person."
    assert words in page
    after = panel_of(live.case, before_of(live.case, now=now), now=now)
    assert (after.items, after.state) == (before.items, before.state)
    client = sign_in(people.amin)
    for name in ("timeline", "table", "report", "before"):
        shown = _text(client.get(reverse(f"consult:{name}", kwargs={"pk": live.case.pk})))
        assert "population marker" not in shown
        assert "of 10 asked" not in shown


def test_adversity_answers_are_sealed_and_the_log_has_no_words(live, people, now):
    row = _record(live.case, "adversity", {"adversity.after": "pale, had tea"}, people, now)
    assert b"pale" not in bytes(row.sealed_answers)
    event = AuditEvent.objects.filter(object_id=str(row.pk)).get()
    assert "pale" not in event.detail
    assert b"pale" not in bytes(event.sealed_values)


def test_the_plan_shows_the_sites_numbers_or_says_that_there_are_none(live, people, sign_in):
    page = _text(sign_in(people.amin).get(_url("plan", live.case)))
    assert "This site's numbers" in page or "This site&#x27;s numbers" in page
    assert "doing nothing for now" in page


def test_links_found_says_what_may_follow_and_opens_nothing(live, people, now, sign_in):
    client = sign_in(people.amin)
    url = reverse("consult:links_found", kwargs={"pk": live.case.pk})
    assert "has not been asked" in _text(client.get(url))
    answers = {
        "links.clinician": "no",
        "links.participant": "no",
        "links.words": "it is my disc",
        "links.order": "pain_first",
    }
    before = panel_of(live.case, before_of(live.case, now=now), now=now)
    _record(live.case, "links", answers, people, now)
    page = _text(client.get(url))
    for words in ("finds none", "A pain clinic.", "it is my disc", "the pain history"):
        assert words in page
    assert not banned_in(page)
    after = panel_of(live.case, before_of(live.case, now=now), now=now)
    assert after.state == before.state
    assert asked_first(live.case) == "the pain history"
    for person in (people.hugo, people.tom, people.fay, people.bea):
        assert sign_in(person).get(url).status_code == 404
    assert sign_in(people.cora).get(url).status_code == 403


def test_a_prompt_goes_once_a_form_a_feature_or_a_sheet_answers_it(live, people, now):
    def keys(part):
        return [one.key for one in still_to_ask(live.case, part)]

    assert "childhood.comfort" in keys("childhood")
    assert "pain.night" in keys("pain")
    _record(live.case, "childhood", {"childhood.comfort": "nobody"}, people, now)
    _record(live.case, "features", {"I2": "no"}, people, now)
    assert "childhood.comfort" not in keys("childhood")
    assert "pain.night" not in keys("pain")
    assert "plan.safety" in keys("plan")
    assert "adult.safe_at_home" in keys("adult")


def test_nothing_is_left_to_ask_of_a_published_case(cases):
    assert all(still_to_ask(cases.nancy, part) == () for part in ("pain", "childhood", "plan"))


def test_the_before_page_lists_what_clearance_needs_and_links_to_the_rest(live, people, sign_in):
    url = reverse("consult:before", kwargs={"pk": live.case.pk})
    page = _text(sign_in(people.amin).get(url))
    assert page.count("Usual pattern") == 1
    assert reverse("consult:links_found", kwargs={"pk": live.case.pk}) in page
    assert _url("childhood", live.case) not in page


def test_every_kind_of_record_has_a_title_and_a_form():
    for kind in RecordKind:
        assert clinic.form(kind.value).id == kind.value


def test_the_evidence_of_a_link_says_which_history_was_taken_first(live, people, now, sign_in):
    facts = (
        ("event", {"id": "B1", "label": "building house", "code": "FIN04", "start": "May 2015"}),
        ("symptom", {"id": "S1", "label": "back pain", "start": "July 2015", "chief": True}),
    )
    for table, row in facts:
        add_event(
            case=live.case, table=table, row=row, version=live.version(), by=people.amin, now=now
        )
    client = sign_in(people.amin)
    url = reverse("consult:timeline", kwargs={"pk": live.case.pk})
    link = client.get(url).context["evidences"][0].link.id
    assert "Taken first" not in _text(client.get(url, {"link": link}))
    _record(live.case, "links", {"links.order": "life_apart"}, people, now)
    words = "Taken first: the life history, on another day."
    assert words in _text(client.get(url, {"link": link}))
    fragment = client.get(url, {"link": link}, headers={"X-Fragment": "evidence"})
    assert words in _text(fragment)
