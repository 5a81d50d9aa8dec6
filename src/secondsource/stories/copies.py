"""Which report carries another's text: whole, cut, lightly edited, or set inside a report of its own.

Independent reports of one event share speeches, so quotations are taken out first. Two texts are a copy where a good
part of the smaller one stands in runs of words that both have: containment (Broder 1997), counted over long runs alone,
since independent reports share short phrases. A text set inside another's quotation, or made up of quotations for the
most part, is found by all its words, of which a larger part must be shared, in runs that are no mere speech. The runs are
the passages. In a large story only texts whose MinHash sketches or rare shingles meet are compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from secondsource.data import table
from secondsource.model import Article, Copy, Passage, Span

#: A word: letters or digits, with an apostrophe, point or comma inside.
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
#: A quotation of at most 1,500 characters: between curly marks; or in one paragraph from a straight mark after a space
#: to one after a letter, so that a stray mark does not turn the text inside out.
QUOTED = re.compile(r"“[^”“]{0,1500}”|(?<![^\s(\[—–-])\"(?=\S)[^\"\n]{0,1500}(?<=\S)\"")

Shingle = tuple[str, ...]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shingled:
    """The words of a text outside quotations, and where each run of five begins."""

    article: Article
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    shingles: dict[Shingle, int]  #: five words -> number of the first word, first place only
    quoted: tuple[bool, ...] = ()  #: of each word, where the words in quotations are among them
    whole: Shingled | None = None  #: the same with the words in quotations


def shingled(article: Article) -> Shingled:
    """The article's words without its quotations, folded to lower case, and their shingles; as ``whole`` with them."""
    inside = bytearray(len(article.text))
    for quotation in QUOTED.finditer(article.text):
        inside[quotation.start() : quotation.end()] = b"\1" * len(quotation[0])
    found = [(m[0].lower().replace("’", "'"), m.span()) for m in WORD.finditer(article.text)]
    quoted = tuple(bool(inside[start]) for _, (start, _) in found)
    outside = [item for item, is_quoted in zip(found, quoted, strict=True) if not is_quoted]
    return replace(indexed(article, outside), whole=replace(indexed(article, found), quoted=quoted))


def indexed(article: Article, found: Sequence[tuple[str, tuple[int, int]]]) -> Shingled:
    """Words with their places, and where each run of them begins."""
    size = table("stories.toml")["copies"]["shingle_words"]
    words = tuple(word for word, _ in found)
    shingles: dict[Shingle, int] = {}
    for at in range(len(words) - size + 1):
        shingles.setdefault(words[at : at + size], at)
    return Shingled(article, words, tuple(span for _, span in found), shingles)


def copies(articles: Sequence[Article]) -> tuple[Copy, ...]:
    """Every pair of which one carries the other's text, in the order of their ids.

    Where many carry one text, each is set beside its nearest relative only: the earliest of them or the fullest.
    """
    texts = [shingled(article) for article in sorted(articles, key=lambda article: article.id)]
    found = []
    for i, j in candidates(texts):
        if sameness(texts[i], texts[j]) >= 1:
            of, by, why = direction(texts[i], texts[j])
            found.append(Copy(of.article.id, by.article.id, passages(of, by), why))
    return tuple(found)


def sameness(one: Shingled, other: Shingled) -> float:
    """1 and more is a copy: the share of words in long runs by the least share of a copy, without or with quotations."""
    settings = table("stories.toml")["copies"]
    found = containment(one, other) / settings["least_containment"]
    if found < 1 and one.whole and other.whole:
        found = max(found, containment(one.whole, other.whole) / settings["least_containment_with_quotations"])
    return float(found)


def containment(one: Shingled, other: Shingled) -> float:
    """The share of the smaller text's words that stand in long runs both have: 0 to 1; 0 where there are too few to tell.

    A run is long by its words that are not in quotations of both texts.
    """
    settings = table("stories.toml")["copies"]
    fewest = min(len(one.shingles), len(other.shingles))
    if fewest < settings["least_shingles"]:
        return 0.0
    words = sum(run.words for run in runs(one, other) if run.own >= settings["least_run"])
    return min(1.0, words / min(len(one.words), len(other.words))) if words >= settings["least_words"] else 0.0


def candidates(texts: Sequence[Shingled]) -> list[Pair]:
    """Pairs worth comparing: all of them in a small story; else those that an index brings together.

    Whole copies meet by their MinHash bands, each with the next in the band only; a text inside another by shingles
    that few texts hold.
    """
    settings = table("stories.toml")["copies"]
    if len(texts) <= settings["compare_all"]:
        return list(combinations(range(len(texts)), 2))
    pairs = set(banded(texts))
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        for shingle in text.shingles:
            holders[shingle].append(i)
    shared: dict[Pair, int] = defaultdict(int)
    for who in holders.values():
        if 2 <= len(who) <= settings["most_holders"]:
            for pair in combinations(who, 2):
                shared[pair] += 1
    pairs.update(pair for pair, count in shared.items() if count >= settings["least_shared_shingles"])
    return sorted(pairs)


def banded(texts: Sequence[Shingled]) -> list[Pair]:
    """Neighbours in a MinHash band: 16 bands of 4 of 64 values, which meet at a Jaccard of about 0.5 and more."""
    from rensa import RMinHash

    bands: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        if text.shingles:
            sketch = RMinHash(num_perm=64, seed=7)
            sketch.update([" ".join(shingle) for shingle in text.shingles])
            values = sketch.digest()
            for band in range(16):
                bands[band, tuple(values[4 * band : 4 * band + 4])].append(i)
    return sorted({pair for who in bands.values() for pair in pairwise(who)})


# ---- which is the copy ---------------------------------------------------------------------------------------------


def direction(one: Shingled, other: Shingled) -> tuple[Shingled, Shingled, str]:
    """(of, by, why): a credit decides, then the earlier time, then the fuller text."""
    for of, by in ((one, other), (other, one)):
        credit, outlet = by.article.credit, of.article.outlet
        if credit and outlet and credit.value.casefold() == outlet.value.casefold():
            return of, by, f"{by.article.file} credits {credit.value}"
    if bool(one.article.credit) != bool(other.article.credit):
        of, by = (other, one) if one.article.credit else (one, other)
        credit = by.article.credit
        return of, by, f"{by.article.file} credits {credit.value if credit else ''}"
    stamps = moment(one.article), moment(other.article)
    if stamps[0] and stamps[1] and stamps[0] != stamps[1]:
        of, by = (one, other) if stamps[0] < stamps[1] else (other, one)
        return of, by, f"{of.article.file} is earlier"
    of, by = sorted((one, other), key=lambda text: (-len(text.words), text.article.id))
    return of, by, f"{of.article.file} is fuller"


def moment(article: Article) -> str:
    """When it was published, in words that sort by time; empty where no day is known or the day is a guess."""
    stamp = article.published
    if stamp is None or stamp.inferred or stamp.value.interval.first is None or stamp.value.interval.first != stamp.value.interval.last:
        return ""
    return stamp.value.value if len(stamp.value.value) >= 10 else stamp.value.interval.first.isoformat()


# ---- what is copied ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``[first, last)`` of one text are words ``[start, end)`` of the other, but for small edits."""

    first: int
    last: int
    start: int
    end: int
    words: int  #: that are the same
    own: int  #: of them, those that are not in quotations of both texts


def passages(of: Shingled, by: Shingled) -> tuple[Passage, ...]:
    """The long runs of words that both have, in the order of the copying text; with quotations where those alone make it a copy."""
    settings = table("stories.toml")["copies"]
    if of.whole and by.whole and containment(of, by) < settings["least_containment"]:
        of, by = of.whole, by.whole
    long = [run for run in runs(of, by) if run.own >= settings["least_run"]]
    return tuple(Passage(cut(of, run.first, run.last), cut(by, run.start, run.end)) for run in long)


def runs(of: Shingled, by: Shingled) -> list[Run]:
    """Runs of shared words, joined over a small edit: a few words dropped, changed or put in, or a quotation."""
    most, found = table("stories.toml")["copies"]["most_edit_words"], list[Run]()
    for there, at, length in matches(of, by):
        marks = zip(of.quoted[there : there + length], by.quoted[at : at + length], strict=True)
        own = length - sum(one and other for one, other in marks)
        last = found[-1] if found else None
        if last and 0 <= there - last.last <= most and at - last.end <= most:
            found[-1] = Run(last.first, there + length, last.start, at + length, last.words + length, last.own + own)
        else:
            found.append(Run(there, there + length, at, at + length, length, own))
    return found


def matches(of: Shingled, by: Shingled) -> list[tuple[int, int, int]]:
    """(word of ``of``, word of ``by``, length) of each longest run of at least a shingle."""
    size, found, at = table("stories.toml")["copies"]["shingle_words"], [], 0
    while at <= len(by.words) - size:
        there = of.shingles.get(by.words[at : at + size])
        if there is None:
            at += 1
            continue
        length = size
        while at + length < len(by.words) and there + length < len(of.words) and by.words[at + length] == of.words[there + length]:
            length += 1
        found.append((there, at, length))
        at += length
    return found


def cut(text: Shingled, first: int, last: int) -> Span:
    """The span of words ``[first, last)``."""
    return text.article.span(text.spans[first][0], text.spans[last - 1][1])
