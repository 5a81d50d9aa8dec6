"""The demo's report in Spanish and in Arabic, in a real browser: it mirrors, it fits, and everybody can use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chromium import RULES, needs
from harbour import harbour
from secondsource import cli
from secondsource.views.report import html

pytestmark = needs("axe_playwright_python")

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo's report in English, Spanish and Arabic, its pages read once, and of a smaller one made by hand."""
    folder = tmp_path_factory.mktemp("demo")
    run = CliRunner().invoke
    assert run(cli.app, ["demo", "-q", "-o", str(folder / "ar.html"), "--json", str(folder / "r.json"), "--lang", "ar"]).exit_code == 0
    for lang in ("en", "es"):
        run(cli.app, ["report", "-q", str(folder / "r.json"), "-o", str(folder / f"{lang}.html"), "--lang", lang])
    for lang in ("es", "ar"):
        (folder / f"harbour-{lang}.html").write_text(html(harbour(), lang), "utf-8", newline="")
    return folder


@pytest.fixture
def opened(browser: Any, demo: Path) -> Iterator[Open]:
    """Opens the demo's report: ``opened("ar", width=360, scheme="dark")``; console messages are noted on it."""
    contexts = []

    def open_(lang: str, width: int = 1440, scheme: str = "light") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.noted = []
        page.on("console", lambda m: page.noted.append(m.text))
        page.on("pageerror", lambda e: page.noted.append(str(e)))
        page.goto((demo / f"{lang}.html").as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", ["es", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_other_languages(opened: Open, lang: str, scheme: str) -> None:
    """No violation of WCAG 2.0 to 2.2 A and AA, nor of best practice, with every fold open, narrow and wide."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (360, 1440):
        page = opened(f"harbour-{lang}", width, scheme)
        page.evaluate("document.querySelectorAll('details').forEach(x => { x.open = true })")
        found = Axe().run(page, options={"runOnly": RULES})
        assert [(width, v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("lang", ["es", "ar"])
def test_nothing_scrolls_sideways_in_other_languages(opened: Open, lang: str) -> None:
    """From 320 to 1440 px the page is no wider than the screen, and no word of a table runs into the next column."""
    for width in (320, 360, 768, 1440):
        page = opened(lang, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        wide = page.evaluate(
            "() => [...document.querySelectorAll('.ct .rg,.ct .ag,.ct .n')].filter(e => e.checkVisibility())"
            ".filter(e => e.getBoundingClientRect().width > e.closest('td').getBoundingClientRect().width + 1).map(e => e.textContent)"
        )
        assert wide == [], width


def test_the_arabic_page_mirrors(opened: Open) -> None:
    """Right to left: the reader at the left, origins at the right in the figure and in the drawing, later dates further left."""
    page = opened("ar")

    assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
    rail, main = (page.locator(s).bounding_box() for s in ("#rail", "main"))
    assert rail["x"] + rail["width"] <= main["x"]
    columns = [page.locator(".sig-g > div").nth(n).bounding_box()["x"] for n in range(3)]
    assert columns == sorted(columns, reverse=True)
    heads = [page.locator(".pg .hd").nth(n).bounding_box() for n in range(4)]
    assert [h["x"] for h in heads] == sorted((h["x"] for h in heads), reverse=True)
    drawn = page.locator(".pg svg").first.bounding_box()
    assert all(drawn["x"] <= h["x"] and h["x"] + h["width"] <= drawn["x"] + drawn["width"] + 1 for h in heads)
    ticks = [page.locator(".ax.z0 span").nth(n).bounding_box()["x"] for n in range(3)]
    assert ticks == sorted(ticks, reverse=True)
    bars = page.evaluate(
        "() => ['Monday', 'last year'].map(t => [...document.querySelectorAll('.tr')].find(r => r.querySelector('q')?.textContent == t))"
        ".map(r => r.querySelector('.bar :first-child').getBoundingClientRect().left)"
    )
    assert bars[0] < bars[1]


def test_names_in_the_drawing_stand_beside_their_marks(opened: Open) -> None:
    """Mirrored, every name of the drawing begins at its shape, and every arrow ends where it does in English, mirrored."""
    page = opened("ar")
    gaps = page.evaluate(
        "() => [...document.querySelectorAll('.pg svg.m')].map(m => m.getBoundingClientRect().left"
        " - m.nextElementSibling.getBoundingClientRect().right)"
    )

    assert gaps
    assert all(0 < gap < 14 for gap in gaps), gaps
    tips = "() => [...document.querySelectorAll('.pg .ah')].map(e => e.getBoundingClientRect())"
    english = opened("en")
    frames = [p.locator(".pg svg").first.bounding_box() for p in (english, page)]
    left = [tip["x"] - frames[0]["x"] for tip in english.evaluate(tips)]
    right = [frames[1]["x"] + frames[1]["width"] - tip["x"] - tip["width"] for tip in page.evaluate(tips)]
    assert left
    assert all(abs(one - other) < 3 for one, other in zip(left, right, strict=True))


@pytest.mark.parametrize("lang", ["es", "ar"])
def test_quotations_keep_their_order(opened: Open, lang: str) -> None:
    """Sentences, quotations and names of English pages run from left to right in every language, and say that they are English."""
    page = opened(lang)

    for selector in (".h1", ".say", ".df blockquote p", ".txt p", ".ct th[scope=row]", ".chip b bdi", ".tr q"):
        shown = page.locator(selector).first
        assert shown.evaluate("e => getComputedStyle(e).direction") == "ltr", selector
        spoken = "e => [e, ...e.querySelectorAll('*')].map(x => x.closest('[lang]').lang).pop()"
        assert shown.evaluate(spoken) == "en", selector
    assert page.locator(".lead").first.evaluate("e => e.closest('[lang]').lang") == lang


@pytest.mark.parametrize(("lang", "place", "shown", "outside"), [
    ("es", "Caracteres ", "Se muestran 20 de 20 afirmaciones", "fuera de este periodo"),
    ("ar", "الأحرف ", "يظهر 20 من 20 من الادعاءات", "خارج هذه المدة"),
])  # fmt: skip
def test_the_script_speaks_the_language(opened: Open, lang: str, place: str, shown: str, outside: str) -> None:
    """The reader, the filter, the zoom, the switches: what scripts write is in the page's language, names in it marked as English."""
    page = opened(lang)
    page.locator(".st .chip").first.click()
    rail = page.locator("#rail-b")

    assert place in rail.text_content()
    assert rail.locator(".chain li").last.locator("bdi[lang=en]").count()
    assert page.locator("#claims .cnt").text_content() == shown
    page.locator(".zoom button").nth(2).click()
    assert outside in page.locator(".zc").text_content()
    for selector in ("#theme", "#keys", ".nmr >> nth=0"):
        before = page.locator(selector).text_content()
        page.locator(selector).click()
        assert page.locator(selector).text_content() != before
    assert page.noted == []


def test_an_app_page_in_spanish(browser: Any, tmp_path: Path) -> None:
    """The list of claims in Spanish: no finding of axe, nothing sideways, opened through the app itself."""
    testclient = pytest.importorskip("starlette.testclient", reason="the app's packages are not installed")
    from axe_playwright_python.sync_playwright import Axe

    from secondsource.views.server import create_app
    from storybook import book, kept

    client = testclient.TestClient(create_app(kept(book(), tmp_path / "p.db"), lang="es"), base_url="http://127.0.0.1")

    def answer(route: Any) -> None:
        got = client.get("/" + route.request.url.split("/", 3)[3])
        route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.content)

    context = browser.new_context(viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.route("**/*", answer)
    page.goto("http://127.0.0.1/claims")
    assert page.locator("h1").text_content() == "Afirmaciones"
    assert page.locator(".facet").first.text_content() == "Medio"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page, options={"runOnly": RULES})
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []
    context.close()
