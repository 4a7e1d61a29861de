"""The pages of flags and service, and what others may not see of them."""

import hashlib

import pytest
from django.test import Client
from django.utils import timezone

from remit.domain.action_code import ActionCode
from remit.web.notices import actions, demo, queries
from remit.web.notices.models import CrisisContact, DutyTurn, Flag, Holiday, Notice, SiteLive
from remit.web.people.models import AuditEvent

from .conftest import add_contact, make_clinic

FLAGS, SERVICE = "/notices/", "/notices/service/riverside/"
E, U1, R = ActionCode.EMERGENCY, ActionCode.SAME_DAY, ActionCode.ROUTINE
EVERYBODY = ["amin", "fay", "bea", "cora", "una", "ada", "tom", "hugo"]


@pytest.fixture
def today(people):
    """The clinic at the real time, because pages use it."""
    return make_clinic(people, timezone.now())


def flag_page(flag):
    return f"/notices/flags/{flag.pk}/"


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_the_list_and_a_flag(today, people, sign_in, who):
    flag = today.raise_flag()
    client = sign_in(getattr(people, who))
    assert client.get(FLAGS).status_code == (200 if who in {"amin", "hugo"} else 403)
    listed = client.get(FLAGS).content.decode()
    assert ("calf" in listed) == ("Robin" in listed) == (who == "amin")
    page = client.get(flag_page(flag))
    assert page.status_code == (200 if who == "amin" else 404)
    for act in ("take", "outcome", "downgrade", "reopen"):
        answer = client.post(flag_page(flag) + act + "/")
        if who != "amin":
            assert answer.status_code == 404
            assert "calf" not in answer.content.decode()


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_and_changes_the_service(today, people, sign_in, who):
    client = sign_in(getattr(people, who))
    seen = {"amin": 200, "ada": 200, "fay": 200, "cora": 200, "tom": 404, "hugo": 404}
    assert client.get(SERVICE).status_code == seen.get(who, 403)
    may = who in {"amin", "ada"}
    contact = add_contact(today.site, people.ada, today.now, verify=False)
    for path in ("hours/", "contacts/", f"contacts/{contact.pk}/"):
        expected = 200 if may else 404 if who in {"tom", "hugo"} else 403
        assert client.get(SERVICE + path).status_code == expected
    if not may:
        data = {"version": "1"}
        for path in (f"contacts/{contact.pk}/verify/", "live/", "duty/", "holidays/", "approve/"):
            assert client.post(SERVICE + path, data).status_code in {403, 404}
    contact.refresh_from_db()
    assert contact.verified_on is None


def test_the_list_says_who_why_how_long_whose_and_what_next(today, sign_in):
    emergency = today.raise_flag(E, rule="screening/1/VA1")
    today.raise_flag(R, rule="screening/1/FR3")
    taken = today.raise_flag(U1)
    actions.acknowledge(flag=taken, by=today.noor, now=today.now)
    page = sign_in(today.amin).get(FLAGS).content.decode()
    assert "1 person needs someone, 1 of them now" in page
    places = [page.index(f'rowgroup" colspan="5">{name}<') for name in ("Now", "Within a day")]
    assert places == sorted(places)
    assert page.count("desk__row--emergency") == page.count("button--filled") == 1
    assert page.count("nobody yet") == 2
    assert "Dr Noor" in page
    assert "E emergency" in page
    assert "style=" not in page
    assert "of 24 h" in page
    assert "3 open" in page  # in the menu
    assert f'action="{flag_page(emergency)}take/"' in page
    mine = sign_in(today.noor).get(FLAGS + "?whose=mine").content.decode()
    assert mine.count('scope="row"') == 1
    nobody = sign_in(today.noor).get(FLAGS + "?whose=nobody").content.decode()
    assert nobody.count('scope="row"') == 2
    assert AuditEvent.objects.filter(act="listed", object_type="flag").count() == 3


def test_an_empty_list_says_what_would_appear(today, sign_in):
    page = sign_in(today.amin).get(FLAGS).content.decode()
    assert "No open flag here." in page
    assert "No worker runs" in page


def test_a_flag_is_taken_closed_and_opened_again(today, sign_in):
    flag = today.raise_flag()
    client = sign_in(today.amin)
    page = client.get(flag_page(flag)).content.decode()
    for part in ("One calf newly swollen", "screening/1/VA4", "A.2 VA4", "Take this as Dr Amin"):
        assert part in page
    assert "Write the outcome" not in page
    notice = Notice.objects.get(person=today.amin)
    assert notice.seen_at
    assert not notice.acted_at
    client.post(flag_page(flag) + "take/")
    notice.refresh_from_db()
    assert notice.acted_at
    empty = client.post(flag_page(flag) + "outcome/", {"words": ""})
    assert empty.status_code == 422
    assert 'role="alert"' in empty.content.decode()
    client.post(flag_page(flag) + "outcome/", {"words": "Rang <her>.", "reviewed": "on"})
    page = client.get(flag_page(flag)).content.decode()
    assert "Rang &lt;her&gt;." in page
    assert "together with the participant" in page
    assert not queries.holds(today.case)
    client.post(flag_page(flag) + "reopen/", {"reason": "Wrong leg."})
    assert queries.holds(today.case)
    events = AuditEvent.objects.filter(act="viewed", object_id=str(today.case.pk))
    assert events.count() >= 1


def test_what_was_written_stays_when_somebody_else_was_faster(today, sign_in):
    flag = today.raise_flag()
    actions.acknowledge(flag=flag, by=today.noor, now=today.now)
    actions.record_outcome(flag=flag, words="Done.", reviewed=True, by=today.noor, now=today.now)
    answer = sign_in(today.amin).post(flag_page(flag) + "outcome/", {"words": "My long text"})
    assert answer.status_code == 409
    assert Flag.objects.get().version == 3


def test_a_code_is_lowered_with_a_reason(today, sign_in):
    flag = today.raise_flag(E)
    client = sign_in(today.amin)
    assert client.post(flag_page(flag) + "downgrade/", {"code": "R"}).status_code == 422
    assert (
        client.post(flag_page(flag) + "downgrade/", {"code": "E", "reason": "x"}).status_code == 422
    )
    client.post(flag_page(flag) + "downgrade/", {"code": "U2", "reason": "Assessed in May."})
    flag.refresh_from_db()
    assert (flag.code, flag.state) == ("U2", "raised")


def test_hours_are_entered_as_people_write_them(today, people, sign_in):
    client = sign_in(people.ada)
    data = {
        "time_zone": "Pacific/Auckland",
        "country": "nz",
        "cover": "none",
        "out_of_hours": "on",
        "day0": "8:00-12:00, 13:00-17:00",
        "day5": "20:00-2:00",
    }
    assert client.post(SERVICE + "hours/", {**data, "day1": "eight"}).status_code == 422
    assert client.post(SERVICE + "hours/", {**data, "time_zone": "Mars"}).status_code == 422
    assert client.post(SERVICE + "hours/", data).status_code == 302
    level = queries.service(today.site)
    assert (level.country, level.out_of_hours, level.cover.value) == ("NZ", False, "none")
    page = client.get(SERVICE).content.decode()
    assert "Monday 8:00 to 12:00, 13:00 to 17:00; Saturday 20:00 to 2:00." in page
    assert 'value="20:00-2:00"' in client.get(SERVICE + "hours/").content.decode()


def test_duty_is_entered_in_the_sites_own_time(today, people, sign_in):
    client = sign_in(people.ada)
    data = {"person": today.oke.pk, "begins": "2030-07-01T08:00", "ends": "2030-07-01T17:00"}
    assert client.post(SERVICE + "duty/", {**data, "rank": 2}).status_code == 302
    turn = DutyTurn.objects.get(person=today.oke)
    assert turn.begins_at.isoformat() == "2030-07-01T07:00:00+00:00"  # summer time in Dublin
    back = {**data, "ends": "2030-07-01T07:00", "rank": 1}
    assert client.post(SERVICE + "duty/", back).status_code == 422
    client.post(f"{SERVICE}duty/{turn.pk}/end/")
    assert (
        "Dr Oke"
        not in client.get(SERVICE).content.decode().split("Add a turn")[0].split("Duty list")[1]
    )


def test_closed_dates_come_and_go(today, people, sign_in):
    client = sign_in(people.ada)
    client.post(SERVICE + "holidays/", {"on": "2030-12-25", "name": "Christmas"})
    assert "25 December 2030, Christmas" in client.get(SERVICE).content.decode()
    client.post(f"{SERVICE}holidays/{Holiday.objects.get().pk}/remove/")
    assert not Holiday.objects.exists()


def test_a_contact_is_entered_checked_changed_and_taken_off(today, people, sign_in):
    client = sign_in(people.ada)
    data = {
        "kind": "2 crisis",
        "name": "Example line",
        "number": "555 0101",
        "hours": "always",
        "country": "xx",
        "language": "en",
    }
    assert client.post(SERVICE + "contacts/", {**data, "number": ""}).status_code == 422
    client.post(SERVICE + "contacts/", data)
    contact = CrisisContact.objects.get()
    assert "not checked" in client.get(SERVICE).content.decode()
    place = f"{SERVICE}contacts/{contact.pk}/"
    client.post(place + "verify/", {"version": "1"})
    assert "by Ada" in client.get(SERVICE).content.decode()
    assert client.post(place, {**data, "number": "555 0102", "version": "1"}).status_code == 409
    client.post(place, {**data, "number": "555 0102", "version": "2"})
    assert "not checked" in client.get(SERVICE).content.decode()
    assert client.post(place + "burn/", {"version": "3"}).status_code == 404
    client.post(place + "remove/", {"version": "3"})
    assert "No crisis contact yet." in client.get(SERVICE).content.decode()


def test_inv_12_the_help_page_needs_no_sign_in_and_shows_checked_numbers_only(today, people):
    add_contact(today.site, people.ada, today.now, number="+353 555-0100")
    add_contact(today.site, people.ada, today.now, verify=False, number="555-0666")
    page = Client().get("/notices/help/riverside/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Nobody answers on this page. These numbers do." in text
    assert 'href="tel:+3535550100"' in text
    assert "0666" not in text
    assert "The clinic is open Monday to Friday 8:00 to 17:00." in text
    assert "were checked" in text
    assert Client().get("/notices/help/nowhere/").status_code == 404


def test_inv_12_without_a_checked_number_the_page_says_so(people):
    text = Client().get("/notices/help/hillside/").content.decode()
    assert "No number has been checked yet." in text
    assert "has not set its hours" in text
    assert "tel:" not in text


def test_inv_12_going_live_lists_what_is_missing_and_then_happens(today, people, sign_in):
    client = sign_in(today.amin)
    page = client.get(SERVICE).content.decode()
    assert "No emergency number of the country has been checked." in page
    assert "Go live as" not in page
    assert client.post(SERVICE + "live/").status_code == 409
    for kind in (CrisisContact.Kind.EMERGENCY, CrisisContact.Kind.CRISIS):
        add_contact(today.site, people.ada, today.now, kind)
    for line in queries.content_lines(today.site):
        read = client.get(SERVICE + "content/", {"path": line.file.path})
        assert hashlib.sha256(read.content).hexdigest() == line.file.sha256
        data = {"path": line.file.path, "sha256": line.file.sha256}
        assert client.post(SERVICE + "approve/", data).status_code == 302
    assert "Go live as Dr Amin" in client.get(SERVICE).content.decode()
    assert client.post(SERVICE + "live/").status_code == 302
    assert SiteLive.objects.get().by == today.amin
    assert "Live since" in client.get(SERVICE).content.decode()


@pytest.mark.parametrize("path", ["", "cases/mary.toml", "../settings.py"])
def test_only_clinical_content_can_be_read_there(people, sign_in, path):
    where = SERVICE + "content/"
    assert sign_in(people.amin).get(where, {"path": path}).status_code == 404
    assert sign_in(people.fay).get(where, {"path": path}).status_code == 403


def test_an_empty_duty_list_is_said_to_those_who_keep_it(today, people, sign_in):
    DutyTurn.objects.all().delete()
    for person in (people.ada, today.amin):
        page = sign_in(person).get(SERVICE).content.decode()
        assert "Nobody is on duty now." in page
        assert "nobody on duty" in page  # in the menu


def test_pages_of_a_prepared_demo_show_its_service(people, sign_in):
    demo.prepare_service(people.riverside, timezone.now())
    page = sign_in(people.amin).get(SERVICE).content.decode()
    assert "Example crisis line" in page
    assert "Still missing" not in page
    assert "style=" not in page
