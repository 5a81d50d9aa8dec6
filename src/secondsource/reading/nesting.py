"""Who passes it on: attributions inside attributions, outermost first.

::

    The Times reported that officials said S          officials within the Times: their words lie in its content
    S, the Times reported, citing officials           officials within the Times: one content, and the Times cites them
    officials told the Times (that) S                 officials within the Times: an outlet that was told passes it on
"""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.model import Article, Mention, Span
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse

RELAY = "rule: told an outlet"


def relays(parse: Parse, mentions: Sequence[Mention], proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """For each source that told an outlet something, the outlet as the one who passes it on.

    The page's own newsroom is no relay: what it was told, it reports itself.
    """
    outlets = [m for m in mentions if m.kind == "outlet"]
    own = newsrooms(parse.article)
    made = []
    for proposal in proposals:
        if proposal.addressee is None or not proposal.content:
            continue
        heard = next((m for m in outlets if m.span.overlaps(proposal.addressee)), None)
        if heard is not None and plain(heard.name) not in own:
            made.append(Proposal(heard.span, None, proposal.content, RELAY, proposal.score))
    return tuple(made)


def newsrooms(article: Article) -> frozenset[str]:
    """The names of the newsroom whose text this is, for comparison."""
    found = (article.credit or article.outlet, article.outlet)
    return frozenset(plain(f.value) for f in found if f)


def plain(name: str) -> str:
    """A name without case, article and punctuation."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def outer_of(proposals: Sequence[Proposal]) -> list[int | None]:
    """For each proposal the number of the one it is told within, the smallest that holds it; None at the outside.

    Linear in the number of proposals but for nests: they are kept on a stack in reading order.
    """
    order = sorted(range(len(proposals)), key=lambda n: (_start(proposals[n]), -_end(proposals[n]), _rank(proposals[n]), n))
    outer: list[int | None] = [None] * len(proposals)
    stack: list[int] = []
    for n in order:
        while stack and _end(proposals[stack[-1]]) <= _start(proposals[n]):
            stack.pop()
        outer[n] = next((k for k in reversed(stack) if _holds(proposals[k], proposals[n])), None)
        stack.append(n)
    return outer


def _start(proposal: Proposal) -> int:
    return min(s.start for s in _parts(proposal))


def _end(proposal: Proposal) -> int:
    return max(s.end for s in _parts(proposal))


def _parts(proposal: Proposal) -> list[Span]:
    return [*proposal.content, *(s for s in (proposal.cue, proposal.source) if s)]


def _rank(proposal: Proposal) -> int:
    """Of proposals at one place: relays first, then speakers, then those cited."""
    return 0 if proposal.how == RELAY else 2 if proposal.how == "rule: citing" else 1


def _holds(outer: Proposal, inner: Proposal) -> bool:
    """Is the inner one told in the words of the outer one, or passed on by it?"""
    if not outer.content:
        return False
    if outer.content == inner.content:
        return _rank(outer) < _rank(inner)
    place = inner.cue or (inner.content[0] if inner.content else inner.source)
    if place is None or not any(part.covers(place) for part in outer.content):
        return False
    return all(any(part.covers(c) for part in outer.content) for c in inner.content)
