"""The app in a real browser, served as the command serves it: its forms work, with scripts and without."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import needs

pytestmark = needs("uvicorn")
WORDS = "The harbour wall of Velmora was shut on Monday, the harbour master said. It will open again in May."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address that ``secondsource serve`` prints for a new store."""
    store = tmp_path_factory.mktemp("app") / "p.db"
    command = [sys.executable, "-c", "from secondsource.cli import app; app()", "serve", str(store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        assert served.stdout is not None
        yield served.stdout.readline().split()[1]
        served.terminate()


@pytest.mark.parametrize("scripts", [True, False])
def test_text_is_pasted_and_read(browser: Any, address: str, scripts: bool) -> None:
    """Pasted text becomes an article, with scripts on and off, from the address that the command printed."""
    page: Any = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(address)
    page.goto(address.partition("?")[0] + "add")
    page.locator("textarea[name=text]").fill(f"{WORDS} {'Once' if scripts else 'Twice'} told.")
    page.locator("form.add button[type=submit]").click()
    assert page.locator(".hits li").count() == 1
    page.locator(".hits a").click()
    assert "harbour wall of Velmora" in page.locator("main").text_content()


def test_another_site_changes_nothing(browser: Any, address: str, tmp_path: Path) -> None:
    """A form on a page from elsewhere, sent with the browser's own cookie, is refused."""
    action = address.partition("?")[0] + "add"
    form = f'<form method="post" enctype="multipart/form-data" action="{action}"><button name="text" value="x">go</button></form>'
    (tmp_path / "evil.html").write_text(form, "utf-8")
    page: Any = browser.new_page()
    page.goto(address)
    page.goto((tmp_path / "evil.html").as_uri())
    with page.expect_response("**/add") as answer:
        page.locator("button").click()
    assert answer.value.status == 403
