"""The tables of names: titles, given names, outlets and bodies, and one way to compare names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from secondsource.data import table
from secondsource.errors import MissingModel


@functools.cache
def words_of(file: str, *path: str) -> frozenset[str]:
    """A list of words from a table, as a set; names parted by ``|`` may hold spaces."""
    value: Any = table(file)
    for step in path:
        value = value[step]
    return frozenset(w.strip() for w in (value.split("|") if "|" in value else value.split()) if w.strip())


def plain(text: str) -> str:
    """A name for comparison: lower case, without 'the', full stops and apostrophes: 'F.B.I.' is 'fbi'."""
    return " ".join(re.sub(r"[.’']", "", text.lower()).removeprefix("the ").split())


@functools.cache
def words_of_titles() -> frozenset[str]:
    held = table("titles.toml")
    return frozenset(held["honorific"]) | frozenset(t for t in held["role"] if " " not in t)


def gender_of(first: str) -> str:
    """What a given name tells: 'male', 'female' or ''."""
    word = plain(first)
    long = table("firstnames.toml")["short"].get(word, [])
    for gender in ("male", "female"):
        known = words_of("firstnames.toml", gender)
        if word in known or (long and all(w in known for w in long)):
            return gender
    return ""


def is_outlet(words: Sequence[str]) -> bool:
    name = plain(" ".join(words))
    if name in outlets():
        return True
    if len(words) > 2 and plain(words[-1]) in words_of("aliases.toml", "outlet", "networks") and plain(words[0]) in outlets():
        return True
    if len(words) > 2 and plain(" ".join(words[-2:])) in words_of("aliases.toml", "outlet", "pairs"):
        return True
    return len(words) > 1 and plain(words[-1]) in words_of("aliases.toml", "outlet", "last") and not gender_of(words[0])


@functools.cache
def outlets() -> dict[str, str]:
    """Known outlets: the plain name to the name in full."""
    held = {plain(name): "" for name in words_of("aliases.toml", "outlet", "names")}
    for file in ("outlets.toml", "agencies.toml"):
        for name in _listed(file):
            held[plain(name)] = name
    return {k: v for k, v in held.items() if k}


def _listed(file: str) -> Iterator[str]:
    """Every ``name`` in an outlet table, wherever it stands; nothing where the table is not there."""
    try:
        todo: list[Any] = [table(file)]
    except MissingModel:
        return
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            if isinstance(value.get("name"), str):
                yield value["name"]
            todo += list(value.values())
        elif isinstance(value, list):
            todo += value
