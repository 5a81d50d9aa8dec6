"""Where the article in a bare text begins and ends, and which lines between are none of it.

An article is one stretch of lines with a few strangers in it; to find its two ends is most of the work. Small networks of
dilated convolutions read all lines of a page at once and give each line four numbers: how well the article begins there,
ends there, holds it, and whether a line inside belongs. Every stretch is worth the sum of its begin, end and inside numbers,
and of what the decision trees of ``linemodel`` think of its lines; the one with the best expected overlap with all others,
each weighed by its probability, is taken (minimum Bayes risk).

The networks are trained by ``training/lines/ends.py``; their weights are in ``data/clutter.ends.json``, run here in numpy.
"""

from __future__ import annotations

import base64
import functools
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from secondsource.data import path
from secondsource.intake import features, linemodel, surroundings
from secondsource.intake.markup import Line

NAMES = (*features.NAMES, *surroundings.NAMES)
WORD = re.compile(r"\w+")
FIRST_CHARS, FIRST_WORDS = 400, 40  #: of a line, for the words it holds
CANDIDATES = 48  #: likeliest beginnings, and ends, that are weighed against each other
PAIRS = 300  #: likeliest stretches among them
CLIP = 4.0  #: standard deviations
TRUST = 1.0  #: in the mean of the networks; one alone is surer than it is right
TREES = 0.035  #: weight of the trees' log odds, for a line of one word; of more words by the power below
LONG_LINES = 0.3


def tokens(text: str) -> list[str]:
    """The first words of a line, in lower case."""
    return [word.lower() for word in WORD.findall(text[:FIRST_CHARS])[:FIRST_WORDS]]


def rows(lines: Sequence[Line]) -> Any:
    """The numbers of each line, in the order of NAMES."""
    import numpy as np

    texts = [surroundings.spaced(line.text) for line in lines]
    return np.hstack([features.measure([Line(text, ()) for text in texts]), surroundings.measure(texts)])


def sizes(lines: Sequence[Line]) -> list[int]:
    """Words of each line."""
    return [len(WORD.findall(surroundings.spaced(line.text))) for line in lines]


class Networks:
    """The trained networks: what they know of words and numbers, and their weights."""

    def __init__(self, given: dict[str, Any]):
        import numpy

        self.np = numpy
        if given["names"] != list(NAMES):
            raise ValueError("clutter.ends.json was trained with other numbers: run training/lines/ends.py again")
        self.words = {word: i + 1 for i, word in enumerate(given["words"])}
        self.mean, self.spread = (numpy.array(given[name], dtype="float32") for name in ("mean", "spread"))
        self.dilations = given["dilations"]
        self.parts = [{name: self.array(*stored) for name, stored in one.items()} for one in given["networks"]]

    def array(self, shape: list[int], data: str) -> Any:
        return self.np.frombuffer(base64.b64decode(data), dtype="<f2").astype("float32").reshape(shape)

    def scores(self, lines: Sequence[Line], measured: Any) -> Any:
        """[lines, 4]: begins, ends, inside, belongs; the mean over the networks. ``measured``: the lines' numbers."""
        np = self.np
        given = np.clip((measured - self.mean) / self.spread, -CLIP, CLIP)
        known = [[self.words[word] for word in tokens(line.text) if word in self.words] or [0] for line in lines]
        starts = np.cumsum([0, *(len(one) for one in known)])[:-1]
        counts = np.array([len(one) for one in known], dtype="float32")[:, None]
        flat = np.array([i for one in known for i in one])
        total = np.zeros((len(lines), 4), dtype="float32")
        for part in self.parts:
            words = np.add.reduceat(part["emb.weight"][flat], starts, axis=0) / counts
            total += self.forward(part, np.concatenate([given, words], axis=1))
        return total / len(self.parts)

    def forward(self, part: dict[str, Any], given: Any) -> Any:
        np = self.np
        x = gelu(np, given @ part["into.weight"].T + part["into.bias"])
        size = len(x)
        before, after = np.arange(size, dtype="float32")[:, None], np.arange(size - 1, -1, -1, dtype="float32")[:, None]
        for n, step in enumerate(self.dilations):
            z = normal(np, x, part[f"blocks.{n}.norm.weight"], part[f"blocks.{n}.norm.bias"])
            kernel = part[f"blocks.{n}.conv.weight"]
            near = z @ kernel[:, :, 1].T + part[f"blocks.{n}.conv.bias"]
            near[step:] += z[:-step] @ kernel[:, :, 0].T
            near[:-step] += z[step:] @ kernel[:, :, 2].T
            so_far = np.cumsum(z, axis=0, dtype="float64")
            past = ((so_far - z) / np.maximum(before, 1)).astype("float32")
            rest = ((so_far[-1:] - so_far) / np.maximum(after, 1)).astype("float32")
            seen = np.concatenate([gelu(np, near), past, rest], axis=1)
            x = x + gelu(np, seen @ part[f"blocks.{n}.mix.weight"].T + part[f"blocks.{n}.mix.bias"])
        return normal(np, x, part["norm.weight"], part["norm.bias"]) @ part["out.weight"].T + part["out.bias"]


def gelu(np: Any, x: Any) -> Any:
    """The Gaussian error linear unit, by its tanh form."""
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def normal(np: Any, x: Any, weight: Any, bias: Any) -> Any:
    """Each row with mean 0 and variance 1, then scaled."""
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(np.square(x - mean).mean(axis=1, keepdims=True) + 1e-5) * weight + bias


def choose(scores: Any, words: Sequence[int]) -> tuple[int, int]:
    """[first, last) of the stretch with the best expected F1 in words, by the likeliest stretches.

    A stretch's worth is the beginning's share plus the end's, so that the best partner of each is found in one pass.
    """
    import numpy as np

    so_far = np.concatenate([[0.0], np.cumsum(scores[:, 2], dtype="float64")])
    begin, end = scores[:, 0] - so_far[:-1], scores[:, 1] + so_far[1:]
    best_end = np.maximum.accumulate(end[::-1])[::-1]
    best_begin = np.maximum.accumulate(begin)
    begins = np.argsort(-(begin + best_end), kind="stable")[:CANDIDATES]
    ends = np.argsort(-(end + best_begin), kind="stable")[:CANDIDATES]
    pairs = [(a, b) for a in sorted(begins.tolist()) for b in sorted(ends.tolist()) if a <= b]
    worth = np.array([begin[a] + end[b] for a, b in pairs])
    likely = np.argsort(-worth, kind="stable")[:PAIRS]
    a, b = np.array(pairs)[likely].T
    chance = np.exp(worth[likely] - worth.max())
    total = np.concatenate([[0], np.cumsum(words)])
    shared = np.maximum(0, total[np.minimum(b[:, None], b) + 1] - total[np.maximum(a[:, None], a)])
    own = total[b + 1] - total[a] + 1e-9
    best = int(np.argmax((2 * shared / (own[:, None] + own)) @ chance))
    return int(a[best]), int(b[best]) + 1


@functools.cache
def networks() -> Networks:
    return Networks(json.loads(path("clutter.ends.json").read_text("utf-8")))


def kept(lines: Sequence[Line], given: Networks | None = None, trees: Callable[[Any], Any] = linemodel.text_chances) -> list[bool]:
    """Which lines are the article's; ``given`` and ``trees``: others than those that are shipped."""
    if not lines:
        return []
    import numpy as np

    measured = np.array(rows(lines), dtype="float32")
    words = sizes(lines)
    scores = (given or networks()).scores(lines, measured)
    chance = np.clip(trees(measured[:, : len(features.NAMES)]), 0.01, 0.99)
    odds = np.log(chance / (1 - chance)) - np.log(linemodel.LEAST / (1 - linemodel.LEAST))
    belongs = scores[:, 3] > 0
    scores = TRUST * scores[:, :3]
    scores[:, 2] += TREES * odds * np.maximum(words, 1) ** LONG_LINES
    first, last = choose(scores, words)
    return [first <= i < last and bool(belongs[i]) for i in range(len(lines))]
