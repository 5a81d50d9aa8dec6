"""What a line looks like, as numbers, for the model that tells article from clutter.

Each line is measured by itself, beside its neighbours and against the page; lines of HTML also by their markup and by
what the extractors say. The order of the numbers is NAMES; a model stores the names it was trained with.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondsource.intake import clutter
from secondsource.intake.extractors import key
from secondsource.intake.hints import hints
from secondsource.intake.markup import ELEMENTS, HEADINGS, HIDDEN, Line

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
Numbers = NDArray[np.float64]  #: a row for each line


def measure(lines: Sequence[Line], said: dict[str, list[bool]] | None = None) -> Numbers:
    """A row of numbers for each line; with ``said`` (what the extractors keep) for lines of HTML."""
    if not lines:
        return np.zeros((0, len(NAMES if said is None else PAGE_NAMES)))
    own = np.array([by_itself(line.text) for line in lines])
    page = on_page(lines, own)
    parts = [own, page, since(lines, own), around(own), neighbours(own, page)]
    return np.hstack(parts if said is None else [*parts, markup(lines, own, said)])


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
        float(clutter.like_credit(text)),
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


def on_page(lines: Sequence[Line], own: Numbers) -> Numbers:
    counts = [len(clutter.words(line.text)) for line in lines]
    good = (own[:, SENTENCE] > 0) & (own[:, CLUTTER] == 0)
    first, last = best_run(counts, good.tolist())
    keys = [key(line.text) for line in lines]
    twice = Counter(keys)
    at, size, total = np.arange(len(lines)), len(lines), sum(counts)
    sums = np.concatenate([[0], np.cumsum(np.where(good, counts, 0))])
    in_run = (first <= at) & (at < last)
    said = Counter(w.lower() for i in range(first, last) if good[i] for w in set(clutter.words(lines[i].text)) if len(w) > 3)
    once, again = set(said), {w for w, times in said.items() if times > 1}
    content = [{w.lower() for w in clutter.words(line.text[:1500]) if len(w) > 3} for line in lines]
    shared = np.array([len(words & (again if own_words else once)) for words, own_words in zip(content, in_run & good, strict=True)])
    return np.column_stack(
        [
            [min(twice[letters], 4.0) for letters in keys],
            at / size,
            (np.cumsum(counts) - counts) / (total or 1),
            np.log1p(size - at),
            in_run,
            signed(at - first),
            signed(last - 1 - at),
            shared / np.maximum([len(words) for words in content], 1),
            np.log1p(shared),
            np.full(size, (sums[last] - sums[first]) / (total or 1)),
            (sums[np.minimum(size, at + 6)] - sums[np.maximum(0, at - 5)]) / 11,
            (sums[np.minimum(size, at + 16)] - sums[np.maximum(0, at - 15)]) / 31,
            np.minimum(nearest(good), 20),
            np.minimum(nearest(good[::-1])[::-1], 20),
            np.full(size, math.log1p(total)),
        ]
    )


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


def nearest(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many lines back the last flag is, in each column; 99 and more where there is none."""
    at = np.arange(len(flags)).reshape(-1, *[1] * (flags.ndim - 1))
    last = np.maximum.accumulate(np.where(flags, at, -99), axis=0)
    steps: NDArray[np.int64] = at - np.concatenate([np.full_like(last[:1], -99), last[:-1]])
    return steps


def signed(steps: NDArray[np.int64]) -> Numbers:
    return np.copysign(np.log1p(np.abs(steps)), steps)


def since(lines: Sequence[Line], own: Numbers) -> Numbers:
    """How many lines back, and ahead, each mark of an article's start or end is, and how many came before."""
    why = [clutter.clutter(line.text) for line in lines]
    marked = np.column_stack([own[:, [DATE, BYLINE]] > 0, *([reason == mark for reason in why] for mark in MARKS[2:])])
    before = np.cumsum(marked, axis=0) - marked
    return np.hstack([np.log1p(nearest(marked)), np.log1p(nearest(marked[::-1])[::-1]), np.minimum(before, 5)])


def around(own: Numbers) -> Numbers:
    """Means over the lines before and after."""
    size = len(own)
    sums = np.vstack([np.zeros((1, 4)), np.cumsum(own[:, [WORDS, LOWER, CLUTTER, SENTENCE]], axis=0)])
    at = np.arange(size)
    a, b = np.maximum(0, at - 8), np.minimum(size, at + 9)
    c, d = np.maximum(0, at - 4), np.minimum(size, at + 5)
    before = (sums[at] - sums[a]) / np.maximum(at - a, 1)[:, None]
    after = (sums[b] - sums[at + 1]) / np.maximum(b - at - 1, 1)[:, None]
    near = (sums[d, 0] - sums[c, 0]) / (d - c)
    both = np.stack([before, after], axis=2).reshape(size, 8)  # words before, words after, lower-case words before, …
    return np.column_stack([both[:, :2], near, both[:, 2:], sums[:-1, 3] / (sums[-1, 3] or 1.0)])


def neighbours(own: Numbers, page: Numbers) -> Numbers:
    """Some numbers of the lines at OFFSETS; -1 past the page's ends."""
    short = np.column_stack([own[:, [WORDS, SENTENCE, CLUTTER, LOWER]], page[:, TOPIC]])
    far = max(OFFSETS)
    padded = np.pad(short, ((far, far), (0, 0)), constant_values=-1.0)
    return np.hstack([padded[far + offset : far + offset + len(short)] for offset in OFFSETS])


def markup(lines: Sequence[Line], own: Numbers, said: dict[str, list[bool]]) -> Numbers:
    length, link = np.array([len(line.text) for line in lines]), np.array([line.link for line in lines])
    tags, where = [line.tag for line in lines], np.array([line.where for line in lines])
    parents, parent, siblings = np.unique([line.parent for line in lines], return_inverse=True, return_counts=True)
    sentence_words = np.bincount(parent, np.where(own[:, SENTENCE] > 0, np.expm1(own[:, WORDS]), 0.0))
    rank = np.full(len(parents), 9)
    order = np.argsort(-sentence_words, kind="stable")
    rank[order] = np.minimum(np.arange(len(parents)), 9)
    rank[sentence_words == 0] = 9
    trafilatura, resiliparse = np.array(said["trafilatura"]), np.array(said["resiliparse"])
    same = np.array([one == other for one, other in pairwise(tags)], bool) & (parent[1:] == parent[:-1])
    bits, e = hints(), ELEMENTS
    inside = (
        e["article"], e["main"], e["aside"], e["header"] | e["footer"], e["nav"], e["figure"] | e["figcaption"], e["blockquote"],
        e["form"], HIDDEN,
    )  # fmt: skip
    return np.column_stack(
        [
            link / length,
            np.array([line.bold for line in lines]) / length,
            [float(tag[1]) if tag in HEADINGS else 0.0 for tag in tags],
            [tag == "p" for tag in tags],
            [tag == "li" for tag in tags],
            [tag in ("div", "section", "article", "main", "body", "") for tag in tags],
            [tag in ("td", "th", "tr", "table") for tag in tags],
            where[:, None] & np.array(inside) != 0,
            sentence_words[parent] / (sentence_words.sum() or 1),
            rank[parent],
            np.log1p(siblings[parent]),
            [min(line.depth, 40) for line in lines],
            trafilatura,
            resiliparse,
            said.get("body", np.full(len(lines), -1.0)),
            window(trafilatura) / 5,
            window(resiliparse) / 5,
            window(link) / window(length),
            [False, *same],
            [*same, False],
            where[:, None] & np.array([bits[name] for name in HINTS]) != 0,
        ]
    )


def window(values: NDArray[Any]) -> NDArray[np.int64]:
    """Sums over each line and the two on either side."""
    sums = np.concatenate([[0], np.cumsum(values)])
    at = np.arange(len(values))
    near: NDArray[np.int64] = sums[np.minimum(len(values), at + 3)] - sums[np.maximum(0, at - 2)]
    return near
