"""The account sentence by sentence, and the exact words behind it for print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from secondsource.model import Statement, make_id
from secondsource.views import marks
from secondsource.views.desk import Cite, Desk
from secondsource.views.marks import Range
from secondsource.views.quoting import in_marks


@dataclass(frozen=True, slots=True)
class Chips:
    """Passages of one origin by one route: the first in words, the others by number."""

    first: Cite
    more: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    id: str
    when: str
    text: str
    chips: tuple[Chips, ...]
    range: Range | None


@dataclass(frozen=True, slots=True)
class Note:
    """What a chip's number leads to in print."""

    number: int
    words: Markup
    where: str


def account(desk: Desk, most: int) -> tuple[Sentence, ...]:
    """The first ``most`` sentences of the account."""
    return tuple(sentence(desk, statement) for statement in desk.story.account[:most])


def sentence(desk: Desk, statement: Statement) -> Sentence:
    of = desk.alignment(statement.alignment)
    return Sentence(
        id=desk.ids.of(make_id("n", desk.story.id, statement.text, *statement.cites)),
        when=desk.w.days(statement.interval) if statement.interval else desk.w("account.undated"),
        text=desk.told(statement.text),
        chips=grouped([desk.cite(span, of) for span in statement.cites]),
        range=marks.range_of(of, desk.hue, desk.w) if of and of.origins.components else None,
    )


def grouped(cites: Sequence[Cite]) -> tuple[Chips, ...]:
    """Chips of the same origin, route and page together."""
    groups: dict[tuple[str, str], dict[str, Cite]] = {}
    for cite in cites:
        groups.setdefault((cite.voice.key, cite.letter), {}).setdefault(cite.anchor, cite)
    return tuple(Chips(first, tuple(more)) for first, *more in (list(g.values()) for g in groups.values()))


def notes(desk: Desk) -> tuple[Note, ...]:
    """The numbered words, in the order of their numbers. Made last, when every section has cited."""
    made = []
    for span, number in sorted(desk.numbers.items(), key=lambda pair: pair[1]):
        words = in_marks(desk.articles[span.article], span)
        places = {"start": desk.w.number(span.start), "end": desk.w.number(span.end)}
        made.append(Note(number, words, desk.w("account.note", letter=desk.letters[span.article], **places)))
    return tuple(made)
