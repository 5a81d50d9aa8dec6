"""The pictures of the docs and the README: the demo's report in Chromium.

    python docs/pictures/make.py

writes PNG files beside itself. Needs the ``test`` extra and Chromium.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from secondsource.pipeline import investigate
from secondsource.views.report import html

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"

# name, width, height, light or dark, what to scroll to
PICTURES = [
    ("report", 1280, 860, "light", None),
    ("report-claims", 1280, 860, "light", "#claims"),
    ("report-chains", 1280, 860, "light", "#chains"),
    ("report-phone", 360, 760, "dark", None),
]


def main() -> None:
    from playwright.sync_api import sync_playwright

    page = Path(tempfile.mkdtemp()) / "demo.html"
    page.write_text(html(investigate([EXAMPLES])), "utf-8", newline="")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            take(browser, page, *picture)
        browser.close()


def take(browser: Any, page: Path, name: str, width: int, height: int, scheme: str, at: str | None) -> None:
    """One picture of the page as it opens, or at a section."""
    view = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
    view.goto(page.as_uri())
    if at:
        view.locator(at).evaluate("e => e.scrollIntoView()")
        view.wait_for_timeout(300)  # sections far down the page are laid out when they come near
    view.screenshot(path=HERE / f"{name}.png")
    view.close()


if __name__ == "__main__":
    main()
