"""Each export opens in its consumer, and page text cannot run in any of them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from secondsource.model import Report
from secondsource.views import exports
from storybook import book


def hostile(headline: str) -> Report:
    """The hand-made story under another headline."""
    report = book()
    return replace(report, stories=(replace(report.stories[0], headline=headline),))


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_every_format_is_the_same_for_the_same_report(name: str) -> None:
    """An export depends on nothing but the report."""
    assert exports.FORMATS[name](book()) == exports.FORMATS[name](book()) != ""


def test_csv_has_a_row_for_each_testimony() -> None:
    """One row for each place where a report makes a claim, with its chain."""
    rows = list(csv.DictReader(io.StringIO(exports.table(book()))))

    assert [(r["page"], r["chain"]) for r in rows] == [
        ("a.html", "Daily Quay <- a harbour official"),
        ("b.html", "Evening Tide <- Daily Quay <- a harbour official"),
    ]
    assert {(r["min_origins"], r["max_origins"]) for r in rows} == {("1", "1")}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(cell: str) -> None:
    """A cell that a spreadsheet would run is shown as text."""
    assert str(exports.guard(cell)).startswith("'")
    assert exports.guard(3) == 3


def test_markdown_cannot_be_markup() -> None:
    """A headline with an image or a tag in it is shown, not followed."""
    text = exports.markdown(hostile("![x](http://tracker.example) <img src=x onerror=alert(1)>"))

    assert "![x]" not in text
    assert not re.search(r"(?<!\\)[<\[](?!\^)", text.replace("[^1]: ", "").replace("[^2]: ", ""))
    assert text.count("[^1]") == 2


def test_annotations_quote_exactly() -> None:
    """Every TextQuoteSelector holds the words at its TextPositionSelector."""
    texts = {f"urn:sha256:{r.article.sha256}": r.article.text for r in book().readings}
    items = json.loads(exports.web_annotations(book()))["first"]["items"]

    assert len(items) == 2
    for item in items:
        for target in item["target"]:
            place, quote = target["selector"]
            assert texts[target["source"]][place["start"] : place["end"]] == quote["exact"]


def test_graphml_runs_from_origin_to_page() -> None:
    """The graph's edges lead from the origin through the newsroom that got it to the pages."""
    root = ElementTree.fromstring(exports.graphml(book()))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    edges = {(e.get("source"), e.get("target")) for e in root.iter(f"{space}edge")}
    pages = {r.article.file: r.article.id for r in book().readings}

    assert edges == {("s3", "s4"), ("s4", pages["a.html"]), ("s4", "s5"), ("s5", pages["b.html"])}


def test_provenance_names_every_voice() -> None:
    """PROV holds pages and claims as entities and every voice of a chain as an agent."""
    doc = json.loads(exports.provenance(book()))

    assert {a["prov:label"] for a in doc["agent"].values()} == {"Daily Quay", "Evening Tide", "a harbour official"}
    assert {e["prov:agent"] for e in doc["wasAttributedTo"].values()} <= set(doc["agent"])
    assert {e["prov:entity"] for e in doc["wasAttributedTo"].values()} <= set(doc["entity"])


def test_timeline_has_the_days_of_each_moment() -> None:
    """TimelineJS gets one event for each moment, with its day and its words."""
    events = json.loads(exports.timelinejs(book()))["events"]

    assert [(e["start_date"], e["text"]["headline"]) for e in events] == [({"year": 2024, "month": 4, "day": 30}, "Tuesday")]
