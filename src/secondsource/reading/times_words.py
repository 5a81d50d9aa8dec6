"""Text to words: every word of a text becomes one letter, by what it can mean in a time expression.

::

    They  met  on  March  3   ,  2011
     .     .   .    M     d   ,   y        '.' is a word that stands in no pattern

The grammar (`times_grammar`) is then a set of ordinary regular expressions over letters. A letter stands for a *set*
of classes: "second" can be an ordinal or a unit, "10" a number, a day of the month or an hour. Letters are made from
``data/time_words.toml`` and the literal words of ``data/times.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from secondsource.data import table

OTHER = "."  #: the letter of a word that no pattern names
FIRST_LETTER = 0xE000  #: letters come from Unicode's private use area, so none is special in a regular expression

# Numbers use possessive quantifiers, so that a long row of digits is read once.
_LEX = re.compile(
    r"""
    (?P<gap>\n[^\S\n]*\n\s*)                                        # a blank line parts two blocks
  | (?P<ISO>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?(?![\w-]))      # "2018-09-08T10:31"
  | (?P<CLOCK>\d{1,2}:\d\d(?::\d\d)?(?![\w:]))                      # "10:30"
  | (?P<SLASH>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/]))              # "3/14/2018"
  | (?P<DECADE>(?:(?:1[0-9]|20)?[0-9]0['’]?|['’][0-9]0['’]?)s\b)    # "1990s", "1990's", "'90s"
  | (?P<QQ>Q[1-4]\b)                                                # "Q3"
  | (?P<ORDD>\d{1,2}(?:st|nd|rd|th)\b)                              # "3rd"
  | (?P<number>\d++(?:[.,]\d++)*+(?!\w))                            # "12", "1,984", "2.5"
  | (?P<mixed>\d++\w*+)                                             # "486DX"
  | (?P<AMPM>[AaPp]\.\s?[Mm]\b\.?|(?:am|pm|AM|PM)\b)                # "p.m."
  | (?P<word>(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|[^\W\d_]+))
  | (?P<mark>['’]s\b|[^\w\s]|_)
    """,
    re.VERBOSE,
)
_KINDS = ("QQ", "ISO", "CLOCK", "SLASH", "DECADE", "ORDD", "AMPM")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words. ``letters[i]`` is the class letter of word ``i``, at ``text[starts[i]:ends[i]]``."""

    text: str
    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]  #: in lower case, with a straight apostrophe

    def word(self, i: int) -> str:
        """Word ``i`` in lower case; '' beyond either end."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""


@functools.cache
def values(name: str) -> dict[str, object]:
    """The words of class ``name`` with what they mean: ``values("MONTH")["may"] == 5``."""
    return dict(table("time_words.toml")[name])


def number_classes(digits: str) -> frozenset[str]:
    """What a number in figures can be: '12' a day, an hour and a number."""
    if not digits.isdigit():
        return frozenset({"NUM"})
    n, long = int(digits[:9]), len(digits)
    if long == 4:
        hhmm = n // 100 < 24 and n % 100 < 60
        year = 1000 <= n < 3000
        return frozenset({"NUM"} | ({"YEAR"} if year else set()) | ({"HHMM"} if hhmm else set()))
    if long > 2:
        return frozenset({"NUM"})
    kinds = {"NUM"}
    kinds |= {"YY"} if long == 2 else set()
    kinds |= {"DAY"} if 1 <= n <= 31 else set()
    kinds |= {"HOUR"} if 1 <= n <= 12 else set()
    return frozenset(kinds)


class Alphabet:
    """The letters for a given set of literal words (those the patterns name)."""

    def __init__(self, literals: Iterable[str]):
        classes: dict[str, set[str]] = {}
        words = table("time_words.toml")
        for name, entries in words.items():
            for word in entries if isinstance(entries, dict) else ():
                classes.setdefault(word, set()).add(name)
        for word in literals:
            classes.setdefault(word, set()).add("=" + word)
        self._letters: dict[frozenset[str], str] = {}
        self._of_word: dict[str, str] = {}
        capital = set(words["needs_capital"])
        for word, kinds in sorted(classes.items()):
            letter = self._letter(frozenset(kinds))
            plain = frozenset(kinds - {"MONTH", "WABBR"}) if word in capital else frozenset(kinds)
            if plain:
                self._of_word[word] = self._letter(plain)
            self._of_word[word.capitalize()] = self._of_word[word.upper()] = letter
            if "MONTH" in kinds and len(word) <= 4:
                self._of_word[word.capitalize() + "."] = letter
        self._of_number = {
            n: self._letter(number_classes(n)) for n in (str(i).zfill(width) for width in (1, 2, 4) for i in range(10**width))
        }
        self._number = self._letter(frozenset({"NUM"}))
        self._of_kind = {kind: self._letter(frozenset({kind})) for kind in _KINDS}

    def _letter(self, kinds: frozenset[str]) -> str:
        return self._letters.setdefault(kinds, chr(FIRST_LETTER + len(self._letters)))

    def having(self, name: str) -> str:
        """All letters whose classes include ``name`` (a class, or '=' and a literal word)."""
        return "".join(letter for kinds, letter in self._letters.items() if name in kinds)

    def read(self, text: str) -> Words:
        """The words of a text; linear in its length."""
        letters, starts, ends, lower = [], [], [], []
        of_word, of_number = self._of_word, self._of_number
        for m in _LEX.finditer(text):
            kind, (start, end), word = m.lastgroup, m.span(), m.group()
            if kind == "word" or kind == "mark":
                letter = of_word.get(word) or OTHER
            elif kind == "number":
                glued = start and (text[start - 1].isalnum() or text[start - 1] in "$£€¥#^")  # "F16", "$2,000"
                letter = OTHER if glued else of_number.get(word) or self._number
            else:
                letter = self._of_kind.get(kind or "", OTHER)
            letters.append(letter)
            lower.append(word.lower().replace("’", "'"))
            starts.append(start)
            ends.append(end)
        return Words(text, "".join(letters), tuple(starts), tuple(ends), tuple(lower))
