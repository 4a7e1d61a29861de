"""What a tab keeps of a letter belongs to one person and one case, and goes when they go."""

import json

import pytest
from tests.journeys.test_timeline_opinions import _in_the_demo

pytestmark = [pytest.mark.browser]

SEED = """
import json
from datetime import UTC, datetime
from remit.web import start
start()
from remit.web.cases.actions import open_case
from remit.web.documents.letters import begin_letter
from remit.web.documents.models import LetterKind
from remit.web.people.models import Person, Site
by = {"by": Person.objects.get(display_name="Dr Amin"), "now": datetime.now(UTC)}
site = Site.objects.get(name="Northside Pain Clinic")
case = open_case(site=site, subject={"id": "lena", "name": "Lena", "birth": "1980"}, **by)
draft = begin_letter(case=case, kind=LetterKind.REFERRER, **by)
print(json.dumps({"case": str(case.pk), "draft": str(draft.pk)}))
"""
TYPED = "Words without a receipt."


@pytest.fixture(scope="module")
def seeded(demo):
    return json.loads(_in_the_demo(demo, SEED))


def _kept(page):
    return page.evaluate(
        "() => Object.keys(sessionStorage).filter((name) => name.startsWith('letter:'))"
    )


def _without_the_server(route):
    """No save arrives; signing out stays on the page, so that the store can be looked into."""
    if route.request.method != "POST":
        route.continue_()
    elif "logout" in route.request.url:
        route.fulfill(status=204)
    else:
        route.abort()


def test_a_draft_is_bound_to_its_person_and_goes_with_them(open_page, seeded):
    address = f"/documents/{seeded['case']}/letters/{seeded['draft']}/"
    page = open_page(address)
    person = page.locator("form[data-letter]").get_attribute("data-person")
    page.route("**/*", _without_the_server)
    body = page.locator("textarea[name=body]")
    body.fill(TYPED)
    own = f"letter:{person}:{seeded['case']}:{seeded['draft']}"
    page.wait_for_function("name => sessionStorage.getItem(name)", arg=own)
    assert TYPED in page.evaluate("name => sessionStorage.getItem(name)", own)

    page.evaluate(
        "name => sessionStorage.setItem(name, JSON.stringify({version: '1', texts: {}}))",
        f"letter:{int(person) + 1}:{seeded['case']}:{seeded['draft']}",
    )
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    body = page.locator("textarea[name=body]")
    assert body.input_value() == TYPED
    page.wait_for_function(
        "own => Object.keys(sessionStorage).every(name => !name.startsWith('letter:')"
        " || name === own)",
        arg=own,
    )
    assert _kept(page) == [own]

    page.locator("header form[data-sign-out] button").click()
    page.wait_for_function(
        "() => Object.keys(sessionStorage).every(name => !name.startsWith('letter:'))"
    )
