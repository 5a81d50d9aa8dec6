"""When something was said, apart from when it happened; and the day that a speaker's own 'today' is.

::

    Speaking at the town hall on Friday, Ms. Stone praised the police.  “They saved lives,” she said.
                                 ------            ------- cue                                 ---- cue
                                 the time of both sayings: of the first by its clause, of the second by its speaker

`dated` gives the attributions their times, `recount` then counts what stands in quotations from the day of the saying.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from secondsource.data import table
from secondsource.model import Article, Attribution, Found, Quote, Span, Stamp, TimeExpression, make_id
from secondsource.reading.sentences import Parse
from secondsource.reading.times import MOST_DAYS, find_times

NEAR = 3  #: sentences from a dated saying to the next of the same speaker, at most
LOOK_BACK = 8  #: contents that may hold a time, counted back from it
BESIDE = 6  #: times of the sentence looked at on either side of the cue
STEPS = 10  #: up the parse tree, at most
JOINED = {"advcl", "conj", "xcomp", "pcomp"}  #: 'blasted the bureau on Monday, saying …' is one act
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}


# ---- the time of the saying ----------------------------------------------------------------------------------------


def dated(parse: Parse, attributions: Sequence[Attribution], times: Sequence[TimeExpression]) -> tuple[Attribution, ...]:
    """The attributions in the same order, each with the time at which it was said, where the text tells it.

    Told by the clause of the cue; else by the last saying of the same source, up to three sentences before; else by the
    occasion that the sentence before names with a time. A time without days ('now') tells nothing.
    """
    known = _Sentences(parse, times, [part for a in attributions for part in a.content])
    last: dict[str, tuple[int, TimeExpression]] = {}  # the latest dated saying of each source
    made: dict[str, TimeExpression | None] = {}
    for a in sorted(attributions, key=lambda a: (_anchor(a).start, a.id)):
        at = known.index(_anchor(a).start)
        own = a.time if a.time and a.time.interval else _of_clause(parse, a, known.times[at])
        if own is None and a.source is not None and not _unspecific(parse, a):
            before, time = last.get(a.source.id, (-NEAR - 1, None))
            own = time if at - before <= NEAR else known.occasion(at - 1, a)
        if own is not None and a.source is not None:
            last[a.source.id] = (at, own)
        made[a.id] = own
    return _rebuilt(attributions, made)


def _unspecific(parse: Parse, a: Attribution) -> bool:
    """'he had repeatedly said': not the saying before."""
    words = set(table("time_said.toml")["unspecific"])
    if a.cue is None:
        return False
    start, end = parse.tokens(a.cue)
    cue = parse.doc[start:end]
    return any(t.lower_ in words for t in cue) or any(c.lower_ in words for c in (cue.root.children if start < end else ()))


def _anchor(a: Attribution) -> Span:
    return a.cue or a.source_span or a.span


class _Sentences:
    """The times that have days, by sentence, and what occasions they belong to."""

    def __init__(self, parse: Parse, times: Iterable[TimeExpression], contents: Iterable[Span]):
        self.parse = parse
        self.mentions: dict[str, list[int]] = {}  # where each source is named, made when first asked for
        self.contents = sorted({(c.start, c.end) for c in contents})
        report = parse.article.published.value.interval.last if parse.article.published else None
        self.starts = [s.span.start for s in parse.sentences]
        self.times: list[list[TimeExpression]] = [[] for _ in parse.sentences] or [[]]
        for time in times:
            to_come = report and time.interval and time.interval.first and time.interval.first > report
            if time.interval and time.type in ("DATE", "TIME") and not to_come:
                self.times[self.index(time.span.start)].append(time)

    def index(self, offset: int) -> int:
        return max(bisect_right(self.starts, offset) - 1, 0)

    def occasion(self, at: int, a: Attribution) -> TimeExpression | None:
        """The only time of a sentence that names an occasion, with the speaker in it, and no part of what is said there."""
        if at < 0 or len(self.times[at]) != 1 or a.source is None or self._said(self.times[at][0].span):
            return None
        span = self.parse.sentences[at].span
        first, end = self.parse.tokens(span)
        starts = self.mentions.setdefault(a.source.id, sorted(m.start for m in a.source.mentions))
        named = bisect_left(starts, span.start) < bisect_left(starts, span.end)
        words = set(table("time_said.toml")["occasions"])
        return self.times[at][0] if named and any(t.lower_ in words for t in self.parse.doc[first:end]) else None

    def _said(self, time: Span) -> bool:
        """Whether a time stands in something said; contents may lie within one another, so the few before it are looked at."""
        last = bisect_right(self.contents, (time.start, time.end))
        return any(start <= time.start < end for start, end in self.contents[max(last - LOOK_BACK, 0) : last])


def _of_clause(parse: Parse, a: Attribution, near: Sequence[TimeExpression]) -> TimeExpression | None:
    """The time nearest to the cue of those that hang on its verb, outside what was said."""
    if a.cue is None or not near:
        return None
    start, end = parse.tokens(a.cue)
    at = bisect_left(near, a.cue.start, key=lambda t: t.span.start)
    near = near[max(at - BESIDE, 0) : at + BESIDE]
    acts = _acts(parse.doc[start:end])
    paper = a.source is not None and a.source.kind == "document"
    held = [
        t
        for t in near
        if not any(part.overlaps(t.span) for part in a.content) and _hangs_on(parse.doc, parse.tokens(t.span), acts, paper, a.source_span)
    ]
    cue = a.cue
    return min(held, key=lambda t: (max(t.span.start - cue.end, cue.start - t.span.end, 0), t.span), default=None)


def _acts(cue: Any) -> set[int]:
    """The cue's words and the verbs that it is one act with."""
    acts = {token.i for token in cue}
    verb = cue.root if len(cue) else None
    for _ in range(STEPS):
        if verb is None or verb.dep_ not in JOINED or verb.head.i == verb.i:
            break
        verb = verb.head
        acts.add(verb.i)
    return acts


def _hangs_on(doc: Any, span: tuple[int, int], acts: set[int], paper: bool, source: Span | None) -> bool:
    """Whether a time leads up the tree to the act: not by a clause with a subject of its own, nor by 'after …', nor by its subject."""
    token = doc[span[0] : span[1]].root if span[0] < span[1] else None
    other = table("time_said.toml")["other_time"]
    for step in range(STEPS):
        if token is None:
            return False
        if token.i in acts:
            return True
        clause = token.pos_ in ("VERB", "AUX") and any(c.dep_ in SUBJECTS for c in token.children)
        through = token.dep_ in SUBJECTS and not (paper or (step <= 2 and source is not None))
        if clause or through or token.lower_ in other or token.head.i == token.i:
            return False
        token = token.head
    return False


def _rebuilt(attributions: Sequence[Attribution], times: dict[str, TimeExpression | None]) -> tuple[Attribution, ...]:
    """The attributions with their new times; those within others point at the new ones."""
    new: dict[str, Attribution] = {}

    def renew(a: Attribution) -> Attribution:
        chain = [a]
        while chain[-1].within is not None and chain[-1].id not in new and len(chain) <= len(attributions):
            chain.append(chain[-1].within)
        for inner in reversed(chain):
            if inner.id not in new:
                outer = new.get(inner.within.id, inner.within) if inner.within else None
                new[inner.id] = replace(inner, time=times.get(inner.id, inner.time), within=outer)
        return new[a.id]

    return tuple(renew(a) for a in attributions)


# ---- a speaker's own day -------------------------------------------------------------------------------------------


def recount(
    article: Article, times: Sequence[TimeExpression], attributions: Sequence[Attribution], quotes: Sequence[Quote]
) -> tuple[TimeExpression, ...]:
    """The times of an article; those inside quotations counted from the day of the saying, where that is another day.

    “I signed it today,” he wrote on 3 March 2015: that day, whenever the report came out. Where the saying is dated to a
    month, the answer covers its days; where to more than two months, the times stay unresolved.
    """
    ordered = sorted(times, key=lambda t: t.span)
    starts = [t.span.start for t in ordered]
    inner = sorted((q.inner for q in quotes), key=lambda s: s.start)
    found: dict[Span, TimeExpression] = {}
    for a in attributions:
        if a.time is None or not _another_day(article, a.time):
            continue
        for part in a.content:
            for quote in _within(inner, part):
                low, high = bisect_left(starts, quote.start), bisect_left(starts, quote.end)
                if any(t.anchor is not None or t.interval is None for t in ordered[low:high]):
                    found |= _own(article, quote, a.time)
    return tuple(found.get(t.span, t) if _relative(t) and t.span in found else t for t in ordered)


def _within(inner: Sequence[Span], part: Span) -> list[Span]:
    """The pieces of quotations that lie in a part of what was said."""
    first = bisect_left(inner, part.start, key=lambda s: s.end)
    last = bisect_left(inner, part.end, key=lambda s: s.start)
    held = [s for s in inner[first:last] if s.overlaps(part)]
    pieces = [Span(s.article, max(s.start, part.start), min(s.end, part.end)) for s in held]
    return [piece for piece in pieces if len(piece)]


def _relative(time: TimeExpression) -> bool:
    """Whether it was counted from some day, or could not be for want of one."""
    return time.anchor is not None or time.interval is None


def _another_day(article: Article, said: TimeExpression) -> bool:
    """Whether the saying is dated, and to another time than the report."""
    report = article.published.value.interval if article.published else None
    return said.interval is not None and said.interval != report and None not in (said.interval.first, said.interval.last)


def _own(article: Article, quote: Span, said: TimeExpression) -> dict[Span, TimeExpression]:
    """The times of a quotation by itself, counted from the days of its saying."""
    days = said.interval
    if days is None or days.first is None or days.last is None:
        return {}
    day = f"the day of the saying, {days.first}" if days.first == days.last else "the time of the saying"
    piece = replace(
        article,
        text=article.text[quote.start : quote.end],
        blocks=(),
        published=Found(Stamp(said.value, days), "time of the saying", said.span) if (days.last - days.first).days <= MOST_DAYS else None,
    )
    shifted = {}
    for time in find_times(piece):
        span = Span(article.id, time.span.start + quote.start, time.span.end + quote.start)
        rule = f"in a quotation, counted from {day}: {time.rule}"
        shifted[span] = replace(time, id=make_id("t", article.id, span.start, span.end), span=span, rule=rule)
    return shifted
