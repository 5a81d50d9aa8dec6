"""Who publishes a page (outlet), and whose text it is where that is another newsroom (credit).

Each answer carries its evidence; what the page does not say stays unknown, for a wrong newsroom is worse than none.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

from secondsource.intake import outlets
from secondsource.intake.metadata import Facts
from secondsource.model import Block, Found, Span

# WFFT, KABC-TV: North American call signs
CALL_SIGN = re.compile(r"\b([KWCX][A-Z]{2,3})(?:-(?:TV|FM|AM|DT|LD|CD))?\b")
# "© 2018 The Example Times. All rights reserved", "Copyright 2019 Example Media, LLC"
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)?\d\d))?,?)?\s*(?:by\s)?([A-Z][\w&'’. -]{2,50}?)(?:,? (?:LLC|Inc|Ltd|Limited|Corp)\b|[.,|;]|\s(?:19|20)\d\d|\sall rights|$)", re.I)  # fmt: skip
# places and the agency in a dateline: "WASHINGTON (AP) — ", "(Reuters) - ", "PARIS, Sept 8 (Xinhua) --"
DATELINE = re.compile(r"(?P<place>[A-Z][A-Z'’.-]+(?:[ ,/][A-Z][\w.'’-]*){0,5}?)?,?\s{0,2}(?:[A-Z][a-z]{2,8}\.? \d{1,2},?\s)?(?:\((?P<agency>[A-Z][\w .&/-]{1,40})\))?\s{0,2}(?:[-–—―]{1,2}|:)\s?-?")  # fmt: skip


def outlet(facts: Facts, url: str | None, furniture: list[str], html: bool, text: str) -> Found[str] | None:
    """The publisher: page data, then domain, then the words around the article."""
    for name, how in facts.publisher:
        cleaned = site_name(name)
        if cleaned:
            return Found(cleaned, how)
    for address in (facts.url, url):
        if address and (name_found := outlets.by_domain(address)):
            return Found(name_found, f"the domain {outlets.host(address)}")
    return station(furniture, text) or copyright_holder(furniture)


def site_name(name: str) -> str | None:
    """A publisher's name from a data field; addresses and handles are none."""
    words = " ".join(name.split())
    if not words or len(words) > 60 or words.startswith(("http", "@", "#")):
        return None
    return words


def station(furniture: list[str], text: str) -> Found[str] | None:
    """A call sign that the page's furniture repeats: 'WFFT Radar', 'WFFT National'."""
    seen: Counter[str] = Counter()
    for line in furniture:
        if len(line) <= 80:
            seen.update({sign for sign in CALL_SIGN.findall(line) if sign in outlets.call_signs()})
    ranked = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]):
        return Found(ranked[0][0], f"call sign in the page furniture, {ranked[0][1]} times")
    return None


def copyright_holder(furniture: list[str]) -> Found[str] | None:
    for line in furniture:
        if match := COPYRIGHT.search(line[:300]):
            name = match[1].strip(" .-")
            if outlets.plain(name) in known_names():
                return Found(name, "copyright line of the page")
    return None


@functools.cache
def known_names() -> frozenset[str]:
    return frozenset(outlets.plain(name) for name in outlets.domains().values())


# ---- credit


def credit(publisher: Found[str] | None, byline: tuple[str, ...], text: str, blocks: tuple[Block, ...]) -> Found[str] | None:
    """Whose text it is, where that is not the publisher: byline, dateline, credit lines, then the text's own voice."""
    own = outlets.plain(publisher.value) if publisher else ""
    for found in (by_byline(byline, text), by_dateline(text, blocks), by_credit_line(text, blocks, byline), by_voice(text, blocks)):
        if found:
            agency = outlets.agency_names().get(outlets.plain(found.value))
            same = agency and own in {outlets.plain(n) for n in agency.names}
            return None if same or outlets.plain(found.value) == own else found
    return None


def by_byline(byline: tuple[str, ...], text: str) -> Found[str] | None:
    for author in byline:
        for part in re.split(r"\s*(?:[,|/•·]|\band\b|\bfor\b|\bvia\b|\bof\b|\bwith\b)\s*", author):
            if agency := outlets.agency_names().get(outlets.plain(re.sub(r"^by\s+", "", part, flags=re.I))):
                at = text.find(author)
                return Found(agency.name, f"byline {author!r}", None if at < 0 or not author else None)
    return None


def first_paragraph(blocks: tuple[Block, ...]) -> Block | None:
    return next((block for block in blocks if block.kind == "paragraph"), None)


def by_dateline(text: str, blocks: tuple[Block, ...]) -> Found[str] | None:
    block = first_paragraph(blocks)
    if block and (match := DATELINE.match(text[block.span.start : block.span.end])) and match["agency"]:
        for part in (match["agency"], *re.split(r"\s*[/,]\s*", match["agency"])):
            if agency := outlets.agency_names().get(outlets.plain(part)):
                start = block.span.start + match.start("agency")
                return Found(
                    agency.name, f"dateline ({match['agency']})", Span(block.span.article, start, block.span.start + match.end("agency"))
                )
    return None


def place(text: str, blocks: tuple[Block, ...]) -> Found[str] | None:
    """The place a dateline names: 'WASHINGTON — '."""
    block = first_paragraph(blocks)
    match = DATELINE.match(text[block.span.start : block.span.end]) if block else None
    if not block or not match or not match["place"] or not match["place"].split(",")[0].isupper():
        return None
    start = block.span.start + match.start("place")
    return Found(
        match["place"].title() if match["place"].isupper() else match["place"],
        "dateline",
        Span(block.span.article, start, start + len(match["place"])),
    )


@functools.cache
def mentions() -> re.Pattern[str]:
    """Any name or code of an agency, as a whole word."""
    names = sorted({name for agency in outlets.agencies() for name in agency.names}, key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w.])(?:" + "|".join(re.escape(name) for name in names) + r")(?![\w])")


def by_credit_line(text: str, blocks: tuple[Block, ...], byline: tuple[str, ...]) -> Found[str] | None:
    """'© 2018 The Associated Press', 'Reuters contributed to this report'; a contribution counts where no author is named."""
    for block in blocks:
        if block.kind != "byline":
            continue
        line = text[block.span.start : block.span.end]
        if byline and re.search(r"contribut|reporting", line, re.I):
            continue
        if match := mentions().search(line):
            agency = outlets.agency_names()[outlets.plain(match[0])]
            start = block.span.start
            return Found(agency.name, f"credit line {line[:80]!r}", Span(block.span.article, start + match.start(), start + match.end()))
    return None


def by_voice(text: str, blocks: tuple[Block, ...]) -> Found[str] | None:
    """A text that speaks as a newsroom: "CNN's Jane Doe has more", "CNN has reached out", "confirmed to CNN".

    One sign of its own voice and one of sources speaking to it; a text that only reports what a newsroom reported
    ("The Times reported") has none of the first kind.
    """
    own: dict[str, list[Span]] = {}
    heard: dict[str, list[Span]] = {}
    for block in blocks:
        if block.kind in ("caption", "headline"):
            continue
        words, at = text[block.span.start : block.span.end], block.span.start
        for match in mentions().finditer(words):
            name = outlets.agency_names()[outlets.plain(match[0])].name
            span = Span(block.span.article, at + match.start(), at + match.end())
            if OWN_VOICE.match(words, match.end()):
                own.setdefault(name, []).append(span)
            elif HEARD.search(words[max(0, match.start() - 30) : match.start()]):
                heard.setdefault(name, []).append(span)
    for name in sorted(own, key=lambda n: (-len(own[n]), n)):
        if name in heard:
            span = heard[name][0]
            before = text[: span.end].split()[-3:]
            return Found(name, f"the text speaks as {name}'s: {' '.join(before)!r}", span)
    return None


# "CNN's Jane Doe has more", "CNN has also reached out", "CNN has asked", "Reuters could not verify"
OWN_VOICE = re.compile(r"['’]s? (?:[A-Z][\w.'’-]+ ){1,3}(?:has more|has the (?:story|latest)|reports?\b|contributed)|\s(?:has|have) (?:also |not |since )?(?:reached out|asked|contacted|requested|sought|confirmed|learned|obtained|seen|reviewed)|\s(?:could|was|were) (?:not|unable|n.t)\b.{0,30}(?:verify|confirm|reach)")  # fmt: skip
# "told CNN", "confirmed to CNN", "said in an interview with CNN"
HEARD = re.compile(
    r"\b(?:told|tells|confirmed to|said to|spoke(?:n)? (?:to|with)|speaking to|interview with|statement to|confirms to)\s(?:the\s)?$", re.I
)
