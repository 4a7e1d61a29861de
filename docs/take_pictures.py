"""Takes the documentation's pictures from the running demo: three cases, two widths, two themes.

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

from playwright.sync_api import Browser, sync_playwright

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
            link = _first_link(server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                _photograph(browser, link)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


def _first_link(server: subprocess.Popen[str]) -> str:
    link = ""
    for line in server.stdout or ():
        if "/consult/demo/" in line and not link:
            link = line.strip()
        if "Stop it with Ctrl-C" in line:
            time.sleep(2)
            return link
    sys.exit("The demo did not start.")


def _photograph(browser: Browser, link: str) -> None:
    page = browser.new_page()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/consult/")
    cases = {
        a.inner_text().strip(): a.get_attribute("href") for a in page.locator("ul.rows a").all()
    }
    state = page.context.storage_state()
    for name, path in cases.items():
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
