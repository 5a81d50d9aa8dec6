"""How likely each line is to be the article: boosted decision trees over ``features``, kept in ``data/clutter.*.json``.

Two models, one for bare text and one for lines of HTML with what the extractors say. Trained by
``training/lines/train.py``; the cards beside them say on what and how well.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from typing import Any

from secondsource.data import path
from secondsource.intake import features
from secondsource.intake.markup import Line

CHUNK = 4096  #: lines judged at once
LEAST = 0.3  #: a line of bare text that is more likely than this is rather kept than not


class Trees:
    """A sum of decision trees, as arrays of their nodes."""

    def __init__(self, given: dict[str, Any]):
        import numpy

        self.np = numpy
        self.base = float(given["base"])
        trees = given["trees"]
        size = max(len(tree["feature"]) for tree in trees)

        def table(name: str, fill: float, kind: str) -> Any:
            return numpy.array([tree[name] + [fill] * (size - len(tree[name])) for tree in trees], dtype=kind)

        self.feature = table("feature", 0, "int32")  # of leaves: 0, with a threshold that sends all left, to itself
        self.threshold = numpy.nan_to_num(table("threshold", math.inf, "float64"), nan=math.inf)  # a leaf has none: all go left, to itself
        self.left = table("left", 0, "int32")
        self.right = table("right", 0, "int32")
        self.value = table("value", 0.0, "float64")
        self.depth = int(given["depth"])

    def score(self, rows: Any) -> Any:
        """Probability for each row of numbers."""
        np = self.np
        trees = np.arange(len(self.feature))[None, :]
        parts = []
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            at = np.zeros((len(part), len(self.feature)), dtype="int32")
            lines = np.arange(len(part))[:, None]
            for _ in range(self.depth):
                goes_left = part[lines, self.feature[trees, at]] <= self.threshold[trees, at]
                at = np.where(goes_left, self.left[trees, at], self.right[trees, at])
            parts.append(self.base + self.value[trees, at].sum(axis=1))
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
    """Which lines of an HTML page are the article; ``said``: what 'trafilatura', 'resiliparse' and 'body' keep."""
    keep = model("page")[1]
    return [probability > keep for probability in judged("page", features.measure(lines, said))]


def judged(name: str, rows: list[list[float]]) -> list[float]:
    """The probability of each line."""
    import numpy as np

    return [float(p) for p in model(name)[0].score(np.array(rows))] if rows else []
