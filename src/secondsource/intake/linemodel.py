"""How likely each line is to be the article: boosted decision trees over ``features``, kept in ``data/clutter.*.json``.

Two models, one for bare text and one for lines of HTML with what the extractors say. Trained by
``training/lines/train.py``; the cards beside them say on what and how well.
"""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from secondsource.data import path
from secondsource.intake import clutter, features
from secondsource.intake.hints import hints
from secondsource.intake.markup import HEADINGS, Line

CHUNK = 4096  #: lines judged at once
LEAST = 0.3  #: a line of bare text that is more likely than this is rather kept than not

# Body F1 over folds by host: three, .9706 to .9720; five, .9730 to .9741. A PART of 2 or 4, or LIKELY .1, change it by .0003 at most.
LIKELY = 0.2  #: a line of a page that is likelier than this is kept where it is like the kept ones
PART = 3  #: lines
TEASERS = 3  #: headings


class Trees:
    """A sum of decision trees: the nodes of all of them in one row."""

    def __init__(self, given: dict[str, Any]):
        import numpy

        self.np = numpy
        self.base = float(given["base"])
        trees = given["trees"]
        sizes = [len(tree["feature"]) for tree in trees]
        self.roots = numpy.cumsum([0, *sizes[:-1]])
        first = numpy.repeat(self.roots, sizes)

        def joined(name: str, kind: str) -> Any:
            return numpy.array([value for tree in trees for value in tree[name]], dtype=kind)

        self.feature = joined("feature", "int64")  # of leaves: 0, with a threshold that sends all left, to itself
        self.threshold = numpy.nan_to_num(joined("threshold", "float64"), nan=math.inf)
        # where a node leads, left or right: both side by side
        self.next = numpy.column_stack([joined("left", "int64") + first, joined("right", "int64") + first]).ravel()
        self.value = joined("value", "float64")
        self.depth = int(given["depth"])

    def score(self, rows: Any) -> Any:
        """Probability for each row of numbers."""
        np = self.np
        parts = []
        for start in range(0, len(rows), CHUNK):
            part = np.ascontiguousarray(rows[start : start + CHUNK])
            at = np.tile(self.roots, (len(part), 1))
            lines = np.arange(len(part))[:, None] * part.shape[1]
            for _ in range(self.depth):
                goes_right = part.take(lines + self.feature.take(at)) > self.threshold.take(at)
                at = self.next.take(2 * at + goes_right)
            parts.append(self.base + self.value.take(at).sum(axis=1))
        return 1 / (1 + np.exp(-np.clip(np.concatenate(parts), -30, 30)))


@functools.cache
def model(name: str) -> tuple[Trees, float]:
    """The trees for 'text' or 'page', and the least probability of a line that is kept."""
    given = json.loads(path(f"clutter.{name}.json").read_text("utf-8"))
    if given["names"] != list(features.NAMES if name == "text" else features.PAGE_NAMES):
        raise ValueError(f"clutter.{name}.json was trained with other features: run training/lines/train.py again")
    return Trees(given), float(given["keep"])


def text_chances(rows: Any) -> Any:
    """The probability of each line of a bare text, from its numbers, to be the article."""
    return model("text")[0].score(rows)


def page_lines(lines: Sequence[Line], said: dict[str, list[bool]]) -> list[bool]:
    """Which lines of an HTML page are the article; ``said``: what 'trafilatura', 'resiliparse' and 'body' keep.

    Pages cut a body into parts, with advertisements between, of which trafilatura may take the first alone. Sentences in elements
    like those of the sentences kept are kept at a lower chance where resiliparse keeps them too and they are PART or more:
    fewer are rather the calls to subscribe that follow a text. What the page's classes call comments is kept only where
    trafilatura, which leaves comments out, keeps it. Teasers after the body are other stories, however well they read.
    """
    if not lines:
        return []
    trees, keep = model("page")
    chances = trees.score(features.measure(lines, said)).tolist()
    comments = hints()["comments"]
    kept = [
        chance > keep and bool(sure or not line.where & comments)
        for line, chance, sure in zip(lines, chances, said["trafilatura"], strict=True)
    ]
    alike = {likeness(line) for line, taken in zip(lines, kept, strict=True) if taken and clutter.is_sentence(line.text)}
    more = [
        LIKELY < chance <= keep and other and likeness(line) in alike and clutter.is_sentence(line.text)
        for line, chance, other in zip(lines, chances, said["resiliparse"], strict=True)
    ]
    if sum(more) >= PART:
        kept = [one or other for one, other in zip(kept, more, strict=True)]
    end = teasers(lines, kept)
    return [taken and i < end for i, taken in enumerate(kept)]


def teasers(lines: Sequence[Line], kept: Sequence[bool]) -> int:
    """Where a row of teasers begins: three headings or more that are links, each above a text, after the last line of the body's kind."""
    sizes: Counter[tuple[str, int, int]] = Counter()
    for line, taken in zip(lines, kept, strict=True):
        sizes[likeness(line)] += len(line.text) * taken
    own = max(sizes, key=lambda kind: sizes[kind])
    last = max((i for i, (line, taken) in enumerate(zip(lines, kept, strict=True)) if taken and likeness(line) == own), default=len(lines))
    heads = [
        i
        for i in range(last + 1, len(lines) - 1)
        if lines[i].tag in HEADINGS and lines[i].link >= 0.9 * len(lines[i].text) and lines[i + 1].tag not in HEADINGS
    ]
    return heads[0] if len(heads) >= TEASERS else len(lines)


def likeness(line: Line) -> tuple[str, int, int]:
    """What elements of one kind have in common: name, depth, and what their classes and those around them say."""
    return line.tag, line.depth, line.where
