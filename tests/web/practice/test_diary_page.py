"""What the numbers say: for clinicians with chance, for the person without figures; nobody else."""

import uuid
from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse

from remit.web.people.models import AuditEvent
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.receipts import Sent

pytestmark = pytest.mark.django_db
MY_PATH = reverse("practice:path")


@pytest.fixture
def pat(started):
    return started(10)


@pytest.fixture
def page(pat):
    return reverse("practice:diary", args=[pat.enrolment.pk])


def evenings(pat, clock, days, effect=0.5):
    random = np.random.default_rng(1)
    pain, before = 3, 5
    for ago in range(days, 0, -1):
        stress = int(random.integers(0, 11))
        push = 3 + 0.3 * pain + effect * (before - 5) + random.normal()
        pain, before = int(np.clip(round(push), 0, 10)), stress
        told = CheckInTold.of({"new": "no", "pain_avg": pain, "stress": stress})
        at = clock - timedelta(days=ago)
        sent = Sent(key=uuid.uuid4(), done_at=at)
        record_check_in(case=pat.case, sent=sent, told=told, by=pat.person, now=at)


def test_few_evenings_say_why_nothing_is_said(pat, page, clock, sign_in, people):
    evenings(pat, clock, 6)
    shown = sign_in(people.amin).get(page).text
    assert "not estimable, because the first look is declared for day 28" in shown
    assert "not enough information" in shown
    assert "Numbers behind the answer" not in shown
    own = pat.client.get(MY_PATH).text
    assert "too early to tell" in own
    assert "of 100" not in own


def test_no_evening_at_all_is_said(page, sign_in, people):
    assert "not enough information" in sign_in(people.amin).get(page).text


def test_many_evenings_give_chance_first_and_words_without_figures(started, clock, sign_in, people):
    pat = started(70)
    evenings(pat, clock, 62, effect=0.8)
    page = reverse("practice:diary", args=[pat.enrolment.pk])
    shown = sign_in(people.amin).get(page).text
    assert shown.index("of 100 such diaries") < shown.index("points of pain today")
    assert "higher after more stress, more than chance" in shown
    assert "Look at 56 days" in shown
    assert "Look at 84 days" not in shown
    assert "seed 0" in shown
    own = pat.client.get(MY_PATH).text
    assert "Pain was a little higher on the day after more stress" in own
    assert "of 100" not in own


def test_opening_it_is_noted(pat, page, sign_in, people):
    sign_in(people.amin).get(page)
    seen = AuditEvent.objects.filter(
        act="viewed", object_id=str(pat.case.pk), actor=str(people.amin.pk)
    )
    assert seen.exists()


@pytest.mark.parametrize("who", ["fay", "cora", "bea", "una", "tom", "ada", "hugo"])
def test_chance_is_for_clinicians_of_the_site_alone(page, people, sign_in, who):
    assert sign_in(getattr(people, who)).get(page).status_code in (403, 404)


def test_the_way_to_it_stands_where_a_clinician_reads_the_programme(pat, page, people, sign_in):
    programme = reverse("practice:enrolment", args=[pat.enrolment.pk])
    assert page in sign_in(people.amin).get(programme).text
    assert page not in sign_in(people.fay).get(programme).text
