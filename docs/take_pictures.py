"""Takes the documentation's pictures from the running demo: cases, and the way to a visit.

Run: make pictures (needs Chromium; REMIT_CHROMIUM names it where it is not on the PATH).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

PORT = 18999
FOLDER = Path(__file__).parent / "images"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Start the demo, sign in as Dr Amin, photograph each case."""
    chromium = os.environ.get("REMIT_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit("No browser: install chromium, or name one in REMIT_CHROMIUM")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        server = subprocess.Popen(
            [sys.executable, "-m", "remit", "demo", "--data", data, "--port", str(PORT)],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            links = _links(server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                _before_the_visit(browser, links["Casey Example"])
                state = _enter(browser, links["Dr Amin"])
                _photograph(browser, state)
                _consultation(browser, state)
                _staff(browser, state)
                _programme(browser, _enter(browser, links["Finley Example"], "phone"))
                _group(browser, _enter(browser, links["Fay"]), state)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


def _links(server: subprocess.Popen[str]) -> dict[str, str]:
    """The one-time link of each person."""
    links, name = {}, ""
    for line in server.stdout or ():
        if "/consult/demo/" in line:
            links[name] = line.strip()
        if "Stop it with Ctrl-C" in line:
            time.sleep(2)
            return links
        name = line.split(",")[0].strip()
    sys.exit("The demo did not start.")


def _enter(browser: Browser, link: str, size: str = "desktop") -> StorageState:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_load_state()
    return context.storage_state()


def _before_the_visit(browser: Browser, link: str) -> None:
    """A participant's page on a phone, and what an emergency answer brings."""
    width, height = SIZES["phone"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        storage_state=_enter(browser, link, "phone"),
    )
    page = context.new_page()
    page.goto(f"http://localhost:{PORT}/intake/")
    _shoot(page, "home-phone", whole=True)
    page.get_by_role("button", name="Something is new").click()
    page.wait_for_url("**/assess/*/1/")
    page.goto(page.url.replace("/1/", "/4/"))
    page.locator('input[name="VA2"][value="yes"]').click()
    page.get_by_role("heading", name="This needs care now").wait_for()
    _shoot(page, "emergency-phone", whole=False)
    context.close()


def _staff(browser: Browser, state: StorageState) -> None:
    """What needs a human, and one participant before the visit."""
    width, height = SIZES["desktop"]
    context = browser.new_context(viewport={"width": width, "height": height}, storage_state=state)
    page = context.new_page()
    page.goto(f"http://localhost:{PORT}/notices/")
    _shoot(page, "flags-desktop", whole=False)
    page.goto(f"http://localhost:{PORT}/intake/invited/")
    page.get_by_role("link", name="Casey Example").click()
    page.get_by_role("link", name="Before the visit").click()
    _shoot(page, "before-desktop", whole=False)
    context.close()


def _programme(browser: Browser, state: StorageState) -> None:
    """A participant's phone on day 12."""
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, storage_state=state)
    page = context.new_page()
    for name, path in (("today", ""), ("path", "path/"), ("hurts", "now/")):
        page.goto(f"http://localhost:{PORT}/practice/{path}")
        _shoot(page, f"{name}-phone", whole=False)
    context.close()


def _group(browser: Browser, leads: StorageState, treats: StorageState) -> None:
    """A session on a tablet, with its letter begun, and the list of the morning."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, storage_state=leads)
    page = context.new_page()
    page.goto(f"http://localhost:{PORT}/practice/groups/")
    page.get_by_role("link", name="Autumn group").click()
    page.get_by_role("link", name="Open session 2").click()
    page.goto(f"{page.url}?part=letter")
    _shoot(page, "session-tablet", whole=False)
    context.close()
    width, height = SIZES["desktop"]
    context = browser.new_context(viewport={"width": width, "height": height}, storage_state=treats)
    page = context.new_page()
    page.goto(f"http://localhost:{PORT}/practice/attention/")
    _shoot(page, "attention-desktop", whole=False)
    context.close()


def _consultation(browser: Browser, state: StorageState) -> None:
    """A consultation half-way, with a line being typed, and what comes of it."""
    width, height = SIZES["desktop"]
    context = browser.new_context(viewport={"width": width, "height": height}, storage_state=state)
    page = context.new_page()
    page.goto(f"http://localhost:{PORT}/consult/")
    path = page.get_by_role("link", name="Casey Example").get_attribute("href") or ""
    nancy = page.get_by_role("link", name="Nancy", exact=True).get_attribute("href") or ""
    address = f"http://localhost:{PORT}{path}"
    page.goto(f"{address}consultation/?part=pain")
    page.locator("#line").press_sequentially("1993~ fibromyalgia; building house, two children")
    page.wait_for_timeout(600)
    _shoot(page, "consultation-desktop", whole=False)
    page.locator("#line").fill("")
    page.goto(f"http://localhost:{PORT}{path.replace('/consult/', '/documents/')}explanation/")
    _shoot(page, "explanation-desktop", whole=False)
    page.goto(f"http://localhost:{PORT}{nancy.replace('/consult/', '/documents/')}formulation/")
    _shoot(page, "formulation-desktop", whole=False)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{address}together/")
    _shoot(page, "together-tablet", whole=False)
    context.close()


def _shoot(page: Page, name: str, *, whole: bool) -> None:
    page.wait_for_function("document.fonts.ready.then(() => true)")
    target = FOLDER / f"{name}.png"
    page.screenshot(path=target, full_page=whole)
    print(target.name)


def _photograph(browser: Browser, state: StorageState) -> None:
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    page.goto(f"http://localhost:{PORT}/consult/")
    cases = {
        a.inner_text().strip(): a.get_attribute("href") for a in page.locator("ul.rows a").all()
    }
    context.close()
    for name in ("Mary", "Susan", "Nancy"):
        path = cases[name]
        for theme in ("light", "dark"):
            for size, (width, height) in SIZES.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,  # type: ignore[arg-type]
                    storage_state=state,
                )
                shot = context.new_page()
                shot.goto(f"http://localhost:{PORT}{path}")
                shot.wait_for_function("document.fonts.ready.then(() => true)")
                target = FOLDER / f"{name.lower()}-{size}-{theme}.png"
                shot.screenshot(path=target, full_page=size == "desktop")
                print(target.name)
                context.close()


if __name__ == "__main__":
    main()
