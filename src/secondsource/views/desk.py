"""What all sections of one story look up: page letters, who stands behind a passage, and the anchors into the pages.

A section asks for a citation; the desk notes the passage, so that the clean page carries its anchor, and numbers it
for print. Ids come from the record: a claim's passage has the claim's id, any other its article and offsets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from secondsource.model import Alignment, Article, Attribution, Chain, Claim, Component, Reading, Source, Span, Story, Testimony
from secondsource.views import marks, wording
from secondsource.views.marks import Mark
from secondsource.views.words import Words, words_in

UNSAFE = re.compile(r"[^\w-]", re.ASCII)  # ids stand in links and style rules; a record made by others may hold anything

NOBODY = "somebody not named"  #: stands for the origin of a chain that names none
LABEL = 64  #: characters of a name in a label; the whole name stands in the chain


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind a passage, from the page inwards to the origin; all but the key is ready to show."""

    mark: Mark
    name: str  #: the origin, short
    via: tuple[str, ...]  #: newsrooms that passed it on, the innermost first
    steps: tuple[str, ...]  #: the whole chain in words, the page first
    key: str  #: same origin and same route: the same key


@dataclass(frozen=True, slots=True)
class Cite:
    """A link to the exact words of a page."""

    anchor: str
    number: int  #: the note in print
    span: Span
    letter: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage that something in the report points at."""

    id: str
    span: Span
    voice: Voice


@dataclass(slots=True)
class Ids:
    """Gives each thing of the whole report an id of its own, the record's where it is free."""

    taken: set[str] = field(default_factory=set)

    def of(self, wanted: str) -> str:
        wanted = UNSAFE.sub("-", wanted)
        made, n = wanted, 1
        while made in self.taken:
            n += 1
            made = f"{wanted}-{n}"
        self.taken.add(made)
        return made


class Desk:
    """One story, ready to be asked."""

    def __init__(self, story: Story, ids: Ids, alone: bool = True, words: Words | None = None):
        self.story = story
        self.w = words or words_in()
        self.ids = ids
        self.alone = alone  #: the report's only story: its sections have plain ids
        self.id = ids.of(story.id)
        self.readings: dict[str, Reading] = {r.article.id: r for r in story.readings}
        self.articles: dict[str, Article] = {r.article.id: r.article for r in story.readings}
        self.page_ids = {id: ids.of(id) for id in self.articles}
        self.letters = {id: wording.letter(place) for place, id in enumerate(self.articles)}
        self.unnamed = {wording.plain(f"newsroom of {a.file}"): f"page {self.letters[id]}" for id, a in self.articles.items()}
        self.page_of = {f"page {letter}": letter for letter in self.letters.values()}
        spoken = {a.language for a in self.articles.values()}
        self.tongue = spoken.pop() if len(spoken) == 1 else ""  #: the language of the pages, where they have one in common
        self.hue = marks.hues(story.alignments)
        self.sources: dict[str, Source] = {}
        for source in story.sources:
            self.sources.update(dict.fromkeys((source.id, *source.members), source))
        self.chains: dict[str, Chain] = {c.attribution.id: c for c in story.chains if c.attribution}
        self.of_source: dict[str, dict[str, Component]] = {}
        self.lead_of, self.proven = self._components()
        self.claims_in: dict[str, list[tuple[Claim, Alignment]]] = {}
        for alignment in story.alignments:
            for claim in alignment.claims:
                self.claims_in.setdefault(claim.article, []).append((claim, alignment))
        self.newsrooms = {c.id: {wording.plain(n) for n in a.newsrooms} for a in reversed(story.alignments) for c in a.claims}
        self.claim_ids = {claim.span: claim.id for r in story.readings for claim in reversed(r.claims)}
        self.claim_ids.update({c.span: c.id for pairs in self.claims_in.values() for c, _ in pairs})
        self.shown: dict[tuple[str, int, bool], str] = {}  #: names as they are shown
        self.itself: dict[str, str] = {}  #: for each newsroom its own voice
        self.page_steps: dict[str, str] = {}  #: for each page the last step of its chains
        self.anchors: dict[Span, Anchor] = {}
        self.numbers: dict[Span, int] = {}

    def _components(self) -> tuple[dict[str, str], dict[str, bool]]:
        """For each source the leading source of its origin, and whether that origin is proven anywhere."""
        lead: dict[str, str] = {}
        proven: dict[str, bool] = {}
        for alignment in self.story.alignments:
            for component in alignment.origins.components:
                key = component.sources[0].id
                lead[key] = key
                proven[key] = proven.get(key, False) or component.proven
                for source in component.sources[1:]:
                    lead.setdefault(source.id, key)
        return lead, proven

    # ---- who says it -----------------------------------------------------------------------------------------------

    def source(self, source: Source | None) -> Source | None:
        """The story-wide source that a source of one report became."""
        return self.sources.get(source.id, source) if source else None

    def testimonies(self, alignment: Alignment) -> tuple[Testimony, ...]:
        """Who makes the claim; where stories gave none, read from the claims' own chains."""
        if alignment.testimonies:
            return alignment.testimonies
        return tuple(Testimony(claim, self.chain(claim.attribution, claim.article)) for claim in alignment.claims)

    def chain(self, attribution: Attribution | None, article: str) -> Chain:
        """The chain of an attribution, else the page's own voice."""
        found = self.chains.get(attribution.id) if attribution else None
        if found:
            return found
        return Chain(article, (attribution.source,) if attribution else (), attribution)

    def component(self, alignment: Alignment, source: Source | None) -> Component | None:
        """The origin of this claim that the source belongs to.

        An outlet that is no origin of its own here, because it passes on another's word, goes with what it passed on.
        """
        same = self.source(source)
        if same is None:
            return None
        if alignment.id not in self.of_source:
            self.of_source[alignment.id] = self._by_source(alignment)
        return self.of_source[alignment.id].get(same.id)

    def _by_source(self, alignment: Alignment) -> dict[str, Component]:
        found: dict[str, Component] = {}
        for component in alignment.origins.components:
            for source in component.sources:
                for id in (source.id, *source.members):
                    found.setdefault(id, component)
                    found.setdefault(self.sources[id].id if id in self.sources else id, component)
        for testimony in self.testimonies(alignment):
            voices = [self.source(v) for v in testimony.chain.voices]
            origin = voices[-1] if voices else None
            if origin and origin.id in found:
                for relay in reversed(voices[:-1]):
                    if relay:
                        found.setdefault(relay.id, found[origin.id])
        return found

    def voice(self, chain: Chain, alignment: Alignment | None = None) -> Voice:
        """The chain ready to show. In the light of an alignment, a mark is hollow where its origin is not proven."""
        article = self.articles[chain.article]
        voices = [self.source(v) for v in chain.voices]
        own = len(voices) < 2 and chain.attribution is None
        origin = voices[-1] if voices else None
        component = self.component(alignment, origin) if alignment else None
        key = component.sources[0].id if component else self.lead_of.get(origin.id, origin.id) if origin else f"page {article.id}"
        solid = component.proven if component else self.proven.get(key, True)
        mark = Mark(marks.shape(component.sources[0] if component and own else origin), self.hue.get(key, 0), solid)
        page = self.page_steps.get(article.id) or self._page_step(article)
        if own:
            name = wording.plain(origin.name if origin else article.newsroom())
            alone = name == wording.outlet(article)
            return Voice(
                mark,
                self.itself.get(name) or self._itself(name),
                (),
                (page, self.w.texts["voice.own"] if alone else self.w("voice.own_of", name=self.named(name))),
                key,
            )
        names = [self.newsroom(wording.plain(v.name)) if v else None for v in voices]
        steps = [self.named(name) for name in names if name and name != wording.outlet(article)]
        via = [wording.clip(name, 40) for name in reversed(names[:-1]) if name]
        said = names[-1] or NOBODY
        return Voice(
            mark,
            self.named(said, LABEL, capital=True),
            tuple(map(self.named, via)),
            (page, *(steps or [self.named(said)])),
            "\n".join((key, *via)),
        )

    def _itself(self, name: str) -> str:
        """'The Courier itself'."""
        text = self.w.clip(wording.upper(self.w("voice.itself", name=self.named(name, capital=True))), LABEL)
        return self.itself.setdefault(name, text)

    def _page_step(self, article: Article) -> str:
        """'Page A (WQEL)'."""
        text = self.w("page.with_outlet", letter=self.letters[article.id], outlet=self.w.outlet(article))
        return self.page_steps.setdefault(article.id, text)

    def newsroom(self, name: str) -> str:
        """'newsroom of FILE' is said by page letter."""
        return self.unnamed.get(name, name)

    def named(self, name: str, most: int = 0, capital: bool = False) -> str:
        """A name ready to be shown, in its own language; what stands for one, such as 'page A', in that of the page."""
        key = (name, most, capital)
        if key not in self.shown:
            self.shown[key] = self._named(*key)
        return self.shown[key]

    def _named(self, name: str, most: int, capital: bool) -> str:
        if letter := self.page_of.get(self.newsroom(name)):
            text = self.w("page.inside", letter=letter)
        elif name == NOBODY:
            text = self.w("voice.nobody")
        else:
            return self.w.name(wording.upper(name) if capital else name, self.tongue, most)
        return wording.upper(text) if capital else text

    def named_all(self, names: Sequence[str], most: int = 0, capital: bool = False) -> str:
        """Names as 'a, b and c', the first one capital."""
        return self.w.listed([self.named(name, capital=capital and not place) for place, name in enumerate(names)], most)

    def told(self, text: str) -> str:
        """A sentence of the record ready to be shown."""
        return self.w.said(self.prose(text))

    def prose(self, text: str) -> str:
        """A sentence of the record with pages called by their letters: 'the page FILE' and 'newsroom of FILE' are page A."""
        text = wording.plain(text)
        for id, article in self.articles.items():
            file = wording.plain(article.file)
            if file in text:
                page = f"page {self.letters[id]}"
                for said in (f"newsroom of {file}", f"the page {file}", f"page {file}"):
                    text = text.replace(said, page).replace(wording.upper(said), wording.upper(page))
        return text

    def voice_at(self, span: Span, alignment: Alignment | None = None) -> Voice:
        """Who says the words at this place: by the claim told there, else the attribution, else the page itself."""
        near = [(claim, of) for claim, of in self.claims_in.get(span.article, ()) if claim.span.overlaps(span)]
        near.sort(key=lambda pair: (pair[0].span != span, pair[1] is not alignment, -_shared(pair[0].span, span), pair[0].span))
        if near:
            claim, of = near[0]
            for testimony in self.testimonies(of):
                if testimony.claim.id == claim.id:
                    return self.voice(testimony.chain, of)
        attributions = self.readings[span.article].attributions
        inside = [a for a in attributions if any(part.overlaps(span) for part in a.content)]
        inside = inside or [a for a in attributions if a.source_span and a.source_span.overlaps(span)]
        if inside:
            best = min(inside, key=lambda a: (sum(map(len, a.content)), a.id))
            return self.voice(self.chain(best, span.article), alignment)
        return self.voice(Chain(span.article, ()), alignment)

    # ---- pointing at words -----------------------------------------------------------------------------------------

    def anchor(self, span: Span, voice: Voice | None = None) -> Anchor:
        """The anchor of a passage, noted so that its page carries it."""
        if span not in self.anchors:
            wanted = self.claim_ids.get(span) or f"w{span.article}-{span.start}-{span.end}"
            self.anchors[span] = Anchor(self.ids.of(wanted), span, voice or self.voice_at(span))
        return self.anchors[span]

    def cite(self, span: Span, alignment: Alignment | None = None, voice: Voice | None = None) -> Cite:
        """A numbered link to a passage."""
        voice = voice or self.voice_at(span, alignment)
        number = self.numbers.setdefault(span, len(self.numbers) + 1)
        return Cite(self.anchor(span, voice).id, number, span, self.letters[span.article], voice)

    def cite_testimony(self, testimony: Testimony, alignment: Alignment) -> Cite:
        return self.cite(testimony.claim.span, alignment, self.voice(testimony.chain, alignment))

    def alignment(self, id: str | None) -> Alignment | None:
        return next((a for a in self.story.alignments if a.id == id), None) if id else None

    def section(self, name: str) -> str:
        """The id of a section of this story: 'account', or 'account-STORY' where the report has several."""
        return name if self.alone else f"{name}-{self.id}"

    def page(self, article: str) -> str:
        """'page A', inside a sentence."""
        return self.w("page.inside", letter=self.letters[article])

    def pages(self, articles: Sequence[str], most: int, capital: bool = False) -> str:
        """'page B', 'pages B and D', '14 pages'."""
        if len(articles) > most:
            return self.w.many("page.count", len(articles))
        letters = [self.letters[a] for a in articles if a in self.letters]
        text = self.w.many("page.list", len(letters), letters=self.w.listed(letters))
        return wording.upper(text) if capital else text


def _shared(one: Span, other: Span) -> int:
    """How many characters two spans have in common."""
    return min(one.end, other.end) - max(one.start, other.start)
