"""Opinions on a link: who may give one, what it changes, what it never changes."""

import json

import pytest
from django.urls import reverse

from remit.domain.facts import Answer
from remit.errors import InvalidInput, NotAllowed, NotFound
from remit.pathways.consult import timeline
from remit.reports import document
from remit.web.cases.models import Case
from remit.web.consult.actions import record_history
from remit.web.consult.drawn_life import life_of
from remit.web.consult.evidence import evidences
from remit.web.consult.models import Entry
from remit.web.consult.opinions import OpinionClash, Side, set_opinion
from remit.web.consult.queries import report_of
from remit.web.people.audit import values_of
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db
YES, NO, UNSURE, NOT_ASKED = Answer.YES, Answer.NO, Answer.UNSURE, Answer.NOT_ASKED
PLAIN = {
    "case": {"id": "vera", "name": "Vera", "birth": "1970", "consultation": "2020"},
    "event": [
        {"id": "E1", "label": "Sold the farm", "code": "FIN03", "start": "1999-03"},
        {"id": "E2", "label": "Divorce", "code": "REL02", "start": "2010-01"},
    ],
    "symptom": [
        {"id": "S1", "label": "Back pain", "start": "1999-05", "ongoing": True, "chief": True},
        {"id": "S2", "label": "Headache", "start": "2010-03"},
    ],
    "link": [{"symptom": "S2", "stressor": "E2", "says": "same time", "words": "that very week"}],
}


@pytest.fixture
def vera(people, now):
    return record_history(
        site=people.riverside, plain=PLAIN, by=people.amin, now=now, origin=Case.Origin.LIVE
    )


@pytest.fixture
def give(people, now, vera):
    def given(opinion, *, side=Side.PARTICIPANT, was=NOT_ASKED, pair=("E1", "S1"), by=None):
        set_opinion(
            case=vera,
            stressor=pair[0],
            symptom=pair[1],
            side=side,
            opinion=opinion,
            was=was,
            by=by or people.amin,
            now=now,
        )

    return given


def _life(case):
    return life_of(Case.objects.select_related("site", "data_key").get(pk=case.pk))


def _link(case, pair=("E1", "S1")):
    return next(link for link in _life(case).links if (link.stressor, link.symptom) == pair)


def _known(case, name="E1-S1"):
    life = _life(case)
    found = evidences(life, timeline.build(life.chronology, life.links))
    return next(one.known for one in found if one.link.id == name)


def _url(case, pair=("E1", "S1")):
    return reverse(
        "consult:opinion", kwargs={"pk": case.pk, "stressor": pair[0], "symptom": pair[1]}
    )


def test_an_opinion_is_kept_and_is_nobody_telling(vera, give):
    give(YES)
    link = _link(vera)
    assert (link.participant, link.clinician, link.stated) == (YES, NOT_ASKED, None)
    assert "Nobody said so unasked" in _known(vera)
    assert "Vera says yes" in _known(vera)


def test_each_side_is_said_as_the_one_whose_it_is(vera, give):
    give(UNSURE, side=Side.CLINICIAN)
    assert "The clinician, asked the same, is unsure." in _known(vera)
    assert "Vera says" not in _known(vera)
    rows = [
        row for part in document.document(report_of(_fresh(vera))).sections for row in part.rows
    ]
    row = next(row for row in rows if "Sold the farm" in row)
    assert "the dates" in row
    assert "participant: not asked, clinician: unsure" in row


def _fresh(case):
    return Case.objects.select_related("site", "data_key").get(pk=case.pk)


def test_the_report_says_that_the_participant_was_asked(vera, give):
    give(YES)
    rows = [
        row for part in document.document(report_of(_fresh(vera))).sections for row in part.rows
    ]
    row = next(row for row in rows if "Sold the farm" in row)
    assert "the dates; the participant, asked" in row


def test_what_was_told_stays_told(vera, give):
    give(NO, pair=("E2", "S2"))
    link = _link(vera, ("E2", "S2"))
    assert link.stated.words == "that very week"
    assert link.participant is NO


def test_both_sides_stand_beside_each_other(vera, give):
    give(YES)
    give(NO, side=Side.CLINICIAN)
    assert (_link(vera).participant, _link(vera).clinician) == (YES, NO)
    assert Entry.objects.filter(case=vera, table="link", withdrawn_at=None).count() == 2


def test_it_is_set_back_by_a_further_change(vera, give):
    before = Entry.objects.filter(case=vera, withdrawn_at=None).count()
    give(YES)
    give(NO, was=YES)
    give(NOT_ASKED, was=NO)
    assert _link(vera).participant is NOT_ASKED
    assert Entry.objects.filter(case=vera, withdrawn_at=None).count() == before
    rows = Entry.objects.filter(case=vera, table="link").order_by("position")
    assert rows.count() == 3
    assert rows[2].replaces == rows[1]


def test_taking_back_an_opinion_leaves_what_was_told(vera, give):
    give(NO, pair=("E2", "S2"))
    give(NOT_ASKED, was=NO, pair=("E2", "S2"))
    assert _link(vera, ("E2", "S2")).stated.words == "that very week"


def test_two_people_at_once_is_a_clash_that_shows_both_and_writes_nothing(vera, give):
    give(NO)
    count = Entry.objects.filter(case=vera).count()
    with pytest.raises(OpinionClash) as clash:
        give(YES)
    assert (clash.value.theirs, clash.value.yours) == (NO, YES)
    assert Entry.objects.filter(case=vera).count() == count
    assert _link(vera).participant is NO


def test_two_sides_at_once_are_no_clash_and_the_same_answer_twice_neither(vera, give):
    give(NO)
    give(YES, side=Side.CLINICIAN)
    give(NO)
    assert Entry.objects.filter(case=vera, table="link", withdrawn_at=None).count() == 2


def test_every_change_is_audited_with_sealed_values(vera, give):
    give(YES)
    give(NO, was=YES)
    events = AuditEvent.objects.filter(object_type="link", act="changed")
    (event,) = events
    values = values_of(event)
    assert (values["old"]["participant"], values["new"]["participant"]) == ("yes", "no")
    assert "yes" not in event.detail
    give(NOT_ASKED, was=NO)
    assert AuditEvent.objects.filter(object_type="link", act="withdrew").count() == 1


def test_a_published_case_is_only_read(cases, people, now):
    with pytest.raises(InvalidInput):
        set_opinion(
            case=cases.nancy,
            stressor="N08a",
            symptom="N07",
            side=Side.CLINICIAN,
            opinion=YES,
            was=NOT_ASKED,
            by=people.amin,
            now=now,
        )


def test_only_what_is_close_in_time_has_opinions(give):
    with pytest.raises(NotFound):
        give(YES, pair=("E2", "S1"))
    with pytest.raises(NotFound):
        give(YES, pair=("E9", "S1"))


@pytest.mark.parametrize("opinion", [Answer.NOT_STATED])
def test_no_other_answer(give, opinion):
    with pytest.raises(InvalidInput):
        give(opinion)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_gives_one(vera, people, sign_in, give, role):
    person = people.with_role(role)
    with pytest.raises(NotAllowed):
        give(YES, by=person)
    sent = {"side": "clinician", "opinion": "yes", "was": "not asked"}
    response = sign_in(person).post(_url(vera), sent)
    assert response.status_code in {403, 404}
    assert "Sold the farm" not in response.content.decode()
    assert _link(vera).clinician is NOT_ASKED


def test_another_sites_clinician_finds_nothing(vera, people, sign_in, give):
    with pytest.raises(NotAllowed):
        give(YES, by=people.hugo)
    sent = {"side": "clinician", "opinion": "yes", "was": "not asked"}
    assert sign_in(people.hugo).post(_url(vera), sent).status_code == 404
    assert _link(vera).clinician is NOT_ASKED


def test_the_participant_of_the_case_sees_none_of_it(vera, people, sign_in):
    Case.objects.filter(pk=vera.pk).update(participant=people.tom)
    client = sign_in(people.tom)
    for name in ("timeline", "table", "together", "what_counts"):
        page = client.get(reverse(f"consult:{name}", kwargs={"pk": vera.pk}))
        assert page.status_code in {403, 404}
        assert "Sold the farm" not in page.content.decode()


def test_without_script_the_page_comes_back_on_its_link(vera, people, sign_in):
    client = sign_in(people.amin)
    sent = {"side": "participant", "opinion": "yes", "was": "not asked"}
    response = client.post(_url(vera), sent)
    assert response.status_code == 302
    assert response["Location"].endswith("?link=E1-S1")
    text = client.get(response["Location"]).content.decode()
    assert 'value="not asked" aria-pressed="true">Yes' in text
    assert client.post(_url(vera), {**sent, "back": "https://evil.example/"})[
        "Location"
    ].startswith("/consult/")


def test_with_script_the_answer_is_the_servers_receipt(vera, people, sign_in):
    client = sign_in(people.amin)
    sent = {"side": "clinician", "opinion": "unsure", "was": "not asked"}
    response = client.post(_url(vera), sent, headers={"X-Remit": "script"})
    reply = json.loads(response.content)
    assert reply["opinion"] == "unsure"
    assert "The clinician, asked the same, is unsure." in reply["known"]
    assert reply["saved"]
    clash = client.post(_url(vera), {**sent, "opinion": "yes"}, headers={"X-Remit": "script"})
    assert clash.status_code == 409
    assert json.loads(clash.content)["theirs"] == "unsure"


def test_without_script_a_clash_shows_both_answers_and_a_choice(vera, people, sign_in, give):
    give(NO)
    client = sign_in(people.amin)
    sent = {"side": "participant", "opinion": "yes", "was": "not asked"}
    response = client.post(_url(vera), sent)
    text = response.content.decode()
    assert response.status_code == 409
    assert "“Yes”" in text
    assert "“No”" in text
    client.post(_url(vera), {"side": "participant", "opinion": "yes", "was": "no"})
    assert _link(vera).participant is YES


@pytest.mark.parametrize("sent", [{}, {"side": "both", "opinion": "yes"}, {"side": "clinician"}])
def test_nonsense_is_refused_in_a_sentence(vera, people, sign_in, sent):
    assert sign_in(people.amin).post(_url(vera), sent).status_code == 400


def test_the_table_has_the_same_actions(vera, people, sign_in):
    text = (
        sign_in(people.amin).get(reverse("consult:table", kwargs={"pk": vera.pk})).content.decode()
    )
    assert text.count("data-opinion=") == 4
    for key in ("E1", "E2", "S1", "S2"):
        assert reverse("consult:edit_fact", kwargs={"pk": vera.pk, "key": key}) in text


def test_a_published_case_shows_opinions_without_buttons(cases, people, sign_in):
    page = sign_in(people.amin).get(
        reverse("consult:timeline", kwargs={"pk": cases.mary.pk}) + "?link=M25-M24"
    )
    text = page.content.decode()
    assert "data-opinion=" not in text
    assert "Opinions are only read here" in text
