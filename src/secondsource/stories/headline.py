"""A neutral headline for the story: the plainest of its reports' own.

The headline that shares most words with the other reports' headlines and with the story's best-supported claims, less
for loud words, questions, exclamation marks and capitals. It is a page's own words, so nothing is invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from secondsource.data import table
from secondsource.model import Alignment, Reading
from secondsource.stories import names

#: " - Fox News" and " | CNN" at a headline's end: a dash or bar with spaces, then at most 40 characters.
SUFFIX = re.compile(r"\s[|–—-]\s[^|–—-]{2,40}$")


def headline(readings: Sequence[Reading], alignments: Sequence[Alignment] = ()) -> str:
    """The story's headline; empty only where no report has one."""
    titles = sorted({plain(reading) for reading in readings} - {""})
    telling = Counter(word for alignment in alignments[:5] for claim in alignment.claims for word in set(claim.words))
    shared = Counter(word for title in titles for word in content(title))
    return max(titles, key=lambda title: (score(title, shared, telling), -len(title), title), default="")


def plain(reading: Reading) -> str:
    """The report's title without the outlet's name behind it."""
    title, outlet = " ".join(reading.article.title.split()), reading.article.outlet
    found = SUFFIX.search(title)
    if found and outlet and names.outlet(found[0].strip(" |–—-")) == names.outlet(outlet.value):
        return title[: found.start()]
    return title


def content(title: str) -> frozenset[str]:
    """Its words of four letters or more, singular."""
    return frozenset(names.plain(word) for word in names.words(title) if len(word) > 3)


def score(title: str, shared: Counter[str], telling: Counter[str]) -> float:
    """Words shared with other headlines and with the main claims, per word; less for what sells."""
    say = table("phrases.toml")["headline"]
    own, found = content(title), names.words(title)
    common = sum(shared[word] - 1 + min(telling[word], 3) for word in own) / (len(own) or 1)
    loud = sum(word in say["loud"] for word in found) + title.count("!") + title.count("?")
    shouted = sum(len(word) > 4 and word.isupper() for word in title.split())
    return float(common - loud - shouted - 0.5 * (len(found) > say["longest"]))
