"""The child processes that read pages: what a page can cost, and what it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import adding
from makers import page
from secondsource.model import Page, Report
from secondsource.options import Options
from secondsource.pipeline import investigate
from secondsource.views import records
from secondsource.worker import Worker

FOLDER = Path(__file__).parents[1] / "examples"
GOOD = Page("wqel-news.txt", (FOLDER / "wqel-news.txt").read_bytes())


@pytest.fixture
def light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page for children that have stand-ins for the stages, and so start quickly."""
    (tmp_path / "sitecustomize.py").write_text("import adding\nadding.stand_in()\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(Path(__file__).parent), *sys.path])
    return Page("000.html", (adding.pages(tmp_path / "pages", 2) / "000.html").read_bytes())


def test_a_child_that_was_killed_is_replaced(light: Page) -> None:
    """A process that ends while a page waits costs nothing: the page is read by a fresh one."""
    worker = Worker(Options())
    try:
        first = worker.run(light)
        assert worker.child is not None
        worker.child.process.kill()
        second = worker.run(light)
    finally:
        worker.close()

    assert (first.input.state, second.input.state) == ("ok", "ok")
    assert first.reading
    assert first.reading == second.reading


def test_a_page_over_its_memory_is_named_and_the_next_is_read() -> None:
    """A page that needs more memory than a worker may have is failed or partial, with the reason; its text is kept where it was had."""
    worker = Worker(Options(worker_bytes=60 * 2**20))
    try:
        outcome = worker.run(GOOD)
    finally:
        worker.close()

    assert outcome.input.state in ("failed", "partial")
    assert outcome.input.reason in ("memory", "crashed")
    assert outcome.input.why
    assert outcome.reading is None or "Tolland Bridge" in outcome.reading.article.text


def test_nothing_in_an_answer_depends_on_the_number_of_workers(demo: Report) -> None:
    """One or two processes give the same bytes; up to four do in `tests/long/test_matrix.py`."""
    assert records.to_json(demo) == records.to_json(investigate([FOLDER], workers=2))


def test_a_stage_can_be_passed_in(light: Page) -> None:
    """A function given in place of a stage is the one that runs."""
    seen: list[str] = []

    def compare(readings: object, options: Options) -> tuple[()]:
        seen.append(type(readings).__name__)
        return ()

    report = investigate([light], compare=compare)

    assert seen == ["tuple"]
    assert report.stories == ()
    assert [i.state for i in report.inputs] == ["ok"]


def test_nothing_to_read_is_failed() -> None:
    """Pages of nothing have failed, and there is no story."""
    report = investigate([page(text, f"{n}.txt") for n, text in enumerate(("", "   \n\n  ", "\x00\x00"))])

    assert [i.state for i in report.inputs] == ["failed"] * 3
    assert report.stories == ()
