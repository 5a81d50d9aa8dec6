"""The story's events in calendar order."""

from __future__ import annotations

from datetime import date

import pytest

from makers import article, words
from secondsource.model import (
    Alignment,
    Attribution,
    Claim,
    Component,
    Interval,
    Moment,
    Origins,
    Reading,
    Sentence,
    Source,
    TimeExpression,
    TimeType,
    make_id,
)
from secondsource.stories.timeline import timeline

Day = tuple[int, int, int]


def dated(file: str, *told: tuple[str, str, Day | tuple[Day, Day] | None], kind: TimeType = "DATE", saying: bool = False) -> Reading:
    """A report of sentences, each with its time expression and the days it means; one claim a sentence."""
    page = article(*[sentence for sentence, *_ in told], file=file)
    sentences, times, claims, said = [], [], [], []
    for block, (sentence, expression, days) in zip(page.blocks, told, strict=True):
        span = words(page, sentence)
        at = span.start + sentence.index(expression)
        first, last = (days, days) if days and isinstance(days[0], int) else days or (None, None)
        interval = Interval(date(*first), date(*last)) if first and last else None  # type: ignore[arg-type]
        time = TimeExpression(make_id("t", page.id, at), page.span(at, at + len(expression)), kind, expression, interval, "given")
        sentences.append(Sentence(span, block))
        times.append(time)
        content = tuple(word.strip(".,").lower() for word in sentence.split() if len(word) > 3 and word not in expression)
        claims.append(Claim(make_id("c", page.id, at), page.id, span, None, times=(time,), words=content))
        if saying:
            said.append(
                Attribution(
                    make_id("q", at), page.id, Source("s", "Ann Cole", "named"), None, None, (span,), "indirect", "states", time=time
                )
            )
    return Reading(page, tuple(sentences), times=tuple(times), claims=tuple(claims), attributions=tuple(said))


def aligned(*readings: Reading) -> Alignment:
    """The readings' first claims as one alignment."""
    claims = tuple(reading.claims[0] for reading in readings)
    return Alignment("l1", claims, "agree", (), ("A",), Origins(1, 1, (Component((), True),), "."))


def days(moments: tuple[Moment, ...]) -> list[tuple[str, str]]:
    return [(str(moment.interval.first), str(moment.interval.last)) for moment in moments]


def test_moments_stand_in_calendar_order() -> None:
    """Whatever the order in the text, the timeline runs from the earliest to the latest."""
    page = dated(
        "a.txt",
        ("The bridge fell on 4 May 2021.", "4 May 2021", (2021, 5, 4)),
        ("It was built in 1962 by the county.", "1962", ((1962, 1, 1), (1962, 12, 31))),
        ("Cracks were seen in March 2021 by divers.", "March 2021", ((2021, 3, 1), (2021, 3, 31))),
    )
    assert days(timeline([page])) == [("1962-01-01", "1962-12-31"), ("2021-03-01", "2021-03-31"), ("2021-05-04", "2021-05-04")]


def test_one_event_of_two_reports_is_one_moment() -> None:
    """The same day in much the same words: one moment with both reports' claims."""
    one = dated("a.txt", ("The old harbour bridge fell on 4 May.", "4 May", (2021, 5, 4)))
    other = dated("b.txt", ("On 4 May the harbour bridge fell down.", "4 May", (2021, 5, 4)))
    (moment,) = timeline([one, other])
    assert {claim.article for claim in moment.claims} == {one.article.id, other.article.id}
    assert not moment.disputed


def test_two_events_of_one_day_stay_two() -> None:
    """Other words on the same day are another event."""
    page = dated(
        "a.txt",
        ("The old harbour bridge fell on 4 May.", "4 May", (2021, 5, 4)),
        ("Parliament dismissed its engineer on 4 May.", "4 May", (2021, 5, 4)),
    )
    assert len(timeline([page])) == 2


def test_narrower_days_win_where_claims_are_aligned() -> None:
    """'In May' and 'on 4 May' for one claim are one moment, on 4 May."""
    wide = dated("a.txt", ("The harbour bridge fell in May.", "May", ((2021, 5, 1), (2021, 5, 31))))
    narrow = dated("b.txt", ("On 4 May a span of it collapsed.", "4 May", (2021, 5, 4)))
    (moment,) = timeline([wide, narrow], [aligned(wide, narrow)])
    assert days((moment,)) == [("2021-05-04", "2021-05-04")]


def test_reports_that_disagree_about_the_day_are_kept_and_marked() -> None:
    """Two days for one claim: two moments, both disputed."""
    one = dated("a.txt", ("The harbour bridge fell on 4 May.", "4 May", (2021, 5, 4)))
    other = dated("b.txt", ("The harbour bridge fell on 5 May.", "5 May", (2021, 5, 5)))
    moments = timeline([one, other], [aligned(one, other)])
    assert days(moments) == [("2021-05-04", "2021-05-04"), ("2021-05-05", "2021-05-05")]
    assert all(moment.disputed for moment in moments)


@pytest.mark.parametrize(("kind", "given"), [("SET", (2021, 5, 4)), ("DATE", None)])
def test_what_names_no_calendar_time_is_no_moment(kind: TimeType, given: Day | None) -> None:
    """'Every Friday' and 'recently' are not on the calendar."""
    assert timeline([dated("a.txt", ("Ferries crossed there every Friday.", "every Friday", given), kind=kind)]) == ()


def test_measure_keeps_every_day_before_a_second_event_of_one() -> None:
    """Among many events of one day and one of another, the other day is kept."""
    busy = [(f"{word} came to the harbour on 4 May.", "4 May", (2021, 5, 4)) for word in (f"Visitor{chr(97 + n)}xyz{n}" for n in range(40))]
    page = dated("a.txt", *busy, ("Its twin was closed in June 2020 for good.", "June 2020", ((2020, 6, 1), (2020, 6, 30))))
    moments = timeline([page])
    assert len(moments) <= 12
    assert ("2020-06-01", "2020-06-30") in days(moments)


def test_saying_is_the_last_to_be_kept() -> None:
    """Of two events of a day, the one that is only said that day gives way to the one that happened."""
    happened = dated("a.txt", ("The harbour bridge fell on 4 May.", "4 May", (2021, 5, 4)))
    said = dated("b.txt", ("Engineers warned about corrosion, she told them on 4 May.", "4 May", (2021, 5, 4)), saying=True)
    first = timeline([happened, said])
    assert len(first) == 2
    from secondsource.stories.timeline import candidates, value

    assert value(list(candidates(happened, {}))) > value(list(candidates(said, {})))


def test_order_of_reports_does_not_matter() -> None:
    """The same moments with the same ids in any order of reports."""
    pages = [
        dated("a.txt", ("The old harbour bridge fell on 4 May.", "4 May", (2021, 5, 4))),
        dated("b.txt", ("On 4 May the harbour bridge fell down.", "4 May", (2021, 5, 4))),
        dated("c.txt", ("Cracks were seen in March 2021 by divers.", "March 2021", ((2021, 3, 1), (2021, 3, 31)))),
    ]
    assert timeline(pages) == timeline(pages[::-1])
