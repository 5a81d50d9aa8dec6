"""What a line looks like, as numbers, for the model that tells article from clutter.

Each line is measured by itself, beside its neighbours and against the page; lines of HTML also by their markup and by
what the extractors say. The order of the numbers is NAMES; a model stores the names it was trained with.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from secondsource.intake import clutter
from secondsource.intake.extractors import key
from secondsource.intake.hints import hints
from secondsource.intake.markup import ELEMENTS, HIDDEN, Line

SELF = (
    "words", "chars", "mean_word", "sentence", "end_mark", "end_colon", "end_ellipsis", "starts_upper", "starts_lower",
    "starts_quote", "starts_digit", "upper_words", "all_caps", "digits", "sentences", "commas", "lower_words", "odd_marks",
    "address", "clutter", "date", "byline", "caption", "credit", "furniture_words", "short_words",
)  # fmt: skip
PAGE = (
    "twice", "place", "place_words", "from_end", "in_run", "from_run_start", "to_run_end", "topic", "topic_count", "run_share",
    "density5", "density15", "good_before", "good_after", "page_words",
)  # fmt: skip
MARKS = (
    "date", "byline", "a comment section", "a line that leads to other pages", "links to share it", "a call to sign up or pay",
    "legal small print",
)  # fmt: skip
SINCE = (*(f"since_{mark}" for mark in MARKS), *(f"until_{mark}" for mark in MARKS), *(f"nth_{mark}" for mark in MARKS))
AROUND = (
    "words_8before", "words_8after", "words_4around", "lower_8before", "lower_8after", "clutter_8before", "clutter_8after",
    "ends_8before", "ends_8after", "share_so_far",
)  # fmt: skip
NEAR = ("words", "sentence", "clutter", "lower_words", "topic")
OFFSETS = (-3, -2, -1, 1, 2, 3)
MARKUP = (
    "link", "bold", "heading", "is_p", "is_li", "is_div", "is_td", "article", "main", "aside", "header_footer", "nav", "figure",
    "blockquote", "form", "hidden", "parent_share", "parent_rank", "parent_lines", "depth", "trafilatura", "resiliparse",
    "own_body", "trafilatura_near", "resiliparse_near", "link_near", "tag_before", "tag_after",
)  # fmt: skip
HINTS = (
    "comments", "related", "signup", "share", "caption", "byline", "dates", "navigation", "footer", "sidebar", "advert", "unseen",
    "headline", "deck", "body", "tags", "gallery", "player",
)  # fmt: skip
NAMES = (*SELF, *PAGE, *SINCE, *AROUND, *(f"{name}{offset:+d}" for offset in OFFSETS for name in NEAR))
PAGE_NAMES = (*NAMES, *MARKUP, *(f"class_{name}" for name in HINTS))

ODD_MARKS = re.compile(r"[|»«›‹•·►▶→©®™●■★/\\<>{}\[\]=_~^+]")
ADDRESS = re.compile(r"https?:|www\.|\.com\b|@\w|#\w")
INNER_END = re.compile(r"[.!?…][\"'”’)]{0,2}\s+[\"'“‘(]?[^\W\d_]")
# "2 days ago at 07:52 am", "3 hours ago": how comments and lists of stories are dated
AGO = re.compile(
    r"\b(?:\d{1,3}|an?|one|few) ?(?:sec|second|min|minute|hour|hr|day|week|month|year|mo|h|m|d)s? ago\b|\byesterday at\b", re.I
)
# "Rating: 25 Votes", "Reply", "Like (3)", "12 likes": what stands under each comment
VOTE = re.compile(
    r"(?:rating|votes?|likes?|reply|replies|report|quote|permalink|upvote|score|points?)\b.{0,20}$|\d+ (?:votes?|likes?"
    r"|points?|replies|upvotes?)\b.{0,20}$",
    re.I,
)
# words of menus, forms and small print
FURNITURE = frozenset((
    "subscribe", "subscription", "newsletter", "sign", "log", "login", "register", "account", "share", "facebook",
    "twitter", "instagram", "comment", "comments", "click", "cookie", "cookies", "privacy", "terms", "rights", "reserved",
    "advertisement", "follow", "email", "mail", "menu", "search", "home", "contact", "about", "read", "more", "related",
    "latest", "trending", "popular", "next", "previous", "video", "photo", "photos", "gallery", "tag", "tags", "posted",
    "updated", "published", "copyright", "policy", "app", "download", "shop", "deal", "deals", "buy", "price", "sale",
))  # fmt: skip
PIECE = re.compile(r"\w+")


def measure(lines: Sequence[Line], said: dict[str, list[bool]] | None = None) -> list[list[float]]:
    """A row of numbers for each line; with ``said`` (what the extractors keep) for lines of HTML."""
    if not lines:
        return []
    own = [by_itself(line.text) for line in lines]
    rows = on_page(lines, own)
    why = [clutter.clutter(line.text) for line in lines]
    near = neighbours(own, rows)
    result = [a + b + c + d + e for a, b, c, d, e in zip(own, rows, since(lines, own, why), around(own), near, strict=True)]
    if said is None:
        return result
    return [row + extra for row, extra in zip(result, markup(lines, own, said), strict=True)]


def by_itself(text: str) -> list[float]:
    found = clutter.words(text)
    count, size = len(found), len(text)
    end, start = text[-1], text[0]
    firsts = [w[0] for w in found]
    lower, upper = sum(map(str.islower, firsts)), sum(map(str.isupper, firsts))
    short, opening = size <= 200, text[:400]
    sentence = clutter.ends_sentence(text)
    return [
        math.log1p(count),
        math.log1p(size),
        min(size / (count or 1), 20.0),
        float(count >= 8 and sentence),
        float(sentence),
        float(end in ":;,"),
        float(end == "…" or text.endswith("...")),
        float(start.isupper()),
        float(start.islower()),
        float(start in "\"'“‘«„"),
        float(start.isdigit()),
        upper / (count or 1),
        float(text.isupper()),
        digits(opening) / min(size, 400),
        min(len(INNER_END.findall(text[:2000])), 10.0),
        min(text.count(","), 12.0),
        lower / (count or 1),
        min(len(ODD_MARKS.findall(opening)), 6.0),
        float(bool(ADDRESS.search(opening))),
        float(clutter.clutter(text) is not None),
        float(short and clutter.is_date_line(text)),
        float(short and clutter.is_byline(text)),
        float(clutter.is_caption(text)),
        float(clutter.is_credit(text)),
        furniture(opening.lower()) / (count or 1),
        sum(map((4).__gt__, map(len, found))) / (count or 1),
    ]


def digits(text: str) -> int:
    return sum(map(text.count, "0123456789")) if text.isascii() else sum(map(str.isdigit, text))


def furniture(text: str) -> int:
    """How many words are those of menus, forms and small print; categories count, and mail as e-mail only."""
    found: list[str] = PIECE.findall(text)
    count = sum(map(FURNITURE.__contains__, found)) + (
        sum(word.startswith("categor") for word in found if len(word) > 7) if "categor" in text else 0
    )
    return count - found.count("mail") + text.count("e-mail") if "mail" in found else count


WORDS, SENTENCE, CLUTTER, LOWER = SELF.index("words"), SELF.index("sentence"), SELF.index("clutter"), SELF.index("lower_words")
DATE, BYLINE = SELF.index("date"), SELF.index("byline")
TOPIC = PAGE.index("topic")


def on_page(lines: Sequence[Line], own: list[list[float]]) -> list[list[float]]:
    counts = [len(clutter.words(line.text)) for line in lines]
    good = [row[SENTENCE] > 0 and row[CLUTTER] == 0 for row in own]
    first, last = best_run(counts, good)
    total, size = sum(counts), len(lines)
    keys = [key(line.text) for line in lines]
    twice = Counter(keys)
    topic = Counter(w.lower() for i in range(first, last) if good[i] for w in set(clutter.words(lines[i].text)) if len(w) > 3)
    sums = [0]
    for count, is_good in zip(counts, good, strict=True):
        sums.append(sums[-1] + (count if is_good else 0))
    before = nearest(good)
    after = nearest(good[::-1])[::-1]
    rows, seen = [], 0
    for i, line in enumerate(lines):
        content = {w.lower() for w in clutter.words(line.text[:1500]) if len(w) > 3}
        shared = sum(1 for w in content if topic[w] > (1 if first <= i < last and good[i] else 0))
        rows.append(
            [
                min(twice[keys[i]], 4.0),
                i / size,
                seen / (total or 1),
                math.log1p(size - i),
                float(first <= i < last),
                signed(i - first),
                signed(last - 1 - i),
                shared / (len(content) or 1),
                math.log1p(shared),
                (sums[last] - sums[first]) / (total or 1),
                (sums[min(size, i + 6)] - sums[max(0, i - 5)]) / 11,
                (sums[min(size, i + 16)] - sums[max(0, i - 15)]) / 31,
                min(before[i], 20.0),
                min(after[i], 20.0),
                math.log1p(total),
            ]
        )
        seen += counts[i]
    return rows


def best_run(counts: list[int], good: list[bool]) -> tuple[int, int]:
    """The stretch of lines with most words in sentences, each other line costing twelve."""
    return best_stretch([count if is_good else -12 for count, is_good in zip(counts, good, strict=True)])


def best_stretch(values: list[int]) -> tuple[int, int]:
    """[first, last) of the neighbouring values with the greatest sum."""
    best, worth, start, total = (0, 0), 0, 0, 0
    for i, value in enumerate(values):
        if total <= 0:
            start, total = i, 0
        total += value
        if total > worth:
            best, worth = (start, i + 1), total
    return best


def nearest(good: list[bool]) -> list[int]:
    """How many lines back the last sentence-like line is."""
    found, ago = [], 99
    for is_good in good:
        found.append(ago)
        ago = 1 if is_good else ago + 1
    return found


def signed(steps: int) -> float:
    return math.copysign(math.log1p(abs(steps)), steps)


def since(lines: Sequence[Line], own: list[list[float]], why: list[str | None]) -> list[list[float]]:
    """How many lines back, and ahead, each mark of an article's start or end is, and how many came before."""
    marked = [
        [
            bool(row[DATE]) if mark == "date" else bool(row[BYLINE]) if mark == "byline" else reason == mark
            for row, reason in zip(own, why, strict=True)
        ]
        for mark in MARKS
    ]
    back = [nearest(flags) for flags in marked]
    ahead = [nearest(flags[::-1])[::-1] for flags in marked]
    counts = []
    for flags in marked:
        seen, column = 0, []
        for flag in flags:
            column.append(min(seen, 5))
            seen += flag
        counts.append(column)
    return [[math.log1p(column[i]) for column in (*back, *ahead)] + [float(column[i]) for column in counts] for i in range(len(own))]


def around(own: list[list[float]]) -> list[list[float]]:
    """Means over the lines before and after."""
    columns = [[0.0] for _ in range(4)]
    for row in own:
        for column, value in zip(columns, (row[WORDS], row[LOWER], row[CLUTTER], row[SENTENCE]), strict=True):
            column.append(column[-1] + value)
    words, lower, clutter_sum, ends = columns
    size = len(own)
    total = ends[-1] or 1.0
    rows = []
    for i in range(size):
        a, b = max(0, i - 8), min(size, i + 9)
        before, after = (i - a) or 1, (b - i - 1) or 1
        c, d = max(0, i - 4), min(size, i + 5)
        rows.append(
            [
                (words[i] - words[a]) / before,
                (words[b] - words[i + 1]) / after,
                (words[d] - words[c]) / (d - c),
                (lower[i] - lower[a]) / before,
                (lower[b] - lower[i + 1]) / after,
                (clutter_sum[i] - clutter_sum[a]) / before,
                (clutter_sum[b] - clutter_sum[i + 1]) / after,
                (ends[i] - ends[a]) / before,
                (ends[b] - ends[i + 1]) / after,
                ends[i] / total,
            ]
        )
    return rows


def neighbours(own: list[list[float]], rows: list[list[float]]) -> list[list[float]]:
    short = [[row[WORDS], row[SENTENCE], row[CLUTTER], row[LOWER], page[TOPIC]] for row, page in zip(own, rows, strict=True)]
    none = [-1.0] * len(NEAR)
    size = len(short)
    return [[x for offset in OFFSETS for x in (short[i + offset] if 0 <= i + offset < size else none)] for i in range(size)]


def markup(lines: Sequence[Line], own: list[list[float]], said: dict[str, list[bool]]) -> list[list[float]]:
    sentence_words: Counter[int] = Counter()
    size: Counter[int] = Counter()
    for line, row in zip(lines, own, strict=True):
        size[line.parent] += 1
        if row[SENTENCE]:
            sentence_words[line.parent] += math.expm1(row[WORDS])  # type: ignore[assignment]
    total = sum(sentence_words.values()) or 1
    rank = {parent: n for n, (parent, _) in enumerate(sorted(sentence_words.items(), key=lambda item: (-item[1], item[0])))}
    trafilatura, resiliparse, body = said["trafilatura"], said["resiliparse"], said.get("body")
    bits = hints()
    e = ELEMENTS
    rows, end = [], len(lines) - 1
    for i, line in enumerate(lines):
        where, tag, length = line.where, line.tag, len(line.text)
        around = range(max(0, i - 2), min(end, i + 2) + 1)
        rows.append(
            [
                line.link / length,
                line.bold / length,
                float(tag[1:]) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else 0.0,
                float(tag == "p"),
                float(tag == "li"),
                float(tag in ("div", "section", "article", "main", "body", "")),
                float(tag in ("td", "th", "tr", "table")),
                float(bool(where & e["article"])),
                float(bool(where & e["main"])),
                float(bool(where & e["aside"])),
                float(bool(where & (e["header"] | e["footer"]))),
                float(bool(where & e["nav"])),
                float(bool(where & (e["figure"] | e["figcaption"]))),
                float(bool(where & e["blockquote"])),
                float(bool(where & e["form"])),
                float(bool(where & HIDDEN)),
                sentence_words[line.parent] / total,
                min(rank.get(line.parent, 9), 9.0),
                math.log1p(size[line.parent]),
                min(line.depth, 40.0),
                float(trafilatura[i]),
                float(resiliparse[i]),
                float(body[i]) if body else -1.0,
                sum(trafilatura[j] for j in around) / 5,
                sum(resiliparse[j] for j in around) / 5,
                sum(lines[j].link for j in around) / (sum(len(lines[j].text) for j in around) or 1),
                float(i > 0 and lines[i - 1].parent == line.parent and lines[i - 1].tag == tag),
                float(i < end and lines[i + 1].parent == line.parent and lines[i + 1].tag == tag),
                *(float(bool(where & bits[name])) for name in HINTS),
            ]
        )
    return rows
