"""The account: sentences built by rules from the reports' own words, each with its citations."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from makers import article, words
from secondsource.model import Alignment, Article, Attribution, Claim, Difference, Reading, Sentence, Source, make_id
from secondsource.reading import read
from secondsource.stories import account, attested, chains, wording
from secondsource.stories.headline import headline
from secondsource.stories.sources import merge


def told(
    sentence: str,
    claim: str,
    who: tuple[str, str] | None = None,
    cue: str = "said",
    *,
    action: str = "fall",
    file: str = "a.txt",
    outlet: str | None = "The Post",
    **more,
) -> Reading:
    """A report of one sentence and one claim in it, by a source where one is given."""
    page = article(("headline", "A bridge is down"), sentence, file=file, outlet=outlet)
    span, said = words(page, claim), None
    sources: tuple[Source, ...] = ()
    if who:
        own = Source(make_id("s", page.id, who[0]), who[0], who[1], (words(page, who[0]),))  # type: ignore[arg-type]
        sources = (own,)
        said = Attribution(
            make_id("q", page.id),
            page.id,
            own,
            own.mentions[0],
            words(page, cue),
            (span,),
            more.get("manner", "indirect"),
            more.get("stance", "states"),
        )
    content = tuple(word for word in re.findall(r"[a-z]{4,}", claim.lower()))
    made = Claim(make_id("c", page.id), page.id, span, said, action=action, words=content, certainty=more.get("certainty", "asserted"))
    body = words(page, sentence)
    return Reading(page, (Sentence(body, page.blocks[1]),), claims=(made,), attributions=(said,) if said else (), sources=sources)


def aligned(*readings: Reading, silent: Reading | None = None, differences: tuple[Difference, ...] = ()) -> tuple[Alignment, ...]:
    every = [*readings, *([silent] if silent else [])]
    claims = [claim for reading in readings for claim in reading.claims]
    return attested.attested([claims], every, (), differences, merge(every))


def sentences(*readings: Reading, **more) -> list[str]:
    return [s.text for s in account.account(readings, aligned(*readings, **more), more.get("differences", ()))]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (told("The harbour bridge has fallen.", "The harbour bridge has fallen"), "The Post reported that the harbour bridge has fallen."),
        (
            told("Ann Cole said the harbour bridge had fallen.", "the harbour bridge had fallen", ("Ann Cole", "named")),
            "Ann Cole said that the harbour bridge had fallen, The Post reported.",
        ),
        (
            told("Two officials said the harbour bridge had fallen.", "the harbour bridge had fallen", ("Two officials", "unnamed")),
            "The Post reported, citing two officials, that the harbour bridge had fallen.",
        ),
        (
            told(
                "“The harbour bridge fell before noon,” Ann Cole said.",
                "The harbour bridge fell before noon",
                ("Ann Cole", "named"),
                manner="direct",
            ),
            "Ann Cole said, as quoted by The Post: “The harbour bridge fell before noon”.",
        ),
        (  # a cue that denies: the sentence itself, so that its meaning stays
            told(
                "Ann Cole disputed that the harbour bridge had fallen.", "the harbour bridge had fallen", ("Ann Cole", "named"), "disputed"
            ),
            "The Post wrote: “Ann Cole disputed that the harbour bridge had fallen.”",
        ),
        (  # no subject: the sentence itself
            told("Ann Cole said it was raining and fell into the harbour.", "fell into the harbour", ("Ann Cole", "named")),
            "The Post wrote: “Ann Cole said it was raining and fell into the harbour.”",
        ),
        (  # certainty words stay
            told("The harbour bridge may have fallen.", "The harbour bridge may have fallen", certainty="possible"),
            "The Post reported that the harbour bridge may have fallen.",
        ),
        (  # an unknown newsroom is the page
            told("The harbour bridge has fallen.", "The harbour bridge has fallen", outlet=None),
            "The page a.txt reported that the harbour bridge has fallen.",
        ),
    ],
)
def test_sentence(reading: Reading, expected: str) -> None:
    """Who reported it and on whose word stands in each sentence; what cannot follow 'that' is quoted whole."""
    assert sentences(reading) == [expected]


def test_every_sentence_cites_the_claims_it_tells() -> None:
    """The first citation is the words it is told by, then the other reports' claims."""
    one = told("The harbour bridge has fallen.", "The harbour bridge has fallen")
    other = told("The bridge has fallen down.", "The bridge has fallen down", file="b.txt", outlet="The Sun")
    (statement,) = account.account([one, other], aligned(one, other))
    assert statement.alignment
    assert {span for reading in (one, other) for span in (reading.claims[0].span,)} == set(statement.cites)


def test_silence_is_told() -> None:
    """A report that does not have a claim of the others is named."""
    one = told("The harbour bridge has fallen.", "The harbour bridge has fallen")
    other = told("The harbour bridge has fallen.", "The harbour bridge has fallen", file="b.txt", outlet="The Sun")
    silent = told("It rained.", "It rained", file="c.txt", outlet="The Echo", action="rain")
    known = (one, other, silent)
    (text,) = [s.text for s in account.account(known, aligned(one, other, silent=silent))]
    assert text in {
        f"{a} reported that the harbour bridge has fallen. Also in {b}. Not in The Echo." for a, b in permutations(("The Post", "The Sun"))
    }


def test_difference_is_told_in_both_reports_words() -> None:
    """Two numbers for one thing: one sentence with both, each cited."""
    one = told("The fall has killed 12 people.", "The fall has killed 12 people", action="kill")
    other = told("The fall has killed 14 people.", "The fall has killed 14 people", file="b.txt", outlet="The Sun", action="kill")
    left, right = words(one.article, "12 people"), words(other.article, "14 people")
    found = Difference("d1", "quantity", left, right, "different", "12 is not 14")
    statements = account.account([one, other], aligned(one, other, differences=(found,)), (found,))
    assert statements[-1].text == "The reports differ on the number: The Post has “12 people”, The Sun has “14 people”."
    assert statements[-1].cites == (left, right)


def test_quotations_are_the_pages_exact_words() -> None:
    """Whatever stands between quotation marks in a sentence is text of a page."""
    page = told(
        "“The harbour bridge fell\u00a0before noon,” Ann Cole said.",
        "The harbour bridge fell\u00a0before noon",
        ("Ann Cole", "named"),
        manner="direct",
    )
    (text,) = sentences(page)
    assert re.findall("“([^”]*)”", text)[0] in page.article.text


def test_no_more_sentences_than_asked_for() -> None:
    """The account is as long as the options say at most."""
    from secondsource.options import Options

    readings = [
        told(f"The {name} bridge has fallen.", f"The {name} bridge has fallen", file=f"{name}.txt")
        for name in ("north", "south", "east", "west")
    ]
    every = [alignment for reading in readings for alignment in aligned(reading)]
    assert len(account.account(readings, every, (), Options(max_statements=2))) <= 2


@pytest.mark.parametrize(
    ("text", "action", "alone"),
    [
        ("The bridge has fallen", "fall", True),
        ("the officer resigned on Monday", "resign", True),
        ("US officers have closed the bridge", "close", True),  # the country, not the pronoun
        ("officers met with engineers who were closing the bridge", "meet", True),  # an irregular verb
        ("resigned on Monday", "resign", False),  # no subject
        ("the possibility of closing it", "close", False),  # no finite verb
        ("Cole to close the bridge and later closed it", "close", False),  # an infinitive
        ("the engineer who had warned of it", "warn", False),  # a relative clause only
        ("because the bridge has fallen", "fall", False),  # a joining word
        ("The bridge has fallen into the", "fall", False),  # a loose end
    ],
)
def test_clauses_that_can_follow_that(text: str, action: str, alone: bool) -> None:
    """Only a clause with its subject and a finite verb follows 'that'; in doubt it does not."""
    page: Article = article(text)
    assert wording.stands_alone(Claim("c", page.id, page.span(0, len(text)), None, action=action), Reading(page)) is alone


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ["Bridge falls into harbour", "Harbour bridge falls, two hurt", "You won't BELIEVE how this bridge fell!"],
            "Bridge falls into harbour",
        ),
        (
            ["Mayor slams engineers over fallen bridge", "Fallen bridge: mayor criticises engineers"],
            "Fallen bridge: mayor criticises engineers",
        ),
        (["Harbour bridge falls - The Post"], "Harbour bridge falls"),
        ([""], ""),
    ],
)
def test_headline_is_the_plainest_of_the_reports_own(titles: list[str], expected: str) -> None:
    """Loud words, questions and capitals lose; the outlet's name is taken off; nothing is invented."""
    assert (
        headline([Reading(article(("headline", title), "Text.", file=f"{n}.txt", outlet="The Post")) for n, title in enumerate(titles)])
        == expected
    )


@pytest.mark.parametrize(
    ("sentence", "claim", "cue"),
    [
        (
            "Ann Cole denied allegations that the bridge had fallen, Price said.",
            "the bridge had fallen",
            "said",
        ),  # 'allegations' turn it round
        ("Batting down claims that the bridge had fallen, Ann Cole said it stands.", "the bridge had fallen", "said"),
        ("Ann Cole said it would be false that the bridge had fallen.", "the bridge had fallen", "said"),
    ],
)
def test_clause_that_is_turned_round_is_quoted_whole(sentence: str, claim: str, cue: str) -> None:
    """What stands between cue and clause may deny it: then only the whole sentence tells it."""
    (text,) = sentences(told(sentence, claim, ("Ann Cole", "named"), cue))
    assert text == f"The Post wrote: “{sentence}”"


def test_reports_that_differ_are_named_apart() -> None:
    """A newsroom whose report differs is not said to have it too."""
    one = told("The fall has killed 12 people.", "The fall has killed 12 people", action="kill")
    other = told(
        "The fall has killed 14 people.",
        "The fall has killed 14 people",
        ("The fall", "document"),
        "killed",
        file="b.txt",
        outlet="The Sun",
        action="kill",
    )
    found = Difference("d1", "quantity", words(one.article, "12 people"), words(other.article, "14 people"), "different", "12 is not 14")
    first = account.account([one, other], aligned(one, other, differences=(found,)))[0].text
    assert "With differences in" in first
    assert "Also in" not in first


def test_words_of_nobody_named_are_not_the_outlets() -> None:
    """A sentence that is all quotation, with nobody named for it, is not told: the outlet did not write it in its own voice."""
    threat = "“If you ever cross that bridge again, the crews will throw you off it.”"
    page = article("Crews searched the river on Monday.", threat, outlet="The Post")
    found = read(page)
    testimonies = chains.testimonies(found.claims, (), merge([found]))
    assert [account.shape(t, found) for t in testimonies if "throw you" in page[t.claim.span]] == [None]
    assert any(account.shape(t, found) for t in testimonies)


def test_a_claim_that_names_its_speaker_is_not_put_in_their_mouth() -> None:
    """'Ms. Hale said no and went home' is the report's sentence about Hale, not something that Hale said of herself."""
    page = article("Ms. Hale said no and went home to her island on Monday.", outlet="The Post")
    found = read(page)
    (told,) = chains.testimonies(found.claims, (), merge([found]))
    form = account.shape(told, found)
    assert form is not None
    assert (
        account.sentence(told, form, "The Post", found) == "The Post reported that Ms. Hale said no and went home to her island on Monday."
    )


def test_the_day_told_is_that_of_the_act() -> None:
    """'was warned last May, but kept it open until this week' happened in May, whatever else the sentence dates."""
    text = "The port was warned in May 2021 that the pier could fall, but kept it open until June 7, 2021."
    page = article(text, outlet="The Post")
    claims = [claim for claim in read(page).claims if claim.action == "warn"]
    days = account.event_days(claims[0], read(page))
    assert days is not None
    assert (str(days.first), str(days.last)) == ("2021-05-01", "2021-05-31")


def test_a_sentence_ends_once() -> None:
    """A quotation that ends with its own stop ends the sentence: no second one is put behind it."""
    page = article("The port said in its letter that the pier was “a part of our family’s history.”", outlet="The Post")
    found = read(page)
    (told,) = chains.testimonies(found.claims, (), merge([found]))
    text = account.sentence(told, ("clause", told.claim.span), "The Post", found)
    assert ".”" in text
    assert ".”." not in text


def test_a_report_that_says_much_the_same_is_not_called_silent() -> None:
    """'Not in …' stands only where a report has nothing alike: what could not be held for the same claim may still be it."""
    one = read(article("The port was warned in May that the pier could fall, divers said.", file="a.txt", outlet="The Post"))
    alike = read(article("Divers warned the port about the pier last May.", file="b.txt", outlet="The Sun"))
    other = read(article("The museum of toys opens its doors again on Friday.", file="c.txt", outlet="The Star"))
    claim = one.claims[0]
    assert account.says_alike(claim, one, alike)
    assert not account.says_alike(claim, one, other)


def test_spoken_words_are_quoted_or_told_with_their_sentence() -> None:
    """“We cannot defend this,” one of them said: the words stay between marks, and 'we' is never told as the report's clause."""
    page = article("Two keepers came on Friday. “We cannot defend this wall at all,” one of them said.", outlet="The Post")
    found = read(page)
    for told in chains.testimonies(found.claims, (), merge([found])):
        if "defend" in page[told.claim.span] and (form := account.shape(told, found)):
            assert "“" in account.sentence(told, form, "The Post", found)
