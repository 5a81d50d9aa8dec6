"""Expressions that are typed but not dated: lengths of time, what recurs, and words like 'now'."""

from __future__ import annotations

from dataclasses import replace

from secondsource.reading.dates_values import Answer, Context, undated
from secondsource.reading.times_meaning import Meaning

_VAGUE = {"TS": "PTXS", "TM": "PTXM", "TH": "PTXH", "2W": "PXW"}
AGAIN = "again and again: typed, not dated"
NO_CALENDAR = "a time that no calendar names"


def amount(m: Meaning) -> str:
    """TIMEX3 of a length: 'two weeks' is P2W, 'several years' PXY, 'a decade' P1E, 'three hours' PT3H."""
    unit = m.unit or "D"
    count = m.count2 if m.count2 is not None and m.kind == "stretch" else m.count
    if m.vague_count or count is None:
        return _VAGUE.get(unit, f"PX{unit}")
    if unit in ("E", "C") and count != 1:
        unit, count = "Y", count * (10 if unit == "E" else 100)
    if unit == "Y" and count % 1 == 0.5:
        unit, count = "M", count * 12
    if unit == "2W":
        unit, count = "W", count * 2
    if m.count3 is not None and (rest := amount(replace(m, unit=m.unit3, count=m.count3, count3=None))):
        first = amount(replace(m, count3=None))
        return first + rest.removeprefix("PT" if first.startswith("PT") and rest.startswith("PT") else "P")
    shown = f"{int(count)}" if count == int(count) else f"{count:g}"
    return f"PT{shown}{unit[1]}" if unit in ("TS", "TM", "TH") else f"P{shown}{unit}"


def duration(m: Meaning, ctx: Context) -> Answer | None:
    return undated(amount(m), "a length of time, not dated", "DURATION") if m.unit else None


def repeated(m: Meaning, ctx: Context) -> Answer | None:
    """'every Friday' is XXXX-WXX-5, 'each year' P1Y, 'twice a day' P1D."""
    part = f"T{m.part}" if m.part else ""
    if m.weekday:
        value = f"XXXX-WXX-{m.weekday}{part}"
    elif m.month:
        value = f"XXXX-{m.month:02d}"
    elif m.season:
        value = f"XXXX-{m.season}"
    elif m.unit:
        value = amount(replace(m, count=m.count or 1.0))
    else:
        value = f"XXXX-XX-XX{part}" if part else "XXXX-WXX-WE"
    return undated(value, AGAIN, "SET")


def setword(m: Meaning, ctx: Context) -> Answer | None:
    return undated(m.fixed, AGAIN, "SET")


def fixed(m: Meaning, ctx: Context) -> Answer | None:
    """'now', 'in the past', 'for some time'."""
    return undated(m.fixed, NO_CALENDAR, "DURATION" if m.type == "DURATION" else "DATE")


def vague(m: Meaning, ctx: Context) -> Answer | None:
    """'months ago' is PAST_REF; 'weeks later' and 'for centuries' are lengths nobody counted."""
    if m.toward in ("ago", "from now"):
        return undated("PAST_REF" if m.toward == "ago" else "FUTURE_REF", "how long is not told")
    return undated(amount(replace(m, vague_count=True)), "how long is not told", "DURATION")


def someday(m: Meaning, ctx: Context) -> Answer | None:
    """'on a Friday': some Friday."""
    part = f"T{m.part}" if m.part else ""
    return undated(f"XXXX-WXX-{m.weekday}{part}", "some such day: which one is not told", "TIME" if part else "DATE")
