"""Live blogs and slide shows are kept whole, with the times of their entries and the words of their slides."""

from __future__ import annotations

import json

import pytest

from secondsource import intake
from secondsource.intake.entries import is_clock
from secondsource.model import Article, Page

TITLE = "Ferry adrift off Gull Point – as it happened"
#: time, headline, words; newest first
ENTRIES = [
    (
        "6.40pm",
        "Ferry reaches the pier",
        "The ferry Aurelia reached the pier at Port Ellery with all 214 passengers, the harbour office says.",
    ),
    ("5.15pm", "Second tug arrives", "A second tug is alongside. “We have her on the line,” said the tug’s master, Jonas Reet."),
    ("4.02pm", "", "The coast guard says nobody is hurt."),
    ("3.30pm", "Engine fails", "The ferry lost its engine two miles off Gull Point, the operator Lowland Lines confirms."),
    ("2.55pm", "", "Good afternoon. We are hearing of a ferry in trouble off Gull Point and will bring you what we learn."),
]
SLIDES = [
    ("The keeper’s lamp, lit by hand until 1961.", "Ada Brandt"),
    ("Steps to the lantern room: 146 of them.", "Ada Brandt"),
    ("The fog horn, silent since 1988, still works.", "Jonas Reet"),
    ("Sheep graze where the keepers grew potatoes.", "Ada Brandt"),
    ("The last keeper, Tomas Vale, with his log of 1960.", "Lowland Archive"),
    ("Gull Point from the sea.", "Jonas Reet"),
]
ASIDE = "<aside><h3>Most read</h3><p>Rain to come at the weekend, forecasters of the coast say.</p></aside>"


def blog(time: str = "<time>{}</time>", data: bool = False, title: str = TITLE) -> str:
    told = "".join(f"<div>{time.format(t)}{f'<h2>{h}</h2>' if h else ''}<p>{words}</p></div>" for t, h, words in ENTRIES)
    entries = [
        {"@type": "BlogPosting", "headline": h or title, "datePublished": "2024-03-14T18:40:00Z", "articleBody": w} for _, h, w in ENTRIES
    ]
    live = {"@type": "LiveBlogPosting", "headline": title, "datePublished": "2024-03-14T14:50:00Z", "liveBlogUpdate": entries}
    script = f'<script type="application/ld+json">{json.dumps(live)}</script>' if data else ""
    body = f"<nav><a href=/>Home</a></nav><article><h1>{title}</h1><p>By Mia Holt</p>{told}</article>{ASIDE}"
    return f"<html><head><title>{title}</title>{script}</head><body>{body}</body></html>"


def text() -> str:
    told = "\n\n".join("\n".join(part for part in entry if part) for entry in ENTRIES)
    return f"Harbour Post\nHome\nWorld\n\n{TITLE}\n\nBy Mia Holt\n\n{told}\n\nMost read\nRain to come at the weekend, forecasters say\n"


def read(source: str) -> Article:
    return intake.extract(Page("a.html", source.encode()))


PAGES = {
    "data": blog(data=True, title="Ferry adrift off Gull Point"),
    "title": blog(),
    "no markup of times": blog("<p>{}</p>"),
    "with the day": blog("<p>14 March 2024 {} GMT</p>"),
    "text": text(),
}


@pytest.mark.parametrize("kind", PAGES)
def test_live_blog(kind: str) -> None:
    """Every entry's time, headline and words are text of the article, in the page's order; what stands beside them is not."""
    article = read(PAGES[kind])
    heads = [article[block.span] for block in article.blocks if block.kind == "subhead"]
    expected = [words for time, head, _ in ENTRIES for words in (time, head) if words]

    assert [words for words in heads if not words.startswith("14 March")] == [
        w for w in expected if kind != "with the day" or "pm" not in w
    ]
    assert len(heads) == len(expected)
    assert all(words in article.text for *_, words in ENTRIES)
    assert "Rain to come" not in article.text
    assert any(note.startswith("a live blog of 5 entries") for note in article.notes)


def test_live_blogs_own_date() -> None:
    """The day and hour are the live blog's own, not those of its newest entry."""
    published = read(PAGES["data"]).published

    assert published
    assert published.value.value == "2024-03-14T14:50Z"


def test_times_alone_make_no_live_blog() -> None:
    """Without such data or title a list of times is no live blog: comments are dated so too."""
    assert not any("live blog" in note for note in read(blog(title="Ferry adrift off Gull Point")).notes)


@pytest.mark.parametrize("time", ["<time></time>", "<p>Entry</p>"])
def test_a_live_title_alone_makes_no_live_blog(time: str) -> None:
    """Without times the page is read like any other."""
    article = read(blog(time))

    assert not any("live blog" in note for note in article.notes)
    assert ENTRIES[0][2] in article.text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("6.40pm", True), ("18:40", True), ("10:05 a.m. ET", True), ("Updated at 6:40 p.m., March 14, 2024", True),
        ("The ferry left at 6.40pm", False), ("2024", False), ("6:40 to Port Ellery", False), ("Ellery 2:1 Holm", False),
    ],
)  # fmt: skip
def test_what_is_a_time(words: str, answer: bool) -> None:
    """A time of day and nothing but its day, zone and 'updated'."""
    assert is_clock(words) is answer


def gallery(slide: str) -> str:
    told = "".join(slide.format(n=n, of=len(SLIDES), words=words, by=by) for n, (words, by) in enumerate(SLIDES, 1))
    lead = "<p>The lighthouse at Gull Point opens to visitors in May, the first time since its keepers left.</p>"
    head = "<html><head><title>Inside the Gull Point light</title></head><body><nav><a href=/>Home</a></nav>"
    return f"{head}<article><h1>Inside the Gull Point light</h1>{lead}<div>{told}</div></article>{ASIDE}</body></html>"


@pytest.mark.parametrize(
    "slide",
    [
        "<div class=slide><div>{n} of {of}</div><div class=words>{words}</div><div class=credit>{by}</div></div>",
        "<div><p>{n}/{of}</p><p>{words}</p><p>{by}</p></div>",
        "<figure><img src={n}.jpg><figcaption>{words} <span>{by}</span></figcaption></figure>",
        '<li class="gallery-item"><div class="slide-caption">{words}</div></li>',
    ],
)
def test_slide_show(slide: str) -> None:
    """Every slide's words are a caption of the article; the slides' numbers are left out."""
    article = read(gallery(slide))
    captions = " | ".join(article[block.span] for block in article.blocks if block.kind == "caption")

    assert [words for words, _ in SLIDES if words not in captions] == []
    assert "The lighthouse at Gull Point opens" in article.text
    assert "3 of 6" not in article.text
    assert "3/6" not in article.text
    assert "Rain to come" not in article.text
    assert "a slide show of 6 slides" in article.notes
    assert not any("thin" in note for note in article.notes)
