"""What comes in the very next response after a grave answer (INV-03, INV-06), by the real clock."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from remit.web.assess.models import Sheet

pytestmark = pytest.mark.django_db


def test_inv_03_the_panel_is_the_very_next_page_after_the_form(started):
    pat = started(12)
    sent = {"key": str(uuid4()), "new": "no", "said": ["not_safe"]}
    page = pat.client.post(reverse("practice:check_in"), sent, follow=True)
    assert page.redirect_chain == [(reverse("practice:urgent"), 302)]
    assert "Call 112" in page.content.decode()


@pytest.mark.parametrize("new", ["yes", "unsure"])
def test_inv_06_the_safety_questions_are_the_very_next_page_after_the_form(started, new):
    pat = started(12)
    sent = {"key": str(uuid4()), "new": new}
    page = pat.client.post(reverse("practice:check_in"), sent)
    sheet = Sheet.objects.get(stage="new-symptom")
    assert page.url == reverse("assess:start", args=[sheet.pk])


def test_inv_03_a_phone_that_sends_it_is_told_where_to_go(started):
    pat = started(12)
    for kind, payload in (
        ("check-in", {"new": "no", "said": ["not_safe"]}),
        ("done", {"day": 3, "part": "write", "choice": "theme", "said": ["not_safe"]}),
    ):
        sent = {
            "kind": kind, "key": str(uuid4()), "made_at": timezone.now().isoformat(),
            "late": True, "payload": payload,
        }  # fmt: skip
        answer = pat.client.post(
            reverse("practice:keep"), json.dumps(sent), content_type="application/json"
        )
        assert answer.json()["next"] == reverse("practice:urgent")
