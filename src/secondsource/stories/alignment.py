"""The same claim across reports, and the claims that matter.

Every two claims of two reports have a chance of being one (``alignment_likeness``). Groups grow from the best chance
down, with one claim of each report; then the telling ones are chosen: told by most reports, early, alike, with a source.
Claims in the very same words are one from the start, so that many copies cost no more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from secondsource.data import table
from secondsource.model import Claim, Copy, Difference, Reading, Relation, Span
from secondsource.options import Options
from secondsource.stories import names
from secondsource.stories.alignment_likeness import Chances, Claims, chances, in_lead, stems

DEFAULTS = Options()
Group = tuple[Claim, ...]


def align(readings: Sequence[Reading], copies: Sequence[Copy] = (), options: Options = DEFAULTS) -> tuple[Group, ...]:
    """Groups of claims over the reports, then single claims that matter; the most telling first.

    At most ``options.max_alignments`` groups of several reports, and as many single claims as fill them up to that.
    """
    settings = table("stories.toml")["alignment"]
    articles = {reading.article.id: reading.article for reading in readings}
    same: dict[str, list[Claim]] = defaultdict(list)
    for reading in readings:
        for claim in reading.claims:
            same[" ".join(stems(articles[claim.article][claim.span])) or claim.id].append(claim)
    firsts = [min(group, key=standing) for group in same.values()]
    firsts = chosen(firsts, settings["most_claims"], {id: len(article.text) for id, article in articles.items()})
    alike = {min(group, key=standing).id: group for group in same.values()}
    held = Claims(readings, firsts)
    likely = chances(held)
    leads = frozenset(i for i, known in enumerate(held.known) if known.lead)
    groups = [
        (chance, tuple(sorted((c for i in group for c in alike[firsts[i].id]), key=lambda c: (c.article, c.span))))
        for chance, group in joined(firsts, likely, settings, leads)
    ]
    ranked = sorted(groups, key=lambda item: (-telling(item[0], item[1], readings), item[1][0].id))
    shared = [group for _, group in ranked if len({c.article for c in group}) > 1][: options.max_alignments]
    lone = [group for _, group in ranked if len({c.article for c in group}) == 1]
    return (*shared, *lone[: max(settings["least_single"], options.max_alignments - len(shared))])


def standing(claim: Claim) -> tuple[bool, str, Span]:
    """By this the first of claims in the same words is taken for all: the text comes before headline, deck and caption."""
    return claim.block in ("headline", "deck", "caption"), claim.article, claim.span


def chosen(claims: Sequence[Claim], most: int, lengths: dict[str, int]) -> list[Claim]:
    """At most so many claims, those that stand earliest in their reports, in the order of article and place."""
    early = sorted(claims, key=lambda c: (c.span.start / max(1, lengths[c.article]), c.article, c.span))
    return sorted(early[:most], key=lambda c: (c.article, c.span))


def joined(
    claims: Sequence[Claim], likely: Chances, settings: dict[str, float], leads: frozenset[int] = frozenset()
) -> list[tuple[float, list[int]]]:
    """Groups with their mean chance, grown from the best pair down; the rest stand alone with chance 0.

    The claims that reports of one story begin with are nearly always one: pairs of ``leads`` that are likely enough come
    first, before other claims of the same paragraphs can take their places.

    Two groups join where their mean chance is above ``least_chance``; a second claim of a report that is already in
    the group comes in only above ``least_chance_of_second``. At last, claims that are still alone are paired above
    ``least_chance_of_lone``.
    """
    group_of = {i: [i] for i in range(len(claims))}
    first = {pair for pair, chance in likely.items() if leads.issuperset(pair) and chance >= settings["least_chance_of_leads"]}
    ordered = sorted(likely.items(), key=lambda item: (item[0] not in first, -item[1], item[0]))
    for (i, j), chance in ordered:
        one, other = group_of[i], group_of[j]
        if chance < settings["least_chance"] or one is other:
            continue
        held = [claims[k].article for k in (*one, *other)]
        least = settings["least_chance"] if len(set(held)) == len(held) else settings["least_chance_of_second"]
        if mean(one, other, likely) >= least and max(held.count(article) for article in held) <= settings["most_of_one_report"]:
            merge(group_of, one, other)
    for (i, j), chance in ordered:
        if chance >= settings["least_chance_of_lone"] and len(group_of[i]) == len(group_of[j]) == 1:
            merge(group_of, group_of[i], group_of[j])
    unique = {id(group): sorted(group) for group in group_of.values()}
    return [(inner(group, likely), group) for group in unique.values()]


def merge(group_of: dict[int, list[int]], one: list[int], other: list[int]) -> None:
    """The other group's claims come into the first."""
    one.extend(other)
    for k in other:
        group_of[k] = one


def mean(one: Sequence[int], other: Sequence[int], likely: Chances) -> float:
    """Mean chance of the pairs across two groups; pairs of one report have none and are left out."""
    values = [likely[pair] for i in one for j in other if (pair := (min(i, j), max(i, j))) in likely]
    return sum(values) / len(values) if values else 0.0


def inner(group: Sequence[int], likely: Chances) -> float:
    """Mean chance inside a group; 0 for one claim."""
    values = [likely[i, j] for n, i in enumerate(group) for j in group[n + 1 :] if (i, j) in likely]
    return sum(values) / len(values) if values else 0.0


def telling(chance: float, group: Group, readings: Sequence[Reading]) -> float:
    """How much a reader wants this claim: reports that tell it, how surely it is one, how early, and with a source."""
    weights = table("stories.toml")["telling"]
    lengths = {reading.article.id: max(1, len(reading.article.text)) for reading in readings}
    early = sum(1 - claim.span.start / lengths[claim.article] for claim in group) / len(group)
    sourced = sum(claim.attribution is not None for claim in group) / len(group)
    spread = len({claim.article for claim in group}) / len(readings)
    by_id = {reading.article.id: reading for reading in readings}
    leads = len({claim.article for claim in group if in_lead(claim, by_id[claim.article])}) / len(readings)
    facts = sum(bool(claim.quantities) + bool(claim.times) + bool(claim.actors) for claim in group) / (3 * len(group))
    return float(
        weights["reports"] * spread
        + weights["chance"] * chance
        + weights["early"] * early
        + weights["leads"] * leads
        + weights["source"] * sourced
        + weights["facts"] * facts
    )


def relation(claims: Sequence[Claim], differences: Sequence[Difference]) -> Relation:
    """Single; contradict where one claim denies another, or a count or a day says so; agree where every two reports
    quote one speaker or share enough words; else differ.

    Of two reports the claims that are most alike count: a group may hold more of what one report says. Different words
    tell something else: older, vaguer or narrower news differs, though both can be true.
    """
    reports: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        reports[claim.article].append(claim)
    if len(reports) < 2:
        return "single"
    between_them = [d for d in differences if between(d, claims) and d.kind in ("quantity", "date")]
    no = any(opposed(a, b) for a, b in combinations(claims, 2) if a.article != b.article)
    if no or any(d.verdict == "contradicts" for d in between_them):
        return "contradict"
    other_facts = any(d.verdict == "different" for d in between_them)
    least = table("stories.toml")["alignment"]["least_overlap_to_agree"]
    alike = all(
        any(one_speaker(a, b) or overlap(a, b) >= least for a in one for b in other) for one, other in combinations(reports.values(), 2)
    )
    return "agree" if alike and not other_facts else "differ"


def one_speaker(one: Claim, other: Claim) -> bool:
    """Are both quotations of somebody called alike? 'the president' and 'Ann Cole' may be one too: only two names part them."""
    said = [claim.attribution for claim in (one, other) if claim.attribution and claim.attribution.manner == "direct"]
    if len(said) < 2:
        return False
    first, second = (a.source for a in said)
    if first is None or second is None or not first.kind == second.kind == "named":
        return True
    return names.same_person(first.name, second.name) is not False


def overlap(one: Claim, other: Claim) -> float:
    """The content words that two claims share, as a share of all that either has (Jaccard)."""
    a, b = set(one.words), set(other.words)
    return len(a & b) / len(a | b) if a | b else 0.0


def shared_words(one: Claim, other: Claim) -> float:
    """The share of the smaller claim's content words that the other has too."""
    a, b = set(one.words), set(other.words)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def denies(claim: Claim) -> bool:
    """Does it say no? A denial of something negated says yes."""
    return claim.negated != (claim.certainty == "denied")


def one_act(one: Claim, other: Claim, least: str = "least_shared_to_contradict") -> bool:
    """Do they tell one act in much the same words? Only then can one be the denial of the other; ``least`` of data/contrasts.toml."""
    named = one.action in other.words or other.action in one.words
    return named and shared_words(one, other) >= table("contrasts.toml")[least]


def opposed(one: Claim, other: Claim) -> bool:
    """Does one say no where the other says yes, of the act that both tell?"""
    return one.action == other.action and denies(one) != denies(other) and one_act(one, other)


def between(difference: Difference, claims: Sequence[Claim]) -> bool:
    """Does the difference lie between two of the claims?"""
    left = [claim for claim in claims if claim.span.overlaps(difference.left)]
    right = [claim for claim in claims if claim.span.overlaps(difference.right)]
    return any(one is not other for one in left for other in right)
