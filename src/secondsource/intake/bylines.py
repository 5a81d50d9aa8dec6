"""Who wrote it: the page's data, its byline, its links to authors; names without what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from secondsource.intake import clutter, outlets, stamps
from secondsource.intake.hints import hints
from secondsource.intake.markup import ELEMENTS, HIDDEN, Sheet
from secondsource.intake.metadata import Facts
from secondsource.model import Block

# "By ", "BY:", "Written by", "Posted by", "View all posts by" before names
BY = re.compile(
    r"^(?:(?:view all )?(?:story|posts?|posted|report(?:ed|ing)?|written|words|text|analysis|published|article"
    r"|author)\s)?by\b:?\s*|^(?:author|writer)s?:\s*|^By(?=[A-Z][a-z])",
    re.I,
)
SEPARATORS = re.compile(r"\s*(?:,\s*and\b|,|;|\||&|\band\b|\n)\s*", re.I)
# what follows a name: " on November 7", " - January 10", "•15 January", " | Jan 5", " at 10:31", "(CNN)", " for The Times"
TAIL = re.compile(
    r"\s*(?:\s-\s|[–—•·|,/(]\s*|\s(?:on|at|in|for|via|of|updated|published|posted|shares?)(?=\s|$)).*$|\s*@\w+.*$|\s{2,}.*$"
    r"|\s+(?:(?:senior|chief|staff|political|business|sports|national|associate|contributing|managing|deputy) )*"
    r"(?:writer|reporter|editor|correspondent|columnist|producer|contributor|follow|shares?|updated|published)\b.*$"
    r"|\s+\d[\d,]* (?:comments?|shares?|views?)\b.*$",
    re.I,
)
# "Jane Doe. Example News": a full stop after a name of two words or more, titles ("Prof.") apart
SECOND = re.compile(r"^(\S+\s.*[a-z]{3})(?<!\bProf)(?<!\bCapt)(?<!\bHon)\.\s+[A-Z].*$")
# academic degrees and orders after a comma are no second author
DEGREES = re.compile(
    r",\s*(?:ph\.?\s?d|m\.?d|m\.?s|m\.?a|b\.?a|b\.?s|r\.?d\.?n?|l\.?d\.?n?|r\.?n|j\.?d|ll\.?m|mph|mba|msw|cpa|esq|jr|sr|ii|iii)\b\.?", re.I
)
# two to four words of a person's name
PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s){1,4}[^\W\d_][\w.'’-]*")
NOBODY = frozenset(
    (
        "admin",
        "administrator",
        "editor",
        "editors",
        "staff",
        "guest",
        "author",
        "unknown",
        "anonymous",
        "webmaster",
        "user",
        "contributor",
        "newsroom",
        "agencies",
        "news service reports",
        "news services",
        "staff reports",
        "wire reports",
        "wire services",
        "none",
        "posted",
        "published",
        "updated",
    )
)
ROLES = frozenset(
    (
        "staff writer",
        "staff writers",
        "staff reporter",
        "reporter",
        "correspondent",
        "editor",
        "writer",
        "special to the post",
        "news",
        "politics",
    )
)
FURNITURE = ELEMENTS["nav"] | ELEMENTS["footer"] | HIDDEN


def of(sheet: Sheet, facts: Facts, text: str, blocks: tuple[Block, ...], title_line: int, last_line: int) -> tuple[str, ...]:
    """Names of the authors; () where the page names nobody."""
    sites = {outlets.plain(name) for name, _ in facts.publisher}
    given = clean(facts.authors)
    own = [name for name in given if outlets.plain(name) not in sites and name.casefold() not in NOBODY]
    reporters = from_credits(text, blocks)
    if own:
        return tuple(reporters or own) if all(map(is_newsroom, own)) else tuple(own)
    for found in (from_blocks(text, blocks), reporters, from_links(sheet, title_line, last_line), from_hints(sheet, title_line, last_line)):
        names = [name for name in found if outlets.plain(name) not in sites and name.casefold() not in NOBODY]
        if names:
            return tuple(names[:8])
    return tuple(name for name in given if name.casefold() not in NOBODY)


def clean(names: Iterable[str], strict: bool = False) -> list[str]:
    """Names alone: no 'By', no dates, roles, degrees or handles; doubles once."""
    found = []
    for words in names:
        if words.strip().startswith(("http", "www.")):
            continue  # an address first: who made the site
        words = DEGREES.sub("", BY.sub("", " ".join(words.split())))
        for _, stop, _ in list(stamps.find(words))[:1]:
            words = words[: next(stamps.find(words))[0]] or words[stop:]
        for part in SEPARATORS.split(words) if not is_company(words) else [words]:
            name = SECOND.sub(r"\1", TAIL.sub("", BY.sub("", part.strip(" .,:;|/–—-•·")))).strip(" .,:;|/–—-•·")
            if not name or name.startswith(("http", "@", "www.")) or (strict and any(c.isdigit() for c in name)) or len(name) > 60:
                continue
            if strict and not (PERSON.fullmatch(name) and name[0].isupper()):
                continue
            found.append(name)
    people = [name for name in found if not (name.lower().startswith("the ") or name.lower() in ROLES or is_newsroom(name))]
    return list({outlets.plain(name): name for name in reversed(people or found)}.values())[::-1]


# "AP Staff", "Example Times Editorial", "example.com": what a newsroom adds to its name
DESK = re.compile(r"(?:\s(?:editorial|staff|newsroom|(?:news |web )?desk|online|team|bureau)|\.com)$", re.I)


def is_newsroom(name: str) -> bool:
    """'AP', 'Reuters Staff', 'The Example Times'"""
    spellings = {outlets.plain(name), outlets.plain(DESK.sub("", name))}
    return any(plain in outlets.names() or plain in outlets.agency_names() for plain in spellings)


def is_company(words: str) -> bool:
    """'Jobs & Hire', 'Smith and Sons Ltd': an ampersand between single words is part of one name."""
    return bool(re.fullmatch(r"\w+ & \w+", words)) or outlets.plain(words) in outlets.agency_names()


# "Posted on May 5, 2020 by Jane Doe"
DATED_BY = re.compile(r"\d.{0,20}\bby:?\s+(?=[A-Z])")
# "Reporting by Jane Doe in Aller; editing by John Roe"
REPORTING = re.compile(r"\b(?:reporting|reported|written) by ((?:(?!\b(?:editing|writing|additional)\b)[^;)]){3,200})", re.I)


def from_credits(text: str, blocks: tuple[Block, ...]) -> list[str]:
    """The reporters that a credit line names; editors are no authors."""
    lines = [text[block.span.start : block.span.end] for block in blocks if block.kind == "byline"]
    found = [match[1] for line in lines if (match := REPORTING.search(line)) and clutter.is_credit(line)]
    return clean(found, strict=True)


def from_blocks(text: str, blocks: tuple[Block, ...]) -> list[str]:
    for block in blocks:
        words = text[block.span.start : block.span.end]
        if block.kind == "dateline" and (match := DATED_BY.search(words)) and (names := clean([words[match.end() :]], strict=True)):
            return names
        if block.kind == "byline" and len(words) < 160 and BY.match(clutter.after_date(words)) and (names := clean([words])):
            return [name for name in names if name[:1].isupper()]
    return []


def from_links(sheet: Sheet, title_line: int, last_line: int) -> list[str]:
    """The first links to authors near the article, comments apart."""
    bits = FURNITURE | (hints()["comments"] if sheet.html else 0)
    near = [
        words
        for words, at in sheet.people
        if title_line - 8 <= at <= last_line + 8 and at < len(sheet.lines) and not sheet.lines[at].where & bits
    ]
    return clean(near[:3])


def from_hints(sheet: Sheet, title_line: int, last_line: int) -> list[str]:
    """Lines that the page's classes call a byline, near the article: 'Jane Doe'."""
    bit = hints()["byline"] if sheet.html else 0
    for line in sheet.lines[max(0, title_line - 6) : max(title_line, 0) + 15] + sheet.lines[last_line + 1 : last_line + 8]:
        if not line.where & bit or line.where & FURNITURE or len(line.text) > 90 or clutter.is_sentence(line.text):
            continue
        if names := clean([line.text], strict=not BY.match(line.text)):
            return names
    return []
