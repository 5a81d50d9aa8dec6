"""Rules for quotations: who speaks, where no verb of saying has the quotation as its clause.

Looked for in this order: a clause rule's content that the quotation is part of; a cue in the same sentence, behind
the closing mark or before the opening one; a colon before it; and for a quotation with no cue of its own, the speaker
of the quotation before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from secondsource.model import Quote, Sentence, Span, Spans
from secondsource.reading.cues import lexicon
from secondsource.reading.grammar import inverted, is_verb, phrase, subject, tails, verb_group
from secondsource.reading.nearby import quotes_near
from secondsource.reading.proposals import Proposal
from secondsource.reading.rules_verbs import NOBODY, source_of
from secondsource.reading.sentences import Parse
from secondsource.reading.stance import cue_row

if TYPE_CHECKING:
    from spacy.tokens import Token

SHORT = 3  #: a quotation of fewer words needs a clause around it to be speech: ‘the “experts”’
LOOK_BACK = 12  #: proposals before a quotation among which its speaker is looked for
FEW = 3  #: words before a colon that belong to the cue
OTHERS = frozenset(("he", "she", "they", "his", "her", "their"))  #: pronouns that never mean the speaker, in quotation marks
LINE, NAME = 200, 12  #: characters looked at for a signature, and tokens it has, at most
# 'We lost our homes.” — Ann Reed, Hull', up to the end of the line
SIGNATURE = re.compile(r"(?P<cue>[\u2014\u2015\u2013]|--)[ \t\u00a0]{0,3}(?P<name>[A-Z][^\n.;:!?\u201c\"]{1,80})\.?[ \u00a0]{0,3}(?=\n|\Z)")
AWAY = 30  #: tokens between a quotation and its cue, at most


@dataclass(frozen=True, slots=True)
class Speech:
    """One quotation with all its parts."""

    quotes: tuple[Quote, ...]

    @property
    def group(self) -> int:
        return self.quotes[0].group

    @property
    def start(self) -> int:
        return self.quotes[0].span.start

    @property
    def end(self) -> int:
        return self.quotes[-1].span.end

    @property
    def inner(self) -> Spans:
        return tuple(q.inner for q in self.quotes)


def with_quotes(parse: Parse, quotes: Sequence[Quote], proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, their contents completed by quotations, and new ones for quotations no proposal holds."""
    spoken: list[Proposal] = []
    own: list[Proposal] = []
    for proposal in proposals:
        (spoken if _inside_speech(proposal, quotes) else own).append(proposal)
    merged = [complete(parse, proposal, quotes) for proposal in own]
    found: list[Proposal] = []
    holders = _holders(quotes, merged)
    for n, speech in enumerate(speeches(quotes)):
        if parse.late(n):
            break
        place = holders.get(speech.group)
        if place is not None:
            merged[place] = _joined(merged[place], speech)
        elif _long(parse, speech) and (made := _with_cue(parse, speech)):
            found.append(made)
    together = sorted([*merged, *found], key=_at)
    return [*followed(parse, quotes, together), *(_ending(p, quotes) for p in spoken if _reports(parse, p))]


def speeches(quotes: Sequence[Quote]) -> list[Speech]:
    groups: dict[int, list[Quote]] = {}
    for quote in quotes:
        groups.setdefault(quote.group, []).append(quote)
    return [Speech(tuple(parts)) for parts in groups.values()]


def _at(proposal: Proposal) -> tuple[int, int]:
    spans = [*proposal.content, *(s for s in (proposal.cue,) if s)]
    return min(s.start for s in spans), min((s.start for s in proposal.content), default=0)


def _long(parse: Parse, speech: Speech) -> bool:
    words = sum(len(parse.article[span].split()) for span in speech.inner)
    return words >= SHORT or _stands_alone(parse, speech)


def _stands_alone(parse: Parse, speech: Speech) -> bool:
    """A whole utterance, however short: “Yes,” he said; she replied: “Never.”"""
    text = parse.article.text
    return text[speech.quotes[-1].inner.end - 1] in ".!?," and (
        speech.start == 0 or text[: speech.start].rstrip()[-1:] in ("", ".", "?", "!", ":", ",", "\n", "”", '"')
    )


# ---- completing what the verbs gave --------------------------------------------------------------------------------


def complete(parse: Parse, proposal: Proposal, quotes: Sequence[Quote]) -> Proposal:
    """A content that covers most of one quotation and nothing else is that quotation, exactly; one that ends inside a
    quotation runs on to its end, save where its cue is quoted too."""
    content = []
    for span in proposal.content:
        touched = [q for q in quotes_near(quotes, span) if q.span.overlaps(span) and not (proposal.cue and q.inner.covers(proposal.cue))]
        if len(touched) == 1 and _only(parse, span, touched[0]):
            content.append(touched[0].inner)
            continue
        if (only := _after_few(parse, span, touched)) != span:
            content.append(only)
            continue
        start, end = span.start, span.end
        for quote in touched:
            if quote.span.start < start and not _cut_by(proposal, quote.span.start, start):
                start = quote.span.start
            if (
                quote.span.end > end
                and not _cut_by(proposal, end, quote.span.end)
                and "\n\n" not in parse.article.text[end : quote.span.end]
            ):
                end = quote.span.end
        content.append(parse.article.span(start, end))
    content = _last_words(parse, proposal, content, quotes)
    merged: list[Span] = []
    for span in sorted(set(content)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return replace(proposal, content=tuple(merged))


def _last_words(parse: Parse, proposal: Proposal, content: list[Span], quotes: Sequence[Quote]) -> list[Span]:
    """Of 'He told them it fell: “It fell,” she said', the second cue has the quotation alone."""
    if proposal.cue is None or len(content) != 1 or content[0].end > proposal.cue.start:
        return content
    last = next((q for q in quotes_near(quotes, content[0]) if q.span.end == content[0].end), None)
    if last is None or last.span.start - content[0].start < 12:
        return content
    before = parse.article.text[content[0].start : last.span.start].rstrip()
    return [last.inner] if before.endswith((":", ".", "?", "!")) else content


def _after_few(parse: Parse, span: Span, quotes: Sequence[Quote]) -> Span:
    """'hit back: “It will hold”': a word or two and a colon before a quotation are not what was said."""
    first = next((q for q in quotes_near(quotes, span) if span.start < q.span.start < span.end), None)
    if first is None or first.span.end < span.end - 2:
        return span
    before = parse.article.text[span.start : first.span.start].rstrip()
    return first.inner if before.endswith(":") and len(before.split()) <= FEW else span


def _cut_by(proposal: Proposal, start: int, end: int) -> bool:
    """Do the cue or the source stand between?"""
    return any(part is not None and part.start < end and start < part.end for part in (proposal.cue, proposal.source))


def _only(parse: Parse, span: Span, quote: Quote) -> bool:
    """Nothing but the quotation, give or take the marks and what stands beside them."""
    text = parse.article.text
    left = text[span.start : quote.inner.start] if span.start < quote.inner.start else ""
    right = text[quote.inner.end : span.end] if span.end > quote.inner.end else ""
    return not any(c.isalnum() for c in left + right) and min(span.end, quote.inner.end) - max(span.start, quote.inner.start) > 0.5 * len(
        quote.inner
    )


def _inside_speech(proposal: Proposal, quotes: Sequence[Quote]) -> bool:
    """Cues within what somebody says in quotation marks are that person's words, not the reporter's."""
    cue = proposal.cue
    return cue is not None and any(q.inner.covers(cue) for q in quotes_near(quotes, cue))


def _ending(proposal: Proposal, quotes: Sequence[Quote]) -> Proposal:
    """What is told inside a quotation ends where the quotation ends."""
    assert proposal.cue is not None
    inner = next((q.inner for q in quotes_near(quotes, proposal.cue) if q.inner.covers(proposal.cue)), None)
    if inner is None:
        return proposal
    held = tuple(replace(part, end=min(part.end, inner.end)) for part in proposal.content if part.start < inner.end)
    return replace(proposal, content=held) if held else proposal


def _reports(parse: Parse, proposal: Proposal) -> bool:
    """Does the speaker in quotation marks pass on what another says: “The report found that …”, “Hale's pledge that …”?"""
    if proposal.source is None:
        return False
    start, end = parse.tokens(proposal.source)
    pronouns = [t.lower_ for t in parse.doc[start:end] if t.pos_ == "PRON"]
    if proposal.how == "rule: noun":  # “his assurances that it held”
        return all(word in OTHERS for word in pronouns)
    row = cue_row(parse, proposal.cue)
    if row is None or row.stance == "believes" or row.profile != "speech" or proposal.how == "rule: about":
        return False
    if pronouns and proposal.content:  # “And he said ‘I knew it’”: quoted once more
        before = parse.article.text[max(proposal.content[0].start - 1, 0) : proposal.content[0].start]
        return pronouns[0] in OTHERS and before in ("‘", "'")
    return not pronouns


def _holders(quotes: Sequence[Quote], proposals: Sequence[Proposal]) -> dict[int, int]:
    """For each quotation's group the number of the first proposal whose content it is part of."""
    found: dict[int, int] = {}
    for n, proposal in enumerate(proposals):
        for part in proposal.content:
            for quote in quotes_near(quotes, part):
                if quote.inner.overlaps(part):
                    found.setdefault(quote.group, n)
    return found


def _joined(proposal: Proposal, speech: Speech) -> Proposal:
    """The proposal with all parts of the quotation it holds a part of."""
    more = [inner for inner in speech.inner if not any(part.overlaps(inner) for part in proposal.content)]
    return replace(proposal, content=tuple(sorted([*proposal.content, *more]))) if more else proposal


# ---- a cue in the same sentence ------------------------------------------------------------------------------------


def _with_cue(parse: Parse, speech: Speech) -> Proposal | None:
    sentences = _sentences(parse, speech.start, speech.end)
    first, last = (
        parse.tokens(parse.article.span(speech.start, speech.start + 1))[0],
        parse.tokens(parse.article.span(speech.end - 1, speech.end))[1],
    )
    low, high = parse.tokens(sentences[0].span)[0], parse.tokens(sentences[-1].span)[1]
    between = [
        t for left, right in zip(speech.quotes, speech.quotes[1:], strict=False) for t in _tokens(parse, left.span.end, right.span.start)
    ]
    after = list(parse.doc[last : min(high, last + AWAY)])
    before = list(reversed(list(parse.doc[max(low, first - AWAY) : first])))
    for tokens, how in ((between, "rule: broken quotation"), (after, "rule: quotation, then cue"), (before, "rule: cue, then quotation")):
        for token in tokens:
            if made := _spoken(parse, speech, token, how):
                return made
    return _after_colon(parse, speech, before) or _signature(parse, speech)


def _signature(parse: Parse, speech: Speech) -> Proposal | None:
    """'“We lost our homes.” — Ann Reed' and the end of the line: a dash between a quotation and a name is its cue."""
    text, start = parse.article.text, speech.end
    while start < len(text) and text[start] in " \t\u00a0" and start < speech.end + 3:
        start += 1
    found = SIGNATURE.match(text, start, min(len(text), start + LINE))
    if found is None:
        return None
    first, last = parse.tokens(name := parse.article.span(*found.span("name")))
    if last - first > NAME or any(is_verb(t) for t in parse.doc[first:last]):
        return None
    return Proposal(name, parse.article.span(*found.span("cue")), speech.inner, "rule: signature", 0.8)


def _tokens(parse: Parse, start: int, end: int) -> list[Token]:
    if start >= end:
        return []
    a, b = parse.tokens(parse.article.span(start, end))
    return list(parse.doc[a:b])


def _sentences(parse: Parse, start: int, end: int) -> Sequence[Sentence]:
    low = max(bisect_right(parse.sentences, start, key=lambda s: s.span.start) - 1, 0)
    return parse.sentences[low : max(bisect_right(parse.sentences, end - 1, key=lambda s: s.span.start), low + 1)]


def _spoken(parse: Parse, speech: Speech, token: Token, how: str) -> Proposal | None:
    words = lexicon()
    if token.lower_ not in words.forms and token.lemma_.lower() not in words.verbs:
        return None
    rows = [row for row in words.cues(token.lower_, token.lemma_, tails(token)) if "quote" in row.frames]
    if (
        not rows
        or not (is_verb(token) or token.i + 1 < len(token.doc))
        or any(q.span.start <= token.idx < q.span.end for q in speech.quotes)
    ):
        return None
    if not is_verb(token):
        return None
    source = _speaker(parse, token, speech)
    cue = parse.span(*verb_group(token))
    return Proposal(source=source, cue=cue, content=speech.inner, how=how, score=0.6 if source else 0.4)


def _speaker(parse: Parse, verb: Token, speech: Speech) -> Span | None:
    span = source_of(parse, verb, speech.inner)
    if span is None and (head := inverted(verb)) is not None and head.lower_ not in NOBODY and not _within(speech, head.idx):
        span = parse.span(*phrase(head, limit=verb.i + 1))
    if span is None or any(q.inner.covers(span) for q in speech.quotes):
        return None
    return span


def _within(speech: Speech, at: int) -> bool:
    return any(q.span.start <= at < q.span.end for q in speech.quotes)


def _after_colon(parse: Parse, speech: Speech, before: list[Token]) -> Proposal | None:
    """'The keeper hit back: “…”', 'BRANDT: “…”': the subject of the words before the colon."""
    words = [t for t in before if not t.is_space and not t.is_quote]
    if not words or words[0].text not in (":", ","):
        return None
    colon, rest = words[0], words[1:]
    if not rest:
        return None
    verbs = [t for t in rest if is_verb(t) and t.dep_ in ("ROOT", "conj", "ccomp", "advcl", "parataxis")]
    if colon.text == ":" and not verbs and len(rest) <= 8:
        return Proposal(parse.span(rest[-1].i, rest[0].i + 1), parse.span(colon.i, colon.i + 1), speech.inner, "rule: name and colon", 0.5)
    for verb in verbs:
        head = subject(verb)
        if head is not None and head.lower_ not in NOBODY and (colon.text == ":" or verb.tag_ == "VBG"):
            return Proposal(parse.span(*phrase(head, stop=verb.i)), parse.span(*verb_group(verb)), speech.inner, "rule: colon", 0.5)
    return None


# ---- a quotation with no cue of its own ----------------------------------------------------------------------------


def followed(parse: Parse, quotes: Sequence[Quote], proposals: list[Proposal]) -> list[Proposal]:
    """Gives each quotation that nobody speaks yet to the speaker of the one before it, or to the paragraph before."""
    made = list(proposals)
    holders = _holders(quotes, made)
    all_speech = speeches(quotes)
    for before, speech in zip([None, *all_speech], all_speech, strict=False):
        if speech.group in holders or not _long(parse, speech):
            continue
        place = holders.get(before.group) if before else None
        if before and place is not None and (own := _own_cue(parse, before, speech, made[place])):
            holders[speech.group] = len(made)
            made.append(own)
        elif before and place is not None and _nothing_between(parse, before, speech, made[place]):
            made[place] = _joined_after(made[place], speech)
            holders[speech.group] = place
        elif whole := _whole_sentence(parse, speech):
            holders[speech.group] = len(made)
            made.append(Proposal(_last_speaker(parse, speech, proposals), None, whole, "rule: quotation without a cue", 0.3))
    return made


def _own_cue(parse: Parse, before: Speech, speech: Speech, holder: Proposal) -> Proposal | None:
    """'“It held,” he said, adding later, “It will hold”': a second quotation with another cue before it, or with a signature."""
    if "\n" in parse.article.text[before.end : speech.start]:
        return _signature(parse, speech)
    own = _with_cue(parse, speech)
    if own is None or own.cue is None or own.cue.start < before.end or own.cue.end > speech.start:
        return None
    if holder.cue is None or own.cue.overlaps(holder.cue) or not holder.cue.start < own.cue.start:
        return None
    return replace(own, source=own.source or holder.source)


def _joined_after(proposal: Proposal, speech: Speech) -> Proposal:
    how = proposal.how if "same speaker" in proposal.how else proposal.how + ", same speaker goes on"
    return replace(proposal, content=tuple(sorted([*proposal.content, *speech.inner])), how=how)


def _nothing_between(parse: Parse, before: Speech, speech: Speech, holder: Proposal) -> bool:
    """Is there nothing between the two but the cue of the first, in one paragraph?"""
    gap = parse.article.text[before.end : speech.start]
    if "\n" in gap or len(gap) > 300:
        return False
    sentences = _sentences(parse, speech.start, speech.end)
    return parse.article.text[sentences[0].span.start : speech.start].strip(" \"“‘'") == "" or _same_sentence(holder, sentences[0].span)


def _same_sentence(holder: Proposal, span: Span) -> bool:
    return holder.cue is not None and span.covers(holder.cue)


def _whole_sentence(parse: Parse, speech: Speech) -> Spans:
    """The quotation, where it makes up its sentence."""
    sentences = _sentences(parse, speech.start, speech.end)
    text = parse.article.text
    before, after = text[sentences[0].span.start : speech.start], text[speech.end : sentences[-1].span.end]
    return speech.inner if not any(c.isalnum() for c in before + after) and len(parse.article[speech.inner[0]].split()) > SHORT else ()


def _last_speaker(parse: Parse, speech: Speech, proposals: Sequence[Proposal]) -> Span | None:
    """Who spoke last in the paragraph before; None where another subject has come between."""
    place = bisect_right(proposals, speech.start, key=lambda p: _at(p)[0])
    earlier = [p for p in proposals[max(0, place - LOOK_BACK) : place] if p.source]
    if not earlier:
        return None
    last = max(earlier, key=lambda p: (max(s.end for s in p.content) if p.content else 0, -_at(p)[0]))
    gap = parse.article.text[max([last.source.end if last.source else 0, *(s.end for s in last.content)]) : speech.start]
    return last.source if gap.count("\n\n") <= 1 and len(gap) < 200 else None
