"""Who says what: the vote of rules and tagger, then one `Attribution` for each proposal that is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from secondsource.model import Attribution, Mention, Quote, Source, Span, Spans, TimeExpression, make_id
from secondsource.options import Options
from secondsource.reading import votes
from secondsource.reading.nearby import Near, quotes_near
from secondsource.reading.nesting import carried, outer_of, relays
from secondsource.reading.nesting_cited import aligned, authors, read_in
from secondsource.reading.proposals import Proposal, extent
from secondsource.reading.repairs import doer, repaired
from secondsource.reading.rules_hearers import with_hearer
from secondsource.reading.rules_phrases import CITING
from secondsource.reading.rules_quotes import complete, followed
from secondsource.reading.rules_silence import asked
from secondsource.reading.rules_turns import TURN
from secondsource.reading.sentences import Parse
from secondsource.reading.stance import anonymity_of, cue_row, manner_of, said_when, stance_of
from secondsource.reading.voices import is_clause

#: Gives every source span of the proposals its source.
Resolve = Callable[[Parse, Sequence[Mention], Sequence[Proposal], Sequence[Quote]], Mapping[Span, Source]]


def vote(
    parse: Parse, quotes: Sequence[Quote], ruled: Sequence[Proposal], tagged: Sequence[Proposal], options: Options
) -> tuple[Proposal, ...]:
    """What rules and tagger together hold to be said, in reading order.

    What both see is one proposal with the better parts of both; what one sees alone counts where `votes.alone` lets it.
    Without a tagger the rules stand alone. Quotations that then still have no speaker go to the one before them.
    """
    ruled, tagged = parsed_part(parse, ruled), [p for t in parsed_part(parse, tagged) if (p := votes.in_place(parse, t))]
    if options.profile == "all":
        ruled = [asked(parse, p) if p.stance == "declines" else p for p in ruled]
    silences = Near([p for p in ruled if p.stance == "declines" and options.profile == "speech"], extent)
    cited = Near([p for p in ruled if p.how == CITING], extent)
    turns = Near([p for p in ruled if p.how == TURN], extent)
    spoke = [p for p in tagged if not (p.cue and (votes.touches(p, silences.at(p.cue)) or votes.only_cites(p, cited.at(p.cue))))]
    spoke = [p for p in spoke if not votes.in_passing(parse, p) and not votes.runs_over(p, turns.at(parse.article.span(*extent(p))))]
    seen = [doer(parse, complete(parse, votes.clean(parse, p), quotes)) for p in spoke]
    both = votes.pairs(ruled, seen)
    taken = set(both.values())
    kept = [with_hearer(parse, votes.merged(ruled[n], seen[m], quotes)) for n, m in sorted(both.items())]
    kept += [proposal for m, proposal in enumerate(seen) if m not in taken and proposal.content]
    index = Near(tuple(kept), extent)
    for n, proposal in enumerate(ruled):
        beside = index.at(parse.article.span(*extent(proposal))) if n not in both else ()
        if n not in both and (not tagged or (votes.alone(proposal, beside, options) and not votes.repeats(proposal, beside))):
            kept.append(proposal)
    spoken = followed(parse, quotes, sorted((repaired(parse, p, quotes) for p in kept), key=extent))
    return tuple(sorted((p for p in spoken if options.profile == "all" or _is_speech(parse, p, quotes)), key=extent))


def said_by_somebody(parse: Parse, said: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Without what nobody can have said: 'the timing raises questions', 'a ceremony to mark the day', 'they will question Hale'.

    A name alone is nothing said. Where the source is no person, body, document or group, a content that is no clause is a
    mere object. Whoever passes another's words on stays, and so does whoever is quoted.
    """
    outer = {id(a.within) for a in said if a.within is not None}

    def somebody(a: Attribution) -> bool:
        if a.content and a.manner == "indirect" and id(a) not in outer and all(_is_name(parse, part) for part in a.content):
            return False
        if a.source is None or a.source.kind != "unknown" or id(a) in outer or a.manner != "indirect" or not a.content:
            return True
        purpose = parse.article[a.source_span or a.span].endswith(" to")  # 'every right to express': a noun and its infinitive
        return not purpose and any(is_clause(parse, *parse.tokens(part)) for part in a.content)

    return tuple(a for a in said if somebody(a))


def _is_name(parse: Parse, span: Span) -> bool:
    """Is it a name or a pronoun, and nothing else?"""
    words = [t for t in parse.doc[slice(*parse.tokens(span))] if not (t.is_punct or t.is_space)]
    return all(t.pos_ in ("PRON", "PROPN") for t in words)


def parsed_part(parse: Parse, proposals: Sequence[Proposal]) -> Sequence[Proposal]:
    """Those that lie wholly in what was parsed: where time ran out, the tagger may have come further than the parser."""
    end = parse.read_to
    if end is None:
        return proposals
    return [p for p in proposals if all(part.end <= end for part in (p.source, p.cue, *p.content) if part is not None)]


def _is_speech(parse: Parse, proposal: Proposal, quotes: Sequence[Quote]) -> bool:
    """Is it said, in the `speech` profile's sense, and no mere wish, plan or decree?"""
    row = cue_row(parse, proposal.cue)
    if row is None or proposal.stance == "declines" or row.profile == "speech":
        return True
    return any(q.span.overlaps(part) for part in proposal.content for q in quotes_near(quotes, part))


def find_attributions(
    parse: Parse,
    quotes: Sequence[Quote],
    mentions: Sequence[Mention],
    times: Sequence[TimeExpression],
    proposals: Sequence[Proposal],
    resolve: Resolve,
) -> tuple[Attribution, ...]:
    """The attributions of an article in reading order, each with the one it is told within."""
    proposals = aligned(parse, proposals)
    heard = relays(parse, mentions, proposals)
    papers = list(read_in(parse, mentions, proposals))
    sources = resolve(parse, mentions, [*heard.values(), *papers, *proposals], quotes)
    told = [*carried(parse, proposals, heard, sources).values(), *papers, *proposals, *authors(parse, proposals, sources)]
    outer = outer_of(told, {span for span, source in sources.items() if source.kind == "outlet"})
    made: dict[int, Attribution] = {}
    ids: set[str] = set()
    for n in sorted(range(len(told)), key=lambda n: _depth(outer, n)):
        above = outer[n]
        within = made.get(above) if above is not None else None
        attribution = _attribution(parse, quotes, times, told[n], sources, within)
        if attribution.id not in ids:
            ids.add(attribution.id)
            made[n] = attribution
    return tuple(sorted(made.values(), key=lambda a: (a.span, a.id)))


def _depth(outer: Sequence[int | None], n: int) -> int:
    depth, at = 0, outer[n]
    while at is not None and depth < 50:
        depth, at = depth + 1, outer[at]
    return depth


def _attribution(
    parse: Parse,
    quotes: Sequence[Quote],
    times: Sequence[TimeExpression],
    proposal: Proposal,
    sources: Mapping[Span, Source],
    within: Attribution | None,
) -> Attribution:
    article = parse.article.id
    content = _trimmed(parse, proposal.content)
    return Attribution(
        id=make_id("q", article, proposal.source, proposal.cue, *content),
        article=article,
        source=sources.get(proposal.source) if proposal.source else None,
        source_span=proposal.source,
        cue=proposal.cue,
        content=content,
        manner=manner_of(parse, content, quotes),
        stance=stance_of(parse, proposal),
        within=within,
        time=said_when(parse, proposal, times),
        addressee=proposal.addressee,
        anonymity=anonymity_of(parse, proposal) if proposal.source else None,
        how=proposal.how,
    )


def _trimmed(parse: Parse, content: Spans) -> Spans:
    """No content begins or ends on white space."""
    spans = []
    for part in content:
        words = parse.article[part]
        start = part.start + len(words) - len(words.lstrip())
        end = part.start + len(words.rstrip())
        if start < end:
            spans.append(parse.article.span(start, end))
    return tuple(spans)
