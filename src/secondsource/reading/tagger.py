"""The tagger: a small trained network that marks who says what, and how sure it is.

It reads an article in windows of whole sentences (`tagger_text`) and scores every subword; `tagger_decode` makes spans of
the scores, and `tagger_link` attributions of the spans. Rules propose the same kind of thing; `attributions` lets both
vote. Where the model file is missing, the tagger proposes nothing and ``note`` says so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondsource.data import session, table
from secondsource.errors import MissingModel
from secondsource.model import Article, Span
from secondsource.reading.cues import lexicon
from secondsource.reading.grammar import is_verb, tails
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse
from secondsource.reading.tagger_decode import Floats, Piece, Tags
from secondsource.reading.tagger_link import link
from secondsource.reading.tagger_text import (
    CLS,
    LABELS,
    SEP,
    Subwords,
    Window,
    paragraph_starts,
    sentence_starts,
    stretches,
    subwords,
    windows,
)

MODEL = "tagger.onnx"
HOW = "tagger"
BATCH = 8  #: windows run together
STRETCH = 6000  #: subwords decoded together, and read between two looks at the clock; longer articles are read in stretches
SHARE = 0.6  #: of the time left for the article that the tagger may take

# A content in quote marks takes them in, with the comma or stop before the closing one: "We won," he said
_OPENING = '"\u201c\u00ab\u201e'
_CLOSING = re.compile(r"[.,;:?!\u2014\u2026-]{0,3}[\"\u201d\u00bb]")


def note() -> str | None:
    """Why the tagger cannot work here, if it cannot."""
    try:
        session(MODEL, 1)
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
    begun, sentences, found = time.monotonic(), [sentence.span.start for sentence in parse.sentences], list[Proposal]()
    whole, sayings = subwords(text), np.array(_sayings(parse), dtype=np.int64)
    for start, end in stretches(whole, STRETCH):
        if start and time.monotonic() - begun > SHARE * (parse.until - begun):
            break
        cut = whole.part(start, end)
        found += _proposals(parse.article, cut, leaning(tag(cut, sentences), np.isin(cut.starts, sayings)))
    return tuple(found)


def _sayings(parse: Parse) -> list[int]:
    """Where the verbs begin with which the lexicon says something is said, in the words' own order."""
    words = lexicon()
    return [
        token.idx
        for token in parse.doc
        if (token.lower_ in words.forms or token.lemma_.lower() in words.verbs)
        and is_verb(token)
        and token.dep_ not in ("aux", "auxpass")
        and any(row.profile == "speech" and row.stance != "believes" for row in words.cues(token.lower_, token.lemma_, tails(token)))
    ]


def leaning(tags: Tags, sayings: NDArray[np.bool_]) -> Tags:
    """The scores, with what the cue lexicon knows added: a verb of saying begins a cue more often than the model alone thinks."""
    labels = tags.labels.copy()
    labels[sayings, LABELS.index("B-cue")] += table("tagger.toml")["bias"]["lexicon"]
    return replace(tags, labels=labels)


def tag(cut: Subwords, sentences: Sequence[int]) -> Tags:
    """Run the model over subwords; ``sentences`` are offsets of the sentences' first characters in the whole text."""
    plan = windows(sentence_starts(cut, sentences), paragraph_starts(cut), len(cut))
    labels = np.zeros((len(cut), 7), dtype=np.float32)
    links: list[Floats] = [np.zeros(0, np.float32)] * len(plan)
    steps = np.zeros((7, 7), dtype=np.float32)
    for i, scores, links[i], steps in _run(cut, plan):  # noqa: B007 the steps are the same for all, and go on below
        labels[plan[i].start : plan[i].end] = scores[plan[i].start - plan[i].shown :]
    return Tags(labels, tuple(plan), tuple(links), steps)


def _run(cut: Subwords, plan: Sequence[Window]) -> Iterator[tuple[int, Floats, Floats, Floats]]:
    """Each window's number, label scores (without [CLS] and [SEP]), linker's vectors (with [CLS]) and steps.

    Windows of like length go together.
    """
    order = sorted(range(len(plan)), key=lambda i: plan[i].end - plan[i].shown)
    for at in range(0, len(order), BATCH):
        chosen = [plan[i] for i in order[at : at + BATCH]]
        length = max(w.end - w.shown for w in chosen) + 2
        fed: dict[str, Any] = {name: np.zeros((len(chosen), length), dtype=np.int64) for name in ("ids", "shapes", "mask")}
        for row, w in enumerate(chosen):
            n = w.end - w.shown
            fed["ids"][row, : n + 2] = [CLS, *cut.ids[w.shown : w.end], SEP]
            fed["shapes"][row, 1 : n + 1] = cut.shapes[w.shown : w.end]
            fed["mask"][row, : n + 2] = 1
        labels, links, steps = session(MODEL, 1).run(["labels", "links", "steps"], fed)
        for row, (i, w) in enumerate(zip(order[at : at + BATCH], chosen, strict=True)):
            n = w.end - w.shown
            yield i, labels[row, 1 : n + 1], links[row, : n + 1], steps


def _proposals(article: Article, cut: Subwords, tags: Tags) -> Iterator[Proposal]:
    text = article.text

    def span(piece: Piece) -> Span:
        return article.span(*_whole_words(text, int(cut.starts[piece.start]), int(cut.ends[piece.end - 1])))

    for one in link(tags, cut):
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
