"""Aligned claims with who attests them: testimonies, newsrooms, origins, marks, silence."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.model import Alignment, Claim, Copy, Difference, Reading, make_id
from secondsource.stories import chains, origins
from secondsource.stories.alignment import relation
from secondsource.stories.sources import Merged


def attested(
    groups: Sequence[Sequence[Claim]],
    readings: Sequence[Reading],
    copies: Sequence[Copy],
    differences: Sequence[Difference],
    merged: Merged,
) -> tuple[Alignment, ...]:
    """One alignment for each group of claims, in the order of the groups."""
    return tuple(attest(group, readings, copies, differences, merged) for group in groups)


def is_read(reading: Reading) -> bool:
    """A page in another language was not read: nobody can call it silent."""
    return reading.article.language in ("en", "und")


def attest(
    claims: Sequence[Claim], readings: Sequence[Reading], copies: Sequence[Copy], differences: Sequence[Difference], merged: Merged
) -> Alignment:
    """An alignment from the claims of one statement: who says it, on whose word, and which reports are silent."""
    testimonies = chains.testimonies(claims, copies, merged)
    found = origins.origins(testimonies, merged)
    speaking = {claim.article for claim in claims}
    return Alignment(
        id=make_id("l", *sorted(claim.id for claim in claims)),
        claims=tuple(claims),
        relation=relation(claims, differences),
        silent=tuple(reading.article.id for reading in readings if reading.article.id not in speaking and is_read(reading)),
        newsrooms=origins.newsrooms(testimonies, merged.articles),
        origins=found,
        circular=origins.circular(testimonies),
        testimonies=testimonies,
        marks=origins.marks(found, testimonies),
    )
