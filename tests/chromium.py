"""The browser of the browser tests: where it is, what a test needs to use it, and one that is quiet on the network."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

FOUND = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]  #: axe-core's, for every page


def needs(*packages: str) -> list[pytest.MarkDecorator]:
    """The marks of a browser test: skipped, with the reason, where there is no browser or one of the packages is missing."""
    missing = [name for name in ("playwright", *packages) if not importlib.util.find_spec(name)]
    return [
        pytest.mark.browser,
        pytest.mark.skipif(not FOUND, reason="no Chromium on this machine"),
        pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}; pip install 'secondsource[test]'"),
    ]


@contextmanager
def browsing() -> Iterator[Any]:
    """A running Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=QUIET)
        yield browser
        browser.close()
