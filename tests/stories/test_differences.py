"""Which differences of a story are shown, and the reason that is given for each."""

from __future__ import annotations

from itertools import pairwise

from makers import article, words
from secondsource.data import table
from secondsource.model import Quantity, Reading, Sentence, Verdict
from secondsource.stories.differences import differences, room, says
from secondsource.stories.differences_kinds import Contrast, contrast
from secondsource.stories.differences_passages import passages


def report(*sentences: str, outlet: str | None = None, file: str = "a.txt", counts: tuple[tuple[str, float], ...] = ()) -> Reading:
    """A report of one paragraph a sentence."""
    page = article(*sentences, outlet=outlet, file=file)
    quantities = tuple(Quantity(words(page, text), number, number, "ship") for text, number in counts)
    return Reading(page, tuple(Sentence(block.span, block) for block in page.blocks), quantities=quantities)


HARBOUR = report(
    "The harbour of Velmora held 5 ships on the day of the storm.",
    "Nobody was hurt when the northern crane fell into the basin.",
    outlet="Velmora Post", file="post.html", counts=(("5", 5),),
)  # fmt: skip
STORM = report(
    "On the day of the storm the harbour of Velmora held 7 ships.",
    "The museum of toys opens its doors again after a long repair.",
    outlet="Tarnby Herald", file="herald.html", counts=(("7", 7),),
)  # fmt: skip

TOLD = ("The harbour of Velmora held 5 ships on the day of the storm.",), ("On the day of the storm the harbour held 7 ships.",)


def test_two_counts_of_one_thing_are_told_first() -> None:
    """The likeliest difference stands first, with both outlets and both values in its reason."""
    first = differences((), [HARBOUR, STORM])[0]
    assert {first.left.article, first.right.article} == {HARBOUR.article.id, STORM.article.id}
    assert first.kind == "quantity"
    assert first.verdict == "different"
    for part in ("Velmora Post", "Tarnby Herald", "“5”", "“7”"):
        assert part in first.says


def test_a_guess_is_marked_and_comes_last() -> None:
    """Differences that facts alone show come first; those that are only likely are marked as guesses."""
    one = report("The council may shut the old harbour of Velmora.", *TOLD[0], file="a.txt", counts=(("5", 5),))
    other = report("The council has shut the old harbour of Velmora.", *TOLD[1], file="b.txt", counts=(("7", 7),))
    marks = [found.guess for found in differences((), [one, other])]
    assert marks == sorted(marks)
    assert set(marks) == {True, False}


def test_the_order_of_the_reports_does_not_matter() -> None:
    """The same reports give the same differences, whichever comes first."""
    assert {d.id for d in differences((), [HARBOUR, STORM])} == {d.id for d in differences((), [STORM, HARBOUR])}


def test_no_difference_with_itself() -> None:
    """A sentence repeated in another report, or alone, gives none."""
    lone = report("The harbour of Velmora held 5 ships on the day of the storm.", file="lone.txt")
    same = report("The harbour of Velmora held 5 ships on the day of the storm.", file="same.txt")
    assert differences((), [lone]) == ()
    assert differences((), [lone, same]) == ()
    assert differences((), []) == ()


def test_room_grows_with_what_can_be_compared() -> None:
    """More sentences to set side by side, more differences; never fewer than the least nor more than the most."""
    settings = table("contrasts.toml")
    sizes = [
        room([report(*(f"Sentence number {n} stands here." for n in range(size)), file=str(k)) for k in range(2)]) for size in (1, 20, 500)
    ]
    assert sizes[0] == settings["least"]
    assert sizes[-1] == settings["most"]
    assert all(one <= other for one, other in pairwise(sizes))
    assert room([]) == settings["least"]


def reason(verdict: Verdict, one: Reading, other: Reading) -> str:
    (left,), (right,) = passages([one]), passages([other])
    return says(
        contrast("certainty", left, right) if verdict != "compatible" else Contrast("quantity", verdict, "5", "five", "one"), left, right
    )


def test_the_reason_is_one_sentence() -> None:
    """It names both outlets, or the files where no outlet is known, and never quotes more than a line."""
    long = report("It may have shut the harbour " + "of the old and very quiet town " * 5 + "for good.", file="long.txt")
    short = report("It has “shut” the harbour for good.", outlet="Tarnby Herald", file="short.txt")
    found = reason("different", long, short)
    assert found.startswith("long.txt has “It may have shut")
    assert "Tarnby Herald has “It has ‘shut’" in found
    assert found.endswith(".")
    assert "\n" not in found
    assert len(found) < 320


def test_the_reason_quotes_what_the_page_wrote() -> None:
    """Words that stand apart by a hyphen, a comma or a curly apostrophe are quoted with it; words that no page has, never."""
    one = report("The town bought all-new cranes, both, alongside the quay.", outlet="Velmora Post", file="one.txt")
    other = report("The clerk didn’t count them.", outlet="Tarnby Herald", file="other.txt")
    (left,), (right,) = passages([one]), passages([other])
    assert "“all-new”, Tarnby Herald has “didn’t count”" in says(
        Contrast("quantity", "compatible", "all new", "didn't count", "x"), left, right
    )
    assert "“both, alongside”" in says(Contrast("quantity", "compatible", "both alongside", "", "x"), left, right)
    assert "“The town bought" in says(Contrast("quantity", "compatible", "every crane", "", "x"), left, right)


def test_a_report_that_differs_from_itself() -> None:
    """Where both sides stand in one report, the reason says so."""
    page = report("It has shut the harbour for good.", "It may have shut the harbour for now.", outlet="Velmora Post")
    left, right = passages([page])
    assert says(contrast("certainty", left, right), left, right) == (
        "Velmora Post has “It has shut the harbour for good” in one place and “It may have shut the harbour for now” in another:"
        " one is less sure than the other."
    )


def test_the_reason_shows_where_long_statements_part() -> None:
    """Two sentences that begin alike are quoted from shortly before they part."""
    beginning = "The clerk of the harbour of Velmora said on the quay that the old northern crane"
    one = report(f"{beginning} may have been sold.", outlet="Velmora Post", file="one.txt")
    other = report(f"{beginning} stands where it stood.", outlet="Tarnby Herald", file="other.txt")
    (left,), (right,) = passages([one]), passages([other])
    assert says(contrast("certainty", left, right), left, right) == (
        "Velmora Post has “… the old northern crane may have been sold”,"
        " Tarnby Herald has “… the old northern crane stands where it stood”: one is less sure than the other."
    )
