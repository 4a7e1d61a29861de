"""What the participant sees and tells, and who else sees it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from remit.domain.action_code import ActionCode
from remit.web.assess.models import Sheet
from remit.web.consult.models import Entry
from remit.web.consult.records import plain_payload
from remit.web.intake import queries
from remit.web.intake.models import Consent
from remit.web.notices import queries as notices
from remit.web.notices.actions import raise_flag

OWN_PAGES = ("home", "consent", "medicines", "withdraw", "opened", "ended")
CAUDA = {"CE1": "yes", "CE1.onset": "two_weeks", "CE1.trend": "worse"}
STAFF_PAGES = ("invitation", "on_behalf")


@pytest.mark.parametrize("name", OWN_PAGES[:-1])
def test_inv_12_inv_14_every_page_has_help_and_a_neutral_title(avery, name):
    page = avery.get(name).content.decode()
    assert reverse("notices:help", args=["riverside"]) in page
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert title[1].strip() in ("Your page", "Questions")


@pytest.mark.parametrize("who", ["bea", "fay", "una", "ada", "tom", "hugo"])
def test_who_has_no_part_in_it_sees_nothing(avery, people, sign_in, who):
    client = sign_in(getattr(people, who))
    sheet = avery.begin("nrs")
    for name in STAFF_PAGES:
        page = client.get(reverse(f"intake:{name}", args=[avery.case.pk]))
        assert page.status_code in (403, 404)
    for name in OWN_PAGES:
        page = client.get(reverse(f"intake:{name}"))
        nothing = "There is no page for you yet" in page.content.decode()
        assert page.status_code in (302, 403, 404) or nothing
    for name in ("start", "answers", "done", "paper"):
        page = client.get(reverse(f"assess:{name}", args=[sheet.pk]))
        assert page.status_code in (403, 404)
    listed = client.get(reverse("intake:invitations"))
    assert "Avery" not in listed.content.decode()
    begun = client.post(reverse("intake:begin_for", args=[avery.case.pk]), {"part": "gad7"})
    assert begun.status_code in (403, 404)
    assert Sheet.objects.count() == 1


def test_the_coordinator_sees_progress_and_no_answers(avery, people, sign_in):
    client = sign_in(people.cora)
    address = reverse("intake:invitation", args=[avery.case.pk])
    before = client.get(address).context["progress"]
    sheet = avery.begin("stage1")
    avery.answer(sheet, {"BODY": ["lower_back"]})
    page = client.get(address)
    offered = [part.title for part in page.context["progress"].offered]
    assert len(offered) > len(before.offered)  # an answer added one
    assert not [title for title in offered if f"<li>{title}" in page.content.decode()]
    assert client.get(reverse("assess:answers", args=[sheet.pk])).status_code in (403, 404)
    assert client.get(reverse("intake:on_behalf", args=[avery.case.pk])).status_code == 403


def test_an_urgent_answer_is_named_to_who_sees_flags_only(avery, people, sign_in):
    avery.answer(avery.begin("stage1"), CAUDA)
    states = {
        who: sign_in(getattr(people, who)).get(reverse("intake:invitations")).context["lines"][0]
        for who in ("amin", "cora")
    }
    assert states["amin"].state == "an urgent answer"
    assert states["cora"].state == "rests"


def test_inv_03_while_an_emergency_is_open_nothing_else_is_asked(avery):
    avery.answer(avery.begin("stage1"), CAUDA)
    page = avery.get("home").content.decode()
    assert "This needs care now" in page
    assert 'href="tel:112"' in page
    for key in ("stage2", "phq8", "nrs", "medicine"):
        assert avery.post("begin", key).url == reverse("intake:home")
    assert avery.get("medicines").url == reverse("intake:home")
    assert Sheet.objects.count() == 1


def test_inv_03_the_pages_rest_for_an_emergency_flag_from_anywhere(avery):
    raise_flag(
        case=avery.case, code=ActionCode.EMERGENCY, rule="R", finding="f", source="s",
        origin="talk", by=None, now=timezone.now(),
    )  # fmt: skip
    assert avery.post("begin", "stage2").url == reverse("intake:home")
    assert not Sheet.objects.exists()


def test_hz2_the_page_never_says_all_clear(avery):
    for name in OWN_PAGES[:-1]:
        words = avery.get(name).content.decode().lower()
        for banned in ("all clear", "nothing wrong", "cure", "guarantee"):
            assert banned not in words


def test_inv_04_medicines_are_kept_as_prescribed(avery):
    assert "Keep taking everything as it was prescribed" in avery.get("medicines").content.decode()


def test_what_is_told_enters_the_history_in_their_words_and_takes_nothing_out(avery):
    avery.finish("symptom", {"symptom.what": "headaches", "symptom.since": "about 2001"})
    avery.finish("symptom", {"symptom.what": "headaches", "symptom.since": "2010"})
    rows = [plain_payload(entry, avery.case) for entry in Entry.objects.filter(case=avery.case)]
    assert [row["start"] for row in rows] == ["about 2001", "2010"]
    assert {row["source"] for row in rows} == {"participant"}
    assert {entry.recorded_by for entry in Entry.objects.all()} == {avery.person}


def test_one_more_medicine_asks_again_whether_that_is_all(avery):
    assert avery.post("medicines").status_code == 302
    done = {
        part.key: part.is_done for part in queries.progress_of(avery.case, now=timezone.now()).parts
    }
    assert done["medicines"]
    avery.finish("medicine", {"medicine.name": "codeine", "medicine.since": "2019"})
    done = {
        part.key: part.is_done for part in queries.progress_of(avery.case, now=timezone.now()).parts
    }
    assert not done["medicines"]
    avery.post("medicines")
    done = {
        part.key: part.is_done for part in queries.progress_of(avery.case, now=timezone.now()).parts
    }
    assert done["medicines"]


def test_low_back_pain_alone_brings_its_questionnaire(avery):
    assert avery.post("begin", "rmdq").status_code == 404
    avery.answer(avery.begin("stage1"), {"BODY": ["lower_back"]})
    assert avery.post("begin", "rmdq").status_code == 302


@pytest.mark.parametrize("mode", ["phone", "clinic"])
def test_staff_opens_every_part_together_with_the_participant(avery, people, sign_in, mode):
    client = sign_in(people.amin)
    page = client.get(reverse("intake:on_behalf", args=[avery.case.pk])).content.decode()
    keys = set(re.findall(r'name="part" value="([^"]+)"', page))
    assert {"stage1", "stage2", "phq9"} <= keys
    for key in sorted(keys):
        address = reverse("intake:begin_for", args=[avery.case.pk])
        begun = client.post(address, {"part": key, "mode": mode})
        assert "together" not in begun.url
        shown = client.get(begun.url, follow=True)
        assert "Entered by Dr Amin" in shown.content.decode()


def test_who_opened_my_record_names_staff_on_the_clinics_clock(avery, people, sign_in):
    sign_in(people.amin).get(reverse("intake:on_behalf", args=[avery.case.pk]))
    lines = avery.get("opened").context["lines"]
    assert [line.who for line in lines if line.act == "opened the record"] == ["Dr Amin"]
    assert [line.role for line in lines if line.who == "Dr Amin"] == ["clinician"]
    hours = notices.service(avery.case.site).hours
    assert f"{hours.local(lines[0].at):%H:%M}".lstrip("0") in lines[0].when
    assert avery.client.get(reverse("intake:opened") + "?page=2").context["lines"] == []


def test_stopping_keeps_flags_help_and_ones_own_answers(avery):
    avery.finish("nrs", {"nrs.avg": "6", "nrs.worst": "8", "nrs.least": "3", "nrs.now": "5"})
    raise_flag(
        case=avery.case, code=ActionCode.SAME_DAY, rule="R", finding="f", source="s",
        origin="talk", by=None, now=timezone.now(),
    )  # fmt: skip
    avery.post("withdraw", erase="on")
    consent = Consent.objects.get(case=avery.case)
    assert consent.withdrawn_at
    assert consent.erasure_asked
    assert len(notices.open_flags(avery.case)) == 1
    assert avery.get("home").url == reverse("intake:ended")
    page = avery.get("ended").content.decode()
    assert 'href="tel:112"' in page
    assert len(re.findall(r"/assess/[^/]+/paper/", page)) == 1
    assert avery.post("begin", "gad7").status_code == 403
