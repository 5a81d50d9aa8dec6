"""Many readings to stories: who tells the same event, what they share, where they differ, and on whose word.

In running order:

``groups``        which reports tell one event (``groups_*``: their words, linking, look-alike events apart, weights kept)
``copies``        which report carries another's text, with the aligned passages
``sources``       the sources of the reports made one per story, by ``names``, ``outlets``, ``roles`` and what they are ``called``
``chains``        for every attribution, the voices from the page inwards to the origin
``alignment``     the same claim across reports (``alignment_*``: how alike two claims are)
``differences``   where aligned claims differ: quantity, date, actor, place, certainty (``differences_*``: each kind's logic)
``attested``      aligned claims with their testimonies, by ``origins``: how many newsrooms and origins can stand behind a claim,
                  with ``same`` (one, different, or perhaps) and ``reasons`` (the sentence that says why)
``timeline``      the story's events in order
``account``       sentences that tell it, each with its citations, in ``wording`` of its own; and ``headline``

``embed`` gives sentences as vectors where the model is installed; everything works without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.model import Reading, Story, make_id
from secondsource.options import Options
from secondsource.stories import account, alignment, attested, chains, copies, differences, embed, groups, headline, sources, timeline


def compare(readings: Sequence[Reading], options: Options = Options()) -> tuple[Story, ...]:  # noqa: B008 - frozen
    """The stories that the readings tell, in the order of their ids; a lone report is a story of one.

    The order of the readings does not matter.
    """
    return tuple(sorted((tell(group, options) for group in groups.groups(readings, options)), key=lambda story: story.id))


def ready() -> None:
    """Load what comparing needs, about half a second's work: for those who wait for readings meanwhile."""
    embed.available()


def tell(readings: Sequence[Reading], options: Options = Options()) -> Story:  # noqa: B008 - frozen
    """One story from the reports of one event."""
    readings = tuple(sorted(readings, key=lambda reading: reading.article.id))
    copied = copies.copies([reading.article for reading in readings])
    merged = sources.merge(readings)
    same = alignment.align(readings, copied, options)
    differing = differences.differences(same, readings)
    aligned = attested.attested(same, readings, copied, differing, merged)
    return Story(
        id=make_id("y", *(reading.article.id for reading in readings)),
        headline=headline.headline(readings, aligned),
        readings=readings,
        sources=merged.sources,
        copies=copied,
        chains=chains.every(readings, merged),
        alignments=aligned,
        differences=differing,
        timeline=timeline.timeline(readings, aligned),
        account=account.account(readings, aligned, differing, options),
    )
