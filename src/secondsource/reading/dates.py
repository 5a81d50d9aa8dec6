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

    >>> [(t.value, t.rule) for t in resolve("He said so last August.", "2018-09-10")]
    [('2017-08', "last month: the latest that ended more than two months before the report's")]
    """
    day = date.fromisoformat(published[:10]) if isinstance(published, str) else published
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    stamp = Found(Stamp(day.isoformat(), Interval(day, day)), "given") if day else None
    return find_times(Article("a" + sha[:10], "text", None, sha, text, "en", (), "", published=stamp))
