"""How likely each line is to be the article: boosted decision trees over ``features``, kept in ``data/clutter.*.json``.

Two models, one for bare text and one for lines of HTML with what the extractors say; each in two rounds, the second of
which sees what the first thinks of a line's neighbourhood. Trained by ``training/lines/train.py``.
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

WINDOWS = ((-2, 0), (-5, 0), (-12, 0), (1, 3), (1, 6), (1, 13), (-3, 4), (-8, 9), (-20, 21))  #: lines around, [from, to)
CHUNK = 4096  #: lines judged at once


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
        self.threshold = table("threshold", math.inf, "float64")
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
def model(name: str) -> tuple[Trees, Trees, float]:
    """The two rounds and the least probability of a line that is kept."""
    given = json.loads(path(f"clutter.{name}.json").read_text("utf-8"))
    if given["names"] != list(features.NAMES if name == "text" else features.PAGE_NAMES):
        raise ValueError(f"clutter.{name}.json was trained with other features: run training/lines/train.py again")
    return Trees(given["first"]), Trees(given["second"]), float(given["keep"])


def text_lines(lines: Sequence[Line]) -> list[bool]:
    """Which lines of a bare text are the article."""
    return judged("text", features.measure(lines))


def page_lines(lines: Sequence[Line], said: dict[str, list[bool]]) -> list[bool]:
    """Which lines of an HTML page are the article; ``said``: what 'trafilatura', 'resiliparse' and 'body' keep."""
    return judged("page", features.measure(lines, said))


def judged(name: str, rows: list[list[float]]) -> list[bool]:
    import numpy as np

    if not rows:
        return []
    first, second, keep = model(name)
    table = np.array(rows)
    thought = first.score(table)
    return [bool(p > keep) for p in second.score(np.hstack([second_look(thought, table), table]))]


def second_look(thought: Any, rows: Any) -> Any:
    """What the first round thinks of each line's surroundings, as columns."""
    import numpy as np

    size = len(thought)
    weight = np.maximum(1.0, np.expm1(rows[:, 0]))
    mass = thought * weight
    total = mass.sum() + 1e-9
    odds = np.log(np.clip(thought, 0.005, 0.995) / (1 - np.clip(thought, 0.005, 0.995)))
    columns = [thought, odds]
    place = np.arange(size)

    def mean(values: Any, first: int, last: int) -> Any:
        sums = np.concatenate([[0.0], np.cumsum(values)])
        return (sums[np.clip(place + last, 0, size)] - sums[np.clip(place + first, 0, size)]) / (last - first)

    for first, last in WINDOWS:
        columns += [mean(thought, first, last), mean(mass, first, last)]
    before = np.concatenate([[0.0], np.cumsum(mass)])[:-1]
    columns += [before / total, (total - before - mass) / total, mass / total]
    for values in (weight * odds, np.minimum(weight, 40) ** 0.5 * (odds - 0.5), odds + 0.5):
        start, end = best_stretch(values.tolist())
        columns += [(place >= start) & (place < end), signed(place - start), signed(end - 1 - place)]
        if len(columns) == 26:
            columns.append(np.full(size, mass[start:end].sum() / total))
    smooth = mean(mass, -8, 9)
    columns.append(smooth / (smooth.max() + 1e-9))
    return np.column_stack([np.asarray(column, float) for column in columns])


def signed(steps: Any) -> Any:
    import numpy as np

    return np.sign(steps) * np.log1p(abs(steps))


def best_stretch(values: list[float]) -> tuple[int, int]:
    """The neighbouring values with the greatest sum."""
    best, worth, start, total = (0, 0), 0.0, 0, 0.0
    for i, value in enumerate(values):
        if total <= 0:
            start, total = i, 0.0
        total += value
        if total > worth:
            best, worth = (start, i + 1), total
    return best
