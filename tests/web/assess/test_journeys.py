"""Pat fills a form on a phone: with and without script, offline, in two tabs, in an emergency."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from remit.web.assess import actions
from remit.web.assess.models import Mode, State
from remit.web.assess.records import stored_values
from remit.web.assess.sources import instrument_ref, screening_ref
from remit.web.notices.models import Flag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


def _sheet(clinic, ref, mode=Mode.SELF):
    now = timezone.now()
    return actions.open_sheet(
        case=clinic.case, form_ref=ref, point="before-visit", mode=mode, by=clinic.pat, now=now
    )


@pytest.fixture
def stage(pat_clinic):
    return _sheet(pat_clinic, screening_ref("stage1"))


def _at(sheet, number) -> str:
    return reverse("assess:page", args=[sheet.pk, number])


def _card(page, key):
    return page.locator(f'[data-question="{key}"]')


def _choose(page, key, value):
    page.locator(f'input[name="{key}"][value="{value}"]').check()


def test_autosave_says_saved_only_after_the_receipt_and_survives_a_reload(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 2))
    held = []
    page.route("**/save/", lambda route: held.append(route))  # noqa: PLW0108  needs a function
    _choose(page, "CE1", "no")
    expect(page.locator("[data-saved]")).to_have_text("Saving")
    assert stored_values(stage) == {}
    page.wait_for_timeout(100)
    held[0].continue_()
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d+:\d\d$"))
    assert stored_values(stage) == {"CE1": "no"}
    page.unroute("**/save/")
    page.reload()
    expect(page.locator('input[name="CE1"][value="no"]')).to_be_checked()


def test_without_network_answers_wait_here_and_go_when_it_is_back(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 2))
    page.context.set_offline(True)
    _choose(page, "CE1", "no")
    _choose(page, "CE2", "no")
    expect(page.locator("[data-saved]")).to_contain_text("No network. Kept here, 2 changes")
    assert page.evaluate("sessionStorage.length") == 1
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("Saved", timeout=8000)
    assert stored_values(stage) == {"CE1": "no", "CE2": "no"}
    assert page.evaluate("sessionStorage.length") == 0


def test_go_on_without_network_loses_nothing(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 2))
    page.context.set_offline(True)
    _choose(page, "CE1", "no")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("[data-saved]")).to_contain_text("Kept here, 1 change")
    assert page.url.endswith(_at(stage, 2))
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("Saved", timeout=8000)
    assert stored_values(stage) == {"CE1": "no"}


def test_inv_03_signed_out_the_stored_panel_opens_and_the_page_stays(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 3))
    page.context.clear_cookies()
    page.locator('input[name="ND3"][value="yes"]').click()
    expect(page.get_by_role("heading", name="This needs care now")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    assert page.url.endswith(_at(stage, 3))
    expect(page.get_by_role("heading", name="This needs care now")).to_be_visible()


def test_what_waited_in_a_tab_is_sent_after_a_reload(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 2))
    page.route("**/save/", lambda route: route.abort())
    _choose(page, "CE1", "no")
    expect(page.locator("[data-saved]")).to_contain_text("Kept here, 1 change")
    page.unroute("**/save/")
    page.reload()
    expect(page.locator('input[name="CE1"][value="no"]')).to_be_checked()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    assert stored_values(stage) == {"CE1": "no"}


def test_two_tabs_never_overwrite_each_other(pat_clinic, stage, enter):
    first = enter(pat_clinic.pat, _at(stage, 2))
    second = first.context.new_page()
    second.goto(first.url)
    _choose(first, "CE1", "no")
    expect(first.locator("[data-saved]")).to_contain_text("Saved")
    _choose(second, "CE1", "not_sure")
    expect(second.locator("[data-saved]")).to_contain_text("Also changed in another tab")
    assert stored_values(stage)["CE1"] == "no"
    second.get_by_role("button", name="Compare").click()
    expect(second.get_by_role("heading", name="Two answers to one question")).to_be_visible()
    second.get_by_label("from this page").check()
    second.get_by_role("button", name="Keep what I chose").click()
    assert stored_values(stage)["CE1"] == "not_sure"


def test_inv_03_with_script_the_panel_comes_at_once(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 3))
    page.locator('input[name="ND3"][value="yes"]').click()
    expect(page.get_by_role("heading", name="This needs care now")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Call 112")).to_be_visible()
    assert page.get_by_role("link", name="Call 112").bounding_box()["height"] >= 48
    assert Flag.objects.filter(code="E").count() == 1
    page.get_by_role("button", name="I have called").click()
    expect(page.get_by_text("You told us at")).to_be_visible()
    assert Axe().run(page).violations_count == 0


def test_inv_03_without_network_the_stored_panel_opens(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 3))
    page.context.set_offline(True)
    _choose(page, "ND3", "not_sure")
    expect(page.get_by_role("heading", name="This needs care now")).to_be_visible()
    expect(page.get_by_text("The clinic does not know yet")).to_be_visible()
    assert not Flag.objects.exists()
    _choose(page, "ND3.onset", "two_weeks")
    page.context.set_offline(False)
    page.wait_for_url("**/emergency/", timeout=9000)
    assert Flag.objects.filter(code="E").count() == 1


def test_without_script_the_whole_way_is_walked(pat_clinic, stage, enter):
    page = enter(
        pat_clinic.pat, reverse("assess:start", args=[stage.pk]), java_script_enabled=False
    )
    while "/review/" not in page.url:
        for name in {one.get_attribute("name") for one in page.locator("[value=no]").all()}:
            if "." not in name and page.locator(f'input[name="{name}"]').first.is_visible():
                _choose(page, name, "no")
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("No urgent answers were given")).to_be_visible()
    stage.refresh_from_db()
    assert stage.state == State.FINISHED


def test_without_script_details_open_and_an_emergency_is_shown(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 3), java_script_enabled=False)
    assert not _card(page, "ND3.onset").is_visible()
    _choose(page, "ND3", "yes")
    expect(_card(page, "ND3.onset")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="This needs care now")).to_be_visible()


def test_without_script_a_needed_answer_is_asked_for_and_the_rest_stays(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 2), java_script_enabled=False)
    _choose(page, "CE1", "no")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("This needs another look")
    expect(page.locator('input[name="CE1"][value="no"]')).to_be_checked()
    expect(page.get_by_role("link", name="Help now")).to_be_visible()


def test_inv_12_exit_and_help_are_the_first_two_stops(pat_clinic, stage, enter):
    page = enter(pat_clinic.pat, _at(stage, 2))
    names = []
    for _ in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert names == ["Exit", "Help now", "Skip to the content"]


@pytest.mark.parametrize("script", [True, False])
def test_quick_exit_ends_the_session_and_leaves_nothing(pat_clinic, stage, enter, script):
    page = enter(pat_clinic.pat, _at(stage, 2), java_script_enabled=script)
    here = page.url
    page.get_by_role("link", name="Exit").click()
    page.wait_for_url("**/blank/")
    assert "Remit" not in page.title()
    page.goto(here)
    assert "/accounts/login/" in page.url


def test_the_scale_by_button_key_and_tap_presets_nothing(pat_clinic, enter):
    sheet = _sheet(pat_clinic, instrument_ref("peg"))
    page = enter(pat_clinic.pat, _at(sheet, 1))
    first = page.locator("[data-scale]").first
    assert first.locator("input:checked").count() == 0
    expect(first.get_by_text("tap the line to choose")).to_be_visible()
    first.get_by_role("button", name=re.compile("One more")).click()
    expect(first.locator('input[value="5"]')).to_be_checked()
    first.locator('input[value="5"]').focus()
    page.keyboard.press("8")
    expect(first.locator('input[value="8"]')).to_be_checked()
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    if first.locator(".answer-clear").is_visible():
        first.locator(".answer-clear input").check()
        expect(first.locator(".scale__stop input:checked")).to_have_count(0)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(pat_clinic, stage, enter, number, scheme):
    page = enter(pat_clinic.pat, _at(stage, number), color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
