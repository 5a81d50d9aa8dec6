"""Second Source: who says so, and on whose word.

>>> import secondsource as ss
>>> report = ss.investigate(["page1.html", "page2.txt"])      # doctest: +SKIP
>>> report.stories[0].alignments[0].origins                   # doctest: +SKIP
"""

from datetime import date

from secondsource.errors import MissingModel, SecondSourceError, StoreError, UnreadableInput
from secondsource.model import Article, Interval, Page, Reading, Report, Span, Story, TimeExpression
from secondsource.options import Options
from secondsource.pipeline import investigate


def dates(text: str, published: date | str | None = None) -> tuple[TimeExpression, ...]:
    """Every time expression of a news text, resolved against the day it was published.

    ``published`` is a date, or its ISO words. Without it, relative expressions stay unresolved and say so. The spans index ``text``.

    >>> [found.value for found in dates("They met last August.", date(2018, 9, 10))]
    ['2017-08']
    """
    from secondsource.reading.dates import resolve

    return resolve(text, published)


__all__ = [
    "Article",
    "Interval",
    "MissingModel",
    "Options",
    "Page",
    "Reading",
    "Report",
    "SecondSourceError",
    "Span",
    "StoreError",
    "Story",
    "TimeExpression",
    "UnreadableInput",
    "dates",
    "investigate",
]
