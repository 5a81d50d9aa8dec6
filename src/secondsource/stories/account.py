"""The story in six to ten sentences, each with the words that bear it out.

The best-supported claims are told in time order, in neutral words built by rules from the reports' own clauses; no
sentence is written freely. Who reported it and on whose word stands in each; where reports differ or say nothing, a
sentence says so. Every sentence cites the exact words it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from secondsource.data import table
from secondsource.model import Alignment, Claim, Difference, Interval, Reading, Span, Statement, Testimony
from secondsource.options import Options
from secondsource.stories import embed, names, origins, wording
from secondsource.stories.alignment_likeness import WORD
from secondsource.stories.timeline import days_key, width

Known = Mapping[str, Reading]
#: 'it was “a disaster.”.': the quotation has ended the sentence already.
ENDED = re.compile(r"([.?!][”\"’'])\.$")


def account(
    readings: Sequence[Reading], alignments: Sequence[Alignment], differences: Sequence[Difference] = (), options: Options | None = None
) -> tuple[Statement, ...]:
    """The sentences, in time order; the alignments come most telling first.

    At most a quarter of them tell differences, the plainest first.
    """
    options = options or Options()
    known = {reading.article.id: reading for reading in readings}
    picked = pick(alignments, known)
    unlike = [(d, a) for a in picked for d in telling_differences(a, differences, known)]
    shown = sorted(unlike, key=lambda pair: (*weight(pair[0]), picked.index(pair[1])))[: options.max_statements // 4]
    told: list[tuple[tuple[date, date], int, Statement]] = []
    for rank, alignment in enumerate(picked[: options.max_statements - len(shown)]):
        sentences = [tell(alignment, known), *(tell_difference(d, alignment, known) for d, a in shown if a is alignment)]
        told += [(when(alignment, known), rank, sentence) for sentence in sentences if sentence]
    return tuple(statement for *_, statement in sorted(told, key=lambda item: item[:2]))


def pick(alignments: Sequence[Alignment], known: Known) -> list[Alignment]:
    """Alignments that make sentences, those of several reports first, each saying something new in words of its own."""
    picked: list[Alignment] = []
    told: list[Span] = []
    for alignment in sorted(alignments, key=lambda a: len({claim.article for claim in a.claims}) < 2):
        best = teller(alignment, known)
        form = shape(best, known[best.claim.article]) if best else None
        if best is None or form is None or any(form[1].overlaps(span) for span in told):
            continue
        if not any(repeats(best.claim, other) for chosen in picked for other in chosen.claims):
            picked.append(alignment)
            told.append(form[1])
    return picked


def repeats(claim: Claim, other: Claim) -> bool:
    """Most words in common: it has been said."""
    one, two = set(claim.words), set(other.words)
    return bool(one and two) and len(one & two) / min(len(one), len(two)) > table("phrases.toml")["measure"]["repeats"]


def teller(alignment: Alignment, known: Known) -> Testimony | None:
    """The testimony whose words make the best sentence; None where none makes one."""
    able = [(fitness(t, known[t.claim.article]), t) for t in alignment.testimonies]
    good = [item for item in able if item[0] >= table("phrases.toml")["measure"]["fit"]]
    return max(good, key=lambda item: (item[0], item[1].claim.article, item[1].claim.id))[1] if good else None


def fitness(testimony: Testimony, reading: Reading) -> float:
    """How well its claim makes a sentence: nothing where it makes none, less for words that point outside it."""
    claim, measure, form = testimony.claim, table("phrases.toml")["measure"], shape(testimony, reading)
    if form is None:
        return 0.0
    length = len(reading.article[form[1]].split())
    if not measure["fewest_quoted" if form[0] == "quoted" else "fewest"] <= length <= measure["most"]:
        return 0.0
    points = 4.0 + (origins.origin_of(testimony) is not None) - testimony.carried - abs(length - measure["best"]) / measure["most"]
    weak = 2 * (claim.block in ("headline", "deck", "caption")) + wording.points_outside(form[1], reading) + 0.5 * (form[0] == "sentence")
    return float(points) - weak


def shape(testimony: Testimony, reading: Reading) -> tuple[str, Span] | None:
    """How the claim is told: its own quotation, its clause, or the whole sentence it stands in; and the words."""
    source, claim = origins.origin_of(testimony), testimony.claim
    nameable = source is None or wording.can_be_named(source)
    if source and source.kind != "unknown" and nameable and (quoted := wording.quoted_claim(claim, reading)):
        return "quoted", quoted
    spoken = claim.attribution is not None and claim.attribution.manner == "direct"  # 'that we cannot defend this' is nobody's word
    if (
        nameable
        and not spoken
        and (source is not None or claim.attribution is None or len(testimony.chain.voices) > 1)
        and wording.stands_alone(claim, reading)
    ):
        return "clause", claim.span
    sentence = wording.whole_sentence(claim, reading) if claim.block not in ("headline", "caption") else None
    nobody = sentence and any(quote.span.covers(sentence) for quote in reading.quotes)  # somebody's words, and nobody is named for them
    return ("sentence", sentence) if sentence and not nobody else None


# ---- one sentence --------------------------------------------------------------------------------------------------


def tell(alignment: Alignment, known: Known) -> Statement | None:
    """The claim's sentence: who reported it on whose word, who else did, and who is silent."""
    best = teller(alignment, known)
    form = shape(best, known[best.claim.article]) if best else None
    if best is None or form is None:
        return None
    say, reading = table("phrases.toml")["account"], known[best.claim.article]
    own = reading.article.newsroom() if tells_itself(best.claim) else origins.room(best, {reading.article.id: reading.article})
    words = sentence(best, form, own, reading)
    if others := [name for name in alignment.newsrooms if name != own]:
        words += " " + say["too" if alignment.relation == "agree" else "with_differences"].format(rooms=wording.rooms(others))
    telling = {known[claim.article].article.newsroom() for claim in alignment.claims if claim.article in known}
    quiet = [known[id] for id in alignment.silent if id in known and not says_alike(best.claim, reading, known[id])]
    silent = {other.article.newsroom() for other in quiet} - {own, *alignment.newsrooms, *telling}
    if silent and len({claim.article for claim in alignment.claims}) > 1:
        words += " " + say["silent"].format(rooms=wording.rooms(sorted(silent)))
    cites = [form[1], *(claim.span for claim in alignment.claims if claim.id != best.claim.id)]
    return Statement(wording.opened(words), tuple(dict.fromkeys(cites)), alignment.id, interval(alignment, known))


def says_alike(claim: Claim, reading: Reading, other: Reading) -> bool:
    """Has the other report a claim that means much the same, though the two were not held for one? Then it is not called silent."""
    own, *theirs = embed.embed([reading.article[claim.span], *(other.article[c.span] for c in other.claims)])
    return any(embed.likeness(own, vector) >= table("stories.toml")["account"]["least_meaning"] for vector in theirs)


def tells_itself(claim: Claim) -> bool:
    """'Mr. Hale said no and left': the claim names its speaker, or has none, and is told in the report's own voice."""
    said = claim.attribution
    return said is None or (said.source_span is not None and claim.span.covers(said.source_span))


def sentence(best: Testimony, form: tuple[str, Span], own: str, reading: Reading) -> str:
    """The claim in a sentence that names its newsroom and its source; quotations exactly as the page has them."""
    say, source, (how, span) = table("phrases.toml")["account"], origins.origin_of(best), form
    quote = reading.article[span]
    words = {"rooms": wording.rooms([own]), "quote": quote, "clause": wording.clause(best.claim, reading)}
    if how == "sentence":
        words["rooms"] = wording.rooms([reading.article.newsroom()])
    if source and best.claim.attribution and how != "sentence" and not tells_itself(best.claim):
        said = best.claim.attribution.source
        speaker = said if said and names.is_part(said.name) else source  # one of two engineers spoke, not both
        words |= {"source": wording.named(speaker, reading), "verb": wording.verb(best.claim.attribution.stance)}
        told = "quoted" if how == "quoted" else "relayed" if source.kind in ("unnamed", "unknown") else "said"
    else:
        told = "own" if how == "clause" else "wrote"
    text = str(say[told].format(**words)) + ("." if how != "clause" and quote.rstrip("”\"'’")[-1:] not in (".", "?", "!") else "")
    return ENDED.sub(r"\1", text)


def telling_differences(alignment: Alignment, differences: Sequence[Difference], known: Known) -> Iterable[Difference]:
    """The plain differences between two reports' claims of an alignment: short, with both sides in the reports' own words."""
    measure, spans = table("phrases.toml")["measure"], [claim.span for claim in alignment.claims]
    for found in differences:
        sides = (found.left, found.right)
        sharp = found.verdict == "contradicts" or (found.verdict == "different" and found.kind in ("quantity", "date", "place"))
        plain = sharp and not found.guess
        if plain and found.left.article != found.right.article and all(any(side.overlaps(span) for span in spans) for side in sides):
            words = [known[side.article].article[side] for side in sides]
            if all(len(side.split()) <= measure["side"] and not set(side) & set('“”"\n') for side in words):
                yield found


def weight(found: Difference) -> tuple[int, str]:
    """Contradictions first, then numbers, dates and places."""
    order = ("quantity", "date", "place", "actor", "certainty")
    return (0 if found.verdict == "contradicts" else 1 + order.index(found.kind), found.id)


def tell_difference(found: Difference, alignment: Alignment, known: Known) -> Statement:
    """One sentence with both sides."""
    say, sides = table("phrases.toml")["account"], (found.left, found.right)
    words = [known[side.article].article[side] for side in sides]
    rooms = [wording.rooms([known[side.article].article.newsroom()]) for side in sides]
    text = say["differ"].format(kind=say["kinds"][found.kind], left=words[0], right=words[1], left_room=rooms[0], right_room=rooms[1])
    return Statement(wording.opened(text), sides, alignment.id, interval(alignment, known))


# ---- time ----------------------------------------------------------------------------------------------------------


def interval(alignment: Alignment, known: Known) -> Interval | None:
    """The days of the event: those that the claim told gives for its act, else the narrowest that any claim gives; None where none does."""
    best = teller(alignment, known)
    if best and (days := event_days(best.claim, known[best.claim.article])):
        return days
    days_of_all = [time.interval for claim in alignment.claims for time in claim.times if time.interval]
    return min(days_of_all, key=lambda found: (width(found), days_key(found)), default=None)


def event_days(claim: Claim, reading: Reading) -> Interval | None:
    """The days that stand nearest to the word of the act: 'was warned last November' and not '…, but stayed open until this week'."""
    dated = [(time.span.start, time.interval) for time in claim.times if time.interval]
    said, act = reading.article[claim.span].lower(), claim.action.removesuffix("e")
    at = next((claim.span.start + m.start() for m in WORD.finditer(said) if act and m[0].startswith(act)), None)
    found = min(dated, key=lambda item: (abs(item[0] - at) if at is not None else 0, width(item[1])), default=None)
    return found[1] if found else None


def when(alignment: Alignment, known: Known) -> tuple[date, date]:
    """Where it stands in the account: by its event's days, else by the day of the earliest report."""
    if days := interval(alignment, known):
        return days_key(days)
    published = [known[c.article].article.published for c in alignment.claims if c.article in known]
    return min((days_key(found.value.interval) for found in published if found), default=(date.max, date.max))
