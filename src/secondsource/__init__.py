"""Second Source: who says so, and on whose word.

>>> import secondsource as ss
>>> report = ss.investigate(["page1.html", "page2.txt"])      # doctest: +SKIP
>>> report.stories[0].alignments[0].origins                   # doctest: +SKIP
"""

from secondsource.errors import MissingModel, SecondSourceError, StoreError, UnreadableInput
from secondsource.model import Article, Interval, Page, Reading, Report, Span, Story
from secondsource.options import Options
from secondsource.pipeline import investigate

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
    "UnreadableInput",
    "investigate",
]
