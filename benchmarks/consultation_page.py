"""Time the consultation page in Chromium: `python benchmarks/consultation_page.py ADDRESS STATE`.

ADDRESS is the page of one consultation of a running demo, STATE a Playwright storage state of the
clinician. Prints medians and 95th percentiles in milliseconds by the clock of the browser:
keystroke to chips that say what was understood, and Enter to the redrawn timeline.
"""

from __future__ import annotations

import os
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

LINES = 25
PAUSE = 200  # ms between keystrokes: 60 words a minute

WATCH = """() => {
  window.took = { chip: [], redraw: [] };
  const line = document.querySelector('#line');
  let typed = 0;
  let kept = 0;
  line.addEventListener('input', () => { typed = performance.now(); }, true);
  line.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') kept = performance.now();
  }, true);
  const painted = (name, since) => requestAnimationFrame(
    () => { window.took[name].push(performance.now() - since); });
  new MutationObserver(() => {
    if (typed && document.querySelector('[data-chips]')) { painted('chip', typed); typed = 0; }
  }).observe(document.querySelector('[data-understood]'), { childList: true });
  new MutationObserver(() => {
    if (kept) { painted('redraw', kept); kept = 0; }
  }).observe(document.querySelector('[data-timeline-picture]'), { childList: true });
}"""


def measure(page: Page, lines: int = LINES) -> dict[str, list[float]]:
    """Type lines as a person does, and keep each; milliseconds by what was measured."""
    page.evaluate(WATCH)
    for number in range(lines):
        page.keyboard.type(f"{1960 + number} cough {number}", delay=PAUSE)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1200)
    found: dict[str, list[float]] = page.evaluate("window.took")
    return found


def main(address: str, state: str) -> None:
    """Open the page, measure, print."""
    with sync_playwright() as playwright:
        path = os.environ.get("REMIT_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(storage_state=state, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(1000)
        for name, took in measure(page).items():
            p95 = statistics.quantiles(took, n=20)[-1]
            middle = statistics.median(took)
            print(f"{name:7} {len(took):4} times  median {middle:6.1f} ms  p95 {p95:6.1f} ms")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
