"""Emergency answers and scores: what they raise, and what the next response shows."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from remit.content import screening
from remit.domain.action_code import ActionCode
from remit.domain.form import Need
from remit.domain.wording import BANNED
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.assess import actions, queries, sources
from remit.web.assess.models import Mode, State
from remit.web.assess.records import result_of, stored_values
from remit.web.notices.models import Flag, Notice

pytestmark = pytest.mark.django_db

STROKE = {"ND3": "yes", "ND3.onset": "two_weeks"}
STAGE1 = screening.rule_set().form("stage1")
SIGNS = [one.key for one in STAGE1.questions() if one.need == "must"]


def page_number(key):
    pages = enumerate(STAGE1.pages, start=1)
    return next(at for at, page in pages if key in {one.key for one in page.questions})


def page_data(sheet, number, **answers):
    page = STAGE1.pages[number - 1]
    keys = " ".join(one.key for one in page.questions)
    filled = {one.key: "no" for one in page.questions if one.key in SIGNS}
    return {"there": keys, "shown": keys, "seen": "{}", "go": "on", **filled, **answers}


def post_page(client, sheet, number, **answers):
    url = reverse("assess:page", args=[sheet.pk, number])
    return client.post(url, page_data(sheet, number, **answers))


def emergency_keys():
    rules = screening.rule_set().rules
    codes = {}
    for rule in rules:
        if rule.code is ActionCode.EMERGENCY and not rule.id.startswith("c"):
            for key in rule.keys:
                codes.setdefault(key.split(".")[0], rule.id)
    return sorted(set(codes) & set(SIGNS))


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
@pytest.mark.parametrize("key", emergency_keys())
def test_inv_03_the_very_next_response_is_the_panel(stage1, clinic, sign_in, key, answer):
    """Every emergency sign, details left out: they count on the careful side."""
    number = page_number(key)
    response = post_page(sign_in(clinic.pat), stage1, number, age="70", **{key: answer})
    text = response.content.decode()
    assert response.status_code == 200
    assert "This needs care now" in text
    assert 'href="tel:112"' in text
    assert text.index("This needs care now") < text.index("<form")
    assert "fieldset" not in text
    assert Flag.objects.filter(code="E").exists()
    stage1.refresh_from_db()
    assert stage1.state == State.STOPPED


def test_inv_03_no_sign_of_stage_one_stays_silent(stage1, clinic, sign_in):
    """A sign that asks for the same day at most is told to somebody too."""
    rest = sorted(set(SIGNS) - set(emergency_keys()))
    for key in rest:
        post_page(sign_in(clinic.pat), stage1, page_number(key), **{key: "yes"})
        assert Flag.objects.filter(code__in=["E", "U1", "U2"]).exists(), key


def test_inv_03_an_emergency_stops_tells_and_is_logged(stage1, clinic, people, sign_in):
    client = sign_in(clinic.pat)
    number = page_number("ND3")
    text = post_page(client, stage1, number, ND3="yes").content.decode()
    assert "This needs care now" in text
    flag = Flag.objects.get(code="E")
    assert Notice.objects.filter(flag=flag, person=people.amin).exists()
    assert "Your clinic was told at" in text
    stage1.refresh_from_db()
    assert stage1.state == State.STOPPED
    again = client.get(reverse("assess:page", args=[stage1.pk, number])).content.decode()
    assert "This needs care now" in again
    start = client.get(reverse("assess:start", args=[stage1.pk]))
    assert start["Location"] == reverse("assess:emergency", args=[stage1.pk])


def test_inv_03_nobody_is_said_to_know_where_nobody_was_told(stage1, clinic, people, sign_in):
    Notice.objects.all().delete()
    post_page(sign_in(clinic.pat), stage1, page_number("ND3"), ND3="yes")
    Notice.objects.all().delete()
    url = reverse("assess:emergency", args=[stage1.pk])
    text = sign_in(clinic.pat).get(url).content.decode()
    assert "Nobody at your clinic knows yet" in text
    assert "was told" not in text


def test_inv_03_one_autosaved_answer_answers_with_the_panel(stage1, clinic, sign_in):
    url = reverse("assess:save", args=[stage1.pk])
    client = sign_in(clinic.pat)
    reply = client.post(url, {"key": "ND3", "value": "yes", "seen": "{}"}).json()
    assert reply["emergency"] == reverse("assess:emergency", args=[stage1.pk])
    assert Flag.objects.filter(code="E").count() == 1


def test_an_answer_that_a_detail_could_soften_waits_for_the_detail(stage1, keep):
    saved = keep(stage1, {"CE1": "yes"})
    assert not saved.stopped
    assert stage1.settle_due is not None
    kinder = {"CE1.onset": "older", "CE1.trend": "same", "CE1.assessed": "yes", "MA1": "no"}
    keep(stage1, kinder)
    stage1.refresh_from_db()
    assert stage1.settle_due is None
    assert stage1.state == State.DRAFT


def test_inv_03_walking_away_never_hides_an_emergency(stage1, keep, now):
    keep(stage1, {"CE1": "yes"})
    assert actions.settle_unfinished(now=now + timedelta(minutes=9)) == 0
    assert not Flag.objects.exists()
    assert actions.settle_unfinished(now=now + timedelta(minutes=10)) == 1
    assert actions.settle_unfinished(now=now + timedelta(minutes=11)) == 0
    stage1.refresh_from_db()
    assert stage1.state == State.STOPPED
    assert "E" in set(Flag.objects.values_list("code", flat=True))


def test_a_stopped_form_goes_on_by_staff_alone(stage1, keep, people, clinic, now):
    keep(stage1, STROKE)
    with pytest.raises(Conflict):
        keep(stage1, {"CE2": "no"})
    keep(stage1, {"CE2": "no"}, by=people.amin)
    assert stored_values(stage1)["CE2"] == "no"
    with pytest.raises(Conflict):
        keep(stage1, dict.fromkeys(SIGNS, "no") | STROKE)
    keep(stage1, dict.fromkeys(SIGNS, "no") | STROKE, by=people.amin)
    with pytest.raises(Conflict):
        actions.finish_sheet(sheet=stage1, by=clinic.pat, now=now)
    assert actions.finish_sheet(sheet=stage1, by=people.amin, now=now).state == State.FINISHED


def test_saving_again_raises_no_second_flag(stage1, clinic, keep, people):
    keep(stage1, STROKE)
    keep(stage1, STROKE, by=people.amin)
    assert Flag.objects.filter(code="E").count() == 1


def test_called_is_noted_once(stage1, keep, clinic, sign_in):
    keep(stage1, STROKE)
    client = sign_in(clinic.pat)
    text = client.get(reverse("assess:emergency", args=[stage1.pk])).content.decode()
    assert "I have called" in text
    client.post(reverse("assess:called", args=[stage1.pk]))
    text = client.get(reverse("assess:emergency", args=[stage1.pk])).content.decode()
    assert "I have called" not in text
    assert "You told us at" in text


def test_hz2_a_form_without_a_finding_never_says_that_all_is_well(
    stage1, clinic, keep, sign_in, now
):
    keep(stage1, dict.fromkeys(SIGNS, "no") | {"age": "46", "DURATION": "more"})
    actions.finish_sheet(sheet=stage1, by=clinic.pat, now=now)
    text = sign_in(clinic.pat).get(reverse("assess:done", args=[stage1.pk])).content.decode()
    words = re.sub(r"<[^>]+>", " ", text).lower()
    assert "no urgent answers were given" in words
    for banned in (
        "all clear",
        "nothing wrong",
        "you are fine",
        "no danger",
        "guaranteed",
        *BANNED,
    ):
        assert not re.search(rf"\b{re.escape(str(banned).lower())}\b", words), banned


def test_phq9_is_never_filled_alone(open_instrument):
    with pytest.raises(NotAllowed, match="PHQ-8"):
        open_instrument("phq9")
    assert open_instrument("phq9", mode=Mode.PHONE).mode == Mode.PHONE


def test_a_draft_begun_live_does_not_go_on_alone(open_instrument):
    open_instrument("phq9", mode=Mode.CLINIC)
    with pytest.raises(NotAllowed):
        open_instrument("phq9", mode=Mode.SELF)


def test_hz3_item_nine_brings_the_crisis_numbers_first(open_instrument, people, sign_in):
    sheet = open_instrument("phq9", mode=Mode.CLINIC)
    url = reverse("assess:save", args=[sheet.pk])
    data = {"key": "phq9.9", "value": "several_days", "seen": "{}"}
    client = sign_in(people.amin)
    reply = client.post(url, data).json()
    assert Flag.objects.filter(code="U1").exists()
    text = client.get(reply["contact"]).content.decode()
    main = text[text.index("<main") :]
    assert main.index("tel:112") < main.index("Who looks at it")
    assert "Do not leave the person alone" in main


@pytest.mark.parametrize("hour", [2, 11, 23])
def test_hz3_questions_on_mood_show_help_first_at_any_hour(
    open_instrument, clinic, sign_in, hour, monkeypatch
):
    sheet = open_instrument("phq8")
    text = sign_in(clinic.pat).get(reverse("assess:page", args=[sheet.pk, 1])).content.decode()
    main = text[text.index("<main") :]
    assert main.index("tel:112") < main.index("<fieldset")


def test_inv_08_a_finished_sheet_holds_its_scores_with_versions(open_instrument, keep, clinic, now):
    sheet = open_instrument("gad2")
    keep(sheet, {"gad7.1": "several_days", "gad7.2": "nearly_every_day"})
    actions.finish_sheet(sheet=sheet, by=clinic.pat, now=now)
    (stored,) = result_of(sheet)["scores"]
    (scored,) = queries.scores_of(clinic.case)
    assert stored["value"] == scored.scores[0].value == 4
    assert stored["instrument"] == "gad2"
    assert stored["version"] == sheet.form_version
    assert stored["rule_version"] == scored.scores[0].rule_version
    assert stored["complete"] is True
    assert dict(stored["items"]) == {"gad7.1": "several_days", "gad7.2": "nearly_every_day"}


def test_hz8_a_form_with_a_missing_item_has_no_score(open_instrument, keep, clinic, now):
    sheet = open_instrument("peg")
    keep(sheet, {"peg.1": "4", "peg.2": "5"})
    questions = sources.source_of(sheet).form.questions()
    if any(one.need is Need.MUST for one in questions):
        with pytest.raises(InvalidInput, match="need an answer"):
            actions.finish_sheet(sheet=sheet, by=clinic.pat, now=now)
        assert queries.scores_of(clinic.case) == []
    else:
        actions.finish_sheet(sheet=sheet, by=clinic.pat, now=now)
        (scored,) = queries.scores_of(clinic.case)
        assert scored.scores[0].value is None
        assert scored.scores[0].reason
