"""What the tagger sees of a text: subwords, their shapes, and windows of whole sentences.

Training and reading both use these functions, so that the model meets the same input in both.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondsource import data

Ints = NDArray[np.int64]

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
CLS, SEP, PAD, MASK, COLON = 101, 102, 0, 103, 1024  #: ids in the vocabulary of tokenizer.json
DASHES = (1516, 1517, 1518)  #: – — ―
SHAPES = 24  #: 4 cases x 3 places about quote marks x whether a paragraph starts here
WINDOW = 158  #: subwords of one window, [CLS] and [SEP] not counted
CONTEXT = 56  #: subwords of the sentences before that are shown again, at most

# Straight marks open and close by turns; a paragraph ends what was left open: 'He said "no.\nShe left.'
_MARK = re.compile(r"[\"\u201c\u201d\u00ab\u00bb\u201e\n]")
_OPENS, _CLOSES = "\u201c\u00ab\u201e", "\u201d\u00bb\n"


@dataclass(frozen=True, slots=True)
class Subwords:
    """The subwords of one text; ``starts`` and ``ends`` are code point offsets into it."""

    ids: Ints
    starts: Ints
    ends: Ints
    shapes: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, start: int, end: int) -> Subwords:
        return Subwords(self.ids[start:end], self.starts[start:end], self.ends[start:end], self.shapes[start:end])


@dataclass(frozen=True, slots=True)
class Window:
    """Subwords ``[shown, end)`` go through the model; those from ``start`` on are decided."""

    shown: int
    start: int
    end: int


@functools.cache
def tokenizer() -> Any:
    """The WordPiece tokenizer of the models, without padding or truncation."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(data.path("tokenizer.json")))
    made.no_padding()
    made.no_truncation()
    return made


def subwords(text: str) -> Subwords:
    """Cut ``text`` into subwords; linear in its length."""
    coded = tokenizer().encode(text, add_special_tokens=False)
    offsets = np.array(coded.offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    return Subwords(np.array(coded.ids, dtype=np.int64), starts, ends, _shapes(text, starts, ends))


def _shapes(text: str, starts: Ints, ends: Ints) -> Ints:
    """One number a subword: its case, whether it stands in quote marks, whether a paragraph starts with it."""
    marks, inside = [-1], [0]
    for mark in _MARK.finditer(text):
        is_open = mark[0] in _OPENS or (mark[0] not in _CLOSES and not inside[-1])
        marks.append(mark.start())
        inside.append(int(is_open))
    state = np.array(inside)[np.searchsorted(np.array(marks), starts, side="right") - 1]
    shapes = np.zeros(len(starts), dtype=np.int64)
    before = 0
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        word = text[start:end]
        case = 3 if not word[:1].isalpha() else 0 if word.islower() else 2 if len(word) > 1 and word.isupper() else 1
        place = 2 if word[:1] and word[0] in '"\u201c\u201d\u00ab\u00bb\u201e' else int(state[i])
        first = i == 0 or "\n" in text[before:start]
        shapes[i] = (case * 3 + place) * 2 + first
        before = end
    return shapes


def sentence_starts(pieces: Subwords, offsets: Sequence[int]) -> list[int]:
    """The first subword of each sentence, given the sentences' character offsets; 0 is always among them."""
    found = np.searchsorted(pieces.starts, np.array(offsets, dtype=np.int64), side="left")
    return sorted({0, *(int(i) for i in found if i < len(pieces))})


def windows(starts: Sequence[int], paragraphs: Sequence[int], length: int, size: int = WINDOW, context: int = CONTEXT) -> list[Window]:
    """Cover ``length`` subwords with windows of at most ``size`` that begin and end with sentences.

    ``starts`` and ``paragraphs`` are the first subwords of sentences and of paragraphs, rising. A window ends with a
    paragraph where that leaves it at least half full, with a sentence otherwise, and within a sentence only where the
    sentence alone is too long.
    """
    made: list[Window] = []
    start = 0
    while start < length:
        back = bisect_left(starts, start - context) if start else 0
        shown = starts[back] if back < len(starts) and starts[back] < start else start
        furthest = shown + size
        end = (
            length
            if furthest >= length
            else _break(paragraphs, start + size // 2, furthest) or _break(starts, start + 1, furthest) or furthest
        )
        made.append(Window(shown, start, end))
        start = end
    return made


def _break(starts: Sequence[int], low: int, high: int) -> int | None:
    """The last of ``starts`` in [low, high]."""
    at = bisect_right(starts, high) - 1
    return starts[at] if at >= 0 and starts[at] >= low else None


def stretches(cut: Subwords, length: int) -> list[tuple[int, int]]:
    """Ranges of at most ``length`` subwords that cover the text, ending with paragraphs where these are shorter."""
    paragraphs, made, start = paragraph_starts(cut), [], 0
    while start < len(cut):
        end = len(cut) if start + length >= len(cut) else _break(paragraphs, start + 1, start + length) or start + length
        made.append((start, end))
        start = end
    return made


def paragraph_starts(pieces: Subwords) -> list[int]:
    """The first subword of each paragraph."""
    return [int(i) for i in np.flatnonzero(pieces.shapes % 2)]


def is_mark(pieces: Subwords, at: int) -> bool:
    """Whether the subword is a quote mark."""
    return int(pieces.shapes[at]) // 2 % 3 == 2
