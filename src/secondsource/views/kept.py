"""Pages that were rendered, held in memory until the store changes or their room is needed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

ROOM = 64 * 2**20  #: bytes held at most
LEAST = 2_000  #: bytes that a thing is counted as at least


class Kept:
    """The newest asked for stay longest; a thing asked for by several at once is made once."""

    def __init__(self, room: int = ROOM):
        self.room = room
        self.held = 0
        self.state: Hashable = None
        self.things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self.making: dict[Hashable, threading.Lock] = {}
        self.lock = threading.Lock()  # of the three above; never held while something is made

    def get(self, key: Hashable, state: Hashable, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made once for each state of the store."""
        with self.lock:
            if state != self.state:
                self.things.clear()
                self.held, self.state = 0, state
            if key in self.things:
                self.things.move_to_end(key)
                return self.things[key][0]
            mine = self.making.setdefault(key, threading.Lock())
        with mine:
            with self.lock:
                if key in self.things:  # another made it meanwhile
                    return self.things[key][0]
            thing = make()
            with self.lock:
                self.making.pop(key, None)
                if state == self.state:
                    self._hold(key, thing)
            return thing

    def _hold(self, key: Hashable, thing: Any) -> None:
        size = size_of(thing)
        if size > self.room or key in self.things:
            return
        self.things[key] = (thing, size)
        self.held += size
        while self.held > self.room:
            _, (_, freed) = self.things.popitem(last=False)
            self.held -= freed


def size_of(thing: Any) -> int:
    """About how many bytes a thing takes."""
    if isinstance(thing, (bytes, str)):
        return max(len(thing), LEAST)
    if isinstance(thing, (tuple, list)):
        return LEAST + sum(size_of(part) for part in thing)
    return LEAST
