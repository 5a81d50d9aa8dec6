"""The record format holds for every output, and the same pages give the same bytes."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from makers import page
from secondsource.model import Page, Report
from secondsource.pipeline import investigate
from secondsource.views import records
from secondsource.views.load import from_json
from secondsource.views.report import html

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "records.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def data(demo: Report) -> dict[str, Any]:
    return records.records(demo)


def test_demo_fits_the_schema(data: dict[str, Any]) -> None:
    """What the program writes is what the published schema says."""
    jsonschema.validate(data, SCHEMA)


def test_the_report_of_the_records_is_the_report(demo: Report) -> None:
    """Records read back give the report page byte for byte, its list of chains among it."""
    assert html(from_json(records.to_json(demo))) == html(demo)


def test_one_name_is_one_input() -> None:
    """A file's name given alone is that file, not the letters of its name."""
    file = ROOT / "examples" / "lowland-gazette.html"
    for given in (str(file), file):
        assert [i.file for i in investigate(given).inputs] == ["lowland-gazette.html"]


def test_every_span_is_in_its_text(data: dict[str, Any]) -> None:
    """No span points outside the text, is empty, or begins or ends on white space."""
    texts = {a["id"]: a["text"] for a in data["articles"]}
    spans = [(a["article"], part) for a in data["attributions"] for part in (*a["content"], a["cue"], a["source"]["span"]) if part]
    spans += [(c["article"], c["span"]) for c in data["claims"]]
    spans += [(t["article"], t["span"]) for t in data["times"]]
    spans += [(c["article"], c["span"]) for s in data["stories"] for statement in s["account"] for c in statement["cites"]]
    assert spans
    for article, (start, end) in spans:
        words = texts[article][start:end]
        assert len(words) == end - start > 0
        assert words == words.strip()


def test_references_lead_somewhere(data: dict[str, Any]) -> None:
    """Every id that a record names is the id of a record, and no id stands twice."""
    ids = {kind: [r["id"] for r in data[kind]] for kind in ("articles", "sources", "times", "attributions", "claims")}
    assert [id for kind in ids.values() for id, n in Counter(kind).items() if n > 1] == []
    for attribution in data["attributions"]:
        assert {attribution["source"]["id"], *attribution["chain"]} - {None} <= set(ids["sources"])
        assert attribution["within"] in {None, *ids["attributions"]}
        assert attribution["time"] in {None, *ids["times"]}
    for claim in data["claims"]:
        assert claim["attribution"] in {None, *ids["attributions"]}
        assert set(claim["times"]) <= set(ids["times"])
    for story in data["stories"]:
        for alignment in story["alignments"]:
            assert set(alignment["claims"]) <= set(ids["claims"])
            assert set(alignment["origins"]["sources"]) <= set(ids["sources"])
            assert len(alignment["origins"]["sources"]) == alignment["origins"]["max"]


def test_order_of_arguments_does_not_matter(demo: Report) -> None:
    """The same pages in another order are the same bytes."""
    files = sorted((ROOT / "examples").glob("*.[ht]*"), reverse=True)

    assert records.to_json(investigate(files)) == records.to_json(demo)


def test_bad_neighbours_change_nothing(demo: Report) -> None:
    """A page that cannot be read leaves every other page's records as they were."""
    files = [*sorted((ROOT / "examples").glob("*.[ht]*")), page("", "empty.txt"), Page("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00")]
    both = records.records(investigate(files))

    assert both["articles"] == records.records(demo)["articles"]
    assert both["stories"] == records.records(demo)["stories"]
    assert [(u["file"], u["reason"]) for u in both["unread"]] == [("empty.txt", "empty"), ("picture.html", "not-text")]
