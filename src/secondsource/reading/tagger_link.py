"""Which source, cue and contents belong together.

Every attribution stands on one cue. The model has each content point to the first subword of its cue, and each cue to
that of its source or to nothing, so the halves of '"No," she said, "not now"' meet at their cue, and one source can have
several cues. What the pointers cannot know is set right here by rules; their thresholds are in ``data/tagger.toml``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from secondsource.data import table
from secondsource.reading.tagger_decode import Floats, Piece, Tags, best_labels, pieces, softmax
from secondsource.reading.tagger_text import COLON, DASHES, Subwords, Window, is_mark, paragraph_starts

WIDTH = 64  #: of the linker's vectors


@dataclass(frozen=True, slots=True)
class Link:
    """One attribution in subwords."""

    source: Piece | None
    cue: Piece
    content: tuple[Piece, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A piece that is pointed to (None: [CLS], nothing), and the pointer's chance of it among all subwords of the window."""

    piece: Piece | None
    chance: float


Held = dict[Piece, dict[Piece, float]]  #: cue: its contents with their chances


def link(tags: Tags, cut: Subwords) -> list[Link]:
    """The attributions of a text, in the order of their cues."""
    settings = table("tagger.toml")
    bias = np.array([0.0, *(settings["bias"][role] for role in ("source", "source", "cue", "cue", "content", "content"))], np.float32)
    found = pieces(best_labels(tags.labels + bias, tags.steps), tags.labels)
    cues, sources, contents = ([p for p in found if p.role == role] for role in ("cue", "source", "content"))
    made = [*_colons(cut, sources, contents), *_signatures(cut, sources, contents)]
    taken = {content for one in made for content in one.content}
    pointer = Pointer(tags, cues, query=0, key=1, none=False)
    wishes = {c: [w for w in pointer(c.start, c.end) if w.chance >= settings["least_chance"]] for c in contents if c not in taken}
    held = _own_paragraph(_first_choices(wishes), wishes, paragraph_starts(cut))
    _orphans(held, wishes, cues, paragraph_starts(cut))
    pointer = Pointer(tags, sources, query=2, key=3, none=True)
    for cue, own in held.items():
        source = pointer(cue.start, cue.start + 1)[0]
        chances = [p.score for p in (cue, source.piece, *own) if p] + [*own.values(), source.chance]
        made.append(Link(source.piece, cue, tuple(sorted(own)), float(np.exp(np.mean(np.log(np.maximum(chances, 1e-6)))))))
    return sorted(made, key=lambda one: one.cue)


def _colons(cut: Subwords, sources: Sequence[Piece], contents: Sequence[Piece]) -> Iterator[Link]:
    """'Minister: talks have failed': a colon between a source and a content is their cue."""
    ending = {source.end: source for source in sources}
    for content in contents:
        at = content.start - 1
        if at > 0 and is_mark(cut, at):
            at -= 1
        if at > 0 and cut.ids[at] == COLON and at in ending:
            source = ending[at]
            yield Link(source, Piece(at, at + 1, "cue", 1.0), (content,), min(source.score, content.score))


def _signatures(cut: Subwords, sources: Sequence[Piece], contents: Sequence[Piece]) -> Iterator[Link]:
    """'"We lost our homes." — Ann Reed': a dash between a quotation and a source is their cue."""
    starting = {source.start: source for source in sources}
    for content in contents:
        quoted = False
        for at in range(content.end, min(content.end + 4, len(cut) - 1)):  # the stop, the closing mark, the dash
            if cut.ids[at] in DASHES:
                if quoted and at + 1 in starting:
                    source = starting[at + 1]
                    yield Link(source, Piece(at, at + 1, "cue", 1.0), (content,), min(source.score, content.score))
                break
            if cut.shapes[at] // 6 != 3:
                break
            quoted = quoted or is_mark(cut, at)


def _first_choices(wishes: dict[Piece, list[Choice]]) -> Held:
    held: Held = {}
    for content, choices in wishes.items():
        if choices and choices[0].piece:
            held.setdefault(choices[0].piece, {})[content] = choices[0].chance
    return held


def _own_paragraph(held: Held, wishes: dict[Piece, list[Choice]], starts: list[int]) -> Held:
    """A cue that has a content in its own paragraph keeps no other; what it loses goes to a free cue of its own paragraph."""
    kept: Held = {}
    lost: list[Piece] = []
    for cue, own in held.items():
        near = {content: chance for content, chance in own.items() if _same(starts, cue, content)}
        kept[cue] = near or own
        lost += [content for content in own if content not in kept[cue]]
    for content in lost:
        for choice in wishes[content]:
            if choice.piece and choice.piece not in kept and _same(starts, choice.piece, content):
                kept[choice.piece] = {content: choice.chance}
                break
    return kept


def _orphans(held: Held, wishes: dict[Piece, list[Choice]], cues: Sequence[Piece], starts: list[int]) -> None:
    """A cue without content takes the one that points to it most of those that are free or that their cue can spare.

    'She wants A, focusing on B': both contents may point to 'wants' first.
    """
    asked: dict[Piece, list[tuple[float, Piece]]] = {}
    for content, choices in wishes.items():
        for choice in choices:
            if choice.piece and choice.piece not in held and _same(starts, choice.piece, content):
                asked.setdefault(choice.piece, []).append((choice.chance, content))
    owner = {content: cue for cue, own in held.items() for content in own}
    for cue in cues:
        if cue in asked and cue not in held:
            chance, content = max(asked[cue])
            before = owner.get(content)
            if before is None or len(held[before]) > 1:
                if before:
                    del held[before][content]
                held[cue], owner[content] = {content: chance}, cue


def _same(starts: list[int], a: Piece, b: Piece) -> bool:
    """Whether both begin in the same paragraph."""
    return bisect_right(starts, a.start) == bisect_right(starts, b.start)


class Pointer:
    """Which pieces of ``among`` some subwords point to. With ``none`` they may point to [CLS], which means to nothing."""

    def __init__(self, tags: Tags, among: Sequence[Piece], query: int, key: int, none: bool):
        self.tags, self.among, self.query, self.key, self.none = tags, among, query, key, none
        self._pieces, self._windows = [p.start for p in among], [w.start for w in tags.windows]

    def __call__(self, start: int, end: int) -> list[Choice]:
        """The choices of the subwords ``[start, end)`` together, the surest first, each in the window that is surest of it."""
        best: dict[Piece | None, float] = {None: 0.0} if self.none else {}
        for window, vectors in self._showing(start):
            asking = vectors[start - window.shown + 1 : min(end, window.end) - window.shown + 1, self.query]
            chances = softmax((asking @ vectors[:, self.key].T / WIDTH**0.5).mean(0))
            if self.none:
                best[None] = max(best[None], float(chances[0]))
            for piece in self.among[bisect_left(self._pieces, window.shown) : bisect_left(self._pieces, window.end)]:
                best[piece] = max(best.get(piece, 0.0), float(chances[piece.start - window.shown + 1]))
        return sorted((Choice(piece, chance) for piece, chance in best.items()), key=lambda choice: -choice.chance)

    def _showing(self, at: int) -> Iterator[tuple[Window, Floats]]:
        """The windows that show a subword, the deciding one first."""
        n = bisect_right(self._windows, at) - 1
        while n < len(self._windows) and self.tags.windows[n].shown <= at:
            yield self.tags.windows[n], self.tags.links[n]
            n += 1
