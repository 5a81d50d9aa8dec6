"""Which outlet a name means: the table's, else the one that this report or story calls so.

``NYT`` is The New York Times by the table; ``the Times`` is the one Times that the report names, and stays itself
where the report names two or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from secondsource.model import Article, Attribution, Mention, Reading, Span
from secondsource.stories import names

#: "obtained by The Weekly Standard", "first reported by CNN": what an outlet got or told, before its name.
CREDIT = re.compile(
    r"\b(?:obtained|first[ \u00a0]reported|published|broken|revealed|disclosed)[ \u00a0](?:\w+[ \u00a0])?by[ \u00a0](?:the[ \u00a0])?$",
    re.IGNORECASE,
)


class Outlets:
    """The outlets that a story's reports name."""

    def __init__(self, readings: Sequence[Reading]):
        self.readings = {reading.article.id: reading for reading in readings}
        self.named = {id: frozenset(map(names.outlet, named_in(reading))) for id, reading in self.readings.items()}
        seen = sorted({name for reading in readings for name in named_in(reading)}, key=lambda name: (len(name), name))
        self.shown = {names.outlet(name): name for name in seen}  #: key -> the fullest name that the reports write
        self.pages = frozenset(name for id in self.readings for name in self.own(id))  #: keys of the pages' own outlets and credits
        self.everywhere = frozenset(name for found in self.named.values() for name in found)

    def key(self, name: str, article: str) -> str:
        """The outlet that this name means in this article."""
        found = names.outlet(name)
        if names.is_kind_of_outlet(found):
            only = {other for other in self.named.get(article, frozenset()) - self.own(article) if not names.is_kind_of_outlet(other)}
            return only.pop() if len(only) == 1 else found
        for known in (self.named.get(article, frozenset()), self.everywhere):
            fuller = {other for other in known if other != found and names.short_outlet(other) == names.bare(name)}
            if len(fuller) == 1:
                return fuller.pop()
        return found

    def own(self, article: str) -> frozenset[str]:
        """The page's own names: its outlet and whose text it is."""
        page = self.readings[article].article if article in self.readings else None
        return frozenset(names.outlet(found.value) for found in (page.outlet, page.credit) if found) if page else frozenset()

    def before(self, span: Span) -> str | None:
        """The other outlet named last before this place: ``the newspaper`` after ``The New York Times reported``."""
        given = [m for m in outlet_mentions(self.readings[span.article]) if m.span.end <= span.start]
        keys = [names.outlet(m.name) for m in sorted(given, key=lambda m: m.span)]
        others = [key for key in keys if not names.is_kind_of_outlet(key) and key not in self.own(span.article)]
        return others[-1] if others else None

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
        words = reading.article[span]
        mention = next((m.name for m in outlet_mentions(reading) if m.span.overlaps(span)), None)
        name = mention or words
        if names.is_kind_of_outlet(names.outlet(name)):
            return self.before(span)
        key = self.key(name, span.article)
        return key if mention or names.known_outlet(words) or key in self.named[span.article] else None

    def credited(self, reading: Reading) -> Iterable[tuple[Span, str]]:
        """Where the report says that another outlet got something: 'obtained by the Times', 'first reported by CNN and NBC'."""
        last_end = None
        for mention in sorted(outlet_mentions(reading), key=lambda m: m.span):
            before = reading.article.text[max(0, mention.span.start - 60) : mention.span.start]
            joined = last_end is not None and reading.article.text[last_end : mention.span.start] in (" and ", ", ", ", and ")
            key = self.key(mention.name, reading.article.id)
            last_end = None
            if (joined or CREDIT.search(before)) and key not in self.own(reading.article.id) and not names.is_kind_of_outlet(key):
                last_end = mention.span.end
                yield mention.span, key


def outlet_mentions(reading: Reading) -> Iterable[Mention]:
    return (mention for mention in reading.mentions if mention.kind == "outlet")


def named_in(reading: Reading) -> Iterable[str]:
    """Every outlet name that stands in the report or on its page."""
    yield from (mention.name for mention in outlet_mentions(reading))
    yield from (source.name for source in reading.sources if source.kind == "outlet")
    yield from (found.value for found in (reading.article.outlet, reading.article.credit) if found)
