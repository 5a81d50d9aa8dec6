"""Who is meant: one ``Source`` for each real source of an article, whatever words name it.

Pronouns, roles, surnames and shorter descriptions are followed back to the fullest words::

    Ada Lindqvist, Mr. Orlov's lawyer, said …   -> Ada Lindqvist
    "…," he added                                -> Ada Lindqvist   (he: the last speaker)
    the lawyer                                   -> Ada Lindqvist   (a role that one named person holds)
    the two sources                              -> a current and a former US official

`walk` decides what each of the words means; here it becomes sources and mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from secondsource.model import Attribution, Mention, MentionKind, Quote, Source, SourceKind, Span, Spans, make_id
from secondsource.reading.entities import Entity
from secondsource.reading.sentences import Parse
from secondsource.reading.sources_phrase import Phrase
from secondsource.reading.walk import Walk

KINDS: dict[SourceKind, MentionKind] = {"named": "person", "organisation": "organisation", "outlet": "outlet", "document": "document"}
MOST_SPANS = 400  #: places of one source that are read for its fullest description
MOST_WORDS = 9  #: of a description; a longer one is more than a name


class Spoken(Protocol):
    """What coreference needs of a proposal: the words of the source, and the content it is the source of."""

    @property
    def source(self) -> Span | None: ...

    @property
    def content(self) -> Spans: ...

    @property
    def addressee(self) -> Span | None: ...


def resolve(parse: Parse, mentions: Sequence[Mention], spoken: Iterable[Spoken], quotes: Sequence[Quote] = ()) -> dict[Span, Source]:
    """The source meant by each ``source`` span of the given attributions.

    Spans that mean the same source map to one ``Source`` with one id, the fullest name and all the spans as mentions.
    """
    told = list(spoken)
    walk = Walk(parse, [(s.source, s.content) for s in told], quotes)
    held: dict[int, list[Span]] = {}
    for span, entity in walk.meant.items():
        held.setdefault(entity.number, []).append(span)
    rooms = _newsrooms(walk, told)
    made = {number: _source(walk, walk.known.all[number], spans, rooms.get(number)) for number, spans in held.items()}
    return {span: made[entity.number] for span, entity in walk.meant.items()}


def follow(
    parse: Parse, mentions: Sequence[Mention], attributions: Iterable[Attribution], quotes: Sequence[Quote] = ()
) -> tuple[Mention, ...]:
    """The mentions with roles and pronouns under the name of whom they mean: 'he' becomes a mention of 'Joe Marsh'."""
    walk = Walk(parse, [(a.source_span, a.content) for a in attributions], quotes)
    meant = {**walk.at_start, **_first_persons(walk)}
    found = []
    for mention in mentions:
        entity = meant.pop(mention.span.start, None)
        if entity is not None and mention.kind not in ("person", "place") and (entity.named or entity.kind == "document"):
            mention = Mention(mention.span, KINDS.get(entity.kind, mention.kind), entity.name, mention.head)
        found.append(mention)
    for start, entity in meant.items():
        if start in walk.pronouns:
            kind = KINDS.get(entity.kind, "group" if entity.plural else "role")
            found.append(Mention(walk.pronouns[start].span, kind, entity.name, entity.head))
    return tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end)))


def _first_persons(walk: Walk) -> dict[int, Entity]:
    """'I' and 'we' inside a quotation mean its speaker."""
    found: dict[int, Entity] = {}
    for source, content in walk.said:
        entity = walk.meant.get(source) if source is not None else None
        for at in (i for span in content for i in range(*walk.parse.tokens(span))) if entity is not None else ():
            token = walk.doc[at]
            if token.lower_ in ("i", "we") and walk.in_quote(at) and entity is not None:
                found.setdefault(token.idx, entity)
                walk.pronouns.setdefault(token.idx, walk.reader.read(walk.parse.span(at, at + 1)))
    return found


def _newsrooms(walk: Walk, told: Sequence[Spoken]) -> dict[int, str]:
    """The outlet each unnamed source spoke to, by 'told the Times'; nothing where the words name two."""
    heard: dict[int, set[str]] = {}
    for one in told:
        entity = walk.meant.get(one.source) if one.source is not None else None
        if entity is None or entity.kind != "unnamed" or one.addressee is None:
            continue
        for at in range(*walk.parse.tokens(one.addressee)):
            outlet = walk.at_token.get(at)
            if outlet is not None and outlet.kind == "outlet":
                heard.setdefault(entity.number, set()).add(outlet.name)
    return {number: min(names) for number, names in heard.items() if len(names) == 1}


def _source(walk: Walk, entity: Entity, spans: list[Span], newsroom: str | None) -> Source:
    name = entity.name if entity.named else _fullest(walk, entity, spans)
    id = make_id("s", walk.parse.article.id, entity.kind, name, min(spans).start)
    return Source(id, name, entity.kind, tuple(sorted({*spans, *entity.spans})), entity.low, entity.high, entity.head, newsroom)


def _fullest(walk: Walk, entity: Entity, spans: list[Span]) -> str:
    """The description that tells most, the first of those that tell the same; never a pronoun."""
    said = set(spans)
    phrases = [p for p in (walk.reader.read(s) for s in sorted({*spans, *entity.spans})[:MOST_SPANS]) if not p.pronoun]
    if not phrases:
        return entity.name
    own = [p for p in phrases if p.span in said] or phrases
    whole = [p for p in phrases if p.span in said or not _has_verb(walk, p)]
    most = max(MOST_WORDS, max(len(p.words) for p in own) + 1)
    best = max(whole or own, key=lambda p: (len(p.words) if len(p.words) < most else 0, p.low or 0, p.high is not None, -p.span.start))
    return walk.words(best)


def _has_verb(walk: Walk, phrase: Phrase) -> bool:
    """A mis-parsed chunk such as 'his resignation shocked officials'."""
    return any(walk.doc[i].tag_[:2] == "VB" for i in range(*walk.parse.tokens(phrase.span)))
