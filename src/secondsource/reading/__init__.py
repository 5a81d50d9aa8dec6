"""One article to all that it says: who says what, when, and which statements of fact stand in it.

The files, in running order:

`sentences` (spaCy, one document over the text), `quotes`, `mentions` (with `names`, `names_*`), `quantities`,
`times` (finding: `times_*`; resolving: `dates`, `dates_*`; the day of a saying: `times_said`, once it is known who says what);
`rules` (`rules_*`, `cues`, `grammar`, `nearby`) and `tagger` (`tagger_*`) make `proposals` of who says what,
`votes`, `repairs` and `attributions` let them vote and build what is left, with `coreference`
(a `walk` over `entities`, with `sources`, `sources_*`, `roles` and `salience`) for who is meant, `nesting` for who passes
it on (`nesting_cited` for those cited), `stance` for how it is said; `claims` (with `voices` and `clauses`) are the statements of fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from secondsource.model import Article, Attribution, Claim, Mention, Quantity, Quote, Reading, Source, TimeExpression
from secondsource.options import Options
from secondsource.reading import (
    attributions,
    claims,
    coreference,
    mentions,
    quantities,
    quotes,
    rules,
    sentences,
    tagger,
    times,
    times_said,
)
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse

#: Gives the statements of an article, each with the attribution it belongs to.
FindClaims = Callable[[Parse, Sequence[Mention], Sequence[Quantity], Sequence[TimeExpression], Sequence[Attribution]], tuple[Claim, ...]]


ENGLISH = ("en", "und")  #: languages that are read; a text too short to tell is tried


def read(
    article: Article,
    options: Options | None = None,
    *,
    parse: Callable[[Article, Options], Parse] = sentences.parse,
    find_quotes: Callable[[Parse], tuple[Quote, ...]] = quotes.find_quotes,
    find_mentions: Callable[[Parse], tuple[Mention, ...]] = mentions.find_mentions,
    find_quantities: Callable[[Parse], tuple[Quantity, ...]] = quantities.find_quantities,
    find_times: Callable[[Article, Parse], tuple[TimeExpression, ...]] = times.find_times,
    rule: Callable[[Parse, Sequence[Quote]], tuple[Proposal, ...]] = rules.propose,
    tag: Callable[[Parse], tuple[Proposal, ...]] = tagger.propose,
    resolve: attributions.Resolve = coreference.resolve,
    find_claims: FindClaims = claims.find_claims,
) -> Reading:
    """Read one article; each stage can be swapped by passing a function.

    Raises ``MissingModel`` where the English model is not installed. Where the time for reading runs out,
    ``Reading.read_to`` says how far it came. An article that is not in English is not read.
    """
    options = options or Options()
    if article.language not in ENGLISH:
        return Reading(article)
    note = tagger.note() if tag is tagger.propose else None
    parsed = parse(article, options)
    quoted, named, timed = find_quotes(parsed), find_mentions(parsed), find_times(article, parsed)
    ruled, tagged = rule(parsed, quoted), tag(parsed)
    late = parsed.late()
    proposed = attributions.vote(parsed, quoted, ruled, tagged, options)
    found = attributions.find_attributions(parsed, quoted, named, timed, proposed, resolve)
    if options.profile == "speech":
        found = attributions.said_by_somebody(parsed, found)
    said = times_said.dated(parsed, found, timed)
    timed = times_said.recount(article, timed, said, quoted)
    named, counted = coreference.follow(parsed, named, said, quoted), find_quantities(parsed)
    return Reading(
        article=article,
        sentences=parsed.sentences,
        quotes=quoted,
        mentions=named,
        quantities=counted,
        times=timed,
        sources=_sources(a.source for a in said),
        attributions=said,
        claims=find_claims(parsed, named, counted, timed, said),
        read_to=max((a.span.end for a in said), default=0) if late else parsed.read_to,
        notes=(note,) if note else (),
    )


def _sources(given: Iterable[Source | None]) -> tuple[Source, ...]:
    """Each source once, in the order they first speak."""
    return tuple({source.id: source for source in given if source}.values())
