"""The report people read: one file, no request, readable with scripts off.

In running order: ``desk`` looks things up, ``report_answer`` to ``report_method`` make the sections, ``layers`` the clean
text, the templates the page; then every quotation is compared with its page. The same report gives the same bytes.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from secondsource.model import Article, Reading, Report, Span, Story, make_id
from secondsource.views import (
    graph_svg,
    layers,
    leading,
    marks,
    quoting,
    report_account,
    report_answer,
    report_claims,
    report_differences,
    report_method,
    report_pages,
    scripted,
    timeline_svg,
    wording,
)
from secondsource.views.desk import Desk, Ids
from secondsource.views.words import Words, bare, words_in

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
STORIES = 20  #: stories told in full; the index names every one up to INDEX
INDEX = 400
BODY = ("paragraph", "list", "quote")  #: running text, which stands around a citation in the reader
RECORD = 400_000  #: characters of records that travel inside the file


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story ready for its template."""

    id: str
    several: bool
    spoken: Markup  #: the language of its headline and names, as an attribute
    section: Callable[[str], str]
    answer: report_answer.Answer
    account: tuple[report_account.Sentence, ...]
    account_more: str
    differences: report_differences.Differences
    claims: report_claims.Claims
    time: timeline_svg.Timeline
    graph: graph_svg.Graph
    pages: report_pages.Pages
    notes: tuple[report_account.Note, ...]


@dataclass(frozen=True, slots=True)
class IndexRow:
    headline: str
    href: str
    range: marks.Range | None
    counts: str


@dataclass(frozen=True, slots=True)
class Index:
    """The list that opens a report on several stories, or on none."""

    kick: str
    headline: str
    rows: tuple[IndexRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Rail:
    """The first citation, written into the reader beside the text."""

    steps: tuple[str, ...]
    before: Markup
    words: Markup
    after: Markup
    where: str
    anchor: str
    spoken: Markup  #: the language of the words, as an attribute


def html(report: Report, lang: str = "en") -> str:
    """The whole report as one HTML page in a language (docs/languages.md).

    Raises ``SecondSourceError`` where a quotation is not its page's words, or where the language is not there.
    """
    w = words_in(lang)
    stories = _ordered(report)
    told = stories[:STORIES]
    ids = Ids()
    for name in ("answer", "method", "limits", "rail", "rail-b", "theme", "close", "keys", "cor", "dj", "dc", "record"):
        ids.of(name)
    desks = [Desk(story, ids, len(stories) == 1, w) for story in told]
    pages = [_story(desk, report) for desk in desks]
    articles = {r.article.id: r.article for r in report.readings} | {id: a for desk in desks for id, a in desk.articles.items()}
    _check_sentences(told)
    record, record_id = _record(report)
    text = quoting.shown(
        _environment().get_template("report.html").render(
            w=w,
            say=w.escaped,
            bare=bare,
            keyboard={key.lower(): Markup("<kbd>%s</kbd>") % key for key in ("j", "k", "Enter", "Esc")},
            title=_title(w, stories),
            index=_index(w, stories, desks, report) if len(stories) != 1 else None,
            stories=pages,
            method=report_method.method(w, report, desks, _cuts(w, stories)),
            rail=_rail(desks),
            record=record,
            record_id=record_id,
            **_code(w, pages, record_id),
        )
    )  # fmt: skip
    if lang != "en":
        text = quoting.in_own_languages(text, articles)
    quoting.verify(text, articles)
    return text


def _ordered(report: Report) -> tuple[Story, ...]:
    """The stories with most reports first; a reading that is in no story is shown as one of its own."""
    inside = {r.article.id for story in report.stories for r in story.readings}
    loose = [_lone(r) for r in report.readings if r.article.id not in inside]
    return tuple(sorted((*map(leading.lead_first, report.stories), *loose), key=lambda s: (-len(s.readings), s.id)))


def _lone(reading: Reading) -> Story:
    return Story(make_id("y", reading.article.id), reading.article.title or reading.article.file, (reading,))


def _story(desk: Desk, report: Report) -> StoryPage:
    """The sections in the order of the page. Pages and notes come last: they carry what the others cite."""
    story, options = desk.story, report.options
    answer = report_answer.answer(desk, len(report.unread) if desk.alone else 0, _files(story, report))
    account = report_account.account(desk, options.max_statements)
    differences = report_differences.differences(desk)
    claims = report_claims.claims(desk, options.max_alignments)
    time = timeline_svg.timeline(desk)
    graph = graph_svg.graph(desk)
    told, all = (desk.w.number(len(x)) for x in (account, story.account))
    cut = len(story.account) > len(account)
    return StoryPage(
        id=desk.id,
        several=len(story.readings) > 1,
        spoken=desk.w.spoken(desk.tongue),
        section=desk.section,
        answer=answer,
        account=account,
        account_more=desk.w("account.cut", shown=told, all=all) if cut else "",
        differences=differences,
        claims=claims,
        time=time,
        graph=graph,
        pages=report_pages.pages(desk),
        notes=report_account.notes(desk),
    )


def _files(story: Story, report: Report) -> int:
    """How many inputs a story was made from; of the only story, all that were read."""
    if len(report.stories) == 1 and report.inputs:
        return sum(i.state in ("ok", "partial", "duplicate") for i in report.inputs)
    return len(story.readings)


def _check_sentences(stories: Sequence[Story]) -> None:
    """What the account and the reasons put in quotation marks stands in a page; else ``SecondSourceError``."""
    for story in stories:
        texts = quoting.Texts({r.article.id: r.article for r in story.readings})
        for statement in story.account:
            texts.verify(statement.text)
        for reason in (*(d.says for d in story.differences), *(a.origins.why for a in story.alignments)):
            texts.verify(reason)


# ---- head and foot -------------------------------------------------------------------------------------------------


def _title(w: Words, stories: Sequence[Story]) -> str:
    if len(stories) != 1:
        return f"{w.many('story.count', len(stories))}. Second Source"
    story = stories[0]
    headline = bare(w.name(wording.plain(story.headline))) or w("story.without_headline")
    if story.alignments:
        headline = w("story.title", headline=headline, origins=w.origins(story.alignments[0].origins))
    return f"{headline}. Second Source"


def _index(w: Words, stories: Sequence[Story], desks: Sequence[Desk], report: Report) -> Index:
    rows = []
    for place, story in enumerate(stories[:INDEX]):
        desk = desks[place] if place < len(desks) else None
        counts = w.many("page.count", len(story.readings))
        found = None
        if story.alignments:
            lead = story.alignments[0]
            counts = w("index.counts", newsrooms=w.many("index.newsrooms", len(lead.newsrooms)), pages=counts)
            found = marks.range_of(lead, desk.hue if desk else {}, w)
        headline = w.name(wording.plain(story.headline), _tongue(story)) or w("story.unnamed", id=w.name(story.id, ""))
        rows.append(IndexRow(headline, f"#{desk.id}" if desk else "", found, counts))
    total = len(report.readings) or sum(len(s.readings) for s in stories)
    if not stories:
        kick = w("index.made_from", files=w.many("answer.files", len(report.inputs)))
        return Index(kick, w("index.nothing"), (), w("index.files_below"))
    kick = w("index.reports", reports=w.many("answer.reports", total))
    return Index(kick, w.many("story.count", len(stories)), tuple(rows), " ".join(_cuts(w, stories)))


def _tongue(story: Story) -> str:
    """The language of a story's pages, nothing where they have several."""
    spoken = {r.article.language for r in story.readings}
    return spoken.pop() if len(spoken) == 1 else ""


def _cuts(w: Words, stories: Sequence[Story]) -> list[str]:
    """What of the list of stories is not on this page."""
    made = []
    if len(stories) > STORIES:
        made.append(w.many("index.told", len(stories), shown=STORIES))
    if len(stories) > INDEX:
        made.append(w.many("index.named", len(stories), shown=INDEX))
    return made


def _rail(desks: Sequence[Desk]) -> Rail | None:
    """The first passage that the report cites, in its paragraph."""
    for desk in desks:
        if not desk.numbers:
            continue
        span = next(iter(desk.numbers))
        article: Article = desk.articles[span.article]
        blocks = list(layers.stretches(article))
        at = next((place for place, (_, block) in enumerate(blocks) if block.overlaps(span)), -1)
        block = blocks[at][1] if at >= 0 else span
        start, end = max(block.start, span.start), min(block.end, span.end)
        lit = quoting.quoted(article, article.span(start, end), classes="lit")
        words = Markup("").join((quoting.text_of(article, block.start, start), lit, quoting.text_of(article, end, block.end)))
        anchor = desk.anchors[span]
        places = {"start": desk.w.number(span.start), "end": desk.w.number(span.end)}
        where = desk.w("rail.place", letter=desk.letters[article.id], **places)
        around = [_far(article, blocks, at - 1), _far(article, blocks, at + 1)] if at >= 0 else [Markup(), Markup()]
        return Rail(anchor.voice.steps, around[0], words, around[1], where, anchor.id, desk.w.spoken(article.language))
    return None


def _far(article: Article, blocks: Sequence[tuple[str, Span]], place: int) -> Markup:
    """The paragraph before or behind a cited one; nothing where there is no running text."""
    if not 0 <= place < len(blocks) or blocks[place][0] not in BODY:
        return Markup()
    return quoting.quoted(article, blocks[place][1])


def _record(report: Report) -> tuple[Markup, str]:
    """The records as JSON safe inside a script element (empty where they are too long), and their short fingerprint."""
    from secondsource.views.records import records

    text = json.dumps(records(report), ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    name = hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
    if len(text) > RECORD:
        return Markup(), name
    # '<' would let a page's '</script>' end the element; as \u003c it is the same JSON
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")), name  # noqa: S704


def _code(w: Words, pages: Sequence[StoryPage], record_id: str) -> dict[str, Any]:
    """Style and script with the policy that lets these two run and nothing else."""
    files = ["report.css", *(["report.rtl.css"] if w.direction == "rtl" else [])]
    rules = "".join([*((TEMPLATES / file).read_text("utf-8") for file in files), *_rules(w, pages, record_id)])
    style = Markup(rules)  # noqa: S704  our own
    script = Markup(scripted.script(w))  # noqa: S704  our own file, with our own strings
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style)]
    csp = f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; base-uri 'none'; form-action 'none'"
    return {"style": style, "script": script, "csp": Markup(csp), "shapes": tuple(marks.SHAPES.items())}  # noqa: S704


# every printed sheet carries the record's fingerprint and its number
PRINT = """@media print{@page{size:A4;margin:18mm 16mm 20mm;
@bottom-left{content:"Second Source \\b7  record %s";font:7.5pt sans-serif;color:#444}
@bottom-right{content:counter(page) "%s" counter(pages);font:7.5pt sans-serif;color:#444}}}
"""


def _rules(w: Words, pages: Sequence[StoryPage], record_id: str) -> list[str]:
    """Rules that depend on the story: widths of the axis's steps, and passages that are several elements."""
    made = [PRINT % (record_id, w("print.of"))]
    for page in pages:
        for place, zoom in enumerate(page.time.zooms):
            widths = " ".join(f"minmax(0,{width}fr)" for width in zoom.widths)
            made.append(f"#{page.section('tl')} .z{place}{{grid-template-columns:{widths}}}\n")
        for clean in page.pages.shown:
            made += [f'html:has(#{id}:target) [data-of="{id}"]{{background:var(--lit);color:var(--lit-ink)}}\n' for id in clean.split]
    return made


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
