"""The only place where the folders meet.

::

    inputs --pages--> Page --extract--> Article --read--> Reading --compare--> Story      = Report
             `------- one child process, one document at a time -----'
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from secondsource.errors import SecondSourceError, UnreadableInput
from secondsource.model import Article, Input, Page, Reading, Report, Story
from secondsource.options import Options

if TYPE_CHECKING:
    from secondsource.worker import Outcome

AnyInput = str | Path | Page | UnreadableInput  #: a name to read, a page made by hand, or one that could not be had
Extract = Callable[[Page, Options], Article]
Read = Callable[[Article, Options], Reading]
Compare = Callable[[Sequence[Reading], Options], tuple[Story, ...]]
Progress = Callable[[str, int, int], None]  #: what is being done, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Gathered:
    """The pages to read, in the order of their names, and what became of the other inputs."""

    pages: tuple[Page, ...]
    settled: tuple[Input, ...]


def investigate(
    inputs: AnyInput | Iterable[AnyInput],
    options: Options | None = None,
    *,
    extract: Extract | None = None,
    read: Read | None = None,
    compare: Compare | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Report:
    """News pages in, a report with its stories out.

    ``inputs`` is one input or several: files, folders, archives, addresses, '-' for standard input, or pages made by hand.
    A page that cannot be read is an ``Input`` with its reason; it never stops the others. Pages are read in ``workers``
    child processes, so that one page can cost itself only; a stage that is passed in (``extract``, ``read``, ``compare``)
    runs in this process in place of the usual one. The same pages give the same report, in any order, on any day.
    """
    options = options or Options()
    gathered = gather(inputs, options)
    with _ready(compare is None and len(gathered.pages) > 1):
        outcomes = _read_all(gathered.pages, options, extract, read, workers, progress)
    settled = sorted((*gathered.settled, *(o.input for o in outcomes)), key=lambda i: (i.file, i.state, i.article or ""))
    readings = tuple(o.reading for o in outcomes if o.reading)
    if progress:
        progress("comparing", 0, len(readings))
    stories = (compare or _compare)(readings, options) if readings else ()
    return Report(tuple(settled), readings, stories, options)


def gather(inputs: AnyInput | Iterable[AnyInput], options: Options) -> Gathered:
    """Find the pages behind the inputs and set aside those that are the same bytes twice."""
    from secondsource import intake

    several = [inputs] if isinstance(inputs, (str, Path, Page, UnreadableInput)) else inputs  # one name is one input, not its letters
    named: list[str | Path] = []
    given: list[Page | UnreadableInput] = []
    for i in several:
        if isinstance(i, (Page, UnreadableInput)):
            given.append(i)
        else:
            named.append(i)
    given.extend(intake.pages(named, options))
    pages = sorted((p for p in given if isinstance(p, Page)), key=lambda p: (p.file, p.url or "", p.body))
    settled = [_settled(e) for e in given if isinstance(e, UnreadableInput)]
    first: dict[bytes, Page] = {}
    for page in pages:
        same = first.setdefault(hashlib.sha256(page.body).digest(), page)
        if same is not page:
            settled.append(Input(page.file, "duplicate", reason="duplicate", why=f"the same bytes as {same.file}"))
    return Gathered(tuple(first.values()), tuple(settled))


def _read_all(
    pages: Sequence[Page], options: Options, extract: Extract | None, read: Read | None, workers: int, progress: Progress | None
) -> list[Outcome]:
    """Every page to its outcome, in the order of ``pages``."""
    from secondsource import worker

    if extract or read:
        here = worker.Here(options, extract, read)
        outcomes: Iterator[Outcome] = (here.run(page) for page in pages)
    else:
        outcomes = worker.run_all(pages, options, workers)
    done: list[Outcome] = []
    for outcome in outcomes:
        done.append(outcome)
        if progress:
            progress(outcome.input.file, len(done), len(pages))
    return done


@contextlib.contextmanager
def _ready(wanted: bool) -> Iterator[None]:
    """Load what comparing needs beside the block: while the child reads, this process would only wait."""

    def load() -> None:
        with contextlib.suppress(SecondSourceError):  # comparing says itself what is missing
            from secondsource import stories

            stories.ready()

    beside = threading.Thread(target=load)
    if wanted:
        beside.start()
    try:
        yield
    finally:
        if wanted:
            beside.join()


def _compare(readings: Sequence[Reading], options: Options) -> tuple[Story, ...]:
    from secondsource import stories

    return stories.compare(readings, options)


def _settled(error: UnreadableInput) -> Input:
    """An archive's records that hold no page were read all right; everything else that comes so has failed."""
    why = f"{error.why}. {error.cure}" if error.cure else error.why
    return Input(error.file, "ok" if error.reason == "skipped" else "failed", reason=error.reason, why=why)
