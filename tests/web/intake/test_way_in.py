"""Invitation, link, code, and the code by which one comes back."""

from datetime import timedelta

import pytest
from allauth.account import app_settings as allauth_settings
from allauth.account.adapter import get_adapter
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from remit.errors import Conflict, NotAllowed, NotFound
from remit.web.cases.models import Case
from remit.web.intake import actions, codes, queries
from remit.web.intake import mail as intake_mail
from remit.web.intake.models import Invitation
from remit.web.people.models import Person

GUESSED = "not the code"


def test_inv_12_nobody_is_invited_before_the_numbers_were_checked(people, sign_in):
    fields = {"name": "Avery", "email": "avery@example.org", "site": people.riverside.pk}
    page = sign_in(people.cora).post(reverse("intake:invite"), fields)
    assert page.status_code == 422
    assert "No emergency number of the country has been checked" in page.content.decode()
    assert not Case.objects.exists()
    assert not Person.objects.filter(email="avery@example.org").exists()


def test_inv_14_mails_name_the_clinic_and_nothing_else(invited):
    actions.send_code(invitation=invited.invitation, now=timezone.now())
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        words = f"{message.subject} {message.body}".lower()
        for word in ("pain", "programme", "health", "avery", "stress", "mind", "remit"):
            assert word not in words.replace(invited.token.lower(), "")


def test_the_link_is_stored_as_a_digest_and_shown_with_the_address_of_the_page(
    open_site, people, sign_in
):
    fields = {"name": "Avery", "email": "avery@example.org", "site": open_site.pk}
    page = sign_in(people.amin).post(reverse("intake:invite"), fields, SERVER_PORT="8123")
    link = page.context["link"]
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert link.startswith("http://testserver:8123/intake/open/")
    row = Invitation.objects.get()
    assert row.token_digest == codes.digest(token)
    assert token not in str(Invitation.objects.values().get())


def test_a_link_opens_once_for_14_days_and_the_newer_one_alone(invited, people):
    now, case = timezone.now(), invited.invitation.case
    assert codes.find(invited.token, now=now + timedelta(days=13)) == invited.invitation
    with pytest.raises(NotFound):
        codes.find(invited.token, now=now + timedelta(days=15))
    again = actions.invite_again(case=case, by=people.cora, now=now)
    with pytest.raises(NotFound):
        codes.find(invited.token, now=now)
    actions.take_back(case=case, by=people.cora, now=now)
    with pytest.raises(NotFound):
        codes.find(again.token, now=now)


def test_a_used_link_does_not_open_again(invited, come_in):
    come_in(invited.token)
    page = Client().get(reverse("intake:open", args=[invited.token]))
    assert page.status_code == 404
    assert "sign in with your" in page.content.decode()


def test_a_code_has_five_tries_and_ten_minutes(invited, people):
    now, row = timezone.now(), invited.invitation
    code = actions.read_out_code(case=row.case, by=people.cora, now=now)
    for _ in range(4):
        with pytest.raises(NotAllowed, match="not the code"):
            actions.accept(invitation=row, code=GUESSED, now=now)
    late = now + timedelta(minutes=11)
    with pytest.raises(NotAllowed, match="any more"):
        actions.accept(invitation=row, code=code, now=late)
    with pytest.raises(NotAllowed, match="not the code"):
        actions.accept(invitation=row, code=GUESSED, now=now)
    with pytest.raises(NotAllowed, match="any more"):
        actions.accept(invitation=row, code=code, now=now)
    assert Invitation.objects.get().used_at is None


def test_codes_are_made_seldom_and_so_many_a_day(invited, people, now):
    row, case = invited.invitation, invited.invitation.case
    for minute in range(codes.CODES_A_DAY):
        at = now + timedelta(minutes=minute)
        codes.make_code(row, now=at)
        with pytest.raises(Conflict, match="a moment ago"):  # refused, so not counted
            codes.make_code(row, now=at + timedelta(seconds=5))
    later = now + timedelta(hours=1)
    with pytest.raises(Conflict, match="Too many"):
        codes.make_code(row, now=later)
    assert Invitation.objects.get().codes_made == codes.CODES_A_DAY
    assert codes.make_code(row, now=later, by_staff=True)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=9))
    code = actions.read_out_code(case=case, by=people.cora, now=later + timedelta(minutes=1))
    assert len(code) == 6


def test_the_count_of_codes_begins_again_on_the_sites_next_day(invited, now):
    row = invited.invitation
    for minute in range(codes.CODES_A_DAY):
        codes.make_code(row, now=now + timedelta(minutes=minute))
    night = now.replace(hour=23, minute=59)
    with pytest.raises(Conflict, match="Too many"):
        codes.make_code(row, now=night)
    codes.make_code(row, now=night + timedelta(minutes=1))
    assert Invitation.objects.get().codes_made == 1


def test_the_mail_leaves_after_the_rows_are_kept(open_site, people, monkeypatch):
    depths = []

    def send_link(*_args):
        depths.append(len(connection.savepoint_ids))
        return False

    monkeypatch.setattr(intake_mail, "send_link", send_link)
    outside, now = len(connection.savepoint_ids), timezone.now()
    made = actions.invite(
        site=open_site, name="Avery", email="avery@example.org", by=people.cora, now=now
    )
    again = actions.invite_again(case=made.invitation.case, by=people.cora, now=now)
    assert depths == [outside, outside]
    assert (made.mailed, again.mailed) == (False, False)
    assert Invitation.objects.filter(replaced_at=None).get() == again.invitation


def test_a_closed_account_does_not_come_in(invited, people):
    now = timezone.now()
    code = actions.read_out_code(case=invited.invitation.case, by=people.cora, now=now)
    Person.objects.filter(email="avery@example.org").update(is_active=False)
    row = Invitation.objects.select_related("case__participant").get()
    with pytest.raises(NotFound):
        actions.accept(invitation=row, code=code, now=now)


def test_staff_cannot_be_invited_with_their_own_address(open_site, people):
    with pytest.raises(Exception, match="cannot be invited"):
        actions.invite(
            site=open_site, name="X", email=people.bea.email, by=people.cora, now=timezone.now()
        )
    assert not Case.objects.exists()


def test_the_code_to_come_back_has_six_digits_and_strangers_get_no_mail(db):
    code = get_adapter().generate_login_code()
    assert (len(code), code.isdigit()) == (6, True)
    assert allauth_settings.LOGIN_BY_CODE_TIMEOUT == 600
    assert allauth_settings.LOGIN_BY_CODE_MAX_ATTEMPTS == 5
    assert allauth_settings.EMAIL_UNKNOWN_ACCOUNTS is False


def test_who_sees_no_answers_reads_out_no_code_once_somebody_takes_part(avery, people):
    at = timezone.now()
    actions.invite_again(case=avery.case, by=people.cora, now=at)
    with pytest.raises(NotAllowed):
        actions.read_out_code(case=avery.case, by=people.cora, now=at)
    assert len(actions.read_out_code(case=avery.case, by=people.amin, now=at)) == 6


def test_another_clinic_neither_reads_out_a_code_nor_hides_a_page(avery, people, settings):
    settings.REMIT_DEMO = True
    at = timezone.now()
    made = actions.invite(
        site=people.hillside, name="Avery", email=avery.person.email, by=people.hugo, now=at
    )
    with pytest.raises(NotAllowed, match="another clinic"):
        actions.read_out_code(case=made.invitation.case, by=people.hugo, now=at)
    assert queries.own_case(avery.person, now=at) == avery.case
