"""Meaning: the named parts of an expression, read as values. Still without any calendar or anchor.

``last August`` becomes ``Meaning("date", relation="last", month=8)``; what day that is, `dates_answer` says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from secondsource.reading.times_grammar import Match
from secondsource.reading.times_names import is_name
from secondsource.reading.times_words import Words, values


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of one expression say."""

    kind: str  #: the pattern's `means`: date, deictic, offset, stretch, duration, set, ref, …
    year: int | None = None
    year2: int | None = None
    month: int | None = None
    month2: int | None = None
    day: int | None = None
    day2: int | None = None
    weekday: int | None = None
    season: str = ""
    ordinal: int | None = None  #: which quarter, half or century; -1 is the last
    decade: int | None = None  #: 199 for the 1990s
    holiday: str = ""
    dayword: int | None = None  #: days from today
    relation: str = ""  #: last, next, this, past, that, previous, following, the, recent, coming, first
    unit: str = ""  #: D W M Q Y …
    count: float | None = None
    count2: float | None = None
    count3: float | None = None  #: of 'four minutes and 32 seconds' the second number …
    unit3: str = ""  #: … and its unit
    vague_count: bool = False  #: 'several'
    edge: str = ""  #: early, mid, late, earlier, later, sometime
    part: str = ""  #: MO AF EV NI
    clock: str = ""  #: '14:30'
    zone: str = ""
    toward: str = ""  #: ago, from now, later, earlier, before, after
    tail: tuple[str, str] | None = None  #: 'July last year' is ('last', 'Y')
    approx: str = ""  #: 'more than', 'nearly'
    fixed: str = ""  #: a value that needs no reckoning: 'PAST_REF'
    type: str = ""
    fiscal: bool = False


# ---- parts to values -----------------------------------------------------------------------------------------------


def number(words: list[str]) -> float | None:
    """'twenty - three' is 23, 'a hundred' 100, 'two and a half' 2.5, '1,984' 1984; None where it is none."""
    if "couple" in words:
        return 2.0
    total, group = 0.0, 0.0
    cards = values("CARD")
    for word in words:
        if word in ("-", "and"):
            continue
        if word == "half":
            group += 0.5
        elif word in ("a", "an", "one", "another"):
            group += 1.0 if word != "a" or words.index(word) == 0 else 0.0
        elif word in cards:
            size = float(cards[word])  # type: ignore[arg-type]
            if size >= 100:
                total, group = (total + (group or 1) * size, 0.0) if size >= 1000 else (total, (group or 1) * size)
            else:
                group += size
        else:
            digits = word.replace(",", "")
            if len(digits) > 12 or digits.count(".") > 1 or not digits.replace(".", "").isdigit():
                return None
            group += float(digits)
    return total + group


def _spelled_year(words: list[str]) -> int | None:
    """'nineteen ninety - six' is 1996, 'the year two thousand' 2000."""
    words = [w for w in words if w not in ("-", "the", "year", "hundred")]
    if words[0] == "two":
        return int(number(words) or 0) or None
    rest = number(words[1:]) if len(words) > 1 else None
    return int(float(values("CARD")[words[0]]) * 100 + rest) if rest and 10 <= rest < 100 else None  # type: ignore[arg-type]


_TELLING = (
    *("coming", "past", "following", "preceding", "previous", "same", "that", "last", "next"),
    *("current", "latest", "recent", "first", "final", "this"),
)


def _relation(words: list[str]) -> str:
    """The telling word: 'the past' is past, 'this coming' coming."""
    for word in _TELLING:
        if word in words:
            return {"preceding": "previous", "same": "that", "current": "this", "final": "first"}.get(word, word)
    return words[0] if words else ""


def _edge(words: list[str]) -> str:
    if "beginning" in words or "start" in words or "first" in words:
        return "start"
    if "end" in words or "close" in words or "days" in words:
        return "end"
    return next((e for e in ("early", "late", "earlier", "later", "mid", "middle", "sometime") if e in words), "").replace("middle", "mid")


def _ordinal(words: list[str]) -> int | None:
    last = words[-1]
    if last == "last":
        return -1
    if last[:-2].isdigit():
        return int(last[:-2])
    tens = values("CARD").get(words[0], 0) if len(words) == 3 else 0
    found = values("ORD").get(last)
    return int(tens) + int(found) if found is not None else None  # type: ignore[call-overload]


def _decade(words: list[str]) -> int | None:
    word = words[-1].strip("'").removesuffix("s").rstrip("'")
    if len(word) == 2 and not words[-1].startswith("'"):
        return None  # "in the 30s" is as often a temperature or an age
    if word.isdigit():
        n = int(word)
        return n // 10 if n >= 1000 else 190 + n // 10
    found = values("DECADEWORD").get(words[-1])
    return 190 + int(found) if found is not None else None  # type: ignore[call-overload]


def _clock(digits: str, half: str) -> str | None:
    """'4:20' and 'pm' is '16:20'; None where no clock shows it."""
    parts = [int(p) for p in digits.split(":")]
    hour, minute = parts[0], parts[1] if len(parts) > 1 else 0
    if half and hour > 12:
        half = ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _month(words: list[str]) -> object:
    return values("MONTH").get(words[-1].rstrip("."))


def _mday(words: list[str]) -> int | None:
    words = [w for w in words if w != "the"]
    return int(words[-1]) if words[-1].isdigit() else _ordinal(words)


_READERS: dict[str, tuple[str, Callable[[list[str]], Any]]] = {
    "y": ("year", lambda w: int(w[0])),
    "y2": ("year2", lambda w: int(w[0])),
    "yy": ("year2", lambda w: int(w[0])),
    "sy": ("year", _spelled_year),
    "m": ("month", _month),
    "m2": ("month2", _month),
    "d": ("day", _mday),
    "d2": ("day2", _mday),
    "w": ("weekday", lambda w: values("WDAY").get(w[0]) or values("WDAYS").get(w[0]) or values("WABBR").get(w[0])),
    "s": ("season", lambda w: values("SEASON").get(w[0]) or values("SEASONS").get(w[0])),
    "o": ("ordinal", _ordinal),
    "qq": ("ordinal", lambda w: int(w[0][1])),
    "ot": ("count", lambda w: 2.0),
    "dec": ("decade", _decade),
    "hol": ("holiday", "".join),
    "dw": ("dayword", lambda w: values("DAYWORD")[w[0]]),
    "r": ("relation", _relation),
    "tu": ("unit", lambda w: values("UNIT").get(w[0], "D")),
    "u": ("unit", lambda w: values("UNIT").get(w[0]) or values("UNITS").get(w[0])),
    "n": ("count", number),
    "n2": ("count2", number),
    "n3": ("count3", number),
    "u3": ("unit3", lambda w: values("UNITS")[w[0]]),
    "v": ("vague_count", lambda w: True),
    "e": ("edge", _edge),
    "p": ("part", lambda w: values("DPART").get(w[0]) or values("DPARTS").get(w[0])),
    "z": ("zone", lambda w: w[0].upper()),
    "h": ("toward", " ".join),
    "q": ("approx", " ".join),
    "f": ("fixed", lambda w: values("REF")[w[0]]),
    "ws": ("fixed", lambda w: values("SETWORD")[w[0]]),
}
_SIZES = ["TS", "TM", "TH", "D", "W", "2W", "M", "Q", "Y", "E", "C", "L"]
_NAMES = {f.name for f in fields(Meaning)}
_CONSTANTS = {"value": "fixed", "p": "part", "r": "relation", "e": "edge", "tu": "unit", "u": "unit", "n": "count", "rel": "relation"}


def _iso(word: str) -> dict[str, Any] | None:
    """'2018-09-08T10:31' and '3/14/2018' (month first; day first where only that is a date)."""
    if "/" in word:
        a, b, year = (int(p) for p in word.split("/"))
        year += 0 if year > 99 else 1900 if year > 50 else 2000
        if a > 12 >= b:
            a, b = b, a
        either = {"month2": b, "day2": a} if b <= 12 and a != b else {}  # 12/11: 11 December or 12 November
        return {"year": year, "month": a, "day": b, **either} if a <= 12 else None
    day, _, clock = word.partition("t")
    year, month, number_ = (int(p) for p in day.split("-"))
    return {"year": year, "month": month, "day": number_, "clock": clock[:5]} if month <= 12 else None


def meaning(match: Match, words: Words) -> Meaning | None:
    """What a match says; None where its parts make no sense together ('25:70', 'the 40th quarter')."""
    got: dict[str, Any] = {"kind": match.pattern.means}
    for key, value in match.pattern.more.items():
        got[_CONSTANTS.get(key, key)] = value
    texts = {name: [words.word(i) for i in range(left, right)] for name, left, right in match.parts}
    for name, text in texts.items():
        if name in _READERS:
            field, read = _READERS[name]
            got[field] = read(text)
            if got[field] is None:
                return None
    if "i" in texts:
        date = _iso(texts["i"][0])
        if date is None:
            return None
        got |= date
    if "tr" in texts or "tb" in texts:
        got["tail"] = (_relation(texts.get("tr", ["last"])), values("UNIT").get(texts["tu"][0], "Y") if "tu" in texts else "Y")
        if "tu" in texts and "tr" in texts:
            got.pop("unit", None)
    if is_name(match, words, texts):
        return None
    if "dr" in texts:
        got["dayword"] = -2 if texts["dr"][0] == "before" else 2
    clock = _read_clock(texts)
    if clock == "":
        return None
    got["clock"] = clock or got.get("clock", "")
    if got.get("unit3") and _SIZES.index(str(got["unit3"])) >= _SIZES.index(str(got.get("unit"))):
        return None  # '20 years 1000 years'
    if got.get("half") is True:  # "half a century ago"
        got["count"] = 0.5
    return Meaning(**{k: v for k, v in got.items() if k in _NAMES})


def _read_clock(texts: dict[str, list[str]]) -> str | None:
    """The clock time of an expression; None without one, '' where it is none that a clock shows."""
    half = texts["ap"][0][0] if "ap" in texts else ""
    if "k" in texts:
        return str(values("NOON")[texts["k"][0]])
    if "hm" in texts:
        return _clock(f"{texts['hm'][0][:2]}:{texts['hm'][0][2:]}", "") or ""
    if "c" in texts:
        return _clock(texts["c"][0], half) or ""
    if "hr" in texts:
        hour = texts["hr"][0]
        if not half and "p" in texts:
            half = "a" if texts["p"][0] == "morning" else "p"
        return _clock(hour if hour.isdigit() else str(values("CARD")[hour]), half) or ""
    return None
