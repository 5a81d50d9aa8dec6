"""The words of the account: who reported it, who said it, and a claim's own clause fitted into a sentence.

Clauses are a page's own words, in their own order; at most the first letter is made small, white space is evened out
and a point at the end is taken off. Quotations stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from secondsource.data import table
from secondsource.model import Article, Attribution, Claim, Reading, Span
from secondsource.stories.reasons import listed, opened

#: A clause that cannot follow "that" begins with one of these: "which killed four", "because he lied".
BROKEN = re.compile(
    r"(?:and|but|or|which|who|whom|whose|that|because|although|while|as|to|for|of|in which|with|after|before|when|if|since)\b",
    re.IGNORECASE,
)
#: A clause that speaks of what stands outside it: "He said so", "This was not so", "I never agreed".
OUTSIDE = re.compile(r"[“\"‘']?(?:he|she|it|they|this|that|these|those|there|here|his|her|its|their|such|I|we|you|my|our)\b", re.IGNORECASE)
WORD = re.compile(r"[\w.’'-]+")
OPEN_MARKS, CLOSE_MARKS = "“\"‘'«", "”\"’'»"


def clause(claim: Claim, reading: Reading) -> str:
    """The claim's words, to follow 'that'."""
    text = " ".join(reading.article[claim.span].split()).rstrip(".,;: ")
    return text if is_name(claim, reading) else text[:1].lower() + text[1:]


def is_name(claim: Claim, reading: Reading) -> bool:
    """Does the claim begin with a name, or with a word that the report writes with a capital inside sentences too?"""
    text, start = reading.article.text, claim.span.start
    first = WORD.match(text, start)
    if first is None or not first[0][0].isupper():
        return True
    if first[0] in ("I", "I’m", "I'm", "I’ve", "I've") or (len(first[0]) > 1 and first[0].isupper()):
        return True
    if first[0] in ("The", "A", "An", "In", "On", "At", "He", "She", "It", "They", "We", "His", "Her", "Its", "Their", "This", "That"):
        return False
    if any(m.span.start <= start < m.span.end and m.kind in ("person", "organisation", "place", "outlet") for m in reading.mentions):
        return True
    return re.search(rf"[\w,;]\s{re.escape(first[0])}\b", text) is not None


def embeds(claim: Claim, article: Article) -> bool:
    """Can the clause follow 'that': does it have a verb, and does it begin like a sentence?"""
    return bool(claim.action) and not BROKEN.match(article[claim.span])


def points_outside(claim: Claim, article: Article) -> bool:
    """Does it begin with a word that needs the sentence before?"""
    return OUTSIDE.match(article[claim.span]) is not None


def quotation(attribution: Attribution, claim: Claim, article: Article) -> tuple[str, Span] | None:
    """A direct quotation that holds the claim, with its marks, exactly as the page has it, and its place."""
    for part in attribution.content:
        start, end = part.start, part.end
        if part.overlaps(claim.span) and "\n" not in article[part]:
            start -= bool(start) and article.text[start - 1] in OPEN_MARKS
            end += end < len(article.text) and article.text[end] in CLOSE_MARKS
            words = article.text[start:end]
            if words[0] in OPEN_MARKS and words[-1] in CLOSE_MARKS:
                return words, article.span(start, end)
    return None


def rooms(found: Sequence[str]) -> str:
    """Newsrooms in a row: ``CNN and The New York Times``; an unknown one is the page it stands on."""
    page = table("phrases.toml")["account"]["page"]
    prefix = "newsroom of "
    return listed([page.format(file=name.removeprefix(prefix)) if name.startswith(prefix) else name for name in found])


def verb(stance: str) -> str:
    """The neutral verb of a stance."""
    return str(table("phrases.toml")["verbs"].get(stance, "said"))


__all__ = ["clause", "embeds", "opened", "points_outside", "quotation", "rooms", "verb"]
