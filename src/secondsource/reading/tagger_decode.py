"""From the tagger's numbers to attributions: the best label sequence, its spans, and what belongs together.

Every attribution stands on one cue. A content belongs to the cue it points to, a cue to the source it points to, so the
halves of '"No," she said, "not now"' meet at their cue, and one source can have several cues.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondsource.reading.tagger_text import LABELS, Window

Floats = NDArray[np.float32]
ROLES = ("source", "cue", "content")
WIDTH = 64  #: of the linker's vectors


@dataclass(frozen=True, slots=True)
class Tags:
    """What the model said about the subwords of one text.

    ``labels`` [n, 7] are scores by the deciding window; ``links`` holds for each window the linker's vectors
    [1 + subwords shown, 4, 64] with [CLS] first; ``steps`` [7, 7] are the scores from label to label.
    """

    labels: Floats
    windows: tuple[Window, ...]
    links: tuple[Floats, ...]
    steps: Floats


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """Subwords ``[start, end)`` of one role, with the mean probability of that role in them."""

    start: int
    end: int
    role: str
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """One attribution in subwords."""

    source: Piece | None
    cue: Piece
    content: tuple[Piece, ...]
    score: float


def softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))


def best_labels(scores: Floats, steps: Floats) -> NDArray[np.int64]:
    """The label sequence with the highest sum of scores and steps (Viterbi)."""
    n = len(scores)
    back = np.zeros((n, len(LABELS)), dtype=np.int64)
    columns = np.arange(len(LABELS))
    so_far = scores[0] if n else np.zeros(len(LABELS), np.float32)
    for t in range(1, n):
        ways = so_far[:, None] + steps
        back[t] = ways.argmax(0)
        so_far = ways[back[t], columns] + scores[t]
    path = np.zeros(n, dtype=np.int64)
    at = int(so_far.argmax())
    for t in range(n - 1, -1, -1):
        path[t] = at
        at = int(back[t, at])
    return path


def pieces(path: NDArray[np.int64], scores: Floats) -> list[Piece]:
    """The spans of a label sequence, in order."""
    chances = softmax(scores)
    found: list[Piece] = []
    start = 0
    for t in range(1, len(path) + 1):
        if t < len(path) and path[t] > 0 and path[t] % 2 == 0 and (path[t] + 1) // 2 == (path[start] + 1) // 2:
            continue  # I-x goes on with what B-x or I-x began
        if path[start]:
            kind = (int(path[start]) + 1) // 2
            score = chances[start:t, 2 * kind - 1 : 2 * kind + 1].sum(1).mean()
            found.append(Piece(start, t, ROLES[kind - 1], float(score)))
        start = t
    return found


def link(tags: Tags, o_bias: float = 0.0) -> list[Link]:
    """The attributions of a text. ``o_bias`` is added to the score of 'nothing': more of it finds less, more surely."""
    scores = tags.labels.copy()
    scores[:, 0] += o_bias
    found = pieces(best_labels(scores, tags.steps), tags.labels)
    to_cue = Pointer(tags, [p for p in found if p.role == "cue"], query=0, key=1, none=False)
    to_source = Pointer(tags, [p for p in found if p.role == "source"], query=2, key=3, none=True)
    held: dict[int, list[tuple[Piece, float]]] = {}
    for content in (p for p in found if p.role == "content"):
        cue, sure = to_cue(content.start, content.end)
        if cue:
            held.setdefault(cue.start, []).append((content, sure))
    made = []
    for cue in to_cue.among:
        if cue.start in held:
            source, sure = to_source(cue.start, cue.start + 1)
            contents = [content for content, _ in held[cue.start]]
            certain = [p.score for p in (cue, source, *contents) if p] + [s for _, s in held[cue.start]] + [sure]
            made.append(Link(source, cue, tuple(contents), float(np.exp(np.mean(np.log(np.maximum(certain, 1e-6)))))))
    return made


class Pointer:
    """Which piece of ``among`` some subwords point to. With ``none`` they may point to [CLS], which means to nothing."""

    def __init__(self, tags: Tags, among: Sequence[Piece], query: int, key: int, none: bool):
        self.tags, self.among, self.query, self.key, self.none = tags, among, query, key, int(none)
        self._pieces, self._windows = [p.start for p in among], [w.start for w in tags.windows]

    def __call__(self, start: int, end: int) -> tuple[Piece | None, float]:
        """The choice of the subwords ``[start, end)`` together, and its chance, in the window that is surest of it."""
        best: tuple[Piece | None, float] = (None, 0.0)
        for window, vectors in self._showing(start):
            low, high = bisect_left(self._pieces, window.shown), bisect_left(self._pieces, window.end)
            options = [0] * self.none + [p.start - window.shown + 1 for p in self.among[low:high]]
            if options:
                asking = vectors[start - window.shown + 1 : min(end, window.end) - window.shown + 1, self.query]
                chances = softmax((asking @ vectors[options, self.key].T / WIDTH**0.5).mean(0))
                at = int(chances.argmax())
                if chances[at] > best[1]:
                    best = (None if at < self.none else self.among[low + at - self.none]), float(chances[at])
        return best

    def _showing(self, at: int) -> Iterator[tuple[Window, Floats]]:
        """The windows that show a subword, the deciding one first."""
        n = bisect_right(self._windows, at) - 1
        while n < len(self._windows) and self.tags.windows[n].shown <= at:
            yield self.tags.windows[n], self.tags.links[n]
            n += 1
