"""Names, cuts and page letters, the same in all languages, and English dates. What is said in a language: ``words``."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Sequence
from datetime import date

from secondsource.model import Article, Interval, Reading, Stamp, TimeExpression

MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# the control characters that turn the direction of text round; they may not leave their element
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def day(when: date) -> str:
    """'8 Sep 2018'."""
    return f"{when.day} {MONTHS[when.month]} {when.year}"


def days(interval: Interval) -> str:
    """An interval in the shortest honest words: '8 to 14 Sep 2018', 'Jul 2017', '2017', 'since 3 May 2018'."""
    first, last = interval.first, interval.last
    if not first or not last:
        return f"since {day(first)}" if first else f"up to {day(last)}" if last else "at a time not known"
    if first == last:
        return day(first)
    if whole(first, last):
        return _months(first, last)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month]} to {day(last)}"
    return f"{first.day} to {day(last)}"


def whole(first: date, last: date) -> str:
    """'years' or 'months' where the days are whole ones, else nothing."""
    if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return ""
    return "years" if first.month == 1 and last.month == 12 else "months"


def _months(first: date, last: date) -> str:
    """Whole months: '2017', 'Jul 2017', 'Sep to Dec 2017', 'Dec 2017 to Feb 2018'."""
    if whole(first, last) == "years":
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.year != last.year:
        return f"{MONTHS[first.month]} {first.year} to {MONTHS[last.month]} {last.year}"
    return (
        f"{MONTHS[first.month]} {first.year}" if first.month == last.month else f"{MONTHS[first.month]} to {MONTHS[last.month]} {last.year}"
    )


def clock(stamp: Stamp) -> str:
    """The time of day, '10:31', where a page's own date has one."""
    found = re.match(r"\d{4}-\d\d-\d\dT(\d\d:\d\d)", stamp.value)
    return found[1] if found else ""


@functools.lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A name on one line, without characters that turn the direction of text."""
    return " ".join(DIRECTION.sub("", text).split())


def clip(text: str, most: int) -> str:
    """At most so many characters, cut at a word, the cut shown. For labels; quotations are cut by their offsets."""
    text = plain(text)
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head[: head.rfind(" ")] if head.rfind(" ") > most // 2 else head).rstrip(" ,;:") + "…"


def upper(text: str) -> str:
    """The first letter made a capital."""
    return text[:1].upper() + text[1:]


def letter(place: int) -> str:
    """Page letters: A to Z, then A1 to Z1."""
    return chr(65 + place % 26) + (str(place // 26) if place >= 26 else "")


def outlet(article: Article) -> str:
    """'WQEL', or 'outlet unknown'."""
    return plain(article.outlet.value) if article.outlet else "outlet unknown"


def undated(time: TimeExpression) -> bool:
    """Whether words name a time that should have calendar days and got none; 'now' and 'recently' have none to get."""
    return time.interval is None and time.type in ("DATE", "TIME") and not time.value.endswith("_REF")


def undated_in(readings: Sequence[Reading]) -> int:
    return sum(undated(time) for reading in readings for time in reading.times)
