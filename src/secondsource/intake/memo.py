"""Remembering the answers about short lines: many stages ask the same of each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
KEPT = 8192  #: answers
LONGEST = 1000  #: characters; longer texts are asked anew, so that memory stays flat over any number of pages


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """The same function of a text, with its answers for short ones kept."""
    short = functools.lru_cache(maxsize=KEPT)(function)

    @functools.wraps(function)
    def answer(text: str) -> T:
        return short(text) if len(text) <= LONGEST else function(text)

    return answer
