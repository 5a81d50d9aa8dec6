"""Which proposals of the rules and of the tagger are one attribution, and what of them is kept.

The order of decisions, one function each: `pairs` finds which two are one, `merged` takes the better parts of both,
`alone` says whether what only one of them saw counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from secondsource.data import table
from secondsource.model import Quote, Span, Spans
from secondsource.options import Options
from secondsource.reading.nearby import Near, quotes_near
from secondsource.reading.proposals import Proposal, extent
from secondsource.reading.rules_phrases import CITING
from secondsource.reading.rules_turns import TURN
from secondsource.reading.sentences import Parse

LAST = ("rule: noun", "rule: adjective")  #: paired only with what no verb has taken
SURE = "rule: according to"  #: whose parts are always the rule's: it takes in the whole clause
SILENT = ("byline", "dateline")  #: blocks in which nobody speaks
RUNNING = ("paragraph", "list", "quote")  #: blocks of running text
EDGES = " ,;:\n\t—–-"
# 'Having said that, the wall is old': nobody has said anything
IN_PASSING = re.compile(r"having said (?:that|this|so),", re.IGNORECASE)
GAP = 2  #: characters between who heard it and what they heard: ' "', ', '
ALIKE = 0.5  #: share of two contents that must be common (intersection over union) to be one


def pairs(ruled: Sequence[Proposal], tagged: Sequence[Proposal]) -> dict[int, int]:
    """Number of a rule's proposal -> number of the tagger's that is the same attribution, one to one.

    The same cue makes two proposals one; where no cue is shared, contents that are half the same do.
    """
    candidates = sorted(
        (
            (_shares_cue(r, t), r.how not in LAST, alike(r.content, t.content), -n, -m)
            for n, r, m, t in _near(ruled, tagged)
            if r.how != CITING and not _told_in(t, r) and (r.how != TURN or _shares_cue(r, t))
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for cue, _, share, n, m in candidates:
        if (cue or share >= ALIKE) and -n not in found and -m not in taken:
            found[-n] = -m
            taken.add(-m)
    return found


def _near(ruled: Sequence[Proposal], tagged: Sequence[Proposal]) -> Iterator[tuple[int, Proposal, int, Proposal]]:
    """The pairs whose words overlap, without trying all with all."""
    index = Near(tagged, extent)
    for n, rule in enumerate(ruled):
        for m in index.numbers(*extent(rule)):
            yield n, rule, m, tagged[m]


def _shares_cue(rule: Proposal, tag: Proposal) -> bool:
    return rule.cue is not None and tag.cue is not None and rule.cue.overlaps(tag.cue)


def alike(left: Spans, right: Spans) -> float:
    """Characters common to both, as a share of those in either."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    either = sum(map(len, left)) + sum(map(len, right)) - common
    return common / either if either else 0.0


def clean(parse: Parse, tag: Proposal) -> Proposal:
    """The tagger's parts without commas and blanks at their ends."""
    return replace(tag, source=_trimmed(parse, tag.source), cue=_trimmed(parse, tag.cue))


def in_place(parse: Parse, tag: Proposal) -> Proposal | None:
    """What of the tagger's proposal stands where it can: speech goes on from one paragraph into the next, and nowhere else.

    A headline's saying is not the deck's, and 'Posted: May 3' says nothing.
    """
    around = [block for block in parse.article.blocks if tag.cue is not None and block.span.overlaps(tag.cue)][:1]
    if tag.cue is None or not around:
        return tag
    if around[0].kind in SILENT:
        return None
    home = around[0].span

    def reaches(part: Span) -> bool:
        return home.overlaps(part) or (around[0].kind in RUNNING and kind_at(parse, part) in RUNNING)

    content = tuple(part for part in tag.content if reaches(part))
    return replace(tag, content=content, source=tag.source if tag.source is None or reaches(tag.source) else None)


def kind_at(parse: Parse, span: Span) -> str:
    """The kind of the block in which the span begins."""
    return next((b.kind for b in parse.article.blocks if b.span.start <= span.start < b.span.end), "")


def _trimmed(parse: Parse, span: Span | None) -> Span | None:
    if span is None:
        return None
    words = parse.article[span]
    start, end = span.start + len(words) - len(words.lstrip(EDGES)), span.end - len(words) + len(words.rstrip(EDGES))
    return parse.article.span(start, end) if start < end else span


def merged(rule: Proposal, tag: Proposal, quotes: Sequence[Quote]) -> Proposal:
    """One proposal with the better parts of both, as `data/votes.toml` says."""
    better = table("votes.toml")["both"]
    how = f"{rule.how}; tagger"
    if rule.how == TURN:
        return replace(rule, how=how, score=max(rule.score, tag.score))
    if (rule.stance == "declines" and not rule.content) or (better["according_to"] == "rules" and rule.how == SURE):
        return replace(rule, how=how, score=max(rule.score, tag.score))
    quoted = all(any(q.span.covers(part) for q in quotes_near(quotes, part)) for part in rule.content)
    astray = rule.how.startswith("rule: headline") and not alike(rule.content, tag.content)  # 'Dam is safe, aides say' | 'The dam …'
    rules_own = astray or better["content"] == "rules" or (better["quotation"] == "rules" and quoted)
    rules_own = rules_own or _parted(rule, tag, quotes) or _around(rule, tag, quotes)
    content = rule.content if rules_own or not tag.content else _without_hearer(rule, tag)
    source = (tag.source or rule.source) if better["source"] == "tagger" else (rule.source or tag.source)
    cue = (tag.cue or rule.cue) if better["cue"] == "tagger" else (rule.cue or tag.cue)
    if source and any(part.covers(source) for part in content):
        source = rule.source
    return replace(rule, source=source, cue=cue, content=content, how=how, score=max(rule.score, tag.score))


def _parted(rule: Proposal, tag: Proposal, quotes: Sequence[Quote]) -> bool:
    """'“It held,” Brandt said, going on to …': has the tagger left the quotation that ends right before the source and the cue?"""
    if rule.source is None or rule.cue is None or not rule.content or alike(rule.content, tag.content):
        return False
    start = min(rule.source.start, rule.cue.start)
    return any(0 <= start - q.span.end <= GAP and q.inner.overlaps(rule.content[0]) for q in quotes_near(quotes, rule.content[0]))


def _around(rule: Proposal, tag: Proposal, quotes: Sequence[Quote]) -> bool:
    """'The wall, she said, will hold.': does the rule have both sides of the cue whole, and the tagger parts of them?"""
    if (
        rule.how != "rule: inserted clause"
        or rule.cue is None
        or len(rule.content) != 2
        or not rule.content[0].end <= rule.cue.start < rule.content[1].start
    ):
        return False
    if any(
        q.span.overlaps(rule.content[1]) and not any(q.span.overlaps(c) for c in tag.content) for q in quotes_near(quotes, rule.content[1])
    ):
        return False
    if tag.source and any(part.overlaps(tag.source) for part in rule.content):
        return False
    return all(any(part.covers(c) for part in rule.content) for c in tag.content)


def _without_hearer(rule: Proposal, tag: Proposal) -> Spans:
    """The tagger's content, less who heard it where it begins with them: 'told | CNN | that the wall held'."""
    hearer, first = rule.addressee, tag.content[0]
    if hearer is None or not rule.content or hearer.start != first.start or not first.start < rule.content[0].start < first.end:
        return tag.content
    if rule.content[0].start - hearer.end > GAP:
        return tag.content  # more than the hearer stands before: 'called on | Ida Brandt to resign'
    return (replace(first, start=rule.content[0].start), *tag.content[1:])


def alone(rule: Proposal, kept: Sequence[Proposal], options: Options) -> bool:
    """Does a rule's proposal count that the tagger has not seen?

    The tagger was taught to mark no saying inside another's content; there the rules are believed.
    """
    if any(_inside(rule, k) and all(any(part.covers(c) for part in k.content) for c in rule.content) for k in kept):
        return True
    votes = table("votes.toml")["alone"]
    needed = votes["needed"] if options.profile == "all" else votes["speech"]["needed"]
    return bool(votes["rules"].get(rule.how.split(", same speaker")[0], 1.0) >= needed)


def touches(proposal: Proposal, silences: Sequence[Proposal]) -> bool:
    """Is its cue part of an answer that was not given? Then nothing was said."""
    place = proposal.cue
    return place is not None and any(s.cue is not None and s.cue.overlaps(place) for s in silences)


def in_passing(parse: Parse, tag: Proposal) -> bool:
    """'Having said that, …': has the tagger taken a turn of phrase for a saying?"""
    return tag.cue is not None and IN_PASSING.match(parse.article.text, tag.cue.start) is not None


def only_cites(tag: Proposal, cited: Sequence[Proposal]) -> bool:
    """'…, the Post reported, citing people there': has the tagger taken those cited for what the Post reported?"""
    return any(c.source is not None and all(c.source.covers(part) or part.covers(c.source) for part in tag.content) for c in cited)


def runs_over(tag: Proposal, turns: Sequence[Proposal]) -> bool:
    """Has the tagger taken a turn of a conversation, with the name before it, for what the speaker before said?"""
    return any(t.source is not None and any(part.covers(t.source) for part in tag.content) and not _shares_cue(t, tag) for t in turns)


def repeats(rule: Proposal, kept: Sequence[Proposal]) -> bool:
    """Is it one of those over again, with another cue? Not so one that is cited, or told inside another's content."""
    return rule.how not in (CITING, TURN) and any(
        alike(rule.content, k.content) >= ALIKE and not _inside(rule, k) and not _passed_on(rule, k) and not _told_in(k, rule)
        for k in kept
        if rule.content
    )


def _told_in(kept: Proposal, rule: Proposal) -> bool:
    """'The mayor denied it was cracked, the Post reported': what the mayor denied stands inside of what the Post reported."""
    before = rule.cue is not None and bool(rule.content) and rule.content[-1].end <= rule.cue.start
    return before and not _shares_cue(rule, kept) and rule.how.startswith("rule: clause") and _inside(kept, rule)


def _passed_on(rule: Proposal, kept: Proposal) -> bool:
    """'The keeper confirmed S, according to pool reports': two sources of one content, by two cues of one sentence."""
    if not kept.how.startswith(SURE) or rule.source is None or kept.source is None or rule.cue is None or kept.cue is None:
        return False
    return rule.how.startswith("rule: clause") and not rule.source.overlaps(kept.source) and not rule.cue.overlaps(kept.cue)


def _inside(rule: Proposal, outer: Proposal) -> bool:
    place = rule.cue or rule.source
    return place is not None and any(part.covers(place) for part in outer.content)
