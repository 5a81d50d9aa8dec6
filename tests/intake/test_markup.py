"""HTML to lines: every character knows its place, at any depth and in linear time."""

from __future__ import annotations

import time

import pytest

from secondsource import intake
from secondsource.errors import UnreadableInput
from secondsource.intake import extractors, hints, markup
from secondsource.model import Article, Page

SENTENCES = [f"The mayor of Aller, Ada Brandt, said on Tuesday that bridge number {n} will close in May for its repair." for n in range(30)]


def lines(page: str) -> list[str]:
    return [line.text for line in markup.tokenize(page).lines]


def article(body: str, head: str = "<title>Bridges of Aller to close in May</title>") -> Article:
    return intake.extract(Page("a.html", f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>One <b>two</b> three</p>", ["One two three"]),
        ("<p>One</p>\n  <p>two\n   three</p>", ["One", "two three"]),
        ("<p>AT&amp;T &#8217;s &nbsp; x</p>", ["AT&T ’s \u00a0 x"]),
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<h1>one<br>two</h1>", ["one two"]),
        ("<p title='a > b'>one</p>", ["one"]),
        ('<p title="x" ">one</p>', ["one"]),
        ("<script>if (a < b) document.write('<p>no</p>')</script><p>one</p>", ["one"]),
        ("<style>p { color: red }</style><p>one</p>", ["one"]),
        ("<template><p>no</p></template><p>one</p>", ["one"]),
        ("<!-- <p>no</p> --><p>one</p>", ["one"]),
        ("<p>one<!-- never closed<p>two</p>", ["one never closed", "two"]),
        ("<p>1 < 2 and 3 > 2</p>", ["1 < 2 and 3 > 2"]),
        ("<div><span>T</span><p><a href='/b'>he bridge</a> closes</p></div>", ["The bridge closes"]),
        ("<div>“T</div><p>he bridge closes</p>", ["“The bridge closes"]),
        ("<div>A</div><p>bridge closes</p>", ["A", "bridge closes"]),
        ("<div>T</div><p>Bridge closes</p>", ["T", "Bridge closes"]),
        ("no tags at all", ["no tags at all"]),
        ("<p>one<p>two<div>three", ["one", "two", "three"]),
        ("<body><p>one</p></body><body><p>two</p></body>", ["one", "two"]),
        ("<p>one</p><plaintext><p>two", ["one", "two"]),
        ("<p>a<b>b</p><p>c", ["ab", "c"]),
    ],
)
def test_lines(page: str, expected: list[str]) -> None:
    """Lines break at blocks, white space is joined, references are read, what is never shown is not text."""
    assert lines(page) == expected


def test_every_run_is_on_the_page() -> None:
    """A run's characters stand unchanged at its place on the decoded page."""
    page = "<div>\n <p>“Don&#8217;t\twait,”  she &amp; <i>he</i> said.</p><p>\u00a0It is 5\u00a0pm.</p></div>"
    for line in markup.tokenize(page).lines:
        assert line.runs
        for at, start, length in line.runs:
            assert line.text[at : at + length] == page[start : start + length]


def test_a_drop_cap_belongs_to_its_paragraph() -> None:
    """A large first letter in an element of its own, which extractors leave out, is no reason to lose the paragraph."""
    first = f"<span class='cap'>T</span><p>{SENTENCES[0][1:]}</p>"
    found = article("<h1>Bridges of Aller to close in May</h1><div>" + first + "".join(f"<p>{s}</p>" for s in SENTENCES[1:12]) + "</div>")
    assert next(found[b.span] for b in found.blocks if b.kind == "paragraph") == SENTENCES[0]


def test_the_article_leads_back_to_the_page() -> None:
    """Every block's runs lead from the article's text to the same characters of the page."""
    body = "<h1>Bridges of Aller to close in May</h1>" + "".join(f"<p>{s.replace(', ', '&#44; ')}</p>\n" for s in SENTENCES)
    page = f"<!doctype html><html><body>{body}</body></html>"
    found = intake.extract(Page("a.html", page.encode()))
    covered = 0
    for block in found.blocks:
        for run in block.runs:
            assert found.text[run.start : run.start + run.length] == page[run.page_start : run.page_start + run.length]
            covered += run.length
    assert covered > 0.9 * len(found.text)


@pytest.mark.parametrize("depth", [253, 254, 300, 2050, 100_000])
def test_deep_nesting(depth: int) -> None:
    """Text below hundreds or thousands of open elements is found, never cut in silence."""
    found = article(
        "<h1>Bridges of Aller to close in May</h1>" + f"<p>{SENTENCES[0]}</p>" + "<div>" * depth + "".join(f"<p>{s}</p>" for s in SENTENCES)
    )
    assert all(sentence in found.text for sentence in SENTENCES)


def test_a_node_of_eleven_megabytes() -> None:
    """Text after one huge attribute is kept."""
    paragraphs = "".join(f"<p>{s}</p>" for s in SENTENCES)
    found = article(f"<h1>Bridges of Aller to close in May</h1><img alt='{'x' * 11_000_000}'>{paragraphs}")
    assert SENTENCES[-1] in found.text


@pytest.mark.parametrize(
    "hostile",
    [
        "<p " * 40_000,
        "<a href='" * 40_000,
        '<a b="' * 40_001,
        "<!--" * 40_000,
        "<script>" * 40_000,
        "<b><i><font>" * 10_000,
        "<" * 100_000,
        "&" * 100_000,
        "<br><br>" * 40_000,
        "<table><tr><td>" * 1_000,
        "</div>" * 100_000,
        "<p>" + "<a href=x>y</a> " * 40_000,
    ],
)
def test_tokenizer_is_linear(hostile: str) -> None:
    """No kind of broken markup takes the tokenizer more than a moment."""
    start = time.process_time()
    markup.tokenize(hostile)
    assert time.process_time() - start < 5


def test_hidden_text_is_left_out() -> None:
    """Words hidden by style, attribute or template are not the article's."""
    hidden = (
        '<p style="display:none">Hidden by its style, this sentence is long enough to be a paragraph of the article.</p>'
        "<p hidden>Hidden by an attribute, this sentence is long enough to be a paragraph of the article.</p>"
        '<p aria-hidden="true">Hidden from readers, this sentence is long enough to be a paragraph of the article.</p>'
        "<template><p>In a template, this sentence is long enough to be a paragraph of the article.</p></template>"
    )
    found = article("<h1>Bridges of Aller to close in May</h1>" + "".join(f"<p>{s}</p>" for s in SENTENCES[:8]) + hidden)
    assert "Hidden" not in found.text
    assert "template" not in found.text


def test_scripts_are_kept_from_extractors() -> None:
    """Scripts and styles, half of most pages, are not parsed again; the page's data and text are."""
    data = "<script type='application/ld+json'>{}</script>"
    sheet = markup.tokenize(f"<script>a < b</script><p>One\0 two</p><style>p {{}}</style>{data}<script>never closed <p>three</p>")
    assert extractors.without_scripts(sheet) == f"<script></script><p>One two</p><style></style>{data}<script>never closed <p>three</p>"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("class='story byline'", "byline"),
        ("class='StoryByline'", "byline"),
        ("CLASS='STORY-BYLINE'", "byline"),
        ("id=Comments", "comments"),
        ("role=navigation", "navigation"),
        ("data-testid='photo-credit'", "caption"),
        ("class='commentary'", None),
    ],
)
def test_class_names_say_what_is_inside(words: str, hint: str | None) -> None:
    """Classes, ids and roles count in capitals and small letters alike, as whole words."""
    (line,) = markup.tokenize(f"<div {words}>By Ada Brandt</div>").lines
    assert [name for name, bit in hints.hints().items() if line.where & bit] == ([hint] if hint else [])


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<html><head><title>Only a title</title></head><body><script>x()</script></body></html>"]
)
def test_a_page_without_text(page: str) -> None:
    """A page without text is no article, and is named so."""
    with pytest.raises(UnreadableInput) as error:
        intake.extract(Page("a.html", page.encode()))
    assert error.value.reason == "no-text"


def test_a_stub_is_thin() -> None:
    """A page of a few words is kept and marked as thin."""
    found = article("<h1>Before you go on</h1><p>You have to be a member of this club before you can see what its people write about.</p>")
    assert any("thin" in note for note in found.notes)
