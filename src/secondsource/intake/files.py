"""From names to pages: files, folders, archives, addresses, standard input. Nothing given is lost in silence.

Every input yields a ``Page`` or the ``UnreadableInput`` that says why there is none; a folder yields one for each file
in it. Pages come in the order given, a folder's in the order of their paths.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from secondsource.errors import UnreadableInput
from secondsource.intake import warc, web
from secondsource.intake.names import printable
from secondsource.model import Page
from secondsource.options import Options

SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".txt", ".text", ".md", ".mhtml", ".asp", ".aspx", ".php", ".jsp", ""))
ARCHIVES = (".warc", ".warc.gz")
STDIN = "-"
JSON = re.compile(
    rb'(?:\xef\xbb\xbf)?\s{0,99}(?:\[\s{0,99})?\{\s{0,99}"[^"\n]{1,99}"\s{0,9}:'
)  #: how objects, and lists and lines of them, begin


def read(inputs: Iterable[str | Path], options: Options) -> Iterator[Page | UnreadableInput]:
    """The pages of all inputs, with names that tell them apart."""
    found = list(walk(inputs))
    names = shown([path for path, _ in found])
    for (path, failure), name in zip(found, names, strict=True):
        if failure:
            yield UnreadableInput(name, failure.reason, failure.why, failure.cure)
            continue
        if web.is_address(path):
            yield from web.pages([path], web.Rules(options))
            continue
        if foreign := not_of_the_web(path):
            yield foreign
            continue
        if path.lower().endswith(ARCHIVES) and os.path.isfile(path):
            yield from warc.pages(Path(path), name, options)
            continue
        try:
            body = stdin(options) if path == STDIN else content(path, name, options)
            yield data(name, body) or Page(file=name, body=body)
        except UnreadableInput as error:
            yield error


def not_of_the_web(path: str) -> UnreadableInput | None:
    """Why an address is not fetched that is none of the web; None where the name is a file's."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*)://", path, re.I)
    if os.path.exists(path) or not (scheme or path.lower().startswith("www.")):
        return None
    name = web.name(path)
    if not scheme:
        return UnreadableInput(name, "missing", "there is no such file", "If it is an address, begin it with https://")
    if scheme[1].lower() == "file":
        return UnreadableInput(name, "scheme", "files are given by their names", "Give the name alone, without file://")
    why = f"addresses that begin with {scheme[0].lower()} are not fetched"
    return UnreadableInput(name, "scheme", why, "Give an http or https address, or save the page and give the file")


def walk(inputs: Iterable[str | Path]) -> Iterator[tuple[str, UnreadableInput | None]]:
    """Every file to read, folders opened; with the reason where a name leads to none."""
    for given in inputs:
        name = os.fspath(given)
        if name != STDIN and os.path.isdir(name):
            yield from folder(name)
        else:
            yield name, None


def folder(name: str) -> Iterator[tuple[str, UnreadableInput | None]]:
    """The pages below a folder, hidden files and folders apart; symbolic links to folders are not followed."""
    refused: list[OSError] = []
    files = []
    for here, folders, names in os.walk(name, onerror=refused.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        files += [os.path.join(here, n) for n in names if not n.startswith(".") and wanted(n)]
    for path in sorted(files):
        yield path, None
    for error in refused:
        yield str(error.filename or name), refusal(str(error.filename or name), error)
    if not files and not refused:
        cure = "Give a folder that holds .html or .txt files, or name the files"
        yield name, UnreadableInput(name, "no-pages", "the folder holds no pages", cure)


def wanted(name: str) -> bool:
    """Does a file in a folder look like a page or an archive of pages?"""
    return name.lower().endswith(ARCHIVES) or PurePath(name).suffix.lower() in SUFFIXES


def content(path: str, name: str, options: Options) -> bytes:
    """The bytes of a regular file; never blocks, never reads more than the limit."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise refusal(name, error) from None
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableInput(name, "not-a-file", f"is a {kind(facts.st_mode)}, not a file", "Give the name of a file")
        if facts.st_size > options.page_bytes:
            raise too_large(name, facts.st_size, options)
        try:
            body = file.read(options.page_bytes + 1)
        except OSError as error:
            raise refusal(name, error) from None
        if len(body) > options.page_bytes:
            raise too_large(name, len(body), options)
        if len(body) < facts.st_size or os.fstat(file.fileno()).st_size != facts.st_size:
            raise UnreadableInput(name, "changed", "the file changed while it was read", "Run again when nobody writes to it")
    return body


def data(name: str, body: bytes) -> UnreadableInput | None:
    """Why a file is no page that holds a store, records or other JSON: read as one, its field names would become claims.

    Told from its first bytes alone: nothing is parsed here, outside of a child process.
    """
    if body.startswith(b"SQLite format 3\0"):
        return UnreadableInput(
            name, "not-text", "it is an SQLite database", "Give a store alone; pages are put into it by secondsource add"
        )
    if not JSON.match(body):
        return None
    cure = (
        "Give the page as HTML or plain text; records are given alone, as .json, and articles in JSON lines go to secondsource corpus run"
    )
    return UnreadableInput(name, "not-text", "it is JSON data, not a page", cure)


def stdin(options: Options) -> bytes:
    body = sys.stdin.buffer.read(options.page_bytes + 1)
    if len(body) > options.page_bytes:
        raise too_large(STDIN, len(body), options)
    return body


def too_large(name: str, size: int, options: Options) -> UnreadableInput:
    why = f"{size / 2**20:,.1f} MB is more than the {options.page_bytes / 2**20:,.0f} MB limit for a page"
    return UnreadableInput(name, "too-large", why, "Cut the file, or raise Options.page_bytes from Python")


def kind(mode: int) -> str:
    tests = (
        (stat.S_ISDIR, "folder"),
        (stat.S_ISFIFO, "named pipe"),
        (stat.S_ISSOCK, "socket"),
        (stat.S_ISCHR, "device"),
        (stat.S_ISBLK, "device"),
    )
    return next((word for test, word in tests if test(mode)), "special file")


def refusal(name: str, error: OSError) -> UnreadableInput:
    """The system's error as a reason that programs can test and a cure for people."""
    reasons = {
        errno.ENOENT: ("missing", "there is no such file", "Check the name"),
        errno.EACCES: ("permission", "reading it is not allowed", "Change its permissions, or copy it to where you may read"),
        errno.EPERM: ("permission", "reading it is not allowed", "Change its permissions, or copy it to where you may read"),
        errno.ELOOP: ("missing", "the symbolic link leads round in a circle", "Name the file itself"),
        errno.ENXIO: ("not-a-file", "is a socket or pipe, not a file", "Give the name of a file"),
        errno.ENAMETOOLONG: ("missing", "the name is too long for any file", "Check the name"),
    }
    reason, why, cure = reasons.get(error.errno or 0, ("unreadable", error.strerror or str(error), "Check the disk and the name"))
    return UnreadableInput(name, reason, why, cure)


def shown(paths: list[str]) -> list[str]:
    """Base names; among like base names the shortest ends of the paths that differ."""
    parts = [printable(path).split("/") if path != STDIN else [STDIN] for path in paths]
    parts = [[p for p in part if p] or ["/"] for part in parts]
    depth = [1] * len(paths)
    while True:
        names = ["/".join(part[-d:]) for part, d in zip(parts, depth, strict=True)]
        twice = Counter(names)
        grow = [i for i, name in enumerate(names) if twice[name] > 1 and depth[i] < len(parts[i])]
        if not grow:
            return names
        for i in grow:
            depth[i] += 1
