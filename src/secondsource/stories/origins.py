"""How many newsrooms and how many different origins can stand behind a claim.

Every origin is the last voice of a testimony's chain. Origins that ``same`` proves to be one are a component; ``max``
is the number of components, ``min`` the size of the largest set of components that are pairwise proven different and
named for one statement. So the range may be too wide, never too narrow.

::

    the Times' 11 officials = its "unidentified American officials"       one component
         |  different: two governments         ` perhaps: unnamed
    the Times' Venezuelan commander  --different--  CNN's two officials    3 components, largest different set 2: 2 to 3
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from secondsource.data import table
from secondsource.model import Article, Component, Origins, Source, Testimony
from secondsource.stories import embed, names, reasons
from secondsource.stories.alignment_likeness import stems
from secondsource.stories.same import MOST_SAYINGS, Answer, Origin, verdict
from secondsource.stories.sources import Merged

#: Up to so many components the largest different set is found exactly; beyond, the best found, which the reason says.
MOST_EXACT = 20
#: A quotation of at most 800 characters, between curly marks or, in one paragraph, straight ones.
QUOTED = re.compile(r"“[^”]{1,800}”|\"[^\"\n]{1,800}\"")
#: Who is named first: those a reader can check.
ORDER = ("named", "organisation", "document", "unnamed", "unknown", "outlet")
#: Stances that speak against a claim: whoever takes one does not stand behind it.
AGAINST = ("denies", "doubts", "declines")


@dataclass(frozen=True, slots=True)
class Pair:
    """The answer for two components, and why."""

    answer: Answer
    why: str


def newsrooms(testimonies: Iterable[Testimony], articles: Mapping[str, Article]) -> tuple[str, ...]:
    """The distinct newsrooms that report it on their own sourcing, in alphabetical order.

    A testimony's newsroom is the innermost outlet of its chain. A page that only passes on adds none; an unknown
    newsroom is 'newsroom of FILE'.
    """
    live = counted(testimonies)
    own = [testimony for testimony in live if not (is_own_voice(testimony) and passes_on(testimony, live))] or live
    return tuple(sorted({name for testimony in own for name in names.split_outlets(room(testimony, articles))}))


def counted(testimonies: Iterable[Testimony]) -> tuple[Testimony, ...]:
    """Without those carried from another report; all of them where every one is carried."""
    given = tuple(testimonies)
    return tuple(testimony for testimony in given if not testimony.carried) or given


def innermost(testimony: Testimony) -> Source | None:
    """The outlet nearest the origin; None where that is an unknown newsroom."""
    return next((voice for voice in reversed(testimony.chain.voices) if voice is None or voice.kind == "outlet"), None)


def room(testimony: Testimony, articles: Mapping[str, Article]) -> str:
    """Its newsroom by name."""
    outlet = innermost(testimony)
    return outlet.name if outlet else f"newsroom of {articles[testimony.chain.article].file}"


def is_own_voice(testimony: Testimony) -> bool:
    """Told by the page's newsroom with nobody named."""
    return len(testimony.chain.voices) == 1


def passes_on(testimony: Testimony, others: Iterable[Testimony]) -> bool:
    """Does its report, for the same claim, name another outlet that it has it from?"""
    own = [other for other in others if other.chain.article == testimony.chain.article and len(other.chain.voices) > 1]
    return any(innermost(other) != innermost(testimony) for other in own)


# ---- origins -------------------------------------------------------------------------------------------------------


def origins(testimonies: Iterable[Testimony], merged: Merged) -> Origins:
    """The range of different origins that can stand behind the claim, with the reason; raises ValueError without testimony."""
    live = standing(counted(testimonies))
    if not live:
        raise ValueError("a claim needs a testimony to have an origin")
    found = nodes(live, merged)
    groups, joined = components(found)
    pairs = {(i, j): proof(groups[i], groups[j]) for i, j in combinations(range(len(groups)), 2)}
    proven, exact = largest_different(len(groups), {pair for pair, value in pairs.items() if value.answer is Answer.DIFFERENT})
    order = sorted(range(len(groups)), key=lambda n: (n not in proven, n))
    made = tuple(
        Component(tuple(unique(o.source for o in groups[n])), n in proven, reason(n, groups, proven, pairs, joined[n])) for n in order
    )
    why = reasons.explain([groups[n] for n in order], made, pairs, order, exact)
    return Origins(max(1, len(proven)), len(groups), made, why)


def standing(live: Sequence[Testimony]) -> tuple[Testimony, ...]:
    """Testimonies that stand behind the claim: denials out, and outlets whose source is there too.

    An outlet's own voice is no further origin where its source stands in the same report, or where another report
    has the source of that same outlet.
    """
    behind = [t for t in live if not (t.claim.attribution and t.claim.attribution.stance in AGAINST)] or list(live)
    sourced = [t for t in behind if origin_of(t) is not None]
    reports = {t.chain.article for t in sourced}
    outlets = {outlet.id for t in sourced if (outlet := innermost(t))}

    def repeats(t: Testimony) -> bool:
        outlet = innermost(t)
        return t.chain.article in reports or (outlet is not None and outlet.id in outlets)

    return tuple(t for t in behind if origin_of(t) is not None or not repeats(t))


def origin_of(testimony: Testimony) -> Source | None:
    """The last voice where it is more than an outlet; None where only an outlet speaks."""
    last = testimony.chain.voices[-1]
    return last if last and last.kind != "outlet" else None


def nodes(live: Sequence[Testimony], merged: Merged) -> list[Origin]:
    """One origin for each source and the outlet it was reached through, in a fixed order."""
    found: dict[tuple[str, str], list[Testimony]] = {}
    sources: dict[str, Source] = {}
    for testimony in live:
        last = testimony.chain.voices[-1]
        source = last or merged.newsrooms[testimony.chain.article]
        sources[source.id] = source
        where = room(testimony, merged.articles) if source.kind in ("unnamed", "unknown", "outlet") else ""
        found.setdefault((source.id, where), []).append(testimony)
    made = []
    for (id, where), own in found.items():
        quoted = {words for t in own for words in quotations(t, merged)}
        reports = frozenset(t.chain.article for t in own)
        called = merged.called.get(id, (sources[id].name,))
        told = tuple(sorted({merged.articles[t.claim.article][t.claim.span] for t in own})[:MOST_SAYINGS])
        made.append(Origin(sources[id], where, reports, called, tuple(sorted(quoted)), through(own), told))
    return sorted(made, key=lambda origin: (ORDER.index(origin.source.kind), origin.source.name.casefold(), origin.source.id, origin.room))


def through(testimonies: Iterable[Testimony]) -> frozenset[Source]:
    """The voices between newsroom and origin that are no outlets and stand in every one of these chains."""
    return frozenset.intersection(*(frozenset(v for v in t.chain.voices[1:-1] if v and v.kind != "outlet") for t in testimonies))


def quotations(testimony: Testimony, merged: Merged) -> tuple[tuple[str, ...], ...]:
    """The words of the quotations that the claim stands in or holds, whoever is named for them."""
    claim, article = testimony.claim, merged.articles[testimony.chain.article]
    said = claim.attribution
    parts = [part for part in said.content if part.overlaps(claim.span)] if said and said.manner == "direct" else []
    block = next((block.span for block in article.blocks if block.span.overlaps(claim.span)), claim.span)
    marked = [article.span(block.start + m.start(), block.start + m.end()) for m in QUOTED.finditer(article[block])]
    return tuple(names.spoken(article[span]) for span in (*parts, *(span for span in marked if span.overlaps(claim.span))))


def components(found: Sequence[Origin]) -> tuple[list[list[Origin]], list[str]]:
    """Origins joined where they are proven one, with the reason; never across a pair that is proven two."""
    groups = [[origin] for origin in found]
    joined = [""] * len(groups)
    for a, b in combinations(found, 2):
        answer, why = verdict(a, b)
        one, other = (next(n for n, group in enumerate(groups) if origin in group) for origin in (a, b))
        if answer is Answer.SAME and one != other and between(groups[one], groups[other]).answer is not Answer.DIFFERENT:
            groups[one] += groups[other]
            joined[one] = joined[one] or joined[other] or why
            del groups[other], joined[other]
    return groups, joined


def between(one: Sequence[Origin], other: Sequence[Origin]) -> Pair:
    """DIFFERENT where any two of them are proven two, else PERHAPS."""
    verdicts = [verdict(a, b) for a in one for b in other]
    return Pair(*next((v for v in verdicts if v[0] is Answer.DIFFERENT), (Answer.PERHAPS, verdicts[0][1])))


def proof(one: Sequence[Origin], other: Sequence[Origin]) -> Pair:
    """DIFFERENT only where the two are also named for one statement: two people who speak of two things prove nothing."""
    found = between(one, other)
    if found.answer is Answer.DIFFERENT and not one_statement([t for o in one for t in o.told], [t for o in other for t in o.told]):
        return Pair(Answer.PERHAPS, str(table("phrases.toml")["origins"]["two_things"]))
    return found


def one_statement(some: Sequence[str], others: Sequence[str]) -> bool:
    """Do any two of the claims say much the same, by their meaning, or by their words where no model is installed?"""
    settings = table("stories.toml")["origins"]
    if embed.available():
        vectors = [embed.embed(texts) for texts in (some, others)]
        return any(embed.likeness(a, b) >= settings["least_meaning"] for a in vectors[0] for b in vectors[1])
    bags = [[set(stems(text)) for text in texts] for texts in (some, others)]
    return any(len(a & b) >= settings["least_words"] * max(1, min(len(a), len(b))) for a in bags[0] for b in bags[1])


def largest_different(count: int, different: set[tuple[int, int]]) -> tuple[frozenset[int], bool]:
    """The largest set of numbers below ``count`` that are pairwise different, the earliest among equals; and is it exact?"""
    near = {n: {a if b == n else b for a, b in different if n in (a, b)} for n in range(count)}
    best: tuple[int, ...] = ()
    if count > MOST_EXACT:
        grown: list[int] = []
        for n in sorted(range(count), key=lambda n: (-len(near[n]), n)):
            if all(n in near[other] for other in grown):
                grown.append(n)
        return frozenset(grown), False
    pending: list[tuple[tuple[int, ...], list[int]]] = [((), list(range(count)))]
    while pending:
        chosen, left = pending.pop()
        if len(chosen) > len(best):
            best = chosen
        if len(chosen) + len(left) > len(best):
            backwards = range(len(left) - 1, -1, -1)
            pending.extend(((*chosen, left[at]), [n for n in left[at + 1 :] if n in near[left[at]]]) for at in backwards)
    return frozenset(best), True


def reason(n: int, groups: Sequence[Sequence[Origin]], proven: frozenset[int], pairs: Mapping[tuple[int, int], Pair], joined: str) -> str:
    """The rule that joined a component, or what keeps it from being proven."""
    for m in sorted(proven) if n not in proven else ():
        pair = pairs[min(n, m), max(n, m)]
        if pair.answer is not Answer.DIFFERENT:
            return pair.why or reasons.open_question(groups[n], groups[m])
    return joined


def unique(sources: Iterable[Source]) -> Iterable[Source]:
    return {source.id: source for source in sources}.values()


# ---- circles and marks ---------------------------------------------------------------------------------------------


def circular(testimonies: Iterable[Testimony]) -> bool:
    """Do the newsrooms' chains form a loop: one has it from another, which has it from the first?"""
    has_from: dict[str, set[str]] = {}
    for testimony in testimonies:
        outlets = [voice.id for voice in testimony.chain.voices if voice and voice.kind == "outlet"]
        for one, other in pairwise(outlets):
            if one != other:
                has_from.setdefault(one, set()).add(other)
    done: set[str] = set()
    for start in sorted(has_from):
        path, pending = {start}, sorted(has_from[start])
        while pending:
            at = pending.pop()
            if at == start:
                return True
            if at not in path and at not in done:
                path.add(at)
                pending.extend(sorted(has_from.get(at, ())))
        done.add(start)
    return False


def marks(found: Origins, testimonies: Iterable[Testimony]) -> tuple[str, ...]:
    """What a reader should see at once: 'one source' for many pages, 'unproven' where only one origin is sure."""
    pages = {testimony.chain.article for testimony in testimonies}
    if found.max == 1:
        return ("one source",) if len(pages) > 1 else ()
    return ("unproven",) if found.min == 1 else ()
