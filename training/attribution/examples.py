"""From annotated articles to windows of numbers that the model learns from."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from secondsource.reading.tagger_text import (
    CLS,
    LABELS,
    MASK,
    PAD,
    SEP,
    WINDOW,
    Subwords,
    Window,
    paragraph_starts,
    sentence_starts,
    subwords,
    windows,
)
from training.attribution.corpus import Annotated, Fragments

IGNORE, NONE = -1, -2  #: a link that is not learnt from; a cue without a source
# 'She left. "No," he said. He': a rough cut at ends of sentences, for where spaCy is not at hand
_ENDS = re.compile(r"(?<=[.!?])[\"\u201d\u2019')]?\s+(?=[\"\u201c\u2018'(]?[A-Z0-9])|\n+")
_WORD = re.compile(r"\w")
_CUE_MARK = re.compile(r"[:\u2013\u2014-]\s*")  # 'Minister: talks have failed', '"We lost our homes." — Ann Reed'
_SWAP = {1000: (1523, 1524), 1523: (1000, 1000), 1524: (1000, 1000), 1005: (1521, 1521), 1520: (1005, 1005), 1521: (1005, 1005)}


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated article in subwords. ``link[t]``: the subword that t points to, IGNORE or NONE."""

    stem: str
    pieces: Subwords
    labels: np.ndarray
    link: np.ndarray
    sentences: list[int]
    paragraphs: list[int]
    skip: np.ndarray  #: true in page clutter


@dataclass(frozen=True, slots=True)
class Batch:
    ids: Tensor
    shapes: Tensor
    mask: Tensor
    labels: Tensor
    link: Tensor  #: position in the window, 0 ([CLS]) for NONE, IGNORE where there is none to learn


def example(article: Annotated, pieces: Subwords | None = None) -> Example:
    pieces = pieces or subwords(article.text)
    labels, link = np.zeros(len(pieces), np.int64), np.full(len(pieces), IGNORE)
    for said in article.said:
        source, cue = _mark(article.text, pieces, said.source, "source", labels), _mark(article.text, pieces, said.cue, "cue", labels)
        cue = cue or _mark_cue(article.text, pieces, said.cue, labels)
        content = _mark(article.text, pieces, said.content, "content", labels)
        if cue:
            link[content] = cue[0]
            link[cue[0]] = source[0] if source else NONE
    skip = np.zeros(len(pieces), bool)
    for start, end in article.discard:
        skip |= (pieces.starts < end) & (pieces.ends > start)
    offsets = [m.end() for m in _ENDS.finditer(article.text)]
    return Example(article.stem, pieces, labels, link, sentence_starts(pieces, offsets), paragraph_starts(pieces), skip)


def _mark(text: str, pieces: Subwords, fragments: Fragments, role: str, labels: np.ndarray) -> list[int]:
    """Label the subwords from the first to the last word of each fragment; the subwords, rising.

    Marks at the edges are left out, for annotators differ on them; fragments with no word between are one.
    """
    joined: list[list[int]] = []
    for start, end in sorted(fragments):
        if joined and not _WORD.search(text, joined[-1][1], start):
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    marked: list[int] = []
    for start, end in joined:
        inside = np.flatnonzero((pieces.starts < end) & (pieces.ends > start)).tolist()
        while inside and not _WORD.search(text[pieces.starts[inside[0]] : pieces.ends[inside[0]]]):
            inside.pop(0)
        while inside and not _WORD.search(text[pieces.starts[inside[-1]] : pieces.ends[inside[-1]]]):
            inside.pop()
        if inside:
            labels[inside] = LABELS.index("I-" + role)
            labels[inside[0]] = LABELS.index("B-" + role)
            marked += inside
    return marked


def _mark_cue(text: str, pieces: Subwords, fragments: Fragments, labels: np.ndarray) -> list[int]:
    """A cue that is a colon or a dash alone: its subword is labelled."""
    for start, end in fragments:
        if _CUE_MARK.fullmatch(text, start, end):
            inside: list[int] = np.flatnonzero((pieces.starts < end) & (pieces.ends > start)).tolist()
            labels[inside[:1]] = LABELS.index("B-cue")
            return inside[:1]
    return []


def cut(ex: Example, rng: random.Random) -> list[Window]:
    """Windows without overlap over the article, cut at other places each time."""
    made: list[Window] = []
    at = 0
    while at < len(ex.pieces):
        size = rng.randint(48, WINDOW) if at == 0 or rng.random() < 0.15 else WINDOW
        ahead = [s - at for s in ex.sentences if s > at]
        first = windows([0, *ahead], [s - at for s in ex.paragraphs if s > at], len(ex.pieces) - at, size, 0)[0]
        made.append(Window(at, at, at + first.end))
        at += first.end
    return [w for w in made if ex.skip[w.start : w.end].mean() < 0.5]


def batch(chosen: Sequence[tuple[Example, Window]], rng: random.Random | None = None) -> Batch:
    """Windows side by side, with [CLS] and [SEP]; with ``rng``, some subwords hidden and some quote marks in the other style."""
    length = max(w.end - w.shown for _, w in chosen) + 2
    ids, shapes = np.full((len(chosen), length), PAD), np.zeros((len(chosen), length), np.int64)
    labels, link = np.zeros((len(chosen), length), np.int64), np.full((len(chosen), length), IGNORE)
    for row, (ex, w) in enumerate(chosen):
        n, here = w.end - w.shown, slice(w.shown, w.end)
        ids[row, 0], ids[row, n + 1], ids[row, 1 : n + 1] = CLS, SEP, ex.pieces.ids[here]
        shapes[row, 1 : n + 1], labels[row, 1 : n + 1] = ex.pieces.shapes[here], ex.labels[here]
        if LABELS[labels[row, 1]].startswith("I-"):  # the window starts within a span
            labels[row, 1] -= 1
        to = ex.link[here]
        within = (to >= w.shown) & (to < w.end)
        link[row, 1 : n + 1] = np.where(within, to - w.shown + 1, np.where(to == NONE, 0, IGNORE))
        link[row, 1 : n + 1][ex.skip[here]] = IGNORE
        if rng:
            _vary(ids[row, 1 : n + 1], shapes[row, 1 : n + 1], rng)
    tensors = [torch.from_numpy(a) for a in (ids, shapes, ids != PAD, labels, link)]
    return Batch(*tensors)


def _vary(ids: np.ndarray, shapes: np.ndarray, rng: random.Random) -> None:
    if rng.random() < 0.3:  # straight quote marks for curly ones, or the other way
        for i in np.flatnonzero(np.isin(ids, list(_SWAP))):
            ids[i] = _SWAP[int(ids[i])][int(shapes[i] // 2 % 3 == 2 and i > 0 and shapes[i - 1] // 2 % 3 == 1)]
    if rng.random() < 0.1:  # a text without capitals
        shapes[shapes < 18] %= 6
    for i in range(len(ids)):
        if rng.random() < 0.03:
            ids[i] = MASK
