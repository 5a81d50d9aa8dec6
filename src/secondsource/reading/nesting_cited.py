"""One content, two sources: makes the contents of those who pass it on and of those cited for it the same.

::

    the Post reported S, citing people who saw it       the people have what the Post reported
    the Post reported S, according to a memo            the memo has what the Post reported
    the keeper confirmed S, according to pool reports   the pool reports have what the keeper confirmed
    Brandt said in a statement … The statement said S   Brandt speaks in the words of the statement

`nesting` then puts them in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from secondsource.model import Source, Span
from secondsource.reading.nearby import Near
from secondsource.reading.proposals import Proposal, extent
from secondsource.reading.rules_phrases import CITING
from secondsource.reading.sentences import Parse, blocks
from secondsource.reading.stance import sentence_at

ACCORDING = "rule: according to"
AUTHOR = "rule: speaks in the document"
SHARED = 0.5  #: of two contents' characters, from which on they are one content
FAR = 3  #: paragraphs from "said in a statement" to "the statement said"
#: Documents that somebody speaks in: "said in a statement", "the statement said".
DOCUMENTS = ("statement", "letter", "memo", "email", "e-mail", "release", "post", "report", "notice")


def aligned(parse: Parse, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, those cited for another's content with the very same content."""
    near = Near(proposals, extent)
    return [replace(p, content=other.content) if (other := _other(parse, p, near)) else p for p in proposals]


def _other(parse: Parse, cited: Proposal, near: Near[Proposal]) -> Proposal | None:
    """Who has the same content in the same sentence, in other words than 'citing' and 'according to'."""
    if cited.cue is None or not cited.content or cited.how.split(";")[0] not in (CITING, ACCORDING):
        return None
    sentence = sentence_at(parse, cited.cue.start).span
    found = [
        p
        for p in near.at(sentence)
        if p.cue is not None
        and sentence.covers(p.cue)
        and not p.cue.overlaps(cited.cue)
        and p.how.split(";")[0] not in (CITING, ACCORDING)
        and not any(part.overlaps(cited.cue) for part in p.content)
        and not any(part.covers(p.cue) for part in cited.content)
        and _shared(p, cited) >= SHARED
    ]
    return max(found, key=lambda p: _shared(p, cited), default=None)


def _shared(one: Proposal, other: Proposal) -> float:
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in other.content)
    return common / max(sum(map(len, one.content)), sum(map(len, other.content)), 1)


def authors(parse: Parse, proposals: Sequence[Proposal], sources: Mapping[Span, Source]) -> Iterator[Proposal]:
    """Who speaks in the statement that a later sentence quotes: 'Brandt said in a statement … “…,” the statement said'."""
    starts = [b.span.start for b in blocks(parse.article)]
    wrote: dict[str, tuple[Span, int]] = {}
    for proposal in sorted(proposals, key=extent):
        if proposal.source is None or proposal.cue is None or not proposal.content:
            continue
        paragraph = bisect_right(starts, proposal.cue.start)
        first, last = parse.tokens(proposal.source)
        words = [t.lower_ for t in parse.doc[first:last]]
        if len(words) == 2 and words[0] in ("the", "this") and words[1] in DOCUMENTS:
            author = wrote.get(words[1])
            if author and paragraph - author[1] <= FAR:
                yield Proposal(author[0], None, proposal.content, AUTHOR, proposal.score)
            continue
        source = sources.get(proposal.source)
        if source is not None and source.kind in ("named", "organisation"):
            for noun in _documents(parse, proposal):
                wrote[noun] = (proposal.source, paragraph)


def _documents(parse: Parse, proposal: Proposal) -> Iterator[str]:
    """The documents that the frame of the saying says it stood in: 'said in a joint statement late on Friday'."""
    assert proposal.cue is not None
    first, last = parse.tokens(sentence_at(parse, proposal.cue.start).span)
    for token in parse.doc[first:last]:
        if token.lower_ not in DOCUMENTS or any(part.start <= token.idx < part.end for part in proposal.content):
            continue
        before = [t.lower_ for t in parse.doc[max(first, token.i - 4) : token.i]]
        if "in" in before and any(word in ("a", "an") for word in before[before.index("in") :]):
            yield token.lower_
