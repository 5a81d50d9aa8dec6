"""Which reports tell one event."""

from __future__ import annotations

import itertools

import pytest

from makers import reading
from secondsource.model import Reading
from secondsource.options import Options
from secondsource.stories import groups_linkage
from secondsource.stories.groups import Stream, groups
from secondsource.stories.groups_lookalikes import apart
from secondsource.stories.groups_text import marks, sketch

QUAKE = "A strong earthquake shook the harbour town of Velmora on Monday, toppling the old lighthouse and hurting nine dockers."
QUAKE_2 = "Nine dockers were hurt when an earthquake toppled the old lighthouse in Velmora, the harbour town, on Monday."
BUDGET = "The council of Tarnby passed its budget on Monday after a quarrel over school buses that lasted until midnight."


def of(text: str, file: str, day: str = "2021-05-03", title: str = "") -> Reading:
    blocks = [("headline", title), text] if title else [text]
    return reading(*blocks, file=file, published=day)  # type: ignore[arg-type]


def files(found: tuple[tuple[Reading, ...], ...]) -> list[list[str]]:
    return sorted(sorted(r.article.file for r in group) for group in found)


def test_reports_of_one_event_are_one_story() -> None:
    """Two tellings of one event are joined; a report of another event stays a story of its own."""
    found = groups([of(QUAKE, "a"), of(BUDGET, "b"), of(QUAKE_2, "c")])
    assert files(found) == [["a", "c"], ["b"]]


def test_order_does_not_matter() -> None:
    """Any order of the same reports gives the same groups in the same order."""
    texts = [of(QUAKE, "a"), of(BUDGET, "b"), of(QUAKE_2, "c"), of(BUDGET.replace("Monday", "Tuesday"), "d")]
    assert {groups(order) for order in itertools.permutations(texts)} == {groups(texts)}


@pytest.mark.parametrize(("day", "joined"), [("2021-05-06", True), ("2021-05-07", False)])
def test_window(day: str, joined: bool) -> None:
    """Reports further apart than the window are not joined on likeness alone."""
    found = groups([of(QUAKE, "a"), of(QUAKE_2, "b", day)], Options(story_window_days=3))
    assert (len(found) == 1) is joined


def test_unknown_day_is_within_any_window() -> None:
    """A report without a date can join a story of any day."""
    assert len(groups([reading(QUAKE, file="a"), of(QUAKE_2, "b", "1999-01-01")])) == 1


def test_nothing_gives_nothing() -> None:
    """No readings, no stories; an empty report is a story of one."""
    assert groups([]) == ()
    assert len(groups([reading("", file="a"), of(QUAKE, "b")])) == 2


def test_look_alike_events_stay_apart() -> None:
    """The same boxer's two fights, four reports each, are two events: each has names and numbers of its own."""
    fight = "Champion Oleg Varno kept his heavyweight title on Saturday, stopping {} in round {} in {} before {} fans, his {} win."
    first = [
        fight.format("Ray Tolliver", 7, "Mannheim", 12000, "fiftieth") + f" The referee stepped in, witness {i} said." for i in "abcde"
    ]
    second = [fight.format("Dan Okoro", 4, "Bern", 9000, "fiftyfirst") + f" The referee waved it off, guest {i} said." for i in "abcde"]
    texts = [sketch(of(text, f"{n}").article) for n, text in enumerate(first + second)]
    assert apart(range(10), texts) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert apart(range(5), texts) == [[0, 1, 2, 3, 4]]


def test_stream_puts_a_report_to_its_story() -> None:
    """One report at a time, the numbers of stories count up as stories begin, and nothing seen later changes them."""
    stream = Stream()
    numbers = [stream.add(of(text, f"{n}").article) for n, text in enumerate([QUAKE, BUDGET, QUAKE_2, QUAKE])]
    assert numbers == [0, 1, 0, 0]


def test_marks_are_names_and_numbers() -> None:
    """Capitalised words inside a sentence and numbers are marks; a word that opens a sentence is none."""
    assert marks("Police in Velmora held 23 men. They were from Bern.") == {"Velmora", "23", "Bern"}


def test_copies_of_one_text_are_not_joined_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty lightly edited copies of one text are one group from the start: no two of them are weighed as groups."""
    weighed: list[int] = []
    offer = groups_linkage.offer
    monkeypatch.setattr(groups_linkage, "offer", lambda *given, **named: (weighed.append(1), offer(*given, **named)))
    copies = [of(QUAKE.replace("strong", f"strong number{n}"), f"c{n:02}") for n in range(60)]
    found = groups([*copies, of(BUDGET, "b"), of(QUAKE_2, "other")])
    assert [len(group) for group in found] in ([61, 1], [1, 61])
    assert len(weighed) <= 3
