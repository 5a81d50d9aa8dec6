"""What tells where an article in bare text begins and ends: repeated shapes, stamps of comments, words of the title.

The numbers of ``features`` look at a line and its neighbours; these look at the whole page: a row of teasers or comments
repeats one shape, an article's first line says again what a short line before it (the title) says, and comments carry
dates and votes. All are made in one pass over the lines, whatever their number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondsource.intake import clutter
from secondsource.intake.extractors import key
from secondsource.intake.features import AGO, VOTE, Numbers, best_run, nearest

NAMES = (
    "ago", "vote", "you", "questions", "exclamations", "said_before", "said_again", "same_threes", "same_shape", "alike_near",
    "short_before", "short_after", "since_ago", "until_ago", "nth_ago", "agos", "since_vote", "until_vote", "capitals",
    "title_before", "title_like", "since_title", "best_title", "rare_words", "line", "lines_left", "stamp", "since_stamp",
    "until_stamp", "stamps_before", "stamps_after", "listed", "listed_near",
)  # fmt: skip
# "I", "you're": who speaks in comments and calls to sign up
YOU = re.compile(r"\b(?:I|I['’]m|I['’]ve|me|my|you|your|you['’]re)\b")
# "10:31", "Sep 10, 2018", "10 Sept", "2018-09-10", "9/10/18"
STAMP = re.compile(
    r"\b\d{1,2}:\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b"
    r"|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{4}[-./]\d\d?[-./]\d\d?\b|\b\d\d?[-./]\d\d?[-./]\d\d(?:\d\d)?\b",
    re.I,
)
# "1. ", "- ", "• ", "12) ", "Week 11:"
LISTED = re.compile(r"(?:\(?\d{1,3}[.):]|[-–—•*·►]|\w+ \d{1,3}:)\s?\S")
# scripts that put no spaces between words, two characters of which count as a word
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{1,2}")
FULL_STOPS = str.maketrans({"。": ". ", "！": "! ", "？": "? ", "、": ", ", "，": ", "})
LONG = 600  #: characters of a line that are looked at
TITLE_LINES = 16  #: how far after a title its words are looked for


def spaced(text: str) -> str:
    """The text with spaces where Japanese and Chinese have none, so that its words can be counted.

    >>> spaced("日本語。")
    '日本 語 .'
    """
    if text.isascii() or not UNSPACED.search(text):
        return text
    return " ".join(UNSPACED.sub(lambda match: match[0] + " ", text.translate(FULL_STOPS)).split())


def measure(texts: Sequence[str]) -> Numbers:
    """A row of numbers, in the order of NAMES, for each line of a page."""
    size = len(texts)
    found = [clutter.words(text) for text in texts]
    counts = [len(words) for words in found]
    good = [n >= 8 and clutter.ends_sentence(t) and clutter.clutter(t) is None for n, t in zip(counts, texts, strict=True)]
    content = [{w.lower() for w in words[:200] if len(w) > 3} for words in found]
    short = [text[:LONG] for text in texts]
    ago = [len(t) < 120 and bool(AGO.search(t)) for t in texts]
    vote = [bool(VOTE.match(t)) for t in short]
    stamp = [len(t) < 120 and not g and bool(STAMP.search(t)) for t, g in zip(texts, good, strict=True)]
    listed = [bool(LISTED.match(t)) for t in short]
    columns: list[Any] = [
        ago,
        vote,
        [len(YOU.findall(t)) / (n or 1) for t, n in zip(short, counts, strict=True)],
        [min(t.count("?"), 5.0) for t in short],
        [min(t.count("!"), 5.0) for t in short],
        *again([key(t) for t in texts]),
        *shapes([shape(*four) for four in zip(counts, good, stamp, listed, strict=True)]),
        *runs([n < 5 for n in counts]),
        *marks(ago),
        [min(float(sum(ago)), 30.0)] * size,
        *marks(vote)[:2],
        [sum(w[:1].isupper() for w in words) / (n or 1) for words, n in zip(found, counts, strict=True)],
        *titles(counts, good, content),
        rare(counts, good, content),
        [math.log1p(i) for i in range(size)],
        [math.log1p(size - i) for i in range(size)],
        stamp,
        *marks(stamp),
        np.minimum(sum(stamp) - np.cumsum(stamp), 10),
        listed,
        [sum(listed[max(0, i - 4) : i + 5]) / 9 for i in range(size)],
    ]
    return np.column_stack(columns)


def again(keys: list[str]) -> list[list[float]]:
    """Did the same line come before; does it come again?"""
    total, seen = Counter(keys), Counter[str]()
    before, after = [], []
    for letters in keys:
        before.append(float(seen[letters] > 0))
        seen[letters] += 1
        after.append(float(total[letters] > seen[letters]))
    return [before, after]


def shape(count: int, good: bool, stamp: bool, listed: bool) -> tuple[int, bool, bool, bool]:
    """Lines of one shape have about the same length and the same marks."""
    return min(7, int(math.log2(count) + 1)) if count else 0, good, stamp, listed


def shapes(seen: list[tuple[int, bool, bool, bool]]) -> list[list[float]]:
    """How often this line's shape, and that of three lines from here, occurs on the page, and near."""
    threes = [tuple(seen[i : i + 3]) for i in range(len(seen))]
    often, single = Counter(threes), Counter(seen)
    return [
        [min(float(often[three]), 30.0) for three in threes],
        [min(single[one], 60) / len(seen) for one in seen],
        [float(seen[max(0, i - 6) : i + 7].count(one)) for i, one in enumerate(seen)],
    ]


def runs(flags: list[bool]) -> list[list[float]]:
    """How many lines with the flag stand right before, and right after."""

    def before(flags: list[bool]) -> list[float]:
        found, length = [], 0
        for flag in flags:
            found.append(float(min(length, 40)))
            length = length + 1 if flag else 0
        return found

    return [before(flags), before(flags[::-1])[::-1]]


def marks(flags: list[bool]) -> list[NDArray[Any]]:
    """Steps back to the last flag, ahead to the next, and flags so far."""
    flagged = np.array(flags)
    return [np.log1p(nearest(flagged)), np.log1p(nearest(flagged[::-1])[::-1]), np.minimum(np.cumsum(flagged) - flagged, 10)]


def titles(counts: list[int], good: list[bool], content: list[set[str]]) -> list[list[float]]:
    """How much of a short line's words the lines after it say again, and where the last such line is."""
    like = [0.0] * len(counts)
    for i, words in enumerate(content):
        if 3 <= counts[i] <= 24 and not good[i] and words:
            said = set[str]().union(*(content[j] for j in range(i + 1, min(len(counts), i + TITLE_LINES)) if counts[j] >= 8))
            like[i] = len(words & said) / max(3, len(words))
    near = [max(like[max(0, i - 8) : i], default=0.0) for i in range(len(like))]
    since = np.log1p(nearest(np.array(like) >= 0.5))
    return [near, like, since.tolist(), [max(like, default=0.0)] * len(like)]


def rare(counts: list[int], good: list[bool], content: list[set[str]]) -> list[float]:
    """Share of a line's words, the rarer the weightier, that the densest run of sentences says too."""
    first, last = best_run(counts, good)
    core = Counter(w for i in range(first, last) if good[i] for w in content[i])
    often = Counter(w for words in content for w in words)
    found = []
    for i, words in enumerate(content):
        own = 1 if first <= i < last and good[i] else 0
        weight = {w: 1 / math.log(1.5 + often[w]) for w in sorted(words)}
        total = sum(weight.values()) or 1.0
        found.append(sum(x for w, x in weight.items() if core[w] > own) / total)
    return found
