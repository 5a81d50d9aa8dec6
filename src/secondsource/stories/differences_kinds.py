"""What the difference between two claims on one matter is: how many, when, how certain, where, who.

Each function looks for one kind and gives a ``Contrast`` or None. Quantities have a logic of their own: every count is
an interval, and two counts are compatible where one number can satisfy both ("several" and "at least three").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from secondsource.data import table
from secondsource.model import Article, Claim, DifferenceKind, Mention, Quantity, TimeExpression, Verdict
from secondsource.stories.alignment import shared_words
from secondsource.stories.alignment_likeness import stems


@dataclass(frozen=True, slots=True)
class Side:
    """A claim, the report it stands in, and the words shown of it."""

    claim: Claim
    article: Article
    words: str


@dataclass(frozen=True, slots=True)
class Contrast:
    kind: DifferenceKind
    verdict: Verdict
    says: str


Find = Callable[[Side, Side], Contrast | None]


def contrast(one: Side, other: Side) -> Contrast | None:
    """The first difference found, in the order quantity, date, certainty, place, actor; None where there is none to tell."""
    for find in (quantity, dated, certainty, place, actor):
        found = find(one, other)
        if found is not None:
            return found
    return None


# ---- how many ------------------------------------------------------------------------------------------------------


def quantity(one: Side, other: Side) -> Contrast | None:
    """Two different counts of one thing in statements that share words; 'several times' counts what 'three meetings' counts."""
    if not near(one, other):
        return None
    for left in one.claim.quantities:
        for right in other.claim.quantities:
            if counts_one(left.unit, right.unit) and (left.low, left.high, left.vague) != (right.low, right.high, right.vague):
                words = one.article[left.span], other.article[right.span]
                verdict = counted(left, right)
                reason = "one number can be both" if verdict == "compatible" else "no number is both"
                return Contrast("quantity", verdict, f"“{words[0]}” against “{words[1]}”: {reason}.")
    return None


def counts_one(one: str, other: str) -> bool:
    """Do the units count one thing? Times count any event: nothing that is bought, paid, weighed or measured."""
    events = table("contrasts.toml")["events"].split()
    return one == other or ("time" in (one, other) and (one in events or other in events))


def counted(one: Quantity, other: Quantity) -> Verdict:
    """Compatible where one number can satisfy both counts; 'about 40' may be a tenth off."""
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    return "compatible" if max(low, other_low) <= min(high, other_high) else "different"


def bounds(count: Quantity) -> tuple[float, float]:
    """The numbers that the words allow: a vague single number a tenth up and down, an open end without limit."""
    low = 0.0 if count.low is None else count.low
    high = float("inf") if count.high is None else count.high
    if count.vague and low == high:
        slack = table("contrasts.toml")["about"] * low
        low, high = low - slack, high + slack
    return low, high


# ---- when ----------------------------------------------------------------------------------------------------------


def dated(one: Side, other: Side) -> Contrast | None:
    """Two different times of one event: compatible where the days overlap; contradicting where the same thing was done."""
    lefts, rights = known(one.claim), known(other.claim)
    if not lefts or not rights or not near(one, other) or {t.value for t in lefts} & {t.value for t in rights}:
        return None
    left, right = lefts[0], rights[0]
    words = one.article[left.span], other.article[right.span]
    if overlap(left, right):
        return Contrast("date", "compatible", f"“{words[0]}” and “{words[1]}” can mean the same time.")
    same = one.claim.action == other.claim.action and not (left.vague or right.vague)
    verdict: Verdict = "contradicts" if same and one.claim.negated == other.claim.negated else "different"
    return Contrast("date", verdict, f"“{words[0]}” ({days(left)}) against “{words[1]}” ({days(right)}).")


def known(claim: Claim) -> list[TimeExpression]:
    return [time for time in claim.times if time.interval and time.interval.first and time.interval.last]


def overlap(one: TimeExpression, other: TimeExpression) -> bool:
    a, b = one.interval, other.interval
    if a is None or b is None or not (a.first and a.last and b.first and b.last):
        return True
    return a.first <= b.last and b.first <= a.last


def days(time: TimeExpression) -> str:
    interval = time.interval
    if interval is None or interval.first is None or interval.last is None:
        return time.value
    return str(interval.first) if interval.first == interval.last else f"{interval.first} to {interval.last}"


# ---- how certain ---------------------------------------------------------------------------------------------------

LEVELS = {"asserted": "as a fact", "possible": "as possible", "denied": "as denied", "unknown": "as not known"}
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "their",
        "its",
        "we",
        "us",
        "i",
        "you",
        "who",
        "whom",
        "this",
        "that",
        "these",
        "those",
    ]
)
#: A word, with an apostrophe inside.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def certainty(one: Side, other: Side) -> Contrast | None:
    """One denies what the other says, one is less sure, or one tells as planned what the other tells as done."""
    left, right = one.claim, other.claim
    apart = left.negated != right.negated and bool(negative(one.article[left.span])) != bool(negative(other.article[right.span]))
    if "denied" in (left.certainty, right.certainty) and left.certainty != right.certainty and not apart:
        return Contrast(
            "certainty", "contradicts", f"“{one.words}” stands {LEVELS[left.certainty]}, “{other.words}” {LEVELS[right.certainty]}."
        )
    if apart and (left.action == right.action or shared_words(left, right) >= table("contrasts.toml")["least_shared_to_contradict"]):
        return Contrast("certainty", "contradicts", f"One says no where the other says yes: “{one.words}” against “{other.words}”.")
    if left.certainty != right.certainty:
        return Contrast(
            "certainty", "different", f"“{one.words}” stands {LEVELS[left.certainty]}, “{other.words}” {LEVELS[right.certainty]}."
        )
    hedges = hedged(one.article[left.span]), hedged(other.article[right.span])
    if hedges[0] != hedges[1]:
        word = hedges[0] or hedges[1]
        return Contrast("certainty", "different", f"“{word}” stands in one and not in the other: “{one.words}” against “{other.words}”.")
    return None


def negative(words: str) -> str:
    """The first word of denial, if any."""
    wanted = table("contrasts.toml")["negatives"].split()
    return next((w for w in (m[0].lower().replace("’", "'") for m in WORD.finditer(words)) if w in wanted or w.endswith("n't")), "")


def hedged(words: str) -> str:
    """The first word that makes a statement less than a plain fact, if any."""
    wanted = table("contrasts.toml")["hedges"].split()
    return next((w for w in (m[0].lower() for m in WORD.finditer(words)) if w in wanted), "")


def near(one: Side, other: Side) -> bool:
    """Do the statements share enough words for their numbers, days and places to be about one thing?"""
    return bool(shared_words(one.claim, other.claim) >= table("contrasts.toml")["least_shared_facts"])


# ---- where and who -------------------------------------------------------------------------------------------------


def place(one: Side, other: Side) -> Contrast | None:
    """Two different places in statements that share words."""
    lefts, rights = one.claim.places, other.claim.places
    if not lefts or not rights or not near(one, other) or any(alike(a, b) for a in lefts for b in rights):
        return None
    return Contrast("place", "different", f"“{one.article[lefts[0].span]}” against “{other.article[rights[0].span]}”.")


def actor(one: Side, other: Side) -> Contrast | None:
    """Different people or bodies in nearly one statement: compatible where one report only names more of them."""
    least = table("contrasts.toml")["least_shared_actors"]
    lefts, rights = named(one.claim), named(other.claim)
    only_left = [a for a in lefts if not any(alike(a, b) for b in rights)]
    only_right = [b for b in rights if not any(alike(a, b) for a in lefts)]
    if not lefts or not rights or not (only_left or only_right) or shared_words(one.claim, other.claim) < least:
        return None
    if only_left and only_right:
        left, right = only_left[0], only_right[0]
        verdict: Verdict = "different" if proper(left) and proper(right) and left.kind == right.kind else "compatible"
        return Contrast("actor", verdict, f"“{called(left, one)}” in one, “{called(right, other)}” in the other.")
    more, side = (only_left[0], one) if only_left else (only_right[0], other)
    return Contrast("actor", "compatible", f"Only one names “{called(more, side)}”.")


def proper(mention: Mention) -> bool:
    """Is it called by a name? A role or a group can be the one whom the other report names."""
    return mention.kind in ("person", "organisation") and mention.name[:1].isupper()


def called(mention: Mention, side: Side) -> str:
    """The report's own words, or the name where they are a pronoun."""
    words = side.article[mention.span]
    return mention.name if words.lower() in PRONOUNS else words


def named(claim: Claim) -> list[Mention]:
    """Who acts: people, bodies, roles and groups; a document does not act, and a pronoun without a name tells nobody."""
    return [m for m in claim.actors if m.kind not in ("document", "place") and stems(m.name) and m.name.lower() not in PRONOUNS]


def alike(one: Mention, other: Mention) -> bool:
    """One name's words all stand in the other's, two people have one last name, or there is nothing to tell them by."""
    a, b = (stems(m.name.replace(".", "")) for m in (one, other))
    if one.name.casefold() == other.name.casefold() or not a or not b:
        return True
    persons = one.kind == "person" and other.kind == "person" and a[-1] == b[-1]
    return persons or set(a) <= set(b) or set(b) <= set(a)
