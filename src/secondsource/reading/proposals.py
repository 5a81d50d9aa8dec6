"""What rules and tagger both give: a source, a cue and a content that may belong together."""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.model import Span, Spans


@dataclass(frozen=True, slots=True)
class Proposal:
    """One possible attribution, before the vote of `attributions.py`.

    ``content`` is empty only where somebody declined to speak. ``score`` is between 0 and 1: the tagger's mean
    probability, or what a rule of this name was worth on the development corpus.
    """

    source: Span | None
    cue: Span | None
    content: Spans
    how: str  #: the rule's or the model's name, 'rule: according to'
    score: float
    stance: str = ""  #: where the rule knows it: 'declines'; else the cue lexicon decides
    addressee: Span | None = None  #: 'told the Times': who heard it


def extent(proposal: Proposal) -> tuple[int, int]:
    """From the first to the last character of its parts."""
    spans = [*proposal.content, *(s for s in (proposal.cue, proposal.source) if s)]
    return min(s.start for s in spans), max(s.end for s in spans)
