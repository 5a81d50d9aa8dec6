"""One child process reads one document at a time, under limits of time and memory.

A document that hangs, crashes or eats memory costs itself only: the child is ended and the next document gets a
fresh one. Parent and child talk in length-prefixed pickles over the child's standard input and output::

    child   -> ("ready", None), once
    parent  -> page
    child   -> ("article", Article)   then   ("reading", Reading)     or   ("error", (reason, why))
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any

from secondsource.errors import MissingModel, UnreadableInput
from secondsource.model import Article, Input, Page, Reading
from secondsource.options import Options

GRACE = 5.0  #: seconds over the limit before a child is ended: reading stops by itself at its own deadline
START = 120.0  #: seconds that a child may take to start and to load its models; a machine at work on much else is slow
RECYCLE = 1000  #: documents after which a child is replaced, against slow leaks in libraries


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page; ``reading`` is there whenever its text could be had."""

    input: Input
    reading: Reading | None = None


def outcome(page: Page, reading: Reading) -> Outcome:
    """Whole or partial, as the reading itself says."""
    article = reading.article
    if article.partial:
        return Outcome(Input(page.file, "partial", article.id, "cut", article.partial), reading)
    if reading.read_to is not None:
        why = f"all its text is kept, but time ran out: read in detail up to character {reading.read_to:,} of {len(article.text):,}"
        return Outcome(Input(page.file, "partial", article.id, "time", why), reading)
    return Outcome(Input(page.file, "ok", article.id), reading)


def failed(page: Page, reason: str, why: str) -> Outcome:
    return Outcome(Input(page.file, "failed", reason=reason, why=why))


# ---- in this process, with stages passed in ------------------------------------------------------------------------


class Here:
    """Runs the stages in this process: for stages that a caller passed in."""

    def __init__(self, options: Options, extract: Callable[..., Article] | None, read: Callable[..., Reading] | None):
        from secondsource import intake, reading

        self.options = options
        self.extract = extract or intake.extract
        self.read = read or reading.read

    def run(self, page: Page) -> Outcome:
        try:
            return outcome(page, self.read(self.extract(page, self.options), self.options))
        except UnreadableInput as error:
            return failed(page, error.reason, f"{error.why}. {error.cure}" if error.cure else error.why)


# ---- the parent's side ---------------------------------------------------------------------------------------------


class Child:
    """A child process and the pipe to it."""

    def __init__(self, options: Options):
        self.options = options
        self.done = 0
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "secondsource.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
        )
        self._send(options)
        self._receive(START)  # ready

    def run(self, page: Page) -> Outcome:
        """The page's outcome; ``ChildLost`` where the child did not live to tell."""
        self.done += 1
        self._send(page)
        kind, value = self._receive(self.options.intake_seconds + GRACE)
        if kind == "error":
            return failed(page, *value)
        article: Article = value
        words = len(article.text.split())
        try:
            kind, value = self._receive(self.options.reading_limit(words) + GRACE)
        except ChildLost as lost:
            lost.article = article
            raise
        if kind == "error":
            reason, why = value
            if reason in ("memory", "crashed"):
                return unread_text(page, article, reason, why)
            return failed(page, reason, why)
        return outcome(page, value)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def _send(self, value: object) -> None:
        assert self.process.stdin
        try:
            write_message(self.process.stdin, value)
        except BrokenPipeError:
            raise ChildLost("crashed", "the process reading it ended") from None

    def _receive(self, seconds: float) -> tuple[str, Any]:
        assert self.process.stdout
        deadline = time.monotonic() + seconds
        data = bytearray()
        size = 8
        while True:
            if len(data) >= 8:
                size = 8 + struct.unpack(">Q", data[:8])[0]
            if len(data) >= size:
                kind, value = pickle.loads(bytes(data[8:size]))  # noqa: S301 - written by our own child
                if kind == "missing":
                    raise MissingModel(value)
                return kind, value
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise ChildLost("time", f"not done within {seconds:.0f} seconds")
            chunk = os.read(self.process.stdout.fileno(), min(1 << 20, size - len(data)))
            if not chunk:
                code = self.process.wait()
                raise ChildLost("crashed", f"the process reading it ended (exit {code})")
            data += chunk


class ChildLost(Exception):
    """A signal between the functions of this module, never seen by callers."""

    def __init__(self, reason: str, why: str):
        super().__init__(why)
        self.reason = reason
        self.why = why
        self.article: Article | None = None


def unread_text(page: Page, article: Article, reason: str, why: str) -> Outcome:
    """The article was had but could not be read in detail: its text is kept and said to be unread."""
    reading = Reading(article, read_to=0, notes=(f"not read in detail: {why}",))
    return Outcome(Input(page.file, "partial", article.id, reason, f"its text is kept, but it was not read in detail: {why}"), reading)


class Worker:
    """Keeps one child at work and replaces it when it is lost."""

    def __init__(self, options: Options):
        self.options = options
        self.child: Child | None = None
        self.stopped = False

    def run(self, page: Page) -> Outcome:
        """The outcome of one page. A crash is tried once more alone, in a fresh child; then the page is set aside."""
        for attempt in (1, 2):
            try:
                if self.child is None or self.child.done >= RECYCLE:
                    self.close()
                    self.child = Child(self.options)
                if self.stopped:
                    break
                return self.child.run(page)
            except ChildLost as lost:
                self.close()
                if self.stopped:
                    break
                if lost.reason == "crashed" and attempt == 1:
                    continue
                if lost.article:
                    return unread_text(page, lost.article, lost.reason, lost.why)
                cure = " Try again with a larger time limit." if lost.reason == "time" else ""
                return failed(page, lost.reason, lost.why + "." + cure)
        return Outcome(Input(page.file, "interrupted", reason="interrupted", why="the program was stopped. Run the same command again"))

    def stop(self) -> None:
        """End the child at once, from another thread: the page in hand is interrupted."""
        self.stopped = True
        if self.child:
            self.child.process.kill()

    def close(self) -> None:
        if self.child:
            self.child.end()
            self.child = None


def run_all(pages: Sequence[Page], options: Options, workers: int = 1) -> Generator[Outcome, None, None]:
    """The outcomes in the order of the pages, whatever the number of workers."""
    count = max(1, min(workers, len(pages)))
    if count == 1:
        worker = Worker(options)
        try:
            yield from map(worker.run, pages)
        finally:
            worker.close()
        return
    idle = [Worker(options) for _ in range(count)]

    def run(page: Page) -> Outcome:
        worker = idle.pop()
        try:
            return worker.run(page)
        finally:
            idle.append(worker)

    everyone = tuple(idle)
    with ThreadPoolExecutor(count) as pool:
        try:
            yield from pool.map(run, pages)
        finally:
            for worker in everyone:  # nobody waits for the pages still in hand
                worker.stop()
            pool.shutdown(cancel_futures=True)
            for worker in everyone:
                worker.close()


# ---- the child's side ----------------------------------------------------------------------------------------------


def write_message(pipe: IO[bytes], value: object) -> None:
    """A pickle behind its length in eight bytes; written whole, for a raw pipe may take less at a time."""
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    message = memoryview(struct.pack(">Q", len(body)) + body)
    while message:
        message = message[pipe.write(message) or 0 :]


def read_message(pipe: IO[bytes]) -> Any:
    head = pipe.read(8)
    if len(head) < 8:
        raise EOFError
    size = struct.unpack(">Q", head)[0]
    body = pipe.read(size)
    if len(body) < size:
        raise EOFError
    return pickle.loads(body)  # noqa: S301 - written by our own parent


def limit_memory(size: int) -> None:
    """Past ``size`` bytes of its own data an allocation fails and the document is given up."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    size = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def without_torch() -> None:
    """Keep thinc, which is under spaCy, from importing PyTorch where that happens to be installed.

    It takes over a second and serves layers that our model has none of. For a process of our own alone, before spaCy is imported.
    """
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]  # as good as not installed


def load() -> None:
    """Load the models, that of languages beside the others: it is compressed, and unpacking it is work for another core.

    What cannot be loaded is said by the first page that needs it.
    """
    from secondsource.intake import language
    from secondsource.reading import sentences, tagger

    with ThreadPoolExecutor(1) as beside, contextlib.suppress(Exception):
        beside.submit(language.model)
        sentences.model()
        tagger.note()


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Read documents until the parent closes the pipe."""
    options: Options = read_message(requests)
    limit_memory(options.worker_bytes)
    without_torch()
    from secondsource import intake, reading

    load()
    write_message(answers, ("ready", None))
    while True:
        try:
            page: Page = read_message(requests)
        except EOFError:
            return
        for step in steps(page, options, intake.extract, reading.read):
            write_message(answers, step)


def steps(page: Page, options: Options, extract: Callable[..., Article], read: Callable[..., Reading]) -> Iterator[tuple[str, object]]:
    """The child's answers for one page."""
    try:
        article = extract(page, options)
        yield "article", article
        yield "reading", read(article, options)
    except UnreadableInput as error:
        yield "error", (error.reason, f"{error.why}. {error.cure}" if error.cure else error.why)
    except MemoryError:
        yield "error", ("memory", f"it needs more than {options.worker_bytes >> 20} MB of memory")
    except MissingModel as error:  # not this page's fault: no page can be read
        yield "missing", str(error)
    except Exception as error:
        where = hashlib.sha256(page.body).hexdigest()[:12]
        yield "error", ("crashed", f"{type(error).__name__}: {error} (page sha256 {where}; run with --debug for where)")


def main() -> None:
    """Entry of the child. Nothing but answers may go to its standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, answers)
    except (BrokenPipeError, EOFError):  # the parent is gone: nobody waits for the answer
        os._exit(0)


if __name__ == "__main__":
    main()
