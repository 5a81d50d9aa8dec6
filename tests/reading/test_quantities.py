"""How many, how much, and of what."""

from __future__ import annotations

import pytest

from makers import article
from secondsource.reading.quantities import find_quantities
from secondsource.reading.sentences import parse

CASES = [
    # text, the words, low, high, unit, vague
    ("They held at least three meetings.", "at least three meetings", 3, None, "meeting", False),
    ("11 current and former officials spoke.", "11 current and former officials", 11, 11, "official", False),
    ("Dozens of officials met.", "Dozens of officials", 24, None, "official", True),
    ("About 40 people died.", "About 40 people", 40, 40, "person", True),
    ("More than 200 cases were heard.", "More than 200 cases", 201, None, "case", False),
    ("It rose by 3.5 percent.", "3.5 percent", 3.5, 3.5, "%", False),
    ("They paid $2.5 million.", "$2.5 million", 2_500_000, 2_500_000, "$", False),
    ("Two hundred and five men signed.", "Two hundred and five men", 205, 205, "man", False),
    ("At least a dozen packages came.", "At least a dozen packages", 12, None, "package", False),
    ("A handful of aides left.", "A handful of aides", 2, 9, "aide", True),
    ("No more than five people knew.", "No more than five people", None, 5, "person", False),
    ("They built between 10 and 20 houses.", "between 10 and 20 houses", 10, 20, "house", False),
    ("Some 300 people came.", "Some 300 people", 300, 300, "person", True),
    ("Twenty-three soldiers left.", "Twenty-three soldiers", 23, 23, "soldier", False),
    ("Both sides agreed.", "Both sides", 2, 2, "side", True),
    ("The dam has over 200 cracks.", "over 200 cracks", 201, None, "crack", False),
    ("The mayor faced calls to resign over nine cracks.", "nine cracks", 9, 9, "crack", False),
    ("It rose by five per cent.", "five per cent", 5, 5, "%", False),
    ("Fees rose over 10 percent.", "over 10 percent", 10, None, "%", False),
]


@pytest.mark.parametrize(("text", "words", "low", "high", "unit", "vague"), CASES)
def test_number_words_give_bounds_and_what_is_counted(text: str, words: str, low: float, high: float, unit: str, vague: bool) -> None:
    """A number with the words around it gives the least and the most it can mean, and what is counted."""
    page = article(text)
    found = find_quantities(parse(page))[0]
    assert (page[found.span], found.low, found.high, found.unit, found.vague) == (words, low, high, unit, vague)


@pytest.mark.parametrize(
    "text",
    ["It happened in 2018.", "It began on Sept. 11.", "It began at 4:20 p.m.", "Mr. Dunn, 56, was born here.", "They left on 14 May."],
)
def test_dates_times_and_ages_are_no_quantities(text: str) -> None:
    """A year, a day, a time of day or an age counts nothing."""
    assert find_quantities(parse(article(text))) == ()
