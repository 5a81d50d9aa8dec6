"""Keeping names away: 'Jan Novak', 'Ms. May said', 'the March on the capital', '"This Week"' name no time."""

from __future__ import annotations

import functools
from typing import Any

from secondsource.data import table
from secondsource.reading.times_grammar import Match
from secondsource.reading.times_words import Words

QUOTES = frozenset("\"“”‘'`")


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    """Which months are names too, and what stands before or after one that is a month."""
    return {name: frozenset(words) for name, words in table("time_names.toml").items()}


def is_name(match: Match, words: Words, texts: dict[str, list[str]]) -> bool:
    """Whether the words are rather a name or a title; ``texts`` are the match's named parts."""
    if _is_title(match, words):
        return True
    if "m" not in texts:
        return False
    if "d" in texts:
        return match.start == match.end - 2 and _day_in_name(match, words, texts)
    if texts.get("r") == ["that"]:  # 'said that April Stone', but 'that April'
        return _capital(words, match.end)
    alone = not {"y", "sy", "r", "e", "tr", "m2"} & set(texts)
    return alone and _month_is_name(match, words, texts["m"][-1])


def _is_title(match: Match, words: Words) -> bool:
    """'said on “This Week”': in quotation marks and all in capitals; '60 Minutes'."""
    if " ".join(words.word(i) for i in range(match.start, match.end)) in _lists()["programmes"]:
        return _capital(words, match.end - 1)
    if words.word(match.start - 1) not in QUOTES or words.word(match.end) not in QUOTES:
        return False
    return all(words.text[words.starts[i]].isupper() for i in range(match.start, match.end))


def _month_is_name(match: Match, words: Words, month: str) -> bool:
    lists = _lists()
    if month in lists["short"]:
        return True  # 'Jan' without its point
    if month not in lists["names"]:
        return False
    before, after = words.word(match.start - 1), words.word(match.end)
    if before == "the" and month == "march" and after in lists["after_event"]:
        return True
    if _capital(words, match.end):
        return before not in lists["firmly_before"]
    return month in lists["words"] and before not in lists["before_month"]


def _day_in_name(match: Match, words: Words, texts: dict[str, list[str]]) -> bool:
    """'the 17 February Brigade': a day and month before a capital letter, in the order that names have."""
    day_first = texts["d"][0] == words.word(match.start) and words.word(match.start - 1) == "the"
    return day_first and _capital(words, match.end)


def _capital(words: Words, i: int) -> bool:
    return i < len(words.letters) and words.text[words.starts[i]].isupper()


def is_other_word(token: Any) -> bool:
    """Whether a parse says that a month's word is a person or a verb: 'Theresa May', 'it may'."""
    return bool(token.ent_type_ == "PERSON" or token.tag_ == "MD")
