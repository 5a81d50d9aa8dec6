"""The measures that the benches print, written from their definitions; tests compare them with other scorers of the same."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date

Three = tuple[float, float, float]
NO_WORD = re.compile(r"\W+")


def three(right: float, found: float, gold: float) -> Three:
    """Precision, recall and F1 in per cent from counts: of what was found, of what there is."""
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return 100 * precision, 100 * recall, 100 * harmonic(precision, recall)


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(gold: Sequence[Hashable], given: Sequence[Hashable]) -> Three:
    """B-cubed (Bagga and Baldwin 1998): for each item the share of its group that belongs there, and of its event that is there."""
    if not gold:
        return 0.0, 0.0, 0.0
    both, of_gold, of_given = Counter(zip(gold, given, strict=True)), Counter(gold), Counter(given)
    precision = math.fsum(n * n / of_given[group] for (_, group), n in both.items()) / len(gold)
    recall = math.fsum(n * n / of_gold[event] for (event, _), n in both.items()) / len(gold)
    return 100 * precision, 100 * recall, 100 * harmonic(precision, recall)


def pairwise(gold: Sequence[Hashable], given: Sequence[Hashable]) -> Three:
    """Of all pairs of items put together, those that belong together, and the other way round."""

    def pairs(counts: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts)

    both = pairs(Counter(zip(gold, given, strict=True)).values())
    return three(both, pairs(Counter(given).values()), pairs(Counter(gold).values()))


def shingle_f1(pages: Iterable[tuple[Sequence[str], Sequence[str]]], size: int = 4) -> Three:
    """Text of pages as runs of ``size`` words counted with their repeats; ``pages`` are (gold words, found words).

    A page's precision is the right runs among those found, its recall the right ones among those of the gold; the means over the
    pages where either can be told, and the harmonic mean of the two means. A text shorter than a run is one run.
    """
    precisions, recalls = [], []
    for gold, found in pages:
        want, have = shingles(gold, size), shingles(found, size)
        right = (want & have).total()
        if have:
            precisions.append(right / have.total())
        if want:
            recalls.append(right / want.total())
    precision, recall = (math.fsum(values) / len(values) if values else 0.0 for values in (precisions, recalls))
    return 100 * precision, 100 * recall, 100 * harmonic(precision, recall)


def shingles(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))) if words else Counter()


# ---- pages ---------------------------------------------------------------------------------------------------------


def plain(text: str | None) -> str:
    """Letters and digits in small letters, whatever stands between them as one space."""
    return NO_WORD.sub(" ", unicodedata.normalize("NFKC", text or "").casefold()).strip()


def titles(pages: Iterable[tuple[str, str | None]]) -> float:
    """Of the titles that the gold has, the share that is the same but for marks and capitals; ``pages`` are (gold, found)."""
    return share([plain(gold) == plain(found) for gold, found in pages if gold])


def days(pages: Iterable[tuple[str, str | None]]) -> tuple[float, float]:
    """Of the days (ISO dates) that the gold has, the share that is the same day, and that is one day off at most."""
    known = [(iso_day(gold), iso_day(found)) for gold, found in pages if gold]
    return share([a == b for a, b in known]), share([bool(a and b and abs((a - b).days) <= 1) for a, b in known])


def iso_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def authors(pages: Iterable[tuple[Sequence[str], Sequence[str]]]) -> tuple[float, Three]:
    """Pages whose authors are all right, per cent; precision, recall and F1 over the names; ``pages`` are (gold, found)."""
    known = [({plain(name) for name in gold}, {plain(name) for name in found}) for gold, found in pages if gold]
    right, found, gold = (sum(map(len, sets)) for sets in ([a & b for a, b in known], [b for _, b in known], [a for a, _ in known]))
    return share([a == b for a, b in known]), three(right, found, gold)


def share(right: Sequence[bool]) -> float:
    return 100 * sum(right) / len(right) if right else 0.0


def article_lines(lines: Sequence[str], body: str) -> list[bool]:
    """Which lines of a page's bare text belong to the article: those whose words stand together in its body."""
    known = f" {plain(body)} "
    return [bool(words) and f" {words} " in known for words in map(plain, lines)]


def kept_lines(pages: Iterable[tuple[Sequence[bool], Sequence[bool]]]) -> Three:
    """Lines kept against lines of the article, over all pages; ``pages`` are (gold, kept), one for each line."""
    both = [(g, k) for gold, kept in pages for g, k in zip(gold, kept, strict=True)]
    return three(sum(g and k for g, k in both), sum(k for _, k in both), sum(g for g, _ in both))


# ---- growth --------------------------------------------------------------------------------------------------------


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """The slope of log y over log x by least squares: 1 is growth in proportion; None for a single point."""
    if len(points) < 2:
        return None
    xs, ys = [math.log(x) for x, _ in points], [math.log(max(y, 1e-9)) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)
