"""A small story built by hand: two pages, one claim, a chain, a difference and a moment. No model runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from makers import article, page, words
from secondsource.model import (
    Alignment,
    Attribution,
    Chain,
    Claim,
    Component,
    Difference,
    Input,
    Interval,
    Moment,
    Origins,
    Quantity,
    Reading,
    Report,
    Source,
    Span,
    Statement,
    Story,
    Testimony,
    TimeExpression,
    make_id,
)
from secondsource.options import Options
from secondsource.views.store import Store

LEFT = "The harbour was closed on Tuesday after two pilots found 14 cracks, a harbour official told the Daily Quay."
RIGHT = "The harbour was closed after pilots found 12 cracks, the Daily Quay reported, citing a harbour official."


def book() -> Report:
    """The report on the story; the same values at every call."""
    a = article(("headline", "Harbour closed"), LEFT, file="a.html", outlet="Daily Quay", published="2024-05-02")
    b = article(("headline", "Cracks shut harbour"), RIGHT, file="b.html", outlet="Evening Tide", published="2024-05-03")
    official = Source("s1", "a harbour official", "unnamed", (words(a, "a harbour official"),), head="official", newsroom="Daily Quay")
    again = Source("s2", "a harbour official", "unnamed", (words(b, "a harbour official"),), head="official", newsroom="Daily Quay")
    merged = Source(
        "s3", "a harbour official", "unnamed", (*official.mentions, *again.mentions), members=("s1", "s2"), newsroom="Daily Quay"
    )
    quay = Source("s4", "Daily Quay", "outlet")
    tide = Source("s5", "Evening Tide", "outlet")
    tuesday = TimeExpression(
        make_id("t", a.id),
        words(a, "Tuesday"),
        "DATE",
        "2024-04-30",
        Interval(date(2024, 4, 30), date(2024, 4, 30)),
        "weekday before",
        None,
    )
    said_a = _said(a.id, official, words(a, "a harbour official"), words(a, "told"), words(a, "The harbour was closed on Tuesday"))
    said_b = _said(b.id, again, words(b, "a harbour official"), words(b, "citing"), words(b, "The harbour was closed"))
    claim_a = _claim(
        words(a, "The harbour was closed on Tuesday after two pilots found 14 cracks"), said_a, words(a, "14 cracks"), 14, tuesday
    )
    claim_b = _claim(words(b, "The harbour was closed after pilots found 12 cracks"), said_b, words(b, "12 cracks"), 12)
    chains = (Chain(a.id, (quay, merged), said_a), Chain(b.id, (tide, quay, merged), said_b))
    alignment = Alignment(
        make_id("l", a.id, b.id),
        (claim_a, claim_b),
        "differ",
        (),
        ("Daily Quay",),
        Origins(1, 1, (Component((merged,), True, "one newsroom and one description"),), "Both pages rest on one harbour official."),
        testimonies=(Testimony(claim_a, chains[0]), Testimony(claim_b, chains[1])),
        marks=("one source",),
    )
    left, right = words(a, "14 cracks"), words(b, "12 cracks")
    readings = tuple(
        sorted(
            (
                Reading(a, times=(tuesday,), sources=(official,), attributions=(said_a,), claims=(claim_a,)),
                Reading(b, sources=(again,), attributions=(said_b,), claims=(claim_b,)),
            ),
            key=lambda r: r.article.file,
        )
    )
    story = Story(
        make_id("y", a.id, b.id),
        "Harbour closed after cracks were found",
        readings,
        sources=(merged, quay, tide),
        chains=chains,
        alignments=(alignment,),
        differences=(Difference("x1", "quantity", left, right, "different", "14 cracks in one report, 12 in the other."),),
        timeline=(Moment("m1", tuesday.interval or Interval(None, None), claim_a.span, a.id, tuesday, (claim_a,)),),
        account=(Statement("The harbour was closed on Tuesday.", (claim_a.span, claim_b.span), alignment.id, tuesday.interval),),
    )
    inputs = (Input("a.html", "ok", a.id), Input("b.html", "ok", b.id))
    return Report(inputs, readings, (story,), Options())


def kept(report: Report, path: Path) -> Path:
    """A new store at ``path`` that holds the report, as reading its pages would have left it."""
    with Store(path, create=True) as store:
        for reading in report.readings:
            a = reading.article
            store.put(page(a.text, a.file), Input(a.file, "ok", a.id), reading, report.options)
        store.put_stories(report)
    return path


def _said(article: str, source: Source, who: Span, cue: Span, content: Span) -> Attribution:
    return Attribution(make_id("q", article), article, source, who, cue, (content,), "indirect", "states", how="by hand")


def _claim(span: Span, said: Attribution, number: Span, low: int, *times: TimeExpression) -> Claim:
    quantity = Quantity(number, low, low, "crack")
    return Claim(
        make_id("c", span.article), span.article, span, said, times, quantities=(quantity,), action="close", words=("harbour", "close")
    )
