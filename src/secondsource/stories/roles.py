"""What a source is, read from the words that name it, and which roles exclude each other.

The table is ``data/exclusions.toml``: each row says why, with an example.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

from secondsource.data import table
from secondsource.stories import names

#: "Price's lawyer": what stands before the last possessive is somebody else.
OWNER = re.compile(r"^.*['’]s?\s(?=\w)")
#: "a lawyer for Price", "an official with knowledge of it": what follows is somebody or something else.
OTHERS = re.compile(r"(?<=\w)\s(?:(for)|with|who|whose|to|familiar|close|briefed|involved)\s.*$")


@functools.lru_cache(maxsize=4096)
def roles(wordings: tuple[str, ...], institution: bool = False) -> frozenset[str]:
    """The roles that these wordings show: ``Sen. Claire McCaskill, D-Mo.`` gives legislator, democrat.

    ``institution``: the source is one, so its name shows its kind ("the Justice Department").
    """
    texts = [" ".join(names.plain_words(own_part(wording))) for wording in wordings]
    kinds = [row["name"] for row in table("exclusions.toml")["roles"]]
    return frozenset(kind for kind in kinds if any(pattern(kind, institution).search(text) for text in texts))


def own_part(wording: str) -> str:
    """The part of a description that says what the source is: ``his lawyer`` for ``Price's lawyer``."""
    return OTHERS.sub(lambda found: " for" if found[1] else "", OWNER.sub("his ", wording))


@functools.cache
def pattern(name: str, institution: bool) -> re.Pattern[str]:
    """A role's phrases as whole words, not after or before the words that make them another role."""
    row: dict[str, Any] = next(row for row in table("exclusions.toml")["roles"] if row["name"] == name)
    bodies = [f"{plural_free(phrase)}$" for phrase in row.get("institutions", [])] if institution else []
    phrases = "|".join([*map(plural_free, row["phrases"]), *bodies])
    behind = "".join(f"(?<!\\b{re.escape(word)} )" for word in row.get("not_after", []))
    ahead = "|".join(re.escape(word) for word in row.get("not_before", []))
    return re.compile(rf"{behind}(?<![\w-])(?:{phrases})(?![\w-])" + (rf"(?! (?:{ahead})\b)" if ahead else ""))


def plural_free(phrase: str) -> str:
    """A phrase as the plain words have it; one with a bracket is a pattern already."""
    return phrase if "[" in phrase else re.escape(" ".join(map(names.plain, phrase.split())))


def exclude(one: frozenset[str], other: frozenset[str]) -> str | None:
    """The reason why nobody holds a role of both sets; None where somebody may."""
    for row in table("exclusions.toml")["exclude"]:
        a, b = row["roles"]
        if ((a in one and b in other) or (b in one and a in other)) and not (a in one and b in one) and not (a in other and b in other):
            return str(row["because"])
    return None


@functools.lru_cache(maxsize=4096)
def nations(wordings: tuple[str, ...]) -> frozenset[str]:
    """The countries these wordings name, where they name a role that is held for a country."""
    phrases = [" ".join(map(names.plain, phrase.split())) for phrase in table("exclusions.toml")["governments"]["phrases"]]
    found: set[str] = set()
    for wording in wordings:
        plain = names.plain_words(wording)
        text = f" {' '.join(plain)} "
        if any(f" {phrase} " in text for phrase in phrases):
            found |= names.nations(plain)
    return frozenset(found)


def is_record(wordings: Iterable[str]) -> bool:
    """A document that nobody in particular speaks through: ``public records``, ``Federal law``."""
    phrases = table("exclusions.toml")["records"]["phrases"]
    return any(
        f" {' '.join(map(names.plain, phrase.split()))} " in f" {' '.join(names.plain_words(wording))} "
        for wording in wordings
        for phrase in phrases
    )


def is_apart(wordings: Iterable[str]) -> bool:
    """``another official``, ``a second person``: the reporter tells it from the one before."""
    apart = set(table("exclusions.toml")["apart"])
    return any(set(names.words(wording)[:2]) & apart for wording in wordings)


def because_governments() -> str:
    return str(table("exclusions.toml")["governments"]["because"])


def apart_institutions(one: str, other: str) -> bool:
    """Two institutions that the table knows as wholes of their own."""
    own = {names.organisation(name) for name in table("exclusions.toml")["institutions"]["own"]}
    a, b = names.organisation(one), names.organisation(other)
    return a != b and a in own and b in own


@functools.lru_cache(maxsize=4096)
def offices(wordings: tuple[str, ...]) -> frozenset[str]:
    """Offices held by one person at a time that these wordings name; not those of a deputy or a former holder."""
    given = table("exclusions.toml")["offices"]
    found = set()
    for wording in wordings:
        plain = names.plain_words(wording)
        for office in given["phrases"]:
            words = tuple(map(names.plain, office.split()))
            at = next((n for n in range(len(plain)) if plain[n : n + len(words)] == words), None)
            if at is not None and not set(plain[:at]) & set(given["not_after"]):
                found.add(office)
    return frozenset(found)


def written_by(wording: str, writer: tuple[str, ...]) -> bool:
    """Does a document's description name its writer: ``the report by Bauer``, ``Bauer's memo``; not ``a letter to Bauer``."""
    plain, away = names.words(wording), table("exclusions.toml")["documents"]["not_by"]
    places = [n for n in range(len(plain)) if writer and plain[n : n + len(writer)] == writer]
    return any(not set(plain[max(0, n - 3) : n]) & set(away) for n in places)


def distinct(name: str) -> frozenset[str]:
    """What tells a document from others of its kind: ``an inspector general report`` gives inspector, general."""
    return names.description(name) - frozenset(table("exclusions.toml")["documents"]["kinds"])
