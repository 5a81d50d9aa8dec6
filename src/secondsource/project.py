"""What is done to a store: pages added, stories grouped, everything read again, one thing explained."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version

from secondsource.errors import SecondSourceError
from secondsource.model import Alignment, Article, Attribution, Input, Report, Source, Span, Story
from secondsource.options import Options
from secondsource.pipeline import AnyInput, Progress, gather
from secondsource.views import store_stories
from secondsource.views.store import Store
from secondsource.worker import run_all

ROUNDS = 3  #: groupings at most, while others add


def add(store: Store, inputs: Iterable[AnyInput], options: Options, workers: int = 1, progress: Progress | None = None) -> list[Input]:
    """Read the pages that the store does not hold yet, keep each as it is done, then group the stories anew.

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
        group(store, options)
    return sorted(done, key=lambda i: i.file)


def group(store: Store, options: Options) -> tuple[Story, ...]:
    """Group the newest versions of all documents into stories; the stories that were told anew.

    Which reports tell one event is asked of all of them, by their titles, days and beginnings alone; only stories whose
    reports changed are opened and told anew, so the result is that of telling all. Known stories keep their ids. Once
    more where another program added documents meanwhile; whoever adds last groups all.
    """
    from secondsource.stories import tell

    told = f"{_version()} {options}"
    for _ in range(ROUNDS):
        groups, grouped = _groups(store, options)
        known = store_stories.known(store) if store_stories.told(store) == told else {}
        kept = {id: articles for id, articles in known.items() if articles in groups}
        standing = set(kept.values())
        fresh = [tell(store.readings(sorted(group)), options) for group in groups if group not in standing]
        written = store_stories.put(store, fresh, grouped, kept, told)
        if written is not None and not store.stale:
            break
    return written or ()


def _version() -> str:
    try:
        return version("secondsource")
    except PackageNotFoundError:
        return "unknown"


def _groups(store: Store, options: Options) -> tuple[dict[frozenset[str], None], frozenset[str]]:
    """The newest articles of the store, as ids, grouped by event; and all of them."""
    from secondsource.data import table
    from secondsource.stories import groups, groups_text

    articles = store.outlines(table("stories.toml")["groups"]["most_characters"])
    parted = groups.indexes([groups_text.sketch(article) for article in articles], options.story_window_days)
    return {frozenset(articles[i].id for i in part): None for part in parted}, frozenset(a.id for a in articles)


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
