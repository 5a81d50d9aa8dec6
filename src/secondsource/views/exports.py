"""A report in the formats of other tools. Each is a function of the report to text; ``FORMATS`` names them.

Every quotation is cut from its article here and now, so it equals the page's words at its offsets.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from secondsource.model import Alignment, Article, Attribution, Moment, Report, Source, Span, Story, make_id
from secondsource.views import records, wording

ANNO = "http://www.w3.org/ns/anno.jsonld"  #: the name of the vocabulary; nothing is fetched from it
CONTEXT = 32  #: characters of prefix and suffix in a TextQuoteSelector, as the Web Annotation clients use


def jsonl(report: Report) -> str:
    """One record a line; ``record`` names its list: articles, sources, times, attributions, claims, stories, inputs."""
    data = records.records(report)
    kinds = ("inputs", "articles", "sources", "times", "attributions", "claims", "stories")
    return "".join(json.dumps({"record": k, **record}, ensure_ascii=False) + "\n" for k in kinds for record in data[k])


# ---- tables --------------------------------------------------------------------------------------------------------

COLUMNS = (
    *("story", "claim", "relation", "min_origins", "max_origins", "newsrooms", "page", "outlet", "published", "words"),
    *("certainty", "source", "source_kind", "chain", "start", "end"),
)


def table(report: Report) -> str:
    """CSV: one row for each place where a report makes a claim. Cells that a spreadsheet would run are guarded."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for story in report.stories:
        for alignment in story.alignments:
            for row in _rows(story, alignment):
                writer.writerow([guard(cell) for cell in row])
    return out.getvalue()


def _rows(story: Story, alignment: Alignment) -> Iterator[tuple[object, ...]]:
    for t in alignment.testimonies:
        article, origin = story.article(t.claim.article), t.chain.voices[-1]
        yield (
            *(story.id, alignment.id, alignment.relation, alignment.origins.min, alignment.origins.max, "; ".join(alignment.newsrooms)),
            *(article.file, article.outlet.value if article.outlet else "", article.published.value.value if article.published else ""),
            *(article[t.claim.span], t.claim.certainty, origin.name if origin else "", origin.kind if origin else ""),
            *(" <- ".join(voice.name if voice else "unknown" for voice in t.chain.voices), t.claim.span.start, t.claim.span.end),
        )


def guard(cell: object) -> object:
    """Text that begins like a formula gets an apostrophe in front, so that no spreadsheet runs it.

    >>> guard("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


# ---- reading -------------------------------------------------------------------------------------------------------


def markdown(report: Report) -> str:
    """The account, the differences and the timeline, with a footnote for each quotation. Page text cannot become markup."""
    lines: list[str] = []
    notes: list[str] = []
    for story in report.stories:
        lines += [f"# {plain(story.headline)}", ""]
        for statement in story.account:
            marks = "".join(_note(story, span, notes) for span in statement.cites)
            lines += [f"- {plain(statement.text)}{marks}"]
        lines += ["", *_origins(story), *_differences(story, notes), *_times(story, notes)]
    lines += [f"[^{n}]: {note}" for n, note in enumerate(notes, 1)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _note(story: Story, span: Span, notes: list[str]) -> str:
    article = story.article(span.article)
    notes.append(f"{plain(article.newsroom())}, {plain(article.file)}, characters {span.start} to {span.end}: “{plain(article[span])}”")
    return f"[^{len(notes)}]"


def _origins(story: Story) -> list[str]:
    lines = ["## Who stands behind each claim", ""]
    for a in story.alignments:
        low, high = a.origins.min, a.origins.max
        words = plain(story.article(a.claims[0].article)[a.claims[0].span])
        count = f"{low}" if low == high else f"{low} to {high}"
        lines.append(
            f"- “{words}”: origins {count}; newsrooms {len(a.newsrooms)} ({plain(', '.join(a.newsrooms))}). {plain(a.origins.why)}"
        )
    return [*lines, ""] if story.alignments else []


def _differences(story: Story, notes: list[str]) -> list[str]:
    lines = [
        f"- {d.kind}, {d.verdict}{' (a guess)' if d.guess else ''}: {plain(d.says)}"
        f"{_note(story, d.left, notes)}{_note(story, d.right, notes)}"
        for d in story.differences
    ]
    return ["## Where the reports differ", "", *lines, ""] if lines else []


def _times(story: Story, notes: list[str]) -> list[str]:
    lines = [f"- {_when(m)}: “{plain(story.article(m.article)[m.span])}”{_note(story, m.span, notes)}" for m in story.timeline]
    return ["## Timeline", "", *lines, ""] if lines else []


def _when(moment: Moment) -> str:
    first, last = moment.interval.first, moment.interval.last
    return str(first) if first == last else f"{first or '…'} to {last or '…'}"


def plain(text: str) -> str:
    """Page text as Markdown that shows itself: one line, with every character escaped that could start markup."""
    return "".join("\\" + c if c in "\\`*_{}[]()<>#+!|~^&" else c for c in " ".join(text.split()))


# ---- annotations and provenance ------------------------------------------------------------------------------------


def web_annotations(report: Report) -> str:
    """W3C Web Annotation (JSON-LD): one annotation for each attribution and claim, with position and quote selectors.

    Positions count Unicode code points of the article's text, as the W3C model does.
    """
    items = [_annotation(story, r.article, a) for story in report.stories for r in story.readings for a in r.attributions if a.content]
    name = f"urn:secondsource:{make_id('w', *(item['id'] for item in items))}"
    page = {"id": f"{name}:1", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    whole = {"@context": ANNO, "id": name, "type": "AnnotationCollection", "label": "Second Source", "total": len(items), "first": page}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _annotation(story: Story, article: Article, attribution: Attribution) -> dict[str, Any]:
    chain = next((c for c in story.chains if c.attribution and c.attribution.id == attribution.id), None)
    said = " <- ".join(v.name if v else "unknown newsroom" for v in chain.voices) if chain else ""
    return {
        "@context": ANNO,
        "id": f"urn:secondsource:{attribution.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody", "format": "text/plain", "value": f"{attribution.stance}: {said}"},
        "target": [
            {
                "type": "SpecificResource",
                "source": article.url or f"urn:sha256:{article.sha256}",
                "selector": _selectors(article, span),
            }
            for span in attribution.content
        ],
    }


def _selectors(article: Article, span: Span) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": article[span],
            "prefix": article.text[max(0, span.start - CONTEXT) : span.start],
            "suffix": article.text[span.end : span.end + CONTEXT],
        },
    ]


def provenance(report: Report) -> str:
    """PROV-JSON: pages, claims and sources as entities and agents; who a claim is attributed to, and whose text a page carries."""
    doc: dict[str, dict[str, Any]] = {"prefix": {"ss": "urn:secondsource:"}, "entity": {}, "agent": {}, "wasAttributedTo": {}}
    doc["wasDerivedFrom"] = {}
    for story in report.stories:
        for reading in story.readings:
            a = reading.article
            doc["entity"][f"ss:{a.id}"] = {"prov:label": a.title, "ss:file": a.file, "ss:sha256": a.sha256}
        for source in _sources(story):
            doc["agent"][f"ss:{source.id}"] = {"prov:label": source.name, "ss:kind": source.kind}
        for alignment in story.alignments:
            _prov_claims(doc, story, alignment)
        for copy in story.copies:
            doc["wasDerivedFrom"][f"_:copy-{copy.of}-{copy.by}"] = _quotation(f"ss:{copy.by}", f"ss:{copy.of}")
    return json.dumps({k: v for k, v in doc.items() if v}, ensure_ascii=False, indent=1) + "\n"


def _prov_claims(doc: dict[str, dict[str, Any]], story: Story, alignment: Alignment) -> None:
    for t in alignment.testimonies:
        words = story.article(t.claim.article)[t.claim.span]
        doc["entity"][f"ss:{t.claim.id}"] = {"prov:label": words, "ss:start": t.claim.span.start, "ss:end": t.claim.span.end}
        doc["wasDerivedFrom"][f"_:q-{t.claim.id}"] = _quotation(f"ss:{t.claim.id}", f"ss:{t.claim.article}")
        for voice in t.chain.voices:
            if voice:
                doc["wasAttributedTo"][f"_:a-{t.claim.id}-{voice.id}"] = {"prov:entity": f"ss:{t.claim.id}", "prov:agent": f"ss:{voice.id}"}


def _quotation(words: str, of: str) -> dict[str, Any]:
    """PROV-JSON writes a quotation as a derivation of that type."""
    return {"prov:generatedEntity": words, "prov:usedEntity": of, "prov:type": {"$": "prov:Quotation", "type": "prov:QUALIFIED_NAME"}}


def _sources(story: Story) -> list[Source]:
    voices = {v.id: v for a in story.alignments for t in a.testimonies for v in t.chain.voices if v}
    return [voices[id] for id in sorted(voices)]


# ---- graphs and timelines ------------------------------------------------------------------------------------------


def graphml(report: Report) -> str:
    """The chains of every shared claim as a GraphML graph: from the origin through relays to the page."""
    nodes: dict[str, tuple[str, str]] = {}
    edges: dict[tuple[str, str], set[str]] = {}
    for story in report.stories:
        for reading in story.readings:
            nodes[reading.article.id] = (reading.article.title or reading.article.file, "page")
        for alignment in story.alignments:
            for t in alignment.testimonies:
                voices = [v for v in t.chain.voices if v]
                nodes.update({v.id: (v.name, v.kind) for v in voices})
                steps = [*reversed([v.id for v in voices]), t.claim.article]
                for pair in pairwise(steps):
                    edges.setdefault(pair, set()).add(alignment.id)
    keys = "".join(
        f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="string"/>\n'
        for name, of in (("label", "node"), ("kind", "node"), ("claims", "edge"))
    )
    body = "".join(
        f'<node id="{id}"><data key="label">{escape(_xml(label))}</data><data key="kind">{kind}</data></node>\n'
        for id, (label, kind) in sorted(nodes.items())
    )
    body += "".join(
        f'<edge source="{a}" target="{b}"><data key="claims">{" ".join(sorted(claims))}</data></edge>\n'
        for (a, b), claims in sorted(edges.items())
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    return f'{head}{keys}<graph id={quoteattr("chains")} edgedefault="directed">\n{body}</graph>\n</graphml>\n'


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(c if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "\ufffd" for c in text)


def timelinejs(report: Report) -> str:
    """TimelineJS JSON: one event for each moment; an interval has both its ends."""
    events = [_event(story, m) for story in report.stories for m in story.timeline if m.interval.first or m.interval.last]
    title = report.stories[0].headline if report.stories else "Second Source"
    return json.dumps({"title": {"text": {"headline": escape(title)}}, "events": events}, ensure_ascii=False, indent=1) + "\n"


def _event(story: Story, moment: Moment) -> dict[str, Any]:
    article = story.article(moment.article)
    days = [day for day in (moment.interval.first, moment.interval.last) if day]
    first, last = days[0], days[-1]
    event: dict[str, Any] = {
        "unique_id": moment.id,
        "start_date": {"year": first.year, "month": first.month, "day": first.day},
        "display_date": wording.days(moment.interval),
        "text": {"headline": escape(article[moment.time.span] if moment.time else ""), "text": escape(article[moment.span])},
    }
    if first != last:
        event["end_date"] = {"year": last.year, "month": last.month, "day": last.day}
    return event


FORMATS: dict[str, Callable[[Report], str]] = {
    "json": records.to_json,
    "jsonl": jsonl,
    "csv": table,
    "md": markdown,
    "webanno": web_annotations,
    "prov": provenance,
    "graphml": graphml,
    "timelinejs": timelinejs,
}
