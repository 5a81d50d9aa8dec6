"""Is it one name? People, outlets, institutions and descriptions, compared across reports.

``Michael T. Flynn`` and ``Mike Flynn`` are one person's names, ``Bill Clinton`` and ``Hillary Clinton`` two persons';
``NYT`` is The New York Times. Where names leave it open (``Clinton``), the answer is neither.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

from secondsource.data import table

#: "F.B.I.", "U.S.", "J.F.K": single letters with points between; at most ten.
POINTED = re.compile(r"\b(?:[^\W\d_]\.){1,10}[^\W\d_]?(?![^\W\d_])")
#: Soft hyphen, zero-width space and joiners, word joiner, byte order mark: no reader sees them in a name.
UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None)
#: A word: letters and digits, a hyphen or apostrophe inside ("Ocasio-Cortez", "O'Neill").
WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


@functools.lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents, points of abbreviations and possessives."""
    plain = unicodedata.normalize("NFKD", text).translate({0x2019: "'", 0x2018: "'", 0x2010: "-", 0x2011: "-", **UNSEEN})
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    plain = POINTED.sub(lambda found: found[0].replace(".", ""), plain)
    return tuple(re.sub(r"'s?$", "", word) for word in WORD.findall(plain.replace("'s ", " ")))


@functools.cache
def _given() -> dict[str, frozenset[int]]:
    """Given name -> the rows of the table of nicknames it stands in."""
    rows: dict[str, set[int]] = {}
    for number, row in enumerate(table("names.toml")["nicknames"]):
        for name in row:
            rows.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


@functools.cache
def _rows(kind: str) -> dict[tuple[str, ...], str]:
    """The words of each name of the table -> the first name of its row."""
    return {bare(name): row[0] for row in table("names.toml")[kind] for name in row}


def bare(name: str) -> tuple[str, ...]:
    """The words of a name without a leading article."""
    found = words(name)
    return found[1:] if len(found) > 1 and found[0] in ("the", "a", "an") else found


def is_part(name: str) -> bool:
    """'one of the engineers': a part of those whom another name calls whole."""
    return bare(name)[1:2] == ("of",) and bare(name)[0] in ("one", "two", "three", "some", "several", "both", "many", "most", "all")


# ---- people --------------------------------------------------------------------------------------------------------


# 'AWT CFO Joseph Sutter': a body and an office in letters before a name that is written out
LETTERS = re.compile(r"^(?:[A-Z]{2,6} ){1,3}(?=[A-Z](?:[a-z]|\. ))")


@functools.lru_cache(maxsize=65536)
def person(name: str) -> tuple[str, ...]:
    """A person's own names: ``Sen. Joseph I. Lieberman, D-Conn.`` gives joseph, lieberman."""
    known = table("names.toml")
    found = [word for word in words(LETTERS.sub("", re.split(r"[,(]", name, maxsplit=1)[0])) if word not in known["suffixes"]]
    titled = [n for n, word in enumerate(found[:-1]) if word in known["titles"]]
    own = found[titled[-1] + 1 if titled else 0 :]
    own = own[: own.index("of")] if "of" in own[1:] else own
    return tuple(word for n, word in enumerate(own) if len(word) > 1 or n == 0)


@functools.lru_cache(maxsize=65536)
def people(name: str) -> tuple[tuple[str, ...], ...]:
    """Everybody a name names: ``Sens. Ann Dale (Ill.) and Carl Moor (R.I.)`` gives two."""
    if " and " not in name:
        return (person(name),)
    parts = re.split(r", and | and |, ", re.sub(r"\([^)]{0,40}\)", "", name))
    return tuple(found for part in parts if part.split()[-1:] and part.split()[-1][0].isupper() and (found := person(part)))


def family(name: tuple[str, ...]) -> str:
    return name[-1] if name else ""


def same_given(one: str, other: str) -> bool:
    """``Joe`` and ``Joseph``, ``J`` and ``Joseph``; not ``Bill`` and ``Hillary``."""
    if one == other or (1 in (len(one), len(other)) and one[0] == other[0]):
        return True
    return bool(_given().get(one, frozenset()) & _given().get(other, frozenset()))


def same_person(one: str, other: str) -> bool | None:
    """True where both are full names of one person, False where they cannot be, None where it is open.

    Two people named together are another's words only where nobody is in both.
    """
    a, b = people(one), people(other)
    answers = [[same_names(x, y) for y in b] for x in a]
    if not answers or not answers[0]:
        return None
    if all(answer is False for row in answers for answer in row):
        return False
    return True if len(a) == len(b) and all(True in row for row in answers) else None


def middle(name: tuple[str, ...]) -> str:
    """The given name behind a bare initial: ``barry`` of ``A. Barry Rand``; none where the first name is written out."""
    return name[1] if len(name) > 2 and len(name[0]) == 1 else ""


def same_names(a: tuple[str, ...], b: tuple[str, ...]) -> bool | None:
    """One person's names? A bare surname leaves it open."""
    if not a or not b:
        return None
    if a == b:
        return True if len(a) > 1 else None
    if len(a) > 1 and len(b) > 1:
        if family(a) == family(b):
            return same_given(a[0], b[0]) or middle(a) == b[0] or middle(b) == a[0]
        return None if set(a) & set(b) - set(table("names.toml")["particles"]) else False
    return None if set(a) & set(b) else False


# ---- outlets and institutions --------------------------------------------------------------------------------------


def outlet(name: str) -> str:
    """One key for all names of an outlet that the table knows; else its words without the article."""
    return _rows("outlets").get(bare(name)) or " ".join(bare(name))


def known_outlet(name: str) -> bool:
    """Does the table know an outlet of this name?"""
    return bare(name) in _rows("outlets")


def is_kind_of_outlet(key: str) -> bool:
    """``newspaper``, ``the network``: words for any outlet, not a name."""
    return " ".join(bare(key)) in table("names.toml")["outlet_kinds"]


def is_page(name: str) -> bool:
    """``its website``, ``a Twitter account``: where somebody publishes, and no newsroom."""
    return bare(name)[-1:] != () and bare(name)[-1] in table("names.toml")["pages"]


def split_outlets(name: str) -> tuple[str, ...]:
    """``The Weekly Standard and ABC News`` names two: every part begins with a capital, and the table knows one of them."""
    parts = tuple(part.strip() for part in re.split(r", and |, | and ", name))
    if len(parts) > 1 and all(part[:1].isupper() for part in parts) and any(map(known_outlet, parts)):
        return tuple(outlet(part) if known_outlet(part) else part for part in parts)
    return (name,)


def short_outlet(name: str) -> tuple[str, ...]:
    """How a second mention may shorten it: ``the Times`` for The New York Times."""
    return bare(_rows("outlets").get(bare(name), name))[-1:]


def organisation(name: str) -> str:
    """One key for all names of an institution that the table knows; else its words without article and 'US'."""
    found = bare(name)
    return _rows("organisations").get(found) or " ".join(found[1:] if len(found) > 1 and found[0] == "us" else found)


def initials(name: str) -> str:
    """``Fish and Wildlife Service`` gives fws."""
    return "".join(word[0] for word in bare(name) if word not in ("of", "the", "and", "for", "on", "in"))


def same_organisation(one: str, other: str) -> bool:
    """One key, or one is the other's initials (three letters or more)."""
    a, b = organisation(one), organisation(other)
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return " " not in short and len(short) >= 3 and " " in long and initials(long) == short


# ---- descriptions --------------------------------------------------------------------------------------------------


def description(name: str) -> frozenset[str]:
    """The words that tell one unnamed source from another: ``the two unidentified American officials`` gives us, official."""
    empty = table("exclusions.toml")["empty"]
    return frozenset(word for word in plain_words(name) if word not in empty and not word.isdigit())


def plain_words(text: str) -> tuple[str, ...]:
    """Words in the singular, with one word for each nation: ``American officials`` gives us, official."""
    found, joined = list(bare(text)), _nations()
    for at in range(len(found) - 2, -1, -1):
        if (pair := f"{found[at]} {found[at + 1]}") in joined:
            found[at : at + 2] = [joined[pair]]
    return tuple(plain(word) for word in found)


def plain(word: str) -> str:
    """A word without its plural, and one word for each nation."""
    known = _nations()
    if word in known:
        return known[word]
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    word = table("names.toml")["one_word_for"].get(word, word)
    return known.get(word, word)


@functools.cache
def _nations() -> dict[str, str]:
    return {name: nation for nation, names in table("exclusions.toml")["nations"].items() for name in names}


@functools.cache
def _nation_keys() -> frozenset[str]:
    return frozenset(_nations().values())


def nations(found: Iterable[str]) -> frozenset[str]:
    """Which nations these plain words name."""
    return frozenset(found) & _nation_keys()


def has_run(found: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Do the wanted words stand in a row among those found?"""
    return bool(wanted) and any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))


def spoken(text: str) -> tuple[str, ...]:
    """The words of a quotation without those that papers write in two ways: ``and`` and ``&``."""
    return tuple(word for word in words(text) if word not in ("and", "&"))
