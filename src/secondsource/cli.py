"""The command line: its commands are the verbs. Heavy imports stay inside the commands, so that ``--help`` is quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from secondsource import cli_corpus, cli_store
from secondsource.terminal import (
    ALL_OK,
    SOME_FAILED,
    Debug,
    Feeds,
    Inputs,
    Json,
    Lang,
    Output,
    Profile,
    Quiet,
    Workers,
    check_folder,
    check_language,
    check_profile,
    errors,
    obtain,
    progress,
    write,
)

app = typer.Typer(
    name="secondsource",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Who says so, and on whose word: news pages in, sourced claims with their exact words out.",
    epilog="Start with `secondsource demo`. Exit codes: 0 all read; 1 some pages failed or are partial (results are written); "
    "2 wrong use; 3 cannot read or write the output; 130 interrupted.",
)


def tell_version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"secondsource {version('secondsource')}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """What stands before the commands."""


@app.command()
def report(
    inputs: Inputs = [],  # noqa: B006
    output: Output = Path("report.html"),
    json: Json = None,
    feed: Feeds = [],  # noqa: B006 - typer's way of an option given many times
    lang: Lang = "en",
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
        code = run_report(inputs, output, json, profile, workers, quiet, feed, lang)
    raise typer.Exit(code)


@app.command()
def demo(output: Output = Path("demo.html"), json: Json = None, lang: Lang = "en", quiet: Quiet = False, debug: Debug = False) -> None:
    """Make the report on an invented story of four pages that come with the program.

    \b
    secondsource demo
    """
    with errors(debug):
        code = run_report([str(examples())], output, json, "speech", 1, quiet, lang=lang)
    raise typer.Exit(code)


def examples() -> Path:
    """The folder of the invented story: inside the package once installed, beside `src` in a checkout."""
    inside = Path(__file__).parent / "examples"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "examples"


def run_report(
    inputs: list[str],
    output: Path,
    json: Path | None,
    profile: str,
    workers: int,
    quiet: bool,
    feeds: Sequence[str] = (),
    lang: str = "en",
) -> int:
    """Investigate, write, sum up; the exit code."""
    from secondsource.options import Options

    if not inputs and not feeds:
        raise typer.BadParameter("give pages to read: files, folders, addresses, - or --feed", param_hint="INPUT…")
    check_profile(profile)
    check_language(lang)
    check_folder(output)
    if json:
        check_folder(json)
    with progress(quiet) as tell:
        result = obtain(inputs, Options(profile=profile), workers, tell, feeds)  # type: ignore[arg-type]  # checked above
        if tell:
            tell("writing", 0, 0)
        if result.stories:
            from secondsource.views import report as page

            write(output, page.html(result, lang))
        if json:
            from secondsource.views import records

            write(json, records.to_json(result))
    if not quiet:
        from secondsource.views import summary

        summary.show(result, output if result.stories else None, json)
    if not result.stories:
        return SOME_FAILED
    return ALL_OK if all(i.state in ("ok", "duplicate") for i in result.inputs) else SOME_FAILED


cli_store.add_to(app)
app.add_typer(cli_corpus.app, name="corpus")


def main() -> None:
    """Entry point. A closed standard output (`| head`) ends quietly."""
    try:
        app()
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(ALL_OK) from None


if __name__ == "__main__":
    main()
