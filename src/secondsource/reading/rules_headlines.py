"""Rules for headlines, which the parser reads badly: 'Officials: …', 'Wall is safe, engineers say', 'Mayor calls it safe'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondsource.model import Block, Span
from secondsource.reading.cues import lexicon
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse, blocks

# 'Officials: Harbour wall is safe' and 'Harbour wall is safe: officials'
COLON = re.compile(r"^(?P<left>[^:\n]{2,120}):\s+(?P<right>[^\n]{8,300})$")
# 'Harbour wall is safe, engineers say'
LAST = re.compile(r"^(?P<content>[^\n]{10,300}?),\s+(?P<source>[^,\n]{2,60}?)\s+(?P<cue>\w+)$")
# 'Mayor says (that) harbour wall is safe'
FIRST = re.compile(r"^(?P<source>[^,:\n]{2,60}?)\s+(?P<cue>\w+)\s+(?P<content>[^\n]{8,300})$")
SOURCE_WORDS = 6  #: a longer left side of a colon is no source


def by_headlines(parse: Parse) -> Iterator[Proposal]:
    """At most one proposal for each headline, deck and subhead."""
    end = parse.read_to if parse.read_to is not None else len(parse.article.text)
    for block in blocks(parse.article):
        if block.kind in ("headline", "deck", "subhead") and block.span.start < end:
            made = _colon(parse, block) or _last(parse, block) or _first(parse, block)
            if made:
                yield made
            yield from _more(parse, block)


def _span(parse: Parse, block: Block, match: re.Match[str], name: str) -> Span:
    start, end = match.span(name)
    words = match.group(name)
    return parse.article.span(
        block.span.start + start + len(words) - len(words.lstrip()), block.span.start + end - (len(words) - len(words.rstrip()))
    )


def _colon(parse: Parse, block: Block) -> Proposal | None:
    match = COLON.match(parse.article[block.span])
    if not match:
        return None
    left, right = match.group("left").split(), match.group("right").split()
    colon = parse.article.span(block.span.start + match.end("left"), block.span.start + match.end("left") + 1)
    if len(left) <= SOURCE_WORDS and _names_somebody(parse, _span(parse, block, match, "left")) and len(right) > 2:
        return Proposal(_span(parse, block, match, "left"), colon, (_span(parse, block, match, "right"),), "rule: headline colon", 0.6)
    if len(right) <= 4 < len(left) and _names_somebody(parse, _span(parse, block, match, "right")):
        return Proposal(_span(parse, block, match, "right"), colon, (_span(parse, block, match, "left"),), "rule: headline colon", 0.6)
    return None


def _names_somebody(parse: Parse, span: Span) -> bool:
    """People, an office or a name, and no verb among the words."""
    first, last = parse.tokens(span)
    tokens = parse.doc[first:last]
    people = any(t.ent_type_ in ("PERSON", "ORG", "NORP", "GPE") or t.lemma_.lower() in lexicon().speakers["headline"] for t in tokens)
    return people and not any(t.pos_ in ("VERB", "AUX") for t in tokens)


def _cue(word: str, frame: str) -> bool:
    words = lexicon()
    base = words.forms.get(word.lower())
    return (
        base is not None
        and word.lower() != "read"
        and any(frame in row.frames and row.profile == "speech" and row.stance != "believes" for row in words.verbs.get(base, ()))
    )


def _last(parse: Parse, block: Block) -> Proposal | None:
    match = LAST.match(parse.article[block.span])
    if not match or not _cue(match.group("cue"), "quote"):
        return None
    return Proposal(
        _span(parse, block, match, "source"),
        _span(parse, block, match, "cue"),
        (_span(parse, block, match, "content"),),
        "rule: headline, X says",
        0.8,
    )


def _first(parse: Parse, block: Block) -> Proposal | None:
    """The first word of the headline that is a present form of a cue, where the parser saw no verb."""
    text = parse.article[block.span]
    for word in re.finditer(r"\b\w+\b", text):
        if word.start() == 0 or not _cue(word.group(), "clause") or not word.group().endswith(("s", "d", "ay", "port")):
            continue
        match = FIRST.match(text)
        before, after = text[: word.start()].strip(), text[word.end() :].strip()
        if not match or len(before.split()) > SOURCE_WORDS or len(after.split()) < 3 or any(c in before for c in ',:;“"‘'):
            return None
        at = block.span.start
        source = parse.article.span(at, at + len(text[: word.start()].rstrip()))
        if parse.doc[parse.tokens(source)[1] - 1].pos_ in ("DET", "ADJ", "ADP", "NUM"):
            return None  # 'A report in the autumn'
        content_start = at + word.end() + len(text[word.end() :]) - len(text[word.end() :].lstrip())
        content = parse.article.span(content_start, at + len(text.rstrip()))
        return Proposal(source, parse.article.span(at + word.start(), at + word.end()), (content,), "rule: headline, X says", 0.5)
    return None


# 'Mayor calls plan unfair, claims it was sold'
MORE = re.compile(r"(?<=, )(?P<cue>\w+s) (?P<content>[^\n,]{8,200}(?:,[’'”\"][^\n,]{0,200})?)")


def _more(parse: Parse, block: Block) -> Iterator[Proposal]:
    """A second saying of the same subject: the first words up to the first verb are the source."""
    text = parse.article[block.span]
    for match in MORE.finditer(text):
        if _cue(match.group("cue"), "clause"):
            first, last = parse.tokens(block.span)
            verb = next((t for t in parse.doc[first:last] if t.tag_ in ("VBZ", "VBP", "VBD") and t.i > first), None)
            if verb is not None and verb.idx < block.span.start + match.start() and verb.i - first <= SOURCE_WORDS:
                source = parse.span(first, verb.i)
                yield Proposal(
                    source, _span(parse, block, match, "cue"), (_span(parse, block, match, "content"),), "rule: headline, and says", 0.5
                )
