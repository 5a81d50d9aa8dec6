"""Each row of the tables of sameness and difference, with its example."""

from __future__ import annotations

import pytest

from secondsource.data import table
from secondsource.model import Source
from secondsource.stories.same import Answer, Origin, verdict


def origin(
    name: str, kind: str = "unnamed", room: str = "The Post", articles: str = "a", count: tuple[int | None, int | None] = (1, 1), **more
) -> Origin:
    called = more.pop("called", (name,))
    quoted = tuple(tuple(words.split()) for words in more.pop("quoted", ()))
    id = f"s-{kind}-{name}-{room if kind == 'unnamed' else ''}"
    source = Source(id, name, kind, low=count[0], high=count[1])  # type: ignore[arg-type]
    return Origin(source, room, frozenset(articles), called, quoted, **more)


def answers(one: Origin, other: Origin) -> Answer:
    assert verdict(one, other) == verdict(other, one), "the order of the two must not matter"
    return verdict(one, other)[0]


SAME = [
    ("one name", origin("Dana Wells", "named"), origin("Dana R. Wells", "named")),
    ("a short form of the given name", origin("Joe Hart", "named"), origin("Joseph Hart", "named")),
    ("one institution by two names", origin("the Justice Department", "organisation"), origin("Department of Justice", "organisation")),
    ("an institution by its initials", origin("Water Safety Board", "organisation"), origin("WSB", "organisation")),
    ("one newsroom, one description", origin("two harbour officials", count=(2, 2)), origin("the harbour officials", count=(2, None))),
    (
        "one newsroom, reached from two pages",
        origin("unidentified American officials", articles="a", count=(2, None)),
        origin("11 US officials", articles="b", count=(11, 11)),
    ),
    ("a document and who wrote it", origin("the report by Dana Wells", "document"), origin("Dana Wells", "named")),
    ("a document and the institution behind it", origin("the White House memo", "document"), origin("the White House", "organisation")),
    (
        "one document told of twice",
        origin("an auditor general's report", "document"),
        origin("the report by the auditor general", "document"),
    ),
    (
        "an office that one person holds",
        origin("the inspector general"),
        origin("Dana Wells", "named", called=("the inspector general, Dana Wells",)),
    ),
    (
        "the same six words quoted from both",
        origin("a driver", room="The Post", quoted=("the bus was already on fire when we came",)),
        origin("a man", room="The Sun", quoted=("well the bus was already on fire by then",)),
    ),
]

DIFFERENT = [
    ("two full names", origin("Dana Wells", "named"), origin("Robert Price", "named")),
    ("one family name, two given names", origin("Bill Marsh", "named"), origin("Helen Marsh", "named")),
    ("two governments", origin("11 American officials", count=(11, 11)), origin("a former Venezuelan military commander", room="The Sun")),
    ("told apart by the reporter", origin("a harbour official"), origin("another harbour official", articles="a")),
    ("a person and a public record", origin("a law enforcement source"), origin("public records", "document")),
    ("two institutions", origin("the White House", "organisation"), origin("the Fish and Wildlife Service", "organisation")),
]

PERHAPS = [
    (
        "two newsrooms' unnamed officials of one government",
        origin("US officials", count=(2, None)),
        origin("three US officials", room="The Sun", count=(3, 3)),
    ),
    (
        "a named official and an unnamed one",
        origin("Dana Wells", "named", called=("Dana Wells, a harbour official",)),
        origin("a harbour official"),
    ),
    ("an outlet's own voice beside a person", origin("The Sun", "outlet"), origin("Dana Wells", "named")),
    ("two outlets' own voices", origin("The Sun", "outlet"), origin("The Post", "outlet")),
    ("'sources' beside anything", origin("sources", count=(2, None)), origin("Dana Wells", "named")),
    ("a bare family name that two people bear", origin("Marsh", "named"), origin("Helen Marsh", "named")),
    ("numbers of people that differ", origin("two harbour officials", count=(2, 2)), origin("three harbour officials", count=(3, 3))),
    ("a report of no known writer, and a person", origin("a report", "document"), origin("Dana Wells", "named")),
    ("a letter to somebody is not by them", origin("a letter to Dana Wells", "document"), origin("Dana Wells", "named")),
    (
        "a deputy does not hold the office",
        origin("the deputy inspector general"),
        origin("Dana Wells", "named", called=("the inspector general",)),
    ),
    ("a part of an institution", origin("the F.B.I.", "organisation"), origin("the Justice Department", "organisation")),
    (
        "five shared words are not enough",
        origin("a driver", quoted=("the bus was on fire",)),
        origin("a man", room="The Sun", quoted=("the bus was on fire",)),
    ),
]


@pytest.mark.parametrize(("what", "one", "other"), SAME, ids=[row[0] for row in SAME])
def test_proven_to_be_one(what: str, one: Origin, other: Origin) -> None:
    """These pairs are one origin, for a reason the text gives."""
    assert answers(one, other) is Answer.SAME


@pytest.mark.parametrize(("what", "one", "other"), DIFFERENT, ids=[row[0] for row in DIFFERENT])
def test_proven_to_be_two(what: str, one: Origin, other: Origin) -> None:
    """These pairs cannot be one origin."""
    assert answers(one, other) is Answer.DIFFERENT


@pytest.mark.parametrize(("what", "one", "other"), PERHAPS, ids=[row[0] for row in PERHAPS])
def test_left_open(what: str, one: Origin, other: Origin) -> None:
    """These pairs may be one or two: nothing is claimed."""
    assert answers(one, other) is Answer.PERHAPS


@pytest.mark.parametrize("row", table("exclusions.toml")["exclude"], ids=lambda row: " / ".join(row["roles"]))
def test_every_row_of_excluding_roles_has_a_working_example(row: dict) -> None:
    """The table's own examples are two sources by the rule of their row."""
    one, other = (origin(name, room=room, count=(1, 1)) for name, room in zip(row["example"], ("The Post", "The Sun"), strict=True))
    assert verdict(one, other) == (Answer.DIFFERENT, row["because"])


def test_heard_only_through_another() -> None:
    """What a lawyer says his client says is the lawyer's word: one origin, and two clients are never proven two."""
    lawyer, client, other = origin("Dana Wells", "named"), origin("Robert Price", "named"), origin("Ann Cole", "named")
    client, other = (Origin(o.source, o.room, o.articles, o.called, through=frozenset({lawyer.source})) for o in (client, other))
    assert answers(lawyer, client) is Answer.SAME
    assert answers(client, other) is Answer.PERHAPS
