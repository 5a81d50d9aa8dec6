"""The drawing of the chains: where its names stand and where its arrows run."""

from __future__ import annotations

import re

from secondsource.views import graph_svg
from secondsource.views.graph_svg import COLUMNS, Edge, Graph, Node
from secondsource.views.marks import Mark


def laid_out(origins: int, rooms: dict[str, list[str]]) -> tuple[dict[str, Node], dict[tuple[str, str], Edge]]:
    """A drawing of so many people and of newsrooms or pages, each with what leads into it."""
    nodes = {f"o{n}": Node(("origin", f"o{n}"), f"Person {n}", "", Mark("cir", 0)) for n in range(origins)}
    edges = {}
    for name, sources in rooms.items():
        page = name.startswith("page")
        column, kind = (3, "page") if page else (1, "room")
        nodes[name] = Node((kind, name), name, "", None if page else Mark("tri", 0), column=column)
        for source in sources:
            edges[source, name] = Edge(nodes[source].key, nodes[name].key, "#", True, 0)
    graph_svg._lay_out(Graph(list(nodes.values()), list(edges.values())))
    return nodes, edges


def test_an_arrow_past_a_column_turns_behind_its_names() -> None:
    """An origin that only the second newsroom has is led straight past the name of the first before its line bends."""
    nodes, edges = laid_out(3, {"The Quay Mail": ["o0", "o1", "o2"], "Bayside": ["The Quay Mail", "o0"], "page A": ["Bayside"]})
    straight = re.match(r"M\d+ \d+H(\d+)C", edges["o0", "Bayside"].path)

    assert nodes["The Quay Mail"].column == 1
    assert nodes["Bayside"].column == 2
    assert abs(nodes["The Quay Mail"].y - nodes["o0"].y) > graph_svg.NAME
    assert straight
    assert int(straight[1]) >= COLUMNS[1] + 20 + 8 * len("Quay Mail")


def test_an_arrow_does_not_run_straight_through_a_name() -> None:
    """Where the name of a newsroom stands at the height of the line, the line bends before it."""
    nodes, edges = laid_out(1, {"The Quay Mail": ["o0"], "Bayside": ["The Quay Mail", "o0"], "page A": ["Bayside"]})
    straight = re.match(r"M\d+ \d+H(\d+)C", edges["o0", "Bayside"].path)

    assert abs(nodes["The Quay Mail"].y - nodes["o0"].y) <= graph_svg.NAME
    assert not straight or int(straight[1]) < COLUMNS[1]


def test_a_newsroom_that_nobody_told_stands_below_the_lines_that_pass_it() -> None:
    """No line crosses its name: all that pass its column do so above it."""
    nodes, _ = laid_out(3, {"The Quay Mail": ["o0"], "Agency": [], "page A": ["The Quay Mail", "o1", "o2", "Agency"]})

    assert nodes["Agency"].y > max(nodes[f"o{n}"].y for n in range(3))
