"""Short makers for stories/: reports where somebody says something to somebody."""

from __future__ import annotations

from collections.abc import Sequence

from makers import article
from secondsource.model import Article, Attribution, Claim, Reading, Source, Span, make_id

#: What every report states that has no text of its own; a second claim lacks its last letter.
STATEMENT = "The bridge over the river fell on Monday morning."
#: A source as a test writes it: its name, kind, and how many people.
Given = tuple[str, str] | tuple[str, str, int | None, int | None]


def source(page: Article, given: Given) -> Source:
    name, kind, *count = given
    low, high = count or (1, 1)
    at = page.text.find(name)
    mentions = (page.span(at, at + len(name)),) if at >= 0 else ()
    return Source(make_id("s", page.id, name), name, kind, mentions, low, high)  # type: ignore[arg-type]


def says(page: Article, *voices: Given, content: Span | None = None, told: str = "", **more) -> Attribution:
    """An attribution whose sources stand one within the other, outermost first; ``told`` are the words for who heard it."""
    content = content or page.span(0, len(page.text))
    outer: Attribution | None = None
    for given in voices:
        own, last = source(page, given), given == voices[-1]
        addressee = None
        if told and last:
            at = page.text.index(told)
            addressee = page.span(at, at + len(told))
        outer = Attribution(
            id=make_id("q", page.id, content, *[name for name, *_ in voices], own.name),
            article=page.id,
            source=own,
            source_span=own.mentions[0] if own.mentions else None,
            cue=None,
            content=(content,),
            manner=more.get("manner", "indirect"),
            stance=more.get("stance", "states"),
            within=outer,
            addressee=addressee,
        )
    assert outer is not None
    return outer


def report(file: str, *told: Sequence[Given], outlet: str | None = None, credit: str | None = None, text: str = "", **more) -> Reading:
    """A report with one claim for each way in which it is told; no voices: the newsroom's own."""
    names = " ".join(name for voices in told for name, *_ in voices)
    page = article(text or f"{STATEMENT} {names} Report {file}", file=file, outlet=outlet, credit=credit)
    attributions, claims = [], []
    end = len(page.text) if text else len(STATEMENT)
    for n, voices in enumerate(told):
        said = says(page, *voices, content=page.span(0, end - n), **more) if voices else None
        attributions += [said] if said else []
        claims.append(Claim(make_id("c", page.id, n), page.id, page.span(0, end - n), said, words=("bridge", "fall")))
    layers = [layer for a in attributions for layer in ((a, a.within) if a.within else (a,))]
    sources = {layer.source.id: layer.source for layer in layers if layer.source}
    return Reading(page, claims=tuple(claims), attributions=tuple(attributions), sources=tuple(sources.values()))
