"""Rendered pages stay in memory within their room, for one state of the store."""

from __future__ import annotations

import threading
import time

from secondsource.views.kept import LEAST, Kept


def test_a_page_is_made_once_for_each_state() -> None:
    """The same page is not made again until the store changes."""
    kept, made = Kept(), []

    def make() -> bytes:
        made.append(1)
        return b"page"

    assert [kept.get("a", state, make) for state in (1, 1, 2, 2)] == [b"page"] * 4
    assert len(made) == 2


def test_room_is_kept() -> None:
    """What was asked for longest ago makes room; what is larger than all the room is not held."""
    kept = Kept(room=3 * LEAST)
    for key in "abcd":
        kept.get(key, 1, lambda: b"x" * LEAST)
    kept.get("large", 1, lambda: b"x" * (4 * LEAST))

    assert list(kept.things) == ["b", "c", "d"]
    assert kept.held == 3 * LEAST


def test_asked_for_at_once_is_made_once() -> None:
    """Eight that ask for a page at the same time wait for the one who makes it."""
    kept, made, got = Kept(), [], []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.05)
        return b"page"

    threads = [threading.Thread(target=lambda: got.append(kept.get("a", 1, make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == [b"page"] * 8
    assert len(made) == 1
