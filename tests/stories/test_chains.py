"""From the page inwards to the origin."""

from __future__ import annotations

from dataclasses import replace

from makers import article, words
from secondsource.model import Claim, Copy, Mention, Passage, Reading
from secondsource.stories import chains
from secondsource.stories.sources import merge
from witnesses import report, says, source


def names(reading, n: int = 0) -> list[str | None]:
    merged = merge([reading])
    return [voice.name if voice else None for voice in chains.chain(reading.attributions[n], reading.article, merged).voices]


def test_own_voice() -> None:
    """Without an attribution the chain is the newsroom alone; None where the page does not tell it."""
    known, unknown = report("a.txt", [], outlet="The Post"), report("b.txt", [])
    merged = merge([known, unknown])
    assert chains.chain(None, known.article, merged).voices == (merged.newsrooms[known.article.id],)
    assert chains.chain(None, unknown.article, merged).voices == (None,)


def test_credit_is_whose_text_it_is() -> None:
    """A station that carries an agency's text: the chain begins with the agency."""
    assert names(report("a.txt", [("Ann Cole", "named")], outlet="WQEL", credit="The Associated Press")) == [
        "The Associated Press",
        "Ann Cole",
    ]


def test_nested_speech() -> None:
    """'The Times reported that officials said': page, Times, officials."""
    reading = report("a.txt", [("The New York Times", "outlet"), ("11 American officials", "unnamed", 11, 11)])
    assert names(reading) == [None, "The New York Times", "11 American officials"]


def test_newsroom_that_cites_itself_is_one_voice() -> None:
    """'CNN reported' in CNN's text adds no voice."""
    assert names(report("a.txt", [("CNN", "outlet"), ("Ann Cole", "named")], outlet="CNN")) == ["CNN", "Ann Cole"]


def test_outlet_that_cites_passes_it_on() -> None:
    """'The Times reported S, citing officials': whoever asks the Times for S is led on to the officials."""
    page = article("The talks took place, the Times reported, citing officials. The Times reported that it was late.")
    room, officials = ("The New York Times", "outlet"), ("officials", "unnamed", 2, None)
    outer = says(page, room, content=page.span(0, 20))
    inner = replace(says(page, officials, content=page.span(0, 20)), within=outer)
    alone = says(page, room, content=page.span(79, 90))
    reading = Reading(page, attributions=(outer, inner, alone), sources=(source(page, room), source(page, officials)))

    assert names(reading, 0) == names(reading, 1) == [None, "The New York Times", "officials"]
    assert names(reading, 2) == [None, "The New York Times"]


def told(words: str, *, outlet: str | None = None, mention: str = "") -> Reading:
    """'A former commander told WORDS that …' on a page that names an outlet."""
    page = article(f"The New York Times was first. A former commander told {words} that it was so. The commander was sure.", outlet=outlet)
    at = page.text.index("The New York Times")
    mentions = [Mention(page.span(at, at + 18), "outlet", "The New York Times")]
    if mention:
        place = page.text.index(words)
        mentions.append(Mention(page.span(place, place + len(words)), "outlet", mention))
    commander = ("A former commander", "unnamed")
    first = says(page, commander, told=words, content=page.span(62, 72))
    later = says(page, commander, content=page.span(80, 90))
    return Reading(page, mentions=tuple(mentions), attributions=(first, later), sources=(source(page, commander),))


def test_outlet_that_was_told_is_a_relay() -> None:
    """'A commander told the Times' on another page: the Times stands between."""
    assert names(told("the Times")) == [None, "The New York Times", "A former commander"]


def test_the_newspaper_is_the_one_named_before() -> None:
    """'Told the newspaper' means the other outlet that the report has named."""
    assert names(told("the newspaper", mention="newspaper")) == [None, "The New York Times", "A former commander"]


def test_told_reporters_is_no_relay() -> None:
    """'Told reporters' names no outlet."""
    assert names(told("reporters")) == [None, "A former commander"]


def test_unnamed_source_keeps_its_newsroom() -> None:
    """A source that told the Times once is the Times' wherever the same report quotes it."""
    assert names(told("the Times"), 1) == [None, "The New York Times", "A former commander"]


def test_claim_in_a_copied_passage_is_carried() -> None:
    """A claim that stands in a passage copied from another report is shown, not counted."""
    first, second = report("a.txt", []), report("b.txt", [])
    one, other = first.article, second.article
    copy = Copy(one.id, other.id, (Passage(one.span(0, len(one.text)), other.span(0, len(other.text))),))
    found = chains.testimonies([*first.claims, *second.claims], [copy], merge([first, second]))
    assert {testimony.claim.article: testimony.carried for testimony in found} == {one.id: False, other.id: True}


def test_claim_that_tells_a_saying_is_the_tellers() -> None:
    """'Cole testified that Price had asked him to stop': behind the asking stands Cole."""
    page = article("Ann Cole testified that Robert Price had asked him to stop.")
    said = says(page, ("Ann Cole", "named"), ("Robert Price", "named"), content=page.span(41, 58))

    inner, whole = Claim("c1", page.id, page.span(45, 58), said), Claim("c2", page.id, page.span(24, 58), said)
    assert chains.speaker(inner, page) is said
    assert chains.speaker(whole, page) is said.within


def test_event_done_by_saying_is_the_newsrooms() -> None:
    """'Price pleaded guilty' is told by the newsroom, not by Price."""
    page = article("Robert Price pleaded guilty to smuggling.", outlet="The Post")
    said = replace(says(page, ("Robert Price", "named"), content=page.span(0, 40)), cue=words(page, "pleaded guilty"))
    assert chains.speaker(Claim("c", page.id, page.span(0, 40), said), page) is None


def test_outlet_that_got_something_stands_in_the_chain() -> None:
    """'Drafts obtained by The Weekly Standard and ABC News' come through both, one chain each."""
    page = article("Drafts obtained by The Weekly Standard and ABC News show three changes.", outlet="The Post")
    mentions = tuple(Mention(words(page, name), "outlet", name) for name in ("The Weekly Standard", "ABC News"))
    claim = Claim("c", page.id, page.span(0, len(page.text)), None)
    merged = merge([Reading(page, mentions=mentions, claims=(claim,))])
    assert [[voice.name for voice in path.voices if voice] for path in chains.paths(claim, merged)] == [
        ["The Post", "The Weekly Standard"],
        ["The Post", "ABC News"],
    ]


def test_sources_named_together_are_told_apart() -> None:
    """'American officials and a former Venezuelan commander' are two sources; 'a current and a former official' is one."""
    two, one = "American officials and a former Venezuelan commander", "a current and a former US official"
    for name, expected in ((two, two.split(" and ")), (one, [one])):
        reading = report("a.txt", [(name, "unnamed", 2, None)])
        found = chains.testimonies(reading.claims, (), merge([reading]))
        assert [testimony.chain.voices[-1].name for testimony in found if testimony.chain.voices[-1]] == expected
