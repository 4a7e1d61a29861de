"""What a site declares, whom participants may call, and what keeps it from going live."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from remit.domain.action_code import ActionCode
from remit.domain.service import Cover
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.notices import actions, demo, queries, service_actions, service_queries
from remit.web.notices.clinical_content import ContentFile
from remit.web.notices.models import Approval, CrisisContact, DutyTurn, Holiday, SiteLive
from remit.web.people.models import AuditEvent

from .conftest import add_contact, set_service

U1 = ActionCode.SAME_DAY
FILE = ContentFile("screening/1.toml", "1", "Screening", "a" * 64)
CRISIS = CrisisContact.Kind.CRISIS


@pytest.fixture
def content(monkeypatch):
    """One file of clinical content; the list may be changed."""
    files = [FILE]
    for module in (service_actions, service_queries):
        monkeypatch.setattr(module, "clinical_content", lambda: tuple(files))
    return files


@pytest.fixture
def ready(clinic, people, now, content):
    """A site with nothing missing."""
    add_contact(clinic.site, people.ada, now)
    add_contact(clinic.site, people.ada, now, CRISIS)
    service_actions.approve_content(
        site=clinic.site, path=FILE.path, sha256=FILE.sha256, by=people.amin, now=now
    )
    return clinic.site


def missing(site, now):
    return " ".join(service_queries.go_live_of(site, now=now).missing)


def test_a_site_that_declared_nothing_promises_nothing(people, now):
    level = queries.service(people.hillside)
    assert level.cover is Cover.NONE
    assert "will call" not in queries.promise(people.hillside, U1, now=now)


def test_a_call_is_promised_only_while_somebody_is_on_duty(clinic, people, now):
    said = queries.promise(clinic.site, U1, now=now)
    assert said.startswith("A clinician will call you today, before 17:00.")
    for turn in DutyTurn.objects.all():
        service_actions.end_turn(turn=turn, by=people.ada, now=now)
    assert "Do not wait for us." in queries.promise(clinic.site, U1, now=now, group="VA4")


def test_hz3_out_of_hours_the_site_says_where_to_go(clinic, now):
    saturday = now + timedelta(days=5, hours=10)
    said = queries.promise(clinic.site, U1, now=saturday, group="SELF_HARM")
    assert said.startswith("The clinic opens Monday 8:00. Do not wait for us.")
    assert "crisis line" in said


def test_a_promise_stays_the_one_made_when_the_flag_was_raised(clinic, now):
    flag = clinic.raise_flag(U1)

    def said(at):
        (line,) = queries.all_flags(clinic.case, now=at)
        assert (line.raised_at, line.due_at) == (now, now + timedelta(days=1))
        return queries.promise_for(clinic.site, line, now=at)

    assert said(now + timedelta(hours=1)) == queries.promise(clinic.site, U1, now=now)
    late = said(now + timedelta(hours=20))
    assert late.startswith("This has taken longer than we said. Go to the nearest emergency")
    actions.acknowledge(flag=flag, by=clinic.amin, now=now)
    actions.record_outcome(flag=flag, words="Rang.", reviewed=True, by=clinic.amin, now=now)
    assert said(now + timedelta(hours=1)) == ""


def test_a_change_of_the_words_on_cover_is_in_the_audit_without_them(clinic, people, now):
    set_service(clinic.site, people.ada, now, cover_words="Ring the ward")
    set_service(clinic.site, people.ada, now, cover_words="Ring the ward ")
    events = AuditEvent.objects.filter(act="changed", object_type="service").order_by("-pk")[:2]
    same, changed = (json.loads(event.detail)["cover_words_changed"] for event in events)
    assert (same, changed) == (False, True)
    assert not any("ward" in event.detail for event in events)


def test_hours_are_replaced_as_a_whole_and_audited(clinic, people, now):
    set_service(clinic.site, people.ada, now, weekly=[], time_zone="Pacific/Auckland")
    level = queries.service(clinic.site)
    assert (level.zone, level.hours.weekly) == ("Pacific/Auckland", ())
    assert AuditEvent.objects.filter(act="changed", object_type="service").count() == 2
    for wrong in ({"time_zone": "Mars"}, {"cover": Cover.NONE, "out_of_hours": True}):
        with pytest.raises(InvalidInput):
            set_service(clinic.site, people.ada, now, **wrong)


def test_holidays_close_the_clinic(clinic, people, now):
    today = now.date()
    holiday = service_actions.add_holiday(
        site=clinic.site, on=today, name="Example day", by=people.ada, now=now
    )
    assert not queries.service(clinic.site).is_open(now)
    with pytest.raises(Conflict):
        service_actions.add_holiday(site=clinic.site, on=today, name="", by=people.ada, now=now)
    service_actions.remove_holiday(holiday=holiday, by=people.ada, now=now)
    with pytest.raises(NotFound):
        service_actions.remove_holiday(holiday=holiday, by=people.ada, now=now)
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("who", ["fay", "bea", "cora", "una", "tom", "hugo"])
def test_who_may_not_change_the_service(clinic, people, now, who):
    with pytest.raises(NotAllowed):
        set_service(clinic.site, getattr(people, who), now)
    with pytest.raises(NotAllowed):
        add_contact(clinic.site, getattr(people, who), now)
    with pytest.raises(NotAllowed):
        service_actions.go_live(site=clinic.site, by=getattr(people, who), now=now)


def test_hz11_a_number_nobody_checked_is_shown_to_nobody(clinic, people, now):
    add_contact(clinic.site, people.ada, now, verify=False)
    assert queries.contacts(clinic.site) == []
    assert "1 crisis contact has not been checked." in missing(clinic.site, now)


def test_hz11_a_changed_number_has_to_be_checked_again(ready, people, now):
    contact = queries.contacts(ready)[0]
    fields = {"number": "555-0199"}
    service_actions.change_contact(
        contact=contact, fields=fields, version=contact.version, by=people.ada, now=now
    )
    contact.refresh_from_db()
    assert (contact.number, contact.verified_on, contact.verified_by) == ("555-0199", None, None)
    assert contact not in queries.contacts(ready)
    assert "No emergency number" in missing(ready, now)
    with pytest.raises(Conflict):  # checked the number that was shown before
        service_actions.verify_contact(contact=contact, version=2, by=people.ada, now=now)


def test_hz11_a_check_lasts_a_year(ready, now):
    assert missing(ready, now) == ""
    assert "more than a year ago" in missing(ready, now + timedelta(days=366))


def test_hz11_a_check_has_a_name_and_a_contact_a_number(ready, people, now):
    rows = CrisisContact.objects.filter(site=ready)
    for columns in ({"verified_by": None}, {"number": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**columns)
    assert rows.filter(verified_by=people.ada).count() == 2


def test_contacts_are_those_of_the_country_and_in_ones_language(ready, people, now):
    add_contact(ready, people.ada, now, country="YY", name="Elsewhere")
    add_contact(ready, people.ada, now, CRISIS, language="de", name="Sorgentelefon")
    assert [row.kind[:1] for row in queries.contacts(ready)] == ["1", "2"]
    german = queries.contacts(ready, "de")
    assert [row.name for row in german] == ["Example emergency", "Sorgentelefon"]


def test_inv_12_a_site_cannot_go_live_before_each_contact_is_checked(ready, people, now):
    extra = add_contact(ready, people.ada, now, CRISIS, verify=False, name="Second line")
    with pytest.raises(Conflict, match="has not been checked"):
        service_actions.go_live(site=ready, by=people.ada, now=now)
    service_actions.verify_contact(contact=extra, version=1, by=people.ada, now=now)
    assert not queries.is_live(ready)
    service_actions.go_live(site=ready, by=people.ada, now=now)
    assert queries.is_live(ready)
    with pytest.raises(Conflict, match="live already"):
        service_actions.go_live(site=ready, by=people.ada, now=now)


def test_inv_12_a_live_site_stops_when_a_contact_is_taken_off(ready, people, now):
    service_actions.go_live(site=ready, by=people.ada, now=now)
    contact = queries.contacts(ready)[0]
    service_actions.remove_contact(contact=contact, version=contact.version, by=people.ada, now=now)
    assert not queries.is_live(ready)


@pytest.mark.parametrize("kind", ["1 emergency", "2 crisis"])
def test_inv_12_both_kinds_are_needed(ready, people, now, kind):
    contact = CrisisContact.objects.get(site=ready, kind=kind)
    service_actions.remove_contact(contact=contact, version=contact.version, by=people.ada, now=now)
    with pytest.raises(Conflict, match="Not yet"):
        service_actions.go_live(site=ready, by=people.ada, now=now)
    assert not SiteLive.objects.exists()


def test_going_live_needs_hours_cover_and_somebody_on_duty(people, now, content):
    words = missing(people.hillside, now)
    for part in ("opening hours", "country", "on duty", "emergency number", "crisis line", "file"):
        assert part in words


def test_inv_13_unapproved_content_keeps_a_site_from_running(ready, people, now, content):
    service_actions.go_live(site=ready, by=people.ada, now=now)
    assert queries.is_live(ready)
    content.append(ContentFile("screening/2.toml", "2", "Screening", "b" * 64))
    assert "1 file of clinical content is not approved." in missing(ready, now)
    assert not queries.is_live(ready)


def test_inv_13_an_approval_holds_for_the_file_as_it_was_read(ready, people, now, content):
    content[0] = ContentFile(FILE.path, "1", "Screening", "c" * 64)
    with pytest.raises(Conflict, match="changed since"):
        service_actions.approve_content(
            site=ready, path=FILE.path, sha256=FILE.sha256, by=people.amin, now=now
        )
    assert "not approved" in missing(ready, now)
    line = service_queries.content_lines(ready)[0]
    assert line.approval is None


def test_inv_13_only_a_clinician_of_the_site_approves(ready, people, now, content):
    content[0] = ContentFile(FILE.path, "1", "Screening", "d" * 64)
    for person in (people.ada, people.fay, people.bea, people.hugo):
        with pytest.raises(NotAllowed):
            service_actions.approve_content(
                site=ready, path=FILE.path, sha256="d" * 64, by=person, now=now
            )
    assert Approval.objects.count() == 1


def test_inv_13_a_demo_runs_with_its_banner_in_spite_of_it(clinic, settings):
    assert not queries.is_live(clinic.site)
    settings.REMIT_DEMO = True
    assert queries.is_live(clinic.site)
    assert queries.go_live(clinic.site).missing


def test_every_shipped_file_of_clinical_content_has_version_and_hash():
    for file in service_queries.clinical_content():
        assert len(file.sha256) == 64
        assert file.path.endswith(".toml")
        assert file.title


def test_the_demo_prepares_a_site_once(people, now):
    for _ in range(2):
        demo.prepare_service(people.riverside, now)
    found = service_queries.go_live_of(people.riverside, now=now)
    assert found.missing == ()
    assert [row.number for row in queries.contacts(people.riverside)] == [
        "555-0100",
        "555-0101",
        "555-0102",
    ]
    assert DutyTurn.objects.count() == 1
    assert isinstance(now, datetime)
