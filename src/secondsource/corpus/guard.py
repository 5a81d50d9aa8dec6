"""A child process that extracts and reads one document at a time for a shard's worker, so that a bad one costs itself only.

The work is the same as in ``secondsource.worker``, in two steps instead of one, for the filters and the copies met twice
stand between them. Parent and child talk in that module's messages::

    child   -> ("ready", None), once
    parent  -> ("extract", Page)      child -> ("article", Article)  ("filtered", reason)   or ("error", (reason, why))
    parent  -> ("read", Article)      child -> ("reading", Reading)                         or ("error", (reason, why))
    parent  -> ("cost", None)         child -> ("cost", (CPU seconds, bytes at most))
"""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from secondsource.corpus.filters import Filters
from secondsource.errors import MissingModel, UnreadableInput
from secondsource.model import Article, Page, Reading
from secondsource.options import Options

GRACE = 5.0  #: seconds over the limit before the child is ended
START = 120.0  #: seconds more for the first document, which loads the models
RECYCLE = 2000  #: documents after which the child is replaced, against slow leaks in libraries

Answer = tuple[str, Any]


class Lost(Exception):
    """The child did not live to answer; never seen by callers."""

    def __init__(self, reason: str, why: str):
        super().__init__(why)
        self.reason, self.why = reason, why


class Guard:
    """Keeps one child at work and replaces it when it is lost. Its answers never depend on what was asked before."""

    def __init__(self, options: Options, filters: Filters):
        self.options, self.filters = options, filters
        self.process: subprocess.Popen[bytes] | None = None
        self.asked = 0
        self.spent = 0.0  #: CPU seconds of children that were replaced

    def extract(self, page: Page) -> Answer:
        """("article", …), ("filtered", reason) or ("error", (reason, why))."""
        return self._tried(("extract", page), self.options.intake_seconds)

    def read(self, article: Article) -> Reading:
        """The reading; where the child was lost with it, its text alone, said to be unread."""
        kind, value = self._tried(("read", article), self.options.reading_limit(len(article.text.split())))
        if kind == "reading":
            reading: Reading = value
            return reading
        return Reading(article, read_to=0, notes=(f"not read in detail: {value[0]}: {value[1]}",))

    def cost(self) -> tuple[float, int]:
        """CPU seconds of all children so far, and bytes of memory at most of the one at work."""
        if not self.process:
            return self.spent, 0
        try:
            _, (seconds, size) = self._ask(("cost", None), START)
        except Lost:
            return self.spent, 0
        return self.spent + seconds, size

    def close(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    pipe.close()
            self.process = None

    def _tried(self, request: Answer, seconds: float) -> Answer:
        """The answer; a crash is tried once more in a fresh child, then the document is set aside."""
        for attempt in (1, 2):
            try:
                if self.process is None or self.asked >= RECYCLE:
                    self._start()
                self.asked += 1
                return self._ask(request, seconds + GRACE + (START if self.asked <= 2 else 0))
            except Lost as lost:
                self.close()
                if lost.reason != "crashed" or attempt == 2:
                    return "error", (lost.reason, lost.why)
        raise AssertionError("both attempts return")

    def _start(self) -> None:
        if self.process:
            self.spent = self.cost()[0]
        self.close()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "secondsource.corpus.guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
        )
        self.asked = 0
        self._send((self.options, self.filters))
        self._receive(START)

    def _ask(self, request: Answer, seconds: float) -> Answer:
        self._send(request)
        return self._receive(seconds)

    def _send(self, value: object) -> None:
        from secondsource.worker import write_message

        assert self.process
        assert self.process.stdin
        try:
            write_message(self.process.stdin, value)
        except BrokenPipeError:
            raise Lost("crashed", "the process at work on it ended") from None

    def _receive(self, seconds: float) -> Answer:
        import pickle

        assert self.process
        assert self.process.stdout
        pipe, deadline, data, size = self.process.stdout, time.monotonic() + seconds, bytearray(), 8
        while len(data) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise Lost("time", f"not done within {seconds:.0f} seconds")
            chunk = os.read(pipe.fileno(), min(1 << 20, size - len(data)))
            if not chunk:
                raise Lost("crashed", f"the process at work on it ended (exit {self.process.wait()})")
            data += chunk
            if size == 8 and len(data) >= 8:
                size = 8 + struct.unpack(">Q", data[:8])[0]
        kind, value = pickle.loads(bytes(data[8:]))  # noqa: S301 - written by our own child
        if kind == "missing":
            raise MissingModel(value)
        return kind, value


# ---- the child's side ----------------------------------------------------------------------------------------------


def answer(kind: str, value: Any, options: Options, filters: Filters) -> Answer:
    """What the child answers to one request."""
    from secondsource import intake, reading
    from secondsource.corpus import filters as rules

    if kind == "cost":
        import resource

        return "cost", (time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    if kind == "read":
        return "reading", reading.read(value, options)
    why = rules.page(value, filters)
    if why:
        return "filtered", why
    article = intake.extract(value, options)
    why = rules.article(article, filters)
    return ("filtered", why) if why else ("article", article)


def safely(act: Callable[[], Answer], options: Options) -> Answer:
    """The answer, or the error that one document deserves."""
    try:
        return act()
    except UnreadableInput as error:
        return "error", (error.reason, f"{error.why}. {error.cure}" if error.cure else error.why)
    except MemoryError:
        return "error", ("memory", f"it needs more than {options.worker_bytes >> 20} MB of memory")
    except MissingModel as error:  # not this document's fault: none can be read
        return "missing", str(error)
    except Exception as error:
        return "error", ("crashed", f"{type(error).__name__}: {error}")


def main() -> None:
    """Entry of the child. Nothing but answers may go to its standard output."""
    from secondsource.worker import limit_memory, read_message, without_torch, write_message

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    options, filters = read_message(sys.stdin.buffer)
    limit_memory(options.worker_bytes)
    without_torch()
    write_message(answers, ("ready", None))
    while True:
        try:
            kind, value = read_message(sys.stdin.buffer)
        except EOFError:
            return
        write_message(answers, safely(lambda: answer(kind, value, options, filters), options))  # noqa: B023 - called at once


if __name__ == "__main__":
    main()
