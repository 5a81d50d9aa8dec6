"""The words by which the reports name a source: its name, its title before, its role after.

::

    the Obama administration's   White House counsel   Robert Bauer   , the president's lawyer,
                                 `----- before -----'  `- mention -'  `------- after --------'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from secondsource.model import Article, Reading, Source, SourceKind, Span

#: Small words of a title before a name.
SMALL = "and|for|of|adviser|aide|attorney|chief|counsel|director|judge|lawyer|leader|police|president|professor|prosecutor|secretary"
#: A word of a title: with a capital ("White House"), or a small one.
TITLE = rf"[A-Z][\w.’'-]{{0,30}}|spokes(?:man|woman|person)|{SMALL}"
#: "White House counsel" before a name: up to six such words.
BEFORE = re.compile(rf"(?:(?:{TITLE})[ \u00a0]){{1,6}}$")
#: "D-Conn." as parties are written beside names.
PARTY = r"[RDI]-[A-Z][\w.]{1,12}"
#: ", the White House counsel," and ", D-Conn.," after a name: from one comma to the next, at most 100 characters.
AFTER = re.compile(r"^,[ \u00a0]((?:an?|the|who is|who was|his|her|its|their|[A-Z])[^,;.!?\n“”\"]{1,100}|" + PARTY + r")(?=[,.;\n]|$)")
#: "(R-Ark.)" after a name.
BRACKET = re.compile(rf"^[ \u00a0]\(({PARTY})\)")


#: ", by White House Counsel Robert Bauer" after a document: up to a comma, at most 80 characters.
BY = re.compile(r"^,?[ \u00a0](?:(?:written|prepared|issued|released|drafted|signed)[ \u00a0])?(?:by|from)[ \u00a0][^,;.!?\n“”\"]{1,80}")


def called(sources: Iterable[Source], readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    """Id of a story's source -> every wording that names or describes it, in alphabetical order.

    Words for several sources at once ("officials and a former commander") do not describe one that has no name.
    """
    sources = tuple(sources)
    shared = Counter(span for source in sources for span in set(source.mentions))
    articles = {reading.article.id: reading.article for reading in readings}
    resolved: dict[str, list[Span]] = {}
    for reading in readings:
        for mention in reading.mentions:
            if mention.kind in ("person", "role", "group"):
                resolved.setdefault(mention.name, []).append(mention.span)
    found: dict[str, tuple[str, ...]] = {}
    for source in sources:
        wordings = {source.name}
        spans = set(source.mentions)
        if source.kind == "named":
            spans |= {*resolved.get(source.name, []), *named_places(source.name, articles.values())}
        for span in sorted(spans):
            if span.article in articles and (source.kind == "named" or shared[span] < 2):
                wordings.update(around(articles[span.article], span, source.kind))
        found[source.id] = tuple(sorted(wordings))
    return found


def named_places(name: str, articles: Iterable[Article]) -> Iterable[Span]:
    """Where a full name stands in the reports, its middle names or initials apart."""
    own = [word for word in re.split(r"[,(]", name, maxsplit=1)[0].split() if word[:1].isupper()]
    if len(own) < 2:
        return
    full = re.compile(rf"\b{re.escape(own[-2])}(?: [A-Z][\w.]{{0,20}})? {re.escape(own[-1])}(?!\w)")
    for article in articles:
        if own[-1] not in article.text:
            continue
        yield from (article.span(*place.span()) for place in full.finditer(article.text))


def around(article: Article, span: Span, kind: SourceKind) -> Iterable[str]:
    """The words of the mention; a person's with the title before and the role after, a document's with its writer."""
    words = article[span]
    before = BEFORE.search(article.text[max(0, span.start - 80) : span.start]) if kind == "named" else None
    yield (before[0] if before else "") + words
    tail = article.text[span.end : span.end + 110]
    if kind == "named" and (after := AFTER.match(tail) or BRACKET.match(tail)):
        yield after[1]
    if kind == "document" and (by := BY.match(tail)):
        yield words + by[0]
