"""Records back to a report: the inverse of ``records``, so that a saved JSON file gives the same views again.

Sources come back as the story-wide ones: the per-report sources they were merged from are known by id only.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from secondsource.errors import SecondSourceError
from secondsource.model import (
    Alignment,
    Article,
    Attribution,
    Block,
    Chain,
    Claim,
    Component,
    Copy,
    Difference,
    Found,
    Input,
    Interval,
    LeftOut,
    Mention,
    Moment,
    Origins,
    Passage,
    Quantity,
    Quote,
    Reading,
    Report,
    Run,
    Sentence,
    Source,
    Span,
    Stamp,
    Statement,
    Story,
    Testimony,
    TimeExpression,
)
from secondsource.options import Options
from secondsource.views.records import FORMAT

Record = dict[str, Any]


def from_json(text: str, name: str = "records") -> Report:
    """The report that ``records.to_json`` wrote. Raises ``SecondSourceError`` where the text is no such file."""
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise SecondSourceError(f"{name} holds no {FORMAT} records", "Give a file written by secondsource report … --json FILE.")
        return report(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, SecondSourceError):
            raise
        raise SecondSourceError(
            f"{name} is not a whole records file ({type(error).__name__}: {error})", "Write it again with --json."
        ) from error


def report(data: Record) -> Report:
    """The values behind the records."""
    back = Back(data)
    return Report(
        tuple(Input(**{k: i[k] for k in ("file", "state", "article", "reason", "why")}) for i in data["inputs"]),
        tuple(back.readings.values()),
        tuple(back.story(story) for story in data["stories"]),
        Options(**data.get("options", {})),
    )


class Back:
    """Values by id, built in the order in which they refer to each other."""

    def __init__(self, data: Record):
        self.sources = {s["id"]: _source(s) for s in data["sources"]}
        self.times = {t["id"]: _time(t) for t in data["times"]}
        self._raw = {a["id"]: a for a in data["attributions"]}
        self.attributions: dict[str, Attribution] = {}
        for id in self._raw:
            self.attribution(id)
        self.attributions = {id: self.attributions[id] for id in self._raw}  # in their own order, not parents first
        self.claims = {c["id"]: self._claim(c) for c in data["claims"]}
        self.readings = {a["id"]: self._reading(a) for a in data["articles"]}

    def attribution(self, id: str) -> Attribution:
        if id not in self.attributions:
            raw = self._raw[id]
            article = raw["article"]
            self.attributions[id] = Attribution(
                id=id,
                article=article,
                source=self.sources[raw["source"]["id"]] if raw["source"]["id"] else None,
                source_span=_span(article, raw["source"]["span"]),
                cue=_span(article, raw["cue"]),
                content=tuple(Span(article, *part) for part in raw["content"]),
                manner=raw["manner"],
                stance=raw["stance"],
                within=self.attribution(raw["within"]) if raw["within"] else None,
                time=self.times[raw["time"]] if raw["time"] else None,
                addressee=_span(article, raw["addressee"]),
                anonymity=_span(article, raw["anonymity"]),
                how=raw["how"],
            )
        return self.attributions[id]

    def _claim(self, raw: Record) -> Claim:
        article = raw["article"]
        return Claim(
            id=raw["id"],
            article=article,
            span=Span(article, *raw["span"]),
            attribution=self.attributions[raw["attribution"]] if raw["attribution"] else None,
            times=tuple(self.times[t] for t in raw["times"]),
            certainty=raw["certainty"],
            actors=tuple(_mention(article, m) for m in raw["actors"]),
            places=tuple(_mention(article, m) for m in raw["places"]),
            quantities=tuple(_quantity(article, q) for q in raw["quantities"]),
            action=raw["action"],
            negated=raw["negated"],
            words=tuple(raw["words"]),
            block=raw["block"],
        )

    def _reading(self, raw: Record) -> Reading:
        article = _article(raw)
        id = article.id
        return Reading(
            article,
            sentences=tuple(_sentence(article, s) for s in raw["sentences"]),
            quotes=tuple(Quote(Span(id, *q["span"]), Span(id, *q["inner"]), q["group"]) for q in raw["quotes"]),
            mentions=tuple(_mention(id, m) for m in raw["mentions"]),
            quantities=tuple(_quantity(id, q) for q in raw["quantities"]),
            times=tuple(t for t in self.times.values() if t.span.article == id),
            sources=tuple(s for s in self.sources.values() if any(m.article == id for m in s.mentions)),
            attributions=tuple(a for a in self.attributions.values() if a.article == id),
            claims=tuple(c for c in self.claims.values() if c.article == id),
            read_to=raw["read_to"],
            notes=tuple(raw["reading_notes"]),
        )

    def story(self, raw: Record) -> Story:
        articles = set(raw["articles"])
        alignments = tuple(self._alignment(a) for a in raw["alignments"])
        told = [self.attributions[a["id"]] for a in self._raw.values() if a["article"] in articles and a["chain"]]
        chains = tuple(
            Chain(a.article, self._voices(self._raw[a.id]["chain"]), a) for a in sorted(told, key=lambda a: (a.article, a.span, a.id))
        )
        return Story(
            id=raw["id"],
            headline=raw["headline"],
            readings=tuple(self.readings[a] for a in raw["articles"]),
            sources=tuple(s for s in self.sources.values() if any(m.article in articles for m in s.mentions) or not s.mentions),
            copies=tuple(_copy(c) for c in raw["copies"]),
            chains=chains,
            alignments=alignments,
            differences=tuple(
                Difference(d["id"], d["kind"], _place(d["left"]), _place(d["right"]), d["verdict"], d["says"], d.get("guess", False))
                for d in raw["differences"]
            ),
            timeline=tuple(self._moment(m) for m in raw["timeline"]),
            account=tuple(Statement(s["text"], tuple(_place(c) for c in s["cites"]), s["alignment"], _interval(s)) for s in raw["account"]),
        )

    def _voices(self, ids: list[str | None]) -> tuple[Source | None, ...]:
        return tuple(self.sources[id] if id else None for id in ids)

    def _alignment(self, raw: Record) -> Alignment:
        origins = raw["origins"]
        return Alignment(
            id=raw["id"],
            claims=tuple(self.claims[c] for c in raw["claims"]),
            relation=raw["relation"],
            silent=tuple(raw["silent"]),
            newsrooms=tuple(raw["newsrooms"]),
            origins=Origins(
                origins["min"],
                origins["max"],
                tuple(Component(tuple(self.sources[s] for s in c["sources"]), c["proven"], c["why"]) for c in origins["components"]),
                origins["why"],
            ),
            circular=raw["circular"],
            testimonies=tuple(self._testimony(t) for t in raw["testimonies"]),
            marks=tuple(raw["marks"]),
        )

    def _testimony(self, raw: Record) -> Testimony:
        said = self.attributions[raw["attribution"]] if raw["attribution"] else None
        return Testimony(self.claims[raw["claim"]], Chain(raw["article"], self._voices(raw["chain"]), said), raw["carried"])

    def _moment(self, raw: Record) -> Moment:
        return Moment(
            raw["id"],
            _interval(raw) or Interval(None, None),
            _place(raw),
            raw["article"],
            self.times[raw["time"]] if raw["time"] else None,
            tuple(self.claims[c] for c in raw["claims"]),
            raw["disputed"],
        )


# ---- values without references -------------------------------------------------------------------------------------


def _span(article: str, raw: list[int] | None) -> Span | None:
    return Span(article, *raw) if raw else None


def _place(raw: Record) -> Span:
    return Span(raw["article"], *raw["span"])


def _interval(raw: Record) -> Interval | None:
    first, last = (date.fromisoformat(raw[k]) if raw[k] else None for k in ("first", "last"))
    return Interval(first, last) if first or last else None


def _found(article: str, raw: Record | None) -> Found[str] | None:
    return Found(raw["value"], raw["how"], _span(article, raw["span"]), raw["inferred"]) if raw else None


def _stamp(article: str, raw: Record | None) -> Found[Stamp] | None:
    if not raw:
        return None
    stamp = Stamp(raw["value"], _interval(raw) or Interval(None, None))
    return Found(stamp, raw["how"], _span(article, raw["span"]), raw["inferred"])


def _article(raw: Record) -> Article:
    id = raw["id"]
    return Article(
        id=id,
        file=raw["file"],
        url=raw["url"],
        sha256=raw["sha256"],
        text=raw["text"],
        language=raw["language"],
        blocks=tuple(Block(b["kind"], Span(id, *b["span"]), tuple(Run(*r) for r in b["runs"])) for b in raw["blocks"]),
        title=raw["title"],
        byline=tuple(raw["byline"]),
        outlet=_found(id, raw["outlet"]),
        credit=_found(id, raw["credit"]),
        dateline=_found(id, raw["dateline"]),
        published=_stamp(id, raw["published"]),
        updated=_stamp(id, raw["updated"]),
        section=raw["section"],
        left_out=tuple(LeftOut(left["text"], left["why"]) for left in raw["left_out"]),
        notes=tuple(raw["notes"]),
        partial=raw["partial"],
    )


def _sentence(article: Article, raw: list[int]) -> Sentence:
    span = article.span(*raw)
    return Sentence(span, next(b for b in article.blocks if b.span.covers(span)))


def _mention(article: str, raw: Record) -> Mention:
    return Mention(Span(article, *raw["span"]), raw["kind"], raw["name"], raw["head"])


def _quantity(article: str, raw: Record) -> Quantity:
    return Quantity(Span(article, *raw["span"]), raw["low"], raw["high"], raw["unit"], raw["vague"])


def _source(raw: Record) -> Source:
    return Source(
        id=raw["id"],
        name=raw["name"],
        kind=raw["kind"],
        mentions=tuple(_place(m) for m in raw["mentions"]),
        low=raw["count"]["min"],
        high=raw["count"]["max"],
        head=raw["head"],
        newsroom=raw["newsroom"],
        members=tuple(raw["members"]),
    )


def _time(raw: Record) -> TimeExpression:
    anchor = date.fromisoformat(raw["anchor"]) if raw["anchor"] else None
    return TimeExpression(raw["id"], _place(raw), raw["type"], raw["value"], _interval(raw), raw["rule"], anchor, raw["vague"])


def _copy(raw: Record) -> Copy:
    passages = tuple(Passage(Span(raw["of"], *p["of"]), Span(raw["by"], *p["by"])) for p in raw["passages"])
    return Copy(raw["of"], raw["by"], passages, raw["why"])
