"""Runs of capitals, cut at titles: 'House Oversight Committee Chairman Trey Gowdy' is a body, a title and a man."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondsource.data import table
from secondsource.model import MentionKind
from secondsource.reading.names_tables import gender_of, outlets, plain, words_of, words_of_titles

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LABELS: dict[str, MentionKind] = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
LONGEST = 12  #: tokens in one run of capitals; more is a headline, not a name
WEEK = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
MONTHS = {
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
    "oct",
    "nov",
    "dec",
    "jan",
    "feb",
    "aug",
}
JOINED = {"department", "ministry", "bank", "university", "house", "secretary", "director", "joint", "chiefs", "chief", "minister"}
PREFIXES = {"vice", "deputy", "first", "prime", "acting", "attorney", "press", "general"}
NATIONS_BY_LETTERS = {"us", "usa", "uk", "uae", "eu", "ussr", "dc"}


# 'HuffPost', 'ProPublica': a capital inside makes a name of it, whatever the parser takes it for
CAMEL = re.compile(r"[A-Z][a-z]+[A-Z][a-z]")


@dataclass(slots=True)
class Place:
    """A run of capitals before the vote."""

    start: int
    end: int
    title: int
    words: tuple[str, ...]
    label: str
    roles: tuple[str, ...]
    gender: str
    #: 'person': words beside it say so; 'first': it opens its sentence; 'the': an article stands before
    hints: frozenset[str] = frozenset()


# ---- runs of capitals ----------------------------------------------------------------------------------------------


def _named(token: Token) -> bool:
    text: str = token.text
    if not text[:1].isalpha() or not text[:1].isupper() or plain(text) in WEEK | MONTHS:
        return False
    return token.tag_ in ("NNP", "NNPS") or token.ent_type_ in LABELS or bool(CAMEL.match(text))


def runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Neighbouring name tokens; 'of', 'for', 'and', 'de' join where the recogniser saw one name."""
    at, size = 0, len(doc)
    while at < size:
        if not _named(doc[at]):
            at += 1
            continue
        end = at + 1
        while end < size and end - at < LONGEST and not doc[end].is_sent_start:
            if _named(doc[end]) or _joins(doc, end):
                end += 1
            else:
                break
        while end > at + 1 and not _named(doc[end - 1]):
            end -= 1
        yield at, end
        at = end


def _joins(doc: Doc, at: int) -> bool:
    """Is the small word at ``at`` inside one name: 'Department of Justice', 'Fish and Wildlife Service'?"""
    token = doc[at]
    if token.text in ("’s", "'s", "’", "'"):
        return False
    low = token.lower_
    if (
        low == "."
        and plain(doc[at - 1].text) in words_of_titles()
        and at + 1 < len(doc)
        and _named(doc[at + 1])
        and not doc[at + 1].is_sent_start
    ):
        return True  # 'Sens. Dunn and Hale', where the tokeniser parts 'Sens' and its full stop
    if low in ("of", "the") and at >= 2 and at + 2 < len(doc):  # 'Secretary of the Interior'
        first = at if low == "of" else at - 1
        if doc[first].lower_ == "of" and doc[first + 1].lower_ == "the" and doc[first - 1].lower_ in JOINED and _named(doc[first + 2]):
            return True
    if low in ("de", "la", "bin", "al", "von", "van", "der", "el", "-") and at + 1 < len(doc) and _named(doc[at + 1]):
        return bool(token.whitespace_) or low == "-"
    if low in ("of", "for", "and", "the", "&", "on") and token.ent_iob_ == "I" and token.ent_type_ == "ORG":
        return True
    return (
        low == "of"
        and at > 0
        and doc[at - 1].lower_
        in ("department", "ministry", "bank", "university", "house", "secretary", "director", "joint", "chiefs", "chief")
    )


def split(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """A run cut at its title: 'House Oversight Committee Chairman Trey Gowdy' is a body, a title and a man."""
    while start < end - 1 and (doc[start].ent_type_ == "NORP" or doc[start].lower_ in ("republican", "democrat", "democratic")):
        start += 1  # 'Republican Pat Toomey'
    if start + 1 < end and doc[start].text in ("R", "D", "I") and doc[start + 1].text in ("-", "–"):
        return  # 'R-Calif.'
    titles = words_of_titles()
    cut = begin = None
    for at in range(start, end - 1):
        if plain(doc[at].text) not in titles or _one_name(doc, at):
            continue
        if doc[at + 1].lower_ in ("of", "for"):
            cut, begin = at, next((i for i in range(at + 2, end) if _given(doc, i, end)), None)
        elif _person_may_begin(doc, at + 1, end):
            cut, begin = at, at + 1
            if doc[begin].text == "." and begin + 1 < end:
                begin += 1
    if cut is None or begin is None:
        yield start, start, end
        return
    first = cut
    while first > start and plain(doc[first - 1].text) in titles | PREFIXES:
        first -= 1
    if first > start:
        yield start, start, first
    yield first, begin, end


def _given(doc: Doc, at: int, end: int) -> bool:
    """Does a person's name begin at ``at`` in 'Secretary of State Hillary Clinton'?"""
    return at + 1 < end and (bool(gender_of(doc[at].text)) or (doc[at].ent_type_ == "PERSON" and doc[at - 1].ent_type_ != "PERSON"))


def _one_name(doc: Doc, at: int) -> bool:
    """Does the recogniser see the title word and the next as one body or place: 'General Motors', 'King County'?"""
    after = doc[at + 1]
    return after.ent_iob_ == "I" and after.ent_type_ in ("ORG", "GPE", "FAC", "LOC") and doc[at].ent_type_ == after.ent_type_


def _person_may_begin(doc: Doc, at: int, end: int) -> bool:
    last = plain(doc[end - 1].text)
    if doc[at].text == "." and at + 1 < end:
        at += 1
    if last in words_of("aliases.toml", "organisation", "last") or last in words_of_titles():
        return False
    return end - at <= 5 and doc[at].ent_type_ in ("PERSON", "", "ORG", "GPE", "NORP")


def _title(doc: Doc, first: int, start: int) -> tuple[tuple[str, ...], str]:
    """The roles and the gender that the title words ``[first, start)`` tell."""
    held = table("titles.toml")
    words = [plain(doc[i].text) for i in range(first, start)]
    gender = next((held["honorific"][w] for w in words if held["honorific"].get(w)), "")
    roles = [held["role"][w] for w in words if w in held["role"]]
    if "general" in roles and "attorney" in words:
        roles = ["attorney general"]
    if "president" in roles and "vice" in words:
        roles = ["vice president"]
    if roles == ["minister"] and "prime" in words:
        roles = ["prime minister"]
    if first and words and doc[first - 1].lower_ in ("former", "ex", "then"):
        roles = [f"{doc[first - 1].lower_} {role}" for role in roles]
    return tuple(roles), gender


def place_of(doc: Doc, title: int, start: int, end: int) -> Place:
    words = tuple(doc[i].text for i in range(start, end))
    labels = Counter(doc[i].ent_type_ for i in range(start, end) if doc[i].ent_type_)
    label = labels.most_common(1)[0][0] if labels else ""
    roles, gender = _title(doc, title, start)
    return Place(start, end, title, words, label, roles, gender, frozenset(_hints(doc, title, start, end)))


def _hints(doc: Doc, title: int, start: int, end: int) -> Iterator[str]:
    people = words_of("roles.toml", "person")
    before = doc[title - 1] if title else None
    if title == start and doc[start].is_sent_start:
        yield "first"
    if before is not None and before.lower_ == "the":
        yield "the"
    if before is not None and not doc[title].is_sent_start and before.lemma_.lower() in people and before.tag_ == "NN" and end - start > 1:
        yield "person"  # 'attorney Ada Lindqvist'
    if end + 1 < len(doc) and doc[end].text == ",":
        if doc[end + 1].like_num and len(doc[end + 1].text) == 2:
            yield "person"  # 'Cesar Sayoc, 56,'
        if any(t.lemma_.lower() in people and t.i > end for t in doc[end - 1].children if t.dep_ == "appos"):
            yield "person"  # 'Ada Lindqvist, his attorney,'
    if before is not None and before.tag_ == "POS" and title >= 2 and plain(doc[title - 2].text) in outlets() and end - start > 1:
        yield "person"  # 'NBC's Lester Holt'
