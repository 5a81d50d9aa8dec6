"""The pictures in the README and the docs: the demo's report in a real browser, shot anew.

``python -m bench pictures -o docs/pictures`` needs Chromium and the packages of the ``test`` extra.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: file -> width, height, colour scheme: the top of the page as it opens
SHOTS = {
    "demo.png": (1280, 900, "light"),
    "demo-dark.png": (1280, 900, "dark"),
    "demo-narrow.png": (390, 844, "light"),
}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench pictures", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    args = parser.parse_args(argv)
    args.output.mkdir(parents=True, exist_ok=True)

    from playwright.sync_api import sync_playwright

    from secondsource.pipeline import investigate
    from secondsource.views.report import html

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        page_file = Path(folder) / "demo.html"
        page_file.write_text(html(investigate([ROOT / "examples"])), "utf-8")
        browser = play.chromium.launch(executable_path=args.chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        for name, (width, height, scheme) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(page_file.as_uri())
            page.screenshot(path=args.output / name)
            page.close()
            print(f"{args.output / name}: {(args.output / name).stat().st_size:,} bytes")
        browser.close()
    return 0
