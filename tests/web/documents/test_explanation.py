"""The shared explanation of a case: who reads it, what is signed, what goes home."""

import json
import re

import pytest
from django.urls import reverse

from remit.content import shipped
from remit.content.explanation import explanation, paths
from remit.domain.clearance import Decision
from remit.domain.wording import banned_in
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.cases.models import Case
from remit.web.consult.actions import record_history
from remit.web.consult.clearance import Decided, sign_clearance
from remit.web.consult.clinic_records import newest, record_clinic
from remit.web.consult.models import Clearance, RecordKind
from remit.web.documents import explanation as shared
from remit.web.documents.models import Share
from remit.web.documents.sharing import text_of
from remit.web.notices.service_actions import approve_content
from remit.web.people.actions import create_person
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db
SIGNED = "found no sign that this needs other treatment now"
NOTHING = "Nothing of yours stands here yet"
LIFE = {
    "case": {"id": "ana", "name": "Ana", "birth": "1980", "consultation": "2020"},
    "event": [
        {"id": "A1", "label": "father's illness", "start": "2014-03", "code": "HLT02"},
        {"id": "A2", "label": "a fight at home", "start": "2014-04", "code": "REL04"},
        {"id": "A5", "label": "new flat", "start": "2014-04", "code": "FIN03"},
    ],
    "symptom": [
        {"id": "A3", "label": "neck pain", "start": "2014-05", "ongoing": True, "chief": True},
        {
            "id": "A4",
            "label": "a clinician's guess",
            "start": "2015",
            "source": "clinician",
            "relieved_within_minutes": True,
        },
    ],
    "link": [
        {"symptom": "A3", "stressor": "A1", "participant": "yes", "says": "same time"},
        {"symptom": "A3", "stressor": "A2", "participant": "yes", "says": "same time"},
        {"symptom": "A3", "stressor": "A5", "participant": "no", "clinician": "yes"},
    ],
}


def page(case, name="explanation"):
    return reverse(f"documents:{name}", kwargs={"pk": case.pk})


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#x27;", "'").replace("&quot;", '"').split())


@pytest.fixture
def ana(people, now) -> Case:
    """A live case with a participant who may read at home."""
    case = record_history(site=people.riverside, plain=LIFE, by=people.amin, now=now)
    pat = create_person(
        email="ana@example.org",
        display_name="Ana",
        site=people.riverside,
        roles=[Role.PARTICIPANT],
        by=None,
        now=now,
        password="correct horse battery staple",
    )
    Case.objects.filter(pk=case.pk).update(participant=pat, origin=Case.Origin.LIVE)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def approved(people, now) -> None:
    for path, sha256 in shared.hashes().items():
        approve_content(site=people.riverside, path=path, sha256=sha256, by=people.amin, now=now)


def sign(live, now, **more):
    decided = Decided(
        decision=Decision.CLEARED_PRIMARY,
        rationale="history and examination",
        named_contact="Dr Amin, 555 0100",
        **more,
    )
    return sign_clearance(
        case=live.case,
        decided=decided,
        number=Clearance.objects.filter(case=live.case).count(),
        version=live.version(),
        factor_at=now,
        by=live.amin,
        now=now,
    )


# Who reads it


def test_the_clinician_reads_every_section_in_order(ana, people, sign_in):
    text = words(sign_in(people.amin).get(page(ana)))
    places = [text.index(section.title) for section in explanation().sections]
    assert places == sorted(places)
    assert "version 1" in text


@pytest.mark.parametrize("who", ["fay", "bea", "cora", "una", "ada", "hugo", "tom"])
@pytest.mark.parametrize("method", ["get", "answers", "send"])
def test_nobody_else_reads_keeps_or_sends(ana, people, sign_in, who, method):
    client = sign_in(getattr(people, who))
    name = "explanation" if method == "get" else f"explanation_{method}"
    answer = client.get(page(ana)) if method == "get" else client.post(page(ana, name), {})
    assert answer.status_code in {403, 404}
    assert not Share.objects.exists()
    assert newest(ana, RecordKind.PLAN).row is None


def test_the_participant_does_not_read_the_clinics_page_but_only_what_was_sent(ana, sign_in):
    assert sign_in(ana.participant).get(page(ana)).status_code in {403, 404}


def test_opening_it_is_noted_and_the_note_holds_no_word_of_it(ana, people, sign_in):
    sign_in(people.amin).get(page(ana))
    event = AuditEvent.objects.order_by("-pk").first()
    assert event.object_id == str(ana.pk)
    assert "neck" not in json.dumps(event.detail)


# What stands there


def test_own_evidence_is_what_the_participant_said(ana, people, sign_in):
    text = words(sign_in(people.amin).get(page(ana)))
    assert "You told us of neck pain." in text
    assert "belong together: father's illness and neck pain" in text
    assert "new flat" not in text  # they said no; the clinician said yes
    assert "clinician's guess" not in text
    assert not banned_in(text)
    assert NOTHING in text


def test_a_case_with_nothing_says_so_in_every_section(live, people, sign_in):
    text = words(sign_in(people.amin).get(page(live.case)))
    assert text.count(NOTHING) == len(explanation().sections)


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_published_cases_show_it_and_take_nothing(cases, people, sign_in, now, name):
    case, client = getattr(cases, name), sign_in(people.amin)
    text = words(client.get(page(case)))
    assert "You told us of" in text
    assert "only read here" in text
    assert SIGNED not in text
    answer = client.post(page(case, "explanation_answers"), {"plan.questions": "x", "number": "0"})
    assert answer.status_code == 400
    assert client.post(page(case, "explanation_send"), {"keep": ""}).status_code == 400


# The sentence that needs a signature (F.3)


def test_the_signed_sentence_stands_only_when_the_clinician_signed_it(live, people, sign_in, now):
    client = sign_in(people.amin)
    assert SIGNED not in words(client.get(page(live.case)))
    sign(live, now)
    assert SIGNED not in words(client.get(page(live.case)))
    sign(live, now, no_other_treatment=True)
    case = Case.objects.get(pk=live.case.pk)
    assert shared.signed_words(case, now=now).startswith("Dr Amin, 23 November 2026")
    assert SIGNED in reading_text(shared.reading_of(case, now=now))


def test_the_signed_sentence_goes_when_the_clearance_ends(live, now):
    row = sign(live, now, no_other_treatment=True)
    later = now.replace(year=now.year + 1)
    assert row.valid_until < later.date()
    case = Case.objects.get(pk=live.case.pk)
    assert shared.signed_words(case, now=later) == ""
    text = shared.snapshot(shared.reading_of(case, now=now))
    assert SIGNED in text
    assert SIGNED in reading_text(shared.read_snapshot(text, stands=True))
    assert SIGNED not in reading_text(shared.read_snapshot(text, stands=False))


def reading_text(reading) -> str:
    return " ".join(one.text for section in reading.sections for one in section.paragraphs)


# Sending home


def test_what_is_not_approved_does_not_go_home(ana, people, now):
    with pytest.raises(InvalidInput, match="not approved"):
        shared.send_home(case=ana, keep=frozenset(), by=people.amin, now=now)
    assert not Share.objects.exists()


def test_in_a_demo_it_goes_home_with_the_banner(ana, people, now, settings):
    settings.REMIT_DEMO = True
    shared.send_home(case=ana, keep=frozenset(), by=people.amin, now=now)
    assert Share.objects.get().what == Share.What.EXPLANATION


def test_both_files_are_among_what_a_site_approves(people, approved):
    assert shared.is_approved(people.riverside)
    assert not shared.is_approved(people.hillside)
    assert len(paths()) == 2


def test_only_the_chosen_lines_go_home(ana, people, now, approved, sign_in):
    client = sign_in(people.amin)
    html = client.get(page(ana)).content.decode()
    boxes = re.findall(
        r'<input type="checkbox" name="keep" value="([^"]+)"[^>]*?( checked)?>', html
    )
    ticked = {key for key, checked in boxes if checked}
    assert {key for key, _ in boxes} - ticked == {"feelings-A3-A2"}  # violence stays unticked
    answer = client.post(page(ana, "explanation_send"), {"keep": ["", *ticked]})
    assert answer.status_code == 302
    share = Share.objects.get()
    reading = shared.read_snapshot(text_of(share, ana), stands=True)
    own = {one.key for section in reading.sections for one in section.own}
    assert own == ticked
    assert "a fight at home" not in text_of(share, ana)
    assert share.of.startswith("1, 20")


def test_sending_again_takes_the_earlier_one_back(ana, people, now, approved):
    for _ in range(2):
        shared.send_home(case=ana, keep=frozenset(), by=people.amin, now=now)
    assert Share.objects.count() == 2
    assert Share.objects.filter(withdrawn_at=None).count() == 1


def test_without_a_participant_it_says_to_print(live, people, now, approved):
    with pytest.raises(InvalidInput, match="Print"):
        shared.send_home(case=live.case, keep=frozenset(), by=people.amin, now=now)


def test_another_sites_clinician_does_not_send(ana, people, now, approved):
    with pytest.raises(NotAllowed):
        shared.send_home(case=ana, keep=frozenset(), by=people.hugo, now=now)


def test_a_snapshot_is_the_reading_and_nothing_else_is_one(ana, now):
    reading = shared.reading_of(ana, now=now)
    assert shared.read_snapshot(shared.snapshot(reading), stands=True) == reading
    for wrong in ("", "{}", "[]", '{"version": 1}'):
        with pytest.raises(InvalidInput):
            shared.read_snapshot(wrong, stands=True)


@pytest.mark.parametrize("ticked", [False, True])
def test_their_questions_go_home_only_with_a_tick_and_as_theirs(
    ana, people, now, approved, sign_in, ticked
):
    answers = {shared.QUESTIONS: "Can it come back? We do not know."}
    shared.keep_answers(case=ana, answers=answers, number=0, by=people.amin, now=now)
    client = sign_in(people.amin)
    html = client.get(page(ana)).content.decode()
    assert re.search(r'name="keep" value="plan.questions">', html)  # unticked
    sent = {"keep": ["", *(["plan.questions"] if ticked else [])]}
    assert client.post(page(ana, "explanation_send"), sent).status_code == 302
    share = Share.objects.get()
    assert ("Can it come back?" in text_of(share, ana)) is ticked
    home = reverse("intake:shared_text", kwargs={"share": share.pk})
    text = words(sign_in(ana.participant).get(home))
    assert ("Your questions Can it come back?" in text) is ticked


def test_advice_in_an_answer_is_marked_beside_the_tick(ana, people, now, sign_in):
    answers = {shared.QUESTIONS: "Do I need it? No, surgery would not help."}
    shared.keep_answers(case=ana, answers=answers, number=0, by=people.amin, now=now)
    text = words(sign_in(people.amin).get(page(ana)))
    assert "“surgery would not help”: advice" in text


# Questions and reading


def test_questions_are_kept_in_the_plan_and_the_rest_of_the_plan_stays(ana, people, now, sign_in):
    record_clinic(
        case=ana,
        kind=RecordKind.PLAN,
        answers={"plan.agreed": "call on Monday"},
        number=0,
        by=people.amin,
        now=now,
    )
    sent = {"plan.questions": "Can it come back? Yes.", "plan.homework": "", "number": "1"}
    client = sign_in(people.amin)
    assert client.post(page(ana, "explanation_answers"), sent).status_code == 302
    values = newest(ana, RecordKind.PLAN).values
    assert values == {"plan.agreed": "call on Monday", "plan.questions": "Can it come back? Yes."}
    again = client.post(page(ana, "explanation_answers"), {**sent, "plan.questions": "Mine"})
    assert again.status_code == 409
    assert "Can it come back? Yes." in words(again)
    assert "Mine" in words(again)


def test_a_named_text_is_the_clinics_choice_with_its_note(ana, people, now):
    answers = {shared.READING: "A. Author: A Book"}
    shared.keep_answers(case=ana, answers=answers, number=0, by=people.amin, now=now)
    reading = shared.reading_of(ana, now=now)
    assert reading.named == "A. Author: A Book"
    assert "may not be established" in reading.home.named_note


def test_too_long_a_text_is_refused_and_kept_on_the_page(ana, people, sign_in):
    sent = {"plan.questions": "x" * 4001, "number": "0"}
    answer = sign_in(people.amin).post(page(ana, "explanation_answers"), sent)
    assert answer.status_code == 400
    assert "x" * 4001 in answer.content.decode()


def test_a_stale_number_writes_nothing(ana, people, now):
    for number in (0, 1):
        answers = {shared.QUESTIONS: f"question {number}"}
        shared.keep_answers(case=ana, answers=answers, number=number, by=people.amin, now=now)
    with pytest.raises(Conflict):
        shared.keep_answers(
            case=ana, answers={shared.QUESTIONS: "late"}, number=1, by=people.amin, now=now
        )


def test_the_participant_reads_at_home_what_was_sent_and_nothing_else(
    ana, people, now, approved, sign_in
):
    keep = frozenset({"real-A3"})
    share = shared.send_home(case=ana, keep=keep, by=people.amin, now=now)
    home = reverse("intake:shared_text", kwargs={"share": share.pk})
    text = words(sign_in(ana.participant).get(home))
    assert explanation().title in text or "Your pain is real" in text
    assert "You told us of neck pain." in text
    assert "father's illness" not in text
    assert NOTHING not in text
    assert "goes home" not in text
    for other in (people.hugo, people.fay, people.bea, people.tom):
        answer = sign_in(other).get(home)
        assert answer.status_code in {403, 404} or "neck pain" not in words(answer)


def test_evidence_is_escaped_on_the_page(ana, people, now, sign_in):
    answers = {shared.QUESTIONS: "<script>alert(1)</script>"}
    shared.keep_answers(case=ana, answers=answers, number=0, by=people.amin, now=now)
    html = sign_in(people.amin).get(page(ana)).content.decode()
    assert "<script>alert(1)" not in html
