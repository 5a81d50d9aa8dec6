"""How the words reached the reader: origins, newsrooms, repeaters and pages in four columns, drawn when the report is made.

::

    who said it          who got it        who repeated it     the page you gave
    two engineers ─────▶ The Courier ────▶ Meridian Agency ──▶ page B
    an official ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▶                  ╌▶ page C

Solid = stated in the text, dashed = inferred, red = circular. The list twin beneath holds the same routes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from secondsource.model import Chain, Span
from secondsource.views import marks, wording
from secondsource.views.desk import NOBODY, Desk
from secondsource.views.marks import Mark
from secondsource.views.words import bare

NODES = 30  #: nodes drawn
LISTED = 120  #: routes in the list
FOLD = 4  #: pages drawn for a newsroom; the rest is folded into one node
COLUMNS = (34, 360, 588, 806)  #: where each column starts
WIDTH = 972
LETTERS = (36, 24, 21, 18)  #: characters of a label that fit each column
ROW = 54
NAME = 14  #: half the height that a name takes

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of a route."""

    to: Key
    name: str
    stated: bool
    why: str  #: for an inferred step: what the page does not say


@dataclass(frozen=True, slots=True)
class Route:
    """From an origin to a page, by way of newsrooms."""

    origin: Key
    name: str
    mark: Mark
    steps: tuple[Step, ...]
    span: Span  #: the words that state it
    href: str = ""
    circular: bool = False


@dataclass(slots=True)
class Node:
    key: Key
    label: str
    small: str
    mark: Mark | None
    named: tuple[bool, bool] = (False, False)  #: whether label and small are words of pages
    column: int = 0
    y: float = 0.0
    bold: bool = False


@dataclass(slots=True)
class Edge:
    start: Key
    end: Key
    href: str
    stated: bool
    hue: int
    circular: bool = False
    path: str = ""
    tip: str = ""


@dataclass(slots=True)
class Graph:
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    routes: tuple[Route, ...] = ()
    routes_total: int = 0
    routes_drawn: int = 0
    width: int = WIDTH
    height: int = 0
    columns: tuple[int, ...] = COLUMNS
    kinds: tuple[str, ...] = ()  #: shapes in use
    inferred: bool = False
    circular: int = 0


def graph(desk: Desk) -> Graph:
    """The routes of the story, the main claims' first, drawn up to ``NODES`` nodes."""
    routes = list(_routes(desk))
    loops = _loops(routes)
    routes = [replace(r, circular=bool(loops & set(_pairs(r)))) for r in routes]
    made = Graph(routes=tuple(replace(r, href="#" + desk.anchor(r.span).id) for r in routes[:LISTED]), routes_total=len(routes))
    nodes: dict[Key, Node] = {}
    edges: dict[tuple[Key, Key], Edge] = {}
    folded: dict[Key, set[Key]] = {}
    for route in routes:
        new = [key for key in (route.origin, *(s.to for s in route.steps)) if key not in nodes]
        if len(nodes) + len(new) > NODES:
            continue
        made.routes_drawn += 1
        _draw(desk, route, nodes, edges, folded, loops)
    for room, pages in folded.items():
        key = ("fold", room[1])
        nodes[key] = Node(key, desk.w.many("chains.folded", len(pages)), desk.w("chains.pages_with_text"), None, bold=True)
        edges[room, key] = Edge(room, key, "#" + desk.section("pages"), True, 0)
    made.nodes, made.edges = list(nodes.values()), list(edges.values())
    _lay_out(made)
    made.kinds = tuple(kind for kind, shape in marks.SHAPES.items() if any(n.mark and n.mark.shape == shape for n in made.nodes))
    made.inferred = any(not e.stated for e in made.edges)
    made.circular = sum(e.circular for e in made.edges) + sum(a.circular for a in desk.story.alignments if not loops)
    return made


# ---- routes --------------------------------------------------------------------------------------------------------


def _routes(desk: Desk) -> Iterator[Route]:
    """Each way from an origin to a page once: those behind the claims first, then every other attribution's."""
    seen = set()
    chains: list[tuple[Chain, Span]] = []
    for alignment in desk.story.alignments:
        chains += [(t.chain, t.claim.span) for t in desk.testimonies(alignment)]
    for chain in desk.story.chains:
        if chain.attribution:
            parts = chain.attribution.content
            chains.append((chain, parts[0] if parts else chain.attribution.span))
    for chain, span in chains:
        route = _route(desk, chain, span)
        key = (route.origin, tuple(s.to for s in route.steps))
        if key not in seen:
            seen.add(key)
            yield route


def _route(desk: Desk, chain: Chain, span: Span) -> Route:
    voices = [desk.source(v) for v in chain.voices]
    voice = desk.voice(chain)
    page = ("page", chain.article)

    def spoken(name: str) -> str:
        return desk.w.name(name, desk.tongue)

    own = len(voices) < 2 and chain.attribution is None
    rooms = [v for n, v in enumerate(voices if own else voices[:-1]) if v and (n == 0 or v.kind == "outlet") and not _is_page(desk, v.name)]
    names = [wording.plain(v.name) for v in reversed(rooms)]
    origin = None if own else voices[-1] if voices else None
    key, name = _origin(desk, voice.key.split("\n")[0], origin.kind if origin else "", names, own, chain.article)
    said = voice.name if own else desk.named(wording.plain(origin.name) if origin else NOBODY, capital=True)
    if key[0] == "origin" and (through := [v for v in voices[1:-1] if v and v.kind != "outlet"]):
        key = ("origin", "|".join((key[1], *(v.id for v in through))))
        said = desk.w("chains.through", origin=said, names=desk.w.listed([spoken(wording.plain(v.name)) for v in reversed(through)]))
    names = [n for n in names if ("room", n) != key]
    steps = [
        Step(("room", n), spoken(n), place > 0 or _heard(chain, len(voices)), desk.w.texts["chains.who_heard"])
        for place, n in enumerate(names)
    ]
    if key != page:
        steps.append(_last(desk, chain, page, bool(names) or key[0] == "room"))
    return Route(key, name or said, voice.mark, tuple(steps), span)


def _is_page(desk: Desk, name: str) -> bool:
    """Whether a newsroom is only the unknown one of a page."""
    return desk.newsroom(wording.plain(name)) != wording.plain(name)


def _origin(desk: Desk, key: str, kind: str, names: Sequence[str], own: bool, article: str) -> tuple[Key, str]:
    """The node that a route starts from: an outlet's own voice starts at its newsroom, or at its page."""
    if own:
        if names:
            return ("room", names[0]), desk.w.name(names[0], desk.tongue)
        return ("page", article), desk.w("page.name", letter=desk.letters[article])
    if kind == "outlet":
        source = desk.sources.get(key)
        name = wording.plain(source.name) if source else ""
        return (("room", name), desk.w.name(name, desk.tongue)) if name else (("origin", key), "")
    return ("origin", key), ""


def _heard(chain: Chain, voices: int) -> bool:
    """Whether the text states that this newsroom got the words from this origin."""
    attribution = chain.attribution
    if attribution is None or voices > 2 or (attribution.source and attribution.source.kind == "outlet"):
        return True
    origin = chain.voices[-1]
    return bool(attribution.addressee or attribution.within or (origin and origin.newsroom))


def _last(desk: Desk, chain: Chain, page: Key, has_room: bool) -> Step:
    """The step onto the page: stated where the page says whose text it is."""
    article = desk.articles[chain.article]
    known = article.credit or article.outlet
    name = desk.w("page.name", letter=desk.letters[article.id])
    if has_room:
        stated = bool(known and not known.inferred) or (len(chain.voices) > 1 and not known)
        return Step(page, name, stated, desk.w.texts["chains.whose_text"])
    return Step(page, name, bool(chain.attribution and chain.attribution.addressee), desk.w.texts["chains.who_heard"])


def _pairs(route: Route) -> list[tuple[Key, Key]]:
    keys = [route.origin, *(s.to for s in route.steps)]
    return list(pairwise(keys))


def _loops(routes: Sequence[Route]) -> set[tuple[Key, Key]]:
    """The arrows between newsrooms from whose end one can come back to their start."""
    onward: dict[Key, set[Key]] = {}
    for route in routes:
        for one, other in _pairs(route):
            if one[0] == other[0] == "room":
                onward.setdefault(one, set()).add(other)
    found = set()
    for one, others in onward.items():
        for other in others:
            reached, waiting = {other}, [other]
            while waiting:
                for key in onward.get(waiting.pop(), ()):
                    if key not in reached:
                        reached.add(key)
                        waiting.append(key)
            if one in reached:
                found.add((one, other))
    return found


# ---- drawing -------------------------------------------------------------------------------------------------------


def _draw(
    desk: Desk,
    route: Route,
    nodes: dict[Key, Node],
    edges: dict[tuple[Key, Key], Edge],
    folded: dict[Key, set[Key]],
    loops: set[tuple[Key, Key]],
) -> None:
    """The nodes and arrows of one route; pages beyond the first few of a newsroom are folded."""
    if route.origin not in nodes:
        small = "" if route.mark.solid or route.origin[0] != "origin" else desk.w("chains.may_be")
        nodes[route.origin] = _node(desk, route.origin, route.name, small, route.mark)
    before = route.origin
    for step in route.steps:
        if step.to[0] == "page" and step.to not in nodes and sum(e.start == before and e.end[0] == "page" for e in edges.values()) >= FOLD:
            folded.setdefault(before, set()).add(step.to)
            return
        if step.to not in nodes:
            nodes[step.to] = _node(desk, step.to, step.name, "", None)
        hue = route.mark.hue if before == route.origin else 0
        pair = (before, step.to)
        if pair not in edges:
            edges[pair] = Edge(before, step.to, "#" + desk.anchor(route.span).id, step.stated, hue, pair in loops)
        elif step.stated:
            edges[pair].stated = True
        before = step.to


def _node(desk: Desk, key: Key, name: str, small: str, mark: Mark | None) -> Node:
    label = bare(name)
    if key[0] == "page":
        article = desk.articles[key[1]]
        outlet = wording.clip(bare(desk.w.outlet(article)), LETTERS[3] + 2)
        label = desk.w("page.name", letter=desk.letters[article.id])
        return Node(key, label, outlet, None, (False, bool(article.outlet)), 3, bold=True)
    if key[0] == "room":
        shown = mark if mark and mark.shape == "tri" else Mark("tri", 0)
        return Node(key, wording.clip(label, LETTERS[1]), "", shown, (True, False), 1, bold=True)
    return Node(key, wording.clip(wording.upper(label), LETTERS[0]), small, mark, (True, False))


def _lay_out(made: Graph) -> None:
    """Columns by how far a node is from the origins, heights near those it is joined to, arrows spread at their ends."""
    nodes = {n.key: n for n in made.nodes}
    for node in made.nodes:
        if node.key[0] == "fold":
            node.column = 3
        if node.column == 1 and any(e.end == node.key and e.start[0] == "room" and not e.circular for e in made.edges):
            node.column = 2
            node.label = wording.clip(node.label, LETTERS[2])
    groups = _grouped(made, nodes)
    for column in range(4):
        taken = 30.0 - ROW
        inside = (
            groups if column == 0 else sorted((n for n in made.nodes if n.column == column), key=lambda n: _wanted(n, made, nodes, column))
        )
        for node in inside:
            node.y = max(taken + ROW, _wanted(node, made, nodes, column) if column else 0.0, 50.0)
            taken = node.y
    made.height = int(max((n.y for n in made.nodes), default=0.0)) + 44
    _paths(made, nodes)


def _grouped(made: Graph, nodes: dict[Key, Node]) -> list[Node]:
    """Origins in the order of the newsrooms that got them."""
    order = {n.key: place for place, n in enumerate(made.nodes)}
    target = {e.start: order[e.end] for e in reversed(made.edges)}
    return sorted((n for n in made.nodes if n.column == 0), key=lambda n: (target.get(n.key, 0), order[n.key]))


def _wanted(node: Node, made: Graph, nodes: dict[Key, Node], column: int) -> float:
    """The mean height of what leads into a node from columns already placed.

    What nothing leads into stands below all whose lines pass its column, so that no line crosses its name.
    """
    before = [nodes[e.start].y for e in made.edges if e.end == node.key and nodes[e.start].column < column]
    if before:
        return sum(before) / len(before)
    passing = [nodes[e.start].y for e in made.edges if nodes[e.start].column < column < nodes[e.end].column]
    return max(passing) + ROW / 2 if passing else 50.0


def _paths(made: Graph, nodes: dict[Key, Node]) -> None:
    """A curve for each arrow, its ends spread over the node so that they do not pile up."""
    into: dict[Key, list[Edge]] = {}
    out: dict[Key, list[Edge]] = {}
    for edge in made.edges:
        into.setdefault(edge.end, []).append(edge)
        out.setdefault(edge.start, []).append(edge)
    edges_of = [max((_right(n) for n in made.nodes if n.column == column), default=0.0) for column in range(4)]
    for edge in made.edges:
        start, end = nodes[edge.start], nodes[edge.end]
        arriving = sorted(into[edge.end], key=lambda e: nodes[e.start].y)
        leaving = sorted(out[edge.start], key=lambda e: nodes[e.end].y)
        y = start.y - 5 + _spread(leaving.index(edge), len(leaving), 6)
        z = end.y - 5 + _spread(arriving.index(edge), len(arriving), 8)
        x = _right(start)
        if end.column <= start.column:  # back or within a column: round the outside
            back = _right(end)
            side = min(max(x, back) + 34, COLUMNS[min(start.column + 1, 3)] - 8)
            edge.path = f"M{x:.0f} {y:.0f}C{side:.0f} {y:.0f} {side:.0f} {z:.0f} {back + 8:.0f} {z:.0f}"
            edge.tip = f"M{back:.0f} {z:.0f}l8-4v8z"
            continue
        w = COLUMNS[end.column] - 11
        x = min(x, w - 40)
        # past the names of its column, and of those between where none stands in its way, so that the curve crosses none
        between = [n for n in made.nodes if start.column < n.column < end.column]
        free = all(abs(n.y - 5 - y) > NAME for n in between)
        clear = max(x, min(max(edges_of[start.column : end.column]) if free else edges_of[start.column], w - 40))
        middle = (clear + w) / 2
        straight = f"H{clear:.0f}" if clear > x + 1 else ""
        edge.path = f"M{x:.0f} {y:.0f}{straight}C{middle:.0f} {y:.0f} {middle:.0f} {z:.0f} {w:.0f} {z:.0f}"
        edge.tip = f"M{w + 3:.0f} {z:.0f}l-8-4v8z"


def _right(node: Node) -> float:
    """Where a line may begin behind its name."""
    return COLUMNS[node.column] + (20 if node.mark else 0) + _width(node.label) + 10


def _width(label: str) -> float:
    """About how wide a label of 15 px is drawn."""
    return sum(4.6 if c in " iljtfrI.,'’|()" else 12.5 if c in "mwMW" else 10.5 if c.isupper() else 8.4 for c in label)


def _spread(place: int, of: int, gap: float) -> float:
    return (place - (of - 1) / 2) * min(gap, 40 / of)
