"""The proper names of an article: where they stand, what they name, and the fullest form of each.

spaCy's small model calls one man a company here and a place there. So every place of a name votes, together with the
title before it, its first and last word and the tables of outlets and bodies; one name means one kind throughout the
article.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from secondsource.data import table
from secondsource.model import MentionKind
from secondsource.reading.names_runs import LABELS, NATIONS_BY_LETTERS, PREFIXES, Place, place_of, runs, split
from secondsource.reading.names_tables import gender_of, is_outlet, outlets, plain, words_of, words_of_titles
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


@dataclass(frozen=True, slots=True)
class Name:
    """One place of a name: tokens ``[start, end)`` without the title; ``title`` is where the title begins."""

    start: int
    end: int
    title: int
    kind: MentionKind
    name: str  #: the fullest form in this article
    roles: tuple[str, ...] = ()  #: nouns its title stands for here: ('senator',)
    gender: str = ""  #: 'male' or 'female', where title or given name tells it


@dataclass(slots=True)
class _Who:
    """A person as the article names them."""

    words: tuple[str, ...]
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    since: int = 1 << 60  #: the token where the full form first stands
    places: int = 0  #: how often the full form, or a title with the surname, stands


# ---- the vote ------------------------------------------------------------------------------------------------------


def find_names(parse: Parse) -> tuple[Name, ...]:
    """All names of the article in text order; headlines in title case are read by the names of the body."""
    doc = parse.doc
    loud = [
        block.span for block in parse.article.blocks if block.kind in ("headline", "subhead") and _title_case(parse.article[block.span])
    ]
    places: list[Place] = []
    late: list[Place] = []
    for run in runs(doc):
        for title, start, end in split(doc, *run):
            place = place_of(doc, title, start, end)
            shouted = any(s.start <= doc[start].idx < s.end for s in loud)
            (late if shouted else places).append(place)
    people = _people(places)
    kinds = _kinds(places, people)
    found = [name for place in places if (name := _read(place, people, kinds))]
    found += _in_headlines(doc, late, people, kinds)
    found += _missed(doc, found, people)
    return _one_form(doc, sorted(found, key=lambda n: n.start))


def _one_form(doc: Doc, names: list[Name]) -> tuple[Name, ...]:
    """'The Easton Times' and 'Easton Times' under one name: outlets with their article where it is ever written so, bodies without."""
    longest: dict[str, str] = {}
    for name in names:
        if name.kind != "outlet":
            continue
        known = plain(name.name) in outlets() and outlets()[plain(name.name)]
        after_the = name.start > 0 and doc[name.start - 1].lower_ == "the" and name.name.count(" ") > 0 and not known
        full = f"The {name.name}" if after_the and not name.name.startswith("The ") else name.name
        if len(full) > len(longest.get(plain(full), "")):
            longest[plain(full)] = full
    made = []
    for name in names:
        if name.kind == "outlet":
            name = replace(name, name=longest[plain(name.name)])
        elif name.kind == "organisation" and name.name.startswith("The ") and name.name.count(" ") > 1:
            name = replace(name, name=name.name[4:])
        made.append(name)
    return tuple(made)


def _missed(doc: Doc, found: list[Name], people: dict[str, list[_Who]]) -> Iterator[Name]:
    """Surnames of known people that the tagger took for common words: 'Trump says …' at the head of a line."""
    taken = {i for n in found for i in range(n.title, n.end)}
    for token in doc:
        who = people.get(plain(token.text)) if token.i not in taken and token.text[:1].isupper() and len(token.text) > 2 else None
        if who and token.pos_ in ("PROPN", "NOUN", "VERB", "ADJ", "AUX", "INTJ", "X"):
            yield _person(Place(token.i, token.i + 1, token.i, (token.text,), "", (), ""), who)


def _title_case(text: str) -> bool:
    words = [w for w in text.split() if len(w) > 3 and w[0].isalpha()]
    return sum(w[0].isupper() for w in words) > 0.7 * len(words) if words else False


def _surname(words: Sequence[str]) -> str:
    kept = [w for w in words if plain(w) not in SUFFIXES]
    return plain(kept[-1]) if kept else plain(words[-1])


def _is_person(place: Place) -> bool:
    """Evidence at this place alone: a title before it, a given name first, or the recogniser's word."""
    first, last = plain(place.words[0]), plain(place.words[-1])
    if (
        is_outlet(place.words)
        or last in words_of("aliases.toml", "organisation", "last")
        or plain(" ".join(place.words)) in words_of("aliases.toml", "organisation", "names")
    ):
        return False
    if place.roles or place.gender:
        return True
    if len(place.words) == 1:
        return False
    if "person" in place.hints:
        return True
    given = gender_of(first)
    return bool(given) or (place.label == "PERSON" and len(place.words) <= 4 and not all(w.isupper() for w in place.words))


def _people(places: Iterable[Place]) -> dict[str, list[_Who]]:
    """Surname to the people of that name, each with the fullest form."""
    held: dict[str, list[_Who]] = defaultdict(list)
    places = list(places)
    sure = [p for p in places if _is_person(p)]
    surnames = {_surname(p.words) for p in sure if len(p.words) == 1}  # 'Mr. Goelman' makes 'Ada Lindqvist' a man
    sure += [p for p in places if 1 < len(p.words) < 5 and _surname(p.words) in surnames and not _is_person(p) and not is_outlet(p.words)]
    for place in sorted(sure, key=lambda p: (-len(p.words), p.start)):
        surname = _surname(place.words)
        who = next((w for w in held[surname] if _same_person(w, place)), None)
        if who is None:
            who = _Who(place.words)
            held[surname].append(who)
        who.roles |= set(place.roles)
        who.since = min(who.since, place.start) if len(place.words) > 1 else who.since
        who.places += 1
        who.gender = who.gender or place.gender or (gender_of(place.words[0]) if len(place.words) > 1 else "")
    return held


def _same_person(who: _Who, place: Place) -> bool:
    """'Holt', 'Jim Holt' and 'James N. Holt' are one; 'Bill Clinton' and 'Hillary Clinton' are two."""
    if place.gender and who.gender and place.gender != who.gender:
        return False
    if len(place.words) == 1 and plain(who.words[-1]) in SUFFIXES and (place.roles or place.gender) and place.start < who.since:
        return False  # the President Trump met before any 'Donald Trump Jr.' is another man
    if len(place.words) == 1 or len(who.words) == 1:
        return True
    one, two = plain(who.words[0]), plain(place.words[0])
    short = table("firstnames.toml")["short"]
    return one == two or two in short.get(one, []) or one in short.get(two, []) or (min(len(one), len(two)) == 1 and one[0] == two[0])


def _kinds(places: Iterable[Place], people: dict[str, list[_Who]]) -> dict[str, MentionKind]:
    """One kind for each name that is not a known person's."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    heard: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for place in places:
        name = plain(" ".join(place.words))
        votes[name][place.label] += 1
        heard[name] |= place.hints or {""}
        shown.setdefault(name, "".join(place.words))
    kinds: dict[str, MentionKind] = {}
    for name, labels in votes.items():
        words = name.split()
        if is_outlet(words):
            kinds[name] = "outlet"
        elif (words and words[-1] in words_of("aliases.toml", "organisation", "last")) or name in words_of(
            "aliases.toml", "organisation", "names"
        ):
            kinds[name] = "organisation"
        elif name in NATIONS_BY_LETTERS:
            kinds[name] = "place"
        elif heard[name] & {"the"} and name in words_of("aliases.toml", "outlet", "last"):
            kinds[name] = "outlet"
        elif re.fullmatch(r"[A-Z]{2,6}", shown[name].replace(".", "")):
            kinds[name] = "organisation"  # 'FBI', 'F.B.I.'
        elif heard[name] == {"first"} and not set(labels) & set(LABELS):
            continue  # a common noun that opens a sentence
        else:
            best = [label for label, _ in labels.most_common() if label in LABELS]
            kinds[name] = LABELS[best[0]] if best else "organisation"
    return kinds


def _read(place: Place, people: dict[str, list[_Who]], kinds: dict[str, MentionKind]) -> Name | None:
    """What this place names. Among people of one surname a title or the given name decides; else the fullest known."""
    name = plain(" ".join(place.words))
    known = [w for w in people.get(_surname(place.words), []) if _same_person(w, place)]
    if known and (_is_person(place) or (len(place.words) == 1 and kinds.get(name) != "outlet")):
        return _person(place, known)
    if all(plain(w) in words_of_titles() or plain(w) in PREFIXES for w in place.words):
        return None  # 'the President', 'Congressman'
    kind = kinds.get(name)
    if len(place.words) == 1 and kind == "outlet" and name in words_of("aliases.toml", "outlet", "last"):
        long = sorted((k for k, v in kinds.items() if v == "outlet" and k.endswith(" " + name)), key=len)
        return Name(
            place.start, place.end, place.start, "outlet", (outlets().get(long[0]) or long[0].title()) if long else " ".join(place.words)
        )
    if kind is None or (
        place.label in ("NORP", "LAW", "EVENT", "LANGUAGE", "WORK_OF_ART", "PRODUCT") and kind == "organisation" and not _is_body(name)
    ):
        return None
    if kind == "person":
        return Name(place.start, place.end, place.title, "person", " ".join(place.words), place.roles, place.gender)
    return Name(place.start, place.end, place.start, kind, outlets().get(name) or " ".join(place.words))


def _person(place: Place, known: list[_Who]) -> Name:
    with_role = [w for w in known if set(place.roles) & w.roles]
    who = max(with_role or known, key=lambda w: (w.since <= place.start or len(w.words) == 1, w.places, -w.since))
    return Name(place.start, place.end, place.title, "person", _full(who.words), place.roles, place.gender or who.gender)


def _full(words: Sequence[str]) -> str:
    return re.sub(r" -(?= )| (?=-)|(?<=-) ", "", " ".join(words)).replace(" ,", ",")


def _is_body(name: str) -> bool:
    return (
        name in words_of("aliases.toml", "organisation", "names")
        or name.split()[-1] in words_of("aliases.toml", "organisation", "last")
        or name in outlets()
    )


def _in_headlines(doc: Doc, late: list[Place], people: dict[str, list[_Who]], kinds: dict[str, MentionKind]) -> Iterator[Name]:
    """Names of the body inside a run of headline capitals: the longest first."""
    known = {name: kind for name, kind in kinds.items() if kind != "person"}
    for place in late:
        at = place.start
        while at < place.end:
            for end in range(min(place.end, at + 6), at, -1):
                words = tuple(doc[i].text for i in range(at, end))
                piece = Place(at, end, at, words, "", (), "")
                name = plain(" ".join(words))
                who = [w for w in people.get(_surname(words), []) if (len(words) == 1 or words[0] == w.words[0])]
                if who:
                    yield _person(piece, who)
                elif name in known and (len(words) > 1 or words[0].isupper() or known[name] in ("outlet", "place")):
                    yield Name(at, end, at, known[name], outlets().get(name) or " ".join(words))
                else:
                    continue
                at = end - 1
                break
            at += 1
