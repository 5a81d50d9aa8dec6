"""Where the reports of a story differ, or one report from itself: the telling ones, each with its kind and verdict.

Every two sentences of the story are looked at (``differences_passages``); how likely they tell one matter with a
difference worth noting is learnt (``differences_likeness``); what differs is said by ``differences_kinds`` with the logic
of ``differences_counts``. The number shown grows with the reports: as many as the shorter of every two has to compare.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from secondsource.data import table
from secondsource.model import Article, Claim, Difference, DifferenceKind, Reading, Span, make_id
from secondsource.stories.differences_kinds import Contrast, contrast, likeliest, plain_kinds
from secondsource.stories.differences_likeness import FEATURES, Pair, features
from secondsource.stories.differences_passages import Passage, passages

#: Double quotation marks to single ones.
SINGLE = str.maketrans('“”"', "‘’'")


def differences(groups: Sequence[Sequence[Claim]], readings: Sequence[Reading]) -> tuple[Difference, ...]:
    """The differences most worth reading, the likeliest first; ``groups`` are the aligned claims."""
    settings = table("contrasts.toml")
    found, most = passages(readings), room(readings)
    used: Counter[Span] = Counter()
    shown: dict[tuple[str, Span, Span], Difference] = {}
    for (i, j), kind, guess in ranked(found, readings, aligned(found, groups)):
        if len(shown) >= most:
            break
        one, other = found[i], found[j]
        sides = one.shown, other.shown
        if (kind, *sides) in shown or sides[0].overlaps(sides[1]) or max(used[side] for side in sides) >= settings["most_of_one_side"]:
            continue
        seen = contrast(kind, one, other)
        shown[kind, *sides] = Difference(make_id("d", kind, *sides), kind, *sides, seen.verdict, says(seen, one, other), guess)
        used.update(sides)
    return tuple(shown.values())


def room(readings: Sequence[Reading]) -> int:
    """How many differences are shown: a share of the sentences that the shorter of every two reports has."""
    settings = table("contrasts.toml")
    lengths = [len(reading.sentences) for reading in readings]
    compared = sum(min(one, other) for one, other in combinations(lengths, 2)) or sum(lengths)
    return int(max(settings["least"], min(settings["most"], round(settings["share_shown"] * compared))))


def aligned(found: Sequence[Passage], groups: Sequence[Sequence[Claim]]) -> set[Pair]:
    """Pairs of passages that hold claims of one alignment."""
    at = {claim.id: n for n, passage in enumerate(found) for claim in passage.claims}
    together = ({at[claim.id] for claim in group if claim.id in at} for group in groups)
    return {pair for numbers in together for pair in combinations(sorted(numbers), 2)}


def ranked(found: Sequence[Passage], readings: Sequence[Reading], same: set[Pair]) -> list[tuple[Pair, DifferenceKind, bool]]:
    """The pairs that differ, each with its kind and whether that is a guess; the most telling first.

    Those come first whose facts alone show a difference on one matter; the rest is what a reader would likely note.
    """
    weights, chances = table("contrasts_weights.toml")["pairs"], []
    for (i, j), row in features(found, readings, same).items():
        value = weights["intercept"] + sum(weights[name] * x for name, x in zip(FEATURES, row, strict=True))
        if seen := likeliest(found[i], found[j], value):
            one_matter = (i, j) in same or row[FEATURES.index("both_best")]
            plain = plain_kinds(found[i], found[j]) if one_matter else ()
            chances += [(not plain, -round(seen[0], 9), (i, j), kind) for kind in plain or (seen[1],)]
    return [(pair, kind, guess) for guess, _, pair, kind in sorted(chances, key=lambda item: item[:3])]


# ---- the reason ----------------------------------------------------------------------------------------------------


def says(seen: Contrast, one: Passage, other: Passage) -> str:
    """One sentence with both newsrooms and both values."""
    left, right = exact(one, seen.left) or short(one, other), exact(other, seen.right) or short(other, one)
    rooms = room_of(one.article), room_of(other.article)
    if one.article.id == other.article.id:
        return f"{rooms[0]} has “{plain(left)}” in one place and “{plain(right)}” in another: {seen.why}."
    if rooms[0] == rooms[1]:
        rooms = one.article.file, other.article.file
    return f"{rooms[0]} has “{plain(left)}”, {rooms[1]} has “{plain(right)}”: {seen.why}."


def exact(passage: Passage, words: str) -> str:
    """The words as the page writes them, in the passage before elsewhere: capitals, and 'all-new' for 'all new'; else none."""
    if not words.strip():
        return ""
    written = re.compile(r"\W{1,9}".join(map(re.escape, words.split())).replace("'", "['’]"), re.I)
    found = written.search(passage.text) or written.search(passage.article.text)
    return found[0] if found else ""


def room_of(article: Article) -> str:
    """The outlet where it is known, else the file."""
    return article.outlet.value if article.outlet else article.file


def plain(words: str) -> str:
    """On one line, quotation marks inside made single."""
    return " ".join(words.split()).translate(SINGLE).strip(" .,;:")


def short(passage: Passage, other: Passage) -> str:
    """The passage's words on one line, from shortly before they part from the other's, at most 90 characters, cut between words."""
    mine, theirs = passage.text.split(), other.text.split()
    same = next((n for n, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), 0)
    text = " ".join(["…", *mine[same - 4 :]] if same > 8 else mine)
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"
