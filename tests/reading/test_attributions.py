"""The vote, and what goes with a saying: nesting, manner, stance, time, hearers."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import pytest

from makers import article
from secondsource.model import Attribution, Reading, Span, Spans
from secondsource.options import Options
from secondsource.reading import attributions, read, rules_verbs, sentences, votes
from secondsource.reading.grammar import phrase
from secondsource.reading.nearby import Near
from secondsource.reading.proposals import Proposal, extent
from secondsource.reading.quotes import find_quotes
from secondsource.reading.sentences import Parse, parse


@functools.cache
def by_rules(*blocks: str, outlet: str | None = None, profile: str = "speech") -> Reading:
    """A reading by the rules alone, so that no trained model decides these tests."""
    return read(article(*blocks, outlet=outlet, published="2021-05-12"), Options(profile=profile), tag=lambda parse: ())  # type: ignore[arg-type]


def words(reading: Reading, span: Span | None) -> str | None:
    return reading.article[span] if span else None


def one(reading: Reading, content: str) -> Attribution:
    return next(a for a in reading.attributions if a.cue and any(content in reading.article[part] for part in a.content))


def chain(reading: Reading, attribution: Attribution | None) -> list[str | None]:
    names: list[str | None] = []
    while attribution:
        names.insert(0, attribution.source.name if attribution.source else None)
        attribution = attribution.within
    return names


CHAINS = [
    (
        ["The Associated Press reported that two engineers said the wall had moved."],
        "the wall had moved",
        ["The Associated Press", "two engineers"],
    ),
    (["Two engineers told The Associated Press that the wall had moved."], "the wall had moved", ["The Associated Press", "two engineers"]),
    (["“The wall had moved,” Ida Brandt said in an interview with CNN."], "The wall had moved", ["CNN", "Ida Brandt"]),
    (
        ["Speaking on CNN on Friday, Ida Brandt said the wall had moved. Brandt added that it was safe."],
        "it was safe",
        ["CNN", "Ida Brandt"],
    ),
]


@pytest.mark.parametrize(("blocks", "content", "expected"), CHAINS)
def test_chains(blocks: list[str], content: str, expected: list[str]) -> None:
    """Who passes it on stands outside: a report of a report, an outlet that was told, the place of an interview."""
    reading = by_rules(*blocks)
    inner = [a for a in reading.attributions if a.cue and any(content in reading.article[part] for part in a.content)]

    assert expected in [chain(reading, a) for a in inner]


def test_citing_is_inside() -> None:
    """Those whom an outlet cites are inside of it, with the same content."""
    reading = by_rules("The harbour wall moved twice in the spring, The Associated Press reported on Saturday, citing three engineers.")

    assert ["The Associated Press", "three engineers"] in [chain(reading, a) for a in reading.attributions]


def test_own_newsroom_is_no_relay() -> None:
    """What the page's own newsroom was told, nobody passes on."""
    reading = by_rules("Two engineers told CNN that the wall had moved.", outlet="CNN")

    assert [chain(reading, a) for a in reading.attributions] == [["two engineers"]]


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("“The wall will hold,” Brandt said.", "direct"),
        ("Brandt said the wall would hold.", "indirect"),
        ("Brandt said the wall would “hold for ever.”", "mixed"),
    ],
)
def test_manner(text: str, manner: str) -> None:
    """Direct is what stands in quotation marks, mixed what does so in part."""
    assert [a.manner for a in by_rules(text).attributions] == [manner]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Brandt said the wall had moved.", "states"),
        ("Brandt confirmed that the wall had moved.", "confirms"),
        ("Brandt denied that the wall had moved.", "denies"),
        ("Brandt acknowledged that the wall had moved.", "admits"),
        ("Brandt predicted that the wall would move.", "predicts"),
        ("Brandt warned that the wall would move.", "warns"),
        ("Brandt questioned whether the wall would hold.", "doubts"),
        ("Brandt promised to mend the wall.", "promises"),
        ("Brandt declined to comment.", "declines"),
        ("The records show that the wall had moved.", "shows"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    """The cue says what the speaker does with the words."""
    assert [a.stance for a in by_rules(text).attributions] == [stance]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Brandt said on Monday that the wall would hold until 2030.", "Monday"),
        ("In April 2020, Brandt said the wall would hold until 2030.", "April 2020"),
        ("Brandt said the wall would hold until 2030.", None),
    ],
)
def test_time_of_saying(text: str, when: str | None) -> None:
    """The time that stands with the cue is when it was said; a time within what was said is not."""
    reading = by_rules(text)
    time = one(reading, "wall").time

    assert words(reading, time.span if time else None) == when


def test_reason_for_anonymity() -> None:
    """The words that say why a source is not named are kept."""
    reading = by_rules("Two engineers said the wall had moved. They spoke on condition of anonymity because they feared for their jobs.")

    assert (words(reading, one(reading, "had moved").anonymity) or "").startswith("on condition of anonymity because")


def test_profiles() -> None:
    """Wishes and plans are attributions in the profile `all` only."""
    text = "Brandt wants the council to mend the wall. She said it would cost little."

    assert len(by_rules(text).attributions) == 1
    assert len(by_rules(text, profile="all").attributions) == 2


def test_ids_and_order() -> None:
    """Attributions have different ids and come in reading order, twice the same."""
    text = "“It held,” Brandt said. She added that it would hold. The mayor denied it. Officials told The Associated Press that it fell."
    found = by_rules(text).attributions

    assert len({a.id for a in found}) == len(found)
    assert list(found) == sorted(found, key=lambda a: (a.span, a.id))
    assert found == read(article(text, published="2021-05-12"), tag=lambda parse: ()).attributions


# ---- the vote ------------------------------------------------------------------------------------------------------


def test_vote_joins_what_both_see() -> None:
    """One attribution that rules and tagger both see is one; one that the tagger alone sees is added."""
    parsed = parse(article("The keeper said the wall would hold. Rumour has it that it fell."))
    text = parsed.article

    def span(piece: str) -> Span:
        at = text.text.index(piece)
        return text.span(at, at + len(piece))

    rule = Proposal(span("The keeper"), span("said"), (span("the wall would hold"),), "rule: clause", 0.6)
    same = Proposal(span("The keeper"), span("said"), (span("wall would hold"),), "tagger", 0.9)
    more = Proposal(span("Rumour"), span("has it"), (span("that it fell"),), "tagger", 0.9)
    found = attributions.vote(parsed, find_quotes(parsed), [rule], [same, more], Options())

    assert [p.how for p in found] == ["rule: clause; tagger", "tagger"]
    assert attributions.vote(parsed, find_quotes(parsed), [rule], [], Options()) == (rule,)


@pytest.mark.parametrize(
    ("sentence", "hearer", "ruled", "tagged", "content"),
    [
        (
            "Brandt told the Globe that the wall held.",
            "the Globe",
            "that the wall held",
            "the Globe that the wall held",
            "that the wall held",
        ),
        ("Brandt called on Tom Hale to leave.", "Tom Hale", "to leave", "Tom Hale to leave", "to leave"),
        ("Brandt told a keeper who asked that it held.", "a keeper", "that it held", "a keeper who asked that it held", None),
    ],
)
def test_who_heard_it_is_not_what_was_said(sentence: str, hearer: str, ruled: str, tagged: str, content: str | None) -> None:
    """The tagger's content loses the hearer it begins with, where what the rules take for said follows at once."""
    parsed = parse(article(sentence))

    def span(piece: str) -> Span:
        at = sentence.index(piece)
        return parsed.article.span(at, at + len(piece))

    rule = Proposal(
        span("Brandt"), span("told" if "told" in sentence else "called on"), (span(ruled),), "rule", 0.6, addressee=span(hearer)
    )
    tag = Proposal(rule.source, rule.cue, (span(tagged),), "tagger", 0.9)

    assert votes.merged(rule, tag, ()).content == (span(content or tagged),)


@pytest.mark.parametrize(
    ("left", "right", "share"), [([(0, 10)], [(0, 10)], 1.0), ([(0, 10)], [(5, 15)], 1 / 3), ([(0, 2)], [(4, 6)], 0.0)]
)
def test_alike(left: list[tuple[int, int]], right: list[tuple[int, int]], share: float) -> None:
    """Two contents are as alike as the characters they share among those of either."""
    a = tuple(Span("a", *s) for s in left)
    b = tuple(Span("a", *s) for s in right)

    assert votes.alike(a, b) == pytest.approx(share)


def test_near_finds_what_overlaps() -> None:
    """The index gives the same things as trying them all."""
    made = [Proposal(None, None, (Span("a", n * 3, n * 3 + 1 + (n * 7) % 11),), "rule", 1.0) for n in range(60)]
    near = Near(made, extent)
    for start in range(0, 190, 5):
        wanted = [p for p in made if p.content[0].overlaps(Span("a", start, start + 4))]
        assert near.at(Span("a", start, start + 4)) == wanted


def test_a_phrase_holds_its_head_wherever_it_is_cut() -> None:
    """Where the lines of a parse cross, the words around a head are still words, never less than the head itself."""
    doc = parse(article("Ida Brandt, the keeper of the wall, told the Globe on Monday that it held.")).doc
    for head in doc:
        for cut in range(len(doc) + 1):
            for start, end in (phrase(head, limit=cut), phrase(head, stop=cut)):
                assert start <= head.i < end or head.is_punct


@pytest.mark.parametrize("text", ["he said ", "she told them that ", "“he said, "])
def test_nested_sayings_cost_no_more_each_where_there_are_more(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as much senseless text takes at most a little more than twice the steps, counted as proposals compared and tokens taken."""
    steps: list[int] = []
    plain, near = rules_verbs.pieces, Near.numbers

    def pieces(parse: Parse, tokens: Iterable[int]) -> Spans:
        held = list(tokens)
        steps.append(len(held))
        return plain(parse, held)

    def numbers(self: Near[Proposal], start: int, end: int) -> list[int]:
        found = near(self, start, end)
        steps.append(len(found))
        return found

    monkeypatch.setattr(rules_verbs, "pieces", pieces)
    monkeypatch.setattr(Near, "numbers", numbers)
    counts = []
    for times in (8_000, 16_000):
        steps.clear()
        read(article((text * times)[:times]), Options(), tag=lambda parse: ())
        counts.append(sum(steps))

    assert counts[1] <= 2.5 * counts[0] + 1000


def test_time_that_runs_out_is_said() -> None:
    """Where the time is over before all is read, `read_to` says how far reading came, and all the text is kept."""
    given = article(*["Brandt said the wall would hold. “It held,” the keeper said."] * 300)
    reading = read(given, Options(reading_seconds=0, reading_seconds_per_1000_words=0), tag=lambda parse: ())

    assert reading.read_to is not None
    assert reading.read_to < len(given.text)
    assert reading.article == given
    assert all(a.span.end <= max(reading.read_to, 1) for a in reading.attributions)


@pytest.mark.parametrize("text", ["", "  ", "1 2 3 …!", "“" * 5000, "x" * 20_000, "He said that she said that " * 300])
def test_odd_texts(text: str) -> None:
    """Text that makes no sense is read without a fault."""
    reading = by_rules(text)

    assert all(len(part) for a in reading.attributions for part in a.content)
    assert all(reading.article[part] == reading.article[part].strip() for a in reading.attributions for part in a.content)


def test_two_reports_in_one_sentence_keep_their_own() -> None:
    """'A fell, the Star reported, and the Post said B': each paper has its own clause, and who is cited stands behind the second."""
    text = (
        "Divers warned the port about the pier last May, The Quay Star reported on Friday, "
        "and The Harbour Post said the warning had been lost, citing a senior port official."
    )
    said = read(article(text)).attributions
    cited = next(a for a in said if a.source and "official" in a.source.name)
    assert [text[c.start : c.end] for c in cited.content] == ["the warning had been lost"]
    assert cited.within is not None
    assert cited.within.source is not None
    assert cited.within.source.name == "The Harbour Post"


def test_a_headline_keeps_its_own_words() -> None:
    """What a headline says somebody says is in the headline, not in the deck below."""
    page = article(
        ("headline", "Port was warned about Quay Pier cracks in May, divers say"),
        ("deck", "Several divers say their report on the pier lay unread for four months"),
    )
    said = read(page).attributions
    assert any(page[c].startswith("Port was warned about Quay Pier cracks in May") for a in said for c in a.content)


def test_lines_about_the_page_say_nothing() -> None:
    """'Posted: May 3' below a headline is nobody's word, and 'A notice in the harbour' gives notice of nothing."""
    page = article(
        ("headline", "Pier shut after port ignored divers, newspaper reports"),
        ("dateline", "Posted: May 3, 2023 11:05 AM"),
        ("paragraph", "The pier was shut on Monday."),
        ("subhead", "A report in the spring"),
        ("paragraph", "The pier is 90 years old."),
    )
    said = read(page).attributions
    assert [page[a.cue] for a in said if a.cue] == ["reports"]


def test_what_was_told_inside_another_telling_is_kept_apart() -> None:
    """'The council was told S, two engineers told the Post': the engineers' word holds the whole, whoever told the council."""
    text = (
        "The council was warned last May that the wall was leaking, but kept it open, two engineers who worked on it told The Velmora Post."
    )
    engineers = next(a for a in read(article(text)).attributions if a.source and a.source.name == "two engineers")
    assert text[engineers.content[0].start : engineers.content[0].end].startswith("The council was warned")


@pytest.mark.parametrize(
    "text",
    [
        "The timing of the vote raises doubts about the wall.",
        "It was a ceremony to mark the 80th year of the harbour.",
        "The mayor has every right to express his view of the wall.",
        "The council will question Ida Brandt next Tuesday.",
    ],
)
def test_what_nobody_can_have_said(text: str) -> None:
    """A thing with an object, a noun with its infinitive, or one who is asked says nothing."""
    assert [a for a in read(article(text)).attributions if a.source and (a.source.kind == "unknown" or "council" in a.source.name)] == []


def test_papers_that_got_a_document_are_not_the_document() -> None:
    """'Talking points obtained by A and B' is a document, and neither A nor B says what stands in it."""
    text = "Draft “talking points” obtained by The Weekly Post and ABC News showed that the mayor knew of the crack in May."
    said = [a.source for a in read(article(text)).attributions if a.source and a.source.name.startswith("Draft")]
    assert [source.kind for source in said] == ["document"]


def test_a_capital_inside_makes_a_name() -> None:
    """'HuffPost reported …' is an outlet's word where the parser takes the name for a plain noun."""
    found = read(article("HuffPost reported in May that the mayor knew of the crack."))
    assert {(a.source.name, a.source.kind) for a in found.attributions if a.source} == {("HuffPost", "outlet")}


def test_both_are_the_two_who_were_counted() -> None:
    """'Both' stands for the two people counted before, and for nobody where no two were."""
    text = "Several inspectors came. Two engineers told the Post that the pier was cracked. Both said that they had warned the port."
    assert [a.source.name for a in read(article(text)).attributions if a.source and a.source.kind == "unnamed"] == ["two engineers"] * 2


def test_a_counted_name_is_fuller_than_a_bare_one() -> None:
    """Those whom the headline calls 'engineers' go by 'two engineers', as the text counts them."""
    page = article(("headline", "Pier was cracked, engineers say"), ("paragraph", "Two engineers told the Post that the pier was cracked."))
    assert {a.source.name for a in read(page).attributions if a.source and a.source.kind == "unnamed"} == {"two engineers"}


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The keeper declined to comment on the wall.", "declined", "to comment on the wall"),
        ("The builders did not respond to requests for comment.", "did not respond to", "requests for comment"),
    ],
)
def test_what_was_not_answered_is_a_content_in_the_profile_of_all(text: str, cue: str, content: str) -> None:
    """A silence tells what it was silent about, in the profile that counts wishes and decrees too; it is never taken for an answer."""
    everything, speech = by_rules(text, profile="all"), by_rules(text)

    told = next(a for a in everything.attributions if a.stance == "declines")
    assert words(everything, told.cue) == cue
    assert [everything.article[part] for part in told.content] == [content]
    assert [a.content for a in speech.attributions if a.stance == "declines"] == [()]


def test_a_text_whose_time_ran_out_is_read_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the parser stopped, what the tagger found further on is left out, what stands before is kept, and the place is said."""
    said = [f"Ida Brandt, the keeper of wall {n}, told the council on Monday that the wall would hold until spring." for n in range(12)]
    page = article(*said, "“It held,” said Hale.")
    monkeypatch.setattr(sentences, "SHARE", -1.0)
    monkeypatch.setattr(sentences, "BATCH", 5)
    found = read(page)
    assert found.read_to == page.text.index(said[5])
    assert len(found.attributions) == 5
    assert all(a.span.end <= found.read_to for a in found.attributions)
