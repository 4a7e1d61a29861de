"""What a reviewer with fresh eyes found in the first house, each held by a test."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from remit.errors import NotAllowed
from remit.web.cases.actions import open_case
from remit.web.people import actions
from remit.web.people.models import Role


@pytest.mark.parametrize(
    ("act", "more"),
    [
        (actions.grant_role, {"role": Role.CLINICIAN}),
        (actions.revoke_role, {"role": Role.ADMINISTRATOR}),
        (actions.close_person, {}),
    ],
)
def test_nobody_administers_themselves(people, now, act, more):
    ada = people.ada
    with pytest.raises(NotAllowed, match="Another administrator"):
        act(person=ada, site=people.riverside, by=ada, now=now, **more)


def test_a_reset_second_factor_ends_open_sessions(people, now, sign_in):
    sign_in(people.amin)
    assert Session.objects.count() == 1
    actions.reset_second_factor(
        person=people.amin, site=people.riverside, by=people.ada, now=now + timedelta(minutes=1)
    )
    assert Session.objects.count() == 0


def test_no_second_address_is_added_to_an_account(people, sign_in):
    answer = sign_in(people.amin).post("/accounts/email/", {"email": "thief@example.org"})
    assert answer.status_code == 404


def test_the_audit_page_of_a_site_shows_lists_and_sign_ins(people, now, sign_in):
    robin = {"id": "robin", "name": "Robin Example"}
    open_case(site=people.riverside, subject=robin, by=people.amin, now=now)
    sign_in(people.amin).get(reverse("consult:cases"))
    page = sign_in(people.ada).get(reverse("audit_log", kwargs={"slug": "riverside"}))
    assert "listed" in page.content.decode()


def test_a_nul_in_the_address_is_no_error(people, sign_in):
    client = sign_in(people.ada)
    assert client.get("/sites/riverside/audit/?object=case&id=%00").status_code == 200


def test_a_refused_account_keeps_what_was_typed(people, sign_in):
    typed = {"email": people.amin.email, "display_name": "Second Amin", "roles": ["clinician"]}
    page = sign_in(people.ada).post("/sites/riverside/people/new/", typed)
    assert page.status_code == 400
    assert "Second Amin" in page.content.decode()
