"""Pages of a form: frame, progress, review, paper, and the staff's view of them."""

import re

import pytest
from django.urls import reverse

from remit.domain.body import REGIONS
from remit.web.assess import actions, bodymap
from remit.web.assess.models import Mode
from remit.web.assess.sources import screening_ref

pytestmark = pytest.mark.django_db

PARTICIPANT_PAGES = ("page", "later", "review", "paper", "contact")


def _url(name, sheet):
    return reverse(f"assess:{name}", args=[sheet.pk, 2] if name == "page" else [sheet.pk])


@pytest.mark.parametrize("name", PARTICIPANT_PAGES)
def test_inv_12_every_page_of_a_participant_has_the_help_link(stage1, clinic, sign_in, name):
    text = sign_in(clinic.pat).get(_url(name, stage1)).content.decode()
    assert f'href="{reverse("notices:help", args=["riverside"])}"' in text
    assert "Help now" in text
    links = re.findall(r'<a[^>]*href="([^"]+)"', text)
    assert links[:2] == [reverse("assess:leave"), reverse("notices:help", args=["riverside"])]


@pytest.mark.parametrize("name", PARTICIPANT_PAGES)
def test_inv_14_titles_and_addresses_say_nothing(stage1, clinic, sign_in, name):
    response = sign_in(clinic.pat).get(_url(name, stage1))
    title = re.search(r"<title>(.*?)</title>", response.content.decode())[1]
    for word in ("pain", "Remit", "bladder", "safety", "programme"):
        assert word.lower() not in title.lower()
        assert word.lower() not in _url(name, stage1).lower()


def test_progress_says_page_and_minutes(stage1, clinic, sign_in):
    text = sign_in(clinic.pat).get(_url("page", stage1)).content.decode()
    assert re.search(r"Page 2 of \d+, about \d+ minutes? left", text)


def test_a_form_goes_on_where_it_was_left(stage1, clinic, sign_in, keep):
    client = sign_in(clinic.pat)
    start = reverse("assess:start", args=[stage1.pk])
    assert client.get(start)["Location"].endswith("/1/")
    keep(stage1, {"CE1": "no"})
    assert client.get(start)["Location"].endswith("/2/")


def test_a_fact_that_was_told_is_not_asked_blank_but_an_answer_is(
    stage1, clinic, sign_in, keep, now
):
    keep(stage1, {"age": "46", "DURATION": "more"})
    later = actions.open_sheet(
        case=clinic.case, form_ref=screening_ref("stage1"), point="day-8", mode=Mode.SELF,
        by=clinic.pat, now=now,
    )  # fmt: skip
    url = reverse("assess:page", args=[later.pk, 1])
    text = sign_in(clinic.pat).get(url).content.decode()
    assert 'value="46"' in text
    assert "You told us this before. Still right?" in text
    assert " checked>" not in text


def test_wrong_words_stay_and_the_error_stands_at_the_top_and_at_the_field(stage1, clinic, sign_in):
    data = {"there": "age DURATION", "shown": "age DURATION", "seen": "{}", "age": "fourty"}
    response = sign_in(clinic.pat).post(reverse("assess:page", args=[stage1.pk, 1]), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="fourty"' in text
    assert 'href="#q-age"' in text
    assert "whole number" in text
    assert 'aria-invalid="true"' in text
    assert "Help now" in text


def test_a_stale_page_shows_both_answers_side_by_side(stage1, clinic, sign_in, keep):
    keep(stage1, {"DURATION": "more"})
    data = {"there": "DURATION", "shown": "DURATION", "seen": "{}", "DURATION": "less"}
    response = sign_in(clinic.pat).post(reverse("assess:page", args=[stage1.pk, 1]), data)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Two answers to one question" in text
    assert "3 months or more" in text
    assert "Less than 3 months" in text
    assert "checked" not in text  # neither is preset


def test_review_lists_what_is_still_needed(stage1, clinic, sign_in, keep):
    keep(stage1, {"CE1": "no"})
    client = sign_in(clinic.pat)
    response = client.post(reverse("assess:review", args=[stage1.pk]))
    assert response.status_code == 422
    assert "These still need an answer" in response.content.decode()


def test_paper_is_blank_or_answered(stage1, clinic, sign_in, keep):
    keep(stage1, {"CE1": "no"})
    client = sign_in(clinic.pat)
    url = reverse("assess:paper", args=[stage1.pk])
    assert "☒" in client.get(url).content.decode()
    assert "☒" not in client.get(url + "?answers=none").content.decode()


def test_staff_reads_answers_scores_and_rules_and_opening_is_noted(
    open_instrument, people, keep, sign_in, now
):
    sheet = open_instrument("gad2", mode=Mode.PHONE)
    keep(sheet, {"gad7.1": "several_days", "gad7.2": "not_at_all"}, by=people.amin)
    actions.finish_sheet(sheet=sheet, by=people.amin, now=now)
    text = sign_in(people.amin).get(reverse("assess:answers", args=[sheet.pk])).content.decode()
    assert "entered by Dr Amin with the participant on the phone" in text
    assert "2 of 2 answered" in text
    assert "Several days" in text


@pytest.mark.parametrize("who", ["tom", "hugo", "fay", "bea", "ada"])
@pytest.mark.parametrize("name", [*PARTICIPANT_PAGES, "answers", "done", "emergency"])
def test_nobody_else_opens_a_page(stage1, people, sign_in, who, name):
    assert sign_in(getattr(people, who)).get(_url(name, stage1)).status_code in {403, 404}


def test_another_site_cannot_sign_anybody_out(clinic, sign_in):
    client = sign_in(clinic.pat)
    client.get(reverse("assess:leave"), headers={"Sec-Fetch-Site": "cross-site"})
    assert "_auth_user_id" in client.session
    client.get(reverse("assess:leave"), headers={"Sec-Fetch-Site": "same-origin"})
    assert "_auth_user_id" not in client.session


def test_the_body_map_draws_every_region():
    drawn = {shape.region for view in ("front", "back") for shape in bodymap.shapes(view)}
    assert drawn == set(REGIONS)
    front = {shape.region: shape.mirrored for shape in bodymap.shapes("front")}
    assert front["left_hand"] is False  # seen from the front, their left is on the right
    assert front["right_hand"] is True
