"""The report page in a real browser: the bars it is held to, in light and dark, from 320 px to wide, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import RULES, needs
from harbour import harbour, lone, source, wire, words
from makers import article
from secondsource.model import Alignment, Chain, Claim, Component, Difference, Origins, Reading, Report, Statement, Story
from secondsource.model import Testimony as Told  # a class whose name begins with Test is taken for tests
from secondsource.options import Options
from secondsource.views.report import html

pytestmark = needs("axe_playwright_python")

Open = Callable[..., Any]


def arabic() -> Report:
    """One Arabic page: right-to-left words with a left-to-right name and number in them."""
    page = article(
        ("headline", "غرق السفينة في الميناء"),
        "قال المتحدث إن السفينة Aurelia غرقت يوم 3 مارس وكان على متنها 9 أشخاص.",
        file="ar.html",
        outlet="جريدة الميناء",
    )
    by = source("المتحدث", "unnamed")
    claim = Claim("c1", page.id, words(page, "السفينة Aurelia غرقت يوم 3 مارس"), None)
    chain = Chain(page.id, (source("جريدة الميناء", "outlet"), by), None)
    one = Alignment(
        "k1",
        (claim,),
        "single",
        (),
        ("جريدة الميناء",),
        Origins(1, 1, (Component((by,), True),), "One speaker."),
        testimonies=(Told(claim, chain),),
    )
    differ = Difference("d1", "quantity", words(page, "9 أشخاص"), words(page, "يوم 3 مارس"), "different", "Two numbers.")
    story = Story(
        "y1",
        page.title,
        (Reading(page, claims=(claim,)),),
        (by,),
        (),
        (chain,),
        (one,),
        (differ,),
        (),
        (Statement("غرقت السفينة.", (claim.span,), "k1"),),
    )
    return Report((), story.readings, (story,), Options())


REPORTS: dict[str, Callable[[], Report]] = {
    "harbour": harbour,
    "wire": lambda: wire(14, 2),
    "large": lambda: wire(500, 20),
    "lone": lambda: lone(("headline", "A title"), "Some words here."),
    "arabic": arabic,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every report of this module, written once."""
    folder = tmp_path_factory.mktemp("reports")
    for name, make in REPORTS.items():
        (folder / f"{name}.html").write_text(html(make()), "utf-8", newline="")
    return {name: folder / f"{name}.html" for name in REPORTS}


@pytest.fixture
def opened(browser: Any, files: dict[str, Path]) -> Iterator[Open]:
    """Opens a report: ``opened("harbour", width=360, scheme="dark", scripts=False)``; requests and messages are noted on it."""
    contexts = []

    def open_(name: str, width: int = 1440, height: int = 900, scheme: str = "light", scripts: bool = True, where: str = "") -> Any:
        view = {"width": width, "height": height}
        context = browser.new_context(viewport=view, color_scheme=scheme, java_script_enabled=scripts, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.noted = []
        page.on("request", lambda r: page.noted.append(("request", r.url)))
        page.on("console", lambda m: page.noted.append((m.type, m.text)))
        page.on("pageerror", lambda e: page.noted.append(("error", str(e))))
        page.goto(f"{files[name].as_uri()}{where}")
        return page

    yield open_
    for context in contexts:
        context.close()


# ---- 1: offline, and without scripts --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(REPORTS))
def test_opened_from_disk_it_asks_for_nothing(opened: Open, name: str) -> None:
    """The only request is the file itself, and the console stays empty, also after every button was pressed."""
    page = opened(name)
    for button in page.locator("main button:visible").all():
        if button.get_attribute("id") not in ("dj", "dc", "cor"):
            button.click()

    assert [what for what, _ in page.noted] == ["request"]


def test_with_scripts_off_everything_is_there(opened: Open) -> None:
    """All sentences, quotations, tables and the first cited passage are readable without a script; a link lights its words."""
    page, plain = opened("harbour"), opened("harbour", scripts=False)

    def shown(p: Any, selector: str) -> list[str]:
        return [" ".join(t.split()) for t in p.locator(selector).all_text_contents()]

    for selector in (".say", ".df blockquote", ".ct tbody tr", ".tt tr", ".ch li", ".txt", "#rail .lit"):
        assert shown(plain, selector) == shown(page, selector)
        assert shown(plain, selector)
    assert not plain.locator("button:visible").count()
    first = plain.locator("#rail .pos a").get_attribute("href")
    page.locator(f'main .chip[href="{first}"]').first.evaluate("e => e.click()")
    assert shown(plain, "#rail .ctx > p") == shown(page, "#rail .ctx > p")
    href = plain.locator(".st .chip").first.get_attribute("href")
    lit = opened("harbour", scripts=False, where=href).locator(href)
    assert lit.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 224, 138)"


# ---- 2: for everybody -----------------------------------------------------------------------------------------------


LOOKS = [("harbour", width, scheme) for width in (360, 768, 1440) for scheme in ("light", "dark")]


@pytest.mark.parametrize(("name", "width", "scheme"), [*LOOKS, ("wire", 360, "dark"), ("lone", 1440, "light")])
def test_axe_finds_nothing(opened: Open, name: str, width: int, scheme: str) -> None:
    """No violation of WCAG 2.0 to 2.2 A and AA, nor of axe's best practice, with every fold open."""
    from axe_playwright_python.sync_playwright import Axe

    page = opened(name, width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(x => { x.open = true })")
    found = Axe().run(page, options={"runOnly": RULES})

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("name", ["harbour", "wire", "arabic"])
def test_nothing_scrolls_sideways_at_320(opened: Open, name: str) -> None:
    """At 320 px the page is no wider than the screen, and targets are at least 24 px."""
    page = opened(name, width=320)
    small = page.evaluate(
        "() => [...document.querySelectorAll('a,button,input,summary')].filter(e => e.checkVisibility() && !e.closest('svg'))"
        ".map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])"
        ".filter(([, r]) => r.width < 23.9 || r.height < 23.9).map(x => x[0])"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert small == []


def test_focus_is_seen_and_not_hidden(opened: Open) -> None:
    """Tabbing through the page, each focused thing has an outline and lies in view, with the sheet open too."""
    page = opened("harbour", width=360, height=700)
    page.locator(".st .chip").first.click()
    page.keyboard.press("Escape")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const e = document.activeElement, r = e.getBoundingClientRect();"
            " const s = getComputedStyle(e.matches('input') ? e.nextElementSibling || e : e);"
            " return [r.bottom > 0 && r.top < innerHeight, s.outlineStyle != 'none', e.outerHTML.slice(0, 80)] }"
        )
        assert seen[:2] == [True, True], seen[2]


# ---- 3 and 4: from a sentence to its exact words --------------------------------------------------------------------


def test_every_citation_lights_exactly_its_words(opened: Open) -> None:
    """Each chip opens the reader with the slice of its passage lit, and nothing else."""
    report = harbour()
    texts = {r.article.id: r.article.text for r in report.readings}
    page = opened("harbour")
    chips = page.locator("main .chip")
    assert chips.count() > 15
    for chip in chips.all():
        target = page.locator(chip.get_attribute("href"))
        chip.evaluate("e => e.click()")
        id, start, end = target.get_attribute("data-w").split(" ")
        lit = page.locator("#rail .lit").all_text_contents()
        assert "".join(lit) == texts[id][int(start) : int(end)]


def test_one_click_or_two_keys_from_sentence_to_passage(opened: Open) -> None:
    """j moves, Enter opens with the words lit, Escape goes back; the keys can be turned off."""
    page = opened("harbour")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert page.locator("#rail .lit").text_content() == "A survey of the hull was ordered last autumn"
    assert page.evaluate("document.activeElement.closest('#rail') != null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "st on"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement == document.querySelectorAll('.st')[1]")
    page.locator("#keys").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "keys"


def test_the_reader_shows_the_chain_and_the_way_to_the_page(opened: Open) -> None:
    """Beside the words: the chain from the page to the origin, the offsets, and the live page at that place."""
    page = opened("harbour")
    page.locator(".st .chip", has_text="Two port officers").first.click()
    rail = page.locator("#rail-b")

    assert rail.locator(".chain li").all_text_contents() == ["Page A (The Quay Mail)", "two port officers"]
    assert "Characters 95 to 161 of page A." in rail.text_content()
    assert (
        rail.locator("a", has_text="live page").get_attribute("href").startswith("https://quaymail.example/aurelia#:~:text=The%20dredger")
    )
    assert rail.locator(".so.on").all_text_contents() == ["two port officers"]


# ---- 5: size and speed ----------------------------------------------------------------------------------------------


def test_a_large_report_is_quick(opened: Open) -> None:
    """500 pages: the first words seen within half a second, ready in under two, a passage lit in under a tenth of one."""
    page = opened("large")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    took = page.evaluate(
        "() => [...document.querySelectorAll('main .chip')].slice(0, 9).map(a => { const t = performance.now(); a.click();"
        " document.querySelector('#rail .lit').getBoundingClientRect(); return performance.now() - t })"
    )

    assert painted < 500
    assert ready < 2000
    assert sorted(took)[len(took) // 2] < 100


# ---- 6: print -------------------------------------------------------------------------------------------------------


def test_printed_all_is_open_and_links_are_notes(opened: Open) -> None:
    """On paper the folds are open, no table is cut at the side, each chip has a number that leads to its words."""
    page = opened("harbour", width=680)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert not page.locator("#rail").is_visible()
    assert page.locator(".tt").is_visible()
    assert all(d.is_visible() for d in page.locator(".left").all())
    assert page.evaluate("[...document.querySelectorAll('table')].every(t => t.getBoundingClientRect().right <= innerWidth + 1)")
    numbers = page.locator("main sup.fn").all_text_contents()
    notes = page.locator(".notes li").evaluate_all("all => all.map(x => x.getAttribute('value'))")
    assert set(numbers) == set(notes)
    assert page.locator(".notes li").first.is_visible()
    assert page.pdf(format="A4")[:4] == b"%PDF"


# ---- 7: never only colour, never only a picture ---------------------------------------------------------------------


def test_colour_is_never_the_only_sign(opened: Open) -> None:
    """Every mark stands beside words, and hidden drawings have their facts in text."""
    page = opened("harbour")
    bare = page.evaluate(
        "() => [...document.querySelectorAll('main svg.m')].filter(s => !s.closest('.pg') && !s.parentElement.textContent.trim()).length"
    )

    assert bare == 0
    assert page.evaluate("[...document.querySelectorAll('svg')].every(s => s.closest('[aria-hidden=true]'))")


def test_filter_sort_and_zoom(opened: Open) -> None:
    """The table of claims filters and sorts, its state stands in the address; zooming says what it hides."""
    page = opened("harbour")
    assert page.evaluate("[...document.querySelectorAll('.ct td')].every(c => getComputedStyle(c).display == 'table-cell')")
    page.locator(".fl label", has_text="Only one page").click()
    assert page.locator(".ct tbody tr:visible").count() == 3
    assert page.url.endswith("#claims;show=one;sort=n;dir=1")
    again = opened("harbour", where="#claims;show=differ;sort=max;dir=-1")
    assert again.locator(".ct tbody tr:visible").count() == 1
    assert again.locator(".cnt").first.text_content() == "1 of 5 claims shown"
    page.locator(".zoom button").nth(1).click()
    assert "not shown" in page.locator(".zc").text_content()
    page.locator(".zoom button").nth(0).click()
    assert page.locator(".zc").text_content() == ""


# ---- 8: right to left -----------------------------------------------------------------------------------------------


def test_arabic_words_keep_their_order_in_a_left_to_right_page(opened: Open) -> None:
    """An Arabic sentence runs from the right, its own quotation included, and does not turn the words around it."""
    page = opened("arabic")

    for selector in (".h1", ".say", ".df blockquote p", ".txt p", ".ct th[scope=row]"):
        assert page.locator(selector).first.evaluate("e => getComputedStyle(e).direction") == "rtl", selector
    assert page.locator(".kick").evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert page.evaluate("[...document.querySelectorAll('.chip b')].every(b => b.querySelector('bdi'))")


def test_the_interface_mirrors(opened: Open) -> None:
    """With the page set right to left, the reader stands at the left and nothing scrolls sideways."""
    page = opened("harbour")
    page.evaluate("document.documentElement.dir = 'rtl'; document.documentElement.lang = 'ar'")
    rail, main = (page.locator(s).bounding_box() for s in ("#rail", "main"))

    assert rail["x"] + rail["width"] <= main["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    label, bar = (page.locator(f".tr {s}").first.bounding_box() for s in (".x", ".bar"))
    assert bar["x"] < label["x"]


# ---- 9: the answer can be heard -------------------------------------------------------------------------------------


def test_a_screen_reader_hears_the_answer_first(opened: Open) -> None:
    """From the accessible text alone: how many origins, what differs, when it happened."""
    heard = opened("harbour").locator("main").aria_snapshot()
    plain = " ".join(heard.split())

    assert plain.index("Ship took in water") < plain.index("different origins") < plain.index("The account, sentence by sentence")
    for said in ("Two port officers", "may be one of the others", "a date is contradicted", "3 to 4 Mar 2031", "Contradicts"):
        assert said in plain
