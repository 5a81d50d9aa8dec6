"""The numbers of lines, and the trees that judge them."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from secondsource.data import path
from secondsource.intake import features, linemodel
from secondsource.intake.hints import hints
from secondsource.intake.markup import Line

PAGE = [
    "Aller Courier",
    "By Ada Brandt",
    "The bridge over the Aller will close in May for its repair, the mayor said on Tuesday.",
    "Share this",
    "Carters from both banks met at the bridge on Monday and said they had not been asked.",
    "Subscribe to our newsletter",
]


@pytest.mark.parametrize(
    ("flags", "steps"),
    [
        ([False, False, False], [99, 100, 101]),
        ([True, False, False, True], [99, 1, 2, 3]),
        ([True, True], [99, 1]),
    ],
)
def test_steps_back_to_the_last_flag(flags: list[bool], steps: list[int]) -> None:
    """A line's own flag does not count; before the first flag the steps are 99 and more."""
    assert features.nearest(np.array(flags)).tolist() == steps
    assert features.nearest(np.array([flags, flags]).T).T.tolist() == [steps, steps]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sentence", [0, 0, 1, 0, 1, 0]),
        ("byline", [0, 1, 0, 0, 0, 0]),
        ("place", [i / 6 for i in range(6)]),
        ("in_run", [0, 0, 1, 1, 1, 0]),
        ("from_run_start", [-math.log1p(2), -math.log1p(1), 0, math.log1p(1), math.log1p(2), math.log1p(3)]),
        ("good_before", [20, 20, 20, 1, 2, 1]),
        ("since_byline", [math.log1p(99), math.log1p(100), math.log1p(1), math.log1p(2), math.log1p(3), math.log1p(4)]),
        ("nth_links to share it", [0, 0, 0, 0, 1, 1]),
        ("sentence-1", [-1, 0, 0, 1, 0, 1]),
        ("sentence+2", [1, 0, 1, 0, -1, -1]),
        ("share_so_far", [0, 0, 0, 0.5, 0.5, 1]),
    ],
)
def test_numbers_of_lines(name: str, expected: list[float]) -> None:
    """Each line is measured by itself, beside its neighbours and against the page."""
    rows = features.measure([Line(text, ()) for text in PAGE])
    assert rows[:, features.NAMES.index(name)].tolist() == pytest.approx(expected)


def test_a_page_without_lines_has_no_rows() -> None:
    """No lines, no rows; their columns are named all the same."""
    assert features.measure([]).shape == (0, len(features.NAMES))


@pytest.mark.parametrize("name", ["text", "page"])
def test_trees_are_walked_from_root_to_leaf(name: str) -> None:
    """A row's chance is the logistic of the base and one leaf's value a tree, as a walk node by node finds it."""
    given = json.loads(path(f"clutter.{name}.json").read_text("utf-8"))
    rows = np.random.default_rng(0).uniform(-1, 5, (linemodel.CHUNK + 3, len(given["names"])))

    def walked(row: list[float]) -> float:
        total = given["base"]
        for tree in given["trees"]:
            at = 0
            while tree["threshold"][at] is not None:
                at = tree["left" if row[tree["feature"][at]] <= tree["threshold"][at] else "right"][at]
            total += tree["value"][at]
        return 1 / (1 + math.exp(-total))

    found = linemodel.Trees(given).score(rows)
    assert [found[i] for i in (0, 1, 2, -3, -2, -1)] == pytest.approx([walked(rows[i].tolist()) for i in (0, 1, 2, -3, -2, -1)])


@pytest.mark.parametrize(
    ("text", "tag", "depth", "chance", "found_by_other", "kept"),
    [
        (PAGE[4], "p", 7, 0.3, True, True),
        (PAGE[4], "p", 7, 0.3, False, False),  # no extractor keeps it
        (PAGE[4], "p", 7, 0.1, True, False),  # too unlikely
        (PAGE[4], "p", 9, 0.3, True, False),  # elsewhere on the page
        (PAGE[4], "li", 7, 0.3, True, False),  # another kind of element
        (PAGE[5], "p", 7, 0.3, True, False),  # no sentence
        (PAGE[5], "p", 7, 0.9, False, True),
    ],
)
def test_the_second_part_of_a_body(
    monkeypatch: pytest.MonkeyPatch, text: str, tag: str, depth: int, chance: float, found_by_other: bool, kept: bool
) -> None:
    """Three sentences in elements like those of the sentences kept are kept at a lower chance, where resiliparse keeps them too."""

    class Chances:
        def score(self, rows: object) -> object:
            return np.array([0.9, *[chance] * 3])

    monkeypatch.setattr(linemodel, "model", lambda name: (Chances(), 0.45))
    lines = [Line(PAGE[2], (), tag="p", depth=7), *[Line(text, (), tag=tag, depth=depth)] * 3]
    said = {"trafilatura": [True, False, False, False], "resiliparse": [True, *[found_by_other] * 3]}
    assert linemodel.page_lines(lines, said) == [True, *[kept] * 3]
    few = {name: flags[:3] for name, flags in said.items()}
    monkeypatch.setattr(Chances, "score", lambda self, rows: np.array([0.9, chance, chance]))
    assert linemodel.page_lines(lines[:3], few) == [True, *[kept and chance > 0.45] * 2]


@pytest.mark.parametrize(("hint", "sure", "kept"), [("comments", False, False), ("comments", True, True), ("related", False, True)])
def test_comments_are_not_the_article(monkeypatch: pytest.MonkeyPatch, hint: str, sure: bool, kept: bool) -> None:
    """A likely line inside what the page's classes call comments is kept only where trafilatura keeps it too."""

    class Chances:
        def score(self, rows: object) -> object:
            return np.array([0.9, 0.9])

    monkeypatch.setattr(linemodel, "model", lambda name: (Chances(), 0.45))
    lines = [Line(PAGE[2], (), tag="p"), Line(PAGE[4], (), tag="p", where=hints()[hint])]
    assert linemodel.page_lines(lines, {"trafilatura": [True, sure], "resiliparse": [True, True]}) == [True, kept]


@pytest.mark.parametrize(
    ("count", "depth", "link", "kept"),
    [
        (3, 9, True, False),
        (2, 9, True, True),  # two headings are no row
        (3, 7, True, True),  # a list whose headings are links: its texts are like the body's
        (3, 9, False, True),  # subheads
    ],
)
def test_teasers_after_the_body(monkeypatch: pytest.MonkeyPatch, count: int, depth: int, link: bool, kept: bool) -> None:
    """Likely sentences under three headings that are links, after the body and unlike it, are other stories."""
    head = Line("Council to sell the old town hall", (), tag="h3", depth=depth, link=33 if link else 0)
    row = [head, Line(PAGE[4], (), tag="p", depth=depth)] * count
    lines = [Line(PAGE[2], (), tag="p", depth=7)] * 5 + row

    class Chances:
        def score(self, rows: object) -> object:
            return np.array([0.9] * 5 + [0.1, 0.9] * count)

    monkeypatch.setattr(linemodel, "model", lambda name: (Chances(), 0.45))
    said = {name: [True] * len(lines) for name in ("trafilatura", "resiliparse")}
    assert linemodel.page_lines(lines, said) == [True] * 5 + [False, kept] * count
