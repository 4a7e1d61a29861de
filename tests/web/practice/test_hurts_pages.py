"""The pages of "It hurts" and of the phone: the same for everybody, and safe without script."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from remit.content.programme_texts import flare_protocol
from remit.web.notices.models import Flag
from remit.web.practice.episode_answers import EpisodeTold
from remit.web.practice.episodes import record_episode
from remit.web.practice.models import Episode, ReRating
from remit.web.practice.phone import KEEP
from remit.web.practice.receipts import Sent

SHELLS = ("hurts_shell", "waiting_shell", "offline", "help")
DANGEROUS = "not dangerous"


@pytest.fixture
def pat(started):
    return started(5)


def at(name, *args):
    return reverse(f"practice:{name}", args=args)


def plain(pat):
    return at("hurts_plain", pat.case.site.slug)


@pytest.mark.parametrize("name", SHELLS)
def test_a_calm_page_is_the_same_signed_in_and_out(pat, name):
    url = at(name, pat.case.site.slug)
    own, nobodys = pat.client.get(url), Client().get(url)
    assert own.status_code == nobodys.status_code == 200
    assert own.content == nobodys.content
    assert own.headers[KEEP] == "calm"
    assert not own.cookies
    text = own.content.decode()
    assert "Pat" not in text
    assert "csrfmiddlewaretoken" not in text


@pytest.mark.parametrize("name", SHELLS)
def test_a_calm_page_of_no_clinic_is_not_found(db, name):
    assert Client().get(at(name, "nowhere")).status_code == 404


@pytest.mark.parametrize("name", SHELLS)
def test_titles_say_nothing_of_pain_or_programme(pat, name):
    text = Client().get(at(name, pat.case.site.slug)).content.decode()
    (title,) = re.findall("<title>(.*?)</title>", text)
    assert not re.search("pain|hurt|flare|day", title, re.IGNORECASE)


def test_it_hurts_leads_to_ones_own_clinic_also_without_enrolment(cleared_case, sign_in):
    client = sign_in(cleared_case.participant)
    assert client.get(at("hurts")).headers["Location"] == at("hurts_shell", "riverside")


def test_signed_out_of_several_clinics_one_is_chosen(pat):
    text = Client().get(at("hurts")).content.decode()
    assert at("hurts_shell", "riverside") in text
    assert at("hurts_shell", "hillside") in text


def test_the_shell_holds_all_five_steps_and_the_numbers_to_call(pat):
    text = Client().get(at("hurts_shell", "riverside")).content.decode()
    steps = re.findall('data-step-of="([^"]+)"', text)
    exercises = [f"do-{one.id}" for one in flare_protocol().exercises]
    after = ["after-eased", "after-same", "after-worse", "after-day_three"]
    assert steps == ["signs", "stopped", "breath", "looking", "choose", *exercises, "again", *after]
    shown = text.split('data-step-of="stopped"')[1].split("</section>")[0]
    assert "tel:112" in shown
    assert shown.index("tel:112") < shown.index("does not know yet")


def test_not_dangerous_is_hidden_until_a_signature_is_known(pat):
    text = Client().get(at("hurts_shell", "riverside")).content.decode()
    assert re.search(r"<span data-clear-signed hidden>[^<]*not dangerous", text)
    assert text.count(DANGEROUS) == 1


def test_without_script_signs_come_first_and_alone(pat):
    first = pat.client.get(plain(pat)).content.decode()
    assert DANGEROUS not in first
    assert 'name="pain"' not in first
    second = pat.client.post(plain(pat), {"key": uuid.uuid4(), "signs": "none"})
    assert DANGEROUS in second.content.decode()
    assert not Episode.objects.exists()


def test_without_script_nothing_ticked_is_asked_again(pat):
    again = pat.client.post(plain(pat), {"key": uuid.uuid4()})
    assert again.status_code == 400
    assert "look-again" in again.content.decode()


@pytest.mark.parametrize("ticked", [["chest"], ["not_sure"], ["none", "fever"]])
def test_without_script_a_sign_opens_stage_one(pat, ticked):
    sent = pat.client.post(plain(pat), {"key": uuid.uuid4(), "signs": ticked})
    assert sent.headers["Location"].startswith("/assess/")
    assert Flag.objects.filter(rule="flare/1/sign").count() == 1


def test_not_dangerous_is_not_said_once_a_flag_is_open(pat):
    pat.client.post(plain(pat), {"key": uuid.uuid4(), "signs": ["fever"]})
    told = pat.client.post(plain(pat), {"key": uuid.uuid4(), "signs": "none"}).content.decode()
    assert DANGEROUS not in told
    assert 'value="tracking"' not in told
    assert flare_protocol().steps.choose.tracking_rests in told


def test_without_script_all_of_it_is_kept_once(pat):
    given = {
        "key": uuid.uuid4(), "none_of_these": "yes", "pain": "7", "fear": "", "looking": "quarrel",
        "words": "the call", "feelings": ["angry", "sad"], "exercise": "kind_talk",
    }  # fmt: skip
    first = pat.client.post(plain(pat), given)
    pat.client.post(plain(pat), given)
    (row,) = Episode.objects.all()
    assert first.headers["Location"] == f"{plain(pat)}{row.pk}/?do=kind_talk"
    page = pat.client.get(first.headers["Location"]).content.decode()
    assert flare_protocol().exercise("kind_talk").title in page


def test_without_script_numbers_again_and_what_is_said(pat):
    url = f"{plain(pat)}{_hurt(pat)}/"
    after = flare_protocol().after
    for outcome in ("eased", "same", "worse"):
        told = pat.client.post(url, {"key": uuid.uuid4(), "pain": "3", "outcome": outcome})
        assert getattr(after, outcome).title in told.content.decode()
    assert "tel:112" in told.content.decode()
    assert ReRating.objects.count() == 3


def test_without_script_the_third_day_leads_to_the_clinic(pat, clock):
    for back in (2, 1):
        sent = Sent(key=uuid.uuid4(), done_at=clock - timedelta(days=back))
        told = EpisodeTold.of({"pain": 6})
        record_episode(case=pat.case, sent=sent, told=told, by=pat.person, now=clock)
    url = f"{plain(pat)}{_hurt(pat)}/"
    told = pat.client.post(url, {"key": uuid.uuid4(), "outcome": "same"}).content.decode()
    assert flare_protocol().after.day_three.title in told
    assert "tel:112" in told


@pytest.mark.parametrize("who", ["amin", "fay", "cora", "una", "tom", "hugo"])
def test_nobody_else_opens_the_numbers_of_an_episode(pat, sign_in, people, who):
    url = f"{plain(pat)}{_hurt(pat)}/"
    client = sign_in(getattr(people, who))
    assert client.get(url).status_code in (403, 404)
    assert client.post(url, {"key": uuid.uuid4(), "pain": "1"}).status_code in (403, 404)
    assert not ReRating.objects.exists()


def test_the_other_participant_opens_none_of_it(pat, started):
    sam = started(5, name="Sam", beside=pat)
    url = f"{plain(pat)}{_hurt(pat)}/"
    assert sam.client.get(url).status_code == 404


def test_the_plain_form_needs_somebody(pat):
    assert Client().get(plain(pat)).status_code == 302


def test_the_worker_reaches_this_house_and_names_files_that_exist(pat):
    sent = Client().get(at("worker"))
    assert sent.headers["Content-Type"] == "text/javascript"
    assert sent.headers["Service-Worker-Allowed"] == "/practice/"
    told = json.loads(re.search(r"start\((\{.*\})\)", sent.content.decode())[1])
    assert any(file.endswith("/flare.js") for file in told["files"])
    assert any(file.endswith("/remit.css") for file in told["files"])
    assert told["keep"] == at("keep")
    assert Client().get(at("worker")).content == sent.content


def test_every_script_that_a_calm_page_asks_for_is_on_the_phone(pat):
    told = Client().get(at("worker")).content.decode()
    for name in SHELLS:
        page = Client().get(at(name, "riverside")).content.decode()
        for file in re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', page):
            assert file in told


def test_the_name_on_the_home_screen_tells_nobody_anything(pat):
    told = Client().get(at("manifest")).json()
    assert not re.search("pain|hurt|remit|clinic|health|day", json.dumps(told["name"]).lower())
    assert told["start_url"] == "/practice/"
    assert told["icons"]


def test_what_waits_leads_to_ones_own_clinic(pat):
    assert pat.client.get(at("waiting")).headers["Location"] == at("waiting_shell", "riverside")


def _hurt(pat):
    given = {"key": uuid.uuid4(), "none_of_these": "yes", "pain": "6"}
    pat.client.post(plain(pat), given)
    return given["key"]
