"""Direction: before or after the report."""

from __future__ import annotations

import pytest

from makers import article
from secondsource.reading.sentences import parse
from secondsource.reading.times import find_times
from secondsource.reading.times_direction import direction
from secondsource.reading.times_grammar import find, grammar

SATURDAY = "2018-09-08"  #: the day of the reports that are parsed below


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
        ("Ahead of the Friday vote he is calm.", "future"),
        ("Ahead of the Friday vote he was calm.", "present"),
        ("He was ahead of Stone in polls taken in May.", "past"),
        ("She was forced to step down on the eve of the meeting in May.", "present"),
        ("The firm can join the summit in May.", "perhaps"),
        ("He has been away since Friday.", "past"),
        ("It had been due to expire Friday.", "past"),
        ("In May, the court will decide.", "future"),
        ("He was asked. In May the court ruled.", "past"),
        ("“We will win,” he said Friday.", "past"),
        ("He will succeed Daniel P. Stone in May.", "future"),
        ("Ahead of the vote on Friday both sides will rest.", "future"),
        ("The rally set for Friday in the square was the third.", "future"),
    ],
)
def test_the_nearest_word_tells(text: str, expected: str) -> None:
    """Read outwards from the expression, within its sentence, the nearest telling word counts."""
    words = grammar().alphabet.read(text)
    (match,) = find(words)

    assert direction(words, match.start, match.end) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # the present looks ahead where the last such day is far off
        ("The harbour town holds its mayoral vote on Tuesday.", "2018-09-11"),
        ("If Brandt wins the harbour seat Tuesday, the council will be hers.", "2018-09-11"),
        ("Brandt, whose seat is at stake in the vote on Tuesday, passed up the chance to speak.", "2018-09-11"),
        ("Brandt is facing a hard fight in the vote on Tuesday.", "2018-09-11"),
        ("The council gathers for its talks on Thursday.", "2018-09-13"),
        # a modal: as far back as Wednesday nobody says 'on Wednesday'
        ("The bridge could open on Wednesday.", "2018-09-12"),
        ("The bridge could open on Friday.", "2018-09-07"),
        ("Brandt could not be reached Wednesday.", "2018-09-05"),
        # the subject of what will be: past where it is near
        ("Friday's ruling will change little.", "2018-09-07"),
        ("Tuesday's vote in the harbour will change little.", "2018-09-11"),
        # what lies ahead of a past verb
        ("Brandt found herself in a tight race ahead of the harbour vote on Tuesday.", "2018-09-11"),
        ("Ahead of the meeting on Friday both sides made offers.", "2018-09-07"),
        ("She noted a planned rally on Tuesday in the harbour.", "2018-09-11"),
        # what was tried is over, what was agreed is not
        ("Both sides sought to win over the dockers on Friday.", "2018-09-07"),
        ("Both sides agreed to meet the dockers on Friday.", "2018-09-14"),
        ("The offer had been scheduled to expire Friday.", "2018-09-07"),
        ("The vote in February will change little.", "2019-02"),
        ("She looks back to the vote in February.", "2018-02"),
        ("She is hopeful of a win at the talks in December.", "2018-12"),
        ("Since announcing in December that she would leave, Stone has been silent.", "2017-12"),
        # a range of weekdays
        ("The poll, taken Sunday through Thursday, was close.", "2018-09-02"),
    ],
)
def test_the_verb_that_governs_a_weekday_tells(text: str, value: str) -> None:
    """With a parse, tense, mood and place in the sentence decide between the last such day and the next."""
    page = article(text, published=SATURDAY)

    assert find_times(page, parse(page))[0].value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The bridge will open in two weeks.", "2018-W38"),
        ("The loan will be paid back in five years.", "2023"),
        ("The bridge will open in a few weeks.", "FUTURE_REF"),
        ("It will be the first new bridge in five years.", "P5Y"),
        ("It opened two bridges in five years.", "P5Y"),
        ("It could open in five years.", "P5Y"),
        ("The bridge will open in two hours.", "PT2H"),
        ("The firm will get paid in May.", "2019-05"),
    ],
)
def test_a_length_behind_in_is_so_far_ahead_of_what_will_be(text: str, value: str) -> None:
    """'will open in two weeks' is a week; after a past verb, 'could' or 'the first' it is only a length."""
    page = article(text, published=SATURDAY)

    assert find_times(page, parse(page))[0].value == value
