"""From the spoken consultation to paper, by keyboard alone: typed, edited, signed and sent."""

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import tab_to
from tests.journeys.printed import printed_text
from tests.reports.test_pdf import text_of

pytestmark = [pytest.mark.browser, pytest.mark.long]

NAME = "Nancy Printed"
SAVED = re.compile(r"^Saved \d\d:\d\d$|^Every word saved$")
WAIT = 40_000  # ms: two cores, and every line is sent
OWN = "Your pain is real, and it came slowly while you were building a home."
OTHER = "My mother did help me, now and then."
_LINES = Path(__file__).parents[1] / "reference" / "quick_entry" / "nancy.toml"
SPOKEN = [
    line["say"]
    for line in tomllib.loads(_LINES.read_text())["line"]
    if line["part"] in {"pain", "adult"} and "@" not in line["say"] and " ago" not in line["say"]
]


@pytest.fixture
def page(open_page, monkeypatch):
    """A page without a mouse: whoever clicks here has left the journey."""
    opened = open_page("/intake/invite/")

    def clicked(*_given, **_more):
        pytest.fail("this journey has no mouse")

    for kind in ("Locator", "Page", "Mouse"):
        monkeypatch.setattr(f"playwright.sync_api.{kind}.click", clicked)
    opened.set_default_timeout(WAIT)
    return opened


def press(page, role, name, key="Enter"):
    """Come to a control by Tab, and press it."""
    tab_to(page, role, name)
    page.keyboard.press(key)


def press_fold(page, words):
    """A fold's line has no role of its own that a reader of the tree can name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator("summary:focus", has_text=words).count():
            return page.keyboard.press("Enter")
    raise AssertionError(f"Tab never came to {words!r}")


def write(page, name, words):
    """Come to a field by Tab, and write over what stands there."""
    tab_to(page, "textbox", name)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)


def begin_record(page):
    write(page, "Name", NAME)
    write(page, "E-mail address", "printed@demo.invalid")
    press(page, "button", "Make the invitation")
    expect(page.get_by_role("heading", name="The invitation is made")).to_be_visible()
    press(page, "link", "Cases")
    page.wait_for_url("**/consult/")
    press(page, "link", NAME)
    page.wait_for_url(re.compile(r"/consult/[0-9a-f-]{36}/$"))


def speak(page):
    press(page, "link", "Consultation")
    page.wait_for_url("**/consultation/")
    expect(page.locator("#line")).to_be_focused()
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=WAIT)
    for line in SPOKEN:
        expect(page.locator("#line")).to_be_focused()
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=WAIT)
    expect(page.locator("[data-pending] li")).to_have_count(0, timeout=WAIT)


def start_the_draft(page):
    press(page, "link", "Formulation")
    page.wait_for_url("**/formulation/")
    press(page, "button", "Start from this draft")
    expect(page.get_by_role("link", name="Sentence 1: edit or leave out")).to_be_visible()


def change_the_first_sentence(page):
    press(page, "link", "Sentence 1: edit or leave out")
    page.keyboard.press("e")
    expect(page.locator("[data-row] details[open] textarea").first).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(OWN)
    press(page, "button", "Keep")
    expect(page.locator("[data-saved]")).to_contain_text("draft saved", timeout=WAIT)
    expect(page.locator("[data-words=participant]").first).to_contain_text(OWN)


def say_otherwise(page):
    press(page, "link", "Sentence 2: edit or leave out")
    press_fold(page, f"{NAME} sees it differently")
    write(page, f"In {NAME}’s own words", OTHER)
    press(page, "button", "Keep")
    expect(page.locator(".ledger__differs")).to_contain_text(OTHER)


def sign_formulation(page, unused_code):
    for tick in ("Every sentence read", f"{NAME} has seen their words"):
        press(page, "button", tick, "Space")
        expect(page.get_by_role("button", name=tick, pressed=True)).to_be_visible()
    write(page, "Code of your authenticator", unused_code(page))
    press(page, "button", "Sign as Dr Amin")
    expect(page.locator(".signature--signed")).to_contain_text("Dr Amin")


def look_at_print(page):
    """The printed page holds the words and the signature, and nothing of the screen around them."""
    press(page, "link", re.compile("^Print$"))  # the name of the person has the word, too
    page.wait_for_url("**/print/*")
    expect(page.locator("article")).to_contain_text(OWN)
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    for words in (OWN, OTHER, "Dr Amin", "version 1"):
        assert words in shown
    for role in ("navigation", "link", "button"):
        assert page.get_by_role(role).filter(visible=True).count() == 0, role
    text = printed_text(page.pdf(format="A4"))
    assert "".join(OWN.split()) in text
    assert "Signout" not in text
    page.emulate_media(media="screen")
    press(page, "link", "Back to the formulation")
    expect(page.locator(".signature--signed")).to_be_visible()


def take_pdf(page, name):
    """A file by its link; it says of nobody whose it is."""
    tab_to(page, "link", name)
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert coming.value.suggested_filename in {"formulation.pdf", "letter.pdf"}
    made = Path(coming.value.path()).read_bytes()
    assert made.startswith(b"%PDF")
    assert NAME.encode() not in made
    return "".join(text_of(made).split())


def send_letter(page, unused_code):
    press(page, "link", "Letters")
    page.wait_for_url("**/letters/")
    press(page, "button", "Letter to the referrer")
    page.wait_for_url("**/letters/*-*/")
    write(page, "To", "Dr Rowe")
    write(page, "Code of your authenticator", unused_code(page))
    press(page, "button", "Sign as Dr Amin")
    expect(page.locator("article.letter-paper")).to_contain_text("Dr Rowe")
    expect(page.locator("article.letter-paper")).to_contain_text("Signed: Dr Amin")


def test_a_consultation_is_written_signed_and_printed_without_a_mouse(page, unused_code):
    begin_record(page)
    speak(page)
    start_the_draft(page)
    change_the_first_sentence(page)
    say_otherwise(page)
    sign_formulation(page, unused_code)
    look_at_print(page)
    assert "".join(OWN.split()) in take_pdf(page, f"PDF for {NAME}")
    send_letter(page, unused_code)
    assert "DrRowe" in take_pdf(page, "PDF")
