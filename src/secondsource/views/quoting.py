"""The promise that every quotation is the page's exact words, kept when the report is written.

Whatever shows words of a page is an element with ``data-w="ARTICLE START END"``, made here from ``article[span]``.
``verify`` reads the finished report back and compares each such element with the slice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser

from markupsafe import Markup, escape

from secondsource.errors import SecondSourceError
from secondsource.model import Article, Span

# what no HTML file can carry: NUL, and halves of surrogate pairs; they are shown as the replacement character
UNPRINTABLE = re.compile("[\0\ud800-\udfff]")

# What words are not cut after: marks that lead on, and up to three small words such as "of the".
LOOSE = re.compile(
    r"(?:[\s,;:–—-]+(?:about|after|against|an?|and|as|at|before|between|but|by|for|from|his|her|in|into|its|of|on|or|over|than|that|the|their|to|was|were|when|which|who|with)){0,3}[\s,;:–—-]*$"
)

OPENING = tuple("“\"‘'«„‟")

VOID = frozenset(("meta", "link", "br", "hr", "img", "input", "wbr"))


def shown(text: str) -> str:
    """The text as an HTML file can hold it."""
    try:
        text.encode()  # fails at half a pair only, and is faster than a search for one
    except UnicodeEncodeError:
        return UNPRINTABLE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd")


def text_of(article: Article, start: int, end: int) -> Markup:
    """The characters [start, end) as markup that a browser reads back unchanged, carriage returns included."""
    return Markup(str(escape(shown(article.text[start:end]))).replace("\r", "&#13;"))  # noqa: S704  escaped just now


def place(span: Span) -> str:
    """The value of ``data-w``."""
    return f"{span.article} {span.start} {span.end}"


def quoted(article: Article, span: Span, tag: str = "span", classes: str = "") -> Markup:
    """The words of the span in an element of their own."""
    named = Markup(' class="%s"') % classes if classes else ""
    return Markup('<%s%s data-w="%s">%s</%s>') % (tag, named, place(span), text_of(article, span.start, span.end), tag)


def in_marks(article: Article, span: Span, body: Markup | None = None, cut: tuple[bool, bool] = (False, False)) -> Markup:
    """The words in quotation marks, cuts shown as '…' between marks and words.

    Words that open with a quotation mark of their own get no second pair. ``body`` is the words with marks in them. The
    element around it must have ``dir=auto`` (and no ``bdi`` inside, which that rule does not look into).
    """
    words = body if body is not None else quoted(article, span)
    own = article.text[span.start : span.start + 1] in OPENING
    left, right = ("", "") if own else ("“", "”")
    return Markup("%s%s%s%s%s") % (left, "…" if cut[0] else "", words, "…" if cut[1] else "", right)


def first_words(article: Article, span: Span, most: int) -> Markup:
    """The first whole words of a passage, at most so many characters, in quotation marks."""
    end = span.end
    if len(span) > most:
        cut = article.text.rfind(" ", span.start + most // 2, span.start + most)
        end = cut if cut > 0 else span.start + most
        end = span.start + len(LOOSE.sub("", article.text[span.start : end]))
    return in_marks(article, Span(span.article, span.start, end), cut=(False, end < span.end))


class _Reader(HTMLParser):
    """Collects the text of every element that claims to be words of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str | None, list[str]]] = []
        self.found: list[tuple[str, str]] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            words = next((value for name, value in attrs if name == "data-w"), None)
            self.depth += words is not None
            self.open.append((tag, words, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content, as in drawings."""

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, words, text = self.open.pop()
            inside = "".join(text)
            if words is not None:
                self.depth -= 1
                self.found.append((words, inside))
            if self.open and self.depth:
                self.open[-1][2].append(inside)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.open and self.depth:
            self.open[-1][2].append(data)


#: A tag with its attributes, which stand in double quotes: everything else is escaped in a report of ours.
TAG = re.compile(r'<(/?)([a-zA-Z][\w-]{0,20})((?:[^<>"]|"[^"]*")*?)(/?)>')
#: A tag that claims to hold words of a page.
CLAIMS = re.compile(r'<[a-zA-Z][\w-]{0,20}(?: [\w-]{1,40}(?:="[^"]*")?){0,20}? data-w="([^"]*)"[^<>]*>')
#: Scripts and styles hold no words of a page.
CODE = re.compile(r"<(script|style)\b[^>]*>.*?</\1>", re.S)


def quick_places(html: str) -> list[tuple[str, str]] | None:
    """As ``places``, by the tags alone, ten times as fast; None where the report is not written as ours are."""
    text = CODE.sub("", html)
    found = []
    for opening in CLAIMS.finditer(text):
        depth, at, parts = 1, opening.end(), []
        while depth:
            tag = TAG.search(text, at)
            if tag is None:
                return None
            parts.append(text[at : tag.start()])
            at = tag.end()
            depth += -1 if tag[1] else not (tag[4] or tag[2].lower() in VOID)
        found.append((unescape(opening[1]), unescape("".join(parts))))
    return found if len(found) == text.count(' data-w="') else None


def places(html: str) -> list[tuple[str, str]]:
    """Every (place, text) of a report that is shown as words of a page, as a parser of HTML reads it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def verify(html: str, articles: Mapping[str, Article]) -> int:
    """How many passages the report shows; raises ``SecondSourceError`` where one is not its page's exact words."""
    quick = quick_places(html)
    if quick is not None and all(text == _exact(where, articles) for where, text in quick):
        return len(quick)
    found = places(html)  # the parser has the last word
    for where, text in found:
        id, start, end = where.split(" ")
        exact = _exact(where, articles)
        if text != exact:
            raise SecondSourceError(
                f"the report would quote {articles[id].file} [{start}, {end}) as {text[:60]!r}, the page has {exact[:60]!r}",
                "This is a fault in Second Source: no report was written. Please send us the page",
            )
    return len(found)


def _exact(where: str, articles: Mapping[str, Article]) -> str:
    """The words of the page at a place."""
    id, start, end = where.split(" ")
    return shown(articles[id].text[int(start) : int(end)])


#: Where an element says which words of which page it shows.
PLACE = re.compile(r' data-w="([\w-]+) ')


def in_own_languages(html: str, articles: Mapping[str, Article]) -> str:
    """The report with each element that shows words of a page marked with the language of that page."""
    spoken = {id: escape("" if a.language == "und" else a.language) for id, a in articles.items()}
    return PLACE.sub(lambda m: f' lang="{spoken[m[1]]}"{m[0]}' if m[1] in spoken else m[0], html)


# “three meetings”: a quotation that the account writes into its own sentence
CURLY = re.compile("“([^“”]{1,2000})”")
MARKS = str.maketrans(dict.fromkeys('“”‘’"', "'"))  # a quotation within a quotation changes its marks, not its words


class Texts:
    """The texts of a story's pages, for the quotations that the account writes into its own sentences."""

    def __init__(self, articles: Mapping[str, Article]):
        self.texts = [" ".join(article.text.split()).translate(MARKS) for article in articles.values()]

    def verify(self, sentence: str) -> None:
        """Each quotation of the sentence stands in one of the pages, white space apart; else ``SecondSourceError``."""
        for match in CURLY.finditer(sentence):
            words = " ".join(match[1].split()).strip("…").rstrip("…,.").strip().translate(MARKS)
            if not any(words in text for text in self.texts):
                raise SecondSourceError(
                    f"a sentence of the report quotes words that no page has: {match[0][:80]}",
                    "This is a fault in Second Source: no report was written. Please send us the pages",
                )
