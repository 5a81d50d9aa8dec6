"""Whose page it is and whose text: said with evidence, or not said."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from secondsource import intake
from secondsource.errors import UnreadableInput
from secondsource.intake import outlets
from secondsource.model import Article, Page

PAGES = Path(__file__).parents[3] / "shared" / "corpora" / "pages"
BODY = [
    "The old bridge over the Aller will close for repairs in May, the town's mayor, Ada Brandt, told the council on Saturday.",
    "Engineers found cracks in two of the pillars, according to a report that the council published on its website.",
    "The repairs will take about four months and cost two million euros, the report said. Buses will run over the new bridge.",
    "Shops on both banks fear for their trade. “We live from the people who walk across,” said Jon Adde, who sells flowers there.",
]


def text(first: str = "", before: str = "", after: str = "", body: list[str] = BODY) -> Article:
    words = "\n\n".join([*([before] if before else []), first + body[0], *body[1:]])
    return intake.extract(Page("a.txt", f"Bridge over the Aller to close for repairs\n\n{words}\n\n{after}".encode()))


def html(head: str = "", url: str | None = None, first: str = "", line: str = "") -> Article:
    body = f"<h1>Bridge over the Aller to close</h1>{line}" + "".join(f"<p>{p}</p>" for p in [first + BODY[0], *BODY[1:]])
    return intake.extract(
        Page("a.html", f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>".encode(), url=url)
    )


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (lambda: text(first="ALLER (AP) — "), "The Associated Press"),
        (lambda: text(first="ALLER, Germany (Reuters) - "), "Reuters"),
        (lambda: text(first="ALLER, May 5 (Xinhua) -- "), "Xinhua"),
        (lambda: text(first="(CNN) — "), "CNN"),
        (lambda: text(before="By JANE ROE, Associated Press"), "The Associated Press"),
        (lambda: text(before="By Jane Roe, AP Business Writer"), "The Associated Press"),
        (lambda: text(after="Reuters contributed to this report."), "Reuters"),
        (lambda: text(after="This story was originally published at nytimes.com. Read it here."), "The New York Times"),
        (lambda: text(after="This article first appeared in The Guardian: the bridge that nobody wanted"), "The Guardian"),
        (lambda: text(after="This story was first published in May."), None),
        (lambda: text(after="This story was originally published on somewhere.example."), None),
        (lambda: html(url="https://www.nytimes.com/x", line="<p>This story was originally published at nytimes.com.</p>"), None),
        (lambda: text(body=[*BODY, "The new bridge was built in 1971. — AFP"]), "Agence France-Presse"),
        (lambda: text(body=[*BODY, "The new bridge was built in 1971. PTI"]), "Press Trust of India"),
        (lambda: text(body=[*BODY, "Two officials told CNN that money is short.", "CNN has reached out to the council."]), "CNN"),
        (lambda: text(body=[*BODY, "The New York Times reported on Monday that money is short, and AFP quoted the mayor."]), None),
        (lambda: text(body=[*BODY, "Two officials told CNN that money is short."]), None),
        (lambda: text(first="ALLER — "), None),
        (lambda: text(), None),
        (lambda: html('<meta property="og:site_name" content="CNN">', "https://edition.cnn.com/x", "(CNN) — "), None),
        (lambda: html('<meta property="og:site_name" content="Aller Post">', "https://allerpost.example/x", "(CNN) — "), "CNN"),
        (lambda: html('<meta property="og:site_name" content="Aller Post">', line="<p>By Map Reader</p>"), None),
        (lambda: html('<meta name="author" content="Associated Press">', "https://allerpost.example/x"), "The Associated Press"),
    ],
)
def test_credit(article: object, expected: str | None) -> None:
    """The text's newsroom is told by byline, dateline, credit lines and its own voice; what it merely cites is none."""
    found = article()  # type: ignore[operator]
    assert (found.credit.value if found.credit else None) == expected
    if found.credit and found.credit.span:
        assert found[found.credit.span] in found.text


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ('<meta property="og:site_name" content="Aller Post">', None, "Aller Post"),
        ('<meta property="og:site_name" content="Aller Post | News from the river">', None, "Aller Post"),
        ("", "https://www.nytimes.com/2019/03/05/bridge.html", "The New York Times"),
        ("", "https://www.foxnews.com/x", "Fox News"),
        ("", "https://somewhere.example/x", None),
        ("", None, None),
        ('<meta property="og:site_name" content="Home">', None, None),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "publisher": {"name": "AP"}}</script>'
            '<meta property="og:site_name" content="Aller Post">',
            "https://allerpost.example/x",
            "Aller Post",
        ),
    ],
)
def test_outlet(head: str, url: str | None, expected: str | None) -> None:
    """The outlet is the one whose name the address or the page bears out; a slogan, software or an agency is none."""
    found = html(head, url)
    assert (found.outlet.value if found.outlet else None) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("WFFT Radar\nWFFT Temperatures\nWFFT National\n", "WFFT"),
        ("WFFT Radar\nWANE Radar\n", None),
        ("WFFT Radar\n", None),
        ("WHAT a day\nWHAT a night\n", None),
    ],
)
def test_a_station_in_the_furniture(after: str, expected: str | None) -> None:
    """A station's call sign that the page's furniture repeats is its outlet; one mention, or two stations, tell nothing."""
    found = text(after=after)
    assert (found.outlet.value if found.outlet else None) == expected


def test_dateline_place() -> None:
    """A dateline's place is kept with its span."""
    found = text(first="ALLER, Germany (Reuters) - ")
    assert found.dateline is not None
    assert found.dateline.span is not None
    assert found[found.dateline.span].startswith("ALLER")


def test_tables() -> None:
    """At least 60 agencies on six continents, 10,000 outlets, and every agency's own domain leads back to it."""
    assert len([a for a in outlets.agencies() if a.kind == "agency"]) >= 60
    assert len(outlets.names()) >= 10_000
    for agency in outlets.agencies():
        for domain in agency.domains:
            assert outlets.by_domain(f"https://www.{domain}/x")


@pytest.mark.long
@pytest.mark.skipif(not PAGES.is_dir(), reason="the pages corpora are not beside the repository")
def test_decisions_checked_by_hand() -> None:
    """Of the outlets and credits that we checked by hand on real pages, 95 in 100 are right and no outlet is a wrong one."""
    with (Path(__file__).parent / "credits.tsv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    right = wrong = 0
    files = {json.loads(line)["id"]: json.loads(line) for line in (PAGES / "metadata" / "gold.jsonl").read_text("utf-8").splitlines()}
    truth = json.loads((PAGES / "scrapinghub" / "ground-truth.json").read_text("utf-8"))
    for id, outlet, credit in rows:
        if id in truth:
            page = Page(id, gzip.decompress((PAGES / "scrapinghub" / "html" / f"{id}.html.gz").read_bytes()), url=truth[id]["url"])
        else:
            page = Page(id, (PAGES / "metadata" / files[id]["file"]).read_bytes(), url=files[id]["url"])
        try:
            found = intake.extract(page)
        except UnreadableInput:
            continue
        told = outlets.plain(found.outlet.value) if found.outlet else ""
        right += told == outlets.plain(outlet)
        wrong += bool(told) and told != outlets.plain(outlet)
        right += outlets.plain(found.credit.value if found.credit else "") == outlets.plain(credit)
    assert len(rows) >= 100
    assert right >= 0.95 * 2 * len(rows)
    assert wrong == 0
