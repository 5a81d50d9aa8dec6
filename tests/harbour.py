"""Reports built by hand for the tests of the report page: an invented harbour, its dredger and its three pages."""

from __future__ import annotations

import dataclasses
from datetime import date

from makers import article, words
from secondsource.model import (
    Alignment,
    Attribution,
    Chain,
    Claim,
    Component,
    Copy,
    Difference,
    Found,
    Input,
    Interval,
    LeftOut,
    Moment,
    Origins,
    Passage,
    Quote,
    Reading,
    Report,
    Sentence,
    Source,
    Span,
    Stamp,
    Statement,
    Story,
    Testimony,
    TimeExpression,
    make_id,
)
from secondsource.options import Options


def source(name: str, kind: str, **facts: object) -> Source:
    return Source(make_id("s", name, kind, facts.get("newsroom")), name, kind, **facts)  # type: ignore[arg-type]


def outlet(name: str) -> Source:
    return source(name, "outlet")


def interval(first: str, last: str = "") -> Interval:
    return Interval(date.fromisoformat(first), date.fromisoformat(last or first))


def attribution(text, who, source_words, cue, *content, direct=False, within=None, time=None, addressee=None) -> Attribution:  # type: ignore[no-untyped-def]
    """An attribution whose parts are given by their words."""
    parts = tuple(words(text, c) for c in content)
    return Attribution(
        make_id("q", text.id, *parts, source_words),
        text.id,
        who,
        words(text, source_words) if source_words else None,
        words(text, cue) if cue else None,
        parts,
        "direct" if direct else "indirect",
        "states",
        within=within,
        time=time,
        addressee=words(text, addressee) if addressee else None,
    )


def time(text, said: str, value: str, days: Interval | None, rule: str, vague: bool = False) -> TimeExpression:  # type: ignore[no-untyped-def]
    return TimeExpression(make_id("t", text.id, said), words(text, said), "DATE", value, days, rule, vague=vague)


def claim(text, said: str, by: Attribution | None, *times: TimeExpression) -> Claim:  # type: ignore[no-untyped-def]
    span = words(text, said)
    return Claim(make_id("c", text.id, span), text.id, span, by, times)


def sentences(text) -> tuple[Sentence, ...]:  # type: ignore[no-untyped-def]
    """One sentence up to each full stop."""
    made = []
    for block in text.blocks:
        at = block.span.start
        for end in [i + 1 for i in range(block.span.start, block.span.end) if text.text[i] == "."] or [block.span.end]:
            made.append(Sentence(Span(text.id, at, end), block))
            at = min(end + 1, block.span.end)
    return tuple(made)


def harbour(files: bool = True) -> Report:
    """Three pages: two officers to one paper, an officer to an agency whose text a third page carries."""
    a = dataclasses.replace(
        article(
            ("headline", "Dredger was holed before it sailed"),
            ("deck", "Several officers say the port knew of the leak for weeks."),
            "The dredger Aurelia was taking in water for weeks before it sailed, two port officers told The Quay Mail.",
            "“We logged it three times,” one of the officers said. The port declined to comment.",
            "The ship left its berth early this year and sank on Monday with nine people on board.",
            "A survey of the hull was ordered last autumn, according to a letter seen by the Mail.",
            file="quay.html",
            outlet="The Quay Mail",
            published="2031-03-06",
        ),
        url="https://quaymail.example/aurelia",
        byline=("Ida Moss",),
        left_out=(LeftOut("Subscribe now", "page furniture"), LeftOut("Tide 4.1 m\nWind 3", "weather box")),
    )
    b = article(
        ("headline", "Port knew ship leaked, paper says"),
        "The port knew that the Aurelia leaked, The Quay Mail reported on Thursday, citing two unidentified port officers.",
        "A coastguard officer told Strand Agency that the ship was taking in water at least twice in February.",
        "Harbour master Pell Oram denied it. “The ship was sound,” he said.",
        file="strand.txt",
        credit="Strand Agency",
        outlet="Bayside Today",
        published="2031-03-06",
    )
    c = article(
        ("headline", "Aurelia sank on Tuesday, says the coast guard"),
        "The Aurelia sank on Tuesday, a coastguard spokeswoman said.",
        "The ship was taking in water before it left, officials said.",
        ("caption", "The berth of the Aurelia, empty. (Photo: R. Vane)"),
        file="notes.txt",
    )
    c = dataclasses.replace(
        c, published=Found(Stamp("2031-03", interval("2031-03-05", "2031-03-11")), "“on Tuesday” in the text", inferred=True)
    )
    officers = source("two port officers", "unnamed", low=2, high=2, newsroom="The Quay Mail")
    guard = source("a coastguard officer", "unnamed", newsroom="Strand Agency")
    oram = source("Pell Oram", "named")
    letter = source("a letter", "document")
    officials = source("officials", "unnamed", low=2, high=None)
    speaker = source("a coastguard spokeswoman", "unnamed")
    mail, strand = outlet("The Quay Mail"), outlet("Strand Agency")

    weeks = time(a, "for weeks", "P2W", None, "a duration")
    early = time(
        a, "early this year", "2031", interval("2031-01-01", "2031-02-28"), "early + year, up to the month before the report", vague=True
    )
    monday = time(a, "on Monday", "2031-03-03", interval("2031-03-03"), "weekday: the latest one up to the report’s day")
    autumn = time(a, "last autumn", "2030-FA", interval("2030-09-01", "2030-12-21"), "season before the report", vague=True)
    thursday = time(b, "on Thursday", "2031-03-06", interval("2031-03-06"), "weekday: the report’s own day")
    february = time(b, "in February", "2031-02", interval("2031-02-01", "2031-02-28"), "month: the latest one")
    tuesday = time(c, "on Tuesday", "2031-03-04", interval("2031-03-04"), "weekday: the latest one up to the inferred day", vague=False)

    a1 = attribution(
        a,
        officers,
        "two port officers",
        "told",
        "The dredger Aurelia was taking in water for weeks before it sailed",
        addressee="The Quay Mail",
    )
    a2 = attribution(a, officers, "one of the officers", "said", "We logged it three times", direct=True)
    a3 = attribution(a, letter, "a letter", "according to", "A survey of the hull was ordered last autumn")
    b0 = attribution(b, mail, "The Quay Mail", "reported", "The port knew that the Aurelia leaked", time=thursday)
    b1 = attribution(b, officers, "two unidentified port officers", "citing", "The port knew that the Aurelia leaked", within=b0)
    b2 = attribution(
        b, guard, "A coastguard officer", "told", "the ship was taking in water at least twice in February", addressee="Strand Agency"
    )
    b3 = attribution(b, oram, "he", "said", "The ship was sound", direct=True)
    c1 = attribution(c, speaker, "a coastguard spokeswoman", "said", "The Aurelia sank on Tuesday")
    c2 = attribution(c, officials, "officials", "said", "The ship was taking in water before it left")
    chains = (
        Chain(a.id, (mail, officers), a1),
        Chain(a.id, (mail, officers), a2),
        Chain(a.id, (mail, letter), a3),
        Chain(b.id, (strand, mail), b0),
        Chain(b.id, (strand, mail, officers), b1),
        Chain(b.id, (strand, guard), b2),
        Chain(b.id, (strand, oram), b3),
        Chain(c.id, (None, speaker), c1),
        Chain(c.id, (None, officials), c2),
    )
    of = {chain.attribution.id: chain for chain in chains if chain.attribution}
    water = (
        claim(a, "The dredger Aurelia was taking in water for weeks before it sailed", a1),
        claim(b, "the ship was taking in water at least twice in February", b2, february),
        claim(c, "The ship was taking in water before it left", c2),
    )
    knew = claim(b, "The port knew that the Aurelia leaked", b1)
    sank = (
        claim(a, "The ship left its berth early this year and sank on Monday with nine people on board", None, early, monday),
        claim(c, "The Aurelia sank on Tuesday", c1, tuesday),
    )
    survey = claim(a, "A survey of the hull was ordered last autumn", a3, autumn)
    sound = claim(b, "The ship was sound", b3)
    readings = (
        Reading(
            a,
            sentences(a),
            (Quote(words(a, "“We logged it three times,”"), words(a, "We logged it three times,")),),
            times=(weeks, early, monday, autumn),
            sources=(officers, letter),
            attributions=(a1, a2, a3),
            claims=(water[0], sank[0], survey),
        ),
        Reading(
            b,
            sentences(b),
            (Quote(words(b, "“The ship was sound,”"), words(b, "The ship was sound,")),),
            times=(thursday, february),
            sources=(officers, guard, oram, mail),
            attributions=(b0, b1, b2, b3),
            claims=(knew, water[1], sound),
        ),
        Reading(c, sentences(c), times=(tuesday,), sources=(speaker, officials), attributions=(c1, c2), claims=(sank[1], water[2])),
    )
    alignments = (
        Alignment(
            make_id("k", "water"),
            water,
            "agree",
            (),
            ("The Quay Mail", "Strand Agency", "newsroom of notes.txt"),
            Origins(
                2,
                3,
                (
                    Component((officers,), True),
                    Component((guard,), True),
                    Component((officials,), False, "unnamed, may be among the others"),
                ),
                "officials of page C are unnamed, so they may be the port’s or the coast guard’s: a third origin is possible, not proven.",
            ),
            testimonies=tuple(Testimony(x, of[x.attribution.id]) for x in water if x.attribution),
        ),
        Alignment(
            make_id("k", "sank"),
            sank,
            "contradict",
            (b.id,),
            ("The Quay Mail", "newsroom of notes.txt"),
            Origins(
                1,
                2,
                (Component((speaker,), True), Component((mail,), False, "own voice")),
                "The Mail gives no source; it may rest on the coast guard too.",
            ),
            testimonies=(Testimony(sank[0], Chain(a.id, (mail,), None)), Testimony(sank[1], of[c1.id])),
            marks=("unproven",),
        ),
        Alignment(
            make_id("k", "knew"),
            (knew,),
            "single",
            (a.id, c.id),
            ("The Quay Mail",),
            Origins(1, 1, (Component((officers,), True),), "One paper’s officers."),
            testimonies=(Testimony(knew, of[b1.id]),),
        ),
        Alignment(
            make_id("k", "survey"),
            (survey,),
            "single",
            (b.id, c.id),
            ("The Quay Mail",),
            Origins(1, 1, (Component((letter,), True),), "One letter."),
            testimonies=(Testimony(survey, of[a3.id]),),
        ),
        Alignment(
            make_id("k", "sound"),
            (sound,),
            "single",
            (a.id, c.id),
            ("Strand Agency",),
            Origins(1, 1, (Component((oram,), True),), "One man."),
            testimonies=(Testimony(sound, of[b3.id]),),
        ),
    )
    differences = (
        Difference(
            make_id("d", 1),
            "date",
            words(a, "on Monday"),
            words(c, "on Tuesday", 1),
            "contradicts",
            "The days differ; both cannot be true.",
        ),
        Difference(
            make_id("d", 2),
            "quantity",
            words(a, "Several officers"),
            words(a, "two port officers"),
            "different",
            "The deck says several, the body two.",
        ),
        Difference(make_id("d", 3), "quantity", words(a, "for weeks"), words(b, "at least twice"), "compatible", "Both can be true."),
    )
    moments = (
        Moment(make_id("m", 1), interval("2030-09-01", "2030-12-21"), survey.span, a.id, autumn, (survey,)),
        Moment(make_id("m", 2), interval("2031-01-01", "2031-02-28"), sank[0].span, a.id, early, (sank[0],)),
        Moment(make_id("m", 3), interval("2031-02-01", "2031-02-28"), water[1].span, b.id, february, (water[1],)),
        Moment(make_id("m", 4), interval("2031-03-03"), sank[0].span, a.id, monday, (sank[0],), disputed=True),
        Moment(make_id("m", 5), interval("2031-03-04"), sank[1].span, c.id, tuesday, (sank[1],), disputed=True),
    )
    account = (
        Statement(
            "A survey of the hull was ordered, according to a letter seen by The Quay Mail.",
            (survey.span,),
            alignments[3].id,
            interval("2030-09-01", "2030-12-21"),
        ),
        Statement(
            "The Aurelia was taking in water before it sailed: “for weeks”, two port officers told The Quay Mail; "
            "“at least twice in February”, a coastguard officer told Strand Agency.",
            tuple(x.span for x in water),
            alignments[0].id,
            interval("2031-02-01", "2031-02-28"),
        ),
        Statement(
            "The ship sank on 3 March, by The Quay Mail’s account, or on 4 March, by the coast guard’s.",
            tuple(x.span for x in sank),
            alignments[1].id,
            interval("2031-03-03", "2031-03-04"),
        ),
        Statement("The harbour master denies it: “The ship was sound”.", (sound.span,), alignments[4].id),
    )
    story = Story(
        make_id("y", a.id, b.id, c.id),
        "Ship took in water before it sailed, officers say",
        readings,
        (officers, guard, oram, letter, officials, speaker, mail, strand),
        (),
        chains,
        alignments,
        differences,
        moments,
        account,
    )
    inputs = (
        (
            Input("quay.html", "ok", a.id),
            Input("strand.txt", "ok", b.id),
            Input("notes.txt", "ok", c.id),
            Input("photo.html", "failed", None, "not-text", "it is a picture. Give the page’s HTML"),
        )
        if files
        else ()
    )
    return Report(inputs, readings, (story,), Options())


def lone(*blocks, **facts) -> Report:  # type: ignore[no-untyped-def]
    """One page with nothing found in it."""
    reading = Reading(article(*blocks, **facts))
    story = Story(make_id("y", reading.article.id), reading.article.title, (reading,))
    return Report((Input(reading.article.file, "ok", reading.article.id),), (reading,), (story,), Options())


def wire(pages: int, paragraphs: int = 1) -> Report:
    """One agency's text on many pages: one newsroom, one origin."""
    agency, minister = outlet("Strand Agency"), source("Pell Oram", "named")
    said = "The ship was sound, Pell Oram told Strand Agency on Monday."
    filler = [f"Paragraph {n} tells of the harbour, its nine cranes and the price of a berth in the season." for n in range(paragraphs)]
    readings, claims, chains, moments = [], [], [], []
    for n in range(pages):
        text = article(
            ("headline", "Ship was sound, says master"),
            said,
            *filler,
            file=f"{n:03}.html",
            outlet=f"Paper {n}",
            credit="Strand Agency",
            published="2031-03-05",
        )
        when = time(text, "on Monday", "2031-03-03", interval("2031-03-03"), "weekday")
        by = attribution(text, minister, "Pell Oram", "told", "The ship was sound", addressee="Strand Agency")
        made = claim(text, "The ship was sound", by, when)
        readings.append(Reading(text, sentences(text), times=(when,), sources=(minister,), attributions=(by,), claims=(made,)))
        claims.append(made)
        chains.append(Chain(text.id, (agency, minister), by))
        moments.append(Moment(make_id("m", n), interval("2031-03-03"), made.span, text.id, when, (made,)))
    first = readings[0].article
    copies = tuple(Copy(first.id, r.article.id, (Passage(words(first, said), words(r.article, said)),)) for r in readings[1:])
    alignment = Alignment(
        make_id("k", "sound"),
        tuple(claims),
        "agree",
        (),
        ("Strand Agency",),
        Origins(1, 1, (Component((minister,), True),), "One man, told to one agency."),
        testimonies=tuple(Testimony(c, chain, n > 0) for n, (c, chain) in enumerate(zip(claims, chains, strict=True))),
        marks=("one source",),
    )
    account = (
        Statement("The harbour master said the ship was sound.", tuple(c.span for c in claims[:3]), alignment.id, interval("2031-03-03")),
    )
    story = Story(
        make_id("y", pages),
        "Ship was sound, says master",
        tuple(readings),
        (minister, agency),
        copies,
        tuple(chains),
        (alignment,),
        (),
        tuple(moments),
        account,
    )
    return Report(tuple(Input(r.article.file, "ok", r.article.id) for r in readings), tuple(readings), (story,), Options())
