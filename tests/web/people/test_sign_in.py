"""Sign-in as people meet it: password, second step, lockout, and sessions that end."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import timezone

from remit.errors import NotAllowed
from remit.web.people import actions
from remit.web.people.models import AuditEvent, Membership, Role

PASSWORD = "correct horse battery staple"  # as in the people fixture

LOGIN = "/accounts/login/"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def give_password(client, person, password=PASSWORD):
    return client.post(LOGIN, {"login": person.email, "password": password})


SET_UP = "/accounts/2fa/totp/activate/"


def begin_set_up(client):
    """The password once more, then the page with the secret."""
    asked = client.get(SET_UP)
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    return secret


def test_nothing_is_open_without_signing_in(people):
    client = Client()
    for address in ("/", "/sites/riverside/people/", "/sites/riverside/audit/"):
        response = client.get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, LOGIN)
    assert client.get("/healthz").content == b"ok"


def test_the_form_has_labels_and_tells_password_managers_what_is_what(db):
    page = Client().get(LOGIN).content.decode()
    assert '<label for="id_login">' in page
    assert 'autocomplete="email"' in page
    assert 'autocomplete="current-password"' in page


def test_a_participant_signs_in_with_a_password(people):
    client = Client()
    assert give_password(client, people.tom).url == "/"
    assert client.get("/", follow=True).status_code == 200
    assert AuditEvent.objects.filter(act="signed in", actor=str(people.tom.pk)).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTICIPANT])
def test_staff_without_a_second_factor_reach_no_page(people, role):
    client = Client()
    give_password(client, people.with_role(role))
    for address in ("/", "/sites/riverside/people/", "/sites/riverside/audit/"):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, SET_UP)
    assert client.get(SET_UP).url.startswith("/accounts/reauthenticate/")


def test_staff_set_up_the_second_step_and_go_on(committed_people):
    people, client = committed_people, Client()
    give_password(client, people.amin)
    secret = begin_set_up(client)
    wrong = client.post(SET_UP, {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/").status_code == 302
    client.post(SET_UP, {"code": code_of(secret)})
    assert client.get("/").status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    stored = Authenticator.objects.get(user=people.amin, type="totp").data["secret"]
    assert secret not in stored


def test_staff_with_a_second_factor_are_asked_for_it(people):
    secret = generate_totp_secret()
    TOTP.activate(people.amin, secret)
    client = Client()
    assert give_password(client, people.amin).url == "/accounts/2fa/authenticate/"
    assert client.get("/").url.startswith(LOGIN)
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.get("/").url.startswith(LOGIN)
    assert AuditEvent.objects.filter(act="failed second factor").count() == 1
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/").status_code == 200


def test_a_session_older_than_the_second_factor_must_prove_it(people):
    """Who knew only the password, and waited, gets nothing out of the owner's set-up."""
    waiting = Client()
    give_password(waiting, people.amin)
    TOTP.activate(people.amin, generate_totp_secret())
    for address in ("/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/"):
        assert waiting.get(address).url == "/accounts/2fa/reauthenticate/"
    assert waiting.get("/accounts/2fa/reauthenticate/").status_code in {200, 302}


def test_setting_up_a_second_factor_ends_the_other_sessions(committed_people):
    people, waiting, owner = committed_people, Client(), Client()
    give_password(waiting, people.amin)
    give_password(owner, people.amin)
    secret = begin_set_up(owner)
    owner.post(SET_UP, {"code": code_of(secret)})
    assert waiting.get("/").url.startswith(LOGIN)
    assert owner.get("/").status_code == 200


def test_removing_the_second_factor_closes_the_pages_again(people, sign_in):
    client = sign_in(people.amin)
    assert client.get("/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/").url == SET_UP


def test_a_participant_who_becomes_staff_needs_the_second_factor_at_once(people):
    client = Client()
    give_password(client, people.tom)
    Membership.objects.filter(person=people.tom).update(role=Role.COORDINATOR)
    assert client.get("/").url == SET_UP


def test_five_wrong_passwords_lock_even_the_right_one_out(people):
    client = Client()
    for _ in range(5):
        assert give_password(client, people.tom, "wrong").status_code == 200
    response = give_password(client, people.tom)
    assert response.status_code == 200
    assert "Too many failed" in response.content.decode()
    assert client.get("/").status_code == 302
    assert AuditEvent.objects.filter(act="failed sign-in", object_id=people.tom.pk).count() >= 5
    assert give_password(Client(), people.hugo).status_code == 302


def test_an_unknown_address_is_answered_like_a_wrong_password_and_not_kept(people):
    page = Client().post(LOGIN, {"login": "hunter2@example.org", "password": "x"})
    known = Client().post(LOGIN, {"login": people.tom.email, "password": "x"})
    assert list(page.context["form"].non_field_errors()) == list(
        known.context["form"].non_field_errors()
    )
    event = AuditEvent.objects.filter(act="failed sign-in").earliest("pk")
    assert event.object_id == "unknown"
    assert "hunter2" not in event.detail


def test_a_closed_account_cannot_sign_in_and_its_session_ends(people, sign_in, now):
    client = sign_in(people.amin)
    actions.close_person(person=people.amin, site=people.riverside, by=people.ada, now=now)
    assert client.get("/").url.startswith(LOGIN)
    assert give_password(Client(), people.amin).url == "/accounts/inactive/"


@pytest.mark.parametrize(("mark", "hours"), [("remit_last_seen", 1.1), ("remit_signed_in_at", 13)])
def test_staff_sessions_end(people, sign_in, mark, hours):
    client = sign_in(people.amin)
    assert client.get("/").status_code == 200
    session = client.session
    session[mark] = (timezone.now() - timedelta(hours=hours)).timestamp()
    session.save()
    assert client.get("/").url == LOGIN
    assert client.get("/").url.startswith(LOGIN)


def test_a_session_in_use_stays_open(people, sign_in):
    client = sign_in(people.amin)
    session = client.session
    session["remit_last_seen"] = (timezone.now() - timedelta(minutes=59)).timestamp()
    session.save()
    assert client.get("/").status_code == 200
    assert timezone.now().timestamp() - client.session["remit_last_seen"] < 5


def test_signing_out_needs_a_post(people, sign_in):
    client = sign_in(people.tom)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/", follow=True).status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").url.startswith("/accounts/login/")
    assert AuditEvent.objects.filter(act="signed out").count() == 1


def test_nobody_signs_up_alone(db):
    page = Client().get("/accounts/signup/").content.decode()
    assert "made by the administrator" in page
    assert "password1" not in page


def test_the_demo_second_factor_exists_in_a_demo_only(people, now, settings):
    with pytest.raises(NotAllowed):
        actions.set_demo_second_factor(person=people.amin, now=now)
    settings.REMIT_DEMO = True
    secret = actions.set_demo_second_factor(person=people.amin, now=now)
    client = Client()
    give_password(client, people.amin)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    page = client.get("/").content.decode()
    assert 'class="banner"' in page


def test_a_password_link_works_once(people, now):
    link = actions.password_link(person=people.tom, site=people.hillside, by=None, now=now)
    client = Client()
    page = client.get(link, follow=True)
    assert page.status_code == 200
    new = {"password1": "another battery horse", "password2": "another battery horse"}
    client.post(page.request["PATH_INFO"], new)
    assert give_password(Client(), people.tom, "another battery horse").status_code == 302
    assert b"password1" not in Client().get(link, follow=True).content


@pytest.mark.parametrize(
    "address",
    ["/accounts/2fa/", "/accounts/2fa/webauthn/add/", "/accounts/password/change/", "/"],
)
def test_account_pages_wear_our_frame_and_headers(people, sign_in, address):
    response = sign_in(people.amin).get(address, follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert "site-header" in page
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Content-Security-Policy"].startswith("default-src 'self'")
    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"]
    assert " style=" not in page
    assert " onclick=" not in page
