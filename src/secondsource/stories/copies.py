"""Which report carries another's text: whole, cut, lightly edited, or set inside a report of its own.

Independent reports of one event share speeches, so quotations are taken out first; then two texts that share a good
part of the smaller one's five-word shingles (Broder's containment) are a copy, and the shared runs of words are its
passages. Quotations are left out of the test and put back into the passages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from secondsource.data import table
from secondsource.model import Article, Copy, Passage, Span

#: A word: letters or digits, with an apostrophe, point or comma inside.
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
#: A quotation of at most 3,000 characters: between curly marks, or between straight marks in one paragraph.
QUOTED = re.compile(r"“[^”]{0,3000}”|\"[^\"\n]{0,3000}\"")


@dataclass(frozen=True, slots=True)
class Shingled:
    """The words of a text outside quotations, and where each run of five begins."""

    article: Article
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    shingles: dict[tuple[str, ...], int]  #: five words -> number of the first word, first place only


def shingled(article: Article) -> Shingled:
    """The article's words without its quotations, folded to lower case, and their shingles."""
    settings = table("stories.toml")["copies"]
    size = settings["shingle_words"]
    text = QUOTED.sub(lambda quoted: " " * len(quoted[0]), article.text)
    found = [(m[0].lower().replace("’", "'"), m.span()) for m in WORD.finditer(text)]
    words = tuple(word for word, _ in found)
    shingles: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - size + 1):
        shingles.setdefault(words[at : at + size], at)
    return Shingled(article, words, tuple(span for _, span in found), shingles)


def containment(one: Shingled, other: Shingled) -> float:
    """The share of the smaller text's shingles that the other has too: 0 to 1."""
    small, large = sorted((one, other), key=lambda text: len(text.shingles))
    return len(small.shingles.keys() & large.shingles.keys()) / len(small.shingles) if small.shingles else 0.0


def copies(articles: Sequence[Article]) -> tuple[Copy, ...]:
    """Every pair of which one carries the other's text, in the order of their ids."""
    settings = table("stories.toml")["copies"]
    texts = [shingled(article) for article in sorted(articles, key=lambda article: article.id)]
    found = []
    for one, other in combinations(texts, 2):
        if containment(one, other) >= settings["least_containment"]:
            of, by, why = direction(one, other)
            found.append(Copy(of.article.id, by.article.id, passages(of, by), why))
    return tuple(found)


def direction(one: Shingled, other: Shingled) -> tuple[Shingled, Shingled, str]:
    """(of, by, why): a credit decides, then the earlier time, then the fuller text."""
    for of, by in ((one, other), (other, one)):
        credit, outlet = by.article.credit, of.article.outlet
        if credit and outlet and credit.value.casefold() == outlet.value.casefold():
            return of, by, f"{by.article.file} credits {credit.value}"
    if bool(one.article.credit) != bool(other.article.credit):
        of, by = (other, one) if one.article.credit else (one, other)
        assert by.article.credit is not None
        return of, by, f"{by.article.file} credits {by.article.credit.value}"
    days = [text.article.published.value.interval if text.article.published else None for text in (one, other)]
    if days[0] and days[1] and days[0].first and days[1].first and days[0].first != days[1].first:
        of, by = (one, other) if days[0].first < days[1].first else (other, one)
        return of, by, f"{of.article.file} is earlier"
    of, by = sorted((one, other), key=lambda text: (-len(text.words), text.article.id))
    return of, by, f"{of.article.file} is fuller"


def passages(of: Shingled, by: Shingled) -> tuple[Passage, ...]:
    """The maximal runs of words that both have, in the order of the copying text."""
    size, found, at = table("stories.toml")["copies"]["shingle_words"], [], 0
    while at <= len(by.words) - size:
        there = of.shingles.get(by.words[at : at + size])
        if there is None:
            at += 1
            continue
        length = size
        while at + length < len(by.words) and there + length < len(of.words) and by.words[at + length] == of.words[there + length]:
            length += 1
        found.append(Passage(cut(of, there, length), cut(by, at, length)))
        at += length
    return tuple(found)


def cut(text: Shingled, first: int, length: int) -> Span:
    return text.article.span(text.spans[first][0], text.spans[first + length - 1][1])
