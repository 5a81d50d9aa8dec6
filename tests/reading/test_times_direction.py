"""Direction: before or after the report."""

from __future__ import annotations

import pytest

from secondsource.reading.times_direction import direction
from secondsource.reading.times_grammar import find, grammar


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He resigned in May.", "past"),
        ("He will resign in May.", "future"),
        ("He is expected to resign in May.", "awaited"),
        ("He is leaving in May.", "future"),
        ("He left the house, leaving the door open in May.", "past"),
        ("The talks would be held in May.", "perhaps"),
        ("The dividend is payable May 3.", "future"),
        ("He must leave by Friday.", "future"),
        ("All had answered by Friday.", "past"),
        ("The firm completed its offer by the Friday deadline.", "past"),
        ("The firm ordered them to leave by Friday.", "future"),
        ("The judge postponed it until Friday.", "future"),
        ("It was put off until Friday.", "future"),
        ("The bridge was closed until Friday.", "past"),
        ("The council meets Friday.", "future"),
        ("The firm predicted Friday a rise.", "past"),
        ("The rise is widely expected Friday.", "awaited"),
        ("The firm moved ahead Friday.", "past"),
        ("Ahead of the Friday vote he was calm.", "future"),
        ("The firm can join the summit in May.", "perhaps"),
        ("He has been away since Friday.", "past"),
        ("It had been due to expire Friday.", "past"),
        ("In May, the court will decide.", "future"),
        ("He was asked. In May the court ruled.", "past"),
        ("“We will win,” he said Friday.", "past"),
        ("He will succeed Daniel P. Stone in May.", "future"),
    ],
)
def test_the_nearest_word_tells(text: str, expected: str) -> None:
    """Read outwards from the expression, within its sentence, the nearest telling word counts."""
    words = grammar().alphabet.read(text)
    (match,) = find(words)

    assert direction(words, match.start, match.end) == expected
