"""From label scores and pointers to attributions, on numbers made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from secondsource.reading.tagger_decode import Tags, best_labels, pieces
from secondsource.reading.tagger_link import link
from secondsource.reading.tagger_text import COLON, DASHES, LABELS, Subwords, Window


def steps() -> np.ndarray:
    """Nothing is preferred; ``I-x`` must follow ``B-x`` or ``I-x``."""
    table = np.zeros((7, 7), np.float32)
    for i, at in enumerate(LABELS):
        for j, to in enumerate(LABELS):
            if to.startswith("I-") and at[1:] != to[1:]:
                table[i, j] = -1e4
    return table


def scores(names: str) -> np.ndarray:
    """Sure scores for labels written short: 'S s C c T t o' are B/I of source, cue, content, and nothing."""
    table = np.zeros((len(names), 7), np.float32)
    for i, name in enumerate(names):
        table[i, "oSsCcTt".index(name)] = 9
    return table


def tags(names: str, points: dict[int, int]) -> Tags:
    """``points`` says where each subword points to; -1 is [CLS]: none."""
    n = len(names)
    links = np.zeros((n + 1, 4, 64), np.float32)
    for at, to in points.items():
        key = 1 if names[at] in "Tt" else 3
        links[at + 1, key - 1, at] = links[to + 1, key, at] = 20
    return Tags(scores(names), (Window(0, 0, n),), (links,), steps())


def cut(names: str, colons: tuple[int, ...] = (), paragraphs: tuple[int, ...] = (0,)) -> Subwords:
    n = len(names)
    shapes = np.array([int(i in paragraphs) for i in range(n)])
    return Subwords(np.array([COLON if i in colons else 2000 for i in range(n)]), np.arange(n) * 2, np.arange(n) * 2 + 1, shapes)


Told = list[tuple[tuple[int, int] | None, tuple[int, int], list[tuple[int, int]]]]


def told(names: str, points: dict[int, int], text: Subwords | None = None) -> Told:
    found = link(tags(names, points), text or cut(names))
    return [
        ((a.source.start, a.source.end) if a.source else None, (a.cue.start, a.cue.end), [(c.start, c.end) for c in a.content])
        for a in found
    ]


def test_an_inside_never_stands_alone() -> None:
    """A subword that looks like the inside of a content, after nothing, begins one or is not one."""
    table = scores("ooo")
    table[1, LABELS.index("I-content")] = 9.5

    assert [LABELS[i] for i in best_labels(table, steps())] in (["O", "O", "O"], ["O", "B-content", "O"])


def test_pieces() -> None:
    """Two contents side by side stay two; another role ends a piece."""
    path = best_labels(scores("SsCoTtTto"), steps())

    assert [(p.start, p.end, p.role) for p in pieces(path, scores("SsCoTtTto"))] == [
        (0, 2, "source"),
        (2, 3, "cue"),
        (4, 6, "content"),
        (6, 8, "content"),
    ]


@pytest.mark.parametrize(
    ("names", "points", "expected"),
    [
        ("SCTt", {2: 1, 3: 1, 1: 0}, [((0, 1), (1, 2), [(2, 4)])]),  # she says A
        ("TtSCTt", {0: 3, 1: 3, 4: 3, 5: 3, 3: 2}, [((2, 3), (3, 4), [(0, 2), (4, 6)])]),  # "A," she says, "B"
        ("SCToCT", {2: 1, 5: 4, 1: 0, 4: 0}, [((0, 1), (1, 2), [(2, 3)]), ((0, 1), (4, 5), [(5, 6)])]),  # she says A and thinks B
        ("CT", {1: 0, 0: -1}, [(None, (0, 1), [(1, 2)])]),  # reportedly A
        ("SCoo", {1: 0}, []),  # she spoke
    ],
)
def test_links(names: str, points: dict[int, int], expected: object) -> None:
    """A content goes to the cue it points to, a cue to its source; what has no content says nothing."""
    assert told(names, points) == expected


def test_a_colon_is_a_cue() -> None:
    """'Minister: talks failed' needs no verb."""
    assert told("SsoTt", {}, cut("SsoTt", colons=(2,))) == [((0, 2), (2, 3), [(3, 5)])]


def test_a_dash_before_a_signature_is_a_cue() -> None:
    """'"We lost our homes." — Ann Reed' needs no verb; without quote marks a dash says nothing."""
    text = cut("TtooSs")
    text.ids[3], text.shapes[2:4] = DASHES[1], (22, 18)  # a quote mark, then a dash

    assert told("TtooSs", {}, text) == [((4, 6), (3, 4), [(0, 2)])]
    text.shapes[2] = 18
    assert told("TtooSs", {}, text) == []


def test_a_cue_keeps_to_its_paragraph() -> None:
    """A headline without a cue of its own does not become part of what the first paragraph says."""
    assert told("TtSCTt", {0: 3, 1: 3, 4: 3, 5: 3, 3: 2}, cut("TtSCTt", paragraphs=(0, 2))) == [((2, 3), (3, 4), [(4, 6)])]


def test_a_cue_alone_takes_what_another_can_spare() -> None:
    """'She wants A, focusing on B': the second cue gets the content that also points to it."""
    points = tags("SCTCT", {2: 1, 4: 1, 1: 0, 3: 0})
    points.links[0][5, 0, 40], points.links[0][4, 1, 40] = 20, 19.5  # B points to 'focusing on' almost as much

    assert [(one.cue.start, [c.start for c in one.content]) for one in link(points, cut("SCTCT"))] == [(1, [2]), (3, [4])]
