"""Where the reports of a story differ, or one report from itself: the telling ones, each with its kind and verdict.

Two claims differ only if they are on one matter. How likely that is comes from the same likenesses as in alignment
(``alignment_likeness``), weighed for this by ``data/contrasts.toml``; what differs is said by ``differences_kinds``. A
side is the sentence, or the claim where the sentence is long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb

from secondsource.data import table
from secondsource.model import Article, Claim, Difference, Reading, Span, make_id
from secondsource.stories.alignment_likeness import FEATURES, WORD, Claims, features, sentence
from secondsource.stories.differences_kinds import Contrast, Side, contrast

Pair = tuple[int, int]


def differences(groups: Sequence[Sequence[Claim]], readings: Sequence[Reading]) -> tuple[Difference, ...]:
    """The differences most worth reading, the likeliest first."""
    settings = table("contrasts.toml")
    claims = considered(readings, settings["most_claims"])
    held = Claims(readings, claims)
    aligned = {frozenset((a.id, b.id)) for group in groups for a, b in combinations(group, 2)}
    by_id = {reading.article.id: reading for reading in readings}
    used: Counter[Span] = Counter()
    found: dict[tuple[Span, Span], Difference] = {}
    most = min(settings["most"], settings["most_of_pair"] * max(1, comb(len(readings), 2)))
    for seen, left, right in telling(held, aligned, by_id):
        if len(found) >= most:
            break
        if (left, right) in found or left == right or max(used[left], used[right]) >= settings["most_of_one_side"]:
            continue
        found[left, right] = told(seen, left, right)
        used.update((left, right))
    return tuple(found.values())


def telling(held: Claims, aligned: set[frozenset[str]], by_id: dict[str, Reading]) -> list[tuple[Contrast, Span, Span]]:
    """What differs between claims on one matter, and both sides; the most telling first, plain facts before wording."""
    settings = table("contrasts.toml")
    found = []
    for value, (i, j) in ranked(held, aligned):
        if value < settings["least_likeness"] - sum(settings["kinds"].values()):
            break
        (one, left), (other, right) = (side(held.known[k].claim, by_id) for k in (i, j))
        seen = contrast(one, other)
        value += sum(settings["kinds"].get(name, 0.0) for name in (seen.kind, seen.verdict)) if seen else 0.0
        if seen and value >= settings["least_likeness"]:
            found.append((-value, (i, j), (seen, left, right)))
    return [item for _, _, item in sorted(found, key=lambda item: item[:2])]


def considered(readings: Sequence[Reading], most: int) -> list[Claim]:
    """Each claim once for every wording ("may" and "not" make another one), the earliest of each report first where there are too many."""
    seen: dict[str, Claim] = {}
    for reading in readings:
        for claim in reading.claims:
            seen.setdefault(" ".join(reading.article[claim.span].lower().split()), claim)
    lengths = {reading.article.id: max(1, len(reading.article.text)) for reading in readings}
    early = sorted(seen.values(), key=lambda c: (c.span.start / lengths[c.article], c.article, c.span))
    return sorted(early[:most], key=lambda c: (c.article, c.span))


def ranked(held: Claims, aligned: set[frozenset[str]]) -> Iterator[tuple[float, Pair]]:
    """Pairs of claims, the likeliest to be on one matter first; those of an alignment come up."""
    settings = table("contrasts.toml")
    factors = [settings["weights"][name] for name in FEATURES]
    pairs = list(combinations(range(len(held.known)), 2))
    scored = []
    for (i, j), row in zip(pairs, features(held, pairs), strict=True):
        one, other = held.known[i].claim, held.known[j].claim
        value = sum(factor * x for factor, x in zip(factors, row, strict=True)) + settings["one_report"] * (one.article == other.article)
        value += settings["aligned"] * (frozenset((one.id, other.id)) in aligned)
        scored.append((value, (i, j)))
    return iter(sorted(scored, key=lambda item: (-item[0], item[1])))


def side(claim: Claim, by_id: dict[str, Reading]) -> tuple[Side, Span]:
    """What is shown of a claim: its sentence, or the claim alone where the sentence is long."""
    reading = by_id[claim.article]
    around = sentence(reading, claim.span)
    words = sum(1 for _ in WORD.finditer(reading.article[around]))
    span = around if words <= table("contrasts.toml")["most_words"] else claim.span
    return Side(claim, reading.article, short(reading.article, claim.span)), span


def short(article: Article, span: Span) -> str:
    """The claim's words on one line, at most 90 characters, cut between words."""
    text = " ".join(article[span].split())
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"


def told(seen: Contrast, left: Span, right: Span) -> Difference:
    return Difference(make_id("d", seen.kind, left, right), seen.kind, left, right, seen.verdict, seen.says)
