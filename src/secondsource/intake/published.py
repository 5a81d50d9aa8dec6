"""When a page was published: its data, its visible date lines, its address; else what its own text lets us infer.

Never the clock. What is inferred is an interval, marked so, with the reason in ``how``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from secondsource.intake import clutter, stamps
from secondsource.intake.markup import Sheet
from secondsource.intake.metadata import Facts
from secondsource.model import Block, Found, Interval, Span, Stamp

Text = tuple[str, tuple[Block, ...]]

# /2018/09/10/, /2018-09-10-, /20180910/ in an address
URL_DAY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[/_-]?)(?P<month>0[1-9]|1[0-2])(?P=sep)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
# a bare weekday as news writes it: "on Saturday", "Saturday morning", "said Monday"
WEEKDAY = re.compile(r"\b(?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d))")
NAMES = {"mon": 0, "tues": 1, "wednes": 2, "thurs": 3, "fri": 4, "satur": 5, "sun": 6}
# words before a date that put it in the future: "will ... on", "by", "until", "scheduled for"
AHEAD = re.compile(
    r"\b(?:will|shall|until|by|before|due|scheduled|expected|starting|effective|deadline|expires?|ahead of|through)\b[^.]{0,60}$", re.I
)


def of(sheet: Sheet, facts: Facts, url: str | None, text: str, blocks: tuple[Block, ...], notes: list[str]) -> Found[Stamp] | None:
    """The publication date with its evidence; None where nothing tells."""
    lines = date_lines(text, blocks)
    seen = next((found for kind, found in lines if kind != "updated"), None)
    candidates = list(facts.published)
    candidates += [seen] if seen else []
    if candidates:
        best = local(sharper(candidates), sheet, seen, facts.url or url or "")
        others = sorted({c.value.value[:10] for c in candidates if c.value.interval != best.value.interval})
        if others:
            notes.append(f"other publication dates on the page: {', '.join(others)}; taken: {best.value.value[:10]} ({best.how})")
        return best
    if found := from_url(facts.url or url or ""):
        return found
    if sheet.html and (stamp := by_htmldate(sheet)):
        return Found(stamp, "date in the page's markup (htmldate)")
    return inferred(text, blocks)


def updated_of(facts: Facts, text: str, blocks: tuple[Block, ...]) -> Found[Stamp] | None:
    return facts.updated or next((found for kind, found in date_lines(text, blocks) if kind == "updated"), None)


def sharper(candidates: list[Found[Stamp]]) -> Found[Stamp]:
    """The first date given; with the hour and the place on the page where a later candidate of the same day has them."""
    best = candidates[0]
    for other in candidates[1:]:
        if other.value.interval == best.value.interval:
            if len(other.value.value) > len(best.value.value) == 10:
                best = replace(other, how=f"{best.how}; {other.how}")
            elif best.span is None and other.span is not None:
                best = replace(best, span=other.span)
    return best


def local(best: Found[Stamp], sheet: Sheet, seen: Found[Stamp] | None, url: str) -> Found[Stamp]:
    """A time in UTC may name the day before or after the publisher's own: the page's visible day, or its address, tells.

    Only a neighbouring day that some time zone can make of that hour is taken; a day without an hour is left as it is.
    """
    day = best.value.interval.first
    if day is None or not best.value.value.endswith(("Z", "+00:00")) or "T" not in best.value.value:
        return best
    hour = int(best.value.value[11:13])
    shown = [(seen.value, "the page's date line", seen.span)] if seen else []
    shown += [(stamp, "the page's <time>", None) for line in sheet.lines[:200] if line.time and (stamp := stamps.parse(line.time))][:1]
    shown += [(found.value, "the page's address", None)] if (found := from_url(url)) else []
    for stamp, where, span in shown:
        other = stamp.interval.first
        if other is None or stamp.interval.last != other or stamp.value.endswith(("Z", "+00:00")):
            continue
        if other == day:
            return best
        if (other == day - timedelta(days=1) and hour < 12) or (other == day + timedelta(days=1) and hour >= 10):
            return Found(stamp, f"{best.how} {best.value.value}; local day by {where}", span)
    return best


def date_lines(text: str, blocks: tuple[Block, ...]) -> list[tuple[str, Found[Stamp]]]:
    """('posted' | 'updated' | 'date', date) for each date in the page's date lines."""
    found = []
    for block in blocks:
        if block.kind not in ("dateline", "byline"):
            continue
        words, at = text[block.span.start : block.span.end], block.span.start
        end = 0
        for start, stop, stamp in stamps.find(words):
            before = words[end:start]
            kind = "updated" if UPDATED.search(before) else "posted" if POSTED.search(before) else "date"
            how = {"updated": "update line on the page", "posted": "publication line on the page", "date": "date line on the page"}[kind]
            found.append((kind, Found(stamp, how, Span(block.span.article, at + start, at + stop))))
            end = stop
    order = {"posted": 0, "date": 1, "updated": 2}
    head = next((block.span.start for block in blocks if block.kind == "headline"), 0)

    def rank(item: tuple[str, Found[Stamp]]) -> tuple[int, bool, int]:
        at = item[1].span.start if item[1].span else 0
        return order[item[0]], at < head, abs(at - head)

    return sorted(found, key=rank)


UPDATED = re.compile(r"updated|modified|revised|edited", re.I)
POSTED = re.compile(r"posted|published|created|filed|issued|released", re.I)


def from_url(url: str) -> Found[Stamp] | None:
    if match := URL_DAY.search(url):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return None
        return Found(Stamp(day.isoformat(), Interval(day, day)), "the day in the page's address")
    return None


def by_htmldate(sheet: Sheet) -> Stamp | None:
    """htmldate on what the page's markup gives; its clock is pinned so that the day of the run plays no part."""
    from htmldate import find_date

    try:
        found = find_date(
            sheet.page.replace("\0", ""),
            original_date=True,
            extensive_search=False,
            min_date=f"{stamps.EARLIEST}-01-01",
            max_date=f"{stamps.LATEST}-12-31",
        )
    except (ValueError, AssertionError, RecursionError):
        return None
    return stamps.parse(found) if found else None


# ---- inferred


def inferred(text: str, blocks: tuple[Block, ...]) -> Found[Stamp] | None:
    """The newest day that the text calls past bounds the date from below; a weekday that fits it bounds it from above."""
    newest: tuple[date, Span] | None = None
    weekdays: set[int] = set()
    for block in blocks:
        words, at = text[block.span.start : block.span.end], block.span.start
        for start, stop, stamp in stamps.find(words):
            day = stamp.interval.last
            if day is None or AHEAD.search(words[max(0, start - 80) : start]):
                continue
            if newest is None or day > newest[0]:
                newest = (day, Span(block.span.article, at + start, at + stop))
        if block.kind in ("paragraph", "deck", "list", "subhead", "headline"):
            weekdays |= {NAMES[m["day"].lower()] for m in WEEKDAY.finditer(words)}
    if newest is None:
        return None
    day, span = newest
    name = stamps.WEEKDAYS[day.weekday()].title()
    if day.weekday() in weekdays:
        last = day + timedelta(days=6)
        how = f"the newest day the text calls past is {day.isoformat()}, a {name}, and it says '{name}' of that week"
    elif weekdays:
        # a bare weekday is at most six days old: the report is of the week in which the newest day can still be news
        last = day + timedelta(days=13)
        how = f"the newest day the text calls past is {day.isoformat()}; bare weekdays place the report in the days after"
    else:
        return Found(
            Stamp(f"{day.isoformat()}/..", Interval(day, None)),
            f"not before {day.isoformat()}, the newest day the text calls past",
            span,
            True,
        )
    return Found(Stamp(f"{day.isoformat()}/{last.isoformat()}", Interval(day, last)), how, span, True)


def visible(text: str) -> bool:
    return clutter.is_date_line(text)
