"""Each export, and the store itself, is opened by a program that people use for it, or checked against its format's rules."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondsource.model import Report
from secondsource.views import exports
from storybook import book, kept

HOSTILE = "=cmd|' /C calc'!A0 ]] <script>alert(1)</script> [^1]: \"quoted\", \u202e"


def hostile() -> Report:
    """The hand-made story with a headline and a source that try to be something else."""
    report = book()
    story = report.stories[0]
    return replace(report, stories=(replace(story, headline=HOSTILE),))


@pytest.fixture(params=["book", "hostile", "demo"])
def report(request: pytest.FixtureRequest) -> Report:
    if request.param == "demo":
        whole: Report = request.getfixturevalue("demo")
        return whole
    return book() if request.param == "book" else hostile()


# ---- Datasette opens the store -------------------------------------------------------------------------------------


def test_datasette_opens_the_store(tmp_path: Path) -> None:
    """Datasette lists the tables, shows their rows, and finds articles by full text with no plugin."""
    app = pytest.importorskip("datasette.app", reason="Datasette is not installed: pip install 'secondsource[test]'")
    story = book()
    kept(story, tmp_path / "project.db")

    async def look() -> dict[str, Any]:
        sette = app.Datasette([str(tmp_path / "project.db")])
        await sette.invoke_startup()
        paths = {
            "database": "/project.json",
            "claims": "/project/claims.json?_shape=array",
            "found": "/project/articles.json?_search=pilots&_shape=array&_col=file",
            "page": "/project/stories",
            "row": f"/project/stories/{story.stories[0].id}",
        }
        return {name: await sette.client.get(path) for name, path in paths.items()}

    got = asyncio.run(look())
    assert {name: answer.status_code for name, answer in got.items()} == dict.fromkeys(got, 200)
    tables = {t["name"]: t["count"] for t in got["database"].json()["tables"] if not t["hidden"]}
    wanted = {"articles": 2, "claims": 2, "stories": 1, "alignments": 1, "sources": 3}
    assert {name: tables[name] for name in wanted} == wanted
    words = {c.id: r.article[c.span] for r in story.readings for c in r.claims}
    assert {row["id"]: row["text"] for row in got["claims"].json()} == words
    assert {row["file"] for row in got["found"].json()} == {"a.html", "b.html"}
    assert story.stories[0].headline in got["page"].text


# ---- Web Annotation ------------------------------------------------------------------------------------------------

#: the terms of the W3C Web Annotation vocabulary that our annotations use, and what each stands for
OA, AS, DC = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/elements/1.1/"
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "Annotation": f"{OA}Annotation",
    "TextualBody": f"{OA}TextualBody",
    "SpecificResource": f"{OA}SpecificResource",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "describing": f"{OA}describing",
    "body": {"@type": "@id", "@id": f"{OA}hasBody"},
    "target": {"@type": "@id", "@id": f"{OA}hasTarget"},
    "source": {"@type": "@id", "@id": f"{OA}hasSource"},
    "selector": {"@type": "@id", "@id": f"{OA}hasSelector"},
    "motivation": {"@type": "@vocab", "@id": f"{OA}motivatedBy"},
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "start": f"{OA}start",
    "end": f"{OA}end",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": f"{DC}format",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "total": f"{AS}totalItems",
    "first": {"@type": "@id", "@id": f"{AS}first"},
    "partOf": {"@type": "@id", "@id": f"{AS}partOf"},
    "items": {"@type": "@id", "@id": f"{AS}items", "@container": "@list"},
    "startIndex": f"{AS}startIndex",
}

WORDS = {"type": "string"}
IRI = {"type": "string", "pattern": "^(https?://|urn:)[^ ]+$"}
#: what the W3C model says MUST be of collections, annotations, bodies, targets and selectors
MODEL: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "partOf", "startIndex", "items"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "items": {"type": "array", "items": {"$ref": "#/$defs/one"}},
            },
        },
    },
    "additionalProperties": False,
    "$defs": {
        "one": {
            "type": "object",
            "required": ["@context", "id", "type", "target"],
            "properties": {
                "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
                "id": IRI,
                "type": {"const": "Annotation"},
                "motivation": {"enum": ["describing"]},
                "body": {
                    "type": "object",
                    "required": ["type", "value"],
                    "properties": {"type": {"const": "TextualBody"}, "format": {"const": "text/plain"}, "value": {"type": "string"}},
                    "additionalProperties": False,
                },
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/part"}},
            },
            "additionalProperties": False,
        },
        "part": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": IRI,
                "selector": {"type": "array", "minItems": 2, "items": {"oneOf": [{"$ref": "#/$defs/position"}, {"$ref": "#/$defs/quote"}]}},
            },
            "additionalProperties": False,
        },
        "position": {
            "type": "object",
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "additionalProperties": False,
        },
        "quote": {
            "type": "object",
            "required": ["type", "exact"],
            "properties": {"type": {"const": "TextQuoteSelector"}, "exact": WORDS, "prefix": WORDS, "suffix": WORDS},
            "additionalProperties": False,
        },
    },
}  # fmt: skip


def test_annotations_keep_the_rules_of_the_model(report: Report) -> None:
    """Every property that the W3C model demands is there, in its type, and none that it does not know."""
    schema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: pip install 'secondsource[test]'")
    whole = json.loads(exports.web_annotations(report))

    schema.Draft202012Validator(MODEL).validate(whole)
    assert whole["total"] == len(whole["first"]["items"]) > 0
    assert whole["first"]["partOf"] == whole["id"]


def test_annotations_are_linked_data(report: Report) -> None:
    """Read as JSON-LD, with the vocabulary's names given here and nothing fetched, no property is lost."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed: pip install 'secondsource[test]'")
    asked: list[str] = []

    def loader(url: str, options: object = None) -> dict[str, Any]:
        asked.append(url)
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}

    whole = json.loads(exports.web_annotations(report))
    expanded = jsonld.expand(whole, {"documentLoader": loader})
    back = jsonld.compact(expanded, {"@context": TERMS}, {"documentLoader": loader})

    assert set(asked) == {"http://www.w3.org/ns/anno.jsonld"}
    assert _bare(back) == _bare(whole)


def _bare(value: Any) -> Any:
    """Without contexts, and lists of one as their one: the same to a reader of linked data."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k != "@context"}
    if isinstance(value, list):
        return _bare(value[0]) if len(value) == 1 else [_bare(v) for v in value]
    return value


# ---- graphs and provenance -----------------------------------------------------------------------------------------


def test_networkx_walks_from_origin_to_page(report: Report) -> None:
    """networkx reads the GraphML: each claim's chain is a path in it, from the origin to the page."""
    networkx = pytest.importorskip("networkx", reason="networkx is not installed: pip install 'secondsource[test]'")
    graph = networkx.parse_graphml(exports.graphml(report))
    pages = {n for n, facts in graph.nodes(data=True) if facts["kind"] == "page"}

    assert pages == {r.article.id for s in report.stories for r in s.readings}
    for story in report.stories:
        for alignment in story.alignments:
            for t in alignment.testimonies:
                voices = [v for v in t.chain.voices if v]
                if voices:
                    assert networkx.has_path(graph, voices[-1].id, t.claim.article)


def test_prov_reads_the_provenance(report: Report) -> None:
    """The W3C's data model in Python reads the PROV-JSON and writes it again without a loss."""
    prov = pytest.importorskip("prov.model", reason="prov is not installed: pip install 'secondsource[test]'")
    text = exports.provenance(report)
    document = prov.ProvDocument.deserialize(content=text, format="json")
    claims = {f"ss:{t.claim.id}" for s in report.stories for a in s.alignments for t in a.testimonies}

    assert {str(e.identifier) for e in document.get_records(prov.ProvEntity)} >= claims
    assert {str(a.identifier) for a in document.get_records(prov.ProvAgent)} == set(json.loads(text)["agent"])
    quoted = list(document.get_records(prov.ProvDerivation))
    assert {str(d.args[0]) for d in quoted} >= claims
    assert {str(value) for d in quoted for value in d.get_asserted_types()} == {"prov:Quotation"}
    again = prov.ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document


# ---- timelines, tables, notes --------------------------------------------------------------------------------------

DAY = {
    "type": "object",
    "required": ["year"],
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
    },
    "additionalProperties": False,
}
TEXT = {"type": "object", "properties": {"headline": {"type": "string"}, "text": {"type": "string"}}, "additionalProperties": False}
#: the fields of TimelineJS's documentation that we write
TIMELINE = {
    "type": "object",
    "required": ["events"],
    "properties": {
        "title": {"type": "object", "required": ["text"], "properties": {"text": TEXT}, "additionalProperties": False},
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start_date", "text", "unique_id"],
                "properties": {
                    "start_date": DAY,
                    "end_date": DAY,
                    "text": TEXT,
                    "unique_id": {"type": "string"},
                    "display_date": {"type": "string"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def test_timelinejs_gets_what_it_documents(report: Report) -> None:
    """Each event has a start, an end where it is an interval, words that are no markup, and an id of its own."""
    schema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: pip install 'secondsource[test]'")
    whole = json.loads(exports.timelinejs(report))

    schema.Draft202012Validator(TIMELINE).validate(whole)
    ids = [e["unique_id"] for e in whole["events"]]
    assert len(ids) == len(set(ids)) > 0
    assert "<" not in json.dumps(whole)
    for event in whole["events"]:
        start, end = event["start_date"], event.get("end_date", event["start_date"])
        assert (start["year"], start["month"], start["day"]) <= (end["year"], end["month"], end["day"])


def test_csv_is_a_whole_table_without_formulas(report: Report) -> None:
    """Python's csv reads rows of one width; no cell is one that a spreadsheet would run."""
    rows = list(csv.reader(io.StringIO(exports.table(report)), strict=True))

    assert tuple(rows[0]) == exports.COLUMNS
    assert {len(row) for row in rows} == {len(exports.COLUMNS)}
    assert len(rows) - 1 == sum(len(a.testimonies) for s in report.stories for a in s.alignments)
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")]


def test_markdown_notes_resolve(report: Report) -> None:
    """Each footnote that is pointed at is written once, and each written is pointed at, in the order of their numbers."""
    text = exports.markdown(report)
    body, _, notes = text.partition("\n[^1]: ")
    written = re.findall(r"^\[\^(\d+)\]: ", "[^1]: " + notes, re.M)
    pointed = re.findall(r"(?<!\\)\[\^(\d+)\]", body)

    assert written == [str(n) for n in range(1, len(written) + 1)]
    assert pointed == written


def test_json_lines_are_the_records(report: Report) -> None:
    """Each line is one record with its kind; together they are the whole file."""
    from secondsource.views import records

    lines = [json.loads(line) for line in exports.jsonl(report).splitlines()]
    whole = records.records(report)
    for kind in ("articles", "sources", "claims", "stories"):
        assert [{k: v for k, v in line.items() if k != "record"} for line in lines if line["record"] == kind] == whole[kind]
