"""Hours that no clinic keeps: a mood form at 2 a.m., item 9 in the clinic, a flag nobody takes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from remit.web.assess import actions
from remit.web.assess.models import Mode
from remit.web.assess.sources import instrument_ref, screening_ref
from remit.web.notices import service_actions
from remit.web.notices.models import Flag, Notice
from remit.web.notices.worker import look_once
from remit.web.people.actions import create_person
from remit.web.people.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TWO_AT_NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday; the clinic opens at 8


@pytest.fixture
def night(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TWO_AT_NIGHT)
    return TWO_AT_NIGHT


@pytest.fixture
def clinic_at_night(browser, committed_people, make_clinic, night):
    return make_clinic(committed_people, night)


def _open(clinic, ref, by, mode, now):
    return actions.open_sheet(
        case=clinic.case, form_ref=ref, point="before-visit", mode=mode, by=by, now=now
    )


@pytest.mark.parametrize("script", [True, False])
def test_hz3_a_mood_form_at_two_in_the_night(clinic_at_night, enter, night, script):
    sheet = _open(clinic_at_night, instrument_ref("phq8"), clinic_at_night.pat, Mode.SELF, night)
    page = enter(clinic_at_night.pat, f"/assess/{sheet.pk}/1/", java_script_enabled=script)
    expect(page.locator(".help-first").get_by_role("link", name=re.compile("112"))).to_be_visible()
    assert "better off dead" not in page.content()
    for number in range(1, 9):
        page.locator(f'input[name="phq9.{number}"][value="nearly_every_day"]').check()
    if script:
        page.wait_for_url("**/contact/")
    else:
        page.get_by_role("button", name="Go on").click()
    main = page.locator("main")
    expect(main).to_contain_text("The clinic opens today 8:00")
    expect(main).not_to_contain_text("will call you")
    expect(main.get_by_role("link", name=re.compile("112"))).to_be_visible()
    assert Flag.objects.get(code="U1").case == clinic_at_night.case


def test_hz3_item_nine_is_answered_in_the_clinic(
    clinic_at_night, committed_people, enter_staff, night
):
    amin = committed_people.amin
    sheet = _open(clinic_at_night, instrument_ref("phq9"), amin, Mode.CLINIC, night)
    page = enter_staff(amin, f"/assess/{sheet.pk}/1/")
    page.locator('input[name="phq9.9"][value="several_days"]').check()
    page.wait_for_url("**/contact/")
    main = page.locator("main")
    expect(main).to_contain_text("Do not leave the person alone")
    words = main.inner_text()
    assert words.index("112") < words.index("Who looks at it")


def test_inv_11_a_flag_nobody_takes_is_told_further_twice(
    clinic_at_night, committed_people, enter_staff, night
):
    site, ada = committed_people.riverside, committed_people.ada
    further = []
    for rank, name in ((2, "Dr Bold"), (3, "Dr Calm")):
        person = create_person(
            email=f"{name[3:].lower()}@example.org",
            display_name=name,
            site=site,
            roles=[Role.CLINICIAN],
            by=None,
            now=night,
        )
        service_actions.add_turn(
            site=site,
            person=person,
            begins_at=night,
            ends_at=night + timedelta(days=9),
            rank=rank,
            by=ada,
            now=night,
        )
        further.append(person)
    sheet = _open(clinic_at_night, screening_ref("stage1"), clinic_at_night.pat, Mode.SELF, night)
    actions.save_answers(
        sheet=sheet, given={"VA2": "yes"}, by=clinic_at_night.pat, now=night, whole_page=True
    )
    flag = Flag.objects.get(code="E")
    for step, person in enumerate(further, start=1):
        assert not Notice.objects.filter(flag=flag, person=person).exists()
        look_once(now=night + timedelta(minutes=16 * step), worker="a worker")
        assert Notice.objects.filter(flag=flag, person=person).exists()
    page = enter_staff(further[-1], f"/notices/flags/{flag.pk}/")
    expect(page.locator("aside.side")).to_contain_text("Dr Calm")
    page.get_by_role("button", name="Take this as Dr Calm").click()
    expect(page.get_by_role("button", name="Write the outcome as Dr Calm")).to_be_visible()
    assert look_once(now=night + timedelta(minutes=50), worker="a worker").told_further == 0
