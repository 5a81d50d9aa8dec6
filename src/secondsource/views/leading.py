"""Which claim a story's page opens with: what its headline says, where several reports say that; else the most telling."""

from __future__ import annotations

import re
from dataclasses import replace

from secondsource.model import Alignment, Story

WORD = re.compile(r"\w+")
STEM = 5  #: letters of a word that are compared, so that 'warned' and 'warning' are one
LEAST = 0.6  #: share of the headline's words that a claim must hold to be what the headline says
MORE = 0.25  #: how much more of them than the most telling claim


def lead_first(story: Story) -> Story:
    """The story with the claim that its headline tells in front; the others in the order they have."""
    shared = [a for a in story.alignments if len({c.article for c in a.claims}) > 1]
    wanted = words(story.headline)
    if not shared or not wanted:
        return story
    telling = {a.id: _told(story, a, wanted) for a in (story.alignments[0], *shared)}
    best = max(shared, key=lambda a: (telling[a.id], len({c.article for c in a.claims})))
    if telling[best.id] < LEAST or telling[best.id] < telling[story.alignments[0].id] + MORE:
        return story
    return replace(story, alignments=(best, *(a for a in story.alignments if a is not best)))


def words(text: str) -> frozenset[str]:
    """The beginnings of its longer words and of its abbreviations."""
    return frozenset(word.casefold()[:STEM] for word in WORD.findall(text) if len(word) > 3 or word.isupper())


def _told(story: Story, alignment: Alignment, wanted: frozenset[str]) -> float:
    """The share of the wanted words in the claim of the alignment that has most of them."""
    return max(len(wanted & words(story.article(c.article)[c.span])) / len(wanted) for c in alignment.claims)
