"""The parts of a day as plain forms: what is kept, what rests, and what is never sent."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from remit.domain.enrolment import Scope
from remit.pathways.practice.schedule import TURN
from remit.web.practice import day_page
from remit.web.practice.check_ins import told_of as evening_of
from remit.web.practice.days import record_done, told_of
from remit.web.practice.done_answers import DoneTold
from remit.web.practice.enrolments import Held, hold
from remit.web.practice.models import CheckIn, Done
from remit.web.practice.receipts import Sent
from remit.web.practice.situations import situation_of

pytestmark = pytest.mark.django_db
TODAY = reverse("practice:today")


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"practice:{name}", args=args))
    assert answer.status_code == 200, answer.content[:400]
    return answer.content.decode()


def send(client: Client, name: str, *args: object, **told: object):
    return client.post(
        reverse(f"practice:{name}", args=args), {"key": str(uuid4()), **told}, follow=False
    )


@pytest.mark.parametrize("day", range(1, 22))
def test_every_part_of_every_day_opens(started, day):
    client = started(day).client
    for name in ("day", "read", "write", "listen", "sentence", "step"):
        shown = page(client, name, day)
        assert "Help now" in shown
        assert len(re.findall(r"<h1", shown)) == 1


def test_no_word_of_a_page_leaves_it(started):
    """The editor has no name: a browser sends nothing of it, with or without script (INV-05)."""
    shown = page(started(9).client, "write", 9)
    editor = re.search(r"<textarea id=\"page\"[^>]*>", shown)
    assert editor
    assert " name=" not in editor[0]
    own = re.search(r"<textarea id=\"own\"[^>]*>", page(started(3, "Ann").client, "sentence", 3))
    assert own
    assert " name=" not in own[0]


def test_reading_is_kept_and_leads_on(started):
    taking = started(4)
    shown = page(taking.client, "read", 4)
    assert "What we know, honestly." in shown
    assert "Where this comes from" in shown
    answer = send(taking.client, "read", 4, then="write")
    assert answer.url == reverse("practice:write", args=[4])
    assert Done.objects.get().part == "read"


def test_the_same_key_twice_is_kept_once(started):
    taking = started(4)
    key = str(uuid4())
    for _ in range(2):
        taking.client.post(reverse("practice:step", args=[4]), {"key": key})
    assert [str(row.pk) for row in Done.objects.all()] == [key]


def test_a_form_without_key_is_refused(started):
    taking = started(4)
    answer = taking.client.post(reverse("practice:step", args=[4]), {})
    assert answer.status_code == 400
    assert not Done.objects.exists()


def test_of_writing_only_the_dose_is_kept(started):
    taking = started(5)
    answer = send(
        taking.client, "write", 5,
        choice="gentler", before="3", after="6", minutes="12", noticed="my jaw", page="SECRET",
    )  # fmt: skip
    row = Done.objects.get()
    told = told_of(row)
    assert (told.choice, told.before, told.after, told.noticed) == ("gentler", 3, 6, "my jaw")
    assert (row.minutes, told.words) == (12, "")
    assert answer.url == reverse("practice:after", args=[row.pk])
    shown = page(taking.client, "after", row.pk)
    assert "Before you wrote it was 3, now it is 6." in shown
    assert "my jaw" not in shown


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [("2", "6", "That is a lot"), ("8", "9", "That is a lot"), ("5", "3", "now it is 3"),
     ("", "", "That is enough"), ("9", "8", "now it is 8")],
)  # fmt: skip
def test_what_the_numbers_after_writing_say(started, before, after, says):
    taking = started(5)
    answer = send(taking.client, "write", 5, choice="theme", before=before, after=after)
    assert says in taking.client.get(answer.url).content.decode()


def test_paper_counts(started):
    taking = started(5)
    send(taking.client, "write", 5, choice="theme", on_paper="yes")
    assert Done.objects.get().on_paper


def test_strong_writing_rests_under_a_hold_and_the_gentler_stands(started, clock, people):
    taking = started(9)
    held = Held(name="n", scope=Scope.STRONG, reason="new symptom", flag=None)
    hold(enrolment=taking.enrolment, held=held, by=people.amin, now=clock)
    shown = page(taking.client, "write", 9)
    assert 'value="theme"' not in shown
    assert 'value="gentler"' in shown
    assert "rests until your clinic has looked at what is new" in shown


def test_all_writing_rests_and_calm_listening_stays(started, clock, people):
    taking = started(12)
    held = Held(name="n", scope=Scope.PROGRAMME, reason="distress", flag=None)
    hold(enrolment=taking.enrolment, held=held, by=people.amin, now=clock)
    assert "Writing rests today" in page(taking.client, "write", 12)
    listen = page(taking.client, "listen", 12)
    assert "Something calm instead:" in listen
    assert "It rests" in page(taking.client, "step", 12) or "I did some" in page(
        taking.client, "step", 12
    )


def test_listening_has_its_transcript_and_counts_what_was_heard(started):
    taking = started(2)
    shown = page(taking.client, "listen", 2)
    assert "Silence, 12 seconds" in shown
    assert "Stop here. It counts." in shown
    send(taking.client, "listen", 2, practice="breath", minutes="4")
    row = Done.objects.get()
    assert (row.part, row.minutes, told_of(row).practice) == ("listen", 4, "breath")


def test_of_several_practices_one_is_chosen(started):
    client = started(7).client
    assert "Choose one" in page(client, "listen", 7)
    shown = client.get(reverse("practice:listen", args=[7]) + "?of=body-scan").content.decode()
    assert "Stop here" in shown


def test_a_check_in_is_kept_with_what_was_chosen_alone(started):
    taking = started(9)
    shown = page(taking.client, "check_in")
    assert not re.search(r"<input type=\"radio\"[^>]* checked", shown)
    assert "How stirred up are you now?" in shown
    answer = send(taking.client, "check_in", new="no", pain_avg="5", sud_bedtime="4", mood="")
    assert answer.url == TODAY
    told = evening_of(CheckIn.objects.get())
    assert (told.pain_avg, told.sud_bedtime, told.mood, told.new) == (5, 4, None, "no")
    assert "Saved for today" in taking.client.get(TODAY).content.decode()


def test_no_numbers_today_is_a_whole_check_in(started):
    taking = started(5)
    send(taking.client, "check_in", new="no", none="yes", pain_avg="5")
    assert evening_of(CheckIn.objects.get()).pain_avg is None


def test_the_last_question_is_needed_and_nothing_is_lost(started):
    taking = started(5)
    answer = send(taking.client, "check_in", pain_avg="5", words="rain")
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert re.search(r"name=\"pain_avg\" value=\"5\" checked", shown)
    assert "rain" in shown
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("new", ["yes", "unsure"])
def test_something_new_opens_the_safety_questions_first(started, new):
    taking = started(5)
    answer = send(taking.client, "check_in", new=new)
    assert answer.status_code == 302
    assert answer.url.startswith("/assess/")


@pytest.mark.parametrize("day", [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 20, 21])
def test_what_a_day_asks_beside_is_kept(started, day):
    taking = started(day)
    shown = page(taking.client, "check_in")
    names = set(re.findall(r"name=\"(more\.[^\"]+)\"", shown))
    assert names
    send(taking.client, "check_in", new="no", **dict.fromkeys(names, "3"))
    assert len(evening_of(CheckIn.objects.get()).more) == len(names)


def test_who_sees_the_numbers_comes_from_the_permissions(started):
    shown = page(started(5).client, "check_in")
    assert "Seen by you, your clinicians, and who leads your group." in shown


def test_titles_tell_nobody_anything(started):
    client = started(9).client
    for name, args in (("today", ()), ("write", (9,)), ("read", (9,)), ("check_in", ())):
        title = re.search(r"<title>(.*?)</title>", page(client, name, *args), re.DOTALL)
        assert title
        assert not re.search(r"pain|remit|mind|anger", title[1], re.IGNORECASE)


@pytest.mark.parametrize("who", ["amin", "fay", "cora"])
def test_staff_keep_nothing_through_these_pages(started, people, sign_in, who):
    started(5)
    client = sign_in(getattr(people, who))
    for name, args in (("read", [5]), ("write", [5]), ("check_in", [])):
        answer = client.post(
            reverse(f"practice:{name}", args=args), {"key": str(uuid4()), "new": "no"}
        )
        assert answer.status_code in (403, 404)
    assert not Done.objects.exists()
    assert not CheckIn.objects.exists()


def test_staff_of_another_site_see_no_page_after_writing(started, people, sign_in):
    taking = started(5)
    send(taking.client, "write", 5, choice="theme", before="1", after="2")
    url = reverse("practice:after", args=[UUID(str(Done.objects.get().pk))])
    for who in ("amin", "fay"):
        assert sign_in(getattr(people, who)).get(url).status_code in (403, 404)


@pytest.mark.parametrize(("said", "leads"), [("not_safe", "urgent"), ("self_harm", "support")])
@pytest.mark.parametrize("form", ["write", "check_in"])
def test_what_is_said_comes_before_anything_else(started, said, leads, form):
    """INV-03: the very next page, also where the rest of the form is empty."""
    taking = started(5)
    args = [5] if form == "write" else []
    answer = send(taking.client, form, *args, choice="theme", new="no", said=said)
    assert answer.url == reverse(f"practice:{leads}")
    assert taking.client.get(answer.url).status_code == 200


def at_hour(monkeypatch, taking, hour):
    """The writing page at an hour of the programme day, whatever the hour here."""
    found = situation_of(taking.enrolment, now=timezone.now())
    then = replace(found, now=(found.now - TURN).replace(hour=hour))
    monkeypatch.setattr(day_page, "situation_of", lambda *_args, **_more: then)


def test_the_gentler_choice_stands_first_after_a_hard_day(started, clock, monkeypatch):
    taking = started(10)
    sent = Sent(key=uuid4(), done_at=clock - timedelta(days=1))
    told = DoneTold.of({"day": 9, "part": "write", "choice": "theme", "before": 2, "after": 7})
    record_done(case=taking.case, sent=sent, told=told, by=taking.person, now=clock)
    at_hour(monkeypatch, taking, 10)
    shown = page(taking.client, "write", 10)
    assert 'value="theme"' not in shown
    assert "Today is lighter, because yesterday was a lot." in shown
    assert "The gentler choice stands first today." in taking.client.get(TODAY).content.decode()


def test_late_in_the_evening_strong_writing_waits(started, monkeypatch):
    """E.2: nothing of intensity 3 or more after 21:00."""
    taking = started(9)
    at_hour(monkeypatch, taking, 22)
    shown = page(taking.client, "write", 9)
    assert 'value="theme"' not in shown
    assert "It waits for tomorrow. Tonight something lighter." in shown
