"""Who publishes a page (outlet), and whose text it is where that is another newsroom (credit).

Each answer carries its evidence; what the page does not say stays unknown, for a wrong newsroom is worse than none.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter

from secondsource.intake import clutter, outlets
from secondsource.intake.metadata import Facts
from secondsource.model import Block, Found, Span

# WFFT, KABC-TV: North American call signs
CALL_SIGN = re.compile(r"\b([KWCX][A-Z]{2,3})(?:-(?:TV|FM|AM|DT|LD|CD))?\b")
# "© 2018 The Example Times. All rights reserved", "Copyright 2019 Example Media, LLC"
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19"
    r"|20)?\d\d))?,?)?\s*(?:by\s)?([A-Z][\w&'’. -]{2,50}?)(?:,? (?:LLC|Inc|Ltd|Limited|Corp)\b|[.,|;]|\s(?:19|20)\d\d"
    r"|\sall rights|$)",
    re.I,
)
# places and the agency in a dateline: "WASHINGTON (AP) — ", "(Reuters) - ", "PARIS, Sept 8 (Xinhua) --"
DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z'’.-]+(?:,? ?/?[A-Z][\w.'’-]*){0,5}?)?,?\s{0,2}"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2},?\s)?(?:\((?P<agency>[A-Z][\w .&/-]{1,40})\))?\s{0,2}[-–—―]{1,2}\s?-?"
)


def outlet(facts: Facts, url: str | None, furniture: list[str]) -> Found[str] | None:
    """The publisher: the known owner of the address, then the page's data, then the words around the article."""
    address = url or facts.url
    host = outlets.host(address)
    given = [(name, how) for words, how in facts.publisher if (name := site_name(words))]
    if address and (known := outlets.by_domain(address)):
        same = next((how for name, how in given if outlets.plain(name) == outlets.plain(known)), None)
        return Found(known, same or f"the domain {host}")
    if given:
        return Found(*best_name(given, host))
    if not host:
        return station(furniture) or copyright_holder(furniture)
    return None


def best_name(given: list[tuple[str, str]], host: str) -> tuple[str, str]:
    """The publisher among the names that a page gives itself.

    Pages name their software, their agency and their section as well: the name that the address bears out counts first,
    then one that two places give, then one that is no agency's.
    """
    for name, how in given:
        if host and bears_out(name, host):
            return name, f"{how}, borne out by the address"
    twice = Counter(outlets.plain(name) for name, _ in given)
    for name, how in given:
        if twice[outlets.plain(name)] > 1:
            return name, how
    return next(((name, how) for name, how in given if outlets.plain(name) not in outlets.agency_names()), given[0])


def bears_out(name: str, host: str) -> bool:
    """'Connecticut Post' and ctpost.com, 'New York Post' and nypost.com: the name's words or initials are in the host."""
    label = re.sub(r"[\W_]+", "", host.rpartition(".")[0])
    letters = outlets.plain(name)
    words = [w for w in re.findall(r"\w+", name.casefold()) if w not in ("the", "of", "and")]
    initials = "".join(w[0] for w in words)
    return (
        letters in label or label in letters or (len(initials) > 2 and initials in label) or any(len(w) >= 4 and w in label for w in words)
    )


def site_name(name: str) -> str | None:
    """A publisher's name from a data field, without its slogan; addresses, handles and names of software are none."""
    words = " ".join(name.split())
    if words.startswith(("http", "@", "#")):
        return None
    words = re.split(r"\s(?:[|»·•:]|[-–—])\s|\s\|", words)[0].strip()
    if not words or len(words) > 60 or outlets.plain(words) in SOFTWARE or len(outlets.plain(words)) < 2:
        return None
    return words


SOFTWARE = frozenset(
    (
        "blogger",
        "wordpress",
        "wordpresscom",
        "home",
        "homepage",
        "website",
        "site",
        "medium",
        "drupal",
        "joomla",
        "wix",
        "news",
        "blog",
        "us",
        "hosted",
    )
)


def station(furniture: list[str]) -> Found[str] | None:
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
    """A known outlet in a copyright line; an agency's is about its text or picture, and "News" is a word."""
    for line in furniture:
        if not clutter.is_caption(line) and (match := COPYRIGHT.search(line[:300])):
            name = match[1].strip(" .-")
            letters = outlets.plain(name)
            if letters in outlets.names() and letters not in outlets.agency_names() and letters not in SOFTWARE:
                return Found(name, "copyright line of the page")
    return None


# ---- credit


def credit(facts: Facts, publisher: Found[str] | None, byline: tuple[str, ...], text: str, blocks: tuple[Block, ...]) -> Found[str] | None:
    """Whose text it is, where that is not the publisher: byline, dateline, page data, credit lines, the text's own voice."""
    own = outlets.plain(publisher.value) if publisher else ""
    lines = [text[b.span.start : b.span.end] for b in blocks if b.kind == "byline"]
    found_in = (
        by_byline([*facts.authors, *byline, *(line for line in lines if len(line) < 120 and BY.match(line))]),
        by_dateline(text, blocks),
        by_publisher(facts, own),
        by_credit_line(text, blocks, byline),
        by_last_words(text, blocks),
        by_voice(text, blocks),
    )
    for found in found_in:
        if found:
            agency = outlets.agency_names().get(outlets.plain(found.value))
            same = (
                agency and own and any(own == outlets.plain(n) or (own.startswith(outlets.plain(n)) and len(n) > 4) for n in agency.names)
            )
            return None if same or outlets.plain(found.value) == own else found
    return None


BY = re.compile(r"\W{0,3}(?:by|from)\b|\W*[A-Z]", re.I)
# what parts the names in a byline: "Jane Doe, Associated Press", "JANE DOE/AP", "Jane Doe | CNN"
PARTS = re.compile(r"\s*(?:[,|/•·;()–—]|\s-\s|\band\b|\bfor\b|\bvia\b|\bof\b|\bwith\b|\bwire services?\b)\s*", re.I)
# "AP Auto Writer", "Associated Press Writer", "CNN Business": an agency's name with a desk or a role
DESK = re.compile(
    r"(?P<name>.{2,40}?)\s+(?:(?:[A-Z][\w.]+\s){0,3}(?:writers?|correspondent|reporter|staff|editor|desk|service|newsroom)"
    r"|business|politics|health|sport|sports|news)$",
    re.I,
)


# "Meridian News Agency", "Coast Press Service": a name that calls itself an agency is one, though no table has it
AGENCY = re.compile(r"(?:[A-Z][\w.&'’-]{1,30} ){1,4}(?:News Agency|Press Agency|News Service|Press Service|News Wire|Newswire)")


def by_byline(names: list[str]) -> Found[str] | None:
    for author in names:
        for part in PARTS.split(author[:200]):
            words = re.sub(r"^\W*by:?\s+", "", part, flags=re.I).strip(" .")
            match = DESK.fullmatch(words)
            for candidate in (words, match["name"] if match else ""):
                if candidate and (agency := outlets.agency_names().get(outlets.plain(candidate))) and as_written(candidate, agency):
                    return Found(agency.name, f"byline {author[:80]!r}")
            if AGENCY.fullmatch(words):
                return Found(words, f"byline {author[:80]!r}")
    return None


def as_written(words: str, agency: outlets.Agency) -> bool:
    """Short codes count only in capitals: 'AP', not 'Ap'; 'MAP', not 'Map'."""
    return len(outlets.plain(words)) > 4 or words.strip(".") in agency.names or words.isupper()


def by_publisher(facts: Facts, own: str) -> Found[str] | None:
    """A page whose data call an agency its publisher, on another outlet's address, carries the agency's text."""
    for name, how in facts.publisher:
        agency = outlets.agency_names().get(outlets.plain(name))
        if agency and own and how.startswith("json-ld publisher") and own not in {outlets.plain(n) for n in agency.names}:
            return Found(agency.name, f"{how} {name!r}")
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
        if AGENCY.fullmatch(match["agency"]):
            return Found(match["agency"], "dateline", Span(block.span.article, *(block.span.start + at for at in match.span("agency"))))
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


# "… on 11 August. — AFP", "… the report said. (PTI)", "… to the US. PTI": the agency as the last word of a text
LAST = re.compile(r"[.!?”\"’]\s{0,2}(?:[-–—]{1,2}\s?|[(\[/]\s?)?(?P<agency>[A-Z][\w&-]{1,20}(?:[ ][A-Z]\w{2,12})?)[)\]]?\.?$")


def by_last_words(text: str, blocks: tuple[Block, ...]) -> Found[str] | None:
    paragraphs = [block for block in blocks if block.kind == "paragraph"]
    if not paragraphs:
        return None
    block = paragraphs[-1]
    match = LAST.search(text[max(block.span.start, block.span.end - 80) : block.span.end])
    agency = outlets.agency_names().get(outlets.plain(match["agency"])) if match else None
    if not match or not agency or agency.kind != "agency" or not as_written(match["agency"], agency):
        return None
    end = block.span.end - len(match[0]) + match.end("agency") - match.start()
    return Found(agency.name, "the text's last word", Span(block.span.article, end - len(match["agency"]), end))


@functools.cache
def mentions() -> re.Pattern[str]:
    """Any name or code of an agency, as a whole word; grouped by their first letters, so that most places are passed by at once."""
    names = sorted({name for agency in outlets.agencies() for name in agency.names}, key=lambda n: (n[0], -len(n), n))
    groups = [
        re.escape(letter) + "(?:" + "|".join(re.escape(name[1:]) for name in group) + ")"
        for letter, group in itertools.groupby(names, key=lambda n: n[0])
    ]
    return re.compile(r"(?<![\w.])(?:" + "|".join(groups) + r")(?![\w])")


def by_credit_line(text: str, blocks: tuple[Block, ...], byline: tuple[str, ...]) -> Found[str] | None:
    """'© 2018 The Associated Press', 'Reuters contributed to this report'; a contribution counts where no author is named."""
    for block in blocks:
        if block.kind != "byline":
            continue
        line = text[block.span.start : block.span.end]
        if first := first_outlet(line):
            name, at, end = first
            return Found(name, f"credit line {line[:80]!r}", Span(block.span.article, block.span.start + at, block.span.start + end))
        if byline and re.search(r"contribut|reporting", line, re.I):
            continue
        if match := mentions().search(line):
            agency = outlets.agency_names()[outlets.plain(match[0])]
            start = block.span.start
            return Found(agency.name, f"credit line {line[:80]!r}", Span(block.span.article, start + match.start(), start + match.end()))
    return None


# "originally published at examplepost.com", "first appeared in The Example Times: Bridge to close"
FIRST = re.compile(r"\b(?:originally|first) (?:published|appeared)\b.{0,20}?\s(?:at|on|in|by)\s(?P<where>[^,:;()|]{3,60})", re.I)


def first_outlet(line: str) -> tuple[str, int, int] | None:
    """(name, start, end) of a known outlet, by name or domain, that a line calls the first to publish the text."""
    if not (match := FIRST.search(line)):
        return None
    words = list(re.finditer(r"\S+", match["where"]))
    for count in range(len(words), 0, -1):
        said = match["where"][: words[count - 1].end()].rstrip(".")
        name = outlets.by_domain(f"https://{said}") if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", said) else None
        if name or (said[0].isupper() and outlets.plain(said) in outlets.names()):
            return name or said, match.start("where"), match.start("where") + len(said)
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
OWN_VOICE = re.compile(
    r"['’]s? (?:[A-Z][\w.'’-]+ ){1,3}(?:has more|has the (?:story|latest)|reports?\b|contributed)|\s(?:has|have) (?:also "
    r"|not |since )?(?:reached out|asked|contacted|requested|sought|confirmed|learned|obtained|seen|reviewed)|\s(?:could|was"
    r"|were) (?:not|unable|n.t)\b.{0,30}(?:verify|confirm|reach)"
)
# "told CNN", "confirmed to CNN", "said in an interview with CNN"
HEARD = re.compile(
    r"\b(?:told|tells|confirmed to|said to|spoke(?:n)? (?:to|with)|speaking to|interview with|statement to|confirms to)\s(?:the\s)?$", re.I
)
