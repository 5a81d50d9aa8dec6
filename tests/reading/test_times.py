"""Time expressions: what is found, and the days it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from makers import article
from secondsource.data import table
from secondsource.model import Found, Interval, Stamp, TimeExpression
from secondsource.reading.dates import resolve
from secondsource.reading.times import find_times
from secondsource.reading.times_grammar import find, grammar

MONDAY = "2018-09-10"  #: a Monday; the day of the reports below, where no other is given


def said(text: str, published: str | None = MONDAY) -> list[tuple[str, str]]:
    """(words, value) of every expression."""
    return [(text[t.span.start : t.span.end], t.value) for t in resolve(text, published)]


def only(text: str, published: str | None = MONDAY) -> TimeExpression:
    (time,) = resolve(text, published)
    return time


def days(text: str, published: str | None = MONDAY) -> str:
    """'2018-01-01 2018-05-31' of the only expression; '-' for an open or missing side."""
    interval = only(text, published).interval
    return "-" if interval is None else f"{interval.first or '-'} {interval.last or '-'}"


# ---- the grammar ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", table("times.toml")["pattern"], ids=lambda line: line["words"][:60])
def test_every_pattern_fits_the_sentence_it_was_made_for(line: dict[str, str]) -> None:
    """Each line of data/times.toml matches in its own `seen` sentence."""
    words = grammar().alphabet.read(line["seen"])

    assert any(m.pattern.words == line["words"] for m in find(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # named in full
        ("It was signed on March 3, 2011.", [("March 3, 2011", "2011-03-03")]),
        ("It was signed on 3 March 2011.", [("3 March 2011", "2011-03-03")]),
        ("It was signed on the 3rd of March, 2011.", [("3rd of March, 2011", "2011-03-03")]),
        ("It was signed on Friday, Sept. 7, 2018.", [("Friday, Sept. 7, 2018", "2018-09-07")]),
        ("The file is dated 2018-09-07.", [("2018-09-07", "2018-09-07")]),
        ("It was signed on March 3 and 4.", [("March 3", "2018-03-03"), ("4", "2018-03-04")]),
        ("It fell on March 3 or 4, 2011.", [("March 3", "2011-03-03"), ("4, 2011", "2011-03-04")]),
        ("On March 3 and 25 people came.", [("March 3", "2018-03-03")]),
        ("It was signed in March 2011.", [("March 2011", "2011-03")]),
        ("It was signed in 2011.", [("2011", "2011")]),
        ("It was signed in nineteen ninety-six.", [("nineteen ninety-six", "1996")]),
        ("It began in the 1990s and in the '80s.", [("the 1990s", "199"), ("the '80s", "198")]),
        ("It is an 11th century temple.", [("11th century", "10")]),
        # weekdays, days
        ("He resigned Friday.", [("Friday", "2018-09-07")]),
        ("He resigned on Monday.", [("Monday", "2018-09-10")]),
        ("He will resign Friday.", [("Friday", "2018-09-14")]),
        ("He resigned last Monday.", [("last Monday", "2018-09-03")]),
        ("He resigned yesterday.", [("yesterday", "2018-09-09")]),
        ("He resigned the day before yesterday.", [("the day before yesterday", "2018-09-08")]),
        ("He resigned on Tuesday of last week.", [("Tuesday of last week", "2018-09-04")]),
        ("The hearing is Thursday.", [("Thursday", "2018-09-13")]),
        ("It was updated Sat, Sept. 8, 2018.", [("Sat, Sept. 8, 2018", "2018-09-08")]),
        ("The board met on the last Friday in August.", [("the last Friday in August", "2018-08-31")]),
        ("They rest on the first Monday of September 2015.", [("the first Monday of September 2015", "2015-09-07")]),
        ("It is held on the fifth Friday in February 2015.", []),
        # parts of the day and clocks
        ("He resigned on the morning of June 3.", [("the morning of June 3", "2018-06-03TMO")]),
        ("He resigned Friday night.", [("Friday night", "2018-09-07TNI")]),
        ("He resigned this morning.", [("this morning", "2018-09-10TMO")]),
        ("He resigned last night.", [("last night", "2018-09-09TNI")]),
        ("He resigned at 10 p.m. on Friday.", [("10 p.m. on Friday", "2018-09-07T22:00")]),
        ("He resigned on Friday at 9:30 a.m. EST.", [("Friday at 9:30 a.m. EST", "2018-09-07T09:30")]),
        ("He resigned at noon Saturday.", [("noon Saturday", "2018-09-08T12:00")]),
        ("He resigned at 1500 GMT.", [("1500 GMT", "2018-09-10T15:00")]),
        # months, seasons, quarters
        ("He resigned in July.", [("July", "2018-07")]),
        ("He resigned in November.", [("November", "2017-11")]),
        ("He will resign in November.", [("November", "2018-11")]),
        ("He resigned last July.", [("last July", "2017-07")]),
        ("He resigned last May.", [("last May", "2018-05")]),
        ("He resigned in May this year.", [("May this year", "2018-05")]),
        ("He resigned in fall 2017.", [("fall 2017", "2017-FA")]),
        ("He resigned last summer.", [("last summer", "2017-SU")]),
        ("It lost money in the second quarter.", [("the second quarter", "2018-Q2")]),
        ("It lost money in the first half of 1990.", [("the first half of 1990", "1990-H1")]),
        ("It lost money in Q3 2017.", [("Q3 2017", "2017-Q3")]),
        ("It lost money in the first quarter of fiscal 2019.", [("the first quarter of fiscal 2019", "2019-Q1")]),
        # units
        ("He resigned last week.", [("last week", "2018-W36")]),
        ("He resigned this year.", [("this year", "2018")]),
        ("He will resign next month.", [("next month", "2018-10")]),
        ("He resigned over the weekend.", [("the weekend", "2018-W36-WE")]),
        ("He resigned six years ago.", [("six years ago", "2012")]),
        ("He resigned 10 days ago.", [("10 days ago", "2018-08-31")]),
        ("He resigned half a century ago.", [("half a century ago", "1968")]),
        ("It has risen since year-end.", [("year-end", "2017")]),
        # holidays
        ("They will meet on Thanksgiving Day.", [("Thanksgiving Day", "2018-11-22")]),
        ("He was found last Thanksgiving.", [("last Thanksgiving", "2017-11-23")]),
        ("It is due on Election Day.", [("Election Day", "2018-11-06")]),
        ("He was found at Easter 2018.", [("Easter 2018", "2018-04-01")]),
        ("They will leave two days before Christmas.", [("two days", "2018-12-23"), ("Christmas", "2018-12-25")]),
        ("They left two days before Christmas.", [("two days", "2017-12-23"), ("Christmas", "2017-12-25")]),
        ("He was found over Labor Day weekend.", [("Labor Day weekend", "2018-W35-WE")]),
        ("He will be back in Easter week.", [("Easter week", "2019-W16")]),
        ("They left the day after Thanksgiving 2017.", [("the day after", "2017-11-24"), ("Thanksgiving 2017", "2017-11-23")]),
        # typed, not dated
        ("They march every other week.", [("every other week", "P2W")]),
        ("The siege lasted nearly three weeks.", [("nearly three weeks", "P3W")]),
        ("They march every Friday.", [("every Friday", "XXXX-WXX-5")]),
        ("It rose by 5 percent a year.", [("a year", "P1Y")]),
        ("It stayed for several months.", [("several months", "PXM")]),
        ("He finished in four minutes and 32 seconds.", [("four minutes and 32 seconds", "PT4M32S")]),
        ("Now he is back.", [("Now", "PRESENT_REF")]),
    ],
)
def test_found_and_valued(text: str, expected: list[tuple[str, str]]) -> None:
    """Expressions of English news get their TIMEX3 value, counted from Monday 10 September 2018."""
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It may rain, and they march on.",
        "Ms. May said that April Stone and Jan Novak agreed.",
        "The second man is 44 years old; a 6-year-old boy is in his 30s.",
        "He spoke on “This Week” and to USA Today.",
        "He spoke on 60 Minutes.",
        "He had read from Romans 8:31, at the 15:20 mark of the tape.",
        "She won four states on Super Tuesday, after years of Sunday school.",
        "It cost $2011 and weighs 2000 tons.",
        "The March on the capital drew thousands.",
        "About three-quarters of them fall.",
        "The 17 February Brigade guarded it.",
        "Section 12.3 of F16, room 1984.",
        "After a weekend of talks they said that it would not be on a weekend.",
        "It was agreed on 31 February and 2018-13-45, at 25:70.",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text: str) -> None:
    """Names, verbs, ages, prices, fractions and days that no calendar has are no time expressions."""
    assert said(text) == []


# ---- intervals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("early this year", "2018-01-01 2018-05-31"),
        ("mid-2017", "2017-05-01 2017-08-31"),
        ("late 2017", "2017-09-01 2017-12-31"),
        ("early July", "2018-07-01 2018-07-10"),
        ("the beginning of 2016", "2016-01-01 2016-01-31"),
        ("the first quarter of fiscal 2019", "-"),
        ("the end of February 2016", "2016-02-21 2016-02-29"),
        ("earlier this month", "2018-09-01 2018-09-09"),
        ("the mid-1990s", "1994-01-01 1996-12-31"),
        ("over the last year", "2017-09-10 2018-09-10"),
        ("in the past two weeks", "2018-08-27 2018-09-10"),
        ("in recent days", "2018-09-03 2018-09-10"),
        ("the next three months", "2018-09-10 2018-12-10"),
        ("in the coming months", "2018-09-10 -"),
        ("in the months ahead", "2018-09-10 -"),
        ("in the coming days", "-"),
        ("the first nine months of last year and 1997", "-"),
        ("winter 2017", "2017-12-01 2018-02-28"),
        ("1989-2013", "1989-01-01 2013-12-31"),
        ("March 3-5, 2015", "2015-03-03 2015-03-05"),
        ("the months of May and June of 2011", "2011-05-01 2011-06-30"),
        ("at least two months ago", "- 2018-07-10"),
        ("more than two years ago", "2015-09-10 2016-09-10"),
        ("12/11/2010", "2010-11-12 2010-12-11"),
        ("25/12/2010", "2010-12-25 2010-12-25"),
        ("this fiscal year", "-"),
        ("a few days", "-"),
    ],
)
def test_intervals(text: str, expected: str) -> None:
    """Vague words give bounds; what cannot be told gives none."""
    first = resolve(text, MONDAY)[0].interval

    assert ("-" if first is None else f"{first.first or '-'} {first.last or '-'}") == expected


def test_vague_words_are_marked() -> None:
    """'early this year' keeps the year as its value and is marked vague: the days are bounds, not a statement."""
    time = only("It was agreed early this year.")

    assert (time.value, time.vague) == ("2018", True)
    assert not only("It was agreed this year.").vague


def test_a_year_stays_a_year() -> None:
    """'six years ago' is the year, not the day six years before the report."""
    assert days("He left six years ago.") == "2012-01-01 2012-12-31"


# ---- anchors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was arrested on March 3, 2015. The next day he was freed.", "2015-03-04"),
        ("He was arrested on March 3, 2015. That day he was freed.", "2015-03-03"),
        ("He was arrested on March 3, 2015. Three weeks later he was freed.", "2015-03-24"),
        ("He was arrested in May. The following month he was freed.", "2018-06"),
        ("He was elected in 2006. Two years later he lost.", "2008"),
        ("He was arrested in January 2012. About a year earlier he was freed.", "2011-01"),
        ("He was arrested on March 3, 2015. That year he was freed.", "2015"),
        ("The memo came at 7:16 p.m. on March 3, 2015. Twenty-three minutes later it was read.", "2015-03-03T19:39"),
        ("The memo came at 7:16 p.m. on March 3, 2015. It was read at 9 p.m.", "2015-03-03T21:00"),
        ("The report comes one day after he resigned.", "2018-09-09"),
        ("She left on Friday, a day after he resigned.", "2018-09-07"),
        ("In March, the month after the keeper died, she left.", "2018-03"),
        ("In 2012, two years after the keeper died, she left.", "2012"),
        ("He was elected in 2006. Two hundred years later the hall still stands.", "P200Y"),
        ("He was arrested on August 30. Three weeks later the count goes on.", "P3W"),
        ("He was elected in 2006. Twenty years later he will be free.", "2026"),
        ("He was arrested on March 3, 2015. At 6 a.m. he was freed.", "2015-03-03T06:00"),
        ("He was arrested on March 3, 2015. Later in the day he was freed.", "2015-03-03"),
        ("He was arrested on Friday. Later in the day he was freed.", "2018-09-07"),
        ("He was arrested. Later in the day he was freed.", "2018-09-10"),
        ("Gunmen killed two men on March 3, 2015. Police gave the news on March 9. The two were shot at 10 p.m.", "2015-03-03T22:00"),
        ("It rose in the third quarter of 1989, from $2 million a year earlier.", "1988-Q3"),
        ("Profit rose in the second quarter, after a flat first quarter, from $2 million in the year-earlier period.", "2017-Q2"),
        ("In the spring of 2016 he moved. That fall he returned.", "2016-FA"),
        ("They met in May and June 2011, from May to July 2015.", "2015-07"),
    ],
)
def test_a_passage_has_a_time_of_its_own(text: str, expected: str) -> None:
    """'the next day' follows the day spoken of, not the report's."""
    assert said(text)[-1][1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was arrested on March 3, 2015. At 6 a.m. the next day he was freed.", "2015-03-04T06:00"),
        ("She saw him at 6 a.m. ten days before the shooting. The shooting was on March 13, 2015.", "2015-03-03T06:00"),
        ("She saw him at 6 a.m. ten days before the shooting.", "XXXX-XX-XXT06:00"),
        ("She spoke at noon that day.", "XXXX-XX-XXT12:00"),
        ("The ship will leave at 4 in the morning (4 a.m. GMT Thursday).", "2018-09-13T04:00"),
        ("The bomb went off at 10 p.m. in the square on Friday.", "2018-09-07T22:00"),
        ("It will be open from 9 a.m. to 5 p.m. on Friday.", "2018-09-14T09:00"),
        ("It opened at 9 a.m., the office said Friday.", "2018-09-10T09:00"),
        ("It opened at 9 a.m. and closed Friday.", "2018-09-10T09:00"),
    ],
)
def test_a_clock_time_takes_the_day_told_behind_it(text: str, expected: str) -> None:
    """'at 6 a.m. the next day' is the next day, not the report's; where that day is not told, neither is the clock's."""
    assert next(value for _, value in said(text) if "T" in value) == expected


def test_months_share_the_year_of_their_range() -> None:
    """'from May to July 2015' is May 2015."""
    assert said("It lasted from May to July 2015.") == [("May", "2015-05"), ("July 2015", "2015-07")]


def test_without_an_anchor_nothing_is_resolved() -> None:
    """'the next day' with no day before it has no interval and says why."""
    time = only("The next day he was freed.")

    assert time.interval is None
    assert "passage" in time.rule


# ---- the report's day ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He resigned Friday.", "XXXX-WXX-5"),
        ("He resigned in July.", "XXXX-07"),
        ("He resigned on July 4.", "XXXX-07-04"),
        ("He resigned on the last Friday in August.", "XXXX-08-XX"),
        ("He resigned last week.", "XXXX-WXX"),
        ("He resigned last year.", "XXXX"),
        ("He resigned yesterday.", "XXXX-XX-XX"),
        ("He resigned this morning.", "XXXX-XX-XXTMO"),
        ("He resigned six years ago.", "XXXX"),
        ("He resigned last summer.", "XXXX-SU"),
        ("It lost money in the third quarter.", "XXXX-Q3"),
        ("He resigned over the weekend.", "XXXX-WXX-WE"),
        ("He resigned at 10 p.m.", "XXXX-XX-XXT22:00"),
        ("It grew over the last year.", "P1Y"),
    ],
)
def test_without_a_publication_date_relative_words_stay_unresolved(text: str, value: str) -> None:
    """No publication date: no interval, a value that shows what is missing, and a rule that says so."""
    time = only(text, None)

    assert (time.value, time.interval, time.anchor) == (value, None, None)
    assert "no publication date" in time.rule


def test_absolute_dates_need_no_publication_date() -> None:
    """'March 3, 2011' is that day whenever it was written."""
    assert days("It was signed on March 3, 2011.", None) == "2011-03-03 2011-03-03"


def inferred(text: str, first: str, last: str) -> list[TimeExpression]:
    stamp = Stamp(first[:7], Interval(date.fromisoformat(first), date.fromisoformat(last)))
    return list(find_times(replace(article(text), published=Found(stamp, "inferred", inferred=True))))


def test_a_report_day_known_to_some_days_resolves_what_all_of_them_agree_on() -> None:
    """'Saturday' in a report of 8 to 14 September 2018 is the 8th on each of these days."""
    (time,) = inferred("It was reported on Saturday.", "2018-09-08", "2018-09-14")

    assert (time.value, time.vague) == ("2018-09-08", False)


def test_a_report_day_known_to_some_days_covers_what_they_do_not_agree_on() -> None:
    """'yesterday' in a report of 8 to 14 September 2018 is some day from the 7th to the 13th."""
    (time,) = inferred("It was reported yesterday.", "2018-09-08", "2018-09-14")

    assert (time.value, time.interval, time.vague) == ("2018-09", Interval(date(2018, 9, 7), date(2018, 9, 13)), True)
    assert "all are covered" in time.rule


def test_a_weekday_just_ahead_is_not_read_as_six_days_past() -> None:
    """Of a day six days past the words would say 'last Tuesday': a bare one is tomorrow, whatever the tense."""
    assert only("The inquiry ended, the office said Tuesday.").value == "2018-09-11"


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("He is expected to leave his post in July.", "2018-12-20", "XXXX-07"),
        ("He will leave his post in July.", "2018-12-20", "2019-07"),
        ("He is expected to leave his post in March.", "2018-12-20", "2019-03"),
        ("He is expected to leave his post in December.", "2018-03-04", "2018-12"),
        ("He is expected to leave his post next July.", "2018-12-20", "2019-07"),
    ],
)
def test_an_expected_month_far_off_is_not_guessed(text: str, published: str, value: str) -> None:
    """In December 'is expected to leave in July' may be a line of last spring or mean next summer: no year is made up."""
    assert only(text, published).value == value


# ---- the values handed on ------------------------------------------------------------------------------------------


def test_spans_are_offsets_of_the_article() -> None:
    """A span gives the exact words back, no-break spaces included; ids are stable."""
    page = article("Früher: er kam am", "He\u00a0came on\u00a0March\u00a03,\u00a02011, she said.", published=MONDAY)
    (time,) = find_times(page)

    assert page[time.span] == "March\u00a03,\u00a02011"
    assert find_times(page) == (time,)
    assert time.id.startswith("t")


def test_no_expression_crosses_from_one_block_into_another() -> None:
    """'…in March' at the end of a block and '2011…' at the start of the next are two expressions."""
    page = article("He left in March", "2011 was a bad year.", published=MONDAY)

    assert [page[t.span] for t in find_times(page)] == ["March", "2011"]


def test_last_week_on_a_sunday_covers_both_weeks_it_can_mean() -> None:
    """On a Sunday 'last week' is the week just ended or the one before: both are covered."""
    assert days("He resigned last week.", "2018-12-23") == "2018-12-10 2018-12-22"
    assert days("He resigned last week.", "2018-12-24") == "2018-12-17 2018-12-23"


def test_a_zone_is_kept_in_the_rule() -> None:
    """The clock's zone is told and moves no day."""
    assert "EST as written" in only("It starts at 9:30 p.m. EST on Friday.").rule


def test_a_wrong_publication_date_raises() -> None:
    """`published` must be a day."""
    with pytest.raises(ValueError, match="Invalid isoformat"):
        resolve("He resigned Friday.", "some day")
