"""Who is meant by 'he', 'the lawyer', 'the two sources', 'the paper'."""

from __future__ import annotations

import pytest

from makers import article, words
from secondsource.model import Article, Source, Span
from secondsource.reading.coreference import follow, resolve
from secondsource.reading.mentions import find_mentions
from secondsource.reading.proposals import Proposal
from secondsource.reading.quotes import find_quotes
from secondsource.reading.sentences import parse

Place = str | tuple[str, int]


def span(page: Article, place: Place) -> Span:
    return words(page, *(place if isinstance(place, tuple) else (place,)))


def sources(page: Article, *said: tuple[Place, str]) -> list[Source]:
    """The sources meant by the words of the given pairs of source and content."""
    parsed = parse(page)
    proposals = [Proposal(span(page, who), None, (words(page, what),), "given", 1.0) for who, what in said]
    meant = resolve(parsed, find_mentions(parsed), proposals, find_quotes(parsed))
    return [meant[p.source] for p in proposals if p.source]


SAME = [
    (
        "Aitan Gold, Mr. Strand's lawyer, called it unfair. “This is wrong,” he said. The lawyer added that it would end.",
        [("Aitan Gold, Mr. Strand's lawyer,", "unfair"), ("he", "This is wrong"), ("The lawyer", "it would end")],
        "Aitan Gold",
        "a pronoun after a quotation and a role that one man holds",
    ),
    (
        "Both a current and a former official confirmed the talks. The talks failed, the two sources said. The sources said more.",
        [("Both a current and a former official", "the talks"), ("the two sources", "The talks failed"), ("The sources", "more")],
        "a current and a former official",
        "'the sources' are those who spoke, however they were described",
    ),
    (
        "A spokesman for the National Harbour Council said it was safe. “It will hold,” the NHC's Gerd Marker said.",
        [("A spokesman for the National Harbour Council", "it was safe"), ("the NHC's Gerd Marker", "It will hold")],
        "Gerd Marker",
        "a spokesman, and the same body's man by name",
    ),
    (
        "President Tom Hale spoke first. Canadian President Jane Wood listened. The president said the wall would hold.",
        [("The president", "the wall would hold")],
        "Tom Hale",
        "the office without a country is the one named without a country",
    ),
    (
        "The Harbour Ethics Committee opened a file. That committee said it found nothing.",
        [("That committee", "it found nothing")],
        "Harbour Ethics Committee",
        "'that committee' is the committee named before",
    ),
    (
        "The Easton Times printed the letter. The paper said it was real.",
        [("The paper", "it was real")],
        "The Easton Times",
        "'the paper' is the outlet named before",
    ),
    (
        "The top Republican on the panel urged a delay. California Rep. Ed Roth said it was the wrong time.",
        [("The top Republican on the panel", "a delay"), ("California Rep. Ed Roth", "it was the wrong time")],
        "Ed Roth",
        "somebody described first and named in the next sentence",
    ),
    (
        "Jim Matts resigned. Mr. Matts said he was proud.",
        [("Mr. Matts", "he was proud")],
        "Jim Matts",
        "a surname is the full name of the article",
    ),
    (
        "On Sunday, Sen. Linda Gray suggested Paul Hale might think twice. “You tweet at your own peril,” she said.",
        [("Sen. Linda Gray", "Paul Hale might think twice"), ("she", "You tweet at your own peril")],
        "Linda Gray",
        "the gender of the pronoun decides",
    ),
]


@pytest.mark.parametrize(("text", "said", "name", "why"), SAME)
def test_words_for_one_source_give_one_source(text: str, said: list[tuple[Place, str]], name: str, why: str) -> None:
    """All the words for one source map to one source with the fullest name."""
    found = sources(article(text), *said)
    assert {s.id for s in found} == {found[0].id}, why
    assert found[0].name == name, why


def test_another_official_is_another_source() -> None:
    """A reporter who writes 'another official' tells two people apart."""
    page = article("An official said the wall held. Another official said the gate broke.")
    one, two = sources(page, ("An official", "the wall held"), ("Another official", "the gate broke"))
    assert one.id != two.id


def test_some_of_the_people_are_counted_by_themselves() -> None:
    """'two of the people' are two, though the people are more."""
    page = article("People with knowledge of the case described it. Two of the people said it began in May.")
    all_, two = sources(page, ("People with knowledge of the case", "it"), ("Two of the people", "it began in May"))
    assert (all_.low, all_.high) == (2, None)
    assert (two.low, two.high) == (2, 2)


def test_nobody_is_he_in_his_own_quotation() -> None:
    """'He' inside a man's own words is somebody else."""
    page = article("Mr. Dale phoned Mr. Hope last summer. Mr. Hope recalled: “Then he said ‘I knew it.’”")
    found = sources(page, ("Mr. Hope", "Then he said ‘I knew it.’"), (("he", 1), "I knew it"))
    assert found[1].name == "Dale"


def test_a_number_given_later_counts() -> None:
    """'the two officials' says how many 'officials' were."""
    page = article("Harbour officials said it held. The two officials asked not to be named and said it leaked.")
    one, two = sources(page, ("Harbour officials", "it held"), ("The two officials", "it leaked"))
    assert one.id == two.id
    assert (one.low, one.high) == (2, 2)


def test_an_unnamed_source_belongs_to_the_newsroom_it_told() -> None:
    """'officials told the Easton Times' are the Easton Times' officials."""
    page = article("Port officials told the Easton Times that the wall held.")
    parsed = parse(page)
    content, heard = (words(page, "the wall held"),), words(page, "the Easton Times")
    told = Proposal(words(page, "Port officials"), None, content, "given", 1.0, addressee=heard)
    assert [s.newsroom for s in resolve(parsed, (), [told], ()).values()] == ["The Easton Times"]


def test_the_order_of_proposals_changes_nothing() -> None:
    """The same facts give the same ids in any order."""
    page = article("Aitan Gold, a lawyer, called it unfair. “This is wrong,” he said.")
    forth = sources(page, ("Aitan Gold", "unfair"), ("he", "This is wrong"))
    back = sources(page, ("he", "This is wrong"), ("Aitan Gold", "unfair"))
    assert forth == back[::-1]


def test_mentions_carry_the_name_of_whom_they_mean() -> None:
    """'he' outside any speech becomes a mention of the man spoken of."""
    page = article("Jim Matts resigned. He left the city in May.")
    parsed = parse(page)
    names = {page[m.span]: m.name for m in follow(parsed, find_mentions(parsed), (), ())}
    assert names["He"] == "Jim Matts"


def test_a_text_without_people_gives_no_source() -> None:
    """No source spans, no sources."""
    assert resolve(parse(article("1 2 3.")), (), (), ()) == {}
