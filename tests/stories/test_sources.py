"""One source per story."""

from __future__ import annotations

import pytest

from makers import reading, words
from secondsource.model import Source
from secondsource.stories.called import called
from secondsource.stories.names import same_person
from secondsource.stories.sources import merge
from witnesses import report


def one(first, second, **rooms) -> bool:
    """Are the two reports' sources one source of the story?"""
    left, right = report("a.txt", [first], outlet=rooms.get("a")), report("b.txt", [second], outlet=rooms.get("b"))
    merged = merge([left, right])
    a, b = (merged.of[reading.attributions[0].source.id] for reading in (left, right))
    return a is b


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("Joe Sutter", "named"), ("Joseph A. Sutter", "named"), True),  # a short given name, a middle initial
        (("Sutter", "named"), ("Joseph Sutter", "named"), True),  # the one Sutter of the story
        (("Rep. Ann Cole, D-Ohio", "named"), ("Ann Cole", "named"), True),  # a title before, a party after
        (("Bill Marsh", "named"), ("Helen Marsh", "named"), False),  # one family name, two people
        (("NYT", "outlet"), ("The New York Times", "outlet"), True),
        (("the Justice Department", "organisation"), ("Department of Justice", "organisation"), True),
        (("Water Safety Board", "organisation"), ("WSB", "organisation"), True),  # its initials
        (("the White House", "organisation"), ("the State Department", "organisation"), False),
        (("the Harbour Safety Inquiry report", "document"), ("a Harbour Safety Inquiry report", "document"), True),
        (("a report", "document"), ("the report", "document"), False),  # nothing tells it from other reports
    ],
)
def test_names(first, second, same: bool) -> None:
    """Names and their forms are one source across reports; different names are not."""
    assert one(first, second) is same


def test_a_body_that_a_page_comes_from_is_an_outlet() -> None:
    """What one report takes for a body is an outlet where another page of the story is its text."""
    page, other = (
        report("a.txt", [("Ann Cole", "named")], outlet="Coastline"),
        report("b.txt", [("Coastline", "organisation")], outlet="The Sun"),
    )
    merged = merge([page, other])
    assert merged.of[other.attributions[0].source.id] is merged.newsrooms[page.article.id]


def test_a_part_never_names_the_whole() -> None:
    """Two divers of whom one spoke are called 'two harbour divers', not 'one of the harbour divers'."""
    left = report("a.txt", [("one of the harbour divers", "unnamed", 1, 1)], [("two harbour divers", "unnamed", 2, 2)], outlet="The Post")
    right = report("b.txt", [("one of the two harbour divers", "unnamed", 1, 1)], outlet="The Post")
    assert "two harbour divers" in {source.name for source in merge([left, right]).sources}


def test_a_person_behind_an_initial() -> None:
    """'A. Joseph Sutter' is Joseph Sutter, whatever body and office stand before the name; 'A. Helen Sutter' is not."""
    assert same_person("AWT CFO A. Joseph Sutter", "Joseph Sutter") is True
    assert same_person("A. Helen Sutter", "Joseph Sutter") is False


def test_unnamed_sources_of_one_newsroom_with_one_description_are_one() -> None:
    """'Two harbour officials' of the Post are its 'harbour officials', wherever the Post's text stands."""
    two, some = ("two harbour officials", "unnamed", 2, 2), ("harbour officials", "unnamed", 2, None)
    assert one(two, some, a="The Post", b="The Post")


def test_unnamed_sources_of_two_newsrooms_are_never_one() -> None:
    """Two newsrooms' officials may be one or not: they stay two."""
    officials = ("harbour officials", "unnamed", 2, None)
    assert not one(officials, officials, a="The Post", b="The Sun")
    assert not one(officials, officials)  # nor where the pages do not name their newsrooms


def test_bare_family_name_of_two_people_stays_open() -> None:
    """'Marsh' beside Bill and Helen Marsh is neither."""
    readings = [report("a.txt", [("Bill Marsh", "named")], [("Helen Marsh", "named")]), report("b.txt", [("Marsh", "named")])]
    merged = merge(readings)
    assert len([source for source in merged.sources if source.kind == "named"]) == 3


def test_counts_of_one_source_narrow_each_other() -> None:
    """'Officials' who are elsewhere 'two officials' are two."""
    two, some = ("two harbour officials", "unnamed", 2, 2), ("harbour officials", "unnamed", 2, None)
    merged = merge([report("a.txt", [two], outlet="The Post"), report("b.txt", [some], outlet="The Post")])
    found = next(source for source in merged.sources if source.kind == "unnamed")
    assert (found.low, found.high) == (2, 2)
    assert len(found.members) == 2


def test_times_is_the_times_that_the_report_names() -> None:
    """'The Times' is The New York Times where the report names no other Times."""
    reading = report("a.txt", [("The New York Times", "outlet")], [("the Times", "outlet")])
    merged = merge([reading])
    assert len({merged.of[a.source.id].id for a in reading.attributions if a.source}) == 1


def test_order_of_reports_does_not_matter() -> None:
    """The same reports give the same sources in any order."""
    readings = [
        report("a.txt", [("Joe Sutter", "named")]),
        report("b.txt", [("Joseph Sutter", "named")]),
        report("c.txt", [("WSB", "organisation")]),
    ]
    assert merge(readings).sources == merge(readings[::-1]).sources


def test_page_without_outlet_has_a_newsroom_of_its_own() -> None:
    """An unknown newsroom is a source of its own, named after the file, and never guessed."""
    merged = merge([report("a.txt", [("Ann Cole", "named")]), report("b.txt", [("Ann Cole", "named")])])
    rooms = list(merged.newsrooms.values())
    assert sorted(room.name for room in rooms) == ["newsroom of a.txt", "newsroom of b.txt"]
    assert all(isinstance(room, Source) and room.kind == "outlet" for room in rooms)
    assert not merged.known


def test_words_for_two_sources_at_once_describe_neither() -> None:
    """'Harbour officials and a former Norland commander': the officials are nobody's commander, the commander no official."""
    text = reading("Harbour officials and a former Norland commander said so. The commander agreed.")
    joint, own = words(text.article, "Harbour officials and a former Norland commander"), words(text.article, "The commander")
    officials = Source("s1", "harbour officials", "unnamed", (joint,))
    commander = Source("s2", "a former Norland commander", "unnamed", (joint, own))

    assert called([officials, commander], [text]) == {
        "s1": ("harbour officials",),
        "s2": ("The commander", "a former Norland commander"),
    }
