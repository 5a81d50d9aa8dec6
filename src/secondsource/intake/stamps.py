"""Full calendar dates, as pages and their data write them, to the days they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from secondsource.model import Interval, Stamp

MONTH_NAMES = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"),
    ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
# "10:31 AM", "10.31pm EDT", "22:31 GMT", "at 4:05 p.m. ET"
CLOCK = (
    r"(?:[,.]?\s{1,3}(?:at\s|[-–—|•·@/]\s?)?(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?(?P<zone>GMT|UTC|BST|CET|CEST|IST|[ECMP][SD]?T|AE[SD]T|Z)\b)?)?"
)
# "Sep 10, 2018 10:31 AM", "September 10th 2018"
MONTH_FIRST = re.compile(rf"\b{MONTH}\s{{1,3}}{DAY}(?:\s?,)?\s{{1,3}}{YEAR}\b{CLOCK}", re.I)
# "10 September 2018, 10:31", "10th of Sept. 2018"
DAY_FIRST = re.compile(rf"\b{DAY}(?:\sof)?[\s-]{{1,3}}{MONTH}\s?,?[\s-]{{1,3}}{YEAR}\b{CLOCK}", re.I)
# "2018-09-10T10:31:00-04:00", "2018/09/10", "2018-09-10 10:31", "20180910"
ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.]?)(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
    r"(?:[T ](?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)(?::?[0-5]\d(?:[.,]\d{1,9})?)?\s?(?P<zone>Z|UTC|GMT|[+-][01]\d:?[0-5]\d)?)?"
)
# "09/10/2018": the day is told from the month only where one of them is above 12
SLASHES = re.compile(
    r"(?<![\d/])(?P<a>0?[1-9]|[12]\d|3[01])(?P<sep>[/.])(?P<b>0?[1-9]|[12]\d|3[01])(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d/])"
)
# "Sept. 2018", "2018-09"
MONTH_ONLY = re.compile(rf"\b{MONTH},?\s{{1,3}}{YEAR}\b", re.I)
ISO_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")
EARLIEST, LATEST = 1985, 2099  # years a page of news can be of


def parse(words: str) -> Stamp | None:
    """The first full date in a short text or data field; a month of a year where that is all."""
    words = words.strip()[:200]
    if words.isdigit() and len(words) in (10, 13):
        return epoch(int(words[:10]))
    for _, _, stamp in find(words):
        return stamp
    if match := ISO_MONTH.fullmatch(words) or MONTH_ONLY.fullmatch(words):
        return month_stamp(match)
    return None


def epoch(seconds: int) -> Stamp | None:
    """Seconds since 1970 in a data field."""
    day = date.fromordinal(date(1970, 1, 1).toordinal() + seconds // 86400)
    if not EARLIEST <= day.year <= LATEST:
        return None
    return Stamp(f"{day.isoformat()}T{seconds % 86400 // 3600:02d}:{seconds % 3600 // 60:02d}Z", Interval(day, day))


def find(text: str) -> Iterator[tuple[int, int, Stamp]]:
    """Every full date in the text, in order, with its place."""
    found = []
    for pattern in (MONTH_FIRST, DAY_FIRST, ISO, SLASHES):
        matches = ((match, to_stamp(match, pattern is SLASHES)) for match in pattern.finditer(text))
        found += [(match.start(), match.end(), stamp) for match, stamp in matches if stamp]
    found.sort(key=lambda item: (item[0], -item[1]))
    end = -1
    for start, stop, stamp in found:
        if start >= end:
            yield start, stop, stamp
            end = stop


def to_stamp(match: re.Match[str], slashes: bool) -> Stamp | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if slashes:
        a, b = int(parts["a"]), int(parts["b"])
        if a > 12 >= b:
            day, month = a, b
        elif b > 12 >= a or a == b:
            month, day = a, b
        else:  # 09/10/2018 is two days, one for each side of the ocean
            return either(year, a, b)
    else:
        month = MONTHS.get(parts["month"].lower().rstrip("."), 0) if not parts["month"].isdigit() else int(parts["month"])
        day = int(parts["day"])
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Stamp(found.isoformat() + clock(parts), Interval(found, found))


def either(year: int, a: int, b: int) -> Stamp | None:
    try:
        first, last = sorted((date(year, a, b), date(year, b, a)))
    except ValueError:
        return None
    return Stamp(f"{first.isoformat()}/{last.isoformat()}", Interval(first, last))


def month_stamp(match: re.Match[str]) -> Stamp | None:
    name = match["month"].lower().rstrip(".")
    year, month = int(match["year"]), int(name) if name.isdigit() else MONTHS[name]
    if not EARLIEST <= year <= LATEST:
        return None
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return Stamp(f"{year}-{month:02d}", Interval(first, date.fromordinal(after.toordinal() - 1)))


ZONES = {
    "z": "Z", "utc": "Z", "gmt": "Z", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00", "ist": "+05:30", "aest": "+10:00",
    "aedt": "+11:00", "est": "-05:00", "edt": "-04:00", "cst": "-06:00",
    "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip


def clock(parts: dict[str, str | None]) -> str:
    """'T10:31' with the zone where the page gives one; '' without a time. 'ET' fits two zones and is left out."""
    if not parts.get("hour"):
        return ""
    hour = int(parts["hour"] or 0)
    if half := (parts.get("half") or "").lower():
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return ""
    zone = (parts.get("zone") or "").lower()
    shown = f"{zone[:3]}:{zone[-2:]}" if zone[:1] in ("+", "-") else ZONES.get(zone, "")
    return f"T{hour:02d}:{parts['minute']}{shown}"
