"""What each line of a page is by its words: a date line, a byline, a caption, or clutter and why."""

from __future__ import annotations

import functools
import re

from secondsource.data import table
from secondsource.intake import stamps
from secondsource.intake.memo import remembered

# "By Jane Doe", "BY JANE DOE and JOHN ROE, Staff Writers", "Story by Jane Doe"
BYLINE = re.compile(
    r"(?:(?:story|report(?:ed|ing)?|(?:words )?written|words|text|analysis|posted)\s)?by:?\s+(?:the\s)?[A-Z][^\s,]*"
    r"(?:[\s,&|/]+(?:and\s|de\s|van\s|der\s|von\s|la\s|the\s|in\s|for\s|[A-Z@(•·|–—-])[^\s,]*){0,12}[.,]?",
    re.I,
)
BY = re.compile(r"(?:(?:story|report(?:ed|ing)?|written|words|text|analysis)\s)?by:?\s", re.I)
# a sentence's last mark, with quotation marks, brackets or an agency's code after it: '… he said. — AFP'
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}(?:\s{0,2}[-–—(\[/]{0,2}\s?[A-Z]{2,9}[)\]]?)?$")
ENDING = 24  #: characters at the end of a line, more than SENTENCE_END can match
DIGIT = re.compile(r"\d")
WORD = re.compile(r"\w+(?:['’.-]\w+)*")
# "Associated Press writer A. B. contributed to this report.", "Reporting by A; editing by B", "A reported from Cairo."
CREDIT_LINE = re.compile(
    r".{0,200}\bcontributed(?: (?:to|reporting|from))\b.{0,160}$|\(?(?:additional )?(?:reporting|writing|editing|compiled) by\b.{0,300}$"
    r"|.{2,120}\breport(?:ed|ing) from [A-Z].{0,200}$|(?:this (?:story|article|report)) (?:was|has been|is|originally|first)\b.{0,200}$"
    r"|(?:the[- ])?cnn[- ]wire\b.{0,160}$|[(\[—–-]?\s?(?:with )?(?:inputs|files|additional reporting) from\b.{0,120}$"
    r"|(?:source|via)\s?:.{2,60}$",
    re.I,
)


@functools.cache
def rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(why, pattern) for lines that are clutter by their words."""
    drops = table("clutter.toml")["lines"]["drop"]
    return tuple((why, re.compile("|".join(f"(?:{p})" for p in patterns), re.I)) for why, patterns in drops.items())


CAPTION_END = 150  #: characters at the end of a line, where a caption's credit stands


@functools.cache
def patterns() -> dict[str, re.Pattern[str]]:
    given = table("clutter.toml")["lines"]
    return {
        "posted": re.compile(given["dates"]["posted"], re.I),
        "updated": re.compile(given["dates"]["updated"], re.I),
        "caption": re.compile("|".join(f"(?:{p})" for p in given["caption"]["words"]), re.I),
        "caption end": re.compile(given["caption"]["ends"], re.I),
    }


@remembered
def words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text))


@remembered
def clutter(text: str) -> str | None:
    """Why the line is clutter by its words; None where nothing says so."""
    return next((why for why, pattern in rules() if pattern.match(text)), None)


def ends_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text, max(0, len(text) - ENDING)))


def is_sentence(text: str, least: int = 8) -> bool:
    """Ends like a sentence and has enough words for one."""
    return ends_sentence(text) and len(words(text)) >= least


@remembered
def is_date_line(text: str) -> bool:
    """A line that says when the page was posted, and little more."""
    if len(text) > 160 or not DIGIT.search(text):
        return False
    rest, end, seen = [], 0, False
    for start, stop, _ in stamps.find(text):
        rest.append(text[end:start])
        end, seen = stop, True
    if not seen:
        return False
    rest.append(text[end:])
    others = [w for w in words(" ".join(rest)) if not w.isdigit()]
    if patterns()["posted"].match(text) or patterns()["updated"].match(text):
        return len(others) <= 12
    return sum(w.lower() not in DATE_WORDS for w in others) <= 1


def is_labelled_date(text: str) -> bool:
    """'First published: 5 May 2020, 10:31'"""
    return bool(patterns()["posted"].match(text) or patterns()["updated"].match(text))


DATE_WORDS = frozenset(
    [
        "posted",
        "published",
        "updated",
        "last",
        "modified",
        "created",
        "on",
        "at",
        "by",
        "date",
        "time",
        "am",
        "pm",
        "a.m",
        "p.m",
        "am.",
        "pm.",
        "et",
        "est",
        "edt",
        "pt",
        "pst",
        "pdt",
        "ct",
        "cst",
        "cdt",
        "mt",
        "gmt",
        "utc",
        "bst",
        "ist",
        "cet",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "first",
        "edited",
        "revised",
        "and",
        "of",
        "the",
        "local",
    ]
)


@remembered
def is_byline(text: str) -> bool:
    """'By Jane Doe', 'May 5, 2020 by Jane Doe' and nothing that makes a sentence."""
    return len(text) <= 160 and bool(BYLINE.match(after_date(text))) and not is_sentence(text, 12) and len(words(text)) <= 18


# "May 5", "5 May", "Tuesday, 5 May": what a date can begin with
DATED = re.compile(r"\d|[A-Z][a-z]{2,8}[.,]?\s\d|[A-Z][a-z]{2,8}[.,]?\s[A-Z][a-z]{2,8}\.?\s\d")


def after_date(text: str) -> str:
    """The text without a date that it starts with: 'May 5, 2020 | by Jane Doe'."""
    if len(text) > 160 or not DATED.match(text):
        return text
    first = next(iter(stamps.find(text)), None)
    return text[first[1] :].lstrip(" ,|/–—-•·") if first and first[0] == 0 else text


@remembered
def is_caption(text: str) -> bool:
    return bool(patterns()["caption"].match(text) or patterns()["caption end"].search(text, max(0, len(text) - CAPTION_END)))


def like_credit(text: str) -> bool:
    """Words of a credit, loosely, as the models of lines learnt it: 'the heat contributed to the drought' has them too."""
    return len(text) <= 400 and bool(CREDIT_LINE.match(text))


# "This story was originally published by the Example Times.", "The-CNN-Wire", "Source: Example Agency", "Contributing: Ada Brandt"
SUPPLIED = re.compile(
    r"this (?:story|article|report|post)(?: is| was| has been)?(?: also| originally| first| previously){1,2} (?:published|appeared|aired)\b"
    r"|this (?:story|article|post)(?: is| was| has been) (?:adapted|re-?published|reprinted|syndicated|translated|updated|corrected"
    r"|produced)\b|(?:the[- ])?cnn[- ]wire\b|(?:source|via|contributing|contributors?)\s?:",
    re.I,
)
# "Ada Brandt in Aller and Jon Adde in Weil contributed."
CONTRIBUTED = re.compile(r"\bcontributed\.?$")
# what a credit says in small letters, beside names
CREDIT_WORDS = frozenset((
    "additional", "agencies", "agency", "al", "also", "an", "and", "article", "at", "bin", "bureau", "by", "column", "compiled",
    "contributed", "contributing", "correspondent", "correspondents", "da", "de", "del", "der", "desk", "di", "dispatch", "du",
    "edited", "editing", "editor", "editors", "el", "files", "for", "freelance", "from", "graphics", "in", "inputs",
    "journalist", "journalists", "la", "le", "news", "of", "office", "our", "part", "photographer", "photography", "piece",
    "post", "producer", "producers", "report", "reported", "reporter", "reporters", "reporting", "research", "reviewing",
    "staff", "story", "the", "this", "to", "translated", "translation", "van", "video", "von", "was", "were", "with", "writer",
    "writers", "writing", "written",
))  # fmt: skip


def is_credit(text: str) -> bool:
    """A line about who reported or supplied the text: names and a credit's words, nothing else.

    >>> is_credit("Ada Brandt in Aller contributed to this report."), is_credit("The heat contributed to the drought.")
    (True, False)
    """
    if len(text) > 400:
        return False
    if SUPPLIED.match(text):
        return True
    loose = like_credit(text) or CONTRIBUTED.search(text)
    return bool(loose) and all(word in CREDIT_WORDS or not word[0].islower() for word in words(text))
