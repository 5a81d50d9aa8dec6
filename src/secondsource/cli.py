"""The command line: its commands are the verbs. Heavy imports stay inside the commands, so that ``--help`` is quick."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from secondsource.model import Report
    from secondsource.options import Options
    from secondsource.pipeline import Progress

ALL_OK, SOME_FAILED, WRONG_USE, CANNOT_WRITE, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="secondsource",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Who says so, and on whose word: news pages in, sourced claims with their exact words out.",
    epilog="Start with `secondsource demo`. Exit codes: 0 all read; 1 some pages failed or are partial (results are written); "
    "2 wrong use; 3 cannot read or write the output; 130 interrupted.",
)

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT…", help="HTML or text files, folders of them, or - for standard input, in any mix.", show_default=False),
]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML report: one file that opens offline; - is standard output.")
]
Json = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Also write the records (format secondsource/1); - is standard output.")
]
Profile = Annotated[str, typer.Option(help="speech: what is said. all: wishes, beliefs and decrees too.", metavar="speech|all")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Child processes that read pages side by side; results do not depend on it.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the whole trace of an error.")]


@app.command()
def report(
    inputs: Inputs,
    output: Output = Path("report.html"),
    json: Json = None,
    profile: Profile = "speech",
    workers: Workers = 1,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Read news pages and write a report that people read and check.

    \b
    secondsource report page1.html page2.txt -o story.html
    secondsource report pages/ -o story.html --json story.json
    cat page.html | secondsource report - -o story.html
    secondsource report project.db -o story.html      (a store made by `secondsource add`)
    """
    with errors(debug):
        code = run_report(inputs, output, json, profile, workers, quiet)
    raise typer.Exit(code)


@app.command()
def demo(output: Output = Path("demo.html"), json: Json = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Make the report on an invented story of four pages that come with the program.

    \b
    secondsource demo
    """
    with errors(debug):
        code = run_report([str(examples())], output, json, "speech", 1, quiet)
    raise typer.Exit(code)


def examples() -> Path:
    """The folder of the invented story: inside the package once installed, beside `src` in a checkout."""
    inside = Path(__file__).parent / "examples"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "examples"


def run_report(inputs: list[str], output: Path, json: Path | None, profile: str, workers: int, quiet: bool) -> int:
    """Investigate, write, sum up; the exit code."""
    from secondsource.options import Options

    if profile not in ("speech", "all"):
        raise typer.BadParameter(f"{profile!r} is neither speech nor all", param_hint="--profile")
    check_folder(output)
    if json:
        check_folder(json)
    with progress(quiet) as tell:
        result = obtain(inputs, Options(profile=profile), workers, tell)  # type: ignore[arg-type]  # checked above
        if tell:
            tell("writing", 0, 0)
        if result.stories:
            from secondsource.views import report as page

            write(output, page.html(result))
        if json:
            from secondsource.views import records

            write(json, records.to_json(result))
    if not quiet:
        from secondsource.views import summary

        summary.show(result, output if result.stories else None, json)
    if not result.stories:
        return SOME_FAILED
    return ALL_OK if all(i.state in ("ok", "duplicate") for i in result.inputs) else SOME_FAILED


def obtain(inputs: list[str], options: Options, workers: int, tell: Progress | None) -> Report:
    """The report on pages, or on the one store or records file given in their place."""
    from secondsource.pipeline import investigate
    from secondsource.views.load import from_json
    from secondsource.views.store import Store, is_store

    if len(inputs) == 1 and is_store(Path(inputs[0])):
        with Store(inputs[0], read_only=True) as store:
            return store.report(options)
    if len(inputs) == 1 and inputs[0].endswith(".json") and Path(inputs[0]).is_file():
        return from_json(Path(inputs[0]).read_text("utf-8"), inputs[0])
    return investigate(inputs, options, workers=workers, progress=tell)


def check_folder(target: Path) -> None:
    """Fail before any work where the output has no place to go."""
    from secondsource.errors import StoreError

    if str(target) == "-":
        return
    if target.is_dir():
        raise StoreError(f"{target} is a folder", "Give a file name, such as -o report.html.")
    if not target.absolute().parent.is_dir():
        raise StoreError(f"{target}: the folder {target.parent} does not exist", "Make it first, or give another place with -o.")


def write(target: Path, text: str) -> None:
    """Write whole or not at all: a new file takes the old one's place only when it is complete."""
    import os
    import tempfile

    from secondsource.errors import StoreError

    data = text.encode("utf-8", "replace")
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name[:40]}.")
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
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}", "Free some space or give another place with -o.") from error


@contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """A bar on standard error when that is a terminal, else nothing."""
    if quiet or not sys.stderr.isatty():
        yield None
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

        yield tell


@contextmanager
def errors(debug: bool) -> Iterator[None]:
    """An error of ours is one line with its cure and an exit code; a trace only where asked."""
    from secondsource.errors import SecondSourceError, StoreError

    try:
        yield
    except KeyboardInterrupt:
        typer.echo("interrupted; nothing was written. Run the same command again.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except SecondSourceError as error:
        if debug:
            raise
        typer.echo(f"secondsource: {error}", err=True)
        raise typer.Exit(CANNOT_WRITE if isinstance(error, StoreError) else WRONG_USE) from None


def main() -> None:
    """Entry point. A closed standard output (`| head`) ends quietly."""
    try:
        from secondsource import cli_store

        cli_store.add_to(app)
        app()
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(ALL_OK) from None


if __name__ == "__main__":
    main()
