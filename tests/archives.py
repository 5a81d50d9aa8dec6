"""Small archives of invented reports: readings written by hand, packed as an earlier run would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import makers
from secondsource.model import Claim, Reading, Span
from secondsource.options import Options

#: Invented events: a name, the words of their reports.
EVENTS = {
    "ferry": (
        "Ferry Orla Quill ran aground",
        "The ferry Orla Quill ran aground off Penmarra Head with 214 passengers aboard in thick fog",
        "Two lifeboats took the passengers of the Orla Quill to Penmarra, where harbour master Edda Finch met them on the quay.",
    ),
    "mill": (
        "Fire destroys Garrow Mill",
        "A fire destroyed the old Garrow Mill in Sturbeck and firefighters from four towns fought it",
        "The Garrow Mill had stood empty since the looms of Sturbeck fell silent, and its roof came down shortly after midnight.",
    ),
    "vote": (
        "Council votes down Hexley tram",
        "The Hexley council voted down the tram line to Dunmere by nine votes to eight",
        "Mayor Ilse Brandt called the tram to Dunmere dead for a generation; shopkeepers of the Hexley high street applauded.",
    ),
    "hens": (
        "Thousand hens loose in Tarn",
        "A lorry overturned near Tarnwick and a thousand hens escaped onto the Brackley road at dawn",
        "Farmers and schoolchildren chased the hens through the ditches of Tarnwick until noon with nets and blankets.",
    ),
}


def reading(event: str, number: int, day: str = "2024-05-02") -> Reading:
    """One outlet's report of an event, with one claim in its own voice; each is worded a little otherwise."""
    title, words, more = EVENTS[event]
    outlet = f"{event.title()} Post {number}"
    article = makers.article(
        ("headline", title), f"{words}, {outlet} has learned.", more, file=f"{event}-{number}", outlet=outlet, published=day
    )
    span = Span(article.id, len(title) + 2, len(title) + 2 + len(words))
    claim = Claim(f"c{article.id[1:]}", article.id, span, None, words=tuple(words.lower().split()))
    return Reading(article, claims=(claim,))


def some() -> list[Reading]:
    """Three reports of the ferry, two of the mill, one of the vote, one of the hens."""
    plan = {"ferry": 3, "mill": 2, "vote": 1, "hens": 1}
    return [reading(event, n) for event, count in plan.items() for n in range(count)]


def stored(folder: Path, readings: Sequence[Reading], rows: int = 3) -> Path:
    """A Parquet file of readings, a few to a row group."""
    from pyarrow.parquet import ParquetWriter

    from secondsource.corpus import stages, tables

    file = folder / "readings.parquet"
    found: list[dict[str, Any]] = [
        {**stages.article_row(r, Options()), "attributions": len(r.attributions), "times": len(r.times)} for r in readings
    ]
    with ParquetWriter(file, tables.schema("readings"), compression="zstd") as writer:
        for at in range(0, len(found), rows):
            writer.write_table(tables.rows("readings", found[at : at + rows]))
    return file


def files_of(out: Path) -> dict[str, bytes]:
    """Every Parquet file of a run."""
    return {str(file.relative_to(out)): file.read_bytes() for file in sorted(out.glob("*/*/*.parquet"))}
