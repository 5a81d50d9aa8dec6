"""What the terminal shows when a report is done. Text from pages is shown without control characters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from secondsource.model import Alignment, Input, Report, State, Story
from secondsource.views.leading import lead_first

STATES: tuple[State, ...] = ("ok", "partial", "failed", "duplicate", "interrupted")


def show(report: Report, page: Path | None, json: Path | None) -> None:
    """Print the summary on standard error, so that data on standard output stays clean."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for line in lines(report, page, json):
        console.print(line, markup=False)


def lines(report: Report, page: Path | None, json: Path | None) -> list[str]:
    """The summary: a paragraph a story, what was not read, where the results lie, the counts."""
    text: list[str] = []
    for story in report.stories[:20]:
        text += [*_story(story), ""]
    if len(report.stories) > 20:
        text += [f"… and {len(report.stories) - 20} more stories", ""]
    for i in report.inputs:
        if i.state in ("failed", "partial"):
            text.append(f"{i.state}: {printable(i.file)}: {printable(i.why or '')}")
    written = [str(p) for p in (page, json) if p and str(p) != "-"]
    if written:
        text.append("written: " + ", ".join(map(printable, written)))
    elif page is None:
        text.append("no page could be read, so there is no report")
    text.append(counts(report))
    return text


def counts(report: Report) -> str:
    """'in 4 = 3 ok + 0 partial + 1 failed + 0 duplicate + 0 interrupted'."""
    return counts_of(report.inputs)


def counts_of(inputs: Sequence[Input]) -> str:
    """The same of any inputs: every one ends in exactly one state, so the counts add up."""
    seen = Counter(i.state for i in inputs)
    return f"in {len(inputs)} = " + " + ".join(f"{seen[state]} {state}" for state in STATES)


def _story(story: Story) -> list[str]:
    shared = [a for a in story.alignments if len({c.article for c in a.claims}) > 1]
    text = [printable(story.headline)]
    pages, copies = len(story.readings), len({c.by for c in story.copies})
    differences = sum(not d.guess for d in story.differences)
    text.append(
        f"  {_many(pages, 'page')}{f', {copies} of them carrying copied text' if copies else ''}; "
        f"{_many(len(story.alignments), 'claim')}, {len(shared)} in several pages; {_many(differences, 'difference')}"
    )
    if story.alignments:
        first = lead_first(story).alignments[0]
        text.append(f"  main claim: {origins(first)}; {_many(len(first.newsrooms), 'newsroom')}: {printable(', '.join(first.newsrooms))}")
        text.append(f"  {printable(first.origins.why)}")
    return text


def origins(alignment: Alignment) -> str:
    """'2 to 3 origins', 'exactly 1 origin'."""
    low, high = alignment.origins.min, alignment.origins.max
    return f"exactly {_many(low, 'origin')}" if low == high else f"{low} to {high} origins"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def printable(text: str) -> str:
    """The text as it can safely go to a terminal: control and direction characters become visible escapes.

    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape").decode() for c in text)
