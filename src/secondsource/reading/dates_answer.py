"""Resolving: a `Meaning` and what it is counted from give a calendar interval, a TIMEX3 value and the rule in words.

Pure arithmetic, one function for each kind of meaning: `dates_named`, `dates_business`, `dates_counted`,
`dates_undated`. Precision is never invented: a year stays a year, and what cannot be told has no interval.
"""

from __future__ import annotations

from collections.abc import Callable

from secondsource.reading import dates_business as business
from secondsource.reading import dates_counted as counted
from secondsource.reading import dates_named as named
from secondsource.reading import dates_undated as undated
from secondsource.reading.dates_values import Answer, Context
from secondsource.reading.times_meaning import Meaning

Resolver = Callable[[Meaning, Context], Answer | None]

RESOLVERS: dict[str, Resolver] = {  # the `means` of the patterns in data/times.toml
    "date": named.named,
    "year": named.year,
    "fiscal": named.fiscal,
    "decade": named.decade,
    "century": named.century,
    "range": named.range_,
    "quarter": business.quarter,
    "half": business.half,
    "yearago": business.yearago,
    "deictic": counted.deictic,
    "ended": counted.ended,
    "nextto": counted.nextto,
    "daypart": counted.daypart,
    "clock": counted.clock,
    "dayspoken": counted.day_spoken_of,
    "weekend": counted.weekend,
    "nth": named.nth_weekday,
    "weekendof": named.weekend_of,
    "weekof": named.week_of,
    "unitend": counted.unitend,
    "offset": counted.offset,
    "stretch": counted.stretch,
    "duration": undated.duration,
    "vague": counted.vague,
    "set": undated.repeated,
    "setword": undated.setword,
    "fixed": undated.fixed,
    "someday": undated.someday,
    "none": lambda m, ctx: None,
}


def answer(m: Meaning, ctx: Context) -> Answer | None:
    """The answer to one expression; None where the words name no possible time ('31 February')."""
    return RESOLVERS[m.kind](m, ctx)
