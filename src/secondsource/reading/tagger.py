"""The tagger: a small trained network that marks who says what, and how sure it is.

It reads an article in windows of whole sentences (`tagger_text`), scores every subword, and `tagger_decode` makes
attributions of the scores. Rules propose the same kind of thing; `attributions` lets both vote. Where the model file is
missing, the tagger proposes nothing and ``note`` says so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from secondsource.data import session
from secondsource.errors import MissingModel
from secondsource.model import Span
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse
from secondsource.reading.tagger_decode import Floats, Piece, Tags, link
from secondsource.reading.tagger_text import CLS, SEP, Subwords, Window, paragraph_starts, sentence_starts, subwords, windows

MODEL = "tagger.onnx"
HOW = "tagger"
BATCH, GROUP = 8, 64  #: windows run together; windows between two looks at the clock
SHARE = 0.6  #: of the time left for the article that the tagger may take

# A content in quote marks takes them in, with the comma or stop before the closing one: "We won," he said
_OPENING = '"\u201c\u00ab\u201e'
_CLOSING = re.compile(r"[.,;:?!\u2014\u2026-]{0,3}[\"\u201d\u00bb]")


def note() -> str | None:
    """Why the tagger cannot work here, if it cannot."""
    try:
        session(MODEL)
    except (MissingModel, ImportError) as error:
        return f"the tagger was not used: {error}"
    return None


def propose(parse: Parse) -> tuple[Proposal, ...]:
    """The attributions that the tagger sees, in the order of their cues; () without its model file.

    Stops early where the article's time runs short; what was read by then is proposed.
    """
    text = parse.article.text
    if note() or not text.strip():
        return ()
    cut = subwords(text)
    if not len(cut):
        return ()
    tags = tag(cut, [sentence.span.start for sentence in parse.sentences], parse.until)
    return tuple(_proposals(parse, cut, tags))


def tag(cut: Subwords, sentences: Sequence[int], until: float = float("inf")) -> Tags:
    """Run the model over a text; ``sentences`` are offsets of their first characters, ``until`` a monotonic time."""
    plan = windows(sentence_starts(cut, sentences), paragraph_starts(cut), len(cut))
    labels = np.zeros((plan[-1].end, 7), dtype=np.float32)
    links: list[Floats] = []
    steps = np.zeros((7, 7), dtype=np.float32)
    begun = time.monotonic()
    for at in range(0, len(plan), GROUP):
        if at and time.monotonic() - begun > SHARE * (until - begun):
            break
        group = plan[at : at + GROUP]
        of_group: list[Floats] = [np.zeros(0, np.float32)] * len(group)
        for i, window, scores, vectors, steps in _run(cut, group):  # noqa: B007 steps are the same for all, and used below
            labels[window.start : window.end] = scores[window.start - window.shown :]
            of_group[i] = vectors
        links += of_group
    seen = plan[: len(links)]
    return Tags(labels[: seen[-1].end], tuple(seen), tuple(links), steps)


def _run(cut: Subwords, group: Sequence[Window]) -> Iterator[tuple[int, Window, Floats, Floats, Floats]]:
    """Each window's label scores (without [CLS] and [SEP]), linker's vectors (with [CLS]) and steps; like lengths go together."""
    order = sorted(range(len(group)), key=lambda i: group[i].end - group[i].shown)
    for at in range(0, len(order), BATCH):
        chosen = [group[i] for i in order[at : at + BATCH]]
        length = max(w.end - w.shown for w in chosen) + 2
        fed: dict[str, Any] = {name: np.zeros((len(chosen), length), dtype=np.int64) for name in ("ids", "shapes", "mask")}
        for row, w in enumerate(chosen):
            n = w.end - w.shown
            fed["ids"][row, : n + 2] = [CLS, *cut.ids[w.shown : w.end], SEP]
            fed["shapes"][row, 1 : n + 1] = cut.shapes[w.shown : w.end]
            fed["mask"][row, : n + 2] = 1
        labels, links, steps = session(MODEL).run(["labels", "links", "steps"], fed)
        for row, (i, w) in enumerate(zip(order[at : at + BATCH], chosen, strict=True)):
            n = w.end - w.shown
            yield i, w, labels[row, 1 : n + 1], links[row, : n + 1], steps


def _proposals(parse: Parse, cut: Subwords, tags: Tags) -> Iterator[Proposal]:
    text, article = parse.article.text, parse.article

    def span(piece: Piece) -> Span:
        return article.span(*_whole_words(text, int(cut.starts[piece.start]), int(cut.ends[piece.end - 1])))

    for one in link(tags):
        content = tuple(article.span(*_with_marks(text, s.start, s.end)) for s in map(span, one.content))
        yield Proposal(span(one.source) if one.source else None, span(one.cue), content, HOW, round(one.score, 4))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The model may cut a word in two; a reader never does. A word of more than 100 letters is left cut."""
    low, high = max(0, start - 100), min(len(text), end + 100)
    while start > low and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < high and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    if start and text[start - 1] in _OPENING:
        start -= 1
    if (closing := _CLOSING.match(text, end)) and any(mark in _OPENING for mark in text[start:end]):
        end = closing.end()
    return start, end
