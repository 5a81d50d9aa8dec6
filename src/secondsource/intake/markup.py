"""HTML to lines of text that know where on the page every character stands.

A small tokenizer of our own, because every parser tried rewrites characters and forgets their places. It makes no tree:
it reads the page once, in linear time at any depth of nesting, and keeps a stack of the open block elements for what
their names and classes say about the lines inside.

::

    <nav><a>Home</a></nav><p>Not <b>every</b> word&nbsp;counts.</p>
         |--|                |--||---|     |--|    |-----|            runs: characters taken unchanged from the page
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from secondsource.intake.hints import name_bits

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "iframe", "label", "legend", "li", "main", "menu", "nav", "ol", "option",
    "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video",
    "audio", "amp-list",
))  # fmt: skip
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "frame"])
RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])  #: their content is no markup
SILENT = frozenset(["template", "svg", "math", "noscript", "head"])  #: nothing inside is shown, and markup inside is markup
BOUNDARIES = BLOCKS | SILENT
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
WHITE = " \t\n\r\f"  #: what a browser joins to one space

# Elements that say what stands inside them, as bits of Line.where; class names add the bits of HINTS below.
ELEMENTS = {
    name: 1 << bit
    for bit, name in enumerate(
        ["nav", "header", "footer", "aside", "article", "main", "figcaption", "figure", "li", "blockquote", "table", "form"]
    )
}
ELEMENTS |= {
    "ul": ELEMENTS["li"],
    "ol": ELEMENTS["li"],
    "td": ELEMENTS["table"],
    "th": ELEMENTS["table"],
    "caption": ELEMENTS["figcaption"],
}
ELEMENTS |= {"button": ELEMENTS["form"], "select": ELEMENTS["form"], "label": ELEMENTS["form"], "menu": ELEMENTS["nav"]}
HIDDEN = 1 << 12

# <p class="x" data-y='>'>, </p>: a quote opens a value only after "=", so that a stray quote swallows nothing.
TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]{0,40})((?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>=]++|=)*+)>""")
LOOSE_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,40})([^>]*+)>")
# name="value", name='value', name=value, name
ATTRIBUTE = re.compile(r"""([^\s=>"'/]{1,60})(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")
# "&amp;", "&#8217;", "&#x2019;", runs of white space, NUL: what is not copied as it stands
SPECIAL = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9A-Fa-f]{1,9}|[A-Za-z][A-Za-z0-9]{1,31});?|[ \t\n\r\f]{2,}|[\t\n\r\f]|\0")
# style="display: none", style="visibility:hidden", style="font-size:0"
UNSEEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0(?![.\d])", re.I)
# <a rel="author">, <span itemprop="author">, <a class="author-name">
AUTHOR = re.compile(
    r"""(?:rel|itemprop)\s?=\s?["']?author|class\s?=\s?["'][^"']{0,80}(?:\bauthor(?:[-_]?(?:name|link))?\b|byline[-_]*author)""", re.I
)
# "T" alone before "he council": a drop cap; "A" and "I" are words by themselves
DROP_CAP = re.compile(r"[“\"‘']?[B-HJ-Z]")
ODD_TAGS_LIMIT = 50  # after so many tags that never end, quotes are no longer honoured: keeps the time linear


@dataclass(slots=True)
class Line:
    """The text between two block boundaries, white space joined as a browser joins it."""

    text: str
    runs: tuple[tuple[int, int, int], ...]  #: (offset in text, offset in the decoded page, length)
    tag: str = ""  #: innermost open block element; '' on plain text
    where: int = 0  #: bits of ELEMENTS, HIDDEN and the hints of the class names around it
    link: int = 0  #: characters inside links
    bold: int = 0  #: characters in bold type
    parent: int = 0  #: number of the element that holds the line's own element
    depth: int = 0
    gap: int = 0  #: empty lines before it, on plain text
    time: str = ""  #: the datetime attribute of a <time> inside it


@dataclass(slots=True)
class Sheet:
    """A page as lines, with what its head says."""

    page: str  #: the decoded page
    lines: list[Line]
    html: bool = False
    meta: list[dict[str, str]] = field(default_factory=list)  #: attributes of <meta>, and of elements with itemprop
    links: dict[str, str] = field(default_factory=dict)  #: rel to href: 'canonical'
    data: list[str] = field(default_factory=list)  #: JSON-LD scripts
    scripts: list[tuple[int, int]] = field(default_factory=list)  #: where the content of other scripts, and of styles, stands
    title: tuple[int, int] | None = None  #: where the words of <title> stand on the page
    lang: str = ""
    people: list[tuple[str, int]] = field(default_factory=list)  #: (words, line) of links and spans that the markup calls an author
    deepest: int = 0  #: most elements open at once
    notes: list[str] = field(default_factory=list)


def attributes(words: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case; the first of like names counts, as in a browser."""
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(words):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def tokenize(page: str) -> Sheet:
    """The lines and the head of an HTML page."""
    return _Reader(page).read()


class _Reader:
    """The state of one reading; used once."""

    def __init__(self, page: str):
        self.sheet = Sheet(page, [], html=True)
        self.stack: list[tuple[str, int, int]] = []  # tag, bits inherited, number
        self.open: dict[str, int] = {}
        self.serial = 0
        self.seen: dict[str, int] = {}  # attribute words to bits: classes repeat
        self.silent = 0
        self.in_link = self.bold = 0
        self.clear()

    def clear(self) -> None:
        self.text: list[str] = []
        self.size = self.link = self.bold_size = 0
        self.space = True
        self.runs: list[tuple[int, int, int]] = []
        self.time = ""
        self.author: tuple[str, int] | None = None

    # ---- the loop

    def read(self) -> Sheet:
        page, at, odd, never = self.sheet.page, 0, 0, set[str]()
        last = page.rfind(">")
        while at < len(page):
            start = page.find("<", at)
            if start < 0 or start > last:
                break
            if start > at and not (self.space and page[at:start].strip(WHITE) == ""):
                self.words(at, start)
            at = start + 1
            follower = page[at : at + 1]
            if follower in ("!", "?"):
                at = self.declaration(start, never)
                continue
            match = (TAG if odd < ODD_TAGS_LIMIT else LOOSE_TAG).match(page, start)
            if not match and (follower == "/" or follower.isalpha()):
                odd += 1
                match = LOOSE_TAG.match(page, start)
            if not match:
                self.words(start, at)
                continue
            at = match.end()
            name = match[2].lower()
            if match[1]:
                self.end(name)
            else:
                self.start(name, match[3])
                if name in RAW:
                    at = self.raw(name, match[3], at, never)
        self.words(at, len(page))
        self.flush()
        return self.sheet

    def declaration(self, start: int, never: set[str]) -> int:
        """Past a comment, doctype or CDATA mark; an unclosed comment hides nothing."""
        page = self.sheet.page
        if page.startswith("<!--", start) and "-->" not in never:
            if page.startswith(("<!-->", "<!--->"), start):
                return page.index(">", start) + 1
            if (end := page.find("-->", start + 4)) >= 0:
                return end + 3
            never.add("-->")
            self.sheet.notes.append("a comment is never closed: the text after it was read as text")
        if page.startswith("<!--", start):
            return start + 4
        end = page.find(">", start)
        return end + 1 if end >= 0 else len(page)

    def raw(self, name: str, words: str, at: int, never: set[str]) -> int:
        """Past the content of a script, style or title; an unclosed one hides nothing."""
        page = self.sheet.page
        match = None if name in never else re.compile(f"</{name}", re.I).search(page, at)
        if not match:
            never.add(name)
            self.end(name)
            return at
        if name == "script" and "ld+json" in words:
            self.sheet.data.append(page[at : match.start()])
        elif name in ("script", "style"):
            self.sheet.scripts.append((at, match.start()))
        elif name == "title" and self.sheet.title is None and "svg" not in self.open:
            self.sheet.title = (at, match.start())
        return match.start()

    # ---- elements

    def start(self, name: str, words: str) -> None:
        if name == "br":
            if self.stack and self.stack[-1][0] in HEADINGS:
                self.words_space()
            else:
                self.flush()
            return
        if name in ("meta", "link", "html", "time") or "itemprop" in words:
            self.fact(name, words)
        if name == "body":
            while self.silent and self.stack:
                self.pop()
            self.silent = 0
        if self.author is None and "uthor" in words and name in ("a", "span") and AUTHOR.search(words):
            self.author = (name, self.size)
        if name == "a":
            self.in_link = 1
        elif name in ("b", "strong"):
            self.bold = 1
        if name not in BOUNDARIES:
            return
        self.flush()
        if name in VOID or (words.endswith("/") and name in SILENT):
            return
        if self.open.get("p") and name not in SILENT and self.stack[-1][0] == "p":
            self.pop()
        self.serial += 1
        bits = (self.stack[-1][1] if self.stack else 0) | ELEMENTS.get(name, 0) | self.bits_of(words)
        self.stack.append((name, bits, self.serial))
        self.sheet.deepest = max(self.sheet.deepest, len(self.stack))
        self.open[name] = self.open.get(name, 0) + 1
        self.silent += name in SILENT

    def end(self, name: str) -> None:
        if self.author and name == self.author[0]:
            if words := "".join(self.text)[self.author[1] :].strip():
                self.sheet.people.append((words, len(self.sheet.lines)))
            self.author = None
        if name == "a":
            self.in_link = 0
        elif name in ("b", "strong"):
            self.bold = 0
        if name not in BOUNDARIES:
            return
        self.flush()
        if self.open.get(name):
            while self.pop() != name:
                pass

    def pop(self) -> str:
        name = self.stack.pop()[0]
        self.open[name] -= 1
        self.silent -= name in SILENT
        return name

    def bits_of(self, words: str) -> int:
        """What the class, id, role and style of an element say about the lines inside."""
        if not words:
            return 0
        if words not in self.seen:
            given = attributes(words)
            bits = 0
            for key in ("class", "id", "role", "itemprop", "data-testid"):
                if names := given.get(key):
                    for name in names[:300].split():
                        bits |= name_bits(name)
            if "hidden" in given or given.get("aria-hidden", "").lower() == "true" or UNSEEN_STYLE.search(given.get("style", "")[:400]):
                bits |= HIDDEN
            self.seen[words] = bits
        return self.seen[words]

    def fact(self, name: str, words: str) -> None:
        given = attributes(words)
        if name == "html":
            self.sheet.lang = self.sheet.lang or given.get("lang", "") or given.get("xml:lang", "")
        elif name == "link":
            if given.get("href"):
                self.sheet.links.setdefault(given.get("rel", "").lower(), given["href"])
        elif name == "meta":
            self.sheet.meta.append(given)
        elif name == "time" and not self.time:
            self.time = given.get("datetime", "")
        if "itemprop" in given and name != "meta" and ("content" in given or "datetime" in given):
            self.sheet.meta.append(given | {"content": given.get("content") or given.get("datetime", "")})

    # ---- text

    def words(self, start: int, end: int) -> None:
        """Take the characters [start, end) of the page into the open line."""
        if self.silent or start >= end:
            return
        page = self.sheet.page
        for match in SPECIAL.finditer(page, start, end):
            if start < match.start():
                self.take(start, match.start())
            start = match.end()
            mark = match[0]
            if mark[0] == "&":
                self.put(html.unescape(mark).replace("\0", "\ufffd"))
            elif mark != "\0":
                self.words_space()
        if start < end:
            self.take(start, end)

    def words_space(self) -> None:
        if not self.space:
            self.put(" ")

    def take(self, start: int, end: int) -> None:
        if self.space and self.sheet.page[start] == " ":
            start += 1
        if start < end:
            self.runs.append((self.size, start, end - start))
            self.put(self.sheet.page[start:end])

    def put(self, words: str) -> None:
        self.text.append(words)
        self.size += len(words)
        self.space = words[-1:] == " "
        if self.in_link:
            self.link += len(words)
        if self.bold:
            self.bold_size += len(words)

    def flush(self) -> None:
        """End the open line; one of white space alone is no line."""
        if self.text:
            text = "".join(self.text)
            tag, where, _ = self.stack[-1] if self.stack else ("", 0, 0)
            parent = self.stack[-2][2] if len(self.stack) > 1 else 0
            if line := trimmed(text, self.runs):
                line.tag, line.where, line.parent, line.depth, line.time = tag, where, parent, len(self.stack), self.time
                line.link, line.bold = min(self.link, len(line.text)), min(self.bold_size, len(line.text))
                if self.sheet.lines and DROP_CAP.fullmatch(self.sheet.lines[-1].text) and line.text[0].islower():
                    line = with_cap(self.sheet.lines.pop(), line)
                self.sheet.lines.append(line)
            self.clear()


def with_cap(cap: Line, line: Line) -> Line:
    """The line with the large first letter that stands before it in an element of its own."""
    size = len(cap.text)
    runs = (*cap.runs, *((at + size, start, length) for at, start, length in line.runs))
    return replace(line, text=cap.text + line.text, runs=runs)


def trimmed(text: str, runs: list[tuple[int, int, int]]) -> Line | None:
    """The line without white space at its ends; None where nothing is left."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first >= last:
        return None
    kept = []
    for at, start, length in runs:
        left, right = max(at, first), min(at + length, last)
        if left < right:
            kept.append((left - first, start + left - at, right - left))
    return Line(text[first:last], tuple(kept))
