"""A page that is not in English is kept and shown, and said to be unread in detail."""

from __future__ import annotations

import pytest

from secondsource.model import Page, Report
from secondsource.pipeline import investigate
from secondsource.views import records
from secondsource.views import report as views

ENGLISH = (
    "The old bridge over the Aller will close for four months in May, the mayor, Ada Brandt, told the town council on Tuesday evening.",
    "Engineers found cracks in two of its pillars last month, according to a report that the town published.",
    "“We cannot wait any longer,” Brandt said. The repairs will cost two million euros, the report said.",
)
GERMAN = (
    "Die alte Brücke über die Aller wird im Mai für vier Monate gesperrt, sagte Bürgermeisterin Ada Brandt am Dienstag im Rat der Stadt.",
    "Gutachter hatten Risse in zwei Pfeilern gefunden, wie aus einem Bericht hervorgeht, den die Stadt veröffentlichte.",
    "„Wir können nicht länger warten“, sagte Brandt. Die Arbeiten sollen zwei Millionen Euro kosten.",
)


def page(file: str, title: str, paragraphs: tuple[str, ...]) -> Page:
    told = "".join(f"<p>{words}</p>" for words in paragraphs)
    head = f'<head><meta charset=utf-8><title>{title}</title><meta property="article:published_time" content="2024-03-14"></head>'
    return Page(file, f"<!doctype html><html>{head}<body><article><h1>{title}</h1>{told}</article></body></html>".encode())


@pytest.fixture(scope="module")
def report() -> Report:
    more = (*ENGLISH[:2], "The repairs will cost three million euros, Brandt said.")
    return investigate(
        [
            page("a.html", "Bridge over the Aller to close", ENGLISH),
            page("b.html", "Brücke über die Aller wird gesperrt", GERMAN),
            page("c.html", "Aller bridge to close in May", more),
        ]
    )


def test_a_german_page_between_two_english_ones(report: Report) -> None:
    """It ends as ok with all its text and a note; nothing is read from it, and no claim calls it silent."""
    german = next(reading for reading in report.readings if reading.article.file == "b.html")

    assert [given.state for given in report.inputs] == ["ok", "ok", "ok"]
    assert german.article.language == "de"
    assert all(words in german.article.text for words in GERMAN)
    assert any("not English (de)" in note for note in german.article.notes)
    assert german.claims == german.attributions == german.times == ()
    assert all(german.article.id not in alignment.silent for story in report.stories for alignment in story.alignments)


def test_the_english_pages_are_read_as_without_it(report: Report) -> None:
    """Their claims are aligned; the page in between changes nothing for them."""
    english = [reading for reading in report.readings if reading.article.file != "b.html"]

    assert all(reading.claims and reading.attributions for reading in english)
    assert any(alignment.relation == "agree" for story in report.stories for alignment in story.alignments)


def test_the_report_says_so(report: Report) -> None:
    """The page of the report shows its words and that they were not read in detail; so do the records."""
    shown = views.html(report)

    assert "not English (de): kept and shown, not read in detail" in shown
    assert GERMAN[0] in shown
    assert "not English" in str(records.records(report)["articles"])
