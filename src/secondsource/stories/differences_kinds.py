"""What the difference between two passages on one matter is: how many, when, who, how certain, where.

A kind can only be where both sides have something of it: two counts, two times, two places. Each possible kind has a
chance, by a logistic regression over signs that a reader can follow (``SIGNS``); the weights stand in
``data/contrasts_weights.toml`` (made by ``training/differences/train.py``). The verdict follows from the values.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from secondsource.data import table
from secondsource.model import Claim, DifferenceKind, Mention, Quantity, TimeExpression, Verdict
from secondsource.stories.alignment import denies, one_act, opposed
from secondsource.stories.alignment_likeness import WORD, stems
from secondsource.stories.differences_counts import counted, counts_one, days, overlap, unlike
from secondsource.stories.differences_passages import Passage

KINDS: tuple[DifferenceKind, ...] = ("quantity", "date", "actor", "certainty", "place")
SIGNS = (
    "both_count", "counts_differ", "both_counting_words", "one_counting_word",
    "times_differ", "times_same", "times_overlap",
    "one_negative", "both_negative", "one_hedged", "one_planned", "one_denies", "one_unclear", "one_claim_unsure",
    "people_apart", "bodies_apart", "one_more_name", "actors_apart", "places_apart",
    "one_report", "headlines", "same_action",
)  # fmt: skip

#: Units in which many things are counted: shares, money, times.
COMMON_UNITS = frozenset(
    ("%", "$", "£", "€", "euro", "dollar", "pound", "point", "year", "month", "week", "day", "hour", "minute", "time", "people", "person")
)

PRONOUNS = frozenset(
    "he she it they him her them his their its we us i you who whom this that these those".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A kind and verdict, with the words of either side that show it."""

    kind: DifferenceKind
    verdict: Verdict
    left: str  #: the value as the left passage has it; empty where the whole statement is the value
    right: str
    why: str  #: the rule behind the verdict


def likeliest(one: Passage, other: Passage, value: float) -> tuple[float, DifferenceKind] | None:
    """How likely a reader notes any difference, and its likeliest kind; None where they say the same.

    ``value`` is how likely the two are on one matter, as ``differences_likeness`` has it.
    """
    if one.stems == other.stems and negative(one) == negative(other) and not numbers_apart(one, other):
        return None
    weights, found = table("contrasts_weights.toml")["kinds"], signs(one, other)
    chances = {}
    for kind in KINDS:
        known = weights[kind]
        total = known["intercept"] + known["value"] * value + sum(known[name] * x for name, x in zip(SIGNS, found, strict=True))
        chances[kind] = 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))
    possible = [kind for kind in KINDS if allowed(kind, one, other)]
    if not possible:
        return None
    return sum(chances.values()), max(possible, key=lambda kind: (chances[kind], -KINDS.index(kind)))


def plain_kinds(one: Passage, other: Passage) -> tuple[DifferenceKind, ...]:
    """What the facts of two passages on one matter alone show: other counts of one thing, one act denied, or done on other days."""
    apart = one.article.id != other.article.id or one.headline != other.headline  # a report that says no and yes has its reasons
    found: dict[DifferenceKind, bool] = {
        "quantity": any(a.unit != b.unit or one_count(one, other, a.unit) for a, b in comparable(one, other)),
        "certainty": apart and any(opposed(a, b) for a in one.claims for b in other.claims),
        "date": apart and other_days(one, other) is not None,
    }
    return tuple(kind for kind, shown in found.items() if shown)


def one_count(one: Passage, other: Passage, unit: str) -> bool:
    """Can the two count one thing? Shares and sums of money are many in one story: what is counted must be told in the same words."""
    if unit not in COMMON_UNITS:
        return True
    shared = len(one.stems & other.stems)
    return bool(shared >= table("contrasts.toml")["least_shared_of_sums"] * min(len(one.stems), len(other.stems)))


def other_days(one: Passage, other: Passage) -> tuple[TimeExpression, TimeExpression] | None:
    """The days of one act, where each passage puts it on days of its own: 'was closed on Tuesday', 'had to close it on Monday'."""
    pairs = ((a, b) for a in one.claims for b in other.claims if one_act(a, b, "least_shared_of_days") and denies(a) == denies(b))
    for a, b in pairs:
        act = a.action if a.action in b.words else b.action
        left, right = day_of(one, a, act), day_of(other, b, act)
        if left and right and not overlap(left, right):
            return left, right
    return None


def day_of(passage: Passage, claim: Claim, act: str) -> TimeExpression | None:
    """The time of the claim that stands nearest to the word of the act; none where the word is not found."""
    said = passage.article[claim.span].lower()
    at = next((claim.span.start + m.start() for m in WORD.finditer(said) if m[0].startswith(act.removesuffix("e"))), None)
    bounds = listed("bounds")
    known = [t for t in claim.times if t in passage.times and word_before(passage.article.text, t.span.start) not in bounds]
    return min(known, key=lambda t: abs(t.span.start - at)) if at is not None and known else None


def word_before(text: str, at: int) -> str:
    """The word that stands before the offset, in lower case; empty at the beginning."""
    return next(iter(text[max(0, at - 30) : at].lower().split()[-1:]), "")


def contrast(kind: DifferenceKind, one: Passage, other: Passage) -> Contrast:
    """The verdict and the values of a difference of this kind."""
    return {"quantity": quantity, "date": dated, "actor": actor, "certainty": certainty, "place": place}[kind](one, other)


def allowed(kind: DifferenceKind, one: Passage, other: Passage) -> bool:
    """Has either side what the kind compares?"""
    if kind == "quantity":
        return all(p.quantities or counting(p) for p in (one, other)) and numbers_apart(one, other)
    if kind == "date":
        return bool(times(one, other))
    if kind == "place":
        return bool(apart(one.places, other.places) and apart(other.places, one.places))
    if kind == "actor":
        return who(one, other) != ("", "")
    return unsure(one) != unsure(other)


# ---- signs ---------------------------------------------------------------------------------------------------------


def signs(one: Passage, other: Passage) -> list[float]:
    """The signs of each kind, in the order of ``SIGNS``."""
    pair = (one, other)
    values = {t.value for t in one.times}, {t.value for t in other.times}
    people, bodies = ([[m for m in p.names if m.kind == kind] for p in pair] for kind in ("person", "organisation"))
    more = bool(apart(one.names, other.names)), bool(apart(other.names, one.names))
    unsure = [{c.certainty for c in p.claims} - {"asserted"} for p in pair]
    return [float(x) for x in (
        bool(one.quantities and other.quantities),
        bool(comparable(one, other)),
        bool(counting(one) and counting(other)),
        bool(counting(one)) != bool(counting(other)),
        bool(times(one, other)),
        bool(values[0] & values[1]),
        any(overlap(a, b) for a in one.times for b in other.times),
        bool(negative(one)) != bool(negative(other)),
        bool(negative(one) and negative(other)),
        *(bool(first(one, words)) != bool(first(other, words)) for words in ("hedges", "plans", "denials", "doubts")),
        unsure[0] != unsure[1],
        bool(apart(people[0], people[1]) and apart(people[1], people[0])),
        bool(apart(bodies[0], bodies[1]) and apart(bodies[1], bodies[0])),
        more[0] != more[1],
        bool(apart(acting(one), acting(other)) and apart(acting(other), acting(one))),
        bool(apart(one.places, other.places) and apart(other.places, one.places)),
        one.article.id == other.article.id,
        one.headline or other.headline,
        bool(actions(one) & actions(other)),
    )]  # fmt: skip


def unsure(passage: Passage) -> tuple[bool, ...]:
    """Which words stand in it that make a statement less than a plain yes, and how sure its claims are."""
    sure = {c.certainty for c in passage.claims} <= {"asserted"}
    return (bool(negative(passage)), not sure, *(bool(first(passage, words)) for words in ("hedges", "plans", "denials", "doubts")))


@functools.cache
def listed(words: str) -> frozenset[str]:
    """The list ``words`` of data/contrasts.toml."""
    return frozenset(table("contrasts.toml")[words].split())


def first(passage: Passage, words: str) -> str:
    """The first word of the list ``words`` of data/contrasts.toml that stands in the passage."""
    return among(passage.words, words)


@functools.lru_cache(maxsize=20_000)  # a passage is asked once for each passage beside it
def among(given: tuple[str, ...], words: str) -> str:
    wanted = listed(words)
    return next((word for word in given if word in wanted), "")


def negative(passage: Passage) -> str:
    """The first word of denial, if any."""
    return denying(passage.words)


@functools.lru_cache(maxsize=5_000)
def denying(given: tuple[str, ...]) -> str:
    wanted = listed("negatives")
    return next((word for word in given if word in wanted or word.endswith("n't")), "")


def counting(passage: Passage) -> str:
    """The first word that counts without a numeral, with the word after it: 'several officials'."""
    return counted_by(passage.words)


@functools.lru_cache(maxsize=5_000)
def counted_by(given: tuple[str, ...]) -> str:
    wanted = listed("counting")
    at = next((n for n, word in enumerate(given) if word in wanted), -1)
    return " ".join(given[at : at + 2]) if at >= 0 else ""


def actions(passage: Passage) -> set[str]:
    return {claim.action for claim in passage.claims if claim.action}


def acting(passage: Passage) -> list[Mention]:
    """Who acts: people, bodies, roles and groups; a document does not act, and a pronoun without a name tells nobody."""
    return [m for m in passage.actors if m.kind not in ("document", "place") and stems(m.name) and m.name.lower() not in PRONOUNS]


def apart(some: Iterable[Mention], others: Iterable[Mention]) -> list[Mention]:
    """Those of the first that none of the others can be."""
    known = list(others)
    return [m for m in some if not any(alike(m, o) for o in known)]


def alike(one: Mention, other: Mention) -> bool:
    """One name's words all stand in the other's, two people have one last name, or there is nothing to tell them by."""
    return names_alike(one.name, other.name, one.kind == "person" and other.kind == "person")


@functools.lru_cache(maxsize=50_000)
def names_alike(one: str, other: str, persons: bool) -> bool:
    a, b = (stems(name.replace(".", "")) for name in (one, other))
    if one.casefold() == other.casefold() or not a or not b:
        return True
    return (persons and a[-1] == b[-1]) or set(a) <= set(b) or set(b) <= set(a)


# ---- each kind -----------------------------------------------------------------------------------------------------


def comparable(one: Passage, other: Passage) -> list[tuple[Quantity, Quantity]]:
    """Counts of one thing that are told otherwise."""
    return [(q, p) for q in one.quantities for p in other.quantities if counts_one(q.unit, p.unit) and unlike(q, p)]


def numbers_apart(one: Passage, other: Passage) -> bool:
    """Is some count of one passage missing in the other's?"""
    said = ({(q.low, q.high, q.unit) for q in p.quantities} | {(counting(p),)} for p in (one, other))
    left, right = said
    return left != right


def quantity(one: Passage, other: Passage) -> Contrast:
    """How many: by the logic of counts where both count one thing; else only the words are set side by side."""
    if pairs := comparable(one, other):
        left, right = pairs[0]
        verdict = counted(left, right)
        why = "one number can be both" if verdict == "compatible" else "no number is both"
        return Contrast("quantity", verdict, one.article[left.span], other.article[right.span], why)
    words = [counting(p) or (p.article[p.quantities[0].span] if p.quantities else "") for p in (one, other)]
    return Contrast("quantity", "compatible", words[0], words[1], "both counts can be true")


def times(one: Passage, other: Passage) -> list[tuple[TimeExpression, TimeExpression]]:
    """Times that only one side has, in pairs; those that can mean one day come first."""
    known = [{t.value for t in p.times} for p in (one, other)]
    lefts, rights = ([t for t in p.times if t.value not in there] for p, there in ((one, known[1]), (other, known[0])))
    return sorted(((a, b) for a in lefts for b in rights), key=lambda pair: not overlap(*pair))


def dated(one: Passage, other: Passage) -> Contrast:
    """When: compatible where some days are shared; contradicting where the same thing was done on other days."""
    act = other_days(one, other)
    left, right = act or times(one, other)[0]
    words = one.article[left.span], other.article[right.span]
    if overlap(left, right):
        return Contrast("date", "compatible", *words, "both can mean the same time")
    sure = act and not (left.vague or right.vague) and bool(actions(one) & actions(other))
    return Contrast("date", "contradicts" if sure else "different", *words, f"{days(left)} is not {days(right)}")


def certainty(one: Passage, other: Passage) -> Contrast:
    """How certain: contradicting where one denies the act that the other says, different where one is less sure."""
    if any(opposed(a, b) for a in one.claims for b in other.claims):
        return Contrast("certainty", "contradicts", "", "", "one says no where the other says yes")
    marks = [negative(p) or first(p, "doubts") or first(p, "hedges") or first(p, "plans") for p in (one, other)]
    why = "one is less sure than the other" if bool(marks[0]) != bool(marks[1]) else "they do not say the same"
    return Contrast("certainty", "different", "", "", why)


def who(one: Passage, other: Passage) -> tuple[str, str]:
    """Whom each names and the other does not, in its own words; empty where there is nobody."""
    found = []
    for here, there in ((one, other), (other, one)):
        new = apart(acting(here), [*acting(there), *there.names]) or apart(here.names, [*there.names, *acting(there)])
        words = here.article[new[0].span] if new else ""
        found.append(new[0].name if new and words.lower() in PRONOUNS else words)
    return found[0], found[1]


def actor(one: Passage, other: Passage) -> Contrast:
    """Who: different where both name somebody else; compatible where a role or a group may be the one whom the other names."""
    left, right = who(one, other)
    people = [apart([m for m in p.names if m.kind == "person"], o.names) for p, o in ((one, other), (other, one))]
    if left and right and people[0] and people[1]:
        return Contrast("actor", "different", left, right, "these are not the same")
    return Contrast("actor", "compatible", left, right, "they may be the same" if left and right else "only one names them")


def place(one: Passage, other: Passage) -> Contrast:
    """Where: two different places."""
    left, right = apart(one.places, other.places)[0], apart(other.places, one.places)[0]
    return Contrast("place", "different", one.article[left.span], other.article[right.span], "these are two places")
