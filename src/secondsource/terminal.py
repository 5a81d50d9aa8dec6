"""What the commands share: their options, exit codes, progress, errors and writing. Heavy imports stay inside."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from secondsource.model import Report
    from secondsource.options import Options
    from secondsource.pipeline import Progress

ALL_OK, SOME_FAILED, WRONG_USE, CANNOT_WRITE, INTERRUPTED = 0, 1, 2, 3, 130

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT…",
        help="HTML or text files, folders of them, WARC archives, web addresses, or - for standard input, in any mix.",
        show_default=False,
    ),
]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML report: one file that opens offline; - is standard output.")
]
Json = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Also write the records (format secondsource/1); - is standard output.")
]
Profile = Annotated[str, typer.Option(help="speech: what is said. all: wishes, beliefs and decrees too.", metavar="speech|all")]
Lang = Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help="Language of the report and the app: en, es or ar.")]
Feeds = Annotated[list[str], typer.Option("--feed", metavar="URL", help="Also fetch the pages that the items of this feed lead to.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Child processes that read pages side by side; results do not depend on it.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the whole trace of an error.")]


def check_language(lang: str) -> None:
    """Fail before any work where the language is not there."""
    if lang != "en":
        from secondsource.views.words import words_in

        words_in(lang)


def check_profile(profile: str) -> None:
    """Fail before any work where the profile is none."""
    if profile not in ("speech", "all"):
        raise typer.BadParameter(f"{profile!r} is neither speech nor all", param_hint="--profile")


def obtain(inputs: list[str], options: Options, workers: int, tell: Progress | None, feeds: Sequence[str] = ()) -> Report:
    """The report on pages, or on the one store or records file given in their place."""
    from secondsource import intake
    from secondsource.pipeline import investigate
    from secondsource.views.load import from_json
    from secondsource.views.store import Store, is_store

    one = len(inputs) == 1 and not feeds and Path(inputs[0]).is_file()  # a pipe is none: opening it could wait for ever
    if one and is_store(Path(inputs[0])):
        with Store(inputs[0], read_only=True) as store:
            return store.report(options)
    if one and inputs[0].endswith(".json"):
        return from_json(Path(inputs[0]).read_text("utf-8"), inputs[0])
    fetched = [page for address in feeds for page in intake.feed(address, options)]
    return investigate([*inputs, *fetched], options, workers=workers, progress=tell)


def check_folder(target: Path) -> None:
    """Fail before any work where the output has no place to go."""
    from secondsource.errors import StoreError

    if str(target) == "-":
        return
    if target.is_dir():
        raise StoreError(f"{target} is a folder", "Give a file name, such as -o report.html.")
    if not target.absolute().parent.is_dir():
        raise StoreError(f"{target}: the folder {target.parent} does not exist", "Make it first, or give another place with -o.")
    if not os.access(target if _stands(target) else Path(os.path.realpath(target)).parent, os.W_OK):
        raise StoreError(f"{target} cannot be written: this user may not write there", "Give another place with -o.")


def _stands(target: Path) -> bool:
    """Whether it is written into, not replaced: a device or a pipe, such as /dev/null, must stay what it is."""
    return target.exists() and not target.is_file()


def write(target: Path, text: str) -> None:
    """Write whole or not at all: a new file takes the old one's place only when it is complete. A link stays a link."""
    import errno
    import shutil

    from secondsource.errors import StoreError

    data = text.encode("utf-8", "replace")
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        if _stands(target):
            target.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(target)), data)
    except OSError as error:
        room = shutil.disk_usage(target.absolute().parent).free / 2**20
        why = f"{target} cannot be written: {error.strerror} ({room:,.0f} MB are free there)"
        cure = "Free some space" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "Check that the folder may be written"
        raise StoreError(why, f"{cure}, or give another place with -o.") from error


def _replace(target: Path, data: bytes) -> None:
    """Put a whole new file in the place of a regular file, or of none."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


@contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """A bar on standard error when that is a terminal. Ctrl-C is heard between two pages, a second one at once."""
    with patience() as asked:
        if quiet or not sys.stderr.isatty():
            yield asked
            return
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading", total=None)

            def tell(what: str, done: int, total: int) -> None:
                from secondsource.views.summary import printable

                bar.update(task, description=escape(printable(what))[:48], completed=done, total=total or None)
                asked(what, done, total)

            yield tell


@contextmanager
def patience() -> Iterator[Progress]:
    """Until it ends, the first Ctrl-C or SIGTERM lets the page in hand be finished; a second one stops at once.

    Gives what is to be called after each page: it raises ``KeyboardInterrupt`` once the program was asked to stop.
    """
    import signal
    import threading

    stop = threading.Event()

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        # Not by print: a signal may come in the middle of one.
        os.write(2, b"\nstopping after the page in hand; once more to stop at once\n")

    def asked(what: str, done: int, total: int) -> None:
        if stop.is_set():
            raise KeyboardInterrupt

    here = threading.current_thread() is threading.main_thread()
    before = [(number, signal.signal(number, ask)) for number in (signal.SIGINT, signal.SIGTERM)] if here else []
    try:
        yield asked
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def errors(debug: bool) -> Iterator[None]:
    """An error is one line with its cure and an exit code; a trace only where asked."""
    import sqlite3

    from secondsource.errors import SecondSourceError, StoreError

    try:
        yield
    except KeyboardInterrupt:
        typer.echo("interrupted: no report was written, and a store keeps every page that was done. Run the same command again.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
        raise
    except Exception as error:
        if debug:
            raise
        if isinstance(error, SecondSourceError):
            typer.echo(f"secondsource: {_safe(str(error))}", err=True)
            raise typer.Exit(CANNOT_WRITE if isinstance(error, StoreError) else WRONG_USE) from None
        if isinstance(error, sqlite3.DatabaseError):
            typer.echo(f"secondsource: the store is damaged: {error}. See secondsource doctor STORE.", err=True)
            raise typer.Exit(CANNOT_WRITE) from None
        typer.echo(
            f"secondsource: {type(error).__name__}: {_safe(str(error))}. Run it again with --debug, and send us what it shows.", err=True
        )
        raise typer.Exit(WRONG_USE) from None


def _safe(text: str) -> str:
    """Names of files and words of pages stand in errors; they must not drive the terminal."""
    from secondsource.views.summary import printable

    return printable(text)
