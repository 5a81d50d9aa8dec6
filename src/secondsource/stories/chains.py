"""From the page inwards: through whom a report has what it says.

::

    page B (unknown) <- The New York Times <- "unidentified American officials"
    voices[0]           relay                 voices[-1], the origin

A relay is an outlet or a person whose words carry another's. ``told the Times`` puts the Times before its source, and
an unnamed source that told the Times once is the Times' source wherever the report quotes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from secondsource.data import table
from secondsource.model import Article, Attribution, Chain, Claim, Copy, Reading, Source, Testimony
from secondsource.stories import names
from secondsource.stories.sources import Merged, layers

DEEPEST = 50  #: voices that pass one thing on


def chain(attribution: Attribution | None, article: Article, merged: Merged) -> Chain:
    """The voices of an attribution, from the page's newsroom inwards; without one, the newsroom's own voice."""
    room = merged.newsrooms[article.id]
    voices: list[Source | None] = [room if article.id in merged.known else None]
    for layer in layers(passed_on(attribution, merged)) if attribution else ():
        told = merged.told.get(layer.id)
        source = merged.of.get(layer.source.id) if layer.source else None
        if told and told not in voices:
            voices.append(told)
        if source and source != voices[-1] and (source != room or relayed(voices)):
            voices.append(source)
    return Chain(article.id, tuple(voices), attribution)


def passed_on(attribution: Attribution, merged: Merged) -> Attribution:
    """Whose word an attribution is: 'the Times reported S, citing officials' is the officials'."""
    for _ in range(DEEPEST):
        inner = merged.carried.get(attribution.id)
        if inner is None:
            break
        attribution = inner
    return attribution


def relayed(voices: Sequence[Source | None]) -> bool:
    """Has another outlet come in between? Without one, a newsroom that cites itself is one voice."""
    return any(voice and voice.kind == "outlet" for voice in voices[1:])


def every(readings: Iterable[Reading], merged: Merged) -> tuple[Chain, ...]:
    """One chain for every attribution of the reports, in the order of their texts."""
    return tuple(
        chain(attribution, reading.article, merged)
        for reading in readings
        for attribution in sorted(reading.attributions, key=lambda a: (a.span, a.id))
    )


def testimonies(claims: Iterable[Claim], copies: Sequence[Copy], merged: Merged) -> tuple[Testimony, ...]:
    """Who makes a claim and on whose word; those in copied passages are marked as carried.

    One testimony a claim, or one for each of several sources that are named together.
    """
    return tuple(
        Testimony(claim, path, is_carried(claim, copies))
        for claim in sorted(claims, key=lambda claim: (claim.article, claim.span, claim.id))
        for path in paths(claim, merged)
    )


def paths(claim: Claim, merged: Merged) -> tuple[Chain, ...]:
    """The chains of a claim: through each outlet that it says has got it, or to each of the sources named together."""
    article = merged.articles[claim.article]
    said = speaker(claim, article)
    said = passed_on(said, merged) if said else None
    own = chain(said, article, merged)
    if said is None:
        got = dict.fromkeys(outlet for span, outlet in merged.credits if claim.span.covers(span))
        return tuple(replace(own, voices=(*own.voices, outlet)) for outlet in got) or (own,)
    several = merged.parts.get(said.source.id, ()) if said.source else ()
    return tuple(replace(own, voices=(*own.voices[:-1], part)) for part in several) or (own,)


def speaker(claim: Claim, article: Article) -> Attribution | None:
    """Who stands behind the claim, where it tells itself that somebody spoke.

    ``Reed testified that [Trump had asked him to stop]``: the claim holds Trump's asking, and Reed is its source; an
    outlet that tells it only passes on. ``[Holt pleaded guilty]`` is something done, told by whoever tells it.
    """
    said = claim.attribution
    if not (said and said.source_span and said.content and claim.span.covers(said.source_span)):
        return said
    if said.cue and set(names.words(article[said.cue])) & set(table("exclusions.toml")["acts"]["cues"]):
        return said.within
    tells_itself = said.within and said.within.source and said.source_span < said.content[0]
    return said.within if tells_itself and said.within and said.within.source and said.within.source.kind != "outlet" else said


def is_carried(claim: Claim, copies: Sequence[Copy]) -> bool:
    """Does most of the claim stand in a passage copied from another report?"""
    for copy in copies:
        if copy.by == claim.article:
            shared = sum(overlap(claim, passage.by.start, passage.by.end) for passage in copy.passages)
            if 2 * shared > len(claim.span):
                return True
    return False


def overlap(claim: Claim, start: int, end: int) -> int:
    """How many characters of the claim stand in [start, end)."""
    return max(0, min(claim.span.end, end) - max(claim.span.start, start))
