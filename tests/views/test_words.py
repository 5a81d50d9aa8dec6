"""The words of the program in every language: the strings are whole, and the page says them in that language and no other."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from typer.testing import CliRunner

from harbour import harbour, interval, lone, source, wire
from makers import article
from secondsource import cli
from secondsource.errors import SecondSourceError
from secondsource.model import Found, Input, Interval, Reading, Report, Stamp, Story
from secondsource.options import Options
from secondsource.views import quoting, records
from secondsource.views.desk import Desk, Ids
from secondsource.views.report import html
from secondsource.views.words import bare, languages, words_in

PACKAGE = Path(cli.__file__).parent
OTHERS = tuple(lang for lang in languages() if lang != "en")
VOID = quoting.VOID
NAMES = {"JSON", "JSONL", "CSV", "SHA", "Markdown", "https"}  # names of formats are the same in every language


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# ---- the strings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", OTHERS)
def test_every_string_is_translated_and_no_other_is_there(lang: str) -> None:
    """A language has the keys of English, texts as texts and forms as forms, none of them empty."""
    english, other = words_in("en"), words_in(lang)

    assert set(other.texts) == set(english.texts)
    assert set(other.forms) == set(english.forms)
    assert [key for key, text in other.texts.items() if not text.strip() and key != "numbers.small"] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_every_place_is_in_each_translation(lang: str) -> None:
    """What the program fills in stands in every text; only a form for 0, 1 or 2 may do without its number."""
    english, other = words_in("en"), words_in(lang)

    assert [key for key, text in english.texts.items() if places(other.texts[key]) != places(text)] == []
    for key, forms in english.forms.items():
        wanted = places(forms["other"])
        for category, text in other.forms[key].items():
            spare = {"n"} if category in ("zero", "one", "two") else set()
            assert wanted - spare <= places(text) <= wanted, (key, category)


@pytest.mark.parametrize("lang", languages())
def test_plural_forms_are_those_of_the_language(lang: str) -> None:
    """A text that depends on a number has exactly the plural categories that CLDR gives the language."""
    from babel import Locale

    wanted = {*Locale.parse(lang).plural_form.tags, "other"}
    assert {key: set(forms) for key, forms in words_in(lang).forms.items() if set(forms) != wanted} == {}


def test_no_string_is_left_over() -> None:
    """Every string, or the part that it stands in, is named in the code or in a template."""
    files = [f for f in (PACKAGE / "views").rglob("*") if f.suffix in (".py", ".html", ".js")]
    text = "\n".join(f.read_text("utf-8") for f in files)

    def used(key: str) -> bool:
        if f"{key}'" in text or f'{key}"' in text or re.search(rf"@@{re.escape(key)}\b", text):
            return True
        parts = key.split(".")
        heads = [".".join(parts[:n]) for n in range(1, len(parts))]
        return any(re.search(rf"""['"]{re.escape(head)}(?:\.'|\.\{{|['"])""", text) for head in heads) or (
            f'"{key.rpartition("_")[0]}_{{' in text
        )

    words = words_in("en")
    assert [key for key in (*words.texts, *words.forms) if not key.startswith("language.name") and not used(key)] == []


def test_an_unknown_language_names_those_there_are() -> None:
    """A language without strings is an error that says which ones there are; so is anything that is no code."""
    for lang in ("xx", "", "../en", "en.toml"):
        with pytest.raises(SecondSourceError, match="The languages are ar, en, es"):
            words_in(lang)
    with pytest.raises(SecondSourceError, match="do not speak 'de'"):
        html(harbour(), "de")


# ---- numbers, lists, dates -----------------------------------------------------------------------------------------

COUNTS = [
    ("es", 1, "1 página"),
    ("es", 2000, "2.000 páginas"),
    ("ar", 0, "0 صفحة"),
    ("ar", 1, "صفحة واحدة"),
    ("ar", 2, "صفحتان"),
    ("ar", 3, "3 صفحات"),
    ("ar", 11, "11 صفحة"),
    ("ar", 2000, "2,000 صفحة"),
]


@pytest.mark.parametrize(("lang", "count", "said"), COUNTS)
def test_counts(lang: str, count: int, said: str) -> None:
    """Arabic has six forms, its dual among them; its digits are Western ones, as CLDR's."""
    assert words_in(lang).many("page.count", count) == said


LISTS = [
    ("en", ["A", "B", "C"], "A, B and C"),
    ("es", ["A", "B", "C"], "A, B y C"),
    ("es", ["A", "Ibarra"], "A e Ibarra"),
    ("es", ["A", "hielo"], "A y hielo"),
    ("ar", ["A", "B", "C"], "A، B وC"),
    ("es", [], ""),
]


@pytest.mark.parametrize(("lang", "words", "said"), LISTS)
def test_lists(lang: str, words: list[str], said: str) -> None:
    """The last two are joined by the language's own word, which in Spanish changes before the sound i."""
    assert words_in(lang).listed(words) == said


DAYS = [
    (interval("2018-09-08"), "8 sept 2018", "8 سبتمبر 2018"),
    (interval("2018-09-08", "2018-09-14"), "8–14 sept 2018", "8–14 سبتمبر 2018"),
    (interval("2017-07-01", "2017-07-31"), "jul 2017", "يوليو 2017"),
    (interval("2017-09-01", "2017-12-31"), "sept–dic 2017", "سبتمبر – ديسمبر 2017"),
    (interval("2017-01-01", "2017-12-31"), "2017", "2017"),
    (interval("1990-01-01", "1999-12-31"), "1990–1999", "1990–1999"),
    (Interval(date(2018, 5, 3), None), "desde el 3 may 2018", "منذ 3 مايو 2018"),
    (Interval(None, date(2010, 3, 14)), "hasta el 14 mar 2010", "حتى 14 مارس 2010"),
    (Interval(None, None), "en fecha desconocida", "في وقت غير معروف"),
]


@pytest.mark.parametrize(("days", "spanish", "arabic"), DAYS)
def test_days_in_the_shortest_words_of_the_language(days: Interval, spanish: str, arabic: str) -> None:
    """Whole months and years are called so in every language, and an open side is said."""
    assert [words_in(lang).days(days).replace("\u2009", " ") for lang in ("es", "ar")] == [spanish, arabic]


def test_dates_of_the_data_are_iso_in_every_language() -> None:
    """Tables give year-month-day everywhere; in Arabic it is kept from left to right."""
    days = interval("2018-09-08", "2018-09-14")
    assert words_in("es").iso(days) == "2018-09-08 a 2018-09-14"
    assert words_in("ar").iso(days) == '<bdi dir="ltr">2018-09-08</bdi> إلى <bdi dir="ltr">2018-09-14</bdi>'


def test_days_at_the_ends_of_the_calendar() -> None:
    """Years 1 and 9999 are said in every language."""
    for lang in OTHERS:
        assert "9999" in words_in(lang).days(interval("0001-01-01", "9999-12-30"))
        assert "9999" in words_in(lang).stamp(Found(Stamp("9999-12-31", interval("9999-12-31")), "given"))


# ---- names in their own language -----------------------------------------------------------------------------------


def test_names_are_marked_with_their_language() -> None:
    """A name inside a sentence of another language is an isolated element; where none can stand, characters isolate it."""
    words = words_in("ar")
    made = words("figure.seen_by", rooms=words.name("Bay <b> Mail", "en"))

    assert made == 'اطّلعت عليه <bdi lang="en">Bay &lt;b&gt; Mail</bdi>'
    assert bare(made) == "اطّلعت عليه \u2068Bay <b> Mail\u2069"
    assert words_in("en")("figure.seen_by", rooms=words_in("en").name("Bay <b> Mail")) == "seen by Bay <b> Mail"


def test_a_page_without_an_outlet_is_called_by_its_letter_in_the_language() -> None:
    """'newsroom of FILE' stands for a page: it is said in the page's language, not marked as English."""
    story = harbour().stories[0]
    desk = Desk(story, Ids(), words=words_in("es"))
    nameless = next(r.article for r in story.readings if not r.article.outlet)

    assert desk.named(f"newsroom of {nameless.file}", capital=True) == f"La página {desk.letters[nameless.id]}"
    assert desk.named("two port officers") == '<bdi lang="en">two port officers</bdi>'


# ---- the page ------------------------------------------------------------------------------------------------------


class Spoken(HTMLParser):
    """Every piece of text with the language of the element that it stands in; titles and readable attributes too."""

    def __init__(self, text: str):
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.pieces: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang", self.open[-1][1] if self.open else "") or ""
        for name in ("aria-label", "placeholder", "title", "alt"):
            if given.get(name):
                self.pieces.append((lang, re.sub("\u2068.*?\u2069", "", given[name] or "")))
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content, as in drawings."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] not in ("script", "style", "code", "kbd"):
            plain = re.sub("\u2068.*?\u2069", "", data).replace("Second Source", "") if self.open[-1][0] == "title" else data
            self.pieces.append((self.open[-1][1], plain))


def foreign(text: str, lang: str) -> list[str]:
    """Words in Latin letters that stand in the page's own language."""
    return [
        word for spoken, piece in Spoken(text).pieces if spoken == lang for word in re.findall("[A-Za-z]{2,}", piece) if word not in NAMES
    ]


def joined(*reports: Report) -> Report:
    return Report(
        tuple(i for r in reports for i in r.inputs),
        tuple(x for r in reports for x in r.readings),
        tuple(s for r in reports for s in r.stories),
        Options(max_statements=2),
    )


REPORTS = {
    "harbour": harbour,
    "wire": lambda: wire(14, 2),
    "many": lambda: wire(70),
    "joined": lambda: joined(harbour(), wire(3), lone("Words.")),
    "lone": lambda: lone(("headline", "A title"), "Some words here."),
    "empty": lambda: Report((Input("x.txt", "failed", None, "empty", "there is no text in it"),), (), (), Options()),
}


@pytest.mark.parametrize("name", list(REPORTS))
def test_an_arabic_page_says_nothing_in_english_unmarked(name: str) -> None:
    """Words in Latin letters stand only in elements that are marked as another language: names, quotations, the record's sentences."""
    text = html(REPORTS[name](), "ar")

    assert foreign(text, "ar") == []
    assert text.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("name", list(REPORTS))
def test_another_language_shows_the_same_words_of_the_pages(name: str, lang: str) -> None:
    """Same passages, same anchors, same links as in English, each passage marked with its page's language."""
    report = REPORTS[name]()
    english, other = html(report), html(report, lang)

    assert quoting.places(other) == quoting.places(english)
    for pattern in (r' id="([^"]+)"', r' href="([^"]+)"', r' data-of="([^"]+)"'):
        assert re.findall(pattern, other) == re.findall(pattern, english)
    assert other.count(' data-w="') == other.count(' lang="en" data-w="')
    assert html(report, lang) == other


def test_passages_are_marked_with_the_language_of_their_page() -> None:
    """A Spanish page beside an English one: each passage has its own language, and a headline that both share has none."""
    spanish, english = article("El puente se cerró.", file="a.txt"), article("The bridge was shut.", file="b.txt")
    import dataclasses

    readings = (Reading(dataclasses.replace(spanish, language="es")), Reading(english))
    text = html(Report((), readings, (Story("y1", "Bridge shut", readings),), Options()), "ar")

    assert f'lang="es" data-w="{spanish.id} 0 19"' in text
    assert f'lang="en" data-w="{english.id} 0 20"' in text
    assert re.search('<h1 [^>]*dir="auto" lang="">Bridge shut</h1>', text)


def test_the_scripts_words_are_translated_too() -> None:
    """No English text is left in the script of another language, and its plural forms are all there."""
    text = html(harbour(), "ar")
    script = re.findall(r"<script>(.*?)</script>", text, re.S)[-1]
    shown = re.findall(r'(?:textContent = |el\("[a-z]+", "[a-z]*", ).*', script)

    assert not re.search(r'"[A-Z][a-z]+ [a-z]+', "\n".join(shown))
    assert "@@" not in script
    assert 'new Intl.PluralRules("ar")' in script
    assert all(f"{form}: " in script for form in ("zero", "one", "two", "few", "many", "other"))


# ---- command line and app ------------------------------------------------------------------------------------------


def test_the_command_line_takes_a_language(tmp_path: Path) -> None:
    """`report … --lang es` writes the page in Spanish; a language that is not there is refused before anything is read."""
    (tmp_path / "r.json").write_text(records.to_json(harbour()), "utf-8")
    page = tmp_path / "r.html"
    done = CliRunner().invoke(cli.app, ["report", str(tmp_path / "r.json"), "-o", str(page), "--lang", "es"])
    refused = CliRunner().invoke(cli.app, ["report", str(tmp_path / "none.html"), "-o", str(page), "--lang", "tlh"])

    assert done.exit_code in (0, 1), done.output
    assert '<html lang="es">' in page.read_text("utf-8")
    assert "En qué difieren las noticias" in page.read_text("utf-8")
    assert refused.exit_code == 2
    assert "The languages are ar, en, es" in refused.output


@pytest.fixture
def app(tmp_path: Path):  # type: ignore[no-untyped-def]
    testclient = pytest.importorskip("starlette.testclient", reason="the app's packages are not installed")
    from secondsource.views.server import create_app
    from storybook import book, kept

    report = book()
    kept(report, tmp_path / "p.db")
    paths = ["/", "/claims", "/claims?outlet=none", "/search", "/search?q=harbour", "/search?q=zebra", "/add", "/errors"]
    paths += ["/nowhere", "/article/x"]
    paths += [f"/story/{report.stories[0].id}", f"/article/{report.readings[0].article.id}", f"/id/{report.readings[0].claims[0].id}"]

    def client(lang: str = "en"):  # type: ignore[no-untyped-def]
        return testclient.TestClient(
            create_app(tmp_path / "p.db", token="secret", lang=lang), base_url="http://127.0.0.1", follow_redirects=False
        )

    return client, paths


def test_the_app_speaks_the_language_it_was_opened_in(app) -> None:  # type: ignore[no-untyped-def]
    """Every page of `serve --lang ar`, refusals among them, is Arabic, and the story's page has the app's bar in Arabic."""
    client, paths = app
    for path in paths:
        answer = client("ar").get(path)
        if answer.text.lstrip().startswith("<!doctype"):
            assert '<html lang="ar" dir="rtl">' in answer.text, path
            assert foreign(answer.text, "ar") == [], path
        else:
            assert not re.search("[A-Za-z]{2,}", answer.text), path


def test_a_language_in_the_address_is_kept(app) -> None:  # type: ignore[no-untyped-def]
    """`?lang=es` answers in Spanish and so do the pages after it, until another is asked for; an unknown one is refused by name."""
    client, _ = app
    browser = client()
    assert '<html lang="en">' in browser.get("/").text
    first = browser.get("/?lang=es")
    assert "HttpOnly" in first.headers["set-cookie"]
    assert '<html lang="es">' in first.text
    assert "Afirmaciones" in browser.get("/claims").text
    assert '<html lang="en">' in browser.get("/claims?lang=en").text
    assert '<html lang="en">' in browser.get("/").text

    refused = browser.get("/?lang=xx")
    assert refused.status_code == 400
    assert "The languages are ar, en, es" in refused.text
    assert browser.get("/", headers={"cookie": "secondsource-language=../x"}).status_code == 200


def test_sources_of_any_kind_have_their_words() -> None:
    """Every kind of source, state of a file and mark of a claim has a text in the strings."""
    words = words_in("en")
    for kind in ("named", "unnamed", "organisation", "document", "outlet", "unknown"):
        assert f"chains.kind.{kind}" in words.texts
        assert source("x", kind).kind == kind  # type: ignore[arg-type]
    for state in ("ok", "partial", "failed", "duplicate", "interrupted"):
        assert words.known("state", state) == state
    assert words.known("claims.mark", "one source") == "one source"
    assert words.known("claims.mark", "made by others") == "made by others"
