"""Finding: the patterns of ``data/times.toml``, compiled to regular expressions over word letters, and where they fit.

A pattern line is turned into one regular expression. Because every quantifier in it is bounded and its atoms are
single letters, matching is linear in the text; only rows of time words are looked at, and only by patterns that can
begin with the row's next letter.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from secondsource.data import table
from secondsource.reading.times_words import OTHER, Alphabet, Words

LONGEST = 24  #: words in one expression at most
_ATOM = re.compile(r"\s+|'[^\w\s]'|'s\b|[A-Za-z_]\w*:|\w+|\{\d,\d\}|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the grammar."""

    words: str
    means: str
    more: Mapping[str, Any]  #: the line's other keys, for `times_meaning`
    regex: re.Pattern[str]
    first: frozenset[str]  #: the letters it can begin with
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``[start, end)`` that a pattern fits, and its named parts as word ranges."""

    pattern: Pattern
    start: int
    end: int
    parts: tuple[tuple[str, int, int], ...]


# ---- pattern lines -------------------------------------------------------------------------------------------------


def _expand(words: str, macros: Mapping[str, str]) -> str:
    """Macros written out: ``$N`` stands for ``(…)``."""
    for _ in range(6):  # macros in macros
        if "$" not in words:
            return words
        words = re.sub(r"\$([A-Z]+)", lambda m: f"({macros[m[1]]})", words)
    raise ValueError(f"macros without end: {words}")


def _atoms(words: str) -> list[str]:
    return [a for a in _ATOM.findall(words) if not a.isspace()]


_SYNTAX = set("()|?*+")


def literals(words: str) -> Iterator[str]:
    """The words and signs that a pattern line names as themselves."""
    for atom in _atoms(words):
        plain = atom.strip("'") if len(atom) == 3 and atom[0] == atom[2] == "'" else atom
        if plain is atom and (atom in _SYNTAX or atom.endswith(":") or atom.startswith("{") or atom.isupper()):
            continue
        yield plain


class _Compiler:
    """One pattern line to a regular expression, and the letters it can begin with (recursive descent)."""

    def __init__(self, words: str, alphabet: Alphabet):
        self.atoms, self.at, self.alphabet = _atoms(words), 0, alphabet
        self.names: dict[str, int] = {}

    def peek(self) -> str:
        return self.atoms[self.at] if self.at < len(self.atoms) else ""

    def alternatives(self) -> tuple[str, frozenset[str], bool]:
        """``a | b``: (regular expression, first letters, may be empty)."""
        parts = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.sequence())
        return "|".join(p[0] for p in parts), frozenset().union(*(p[1] for p in parts)), any(p[2] for p in parts)

    def sequence(self) -> tuple[str, frozenset[str], bool]:
        regex, first, empty = "", frozenset[str](), True
        while self.peek() not in ("", ")", "|"):
            piece, letters, optional = self.item()
            regex += piece
            first = first | letters if empty else first
            empty = empty and optional
        return regex, first, empty

    def item(self) -> tuple[str, frozenset[str], bool]:
        name = ""
        if self.peek().endswith(":") and len(self.peek()) > 1:
            name = self.peek()[:-1]
            self.at += 1
        atom, self.at = self.peek(), self.at + 1
        if atom == "(":
            regex, first, empty = self.alternatives()
            if self.peek() != ")":
                raise ValueError(f"a bracket is missing in {' '.join(self.atoms)}")
            self.at += 1
        else:
            first, empty = frozenset(self.letters(atom)), False
            regex = f"[{''.join(sorted(first))}]"
        if name:
            self.names[name] = self.names.get(name, 0) + 1
            regex = f"(?P<{name}__{self.names[name]}>{regex})"
        else:
            regex = f"(?:{regex})"
        if (sign := self.peek()) in ("?", "*", "+") or sign.startswith("{"):
            self.at += 1
            regex += sign
            empty = empty or sign in "?*" or sign.startswith("{0")
        return regex, first, empty

    def letters(self, atom: str) -> str:
        quoted = len(atom) == 3 and atom[0] == atom[2] == "'"
        found = self.alphabet.having(atom if atom.isupper() else "=" + (atom.strip("'") if quoted else atom))
        if not found:
            raise ValueError(f"no word is of class {atom}")
        return found


@dataclass(frozen=True, slots=True)
class Grammar:
    alphabet: Alphabet
    by_first: Mapping[str, tuple[Pattern, ...]]
    row: re.Pattern[str]
    trigger: re.Pattern[str]


def _holidays() -> list[dict[str, Any]]:
    """The pattern lines for the named days of ``data/holidays.toml``."""
    names = [name for entry in table("holidays.toml")["holiday"] for name in entry["names"]]
    words = " | ".join(names)
    line = f"$EDGE? r:(last | next | this | this past | the previous)? hol:({words}) (,? of? y:YEAR | $TAIL)? $PART?"
    weekend = f"(r:(last | next | this) | the)? hol:({words}) weekend (,? of? y:YEAR | $TAIL)?"
    week = f"(the week of)? (r:(last | next | this))? hol:({words}) week (,? of? y:YEAR | $TAIL)?"
    return [{"words": weekend, "means": "weekendof"}, {"words": week, "means": "weekof"}, {"words": line, "means": "date"}]


@functools.cache
def grammar() -> Grammar:
    """The compiled grammar, once per process."""
    data = table("times.toml")
    macros, lines = data["macros"], [*data["pattern"], *_holidays()]
    expanded = [_expand(line["words"], macros) for line in lines]
    alphabet = Alphabet({word for words in expanded for word in literals(words)})
    by_first: dict[str, list[Pattern]] = {}
    for line, words in zip(lines, expanded, strict=True):
        compiler = _Compiler(words, alphabet)
        regex, first, empty = compiler.alternatives()
        if empty or compiler.peek():
            raise ValueError(f"a pattern must not be empty or broken: {line['words']}")
        more = {k: v for k, v in line.items() if k not in ("words", "means", "seen", "not_after", "not_before")}
        refused = {k: frozenset(line.get(k, ())) for k in ("not_after", "not_before")}
        pattern = Pattern(line["words"], line["means"], more, re.compile(regex), first, **refused)
        for letter in sorted(first):
            by_first.setdefault(letter, []).append(pattern)
    glue = set("".join(alphabet.having(name) for name in data["glue"]))
    classes = [name for name, words in table("time_words.toml").items() if isinstance(words, dict)]
    strong = [name for name in (*classes, "QQ", "ISO", "SLASH", "CLOCK", "DECADE", "YEAR", "AMPM") if name not in data["glue"]]
    strong += ["=" + word for line in data["trigger_words"] for word in line.split()]
    strong += ["=" + name.split()[0] for entry in table("holidays.toml")["holiday"] for name in entry["names"]]
    triggers = set("".join(alphabet.having(name) for name in strong)) - (glue - set(alphabet.having("YEAR") + alphabet.having("UNIT")))
    triggers |= set(alphabet.having("=nineteen") + alphabet.having("=eighteen"))
    row, trigger = re.compile(f"[^{re.escape(OTHER)}]+"), re.compile(f"[{''.join(sorted(triggers))}]")
    return Grammar(alphabet, {k: tuple(v) for k, v in by_first.items()}, row, trigger)


# ---- finding -------------------------------------------------------------------------------------------------------


def _fits(pattern: Pattern, words: Words, start: int, end: int) -> bool:
    """Whether the words next to the expression allow it."""
    return words.word(start - 1) not in pattern.not_after and words.word(end) not in pattern.not_before


def _match_at(patterns: tuple[Pattern, ...], words: Words, at: int, stop: int) -> Match | None:
    """The longest expression at word ``at``; of equally long ones the first in the table."""
    best: Match | None = None
    for pattern in patterns:
        m = pattern.regex.match(words.letters, at, stop)
        if m is None or (best and m.end() <= best.end):
            continue
        start, end = m.start(), m.end()
        parts = tuple((name.split("__")[0], *m.span(name)) for name in m.groupdict() if m.start(name) >= 0)
        for name, left, right in parts:
            start, end = (right, end) if name == "pre" else (start, left) if name == "post" else (start, end)
        if (not best or end > best.end) and _fits(pattern, words, start, end):
            best = Match(pattern, start, end, parts)
    return best


def find(words: Words) -> Iterator[Match]:
    """Every time expression, left to right, none overlapping another."""
    g = grammar()
    letters = words.letters
    for row in g.row.finditer(letters):
        at, stop = row.span()
        if not g.trigger.search(letters, at, stop):
            continue
        while at < stop:
            patterns = g.by_first.get(letters[at])
            found = _match_at(patterns, words, at, min(stop, at + LONGEST)) if patterns else None
            if found:
                yield found
                at = found.end
            else:
                at += 1
