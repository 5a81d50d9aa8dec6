"""Quotations and their marks."""

from __future__ import annotations

import time

import pytest

from makers import article
from secondsource.model import Article
from secondsource.reading.quotes import find_quotes
from secondsource.reading.sentences import Parse


def found(given: Article) -> list[tuple[str, int]]:
    parse = Parse(given, None, ())  # type: ignore[arg-type]  # quotations need the text alone
    return [(given[q.inner], q.group) for q in find_quotes(parse)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # straight and curly marks
        ('"It held," she said.', ["It held,"]),
        ("“It held,” she said.", ["It held,"]),
        ("``It held,'' she said.", ["It held,"]),
        ("«It held», she said.", ["It held"]),
        # a part quotation, and a word in scare quotes
        ('He called it "a very dry summer" for the "experts".', ["a very dry summer", "experts"]),
        # single marks, apostrophes and left-out letters
        ("‘It held,’ she said, and the dikes’ keepers agreed.", ["It held,"]),
        ("Minister calls plan 'a sad joke' at dikes' opening", ["a sad joke"]),
        ("The '90s were the farmers' best years, weren't they?", []),
        ("It's the mayor's, and the keepers' own.", []),
        # single marks inside double ones are part of the quotation
        ("“He told me ‘never’ and left,” she said.", ["He told me ‘never’ and left,"]),
        ("\"It's the keepers' own,\" she said.", ["It's the keepers' own,"]),
        # marks without a partner
        ('She said "it held and left.', []),
        ('A 5" pipe burst. "It held," she said.', ["It held,"]),
        ("It held,” she said.", []),
        ("“”", []),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    """Each pair of marks is one quotation; apostrophes and marks without a partner are none."""
    assert [words for words, _ in found(article(text))] == expected


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        # broken by its cue
        ("“It held,” she said, “and will hold.”", [0, 0]),
        ("“Will it hold?” asked Mr. Brandt, the keeper, “or not?”", [0, 0]),
        # two quotations
        ("“It held.” She left. “It fell,” he said.", [0, 1]),
        ("“It held,” she said. “It will hold.”", [0, 1]),
        ("He called it “dry” and “long.”", [0, 1]),
    ],
)
def test_broken_quotations(text: str, groups: list[int]) -> None:
    """Parts of a quotation that “he said” breaks are one group; what stands in another sentence is another."""
    assert [group for _, group in found(article(text))] == groups


def test_quotations_over_paragraphs() -> None:
    """A quotation left open is carried on by a paragraph that opens with a mark again."""
    given = article("She said: “The wall held.", "“It will hold again.", "“And again,” she said.", "“Another,” he said.")

    assert found(given) == [("The wall held.", 0), ("It will hold again.", 0), ("And again,", 0), ("Another,", 1)]


def test_quotation_left_open_ends_with_its_block() -> None:
    """A mark without a partner swallows nothing of what follows."""
    given = article("She said “the wall held.", "He left.", "“It did,” he said.")

    assert found(given) == [("It did,", 0)]


@pytest.mark.parametrize("mark", ["“", '"', "'", "‘", "”", '" ', " 'a", "’ "])
def test_heaps_of_marks_take_linear_time(mark: str) -> None:
    """A hundred thousand marks without sense are read in a moment."""
    begun = time.process_time()
    found(article(mark * 100_000))

    assert time.process_time() - begun < 5
