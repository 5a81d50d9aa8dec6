"""Which pages are worth reading: language, months, outlets, keywords and length, told before the costly stages.

Each page meets the filters twice: as it comes, by what its address and a quick look at its text tell, and as an article,
by what extraction found. A page is dropped only on what is known: an unknown date does not fail ``months`` on sight of
the page, but an article without a known day is not of those months.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from secondsource.errors import SecondSourceError
from secondsource.model import Article, Page

#: A year and month, '2024-03', or two of them with dots between: '2024-03..2024-05'.
MONTHS = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:\.\.(\d{4})-(0[1-9]|1[0-2]))?")
QUICK = 4000  #: characters of a page's text that a quick look tells the language by


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means all; every filter that is set must let a page through."""

    months: tuple[str, ...] = ()  #: '2024-03': of publication
    languages: tuple[str, ...] = ("en",)  #: ISO 639-1; texts too short to tell pass
    keywords: tuple[str, ...] = ()  #: words or phrases, one of which stands in the text
    outlets: tuple[str, ...] = ()  #: domains ('example.com') or names of outlets
    least_words: int = 0  #: of the article's text


def months(given: Iterable[str]) -> tuple[str, ...]:
    """'2024-03' and '2024-03..2024-05' as single months in order; raises ``SecondSourceError`` for other words."""
    found: set[str] = set()
    for words in given:
        match = MONTHS.fullmatch(words.strip())
        if not match:
            raise SecondSourceError(f"{words!r} is no month", "Give months as 2024-03 or 2024-03..2024-05.")
        first = int(match[1]) * 12 + int(match[2]) - 1
        last = int(match[3]) * 12 + int(match[4]) - 1 if match[3] else first
        found.update(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1))
    return tuple(sorted(found))


def page(page: Page, filters: Filters) -> str | None:
    """Why the page is not read, told from its address and a quick look at its text; None where it may be worth it."""
    from secondsource.intake import outlets

    host = outlets.host(page.url)
    if filters.outlets and host and not of_outlet(host, outlets.by_domain(page.url), filters):
        return "outlet"
    if not filters.keywords and not filters.languages:
        return None
    text = quick_text(page)
    if filters.keywords and not has_keyword(f"{page.body[:200_000].decode('utf-8', 'replace')} {text}", filters):
        return "keywords"
    return None if in_language(text, filters) else "language"


def quick_text(page: Page) -> str:
    """The page's text, roughly: resiliparse is some eight times as fast as a careful extraction."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    html = str(bytes_to_str(page.body, detect_encoding(page.body) or "utf-8", errors="replace"))
    if "<" not in html[:2000]:
        return html
    return str(extract_plain_text(html, main_content=True, alt_texts=False, links=False, comments=False))


def in_language(text: str, filters: Filters) -> bool:
    """Is it, or can it be, in one of the languages?"""
    from secondsource.intake import language

    return not filters.languages or language.of(text[:QUICK]) in (*filters.languages, "und")


def has_keyword(text: str, filters: Filters) -> bool:
    """Does one of the keywords stand in the text, as whole words in any case?"""
    wanted = "|".join(re.escape(" ".join(word.split())) for word in filters.keywords)
    return bool(re.search(rf"(?<!\w)(?:{wanted})(?!\w)", " ".join(text.split()), re.I))


def of_outlet(host: str, name: str | None, filters: Filters) -> bool:
    """Is a page of this host and outlet wanted?"""
    wanted = [outlet.casefold().removeprefix("www.") for outlet in filters.outlets]
    return any(host == one or host.endswith("." + one) or (name or "").casefold() == one for one in wanted)


def article(article: Article, filters: Filters) -> str | None:
    """Why the article is not read; None where it is."""
    from secondsource.intake import outlets

    name = article.outlet.value if article.outlet else None
    if filters.outlets and not of_outlet(outlets.host(article.url), name, filters):
        return "outlet"
    if filters.languages and article.language not in (*filters.languages, "und"):
        return "language"
    if filters.months and month(article) not in filters.months:
        return "months"
    if filters.keywords and not has_keyword(f"{article.title} {article.text}", filters):
        return "keywords"
    return "length" if len(article.text.split()) < filters.least_words else None


def month(article: Article) -> str | None:
    """The month of publication, where it is known."""
    days = article.published.value.interval if article.published else None
    first, last = (days.first, days.last) if days else (None, None)
    return first.isoformat()[:7] if first and last and first.isoformat()[:7] == last.isoformat()[:7] else None
