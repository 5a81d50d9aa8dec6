"""Dates of a text by themselves: ``secondsource.dates("… last August …", "2018-09-10")``."""

from __future__ import annotations

import hashlib
from datetime import date

from secondsource.model import Article, Found, Interval, Stamp, TimeExpression
from secondsource.reading.times import find_times


def resolve(text: str, published: date | str | None = None) -> tuple[TimeExpression, ...]:
    """Every time expression of a text, with the days it means.

    ``published`` is the day it was written (a date, or '2018-09-10' with or without a time); without it, relative
    expressions stay unresolved. Spans are offsets into ``text``. Raises ``ValueError`` where ``published`` is no day.

    >>> [(t.value, t.interval.first.isoformat()) for t in resolve("He said so last August.", "2018-09-10")]
    [('2017-08', '2017-08-01')]
    """
    return find_times(as_article(text, published))


def as_article(text: str, published: date | str | None = None) -> Article:
    """A bare text as an article, which every stage of reading can take."""
    day = date.fromisoformat(published[:10]) if isinstance(published, str) else published
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    stamp = Found(Stamp(day.isoformat(), Interval(day, day)), "given") if day else None
    return Article("a" + sha[:10], "text", None, sha, text, "en", (), "", published=stamp)
