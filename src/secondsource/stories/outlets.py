"""Which outlet a name means: the table's, else the one that this report or story calls so.

``NYT`` is The New York Times by the table; ``the Times`` is the one Times that the report names, and stays itself
where the report names two or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from secondsource.model import Article, Attribution, Mention, Reading
from secondsource.stories import names


class Outlets:
    """The outlets that a story's reports name."""

    def __init__(self, readings: Sequence[Reading]):
        self.readings = {reading.article.id: reading for reading in readings}
        self.named = {id: frozenset(map(names.outlet, named_in(reading))) for id, reading in self.readings.items()}
        self.everywhere = frozenset(name for found in self.named.values() for name in found)

    def key(self, name: str, article: str) -> str:
        """The outlet that this name means in this article."""
        found = names.outlet(name)
        for known in (self.named.get(article, frozenset()), self.everywhere):
            fuller = {other for other in known if other != found and names.short_outlet(other) == names.bare(name)}
            if len(fuller) == 1:
                return fuller.pop()
        return found

    def of_article(self, article: Article) -> str | None:
        """Whose text it is; None where the page does not tell."""
        known = article.credit or article.outlet
        return self.key(known.value, article.id) if known else None

    def addressee(self, attribution: Attribution) -> str | None:
        """The outlet that was told, where an outlet was: ``told the Times``; not ``told reporters``."""
        span = attribution.addressee
        if span is None or span.article not in self.readings:
            return None
        reading = self.readings[span.article]
        if mention := next((m for m in outlet_mentions(reading) if m.span.overlaps(span)), None):
            return self.key(mention.name, span.article)
        words = reading.article[span]
        if names.known_outlet(words):
            return names.outlet(words)
        key = self.key(words, span.article)
        return key if key in self.named[span.article] else None


def outlet_mentions(reading: Reading) -> Iterable[Mention]:
    return (mention for mention in reading.mentions if mention.kind == "outlet")


def named_in(reading: Reading) -> Iterable[str]:
    """Every outlet name that stands in the report or on its page."""
    yield from (mention.name for mention in outlet_mentions(reading))
    yield from (source.name for source in reading.sources if source.kind == "outlet")
    yield from (found.value for found in (reading.article.outlet, reading.article.credit) if found)
