"""A demo served by the real server, and a real Chromium in front of it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

PORT = 18765 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw") or 0)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Demo:
    """The running demo: where it is, what the command printed, which codes were given."""

    address: str
    printed: str
    data: Path
    given: set[str] = field(default_factory=set)

    def link(self, name: str) -> str:
        """The one-time link of a person."""
        lines = self.printed.splitlines()
        at = next(i for i, line in enumerate(lines) if line.strip().startswith(f"{name},"))
        return lines[at + 1].strip()


def chromium_path() -> str:
    named = os.environ.get("REMIT_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    found = found or shutil.which("google-chrome")
    if found:
        return str(found)
    reason = "No browser: install chromium, or name one in REMIT_CHROMIUM"
    if os.environ.get("REMIT_NO_SKIP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    folder = Path(tempfile.mkdtemp(prefix="remit-demo-", dir="/tmp"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("REMIT_DATA")}
    process = subprocess.Popen(
        [sys.executable, "-m", "remit", "demo", "--data", str(folder), "--port", str(PORT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    try:
        printed = []
        assert process.stdout is not None
        for line in process.stdout:
            printed.append(line)
            if "Stop it with Ctrl-C" in line:
                break
        address = f"http://localhost:{PORT}"
        _wait_for(f"{address}/healthz")
        yield Demo(address, "".join(printed), folder)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the demo did not start")


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, demo: Demo) -> dict:
    """Dr Amin's session, entered once by the printed link and the second factor."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(demo.link("Dr Amin"))
    demo.given.add(page.get_by_label("Code").input_value())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/consult/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def unused_code(demo: Demo) -> Callable[[Page], str]:
    """A code that Dr Amin has not given yet: each serves once, at the door as at a signature."""

    def waited_for(page: Page) -> str:
        for _ in range(80):
            code = str(page.locator("[data-demo-code]").get_attribute("data-demo-code"))
            if code not in demo.given:
                demo.given.add(code)
                return code
            time.sleep(0.5)
            page.reload()
        pytest.fail("the code of the authenticator never changed")

    return waited_for


@pytest.fixture(scope="session")
def finley(chromium: Browser, demo: Demo) -> dict:
    """Finley's session, on day 12 of the demo's group; the printed link serves once."""
    context = chromium.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(demo.link("Finley Example"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(chromium: Browser, signed_in: dict, demo: Demo) -> Iterator:
    """A page of the signed-in clinician, at a width, in light or dark, with or without script."""
    contexts: list[BrowserContext] = []

    def opened(path: str = "/consult/", *, width=1440, height=900, **more) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, storage_state=signed_in, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(demo.address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def cases(chromium: Browser, signed_in: dict, demo: Demo) -> dict[str, str]:
    """The address of each case by name."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(demo.address + "/consult/")
    found = {
        link.inner_text().strip(): str(link.get_attribute("href"))
        for link in page.locator("ul.rows a").all()
    }
    context.close()
    return found


WHAT_HAS_FOCUS = """() => {
  const one = document.activeElement;
  return `${one.tagName} ${(one.ariaLabel || one.innerText || one.name || "").slice(0, 60)}`;
}"""


def tab_to(page: Page, role: str, name: str | re.Pattern[str], *, most: int = 120) -> Locator:
    """Press Tab until what has the focus has this role and accessible name.

    Fails with the list of what was passed on the way.
    """
    passed: list[str] = []
    wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.and_(wanted).count():
            return focused
        passed.append(page.evaluate(WHAT_HAS_FOCUS))
    raise AssertionError(f"Tab never came to {role} {name!r}; it passed:\n" + "\n".join(passed))
