"""Parse to quantities: how many, how much, and of what.

::

    at least three meetings   3 to None of 'meeting'
    dozens of officials       24 to None of 'official', vague
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secondsource.data import table
from secondsource.model import Quantity
from secondsource.reading.mentions import lemma
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

# '11', '1,200', '3.5', '2m' stands apart; not '2018-09', '9/11', '10:31' or 'F-16'
DIGITS = re.compile(r"^\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?$|^\d{1,15}(?:\.\d{1,6})?$")
MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
    ]
)
MONEY = {"dollars": "$", "euros": "€"}
CLOCK = {"a.m.", "p.m.", "am", "pm", "a.m", "p.m", "et", "gmt", "o'clock", "o’clock", "edt", "est"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: tokens ``[start, end)`` mean ``low`` to ``high``."""

    start: int
    end: int
    low: float | None
    high: float | None
    vague: bool = False
    money: str = ""  #: '$', 'euro'; '%' too, which is no whole number either


def find_quantities(parse: Parse) -> tuple[Quantity, ...]:
    """All quantities in text order. Years, dates, times of day, ages and ordinals are none."""
    found, done = [], 0
    for number in numbers(parse.doc):
        if number.start < done:
            continue
        wide = bounded(parse.doc, number)
        done = wide.end
        end, unit = _unit(parse.doc, wide)
        found.append(Quantity(parse.span(wide.start, end), wide.low, wide.high, wide.money or unit, wide.vague))
    return tuple(found)


@functools.cache
def _held() -> dict[str, Any]:
    return table("quantities.toml")


# ---- numbers -------------------------------------------------------------------------------------------------------


def numbers(doc: Doc, start: int = 0, stop: int | None = None) -> Iterator[Number]:
    """Number words and digits, neighbouring ones put together: 'two hundred', '3.5 million', '$2 billion'."""
    at = start
    while at < (len(doc) if stop is None else stop):
        found = _vague(doc, at) or _exact(doc, at)
        if found:
            yield found
            at = found.end
        else:
            at += 1


def _vague(doc: Doc, at: int) -> Number | None:
    """'several', 'dozens of', 'a couple of', 'a handful of': bounds from the table."""
    low = doc[at].lower_
    for words in (f"{low} {doc[at + 1].lower_}" if at + 1 < len(doc) else "", low):
        if words and (entry := _held()["vague"].get(words)):
            end = at + len(words.split())
            if end < len(doc) and doc[end].lower_ == "of":
                end += 1
            elif words in _held()["needs_of"]["words"].split("|") or (end < len(doc) and DIGITS.match(doc[end].text)):
                return None
            return Number(at, end, entry.get("low"), entry.get("high"), True)
    return None


def _exact(doc: Doc, at: int) -> Number | None:
    money, start = "", at
    if doc[at].text in _held()["money"]["signs"].split() and at + 1 < len(doc):
        money, at = doc[at].text[-1], at + 1
    if doc[at].lower_ in ("a", "an") and at + 1 < len(doc) and doc[at + 1].lower_ in ("dozen", "hundred", "thousand", "million", "billion"):
        at += 1  # 'a dozen'
    value, end = _value(doc, at)
    if value is None or (not money and _is_date(doc, start, end, value)):
        return None
    if end < len(doc):
        money = money or MONEY.get(doc[end].lower_, "%" if _percent(doc, end) else "")
    return Number(start, end, value, value, False, money)


def _percent(doc: Doc, at: int) -> int:
    """How many tokens of 'percent', '%' or 'per cent' stand here."""
    two = " ".join(doc[i].lower_ for i in range(at, min(at + 2, len(doc))))
    return 2 if two == "per cent" else int(doc[at].lower_ in ("percent", "%"))


def _value(doc: Doc, at: int) -> tuple[float | None, int]:
    """The value of the number that begins at the token, and where it ends."""
    small, scale = _held()["words"], _held()["scales"]
    total, part, end, seen = 0.0, 0.0, at, False
    while end < len(doc) and end - at < 10:
        word = doc[end].lower_
        if word in small:
            part += small[word]
        elif DIGITS.match(doc[end].text) and not seen:
            part += float(doc[end].text.replace(",", ""))
        elif word in scale and (seen or word == "dozen" or (end and doc[end - 1].lower_ in ("a", "an"))):
            part = (part or 1) * scale[word]
            if scale[word] >= 1000:
                total, part = total + part, 0.0
        elif not (
            word in ("-", "and")
            and seen
            and end + 1 < len(doc)
            and doc[end + 1].lower_ in small
            and (word == "-" or doc[end - 1].lower_ in scale)
        ):
            break
        seen, end = True, end + 1
    return (total + part, end) if seen else (None, at)


def _is_date(doc: Doc, start: int, end: int, value: float) -> bool:
    """Is the number a year, a day of a month, a time of day, an age or a piece of a name?"""
    text = doc[start].text
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    if after is not None and after.lower_ in CLOCK:
        return True
    if before is not None and before.lower_.rstrip(".") in MONTHS and value <= 31:
        return True
    if after is not None and after.lower_.rstrip(".") in MONTHS and value <= 31 and after.text[:1].isupper():
        return True
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", text) and end == start + 1 and (after is None or after.tag_ not in ("NNS", "NNPS")):
        return True
    if doc[start].ent_type_ in ("DATE", "TIME") and re.fullmatch(r"(?:1[5-9]|20)\d\d", text):
        return True
    between_commas = before is not None and before.text == "," and (after is None or after.text in (",", "."))
    if between_commas and value < 110 and doc[start - 2].tag_ in ("NNP", "NN"):
        return True
    joined = before is not None and before.text in ("-", "–", "/", ":") and not before.whitespace_ and not doc[start - 2].whitespace_
    return joined and doc[start - 2].tag_ in ("NNP", "NN", "CD")


# ---- bounds and units ----------------------------------------------------------------------------------------------


def bounded(doc: Doc, number: Number) -> Number:
    """The words before a number that move its ends: 'at least', 'more than', 'about', 'up to', 'as many as'."""
    for size in (3, 2, 1):
        start = number.start - size
        if start < 0 or any(doc[i].is_sent_start for i in range(start + 1, number.start + 1)):
            continue
        entry = _held()["before"].get(" ".join(doc[i].lower_ for i in range(start, number.start)))
        if entry and not _is_topic(doc, start, number, entry):
            return _bound(number, entry["means"], start, number.end)
    after = " ".join(doc[i].lower_ for i in range(number.end, min(number.end + 2, len(doc))))
    if entry := _held()["after"].get(after):
        return _bound(number, entry["means"], number.start, number.end + 2)
    return _ranged(doc, number)


def _is_topic(doc: Doc, at: int, number: Number, entry: dict[str, str]) -> bool:
    """'calls to resign over nine cracks': a word of place or cause to the parser, not one of measure."""
    return doc[at].dep_ == entry.get("not_as") and not number.money


def _bound(number: Number, means: str, start: int, end: int) -> Number:
    low, high = number.low, number.high
    whole = low is not None and low == int(low) and not number.money and low < 1000
    if means == "at least":
        high = None
    elif means == "more than":
        low, high = (low + 1 if whole and low is not None else low), None
    elif means == "at most":
        low = None
    elif means == "less than":
        low, high = None, (high - 1 if whole and high is not None else high)
    return Number(start, end, low, high, number.vague or means == "about", number.money)


def _ranged(doc: Doc, number: Number) -> Number:
    """'between 10 and 20', '10 to 20': one quantity with two ends."""
    if number.end + 1 < len(doc) and doc[number.end].lower_ in ("to", "and", "-", "–", "or"):
        word = doc[number.end].lower_
        if word == "and" and not (number.start and doc[number.start - 1].lower_ == "between"):
            return number
        value, end = _value(doc, number.end + 1)
        if value is not None and number.low is not None and value > number.low and not _is_date(doc, number.end + 1, end, value):
            scale = _held()["scales"].get(doc[end - 1].lower_, 1)
            low = number.low * scale if number.low < 1000 <= scale else number.low  # '10 to 15 million'
            start = number.start - (number.start > 0 and doc[number.start - 1].lower_ == "between")
            money = number.money or MONEY.get(doc[end].lower_ if end < len(doc) else "", "")
            return Number(start, end, low, value, number.vague, money)
    return number


def _unit(doc: Doc, number: Number) -> tuple[int, str]:
    """What is counted: the noun behind the number and its adjectives, as a singular."""
    at = number.end
    if at < len(doc) and (size := _percent(doc, at)):
        return at + size, "%"
    if at < len(doc) and doc[at].text == "-" and at + 1 < len(doc):
        return number.end, lemma(doc[at + 1])
    while at < len(doc) and at - number.end < 6 and not doc[at].is_sent_start:
        token = doc[at]
        if token.tag_ in ("NN", "NNS", "NNP", "NNPS") and not (at + 1 < len(doc) and doc[at + 1].tag_ in ("NN", "NNS", "NNP", "NNPS")):
            return at + 1, lemma(token)
        if token.tag_ not in (
            "JJ",
            "JJR",
            "JJS",
            "NN",
            "NNP",
            "NNPS",
            "NNS",
            "VBN",
            "VBG",
            "CC",
            "HYPH",
            "DT",
            "POS",
            "PRP$",
            "RB",
        ) and token.lower_ not in ("of",):
            break
        at += 1
    return number.end, ""
