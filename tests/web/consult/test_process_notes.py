"""Process notes: author only, released to one person, and nowhere else (CLINICAL H.3, ADR 0024)."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from remit.domain.action_code import ActionCode
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.consult.models import ProcessNote, ProcessNoteRelease
from remit.web.consult.process_notes import (
    LONGEST_RELEASE,
    EndReason,
    end_for_author,
    end_release,
    find_case,
    keep_note,
    notes_of,
    open_note,
    release_note,
    released_to,
    running_releases,
)
from remit.web.notices.actions import acknowledge, raise_flag, record_outcome
from remit.web.people import actions
from remit.web.people.models import AuditEvent, Role
from remit.web.people.site_day import site_day

SECRET = "I noticed my own impatience when she spoke of her brother"


@pytest.fixture
def ben(people, now):
    """A second clinician of the site."""
    return actions.create_person(
        email="ben@example.org",
        display_name="Dr Ben",
        site=people.riverside,
        roles=[Role.CLINICIAN],
        by=None,
        now=now,
        password=people.password,
    )


@pytest.fixture
def note(live, people, now) -> uuid.UUID:
    return _keep(live.case, people.amin, now).note


def _keep(case, by, now, *, text=SECRET, note=None, base=0):
    return keep_note(case=case, note=note or uuid.uuid4(), text=text, base=base, by=by, now=now)


def _flag_of(case, person, now):
    flag = raise_flag(
        case=case,
        code=ActionCode.ROUTINE,
        rule="test",
        finding="to be called",
        source="test",
        origin="test",
        by=None,
        now=now,
    )
    return acknowledge(flag=flag, by=person, now=now)


def _page(case, note=None):
    if note is None:
        return reverse("consult:process_notes", kwargs={"pk": case.pk})
    return reverse("consult:process_note", kwargs={"pk": case.pk, "note": note})


def _text(response):
    return " ".join(response.content.decode().split())


def test_the_author_writes_reads_and_revises_on_the_pages(live, people, sign_in):
    client = sign_in(people.amin)
    assert "Not in here" in _text(client.get(_page(live.case)))
    sent = {"note": str(uuid.uuid4()), "base": "0", "text": SECRET}
    response = client.post(_page(live.case), sent)
    assert response.status_code == 302
    assert SECRET in _text(client.get(response.url))
    assert client.post(response.url, {"base": "1", "text": "shorter"}).status_code == 302
    page = client.get(_page(live.case))
    assert "shorter" in _text(page)
    assert "version 2" in _text(page)
    assert page.headers["Cache-Control"].find("no-store") >= 0
    assert ProcessNote.objects.count() == 2


def test_a_note_sent_twice_is_kept_once(live, people, now, sign_in):
    client, sent = sign_in(people.amin), {"note": str(uuid.uuid4()), "base": "0", "text": SECRET}
    client.post(_page(live.case), sent)
    assert client.post(_page(live.case), sent).status_code == 302
    assert ProcessNote.objects.count() == 1


def test_a_stale_window_loses_nothing_and_shows_both(live, people, now, note, sign_in):
    _keep(live.case, people.amin, now, text="from the other window", note=note, base=1)
    sent = {"base": "1", "text": "from this window"}
    response = sign_in(people.amin).post(_page(live.case, note), sent)
    assert response.status_code == 409
    page = _text(response)
    assert "from the other window" in page
    assert "from this window" in page
    assert ProcessNote.objects.filter(note=note).count() == 2
    assert 'name="base" value="2"' in page


def test_an_empty_or_too_long_note_says_so_and_keeps_the_words(live, people, now, sign_in):
    client = sign_in(people.amin)
    assert client.post(_page(live.case), {"base": "0", "text": "  "}).status_code == 422
    response = client.post(_page(live.case), {"base": "0", "text": "long " * 5000})
    assert response.status_code == 422
    assert "long long long" in _text(response)
    assert ProcessNote.objects.count() == 0


def test_nobody_but_the_author_comes_in(live, people, now, note, ben, sign_in):
    for person in (people.hugo, people.fay, people.bea, people.cora, people.una, people.ada):
        client = sign_in(person)
        assert client.get(_page(live.case)).status_code == 404, person
        assert client.get(_page(live.case, note)).status_code == 404, person
    assert sign_in(people.tom).get(_page(live.case, note)).status_code == 404
    colleague = sign_in(ben)
    assert SECRET not in _text(colleague.get(_page(live.case)))
    assert colleague.get(_page(live.case, note)).status_code == 404
    assert colleague.post(_page(live.case, note), {"base": "1", "text": "x"}).status_code == 404
    with pytest.raises(NotFound):
        _keep(live.case, ben, now, note=note, base=1)
    assert sign_in(people.amin).get(_page(live.case, note)).status_code == 200


def test_the_participant_whose_case_it_is_does_not_read_it(live, people, now, note, sign_in):
    vera = actions.create_person(
        email="vera@example.org",
        display_name="Vera",
        site=people.riverside,
        roles=[Role.PARTICIPANT],
        by=None,
        now=now,
        password=people.password,
    )
    live.case.participant = vera
    live.case.save()
    client = sign_in(vera)
    assert client.get(_page(live.case)).status_code == 404
    assert client.get(_page(live.case, note)).status_code == 404


def test_emergency_access_does_not_open_it(live, people, now, note, sign_in):
    for person in (people.hugo, people.fay):
        actions.break_glass(
            site=people.riverside,
            case_id=str(live.case.pk),
            reason="unconscious in the waiting room",
            by=person,
            now=now,
        )
        with pytest.raises(NotFound):
            find_case(person, live.case.pk, now=now)
        assert not ProcessNote.objects.visible_to(person, now=now).exists()
        assert sign_in(person).get(_page(live.case, note)).status_code == 404


def test_a_facilitator_writes_where_a_flag_is_theirs_and_keeps_reading_it(
    live, people, now, sign_in
):
    client = sign_in(people.fay)
    assert client.get(_page(live.case)).status_code == 404
    flag = _flag_of(live.case, people.amin, now)
    assert client.get(_page(live.case)).status_code == 404, "it is another person's flag"
    flag.owner = people.fay
    flag.save()
    response = client.post(_page(live.case), {"base": "0", "text": SECRET})
    assert response.status_code == 302
    record_outcome(flag=flag, words="called", reviewed=False, by=people.fay, now=now)
    page = client.get(response.url)
    assert page.status_code == 200
    assert reverse("consult:before", kwargs={"pk": live.case.pk}) not in _text(page)
    assert client.post(response.url, {"base": "1", "text": "revised"}).status_code == 302
    assert client.post(_page(live.case), {"base": "0", "text": "new"}).status_code == 404
    timeline = reverse("consult:timeline", kwargs={"pk": live.case.pk})
    assert client.get(timeline).status_code == 404
    assert sign_in(people.amin).get(response.url).status_code == 404


def test_a_release_opens_one_note_as_it_stood_to_one_person_until_its_day(
    live, people, now, note, ben, sign_in
):
    today = now.date()
    other = _keep(live.case, people.amin, now, text="another").note
    release = release_note(
        case=live.case,
        note=note,
        reader=ben,
        authorised_on=today,
        until=today + timedelta(days=7),
        by=people.amin,
        now=now,
    )
    later = now + timedelta(hours=1)
    _keep(live.case, people.amin, later, text="written since", note=note, base=1)
    read = open_note(ben, live.case, note, now=later)
    assert (read.text, read.own) == (SECRET, False)
    with pytest.raises(NotFound):
        open_note(ben, live.case, other, now=later)
    with pytest.raises(NotFound):
        open_note(people.fay, live.case, note, now=later)
    with pytest.raises(NotFound):
        open_note(ben, live.case, note, now=now + timedelta(days=8))
    with pytest.raises(NotFound):
        _keep(live.case, ben, later, note=note, base=2)
    end_release(release=release, by=people.amin, now=later)
    assert released_to(ben, live.case, now=later) == []
    assert ProcessNoteRelease.objects.count() == 2


def test_only_the_author_releases_and_only_to_those_who_may_read(live, people, now, note, ben):
    days = {"authorised_on": now.date(), "until": now.date() + timedelta(days=1)}
    with pytest.raises(NotFound):
        release_note(case=live.case, note=note, reader=people.fay, by=ben, now=now, **days)
    for reader in (people.ada, people.cora, people.hugo, people.tom, people.bea, people.amin):
        with pytest.raises(InvalidInput):
            release_note(case=live.case, note=note, reader=reader, by=people.amin, now=now, **days)
    for wrong in (
        {"authorised_on": date(2027, 1, 1), "until": date(2027, 2, 1)},
        {"authorised_on": date(2026, 1, 1), "until": date(2026, 2, 1)},
    ):
        with pytest.raises(InvalidInput):
            release_note(case=live.case, note=note, reader=ben, by=people.amin, now=now, **wrong)


def test_a_release_is_made_and_ended_on_the_page(live, people, ben, sign_in):
    client, today = sign_in(people.amin), site_day(live.case.site, timezone.now())
    note = uuid.uuid4()
    client.post(_page(live.case), {"note": str(note), "base": "0", "text": SECRET})
    url = reverse("consult:release_process_note", kwargs={"pk": live.case.pk, "note": note})
    sent = {"reader": ben.pk, "authorised_on": today.isoformat(), "until": today.isoformat()}
    response = client.post(url, sent)
    assert response.status_code == 422, "the signed paper was not ticked"
    assert client.post(url, {**sent, "signed": "on"}).status_code == 302
    reader = sign_in(ben)
    page = _text(reader.get(_page(live.case, note)))
    assert SECRET in page
    assert "Who else may read it" not in page
    assert reader.post(url, {**sent, "signed": "on"}).status_code == 404
    release = ProcessNoteRelease.objects.get()
    end = reverse(
        "consult:end_process_release",
        kwargs={"pk": live.case.pk, "note": note, "release": release.pk},
    )
    assert reader.post(end).status_code == 404
    assert client.post(end).status_code == 302
    assert reader.get(_page(live.case, note)).status_code == 404


def test_the_log_says_that_it_was_written_read_and_released_and_no_word_of_it(
    live, people, now, note, ben
):
    open_note(people.amin, live.case, note, now=now)
    days = {"authorised_on": now.date(), "until": now.date()}
    release_note(case=live.case, note=note, reader=ben, by=people.amin, now=now, **days)
    events = AuditEvent.objects.filter(object_type="process note", object_id=str(note))
    assert sorted(event.act for event in events) == ["released", "viewed", "wrote"]
    for event in AuditEvent.objects.all():
        assert "impatience" not in event.detail
    assert all(not event.data_key and not bytes(event.sealed_values) for event in events)


def test_it_is_sealed_and_stands_in_no_other_page_or_export(live, people, now, note, sign_in):
    assert b"impatience" not in bytes(ProcessNote.objects.get().sealed_text)
    client = sign_in(people.amin)
    names = ("before", "timeline", "table", "report", "chance", "worksheets", "clearance", "add")
    for name in names:
        page = client.get(reverse(f"consult:{name}", kwargs={"pk": live.case.pk}))
        assert "impatience" not in _text(page), name
    for kind in ("md", "svg", "html"):
        url = reverse("consult:report_file", kwargs={"pk": live.case.pk, "kind": kind})
        assert b"impatience" not in client.get(url).content
    assert "impatience" not in client.get(_page(live.case, note)).content.decode().split("<h1")[0]


def test_two_windows_that_begin_at_version_one_do_not_both_win(live, people, now, note):
    _keep(live.case, people.amin, now, text="first", note=note, base=1)
    with pytest.raises(Conflict):
        _keep(live.case, people.amin, now, text="second", note=note, base=1)
    assert [one.text for one in notes_of(people.amin, live.case, now=now)] == ["first"]


def test_a_published_case_has_no_process_notes(cases, people, now, sign_in):
    assert sign_in(people.amin).get(_page(cases.nancy)).status_code == 404
    with pytest.raises(InvalidInput):
        _keep(cases.nancy, people.amin, now)


# A release must be endable, and it never lasts long.


def _released(live, note, ben, now, *, days=7):
    today = site_day(live.case.site, now)
    return release_note(
        case=live.case, note=note, reader=ben, authorised_on=today,
        until=today + timedelta(days=days), by=live.amin, now=now,
    )  # fmt: skip


def test_a_release_lasts_no_longer_than_its_signature_is_leaned_on(live, now, note, ben):
    assert _released(live, note, ben, now, days=LONGEST_RELEASE.days).until
    with pytest.raises(InvalidInput, match="90 days"):
        _released(live, note, ben, now, days=LONGEST_RELEASE.days + 1)


def test_a_clinician_ends_it_when_its_author_is_gone_and_reads_no_word(
    live, people, note, ben, sign_in
):
    now = timezone.now()
    release = _released(live, note, ben, now)
    carl = actions.create_person(
        email="carl@example.org", display_name="Dr Carl", site=people.riverside,
        roles=[Role.CLINICIAN], by=None, now=now, password=people.password,
    )  # fmt: skip
    live.amin.is_active = False
    live.amin.save()
    client = sign_in(carl)
    page = _text(client.get(_page(live.case)))
    assert "A note of Dr Amin, to Dr Ben" in page
    assert "impatience" not in page
    url = reverse(
        "consult:end_process_release",
        kwargs={"pk": live.case.pk, "note": note, "release": release.pk},
    )
    assert client.post(url).status_code == 404, "a reason is needed"
    assert client.post(url, {"why": "because"}).status_code == 404
    assert released_to(ben, live.case, now=now)
    assert client.post(url, {"why": "left"}).status_code == 302
    assert released_to(ben, live.case, now=now) == []
    assert client.get(_page(live.case, note)).status_code == 404
    last = AuditEvent.objects.filter(act="released").order_by("pk").last()
    assert '"why": "left"' in last.detail or '"why":"left"' in last.detail
    assert client.post(url, {"why": "left"}).status_code == 404, "it has ended"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_nobody_but_a_clinician_of_the_site_ends_another_persons_release(
    live, people, now, note, ben, role
):
    release = _released(live, note, ben, now)
    for person in (people.with_role(role), people.hugo):
        assert running_releases(person, live.case, now=now) == []
        with pytest.raises(NotFound):
            end_for_author(release=release, why=EndReason.ASKED, by=person, now=now)
    assert released_to(ben, live.case, now=now)
