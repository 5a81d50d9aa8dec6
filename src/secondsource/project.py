"""What is done to a store: pages added, stories grouped, everything read again, one thing explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing

from secondsource.errors import SecondSourceError
from secondsource.grouping import group
from secondsource.model import Alignment, Article, Attribution, Input, Report, Source, Span, Story
from secondsource.options import Options
from secondsource.pipeline import AnyInput, Progress, gather
from secondsource.views import store_stories
from secondsource.views.store import Store
from secondsource.worker import run_all


def add(
    store: Store,
    inputs: Iterable[AnyInput],
    options: Options,
    workers: int = 1,
    progress: Progress | None = None,
    told: Callable[[tuple[Story, ...]], object] | None = None,
) -> list[Input]:
    """Read the pages that the store does not hold yet, keep each as it is done, then group the stories anew.

    ``told`` is given the stories that changed.

    Stopped at any moment and run again it ends as the same store.
    """
    gathered = gather(inputs, options)
    done = list(gathered.settled)
    for settled in gathered.settled:
        store.put_input(settled)
    fresh = []
    for page in gathered.pages:
        if store.has(page):
            done.append(store.put(page, Input(page.file, "duplicate"), None, options))
        else:
            fresh.append(page)
    if fresh:
        store.expect(fresh)
    with closing(run_all(fresh, options, workers)) as outcomes:
        for page, outcome in zip(fresh, outcomes, strict=True):
            done.append(store.put(page, outcome.input, outcome.reading, options))
            if progress:
                progress(page.file, len(done), len(gathered.pages) + len(gathered.settled))
    if store.stale:
        stories = group(store, options)
        if told:
            told(stories)
    return sorted(done, key=lambda i: i.file)


def rebuild(store: Store, options: Options, workers: int = 1, progress: Progress | None = None) -> list[Input]:
    """Read every page again with this version of the program, and group the stories anew. All or nothing."""
    with store.transaction():  # a store that cannot be written is said before anything is read
        pages = list(store.pages())
    outcomes = []
    with closing(run_all(pages, options, workers)) as done:
        for outcome in done:
            outcomes.append(outcome)
            if progress:
                progress(outcome.input.file, len(outcomes), len(pages))
    lost = [o.input for o in outcomes if not o.reading]
    if lost:
        raise SecondSourceError(f"{lost[0].file} can no longer be read: {lost[0].why}", "The store was left as it was.")
    store.replace_readings([(page, o.input, o.reading) for page, o in zip(pages, outcomes, strict=True) if o.reading], options)
    group(store, options)
    return [o.input for o in outcomes]


# ---- explaining ----------------------------------------------------------------------------------------------------


def explain_in(store: Store, options: Options, id: str) -> list[str]:
    """As ``explain``, of a store: opens only the story in which the thing with this id stands."""
    story, article = store_stories.place(store, id)
    if story:
        return explain(store.report(options, story), id)
    return explain(Report((), store.readings([article]) if article else (), (), options), id)


def explain(report: Report, id: str) -> list[str]:
    """Lines that say what an id stands for, with the chain and the exact words. Any id that a view prints is known."""
    for reading in report.readings:
        article = reading.article
        if article.id == id:
            return _article(article)
        for attribution in reading.attributions:
            if attribution.id == id:
                return _attribution(attribution, article, report)
        for claim in reading.claims:
            if claim.id == id:
                return [f"claim, {claim.certainty}", *_quote(article, claim.span), *_said(claim.attribution, article, report)]
        for time in reading.times:
            if time.id == id:
                days = f"{time.interval.first} to {time.interval.last}" if time.interval else "no calendar days"
                return [f"time: {time.value}, {days}", f"rule: {time.rule}", *_quote(article, time.span)]
    for story in report.stories:
        for find in (_in_alignments, _in_sources, _in_differences):
            if lines := find(story, id):
                return lines
        if story.id == id:
            return [f"story: {story.headline}", *(f"  {r.article.id} {r.article.file}: {r.article.title}" for r in story.readings)]
    raise SecondSourceError(f"nothing here has the id {id}", "Ids stand in the report, the records and what list and search print.")


def _article(article: Article) -> list[str]:
    lines = [f"article: {article.title}", f"file: {article.file}", f"sha256: {article.sha256}"]
    for name in ("outlet", "credit", "published", "updated"):
        found = getattr(article, name)
        value = getattr(found.value, "value", found.value) if found else "unknown"
        lines.append(f"{name}: {value}" + (f" ({found.how}{', inferred' if found.inferred else ''})" if found else ""))
    return lines


def _quote(article: Article, span: Span) -> list[str]:
    return [f"  {article.file} [{span.start}, {span.end}): {article[span]}"]


def _attribution(attribution: Attribution, article: Article, report: Report) -> list[str]:
    quotes = [line for part in attribution.content for line in _quote(article, part)]
    return [f"{attribution.stance}, {attribution.manner}", *quotes, *_said(attribution, article, report)]


def _said(attribution: Attribution | None, article: Article, report: Report) -> list[str]:
    if attribution is None:
        return [f"by: {article.newsroom()}, in its own voice"]
    chain = next((c for s in report.stories for c in s.chains if c.attribution and c.attribution.id == attribution.id), None)
    lines = ["chain: " + " <- ".join(v.name if v else "unknown newsroom" for v in chain.voices)] if chain else []
    if attribution.source_span:
        lines.append("source:")
        lines += _quote(article, attribution.source_span)
    return lines


def _in_alignments(story: Story, id: str) -> list[str]:
    for alignment in story.alignments:
        if alignment.id == id:
            return _alignment(alignment, story)
    return []


def _alignment(alignment: Alignment, story: Story) -> list[str]:
    low, high = alignment.origins.min, alignment.origins.max
    lines = [
        f"claim in {len({c.article for c in alignment.claims})} of {len(story.readings)} pages: {alignment.relation}",
        f"origins: {low if low == high else f'{low} to {high}'}. {alignment.origins.why}",
        f"newsrooms: {', '.join(alignment.newsrooms)}",
    ]
    for testimony in alignment.testimonies:
        lines += _quote(story.article(testimony.claim.article), testimony.claim.span)
        lines.append("    " + " <- ".join(v.name if v else "unknown newsroom" for v in testimony.chain.voices))
    return lines


def _in_sources(story: Story, id: str) -> list[str]:
    for source in story.sources:
        if id == source.id or id in source.members:
            return [_source_line(source), *(line for m in source.mentions for line in _quote(story.article(m.article), m))]
    return []


def _source_line(source: Source) -> str:
    people = str(source.low) if source.low == source.high else f"{source.low} to {source.high or 'any number'}"
    return f"source: {source.name}, {source.kind}, people: {people}"


def _in_differences(story: Story, id: str) -> list[str]:
    for d in story.differences:
        if d.id == id:
            sides = [line for span in (d.left, d.right) for line in _quote(story.article(span.article), span)]
            return [f"difference of {d.kind}: {d.verdict}", d.says, *sides]
    return []
