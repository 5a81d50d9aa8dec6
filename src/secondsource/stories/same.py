"""Are two origins one, two, or perhaps either? With the rule that decides.

===========  ==========================================================================================================
SAME         one name; one institution; one document or its author; one newsroom's source described alike; one quotation
DIFFERENT    two names; roles that exclude each other; two governments; told apart by the reporter; a person and a record
PERHAPS      one speech under two names; both heard only through a third; everything else: two newsrooms' unnamed officials,
             an outlet's own voice beside anything
===========  ==========================================================================================================

The rule above all: a range of origins may be too wide, never too narrow. SAME needs a reason, DIFFERENT needs a proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from secondsource.model import Source
from secondsource.stories import names, roles

#: So many words in a row between quotation marks come from one mouth.
QUOTED_WORDS = 6
TOLD_WORDS = 10  #: so many words are told in one way by nobody but the one who has them from the other
MOST_SAYINGS = 12  #: of one origin that are looked at; hundreds of pages hold its few sayings again and again
ALIKE = 0.7  #: share of the shorter saying's words that the other has too, from which on they may be one speech
PEOPLE = ("named", "unnamed")


class Answer(Enum):
    SAME = "same"
    DIFFERENT = "different"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Origin:
    """The last voice of a chain, with what the reports tell about it."""

    source: Source
    room: str  #: the outlet it was reached through; 'newsroom of FILE' where the page does not tell
    articles: frozenset[str] = frozenset()  #: the reports that have it
    called: tuple[str, ...] = ()  #: the words that name it
    quoted: tuple[tuple[str, ...], ...] = ()  #: the words of its direct quotations
    through: frozenset[Source] = frozenset()  #: people and documents that stand before it in every chain
    told: tuple[str, ...] = ()  #: the claims it is named for, in the reports' words

    @property
    def roles(self) -> frozenset[str]:
        return roles.roles(self.called, self.source.kind == "organisation")

    @property
    def nations(self) -> frozenset[str]:
        return roles.nations(self.called) if self.source.kind != "document" else frozenset()


Rule = Callable[[Origin, Origin], "str | None"]
Verdict = tuple[Answer, str]


def verdict(one: Origin, other: Origin) -> Verdict:
    """SAME, DIFFERENT or PERHAPS, and the rule in words (none where no rule speaks); the order of the two does not matter."""
    first, second = sorted((one, other), key=lambda origin: (origin.source.id, origin.room))
    if first.source.id == second.source.id:
        return Answer.SAME, "one name"
    for answer, rule in RULES:
        if why := rule(first, second):
            return answer, why
    return Answer.PERHAPS, ""


# ---- SAME ----------------------------------------------------------------------------------------------------------


def one_name(one: Origin, other: Origin) -> str | None:
    """Two forms of a person's or an institution's name."""
    kinds = {one.source.kind, other.source.kind}
    if kinds == {"named"} and names.same_person(one.source.name, other.source.name):
        return "one name"
    if kinds == {"organisation"} and names.same_organisation(one.source.name, other.source.name):
        return "one institution"
    return None


def one_quotation(one: Origin, other: Origin) -> str | None:
    """The same six words or more, quoted from both."""
    runs = {words[n : n + QUOTED_WORDS] for words in one.quoted for n in range(len(words) - QUOTED_WORDS + 1)}
    shared = any(words[n : n + QUOTED_WORDS] in runs for words in other.quoted for n in range(len(words) - QUOTED_WORDS + 1))
    return "the same words are quoted from both" if shared else None


def one_speech(one: Origin, other: Origin) -> str | None:
    """Much the same words under two names: whoever of the two said them, they prove no second source."""
    if {one.source.kind, other.source.kind} != {"named"}:
        return None
    told = [[names.spoken(text) for text in origin.told] for origin in (one, other)]
    if alike(one.quoted, other.quoted, QUOTED_WORDS) or alike(told[0], told[1], TOLD_WORDS):
        return "much the same words are given to both"
    return None


def alike(some: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]], least: int) -> bool:
    """Do any two sayings share so many words, and most of the shorter one's?"""
    for one in some[:MOST_SAYINGS]:
        for other in others[:MOST_SAYINGS]:
            shared = sum((Counter(one) & Counter(other)).values())
            if shared >= least and shared >= ALIKE * min(len(one), len(other)):
                return True
    return False


def author(one: Origin, other: Origin) -> str | None:
    """A document and the person or institution that wrote it: ``the report by Robert Bauer`` / Robert Bauer."""
    document, writer = (one, other) if one.source.kind == "document" else (other, one)
    if document.source.kind != "document" or writer.source.kind not in ("named", "organisation"):
        return None
    key = names.person(writer.source.name)[-1:] if writer.source.kind == "named" else names.bare(writer.source.name)
    if any(roles.written_by(wording, key) for wording in document.called):
        return f"{writer.source.name} stands behind the document"
    shared = roles.offices(document.called) & roles.offices(writer.called)
    return f"{writer.source.name}, as {min(shared)}, stands behind the document" if shared else None


def one_document(one: Origin, other: Origin) -> str | None:
    """One document, where one description holds all that the other tells of it: ``the inspector general's report``."""
    if (one.source.kind, other.source.kind) != ("document", "document"):
        return None
    a, b = roles.distinct(one.source.name), roles.distinct(other.source.name)
    return "one document, told of twice" if a and b and (a <= b or b <= a) else None


def one_office(one: Origin, other: Origin) -> str | None:
    """An office that one person holds at a time: ``the inspector general`` / Michael Horowitz, the inspector general."""
    if {one.source.kind, other.source.kind} & {"document", "outlet"} or 1 not in (one.source.high, other.source.high):
        return None
    if not any(origin.source.kind != "named" or len(names.person(origin.source.name)) < 2 for origin in (one, other)):
        return None
    shared = roles.offices(one.called) & roles.offices(other.called)
    return f"one person is the {min(shared)}" if shared else None


def known_through(one: Origin, other: Origin) -> str | None:
    """A source that is heard only through the other: ``Keller said that Dorn denies it``, beside Keller himself."""
    for inner, outer in ((one, other), (other, one)):
        if outer.source.id in {source.id for source in inner.through}:
            return f"{inner.source.name} is heard only through {outer.source.name}"
    return None


def described_alike(one: Origin, other: Origin) -> str | None:
    """One newsroom's unnamed sources, where one description holds all of the other's words."""
    if (one.source.kind, other.source.kind) != ("unnamed", "unnamed") or one.room != other.room:
        return None
    a, b = names.description(one.source.name), names.description(other.source.name)
    if not a or not b or not (a <= b or b <= a) or not counts_agree(one.source, other.source):
        return None
    return f"both are {one.room}'s source, described alike"


def counts_agree(one: Source, other: Source) -> bool:
    """Is there a number of people that both descriptions allow?"""
    low = max(one.low or 0, other.low or 0)
    highs = [source.high for source in (one, other) if source.high is not None]
    return not highs or low <= min(highs)


def one_mouth(one: Origin, other: Origin) -> str | None:
    """Both are heard only through a third, who may have it from one of them."""
    shared = sorted(source.name for source in one.through & other.through)
    return f"both are heard only through {shared[0]}" if shared else None


# ---- DIFFERENT -----------------------------------------------------------------------------------------------------


def two_names(one: Origin, other: Origin) -> str | None:
    """Two full names that are not aliases."""
    if one.source.kind == other.source.kind == "named" and names.same_person(one.source.name, other.source.name) is False:
        return "two names"
    return None


def two_institutions(one: Origin, other: Origin) -> str | None:
    """Two institutions of which neither can be a part of the other: both known by name, with no word in common."""
    if one.source.kind == other.source.kind == "organisation" and roles.apart_institutions(one.source.name, other.source.name):
        return "two institutions"
    return None


def excluding_roles(one: Origin, other: Origin) -> str | None:
    """Roles that nobody holds both of."""
    if "outlet" in (one.source.kind, other.source.kind) or "document" in (one.source.kind, other.source.kind):
        return None
    return roles.exclude(one.roles, other.roles)


def two_governments(one: Origin, other: Origin) -> str | None:
    """Officials, officers or ministries of two countries."""
    a, b = one.nations, other.nations
    return roles.because_governments() if len(a) == len(b) == 1 and a != b else None


def told_apart(one: Origin, other: Origin) -> str | None:
    """``another official`` beside the first, in one report."""
    if one.source.kind != other.source.kind or one.source.kind != "unnamed" or not one.articles & other.articles:
        return None
    if roles.is_apart(one.called) != roles.is_apart(other.called) and names.description(one.source.name) & names.description(
        other.source.name
    ):
        return "the reporter tells them apart"
    return None


def person_and_record(one: Origin, other: Origin) -> str | None:
    """A person, and a document that no person speaks through."""
    document, person = (one, other) if one.source.kind == "document" else (other, one)
    if document.source.kind == "document" and person.source.kind in PEOPLE and roles.is_record(document.called):
        return "a person is not a public record"
    return None


#: In the order in which they are asked; the first that answers decides.
RULES: tuple[tuple[Answer, Rule], ...] = (
    (Answer.SAME, one_name),
    (Answer.SAME, known_through),
    (Answer.PERHAPS, one_mouth),
    (Answer.PERHAPS, one_speech),
    (Answer.DIFFERENT, two_names),
    (Answer.SAME, author),
    (Answer.SAME, one_document),
    (Answer.SAME, one_office),
    (Answer.SAME, one_quotation),
    (Answer.DIFFERENT, two_institutions),
    (Answer.DIFFERENT, two_governments),
    (Answer.DIFFERENT, excluding_roles),
    (Answer.DIFFERENT, told_apart),
    (Answer.DIFFERENT, person_and_record),
    (Answer.SAME, described_alike),
)
