"""Who passes it on: attributions inside attributions, outermost first.

::

    The Times reported that officials said S          officials within the Times: their words lie in its content
    S, the Times reported, citing officials           officials within the Times: one content, and the Times cites them
    officials told the Times (that) S                 officials within the Times: an outlet that was told passes it on
    the keeper confirmed S, according to pool reports the keeper within the pool reports
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from secondsource.model import Article, Mention, Source, Span, Spans
from secondsource.reading.cues import lexicon
from secondsource.reading.nesting_cited import ACCORDING, AUTHOR, DOCUMENT
from secondsource.reading.proposals import Proposal
from secondsource.reading.rules_phrases import CITING
from secondsource.reading.sentences import Parse, blocks
from secondsource.reading.stance import sentence_at

DEEPEST = 50  #: sayings inside one another that are looked through
RELAY = "rule: told an outlet"
CARRY = 2  #: paragraphs over which a source that told an outlet goes on telling it
#: Words before an outlet that make it the place of the saying: "said on CNN", "in an interview with the Globe".
VENUE = ("on", "with", "to", "for")
NEAR = 25  #: characters between a cue and the paper that its words stood in: "wrote last month in the Globe"


def relays(parse: Parse, mentions: Sequence[Mention], proposals: Sequence[Proposal]) -> dict[int, Proposal]:
    """For each proposal (by its number) whose source told an outlet, the outlet as the one who passes it on.

    The page's own newsroom is no relay: what it was told, it reports itself.
    """
    own = newsrooms(parse.article)
    outlets = sorted(
        m.span for m in mentions if m.kind == "outlet" and plain(m.name) not in own and plain(parse.article[m.span]) not in own
    )
    starts = [span.start for span in outlets]
    made = {}
    for n, proposal in enumerate(proposals):
        if proposal.source is None or proposal.cue is None or not proposal.content:
            continue
        sentence = sentence_at(parse, proposal.cue.start).span
        near = outlets[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        heard = next((o for o in near if _heard(parse, o, proposal)), None)
        if heard is not None:
            made[n] = Proposal(heard, None, proposal.content, RELAY, proposal.score)
    return made


def _heard(parse: Parse, outlet: Span, proposal: Proposal) -> bool:
    if any(part.overlaps(outlet) for part in (*proposal.content, *(s for s in (proposal.source,) if s))):
        return False
    if proposal.addressee is not None and proposal.addressee.overlaps(outlet):
        return True
    first, _ = parse.tokens(outlet)
    before = [t.lower_ for t in parse.doc[max(0, first - 4) : first]]
    while before and (before[-1] in ("the", "a", "an", "’s", "'s") or before[-1].istitle()):
        before.pop()
    if before and before[-1] == "in" and proposal.cue is not None:  # "the keeper wrote last month in the Globe"
        return 0 <= outlet.start - proposal.cue.end <= NEAR
    return bool(before) and before[-1] in VENUE


def carried(
    parse: Parse, proposals: Sequence[Proposal], made: Mapping[int, Proposal], sources: Mapping[Span, Source]
) -> dict[int, Proposal]:
    """The relays, and those of the same source's next sayings in the same paragraph and the next one.

    "Speaking on CNN, Brandt said … He added …": the second saying was heard by CNN too.
    """
    blocks_at = [b.span.start for b in blocks(parse.article)]
    heard: dict[str, tuple[Span, int]] = {}
    found = dict(made)
    for n in sorted(range(len(proposals)), key=lambda n: (_start(proposals[n]), n)):
        proposal = proposals[n]
        source = sources.get(proposal.source) if proposal.source else None
        if source is None or not proposal.content or proposal.cue is None:
            continue
        paragraph = bisect_right(blocks_at, _start(proposal))
        if n in made:
            heard[source.id] = (made[n].source or proposal.content[0], paragraph)
        elif source.id in heard and paragraph - heard[source.id][1] < CARRY and not _elsewhere(parse, proposal):
            outlet = heard[source.id][0]
            found[n] = Proposal(outlet, None, proposal.content, RELAY, proposal.score)
            heard[source.id] = (outlet, paragraph)
    return found


def _elsewhere(parse: Parse, proposal: Proposal) -> bool:
    """Does the sentence name another place of saying: a statement, a tweet, a briefing, a listener of its own?"""
    if proposal.addressee is not None or proposal.cue is None:
        return True
    sentence = sentence_at(parse, proposal.cue.start).span
    first, last = parse.tokens(sentence)
    words = lexicon().speakers["places"]
    return any(
        t.lemma_.lower() in words and not any(part.start <= t.idx < part.end for part in proposal.content) for t in parse.doc[first:last]
    )


def newsrooms(article: Article) -> frozenset[str]:
    """The names of the newsroom whose text this is, for comparison."""
    found = (article.credit or article.outlet, article.outlet)
    return frozenset(plain(f.value) for f in found if f)


def plain(name: str) -> str:
    """A name without case, article and punctuation."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def outer_of(proposals: Sequence[Proposal], outlets: Collection[Span] = ()) -> list[int | None]:
    """For each proposal the number of the one it is told within, the smallest that holds it; None at the outside.

    ``outlets`` are the sources that are news outlets: of several who have one content, an outlet passes it on.
    Linear in the number of proposals but for nests: they are kept on a stack in reading order.
    """
    order = sorted(range(len(proposals)), key=lambda n: (_start(proposals[n]), -_end(proposals[n]), n))
    outer: list[int | None] = [None] * len(proposals)
    stack: list[int] = []
    for n in order:
        while stack and _end(proposals[stack[-1]]) <= _start(proposals[n]):
            stack.pop()
        outer[n] = next((k for k in reversed(stack[-DEEPEST:]) if _holds(proposals[k], proposals[n])), None)
        stack.append(n)
    for same in _same_content(proposals, outlets):
        for left, right in pairwise(same):
            if _rank(proposals[left], outlets) < _rank(proposals[right], outlets):
                outer[right] = left
            else:
                outer[right] = outer[left]
    return outer


def _same_content(proposals: Sequence[Proposal], outlets: Collection[Span]) -> list[list[int]]:
    """The proposals of one content, those who pass it on first, then who says it, then who is cited for it."""
    groups: dict[Spans, list[int]] = {}
    for n, proposal in enumerate(proposals):
        if proposal.content:
            groups.setdefault(proposal.content, []).append(n)
    return [sorted(group, key=lambda n: (_rank(proposals[n], outlets), n)) for group in groups.values() if len(group) > 1]


def _start(proposal: Proposal) -> int:
    return min(s.start for s in _parts(proposal))


def _end(proposal: Proposal) -> int:
    return max(s.end for s in _parts(proposal))


def _parts(proposal: Proposal) -> list[Span]:
    return [*proposal.content, *(s for s in (proposal.cue, proposal.source) if s)]


def _rank(proposal: Proposal, outlets: Collection[Span]) -> int:
    """Of proposals at one place: outlets first, then who was told, whom the words accord to, who speaks, who is cited."""
    if proposal.source in outlets and proposal.how != RELAY:
        return 0
    first = {RELAY: 1, ACCORDING: 2, DOCUMENT: 2, CITING: 4, AUTHOR: 4}
    return first.get(proposal.how.split(";")[0], 3)


def _holds(outer: Proposal, inner: Proposal) -> bool:
    """Is the inner one told in the words of the outer one?"""
    if not outer.content or outer.content == inner.content:
        return False
    place = inner.cue or (inner.content[0] if inner.content else inner.source)
    if place is None or not any(part.covers(place) for part in (*outer.content, *_left_out(outer, inner))):
        return False
    return all(any(part.covers(c) for part in outer.content) for c in inner.content)


def _left_out(outer: Proposal, inner: Proposal) -> Spans:
    """'said that the wall moved, despite an engineer's [warning] that it would': words between two parts of one content."""
    own = [span for span in (outer.cue, outer.source) if span]
    gaps = [replace(left, start=left.end, end=right.start) for left, right in pairwise(outer.content) if left.end <= right.start]
    return tuple(gap for gap in gaps if inner.content and inner.cue and not any(gap.overlaps(span) for span in own))
