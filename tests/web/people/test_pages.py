"""The administrator's pages, and what others may not see of them."""

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from remit.errors import Conflict, IntegrityFailure, InvalidInput, NotAllowed, NotFound
from remit.web import urls
from remit.web.people import actions, audit
from remit.web.people.models import AuditEvent, Person, Role

PAGES = ["/sites/riverside/people/", "/sites/riverside/people/new/", "/sites/riverside/audit/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["amin", "fay", "bea", "cora", "una", "ada", "tom", "hugo"])
def test_who_reaches_the_administrators_pages(people, sign_in, page, who):
    status = sign_in(getattr(people, who)).get(page).status_code
    expected = {"ada": 200, "tom": 404, "hugo": 404}.get(who, 403)
    assert status == expected


def test_the_list_shows_own_people_only_and_leaves_one_event(people, sign_in):
    page = sign_in(people.ada).get(PAGES[0]).content.decode()
    assert "amin@example.org" in page
    assert "tom@example.org" not in page
    assert AuditEvent.objects.get(act="listed").detail == '{"count": 6}'


def test_an_account_is_made_with_a_link_to_set_a_password(people, sign_in):
    client = sign_in(people.ada)
    data = {"display_name": "Nia", "email": "Nia@Example.org", "roles": ["facilitator"]}
    page = client.post(PAGES[1], data)
    assert "http://testserver/accounts/password/reset/key/" in page.content.decode()
    nia = Person.objects.get(email="nia@example.org")
    assert not nia.has_usable_password()
    assert [m.role for m in nia.memberships.all()] == [Role.FACILITATOR]
    again = client.post(PAGES[1], data)
    assert again.status_code == 400
    assert "add a role to it instead" in again.content.decode()


def test_a_wrong_form_says_so_beside_the_field(people, sign_in):
    page = sign_in(people.ada).post(PAGES[1], {"email": "no"}).content.decode()
    assert 'role="alert"' in page
    assert "id_email_error" in page


def test_roles_are_given_and_taken(people, sign_in):
    client = sign_in(people.ada)
    address = f"/sites/riverside/people/{people.fay.pk}/role/"
    client.post(address, {"role": "coordinator", "change": "grant"})
    client.post(address, {"role": "facilitator", "change": "revoke"})
    assert [m.role for m in people.fay.memberships.all()] == [Role.COORDINATOR]


@pytest.mark.parametrize("act", ["role", "close", "link", "factor"])
def test_other_sites_people_do_not_exist(people, sign_in, act):
    data = {"role": "clinician", "change": "grant"}
    address = f"/sites/riverside/people/{people.tom.pk}/{act}/"
    assert sign_in(people.ada).post(address, data).status_code == 404
    mine = f"/sites/riverside/people/{people.fay.pk}/{act}/"
    assert sign_in(people.amin).post(mine, data).status_code == 403


def test_an_administrator_resets_another_ones_lost_phone(people, sign_in, now):
    sign_in(people.fay)
    client = sign_in(people.ada)
    client.post(f"/sites/riverside/people/{people.fay.pk}/factor/")
    assert not people.fay.authenticator_set.exists()
    own = client.post(f"/sites/riverside/people/{people.ada.pk}/factor/")
    assert own.status_code == 403


@pytest.mark.parametrize("act", ["close", "link", "factor"])
def test_an_account_used_at_two_sites_is_not_one_sites_to_take_over(people, sign_in, now, act):
    actions.grant_role(
        person=people.hugo, site=people.riverside, role=Role.FACILITATOR, by=people.ada, now=now
    )
    page = sign_in(people.ada).post(f"/sites/riverside/people/{people.hugo.pk}/{act}/")
    assert (page.status_code, "another site too" in page.content.decode()) == (403, True)
    with pytest.raises(NotAllowed):
        actions.password_link(person=people.hugo, site=people.riverside, by=people.ada, now=now)
    actions.grant_role(
        person=people.ada, site=people.hillside, role=Role.ADMINISTRATOR, by=None, now=now
    )
    assert actions.password_link(
        person=people.hugo, site=people.riverside, by=people.ada, now=now
    ).startswith("/accounts/password/reset/key/")


def test_who_saw_this_record(people, sign_in, now):
    audit.record_view(by=people.amin, now=now, site=people.riverside, object_id="7")
    audit.record_view(by=people.hugo, now=now, site=people.hillside, object_id="8")
    actions.break_glass(
        site=people.riverside, case_id="7", reason="Fell ill with us.", by=people.hugo, now=now
    )
    page = sign_in(people.ada).get(PAGES[2], {"object": "case", "id": "7"}).content.decode()
    assert "Dr Amin" in page
    assert "viewed" in page
    assert "Fell ill with us." in page
    assert "case 8" not in page


def _raise(error):
    def view(request):
        raise error

    return view


CASES = {
    "allowed": (NotAllowed("Ask Ada."), 403),
    "found": (NotFound("Not here."), 404),
    "input": (InvalidInput("Write a date."), 400),
    "conflict": (Conflict("Somebody was faster."), 409),
    "integrity": (IntegrityFailure("The chain is broken."), 500),
}


@pytest.mark.parametrize("name", CASES)
def test_a_user_error_becomes_a_page_with_its_sentence(people, sign_in, name):
    error, status = CASES[name]
    table = type("Table", (), {"urlpatterns": [path("boom/", _raise(error)), *urls.urlpatterns]})
    with override_settings(ROOT_URLCONF=table):
        response = sign_in(people.tom).get("/boom/")
    assert response.status_code == status
    assert str(error) in response.content.decode()


def test_a_bug_keeps_its_traceback(people, sign_in):
    view = _raise(ZeroDivisionError("bug"))
    table = type("Table", (), {"urlpatterns": [path("boom/", view), *urls.urlpatterns]})
    with override_settings(ROOT_URLCONF=table), pytest.raises(ZeroDivisionError):
        sign_in(people.tom).get("/boom/")


def test_error_pages(people, sign_in):
    page = sign_in(people.tom).get("/nowhere/")
    assert page.status_code == 404
    assert "There is nothing here" in page.content.decode()
    from remit.web.people import views

    assert views.error_500(RequestFactory().get("/")).status_code == 500
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/accounts/login/", {"login": "a@b.c", "password": "x"})
    assert refused.status_code == 403
    assert "open too long" in refused.content.decode()
