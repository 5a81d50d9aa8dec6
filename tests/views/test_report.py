"""The report page as text: what it must hold for any story, without a browser."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from harbour import harbour, interval, lone, wire
from makers import article, words
from secondsource.errors import SecondSourceError
from secondsource.model import Found, Input, Reading, Report, Stamp, Statement, Story, TimeExpression
from secondsource.options import Options
from secondsource.views import quoting
from secondsource.views.report import html

ATTACK = '"><svg onload=x()></title></style></script><script>x()</script><img src=//h.example onerror=x()><!--]]>&lt;'
LINK = "javascript:x()"


class Page(HTMLParser):
    """Every element with its attributes, and the visible text."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, name: str) -> list[str]:
        return [value or "" for _, attrs in self.elements for key, value in attrs.items() if key == name]


@pytest.fixture(scope="module")
def text() -> str:
    return html(harbour())


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def joined(*reports: Report) -> Report:
    return Report(
        tuple(i for r in reports for i in r.inputs),
        tuple(x for r in reports for x in r.readings),
        tuple(s for r in reports for s in r.stories),
        Options(),
    )


# ---- promises of every report --------------------------------------------------------------------------------------


def test_the_same_report_gives_the_same_bytes(text: str) -> None:
    """Nothing in the page depends on the time or the run."""
    assert html(harbour()) == text


def test_every_quotation_is_the_pages_exact_words(text: str) -> None:
    """Each element that shows words of a page holds the slice at its offsets, and the pages are shown whole."""
    report = harbour()
    articles = {r.article.id: r.article for r in report.readings}
    found = quoting.places(text)

    assert len(found) > 60
    for place, shown in found:
        id, start, end = place.split(" ")
        assert shown == articles[id].text[int(start) : int(end)]
    for reading in report.readings:
        for block in reading.article.blocks:
            assert (quoting.place(block.span), reading.article[block.span]) in found


def test_a_quotation_that_is_not_the_pages_words_is_an_error(text: str) -> None:
    """A changed word is found when the report is written, and the error says which page."""
    articles = {r.article.id: r.article for r in harbour().readings}

    assert quoting.verify(text, articles) > 60
    with pytest.raises(SecondSourceError, match=r"strand\.txt.*The ship was loud"):
        quoting.verify(text.replace("The ship was sound", "The ship was loud"), articles)


def test_a_sentence_of_the_account_cannot_invent_a_quotation() -> None:
    """Words in quotation marks that no page of the story has stop the report."""
    report = harbour()
    story = report.stories[0]
    false = Statement("The master said “the ship was doomed”.", (report.readings[0].article.span(0, 5),))
    with pytest.raises(SecondSourceError, match="the ship was doomed"):
        html(dataclasses.replace(report, stories=(dataclasses.replace(story, account=(false,)),)))


def test_ids_are_unique_and_every_link_inside_leads_somewhere() -> None:
    """Several stories in one report: no id twice, no link without a target; addresses outside are the pages' own."""
    for report in (harbour(), joined(harbour(), wire(3)), wire(14), lone("Words."), wire(70)):
        page = Page(html(report))
        ids = page.all("id")
        assert len(ids) == len(set(ids))
        for href in page.all("href"):
            if href.startswith("#"):
                assert href[1:] in ids, href
            else:
                assert href in {r.article.url for r in report.readings}


def test_anchors_come_from_the_record(page: Page) -> None:
    """A claim's passage has the claim's id, a difference the difference's, a claim's row the alignment's."""
    story = harbour().stories[0]
    ids = set(page.all("id"))

    assert {c.id for a in story.alignments for c in a.claims} <= ids
    assert {a.id for a in story.alignments} <= ids
    assert {d.id for d in story.differences} <= ids


def test_every_sentence_has_a_citation(text: str) -> None:
    """No sentence of the account stands without a link to words."""
    rows = re.findall(r'<li class="st".*?</li>', text, re.S)

    assert len(rows) == 4
    assert all('class="chip' in row for row in rows)


def test_silence_is_shown_and_never_blank(text: str) -> None:
    """Every cell of the table of claims says something; a page that does not tell a claim is named with the reason."""
    table = text[text.index('<table class="ct') : text.index("</table>", text.index('<table class="ct'))]
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", table, re.S)]

    assert all(cells)
    assert sum("silent" in cell for cell in cells) == 17
    assert "B: not mentioned" in table


def test_counts_and_limits_are_stated(page: Page) -> None:
    """The counts line adds up, the unread file has its reason, and what could not be done is said."""
    shown = "".join(page.text)

    assert "in 4 = 3 ok + 0 partial + 1 failed + 0 duplicate + 0 interrupted" in shown
    assert "it is a picture. Give the page’s HTML" in shown
    assert "Name the outlet of page C" in shown
    assert "is inferred from “on Tuesday” in the text" in shown


def test_the_answer_is_a_range_with_its_reason(page: Page) -> None:
    """The first screen says what, who, how many origins as a range, newsrooms and pages, and what to read with care."""
    shown = " ".join("".join(page.text).split())
    head = shown[: shown.index("The account, sentence by sentence")]

    for said in (
        "2to3different origins", "3newsrooms", "3pages", "Two port officers", "spoke to The Quay Mail", "may be one of the others",
        "a third origin is possible, not proven", "Read with care:", "a date is contradicted", "page C’s date is inferred",
    ):  # fmt: skip
        assert said in head


# ---- nothing from a page runs --------------------------------------------------------------------------------------


def hostile() -> Report:
    """The harbour's story with an attack in every field that a page can fill."""
    report = harbour()
    reading = report.readings[0]
    bad = dataclasses.replace(
        reading.article,
        url=LINK,
        byline=(ATTACK,),
        outlet=Found(ATTACK, ATTACK),
        credit=Found(ATTACK, ATTACK),
        notes=(ATTACK,),
        file=ATTACK,
        left_out=reading.article.left_out + tuple(dataclasses.replace(x, text=ATTACK, why=ATTACK) for x in reading.article.left_out),
        language='"><script>',
    )
    story = report.stories[0]
    readings = (dataclasses.replace(reading, article=bad, notes=(ATTACK,)), *report.readings[1:])
    sources = tuple(dataclasses.replace(s, name=f"{ATTACK} {s.name}") for s in story.sources)
    account = tuple(dataclasses.replace(s, text=f"{ATTACK} {s.text}") for s in story.account)
    changed = dataclasses.replace(story, headline=ATTACK, readings=readings, sources=sources, account=account)
    inputs = (*report.inputs, Input(ATTACK, "failed", None, ATTACK, ATTACK))
    return Report(inputs, readings, (changed,), Options())


def test_page_text_never_becomes_markup() -> None:
    """Row 50: headline, byline, address, names and reasons with tags in them add no element and no attribute."""
    safe, bad = Page(html(harbour())), Page(html(hostile()))

    assert {tag for tag, _ in bad.elements} == {tag for tag, _ in safe.elements}
    assert "img" not in {tag for tag, _ in bad.elements}
    assert [tag for tag, _ in bad.elements].count("script") == 2
    names = {name for _, attrs in bad.elements for name in attrs}
    assert not any(name.startswith("on") or name in ("style", "src") for name in names)
    assert all(href.startswith(("#", "https://")) for href in bad.all("href"))


def test_hostile_words_in_the_text_itself_are_shown_as_they_stand() -> None:
    """An article whose text is an attack is quoted exactly and stays text."""
    report = lone(("headline", ATTACK), f"He said {ATTACK}", "Null \0, half a pair @, return \r\n and line.")
    reading = report.readings[0]
    broken = dataclasses.replace(reading, article=dataclasses.replace(reading.article, text=reading.article.text.replace("@", "\ud800")))
    text = html(dataclasses.replace(report, readings=(broken,), stories=(dataclasses.replace(report.stories[0], readings=(broken,)),)))

    assert [tag for tag, _ in Page(text).elements].count("script") == 2
    assert "Null \ufffd" in text
    text.encode()


def test_policy_allows_this_style_and_script_and_nothing_else(text: str) -> None:
    """The content policy's hashes are those of the style and the script in the file."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    script = re.search(r"<script>(.*?)</script>", text, re.S)
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert policy
    assert script
    assert style

    def digest(part: str) -> str:
        return base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()

    assert policy[1] == (
        f"default-src 'none'; script-src 'sha256-{digest(script[1])}'; style-src 'sha256-{digest(style[1])}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_record_travels_inside_and_cannot_end_its_element() -> None:
    """The JSON in the file parses to the records, though a page's text holds '</script>'."""
    from secondsource.views.records import records

    report = lone(f"He wrote {ATTACK} there.")
    inside = re.search(r'<script type="application/json" id="record">(.*?)</script>', html(report), re.S)
    assert inside
    assert json.loads(inside[1]) == json.loads(json.dumps(records(report)))


# ---- odd and large -------------------------------------------------------------------------------------------------


def test_one_report_only() -> None:
    """A lone report says that there is nothing to compare; a page with nothing in it is still shown whole."""
    text = html(lone(("headline", "A title"), "Some words here."))

    for said in (
        "nothing to compare",
        "No claim was found in this report",
        "no chain to show",
        "Nothing is drawn rather than guessed",
        "Some words here.",
    ):
        assert said in text


def test_no_page_at_all() -> None:
    """A report on files that could not be read names them with the reason."""
    text = html(Report((Input("x.txt", "failed", None, "empty", "there is no text in it"),), (), (), Options()))

    assert "No page could be read" in text
    assert "there is no text in it" in text


def test_copies_of_one_wire_text_are_one_origin() -> None:
    """Fourteen pages of one agency: exactly one origin, one newsroom, fourteen pages, the copies said to be copies."""
    text = " ".join("".join(Page(html(wire(14))).text).split())

    assert "exactly 1 origin" in text
    assert "1newsroom" in text
    assert "14pages" in text
    assert "13 pages only carry another page’s words" in text
    assert "and 11 more" in text
    assert "+ 10 more" in text


def test_five_hundred_reports_fit_and_every_cut_is_counted() -> None:
    """A story of 500 pages stays under 10 MB; what is not shown is counted with its true number."""
    text = html(wire(500, paragraphs=20))
    shown = " ".join("".join(Page(text).text).split())

    assert len(text.encode()) < 10_000_000
    for said in (
        "500 of 500" if "500 of 500" in shown else "pages of 500 are shown with their text",
        "30 of 500 dates of events",
        "pages that are not shown with their text",
    ):
        assert said in shown
    assert "too large to travel inside this file" in shown


def test_two_pages_stay_small(text: str) -> None:
    """A report on a few pages is far under a megabyte."""
    assert len(text.encode()) < 300_000


def test_a_very_long_page_shows_its_cited_paragraphs_and_counts_the_rest() -> None:
    """Of a page of 300,000 characters the cited parts are shown, and how many paragraphs are not."""
    long = article(("headline", "Title"), *(f"Paragraph {n} " + "word " * 60 for n in range(1000)), file="long.txt")
    story = Story("y1", "Title", (Reading(long),), account=(Statement("It says so.", (words(long, "Paragraph 500 word"),)),))
    text = html(Report((), story.readings, (story,), Options()))

    assert "Paragraph 500 " in text
    assert "Paragraph 300 " not in text.replace("\\u", "")[: text.index('id="method"')]
    assert re.search(r"\d+ paragraphs of this long page not shown here", text)


def test_several_stories_open_with_an_index() -> None:
    """Two stories: a list with the range of each, then each story under its own heading."""
    text = html(joined(harbour(), wire(3)))

    assert text.index('class="index"') < text.index('class="story"')
    assert text.count('<article class="story"') == 2
    assert text.count("<h1") == 1


def test_a_reading_in_no_story_is_not_lost() -> None:
    """A page that belongs to no story is shown as one of its own."""
    report = harbour()
    other = Reading(article(("headline", "Lone page"), "It stands alone.", file="z.txt"))
    text = html(dataclasses.replace(report, readings=(*report.readings, other)))

    assert "It stands alone." in text
    assert "2 stories" in text


def test_dates_far_from_the_others_do_not_squeeze_them() -> None:
    """With one date in 1961 and the rest in one year, the year is shown first and the far date says that it lies before."""
    report = harbour()
    story = report.stories[0]
    first = story.timeline[0]
    old = dataclasses.replace(first, id="m0", interval=interval("1961-01-01", "1961-12-31"))
    text = html(dataclasses.replace(report, stories=(dataclasses.replace(story, timeline=(old, *story.timeline)),)))

    assert text.count("← before the time shown") == 1
    assert 'aria-pressed="true" data-from="0"' not in text


def test_dates_at_the_ends_of_the_calendar() -> None:
    """Years 1 and 9999 and open sides are drawn without a fault."""
    page = article("From the year 1 to the end.", file="t.txt")
    when = TimeExpression("t1", words(page, "the year 1"), "DATE", "0001", interval("0001-01-01", "0001-12-31"), "year")
    published = Found(Stamp("9999-12-31", interval("9999-12-31")), "given")
    reading = Reading(dataclasses.replace(page, published=published), times=(when,))
    story = Story("y1", "Ends", (reading,))
    assert "9999" in html(Report((), (reading,), (story,), Options()))


def test_timeline_and_graph_have_twins_with_the_same_facts(text: str) -> None:
    """Every date drawn is a row of the table, every node of the graph stands in the list."""
    rows = re.findall(r"<tr>(.*?)</tr>", text[text.index('class="tt"') : text.index("</table>", text.index('class="tt"'))], re.S)
    drawn = re.findall(r'<li class="tr.*?</li>', text, re.S)
    table = " ".join(rows)
    assert len(drawn) == len([r for r in rows if r.startswith("<td dir")])
    for line in drawn:
        for words_ in re.findall(r'<span data-w="([^"]+)"', line):
            assert words_ in table
    listed = text[text.index('class="ch"') : text.index("</ul>", text.index('class="ch"'))].casefold()
    graph = text[text.index('class="pg"') : text.index("</div>", text.index('class="pg"'))]
    for label in re.findall(r'<text (?:class="bd" )?x="\d+" y="\d+"(?: class="bd")?>([^<]+)</text>', graph):
        assert label.rstrip("…").casefold() in listed
