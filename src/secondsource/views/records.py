"""The record format ``secondsource/1``: a report as plain data, and as JSON bytes.

Spans are ``[start, end)`` code points into the article's ``text``. Sources are one per story: the chains, sources and
origins of a record all name story-wide ids. What the format says of each field stands in docs/records.md and its schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from secondsource.model import (
    Alignment,
    Article,
    Attribution,
    Chain,
    Claim,
    Difference,
    Found,
    Interval,
    Mention,
    Moment,
    Quantity,
    Reading,
    Report,
    Source,
    Span,
    Stamp,
    Story,
    TimeExpression,
)

FORMAT = "secondsource/1"
Record = dict[str, Any]


def to_json(report: Report) -> str:
    """The records as JSON text with a last line break; the same report gives the same text."""
    return json.dumps(records(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def records(report: Report) -> Record:
    """The whole report as JSON-ready data: it holds spans and no copies of their words, so a quotation cannot differ from its page."""
    by_article = {reading.article.id: story for story in report.stories for reading in story.readings}
    names = Names(report)
    data: Record = {
        "format": FORMAT,
        "options": asdict(report.options),
        "inputs": [{"file": i.file, "state": i.state, "article": i.article, "reason": i.reason, "why": i.why} for i in report.inputs],
        "articles": [_article(reading) for reading in report.readings],
        "sources": [_source(source) for source in names.sources],
        "times": [_time(time) for reading in report.readings for time in reading.times],
        "attributions": [
            _attribution(attribution, names, by_article.get(reading.article.id))
            for reading in report.readings
            for attribution in reading.attributions
        ],
        "claims": [_claim(claim) for reading in report.readings for claim in reading.claims],
        "stories": [_story(story, names) for story in report.stories],
        "unread": [{"file": i.file, "reason": i.reason, "why": i.why} for i in report.unread],
    }
    return data


class Names:
    """Which story-wide source each per-report source became."""

    def __init__(self, report: Report):
        kept: dict[str, Source] = {}
        self.merged: dict[str, str] = {}
        for story in report.stories:
            for source in (*story.sources, *_named_in(story)):
                kept.setdefault(source.id, source)
                self.merged.update(dict.fromkeys(source.members, source.id))
        for reading in report.readings:
            for source in reading.sources:
                if source.id not in self.merged:
                    kept.setdefault(source.id, source)
        self.sources = tuple(kept[id] for id in sorted(kept))
        self.chains: dict[str, Chain] = {c.attribution.id: c for s in report.stories for c in s.chains if c.attribution}

    def id(self, source: Source | None) -> str | None:
        return self.merged.get(source.id, source.id) if source else None


def _named_in(story: Story) -> Iterable[Source]:
    """Sources that only stand in chains and origins: outlets that pass a text on."""
    for chain in story.chains:
        yield from (voice for voice in chain.voices if voice)
    for alignment in story.alignments:
        for component in alignment.origins.components:
            yield from component.sources
        for testimony in alignment.testimonies:
            yield from (voice for voice in testimony.chain.voices if voice)


# ---- one record each -----------------------------------------------------------------------------------------------


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _place(span: Span) -> Record:
    return {"article": span.article, "span": _span(span)}


def _found(found: Found[str] | None) -> Record | None:
    return {"value": found.value, "how": found.how, "span": _span(found.span), "inferred": found.inferred} if found else None


def _days(interval: Interval | None) -> Record:
    first, last = (interval.first, interval.last) if interval else (None, None)
    return {"first": first.isoformat() if first else None, "last": last.isoformat() if last else None}


def _stamp(found: Found[Stamp] | None) -> Record | None:
    if not found:
        return None
    stamp = found.value
    return {"value": stamp.value, **_days(stamp.interval), "how": found.how, "span": _span(found.span), "inferred": found.inferred}


def _article(reading: Reading) -> Record:
    article: Article = reading.article
    return {
        "id": article.id,
        "file": article.file,
        "url": article.url,
        "sha256": article.sha256,
        "text": article.text,
        "language": article.language,
        "blocks": [
            {"kind": b.kind, "span": _span(b.span), "runs": [[r.start, r.page_start, r.length] for r in b.runs]} for b in article.blocks
        ],
        "title": article.title,
        "byline": list(article.byline),
        "outlet": _found(article.outlet),
        "credit": _found(article.credit),
        "dateline": _found(article.dateline),
        "published": _stamp(article.published),
        "updated": _stamp(article.updated),
        "section": article.section,
        "left_out": [{"text": left.text, "why": left.why} for left in article.left_out],
        "notes": list(article.notes),
        "partial": article.partial,
        "read_to": reading.read_to,
        "reading_notes": list(reading.notes),
        "sentences": [_span(s.span) for s in reading.sentences],
        "quotes": [{"span": _span(q.span), "inner": _span(q.inner), "group": q.group} for q in reading.quotes],
        "mentions": [_mention(m) for m in reading.mentions],
        "quantities": [_quantity(q) for q in reading.quantities],
    }


def _source(source: Source) -> Record:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "count": {"min": source.low, "max": source.high},
        "mentions": [_place(m) for m in source.mentions],
        "newsroom": source.newsroom,
        "head": source.head,
        "members": list(source.members),
    }


def _time(time: TimeExpression) -> Record:
    return {
        "id": time.id,
        "article": time.span.article,
        "span": _span(time.span),
        "type": time.type,
        "value": time.value,
        **_days(time.interval),
        "rule": time.rule,
        "anchor": time.anchor.isoformat() if time.anchor else None,
        "vague": time.vague,
    }


def _attribution(attribution: Attribution, names: Names, story: Story | None) -> Record:
    chain = names.chains.get(attribution.id)
    return {
        "id": attribution.id,
        "article": attribution.article,
        "source": {"span": _span(attribution.source_span), "id": names.id(attribution.source)},
        "cue": _span(attribution.cue),
        "content": [_span(part) for part in attribution.content],
        "manner": attribution.manner,
        "stance": attribution.stance,
        "within": attribution.within.id if attribution.within else None,
        "chain": [names.id(voice) for voice in chain.voices] if chain else [],
        "time": attribution.time.id if attribution.time else None,
        "addressee": _span(attribution.addressee),
        "anonymity": _span(attribution.anonymity),
        "how": attribution.how,
    }


def _mention(mention: Mention) -> Record:
    return {"span": _span(mention.span), "kind": mention.kind, "name": mention.name, "head": mention.head}


def _quantity(quantity: Quantity) -> Record:
    return {"span": _span(quantity.span), "low": quantity.low, "high": quantity.high, "unit": quantity.unit, "vague": quantity.vague}


def _claim(claim: Claim) -> Record:
    return {
        "id": claim.id,
        "article": claim.article,
        "span": _span(claim.span),
        "attribution": claim.attribution.id if claim.attribution else None,
        "times": [time.id for time in claim.times],
        "certainty": claim.certainty,
        "actors": [_mention(m) for m in claim.actors],
        "places": [_mention(m) for m in claim.places],
        "quantities": [_quantity(q) for q in claim.quantities],
        "action": claim.action,
        "negated": claim.negated,
        "words": list(claim.words),
        "block": claim.block,
    }


def _story(story: Story, names: Names) -> Record:
    return {
        "id": story.id,
        "headline": story.headline,
        "articles": [reading.article.id for reading in story.readings],
        "copies": [
            {"of": c.of, "by": c.by, "why": c.why, "passages": [{"of": _span(p.of), "by": _span(p.by)} for p in c.passages]}
            for c in story.copies
        ],
        "alignments": [_alignment(alignment, names) for alignment in story.alignments],
        "differences": [_difference(difference) for difference in story.differences],
        "timeline": [_moment(moment) for moment in story.timeline],
        "account": [
            {"text": s.text, "cites": [_place(c) for c in s.cites], "alignment": s.alignment, **_days(s.interval)} for s in story.account
        ],
    }


def _alignment(alignment: Alignment, names: Names) -> Record:
    origins = alignment.origins
    return {
        "id": alignment.id,
        "claims": [claim.id for claim in alignment.claims],
        "relation": alignment.relation,
        "silent": list(alignment.silent),
        "newsrooms": list(alignment.newsrooms),
        "origins": {
            "min": origins.min,
            "max": origins.max,
            "sources": [names.id(c.sources[0]) for c in origins.components],
            "why": origins.why,
            "components": [{"sources": [names.id(s) for s in c.sources], "proven": c.proven, "why": c.why} for c in origins.components],
        },
        "circular": alignment.circular,
        "marks": list(alignment.marks),
        "testimonies": [
            {
                "claim": t.claim.id,
                "article": t.chain.article,
                "attribution": t.chain.attribution.id if t.chain.attribution else None,
                "chain": [names.id(voice) for voice in t.chain.voices],
                "carried": t.carried,
            }
            for t in alignment.testimonies
        ],
    }


def _difference(difference: Difference) -> Record:
    return {
        "id": difference.id,
        "kind": difference.kind,
        "left": _place(difference.left),
        "right": _place(difference.right),
        "verdict": difference.verdict,
        "says": difference.says,
        "guess": difference.guess,
    }


def _moment(moment: Moment) -> Record:
    return {
        "id": moment.id,
        **_days(moment.interval),
        "time": moment.time.id if moment.time else None,
        "claims": [claim.id for claim in moment.claims],
        **_place(moment.span),
        "disputed": moment.disputed,
    }
