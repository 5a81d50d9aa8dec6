"""All exact rules in one place: what they propose for an article, before the vote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from secondsource.model import Quote
from secondsource.reading.nearby import Near
from secondsource.reading.proposals import Proposal, extent
from secondsource.reading.rules_headlines import by_headlines
from secondsource.reading.rules_hearers import with_hearer
from secondsource.reading.rules_phrases import by_phrases, citing
from secondsource.reading.rules_quotes import with_quotes
from secondsource.reading.rules_silence import by_silence
from secondsource.reading.rules_surface import by_adjectives, by_order, by_tails
from secondsource.reading.rules_turns import by_turns
from secondsource.reading.rules_verbs import by_verbs
from secondsource.reading.sentences import Parse


def propose(parse: Parse, quotes: Sequence[Quote]) -> tuple[Proposal, ...]:
    """Every rule's proposals in reading order; two of one place may compete, which the vote settles."""
    silent = list(by_silence(parse))
    headlines = [*by_turns(parse), *by_headlines(parse)]
    first = Near([*silent, *headlines], extent)
    sure = [*headlines, *(p for p in by_tails(parse, quotes) if not _taken(p, first))]
    before = Near([*silent, *sure], extent)
    spoken = [p for p in (*by_verbs(parse), *by_phrases(parse), *by_adjectives(parse)) if not _taken(p, before) and not _crosses(p, before)]
    spoken += by_order(parse, quotes, [*silent, *sure, *spoken])
    quoted = with_quotes(parse, quotes, [*sure, *spoken])
    cited = list(citing(parse, quoted))
    citations, all_quoted = Near(cited, extent), Near(quoted, extent)
    quoted = [p for p in quoted if not _taken(p, citations) and not _echo(p, all_quoted)]
    told = [with_hearer(parse, p) for p in _same_subject(parse, sorted([*quoted, *cited, *silent], key=_place))]
    return tuple(sorted(told, key=_place))


def _echo(proposal: Proposal, others: Near[Proposal]) -> bool:
    """'told them in a statement that …': the noun has the verb's content and adds nothing."""
    if proposal.how != "rule: noun" or proposal.source is not None:
        return False
    return any(o is not proposal and o.content == proposal.content for o in others.at(proposal.content[0]))


def _same_subject(parse: Parse, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """'…, adding that …' without a subject of its own: the source of the cue before it in the sentence."""
    before: Proposal | None = None
    for proposal in sorted(proposals, key=lambda p: p.cue.start if p.cue else p.content[0].start if p.content else 0):
        if proposal.source is None and proposal.cue is not None and before is not None and before.cue is not None:
            start, _ = parse.tokens(proposal.cue)
            token = parse.doc[start]
            if (
                token.tag_ == "VBG"
                and before.cue.start >= token.sent.start_char
                and not any(part.covers(proposal.cue) for part in before.content)
            ):
                proposal = replace(proposal, source=before.source)
        if proposal.source is not None:
            before = proposal
        yield proposal


def _taken(proposal: Proposal, by: Near[Proposal]) -> bool:
    """Does the same cue belong to one of those already?"""
    cue = proposal.cue
    return cue is not None and any(other.cue is not None and other.cue.overlaps(cue) for other in by.at(cue))


def _crosses(proposal: Proposal, by: Near[Proposal]) -> bool:
    """Does its content hold the cue of one of those, whose own content holds its cue?"""
    cue = proposal.cue
    return cue is not None and any(
        other.cue is not None
        and any(part.overlaps(other.cue) for part in proposal.content)
        and any(part.covers(cue) for part in other.content)
        for other in by.at(cue)
    )


def _place(proposal: Proposal) -> tuple[int, int, str]:
    spans = [*proposal.content, *(s for s in (proposal.cue, proposal.source) if s)]
    return min(s.start for s in spans), -max(s.end for s in spans), proposal.how
