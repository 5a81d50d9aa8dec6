"""Which reports tell the same event.

``groups`` sees all reports at once and does not depend on their order; ``Stream`` takes them one at a time, in the
order they come. Both join on the mean likeness of two groups (``groups_linkage``) of weighted words (``groups_text``)
within a window of days, and part look-alike events by their names and numbers (``groups_lookalikes``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from secondsource.data import table
from secondsource.model import Article, Reading
from secondsource.options import Options
from secondsource.stories.groups_linkage import Cluster, linked
from secondsource.stories.groups_lookalikes import apart
from secondsource.stories.groups_text import Sketch, Vector, Weights, sketch, vectors

DEFAULTS = Options()


def groups(readings: Sequence[Reading], options: Options = DEFAULTS) -> tuple[tuple[Reading, ...], ...]:
    """The readings parted by event: each group, and all groups, in the order of their articles' ids."""
    ordered = sorted(readings, key=lambda reading: reading.article.id)
    parts = indexes([sketch(reading.article) for reading in ordered], options.story_window_days)
    return tuple(tuple(ordered[i] for i in group) for group in parts)


def indexes(texts: Sequence[Sketch], window: int) -> list[list[int]]:
    """The groups as ascending indexes into ``texts``, in the order of their first members."""
    return parted(texts, vectors(texts), window)


def parted(texts: Sequence[Sketch], weighed: Sequence[Vector], window: int) -> list[list[int]]:
    """As ``indexes``, of texts that have their vectors."""
    order = sorted(range(len(texts)), key=lambda i: (texts[i].day or date.min, texts[i].id))
    ordered = [texts[i] for i in order]
    least = table("stories.toml")["groups"]["least_likeness"]
    found = linked([weighed[i] for i in order], [text.day for text in ordered], window, least)
    parts = [part for group in found for part in apart(group, ordered)]
    return sorted(sorted(order[i] for i in part) for part in parts)


class Stream:
    """Reports one at a time, each put to the nearest story of the window or begun as a new one."""

    def __init__(self, options: Options = DEFAULTS):
        self.window = options.story_window_days
        self.least = table("stories.toml")["groups"]["least_likeness_online"]
        self.weights = Weights()
        self.stories: list[Cluster] = []
        self.index: dict[str, list[int]] = defaultdict(list)  #: key feature -> stories that hold it, latest last
        self.ids: list[str] = []

    def add(self, article: Article) -> int:
        """The number of the story the report joined; numbers count up from 0 in the order stories begin."""
        return self.put(sketch(article))

    def put(self, text: Sketch) -> int:
        """As ``add``, for a report that is already a sketch."""
        settings = table("stories.toml")["groups"]
        self.weights.add(text)
        vector = self.weights.vector(text)
        fresh = Cluster([len(self.ids)], vector, text.day, text.day)
        self.ids.append(text.id)
        keys = [f for f, _ in sorted(vector.items(), key=lambda item: (-item[1], item[0]))[: settings["key_features"]]]
        best, story = max(((self.stories[s].likeness(fresh), -s) for s in self.near(keys, fresh)), default=(0.0, 0))
        at = -story
        if best >= self.least:
            self.stories[at].take(Cluster(fresh.members, dict(vector), fresh.first, fresh.last))
        else:
            at = len(self.stories)
            self.stories.append(fresh)
        for key in keys:
            if at not in self.index[key][-settings["next_holders"] :]:
                self.index[key].append(at)
        return at

    def near(self, keys: Iterable[str], text: Cluster) -> set[int]:
        """Stories that share a key feature with the report and lie in its window."""
        most = table("stories.toml")["groups"]["next_holders"]
        return {s for key in keys for s in self.index[key][-most:] if self.stories[s].fits(text, self.window)}
