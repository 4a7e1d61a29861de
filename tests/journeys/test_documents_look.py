"""The documents at every size, in light and dark: axe, no sideways scroll, targets, headings."""

import itertools
import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.journeys.test_timeline_opinions import _in_the_demo

pytestmark = [pytest.mark.browser, pytest.mark.long]

# A live case with everything to look at: a draft of a formulation, a draft and a signed letter, a
# note of the clinician's own; and for the participant a letter and the explanation to read.
SEED = """
import json
import uuid
from datetime import UTC, datetime
from remit.web import start
start()
from remit.content import shipped
from remit.web.cases.models import Case
from remit.web.consult.actions import record_history
from remit.web.consult.process_notes import keep_note
from remit.web.documents.explanation import send_home
from remit.web.documents.formulation import start_formulation
from remit.web.documents.letter_drafts import drafted
from remit.web.documents.letters import sign_letter, start_letter
from remit.web.documents.models import LetterKind, Share
from remit.web.documents.sharing import share
from remit.web.people.models import Person, Site
from remit.web.cases.sealed import plain_subject
plain = shipped.plain_case("nancy")
plain["case"] |= {"id": "nell", "name": "Nell"}
by = {"by": Person.objects.get(display_name="Dr Amin"), "now": datetime.now(UTC)}
site = Site.objects.get(name="Northside Pain Clinic")
case = record_history(site=site, plain=plain, origin=Case.Origin.LIVE, **by)
start_formulation(case=case, **by)
def letter(of, kind):
    words = drafted(of, kind, now=by["now"])
    return start_letter(case=of, kind=kind, content=words, **by), words
def signed(of, kind):
    made, words = letter(of, kind)
    return sign_letter(
        letter=made, content=words, version=made.version, factor_at=by["now"], **by
    )
draft, _words = letter(case, LetterKind.REFERRER)
note = keep_note(case=case, note=uuid.uuid4(), text="She laughed when she cried.", base=0, **by)
casey = next(one for one in Case.objects.filter(origin=Case.Origin.LIVE)
             if plain_subject(one)["name"] == "Casey Example")
text = "Dear Casey\\n\\nThank you for coming. We wrote down what you told us.\\n\\nDr Amin"
theirs = signed(casey, LetterKind.VISIT_NOTE)
one = share(case=casey, what=Share.What.LETTER, of=str(theirs.pk), text=text, **by)
two = send_home(case=casey, keep=frozenset(), **by)
print(json.dumps({
    "case": str(case.pk), "draft": str(draft.pk), "note": str(note.note),
    "signed": str(signed(case, LetterKind.VISIT_NOTE).pk),
    "letter": str(one.pk), "explanation": str(two.pk),
}))
"""
LINK = "N08a-N07"
STAFF = {
    "formulation": "/documents/{case}/formulation/",
    "print": "/documents/{case}/formulation/print/",
    "letters": "/documents/{case}/letters/",
    "draft": "/documents/{case}/letters/{draft}/",
    "signed": "/documents/{case}/letters/{signed}/",
    "sharing": "/documents/{case}/share/letter/{signed}/",
    "plain text": "/documents/{case}/copy/",
    "explanation": "/documents/{case}/explanation/",
    "process notes": "/consult/{case}/process/",
    "process note": "/consult/{case}/process/{note}/",
    "together": "/consult/{case}/together/",
    "two at a time": "/consult/{case}/together/?link=" + LINK,
    "links found": "/consult/{case}/links-found/",
    "urgent": "/consult/{case}/urgent/",
}
THEIRS = {
    "list": "/intake/shared/",
    "letter": "/intake/shared/{letter}/",
    "explanation": "/intake/shared/{explanation}/",
}
SIZES = [(1440, 900), (720, 450), (360, 740)]  # 720 is 1440 at 200 %
# Light and dark are one page in other colours.
# test_timeline_opinions and test_explanation look at these at the other sizes, light and dark.
ELSEWHERE = {"together", "two at a time", "explanation"}
SCHEMES = {"light": None, "dark": {"runOnly": ["color-contrast"]}}
# A link within a sentence is as high as its line; whatever stands alone is for a finger.
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
  .filter((one) => {
    const box = one.getBoundingClientRect();
    if (!one.checkVisibility() || !box.width || !box.height) return false;
    if (one.closest(".only-heard, svg, .skip:not(:focus)")) return false;
    const label = one.matches("[type=checkbox], [type=radio]") && one.labels[0];
    const high = label ? label.getBoundingClientRect().height : box.height;
    if (high >= 43.5) return false;
    const among = one.closest("p, li, td, th, dd, .second");
    return !(one.matches("a") && among && getComputedStyle(one).display.startsWith("inline")
      && among.textContent.trim() !== one.textContent.trim());
  })
  .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 40)} ` +
    `${Math.round(one.getBoundingClientRect().height)}`)"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4")]
  .filter((one) => one.checkVisibility())
  .map((one) => Number(one.tagName[1]))"""


@pytest.fixture(scope="module")
def seeded(demo) -> dict[str, str]:
    return json.loads(_in_the_demo(demo, SEED))


@pytest.fixture(scope="module")
def casey(chromium, demo, seeded) -> dict:
    """The participant's session, entered by their link."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(demo.link("Casey Example"))
    page.locator("main button").first.click()
    page.wait_for_url("**/intake/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def staff_page(chromium, signed_in):
    context = chromium.new_context(storage_state=signed_in, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def their_page(chromium, casey):
    context = chromium.new_context(storage_state=casey, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", STAFF)
def test_no_page_of_the_clinic_has_a_fault(staff_page, demo, seeded, name):
    address = demo.address + STAFF[name].format(**seeded)
    _look_at(staff_page, address, {720} if name in ELSEWHERE else {1440, 720, 360})


@pytest.mark.parametrize("name", THEIRS)
def test_no_page_of_the_participant_has_a_fault(their_page, demo, seeded, name):
    _look_at(their_page, demo.address + THEIRS[name].format(**seeded), {1440, 720, 360})


def _look_at(page, address, widths):
    faults = []
    page.emulate_media(color_scheme="light")
    assert page.goto(address).status == 200
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme, rules in SCHEMES.items():
            if width not in widths or (scheme == "dark" and width == 720):
                continue  # 720 has the colours of 1440
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=rules)
            if found.violations_count:
                faults.append(f"{width} {scheme}: {found.generate_report()}")
        faults += [f"{width}: {fault}" for fault in _faults(page, width)]
    assert not faults, "\n".join(faults)


def _faults(page, width):
    whole = page.evaluate("document.documentElement.scrollWidth")
    if whole > width:
        yield f"{whole} px wide"
    levels = page.evaluate(HEADINGS)
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"headings {levels}"
    if any(after > before + 1 for before, after in itertools.pairwise(levels)):
        yield f"a level of headings is left out: {levels}"
    if page.locator("main").count() != 1 or not page.title():
        yield "no main landmark, or no title"
    if width == 360:
        yield from (f"too low for a finger: {one}" for one in page.evaluate(SMALL))
