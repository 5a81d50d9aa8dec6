"""The proper names of an article: where they stand, what they name, and the fullest form of each.

spaCy's small model calls one man a company here and a place there. So every place of a name votes, together with the
title before it, its first and last word and the tables of outlets and bodies; one name means one kind throughout the
article.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from secondsource.data import table
from secondsource.model import MentionKind
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LABELS: dict[str, MentionKind] = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
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
class _Place:
    """A run of capitals before the vote."""

    start: int
    end: int
    title: int
    words: tuple[str, ...]
    label: str
    roles: tuple[str, ...]
    gender: str
    hints: frozenset[str] = (
        frozenset()
    )  #: 'person': words beside it say so; 'first': it opens its sentence; 'the': an article stands before


@dataclass(slots=True)
class _Who:
    """A person as the article names them."""

    words: tuple[str, ...]
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    since: int = 1 << 60  #: the token where the full form first stands
    places: int = 0  #: how often the full form, or a title with the surname, stands


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


# ---- runs of capitals ----------------------------------------------------------------------------------------------


def _named(token: Token) -> bool:
    text: str = token.text
    if not text[:1].isalpha() or not text[:1].isupper() or plain(text) in WEEK | MONTHS:
        return False
    return token.tag_ in ("NNP", "NNPS") or token.ent_type_ in LABELS


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
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


def _split(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int, int]]:
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


@functools.cache
def words_of_titles() -> frozenset[str]:
    held = table("titles.toml")
    return frozenset(held["honorific"]) | frozenset(t for t in held["role"] if " " not in t)


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


# ---- the vote ------------------------------------------------------------------------------------------------------


def find_names(parse: Parse) -> tuple[Name, ...]:
    """All names of the article in text order; headlines in title case are read by the names of the body."""
    doc = parse.doc
    loud = [
        block.span for block in parse.article.blocks if block.kind in ("headline", "subhead") and _title_case(parse.article[block.span])
    ]
    places: list[_Place] = []
    late: list[_Place] = []
    for run in _runs(doc):
        for title, start, end in _split(doc, *run):
            place = _place(doc, title, start, end)
            shouted = any(s.start <= doc[start].idx < s.end for s in loud)
            (late if shouted else places).append(place)
    people = _people(places)
    kinds = _kinds(places, people)
    found = [name for place in places if (name := _read(place, people, kinds))]
    found += _in_headlines(doc, late, people, kinds)
    found += _missed(doc, found, people)
    return tuple(sorted(found, key=lambda n: n.start))


def _missed(doc: Doc, found: list[Name], people: dict[str, list[_Who]]) -> Iterator[Name]:
    """Surnames of known people that the tagger took for common words: 'Trump says …' at the head of a line."""
    taken = {i for n in found for i in range(n.title, n.end)}
    for token in doc:
        who = people.get(plain(token.text)) if token.i not in taken and token.text[:1].isupper() and len(token.text) > 2 else None
        if who and token.pos_ in ("PROPN", "NOUN", "VERB", "ADJ", "AUX", "INTJ", "X"):
            yield _person(_Place(token.i, token.i + 1, token.i, (token.text,), "", (), ""), who)


def _title_case(text: str) -> bool:
    words = [w for w in text.split() if len(w) > 3 and w[0].isalpha()]
    return sum(w[0].isupper() for w in words) > 0.7 * len(words) if words else False


def _place(doc: Doc, title: int, start: int, end: int) -> _Place:
    words = tuple(doc[i].text for i in range(start, end))
    labels = Counter(doc[i].ent_type_ for i in range(start, end) if doc[i].ent_type_)
    label = labels.most_common(1)[0][0] if labels else ""
    roles, gender = _title(doc, title, start)
    return _Place(start, end, title, words, label, roles, gender, frozenset(_hints(doc, title, start, end)))


def _hints(doc: Doc, title: int, start: int, end: int) -> Iterator[str]:
    people = words_of("roles.toml", "person")
    before = doc[title - 1] if title else None
    if title == start and doc[start].is_sent_start:
        yield "first"
    if before is not None and before.lower_ == "the":
        yield "the"
    if before is not None and not doc[title].is_sent_start and before.lemma_.lower() in people and before.tag_ == "NN" and end - start > 1:
        yield "person"  # 'attorney Aitan Goelman'
    if end + 1 < len(doc) and doc[end].text == ",":
        if doc[end + 1].like_num and len(doc[end + 1].text) == 2:
            yield "person"  # 'Cesar Sayoc, 56,'
        if any(t.lemma_.lower() in people and t.i > end for t in doc[end - 1].children if t.dep_ == "appos"):
            yield "person"  # 'Aitan Goelman, his attorney,'
    if before is not None and before.tag_ == "POS" and title >= 2 and plain(doc[title - 2].text) in outlets() and end - start > 1:
        yield "person"  # 'NBC's Lester Holt'


def _surname(words: Sequence[str]) -> str:
    kept = [w for w in words if plain(w) not in SUFFIXES]
    return plain(kept[-1]) if kept else plain(words[-1])


def _is_person(place: _Place) -> bool:
    """Evidence at this place alone: a title before it, a given name first, or the recogniser's word."""
    first, last = plain(place.words[0]), plain(place.words[-1])
    if (
        _is_outlet(place.words)
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


def gender_of(first: str) -> str:
    """What a given name tells: 'male', 'female' or ''."""
    word = plain(first)
    long = table("firstnames.toml")["short"].get(word, [])
    for gender in ("male", "female"):
        known = words_of("firstnames.toml", gender)
        if word in known or (long and all(w in known for w in long)):
            return gender
    return ""


def _people(places: Iterable[_Place]) -> dict[str, list[_Who]]:
    """Surname to the people of that name, each with the fullest form."""
    held: dict[str, list[_Who]] = defaultdict(list)
    places = list(places)
    sure = [p for p in places if _is_person(p)]
    surnames = {_surname(p.words) for p in sure if len(p.words) == 1}  # 'Mr. Goelman' makes 'Aitan Goelman' a man
    sure += [p for p in places if 1 < len(p.words) < 5 and _surname(p.words) in surnames and not _is_person(p) and not _is_outlet(p.words)]
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


def _same_person(who: _Who, place: _Place) -> bool:
    """'Mattis', 'Jim Mattis' and 'James N. Mattis' are one; 'Bill Clinton' and 'Hillary Clinton' are two."""
    if place.gender and who.gender and place.gender != who.gender:
        return False
    if len(place.words) == 1 and plain(who.words[-1]) in SUFFIXES and (place.roles or place.gender) and place.start < who.since:
        return False  # the President Trump met before any 'Donald Trump Jr.' is another man
    if len(place.words) == 1 or len(who.words) == 1:
        return True
    one, two = plain(who.words[0]), plain(place.words[0])
    short = table("firstnames.toml")["short"]
    return one == two or two in short.get(one, []) or one in short.get(two, []) or (min(len(one), len(two)) == 1 and one[0] == two[0])


def _is_outlet(words: Sequence[str]) -> bool:
    name = plain(" ".join(words))
    if name in outlets():
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
    from secondsource.errors import MissingModel

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


def _kinds(places: Iterable[_Place], people: dict[str, list[_Who]]) -> dict[str, MentionKind]:
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
        if _is_outlet(words):
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


def _read(place: _Place, people: dict[str, list[_Who]], kinds: dict[str, MentionKind]) -> Name | None:
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


def _person(place: _Place, known: list[_Who]) -> Name:
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


def _in_headlines(doc: Doc, late: list[_Place], people: dict[str, list[_Who]], kinds: dict[str, MentionKind]) -> Iterator[Name]:
    """Names of the body inside a run of headline capitals: the longest first."""
    known = {name: kind for name, kind in kinds.items() if kind != "person"}
    for place in late:
        at = place.start
        while at < place.end:
            for end in range(min(place.end, at + 6), at, -1):
                words = tuple(doc[i].text for i in range(at, end))
                piece = _Place(at, end, at, words, "", (), "")
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
