"""One source per story from the sources of its reports.

Named people merge by full name or alias, institutions and outlets by alias, unnamed sources only where they spoke to
one newsroom and are described in the same words. Unnamed sources of different newsrooms are never merged.

::

    report A   Joe Marsh    NYT                 11 American officials (to the Times)
    report B   Marsh        The New York Times  unidentified American officials (to the Times)
               `- one -'    `---- one ----'     `- two here; ``same`` tells whether they are one origin -'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from secondsource.data import table
from secondsource.model import Article, Attribution, Reading, Source, Span, make_id
from secondsource.stories import names
from secondsource.stories.called import called
from secondsource.stories.outlets import Outlets

Key = tuple[str, ...]
#: Between two descriptions that stand together: "officials and a commander", "a driver and two guards".
SEVERAL = re.compile(r",? and (?=(?:an?|the|one|another|two|three|several|some)\s)")


@dataclass(frozen=True, slots=True)
class Merged:
    """The sources of a story, and the way to them from each report."""

    sources: tuple[Source, ...]  #: in the order of their ids; the reports' own newsrooms are among them
    of: Mapping[str, Source]  #: id of a report's source -> the story's source
    newsrooms: Mapping[str, Source]  #: id of an article -> whose text it is, 'newsroom of FILE' where the page does not tell
    known: frozenset[str]  #: ids of the articles whose newsroom the page tells
    told: Mapping[str, Source]  #: id of an attribution -> the outlet that heard its source
    parts: Mapping[str, tuple[Source, ...]]  #: id of a report's source that names several -> the story's sources
    credits: tuple[tuple[Span, Source], ...]  #: where a report says which outlet got something: 'obtained by the Times'
    called: Mapping[str, tuple[str, ...]]  #: id of a story's source -> the words that name it in the reports
    articles: Mapping[str, Article]
    carried: Mapping[str, Attribution]  #: id of an outlet's or a document's attribution -> the one that it passes on whole


def merge(readings: Sequence[Reading]) -> Merged:
    """The sources of all reports, joined where they are one; the order of the reports does not matter."""
    readings = sorted(readings, key=lambda reading: reading.article.id)
    outlets = Outlets(readings)
    heard = {id: room for reading in readings for id, room in hearers(reading, outlets).items()}
    held: dict[Key, list[tuple[Source, str]]] = {}
    for reading in readings:
        for source in sources_of(reading):
            room = heard.get(source.id) or outlets.of_article(reading.article)
            for own in (source, *parts_of(source)):
                held.setdefault(key_of(own, room, reading.article.id, outlets), []).append((own, reading.article.id))
    target = aliases(held)
    groups: dict[Key, list[tuple[Source, str]]] = {}
    for key, found in held.items():
        groups.setdefault(target[key], []).extend(found)
    whole = {key: one(key, [source for source, _ in found], heard) for key, found in groups.items()}
    page_outlets(readings, outlets, whole)
    rooms = {reading.article.id: newsroom(reading.article, outlets, whole) for reading in readings}
    told = {
        a.id: outlet_source(room, outlets, whole)
        for reading in readings
        for a in reading.attributions
        if (room := hearer(a, heard, outlets))
    }
    credits = tuple((span, outlet_source(room, outlets, whole)) for reading in readings for span, room in outlets.credited(reading))
    of = {source.id: whole[target[key]] for key, found in held.items() for source, _ in found}
    every = {source.id: source for source in (*whole.values(), *rooms.values())}
    return Merged(
        sources=tuple(every[id] for id in sorted(every)),
        of=of,
        newsrooms=rooms,
        known=frozenset(reading.article.id for reading in readings if reading.article.credit or reading.article.outlet),
        told=told,
        parts={s.id: tuple(of[part.id] for part in split) for r in readings for s in sources_of(r) if (split := parts_of(s))},
        credits=credits,
        called=called(every.values(), readings),
        articles={reading.article.id: reading.article for reading in readings},
        carried=carried(readings),
    )


def parts_of(source: Source) -> tuple[Source, ...]:
    """``American officials and a former Venezuelan commander`` are two; ``a current and a former official`` is one."""
    pieces = SEVERAL.split(source.name) if source.kind == "unnamed" else []
    empty = table("exclusions.toml")["empty"]
    if len(pieces) < 2 or any(names.words(piece)[-1:] == () or names.words(piece)[-1] in empty for piece in pieces):
        return ()
    many = [names.plain(word) != word for word in (names.words(piece)[-1] for piece in pieces)]
    return tuple(
        replace(source, id=f"{source.id}/{n}", name=piece, low=2 if plural else 1, high=None if plural else 1)
        for n, (piece, plural) in enumerate(zip(pieces, many, strict=True))
    )


def sources_of(reading: Reading) -> Iterable[Source]:
    """The report's sources, those that only stand in attributions too."""
    found = {source.id: source for source in reading.sources}
    for attribution in reading.attributions:
        for layer in layers(attribution):
            if layer.source:
                found.setdefault(layer.source.id, layer.source)
    return found.values()


def layers(attribution: Attribution) -> tuple[Attribution, ...]:
    """The attribution and those around it, outermost first."""
    found = [attribution]
    while found[-1].within:
        found.append(found[-1].within)
    return tuple(reversed(found))


def carried(readings: Sequence[Reading]) -> dict[str, Attribution]:
    """What an outlet or a document only passes on: 'the Times reported, citing officials' is the officials' word."""
    found: dict[str, Attribution] = {}
    for inner in (a for reading in readings for a in sorted(reading.attributions, key=lambda a: (a.span, a.id))):
        outer = inner.within
        if outer and outer.source and inner.source and outer.source.kind in ("outlet", "document") and outer.content == inner.content:
            found.setdefault(outer.id, inner)
    return found


# ---- who heard an unnamed source -----------------------------------------------------------------------------------


def hearers(reading: Reading, outlets: Outlets) -> dict[str, str]:
    """Id of an unnamed source -> the outlet it spoke to, where the report says so anywhere."""
    heard: dict[str, str] = {}
    for attribution in sorted(reading.attributions, key=lambda a: (a.span, a.id)):
        room = None
        for layer in layers(attribution):
            room = outlets.addressee(layer) or room
            source = layer.source
            if source and source.kind == "outlet":
                room = outlets.key(source.name, layer.article)
            elif source and source.kind in ("unnamed", "unknown") and room:
                heard.setdefault(source.id, room)
    for source in reading.sources:
        if source.newsroom and source.kind in ("unnamed", "unknown"):
            heard.setdefault(source.id, outlets.key(source.newsroom, reading.article.id))
    return heard


def hearer(attribution: Attribution, heard: Mapping[str, str], outlets: Outlets) -> str | None:
    """The outlet that heard this attribution's source: as said here, else as said elsewhere of an unnamed one."""
    return outlets.addressee(attribution) or (heard.get(attribution.source.id) if attribution.source else None)


# ---- keys: what is one ---------------------------------------------------------------------------------------------


def key_of(source: Source, room: str | None, article: str, outlets: Outlets) -> Key:
    """Sources with one key are one source."""
    if source.kind == "named":
        together = names.people(source.name)
        return ("named", *together[0]) if len(together) == 1 else ("people", *sorted(" ".join(one) for one in together))
    if source.kind == "outlet":
        key = outlets.key(source.name, article)
        return ("document", article, source.id) if names.is_page(source.name) or names.is_kind_of_outlet(key) else ("outlet", key)
    if source.kind == "organisation":
        whose = names.outlet(source.name)  # a body that a page of the story comes from is an outlet, whatever another report takes it for
        return ("outlet", whose) if whose in outlets.pages else ("organisation", names.organisation(source.name))
    told = tuple(sorted(names.description(source.name)))
    if source.kind == "document":
        return ("document", *told) if len(told) > 1 else ("document", article, source.id)
    if source.kind == "unnamed" and told:
        return ("unnamed", room or article, *told)
    return (source.kind, article, source.id)


def aliases(held: Mapping[Key, object]) -> dict[Key, Key]:
    """Each key to the key of the fullest name of the same person or institution."""
    target = {key: key for key in held}
    people = sorted((key for key in held if key[0] == "named"), key=lambda key: (-len(key), key))
    kept: list[Key] = []
    for key in people:
        fuller = [other for other in kept if is_short_for(key, other)]
        if len({names.family(other[1:]) + other[1] for other in fuller}) == 1:
            target[key] = fuller[0]
        else:
            kept.append(key)
    institutions = sorted((key for key in held if key[0] == "organisation"), key=lambda key: (-len(key[1]), key))
    for n, key in enumerate(institutions):
        target[key] = next(
            (other for other in institutions[:n] if target[other] == other and names.same_organisation(key[1], other[1])), key
        )
    return target


def is_short_for(key: Key, fuller: Key) -> bool:
    """``named flynn`` or ``named mike flynn`` for ``named michael flynn``."""
    if names.family(key) != names.family(fuller) or len(fuller) < 3:
        return False
    return len(key) == 2 or names.same_given(key[1], fuller[1])


def one(key: Key, found: Sequence[Source], heard: Mapping[str, str]) -> Source:
    """The story's source from the reports' sources that are one."""
    fullest = min(found, key=lambda source: (names.is_part(source.name), -len(names.bare(source.name)), source.name, source.id))
    low = max((source.low or 0 for source in found), default=1)
    highs = [source.high for source in found if source.high is not None]
    high = min(highs) if highs else None
    if high is not None and low > high:  # the reports count differently: keep what any of them says
        low, high = min(source.low or 0 for source in found), max(highs)
    return Source(
        id=make_id("s", *key),
        name=key[1] if key[0] == "outlet" and key[1] != key[1].lower() else fullest.name,
        kind="outlet" if key[0] == "outlet" else fullest.kind if fullest.kind != "outlet" else "document",  # 'its website' is no newsroom
        mentions=tuple(sorted({span for source in found for span in source.mentions})),
        low=low or None,
        high=high,
        head=next((source.head for source in sorted(found, key=lambda s: s.id) if source.head), ""),
        newsroom=next((heard[source.id] for source in sorted(found, key=lambda s: s.id) if source.id in heard), fullest.newsroom),
        members=tuple(sorted(source.id for source in found)),
    )


def outlet_source(key: str, outlets: Outlets, whole: dict[Key, Source]) -> Source:
    """The story's source for an outlet; a new one where no report has it as a source."""
    name = outlets.shown.get(key, key) if key == key.lower() else key
    return whole.setdefault(("outlet", key), Source(id=make_id("s", "outlet", key), name=name, kind="outlet"))


def page_outlets(readings: Sequence[Reading], outlets: Outlets, whole: dict[Key, Source]) -> None:
    """The pages' own newsrooms among the sources, under the names that their pages give them."""
    shown: dict[str, set[str]] = {}
    for reading in readings:
        if (key := outlets.of_article(reading.article)) and (found := reading.article.credit or reading.article.outlet):
            shown.setdefault(key, set()).add(found.value if names.outlet(found.value) == key else key)
    for key, given in sorted(shown.items()):
        whole[("outlet", key)] = replace(outlet_source(key, outlets, whole), name=min(given, key=lambda name: (-len(name), name)))


def newsroom(article: Article, outlets: Outlets, whole: dict[Key, Source]) -> Source:
    """Whose text it is, as a source; 'newsroom of FILE' where the page does not tell."""
    if key := outlets.of_article(article):
        return outlet_source(key, outlets, whole)
    return Source(id=make_id("s", "newsroom", article.id), name=article.newsroom(), kind="outlet")
