"""Today: one next thing, nothing that shames, and nobody else's day."""

import gzip
import re
from datetime import timedelta
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from remit.domain.enrolment import Scope
from remit.web.practice.days import record_done
from remit.web.practice.done_answers import DoneTold
from remit.web.practice.enrolments import Held, hold, withdraw
from remit.web.practice.models import Done, LetGo
from remit.web.practice.receipts import Sent

pytestmark = pytest.mark.django_db
TODAY = reverse("practice:today")


def text_of(client: Client, url: str = TODAY) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def do(taking, day: int, part: str, at, **told: object) -> None:
    payload = {"day": day, "part": part, **told}
    record_done(
        case=taking.case,
        sent=Sent(key=uuid4(), done_at=at),
        told=DoneTold.of(payload),
        by=taking.person,
        now=at,
    )


def test_one_card_and_the_rest_below(started):
    page = text_of(started(5).client)
    assert "Day 5" in page
    assert page.count("button--filled") == 1
    assert "Next: write" in page
    assert "That is enough. If you have more energy:" in page
    assert "Help now" in page
    assert 'aria-current="page"' in page


def test_nothing_on_the_page_shames(started):
    page = text_of(started(9).client).lower()
    for word in ("missed", "streak", "%</", "behind", "overdue", "!</p>"):
        assert word not in page


def test_what_is_done_folds_and_leaves_the_card(started, clock):
    taking = started(5)
    do(taking, 5, "write", clock, choice="theme", before=3, after=4)
    page = text_of(taking.client)
    assert "Next: write" not in page
    assert "Done:" in page
    assert "writing" in page


def test_smaller_leaves_one_small_thing(started):
    taking = started(5)
    assert "Make today smaller" in text_of(taking.client)
    page = text_of(taking.client, f"{TODAY}?smaller=1")
    assert "Say your sentence twice" in page
    assert "If you have more energy" not in page


def test_away_is_one_sentence_and_days_are_an_offer(started):
    taking = started(9)
    page = text_of(taking.client)
    assert "You were away 8 days. Today is day 9. Nothing is lost." in page
    assert "8 earlier days, if you want them" in page
    taking.client.post(reverse("practice:let_go"))
    assert LetGo.objects.count() == 8
    assert "earlier day" not in text_of(taking.client)


def test_a_hold_rests_parts_and_says_what_stays(started, clock, people):
    taking = started(12)
    held = Held(name="n", scope=Scope.STRONG, reason="new symptom", flag=None)
    hold(enrolment=taking.enrolment, held=held, by=people.amin, now=clock)
    page = text_of(taking.client)
    assert "Some parts rest for now" in page
    assert "Your day is not lost." in page
    assert reverse("practice:check_in") in page


@pytest.mark.parametrize("day", [0, -3])
def test_before_day_one_no_day_is_open(started, day):
    taking = started(1)
    taking.enrolment.day_one += timedelta(days=1 - day)
    taking.enrolment.save()
    assert taking.client.get(reverse("practice:day", args=[2])).status_code == 404


def test_a_day_that_has_not_come_is_not_shown(started):
    taking = started(5)
    assert taking.client.get(reverse("practice:day", args=[5])).status_code == 200
    for name in ("day", "read", "write", "listen", "sentence", "step"):
        assert taking.client.get(reverse(f"practice:{name}", args=[6])).status_code == 404
    assert taking.client.get(reverse("practice:day", args=[22])).status_code == 404


def test_before_the_group_begins(enrolled):
    page = text_of(enrolled.client)
    assert "Before the first day" in page
    assert "Your group meets" in page
    assert "Room 2" in page


def test_after_day_21_every_day_stays_open(started):
    taking = started(25)
    page = text_of(taking.client)
    assert "The 21 days are over" in page
    assert taking.client.get(reverse("practice:day", args=[21])).status_code == 200


def test_who_has_withdrawn_keeps_it_hurts_and_help(started, clock):
    taking = started(5)
    withdraw(enrolment=taking.enrolment, by=taking.person, now=clock)
    page = text_of(taking.client)
    assert "This has ended" in page
    assert reverse("practice:hurts") in page
    assert "Help now" in page
    assert taking.client.get(reverse("practice:day", args=[3])).status_code == 404


def test_without_a_programme_the_page_says_so(cleared_case):
    client = Client()
    client.force_login(cleared_case.participant)
    assert "Nothing is planned here yet" in text_of(client)
    assert client.get(reverse("practice:start")).url == reverse("intake:home")


def test_start_leads_to_today(started):
    assert started(2).client.get(reverse("practice:start")).url == TODAY


@pytest.mark.parametrize("who", ["amin", "fay", "cora", "ada"])
def test_staff_have_no_today(started, people, sign_in, who):
    started(5)
    client = sign_in(getattr(people, who))
    for url in (TODAY, reverse("practice:check_in"), reverse("practice:day", args=[3])):
        assert client.get(url).status_code in (403, 404)


def test_signed_out_nothing_is_shown(started):
    started(5)
    assert Client().get(TODAY).status_code == 302


def test_another_participant_sees_their_own_only(started, clock):
    ann = started(9, name="Ann")
    pat = started(3, name="Pat", beside=None)
    do(ann, 9, "write", clock, choice="gentler", before=1, after=1)
    row = Done.objects.get()
    assert pat.client.get(reverse("practice:after", args=[row.pk])).status_code == 404
    assert "Day 3" in text_of(pat.client)


def test_reading_today_asks_a_fixed_number_of_queries(
    started, clock, django_assert_max_num_queries
):
    taking = started(12)
    for day in range(1, 11):
        do(taking, day, "read", clock)
    with django_assert_max_num_queries(70):
        text_of(taking.client)


def test_the_first_load_of_today_is_below_60_kb(started):
    """Page, style sheets and scripts as they go over the line, without fonts."""
    client = started(9).client
    page = client.get(TODAY).content
    seen: dict[str, int] = {}
    waiting = re.findall(r"(?:href|src)=\"(/static/[^\"]+\.(?:css|js))\"", page.decode())
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        answer = client.get(url, headers={"accept-encoding": "gzip"})
        sent = b"".join(answer)
        assert answer.headers["Content-Encoding"] == "gzip", url
        seen[url] = len(sent)
        asked = re.findall(
            r"(?:url\(|from )\"([^\"]+\.(?:css|js))\"", gzip.decompress(sent).decode()
        )
        waiting += [urljoin(url, one) for one in asked]
    assert len(page) + sum(seen.values()) < 60_000, (len(page), seen)


def test_pages_with_secrets_are_not_compressed(started):
    answer = started(9).client.get(TODAY, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
