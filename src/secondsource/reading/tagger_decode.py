"""From the tagger's scores to spans: the best label sequence, and the sources, cues and contents in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondsource.reading.tagger_text import LABELS, Window

Floats = NDArray[np.float32]
ROLES = ("source", "cue", "content")


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
