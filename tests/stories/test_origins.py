"""How many newsrooms and origins can stand behind a claim: the founding case, the rules, and what always holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource.model import Copy, Origins, Passage, Reading
from secondsource.stories import chains, origins
from secondsource.stories.sources import merge
from witnesses import report

TIMES = ("The New York Times", "outlet")
OFFICIALS = ("11 current and former US officials", "unnamed", 11, 11)
THE_SAME = ("unidentified American officials", "unnamed", 2, None)
COMMANDER = ("a former Venezuelan military commander", "unnamed")
CNNS_TWO = ("a current and a former US official", "unnamed", 2, 2)


def counted(readings: Sequence[Reading], copies: Sequence[Copy] = ()) -> tuple[Origins, tuple[str, ...]]:
    merged = merge(readings)
    found = chains.testimonies([claim for reading in readings for claim in reading.claims], copies, merged)
    return origins.origins(found, merged), origins.newsrooms(found, merged.articles)


def span(readings: Sequence[Reading], copies: Sequence[Copy] = ()) -> tuple[int, int]:
    found, _ = counted(readings, copies)
    return found.min, found.max


# ---- the founding case ---------------------------------------------------------------------------------------------


def test_two_papers_three_origins_two_proven() -> None:
    """A station carries CNN, a page repeats the Times: two newsrooms, two to three origins."""
    page_a = report("a.txt", [CNNS_TWO], [TIMES, OFFICIALS], [TIMES, COMMANDER], outlet="WFFT", credit="CNN")
    page_b = report("b.txt", [TIMES, THE_SAME], [TIMES, COMMANDER])
    found, rooms = counted([page_a, page_b])
    assert (found.min, found.max, rooms) == (2, 3, ("CNN", "The New York Times"))
    assert sum(component.proven for component in found.components) == 2
    assert "two governments" in found.why
    assert all(name in found.why for name in ("Venezuelan", "a current and a former US official (CNN)"))


def test_one_commander_on_two_pages_is_one_origin() -> None:
    """Two pages repeat one man's words to one newspaper: exactly one origin, one newsroom, marked as one source."""
    pages = [report("a.txt", [TIMES, COMMANDER], outlet="CNN"), report("b.txt", [TIMES, ("a former Venezuelan commander", "unnamed")])]
    found, rooms = counted(pages)
    merged = merge(pages)
    told = chains.testimonies([claim for page in pages for claim in page.claims], (), merged)
    assert (found.min, found.max, rooms) == (1, 1, ("The New York Times",))
    assert origins.marks(found, told) == ("one source",)


# ---- rules ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "pages", "expected"),
    [
        (
            "one person, three newsrooms",
            [([("Ann Cole", "named")], "A"), ([("Ann Cole", "named")], "B"), ([("Cole", "named")], "C")],
            (1, 1),
        ),
        ("three newsrooms' own voices", [([], "A"), ([], "B"), ([], "C")], (1, 3)),
        ("two people by name", [([("Ann Cole", "named")], "A"), ([("Robert Price", "named")], "B")], (2, 2)),
        ("a person and an own voice", [([("Ann Cole", "named")], "A"), ([], "B")], (1, 2)),
        ("two newsrooms' officials", [([("two officials", "unnamed", 2, 2)], "A"), ([("an official", "unnamed")], "B")], (1, 2)),
        ("a president and officials", [([("President Ann Cole", "named")], "A"), ([("two officials", "unnamed", 2, 2)], "B")], (2, 2)),
    ],
)
def test_range(what: str, pages, expected: tuple[int, int]) -> None:
    """Named people count as proven, unnamed sources and own voices as possible."""
    assert span([report(f"{n}.txt", voices, outlet=room) for n, (voices, room) in enumerate(pages)]) == expected


def test_own_voice_is_no_origin_beside_its_source() -> None:
    """A lead without a source, and the source further down in the same report, are one origin."""
    assert span([report("a.txt", [], [("Ann Cole", "named")], outlet="The Post")]) == (1, 1)


def test_page_that_passes_on_is_no_newsroom() -> None:
    """A page whose headline has it in its own voice and whose text has it from the Times adds no newsroom."""
    assert counted([report("a.txt", [], [TIMES, OFFICIALS], outlet="The Post")])[1] == ("The New York Times",)


def test_denial_does_not_stand_behind_a_claim() -> None:
    """Who denies it is no origin of it, unless all deny it."""
    affirmed, denied = report("a.txt", [("Ann Cole", "named")]), report("b.txt", [("Robert Price", "named")], stance="denies")
    assert span([affirmed, denied]) == (1, 1)
    assert span([denied]) == (1, 1)


def test_two_outlets_in_one_name() -> None:
    """'The Weekly Standard and ABC News' are two newsrooms."""
    assert counted([report("a.txt", [("The Weekly Standard and ABC News", "outlet")], outlet="The Post")])[1] == (
        "ABC News",
        "The Weekly Standard",
    )


def test_circle() -> None:
    """A has it from B and B from A: a loop is marked; one way only is none."""
    there, back = report("a.txt", [("The Sun", "outlet")], outlet="The Post"), report("b.txt", [("The Post", "outlet")], outlet="The Sun")
    for pages, loop in (([there, back], True), ([there], False)):
        told = chains.testimonies([claim for page in pages for claim in page.claims], (), merge(pages))
        assert origins.circular(told) is loop


def test_more_than_twenty_components_say_so() -> None:
    """Beyond twenty components the least number is the best found, and the reason says so."""
    found, _ = counted(
        [report(f"{n}.txt", [(f"Person{chr(65 + n)} Family{chr(65 + n)}", "named")], outlet=f"Paper {n}") for n in range(22)]
    )
    assert (found.min, found.max) == (22, 22)
    assert "exactly" in found.why


def test_claim_without_testimony_has_no_origin() -> None:
    """Origins of nothing is misuse."""
    with pytest.raises(ValueError, match="testimony"):
        origins.origins([], merge([]))


# ---- what always holds ---------------------------------------------------------------------------------------------

VOICES = [
    [],
    [("Ann Cole", "named")],
    [("Robert Price", "named")],
    [("two officials", "unnamed", 2, 2)],
    [("American officials", "unnamed", 2, None)],
    [("a Venezuelan officer", "unnamed")],
    [("the White House", "organisation")],
    [("public records", "document")],
    [TIMES],
    [TIMES, OFFICIALS],
    [TIMES, COMMANDER],
    [("Ann Cole", "named"), ("Robert Price", "named")],
]
ROOMS = [None, "The Post", "The Sun", "The New York Times", "CNN"]
PAGES = st.lists(st.tuples(st.lists(st.sampled_from(VOICES), min_size=1, max_size=3), st.sampled_from(ROOMS)), min_size=1, max_size=5)


def made(pages) -> list[Reading]:
    return [report(f"{n}.txt", *told, outlet=room) for n, (told, room) in enumerate(pages)]


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_range_is_a_range(pages) -> None:
    """1 <= min <= max, one component each up to max, and every component is named in the reason."""
    found, rooms = counted(made(pages))
    assert 1 <= found.min <= found.max == len(found.components)
    assert found.min == max(1, sum(component.proven for component in found.components))
    assert len({component.sources[0].id for component in found.components}) == found.max
    assert rooms
    for component in found.components:
        assert component.sources[0].name.casefold() in found.why.casefold()
        assert found.max == 1 or component.proven or component.why or component is found.components[0]


@settings(max_examples=40, deadline=None)
@given(PAGES, st.randoms(use_true_random=False))
def test_order_of_pages_changes_nothing(pages, random) -> None:
    """Any order of pages gives the same numbers, newsrooms and words."""
    readings = made(pages)
    mixed = readings[:]
    random.shuffle(mixed)
    assert counted(readings) == counted(mixed)


@settings(max_examples=40, deadline=None)
@given(PAGES, st.integers(0, 4))
def test_copy_changes_nothing(pages, which: int) -> None:
    """One more page that carries a page's text adds no newsroom and no origin."""
    readings = made(pages)
    first = readings[which % len(readings)]
    told = pages[which % len(pages)][0]
    again = report("copy.txt", *told, outlet="The Mirror", text=first.article.text)
    whole = Passage(first.article.span(0, len(first.article.text)), again.article.span(0, len(again.article.text)))
    copy = Copy(first.article.id, again.article.id, (whole,))
    before, after = counted(readings), counted([*readings, again], [copy])
    assert (before[0].min, before[0].max, before[1]) == (after[0].min, after[0].max, after[1])


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_page_that_only_passes_on_changes_nothing(pages) -> None:
    """One more page that has it from the Times, which is there with its officials, adds nothing."""
    readings = [*made(pages), report("t.txt", [TIMES, OFFICIALS], outlet="CNN")]
    before, after = counted(readings), counted([*readings, report("z.txt", [TIMES], outlet="The Mirror")])
    assert (before[0].min, before[0].max, before[1]) == (after[0].min, after[0].max, after[1])


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_provably_different_source_adds_one_to_both(pages) -> None:
    """A named man whom nobody else can be raises min and max where all else is named."""
    named = [([v for v in told if v and v[0][1] == "named" and len(v) == 1] or [[("Ann Cole", "named")]], room) for told, room in pages]
    (low, high), (more_low, more_high) = (
        span(made(named)),
        span([*made(named), report("z.txt", [("Zed Quill", "named")], outlet="The Mirror")]),
    )
    assert (more_low, more_high) == (low + 1, high + 1)


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_source_that_may_be_another_adds_to_max_only(pages) -> None:
    """Another newsroom's unnamed 'sources' may be anybody: max grows by one, min never (only a record is no person)."""
    pages = [([voices for voices in told if voices != [("public records", "document")]] or [[]], room) for told, room in pages]
    (low, high), (more_low, more_high) = (
        span(made(pages)),
        span([*made(pages), report("z.txt", [("sources", "unnamed", 2, None)], outlet="The Mirror")]),
    )
    assert (more_low, more_high) == (low, high + 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["Ann Cole", "Robert Price", "Zed Quill"]), min_size=1, max_size=4))
def test_proof_that_two_are_one_lowers_max_by_at_most_one(people) -> None:
    """Learning that a newsroom's 'inspector general' is Ann Cole joins two components at most."""
    pages = [report(f"{n}.txt", [(name, "named")], outlet=f"Paper {n}") for n, name in enumerate(people)]
    office = report("o.txt", [("the inspector general", "unnamed")], outlet="The Mirror")
    told = report(
        "p.txt", [("Ann Cole", "named")], outlet="The Echo", text="the inspector general, says it. Ann Cole, the inspector general, spoke."
    )
    plain = report("p.txt", [("Ann Cole", "named")], outlet="The Echo", text="somebody says it. Ann Cole spoke.")
    (_, without), (_, learnt) = span([*pages, office, plain]), span([*pages, office, told])
    assert learnt == without - 1


def test_every_order_of_the_founding_pages() -> None:
    """The founding case reads the same from whichever page one starts."""
    pages = [
        report("a.txt", [CNNS_TWO], [TIMES, COMMANDER], outlet="CNN"),
        report("b.txt", [TIMES, THE_SAME]),
        report("c.txt", [], outlet="The Post"),
    ]
    assert len({counted(order)[0].why for order in permutations(pages)}) == 1


def test_the_same_quotation_is_one_mouth_whoever_is_named() -> None:
    """Six words quoted in two reports are one origin, though one names nobody and writes '&' for 'and'."""
    one = report(
        "a.txt",
        [("Ann Cole", "named")],
        outlet="The Post",
        text="“Both believe that herds and their health are critical to us,” said Ann Cole.",
    )
    other = report("b.txt", [], outlet="The Sun", text="The two “believe that herds & their health are critical to us.”")
    assert span([one, other]) == (1, 1)


def test_two_people_who_speak_of_two_things_prove_nothing() -> None:
    """Two names prove two origins only where both are named for one statement."""
    bridge = report("a.txt", [("Ann Cole", "named")], outlet="The Post", text="Ann Cole said the bridge fell into the river on Monday.")
    school = report("b.txt", [("Joe Sutter", "named")], outlet="The Sun", text="Joe Sutter said that the school needs a new roof.")
    found = span([bridge, report("c.txt", [("Joe Sutter", "named")], outlet="The Sun", text="Joe Sutter said the bridge fell on Monday.")])
    assert found == (2, 2)
    assert span([bridge, school]) == (1, 2)


def test_one_speech_under_two_names_proves_no_second_source() -> None:
    """Where two papers give much the same words to two people, one of them may be wrong: the range widens."""
    words = "We told the council for years that the bridge over the river would fall"
    one = report("a.txt", [("Ann Cole", "named")], outlet="The Post", text=f"“{words},” Ann Cole said.", manner="direct")
    other = report("b.txt", [("Joe Sutter", "named")], outlet="The Sun", text=f"“{words} down,” Joe Sutter said.", manner="direct")
    assert span([one, other]) == (1, 2)
