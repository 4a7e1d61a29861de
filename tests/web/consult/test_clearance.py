"""Clearance: signed, locked, never past an open flag, and seen by the right people (INV-02)."""

from datetime import timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from remit.domain.action_code import ActionCode
from remit.domain.clearance import Decision
from remit.domain.wording import banned_in
from remit.errors import Conflict, IntegrityFailure, InvalidInput, NotAllowed
from remit.web.cases.models import Case
from remit.web.consult.clearance import (
    Decided,
    content_of,
    may_open_day_one,
    sign_clearance,
    withdraw_clearance,
)
from remit.web.consult.clearance_summary import participant_words, summary_for
from remit.web.consult.clinic_records import record_clinic
from remit.web.consult.models import Clearance
from remit.web.notices.actions import acknowledge, raise_flag, record_outcome
from remit.web.notices.queries import open_flags
from remit.web.people import audit
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db
CLEARING = [one for one in Decision if one.clears]
HOLDING = [one for one in ActionCode if one.holds_the_programme]


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()  # allauth remembers used codes and tries there


def _decided(decision=Decision.CLEARED_PRIMARY, **kwargs):
    words = {"rationale": "seen and examined", "named_contact": "Dr Amin", **kwargs}
    return Decided(decision=decision, **words)


def _sign(live, now, decided=None, *, by=None, number=0, version=None, factor_at=None):
    return sign_clearance(
        case=live.case,
        decided=decided or _decided(),
        number=number,
        version=live.version() if version is None else version,
        factor_at=factor_at or now,
        by=by or live.amin,
        now=now,
    )


def _flag(live, now, code, rule="CE1.E"):
    return raise_flag(
        case=live.case, code=code, rule=rule, finding="bladder", source="A.2", origin="test",
        by=live.amin, now=now,
    )  # fmt: skip


def _close(flag, live, now):
    acknowledge(flag=flag, by=live.amin, now=now)
    flag.refresh_from_db()
    record_outcome(flag=flag, words="seen", reviewed=True, by=live.amin, now=now)


def test_inv_02_without_a_signature_day_one_stays_shut(live, now):
    found = may_open_day_one(live.case, now)
    assert not found
    assert "No clearance is signed" in found.why


@pytest.mark.parametrize("decision", CLEARING)
def test_inv_02_a_signed_clearance_opens_until_its_ninetieth_day(live, now, decision):
    row = _sign(live, now, _decided(decision))
    assert (row.valid_until - row.signed_on).days == 90
    assert may_open_day_one(live.case, now)
    assert may_open_day_one(live.case, now + timedelta(days=90))
    assert not may_open_day_one(live.case, now + timedelta(days=91))


@pytest.mark.parametrize("decision", [one for one in Decision if not one.clears][:3])
def test_inv_02_another_decision_opens_nothing(live, now, decision):
    _sign(live, now, _decided(decision, named_contact=""))
    assert not may_open_day_one(live.case, now)


@pytest.mark.parametrize("code", HOLDING)
def test_inv_02_no_clearing_decision_past_an_open_flag_and_signing_closes_none(live, now, code):
    _flag(live, now, code)
    with pytest.raises(InvalidInput, match=r"CE1\.E"):
        _sign(live, now)
    assert not Clearance.objects.exists()
    _sign(live, now, _decided(Decision.DEFERRED))
    assert [line.code for line in open_flags(live.case)] == [code]


@pytest.mark.parametrize("code", HOLDING)
def test_inv_02_a_new_flag_after_clearance_shuts_day_one_until_its_outcome(live, now, code):
    _sign(live, now)
    flag = _flag(live, now, code)
    assert not may_open_day_one(live.case, now)
    _close(flag, live, now)
    assert may_open_day_one(live.case, now)


def test_inv_02_an_incomplete_examination_blocks_and_is_named(live, now, people):
    record_clinic(
        case=live.case, kind="examination", answers={"exam.gait": "not_done"}, number=1,
        by=people.amin, now=now,
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="Gait: not done"):
        _sign(live, now)


def test_inv_02_without_stage_one_nothing_is_cleared(people, now, live):
    from_start = Case.objects.exclude(pk=live.case.pk).first()
    assert from_start is None
    case = live.case
    case.sheets.update(state="draft", finished_at=None)
    with pytest.raises(InvalidInput, match="stage 1"):
        _sign(live, now)


def test_inv_02_a_published_case_is_never_cleared(cases, people, now):
    case = cases.mary
    with pytest.raises(InvalidInput, match="published"):
        sign_clearance(
            case=case, decided=_decided(), number=0, version=case.version, factor_at=now,
            by=people.amin, now=now,
        )  # fmt: skip
    assert not may_open_day_one(case, now)


@pytest.mark.parametrize("minutes", [6, -1])
def test_signing_needs_a_fresh_second_factor(live, now, minutes):
    with pytest.raises(NotAllowed, match="second factor"):
        _sign(live, now, factor_at=now - timedelta(minutes=minutes))
    assert not Clearance.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_signs(live, now, people, role):
    with pytest.raises(NotAllowed):
        _sign(live, now, by=people.with_role(role))


def test_another_sites_clinician_does_not_sign(live, now, people):
    with pytest.raises(NotAllowed):
        _sign(live, now, by=people.hugo)
    assert not Clearance.objects.exists()


def test_a_stale_page_signs_nothing(live, now):
    version = live.version()
    _sign(live, now)
    with pytest.raises(Conflict):
        _sign(live, now, version=version)
    with pytest.raises(Conflict):
        _sign(live, now, number=0)
    assert Clearance.objects.count() == 1


def test_a_version_is_locked_and_a_withdrawal_is_a_further_one(live, now):
    row = _sign(live, now)
    row.decision = Decision.NOT_SUITABLE
    with pytest.raises(IntegrityFailure):
        row.save()
    with pytest.raises(IntegrityFailure):
        row.delete()
    withdraw_clearance(
        case=live.case, reason="asked for by the participant", number=1, version=live.version(),
        factor_at=now, by=live.amin, now=now,
    )  # fmt: skip
    assert not may_open_day_one(live.case, now)
    decisions = [one.decision for one in Clearance.objects.order_by("number")]
    assert decisions == [Decision.CLEARED_PRIMARY, Decision.WITHDRAWN]


def test_the_signature_names_person_role_and_time_and_is_audited_without_its_words(live, now):
    row = _sign(live, now, _decided(rationale="a secret reason", restrictions="no lifting"))
    assert (row.signed_name, row.signed_role, row.signed_at) == ("Dr Amin", "clinician", now)
    event = AuditEvent.objects.get(act="signed", object_id=str(row.pk))
    assert "secret" not in event.detail
    assert audit.values_of(event)["new"]["rationale"] == "a secret reason"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consult_clearance")
        stored = repr([[bytes(c) if isinstance(c, memoryview) else c for c in r] for r in cursor])
    assert "secret" not in stored
    assert "lifting" not in stored


def test_each_flag_stands_in_the_version_with_its_outcome_and_the_pattern_is_signed(live, now):
    _close(_flag(live, now, ActionCode.SAME_DAY), live, now)
    content = content_of(_sign(live, now), live.case)
    assert content["flags_reviewed"][0]["outcome"] == "seen"
    assert content["flags_reviewed"][0]["by"] == "Dr Amin"
    assert content["pattern"]["pattern.sites"] == ["lower_back"]


def test_a_routine_flag_waits_for_words(live, now):
    _flag(live, now, ActionCode.ROUTINE, rule="screening/1/OP1.R")
    with pytest.raises(InvalidInput, match="Nothing is written about"):
        _sign(live, now)
    row = _sign(live, now, _decided(reviewed={"OP1.R": "spoke with the surgeon"}))
    assert may_open_day_one(live.case, now)
    outcomes = [one["outcome"] for one in content_of(row, live.case)["flags_reviewed"]]
    assert "spoke with the surgeon" in outcomes


def test_a_facilitator_sees_clearance_and_restrictions_of_their_own_only(live, now, people):
    _sign(live, now, _decided(rationale="private", restrictions="no lifting", diagnosis="private"))
    with pytest.raises(NotAllowed):
        summary_for(people.fay, live.case, own=False, now=now)
    found = summary_for(people.fay, live.case, own=True, now=now)
    assert found.restrictions == "no lifting"
    assert found.opens
    assert "private" not in repr(found)
    with pytest.raises(NotAllowed):
        summary_for(people.bea, live.case, own=True, now=now)


def test_hz2_the_participant_reads_the_sentence_only_if_it_was_signed(live, now):
    assert participant_words(live.case, now=now) == ""
    _sign(live, now)
    assert participant_words(live.case, now=now) == ""
    _sign(live, now, _decided(no_other_treatment=True), number=1)
    words = participant_words(live.case, now=now)
    assert "Your pain is real." in words
    assert not banned_in(words)
    _flag(live, now, ActionCode.EMERGENCY)
    assert participant_words(live.case, now=now) == ""


# Pages


def _url(page, case, **more):
    return reverse(f"consult:{page}", kwargs={"pk": case.pk, **more})


def _code(person, step=0):
    found = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    counter = int(timezone.now().timestamp()) // 30 + step
    return format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter))


def _form(live, **more):
    return {
        "decision": "cleared_primary", "rationale": "seen", "named_contact": "Dr Amin",
        "number": "0", "version": str(live.version()), "valid_until": "", **more,
    }  # fmt: skip


def test_signing_on_the_page_needs_a_right_code(live, people, sign_in):
    client = sign_in(people.amin)
    url = _url("clearance", live.case)
    page = client.get(url).content.decode()
    assert "Sign as Dr Amin" in page
    for code in ("", "000000"):
        response = client.post(url, _form(live, code=code))
        assert response.status_code == 422
        assert "seen" in response.content.decode()
    assert not Clearance.objects.exists()
    assert client.post(url, _form(live, code=_code(people.amin))).status_code == 302
    assert Clearance.objects.get().signed_by == people.amin


def test_a_fresh_sign_in_does_not_stand_in_for_the_code(live, people, sign_in):
    client = sign_in(people.amin)
    session = client.session
    record = {"method": "mfa", "at": timezone.now().timestamp(), "type": "totp"}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
    session.save()
    response = client.post(_url("clearance", live.case), _form(live, code=""))
    assert response.status_code == 422
    assert not Clearance.objects.exists()


def test_after_too_many_wrong_codes_even_the_right_one_waits(live, people, sign_in):
    client = sign_in(people.amin)
    for _ in range(12):
        client.post(_url("clearance", live.case), _form(live, code="000000"))
    response = client.post(_url("clearance", live.case), _form(live, code=_code(people.amin)))
    assert response.status_code == 422
    assert "Too many wrong codes" in response.content.decode()
    assert not Clearance.objects.exists()


def test_a_clearance_page_for_more_than_90_days_is_refused(live, people, sign_in, now):
    client = sign_in(people.amin)
    late = (timezone.now() + timedelta(days=92)).date().isoformat()
    sent = _form(live, code=_code(people.amin), valid_until=late)
    response = client.post(_url("clearance", live.case), sent)
    assert response.status_code == 422
    assert "at most 90 days" in response.content.decode()


def test_the_page_says_what_is_open_before_a_code_is_used_up(live, people, sign_in, now):
    client = sign_in(people.amin)
    flag = _flag(live, now, ActionCode.SAME_DAY)
    code = _code(people.amin)
    response = client.post(_url("clearance", live.case), _form(live, code=code))
    assert response.status_code == 422
    assert "CE1.E" in response.content.decode()
    _close(flag, live, now)
    response = client.post(_url("clearance", live.case), _form(live, code=code))
    assert response.status_code == 302


def test_withdrawing_on_the_page(live, people, sign_in):
    client = sign_in(people.amin)
    client.post(_url("clearance", live.case), _form(live, code=_code(people.amin)))
    sent = {"reason": "asked", "number": "1", "version": str(live.version())}
    url = _url("withdraw_clearance", live.case)
    assert client.post(url, {**sent, "code": "123"}).status_code == 422
    response = client.post(url, {**sent, "code": _code(people.amin, 1)})
    assert response.status_code == 302
    assert Clearance.objects.first().decision == Decision.WITHDRAWN


PAGES = [
    ("before", {}),
    ("worksheets", {}),
    ("medicines", {}),
    ("clearance", {}),
    *[("clinic", {"kind": kind}) for kind in
      ("examination", "features", "inventory", "nociplastic", "pattern")],
]  # fmt: skip


@pytest.mark.parametrize(("page", "more"), PAGES)
def test_the_pages_open_for_the_clinician_without_inline_script(live, people, sign_in, page, more):
    response = sign_in(people.amin).get(_url(page, live.case, **more))
    assert response.status_code == 200
    text = response.content.decode()
    assert "Vera" in text
    assert " style=" not in text
    assert "<script>" not in text
    assert AuditEvent.objects.filter(act="viewed", object_id=str(live.case.pk)).count() == 1


@pytest.mark.parametrize(("page", "more"), PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_opens_the_pages(live, people, sign_in, page, more, role):
    response = sign_in(people.with_role(role)).get(_url(page, live.case, **more))
    assert response.status_code in {403, 404}
    assert "Vera" not in response.content.decode()


@pytest.mark.parametrize(("page", "more"), PAGES)
def test_another_sites_clinician_finds_nothing(live, people, sign_in, page, more):
    assert sign_in(people.hugo).get(_url(page, live.case, **more)).status_code == 404
