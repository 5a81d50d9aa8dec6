"""Calls that have let attackers in elsewhere are not made here, save where the list says why."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import secondsource

PACKAGE = Path(secondsource.__file__).parent

#: a call that is forbidden -> why
CALLS = {
    **dict.fromkeys(("pickle.load", "pickle.loads", "marshal.loads", "shelve.open", "joblib.load"), "it runs code from its input"),
    **dict.fromkeys(("eval", "exec", "compile", "__import__"), "it runs code"),
    **dict.fromkeys(("yaml.load", "yaml.unsafe_load"), "it makes objects that its input names"),
    **dict.fromkeys(("os.system", "os.popen", "subprocess.getoutput"), "a shell reads its words"),
    **dict.fromkeys(("tempfile.mktemp", "os.tempnam"), "another program can take the name"),
    **dict.fromkeys(("requests.get", "requests.post", "httpx.get", "urllib.request.urlopen", "urlopen"), "the fetcher checks addresses"),
    **dict.fromkeys(
        ("socket.create_connection", "http.client.HTTPConnection", "http.client.HTTPSConnection"), "the fetcher checks addresses"
    ),
    **dict.fromkeys(("etree.parse", "etree.iterparse", "etree.fromstring", "etree.XML", "objectify.parse", "minidom.parse"), "entities"),
    **dict.fromkeys(("ElementTree.parse", "ElementTree.fromstring", "ElementTree.iterparse", "sax.parse"), "entities"),
    **dict.fromkeys(("tarfile.open", "zipfile.ZipFile", "shutil.unpack_archive"), "names in it can climb out of the folder"),
    **dict.fromkeys(("Markup",), "what it is given is markup"),
    "print": "words of pages can steer a terminal: typer.echo of printable text",
    "random.random": "results must not depend on chance",
    "datetime.now": "results must not depend on the clock",
    "date.today": "results must not depend on the clock",
    "hash": "it differs from run to run",
}

#: (file, call) -> why it may stand there
ALLOWED = {
    ("worker.py", "pickle.loads"): "between this program and its own child, over their own pipe",
    ("corpus/guard.py", "pickle.loads"): "between a corpus run and its own child, over their own pipe",
    ("watch.py", "ElementTree.fromstring"): "entities and document types are refused in the lines above it",
    ("views/quoting.py", "Markup"): "constant templates, and text that was escaped in the same line",
    ("intake/web.py", "socket.create_connection"): "the fetcher: to the address that was checked",
    ("intake/web.py", "http.client.HTTPConnection"): "the fetcher",
    ("intake/web.py", "http.client.HTTPSConnection"): "the fetcher",
}

#: arguments that are forbidden whatever is called
ARGUMENTS = {"shell": True, "resolve_entities": True, "load_dtd": True, "no_network": False, "verify": False, "autoescape": False}
PARSERS = {"XMLParser": ("resolve_entities", "no_network"), "ETCompatXMLParser": ("resolve_entities", "no_network")}


@functools.cache
def sources() -> tuple[tuple[str, tuple[ast.AST, ...]], ...]:
    """Every file of the program, with all that stands in it."""
    return tuple((str(f.relative_to(PACKAGE)), tuple(ast.walk(ast.parse(f.read_text("utf-8"))))) for f in sorted(PACKAGE.rglob("*.py")))


def name(node: ast.expr) -> str:
    """'pickle.loads' for pickle.loads, 'loads' for x().loads."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = name(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for file, nodes in sources():
        for node in nodes:
            if isinstance(node, ast.Call):
                yield file, name(node.func), node


def test_no_forbidden_call() -> None:
    """None of the calls of the list stands in the program, save where a reason is given."""
    made = [
        (file, next((c for c in CALLS if called == c or ("." in c and called.endswith(f".{c}"))), ""), node.lineno)
        for file, called, node in calls()
    ]
    found = [f"{file}:{line}: {call}: {CALLS[call]}" for file, call, line in made if call and not _allowed(file, call)]

    assert found == []


def _allowed(file: str, call: str) -> bool:
    views = call == "Markup" and file.startswith("views/")  # each such line is held by ruff's S704, with its reason beside it
    return (file, call) in ALLOWED or views


def test_no_forbidden_argument() -> None:
    """No shell, no entities, no network for parsers, no unchecked certificate, no template that does not escape."""
    found = [
        f"{file}:{node.lineno}: {k.arg}={k.value.value}"
        for file, _, node in calls()
        for k in node.keywords
        if k.arg in ARGUMENTS and isinstance(k.value, ast.Constant) and k.value.value is ARGUMENTS[k.arg]
    ]

    assert found == []


def test_parsers_of_xml_are_closed() -> None:
    """A parser of XML says that it resolves no entity and asks no network; templates say that they escape."""
    for file, called, node in calls():
        given = {k.arg for k in node.keywords}
        for parser, wanted in PARSERS.items():
            assert called.rpartition(".")[2] != parser or set(wanted) <= given, f"{file}:{node.lineno}"
        assert called.rpartition(".")[2] != "Environment" or "autoescape" in given, f"{file}:{node.lineno}"


def test_no_query_is_put_together_from_words() -> None:
    """A query made with an f-string takes names of this program's own only: each such line carries its reason (ruff S608)."""
    for file, nodes in sources():
        lines = (PACKAGE / file).read_text("utf-8").splitlines()
        for node in nodes:
            if isinstance(node, ast.Call) and name(node.func).endswith((".execute", ".executemany")) and node.args:
                if isinstance(node.args[0], ast.JoinedStr):
                    said = " ".join(lines[node.lineno - 1 : node.args[0].end_lineno])
                    assert "S608" in said or "FROM}" in said or "PRAGMA" in said, f"{file}:{node.lineno}"
                assert not (isinstance(node.args[0], ast.BinOp) and isinstance(node.args[0].op, ast.Mod)), f"{file}:{node.lineno}"


@pytest.mark.parametrize(
    "pattern", [r"\|\s*safe\b", r"autoescape\s+false", r"\.innerHTML", r"\.outerHTML", r"insertAdjacentHTML", r"document\.write"]
)
def test_no_unescaped_words_in_templates_and_scripts(pattern: str) -> None:
    """Templates and our own scripts never take words as markup."""
    files = [p for p in PACKAGE.rglob("*") if p.suffix in (".html", ".js") and ".min." not in p.name and "examples" not in p.parts]
    found = [f"{p.name}: {m[0]}" for p in files for m in re.finditer(pattern, p.read_text("utf-8"))]

    assert len(files) > 10
    assert found == []


def test_floors_of_parts_with_known_faults() -> None:
    """lxml before 6.1 reads local files by default (CVE-2026-41066): the project asks for 6.1 or later."""
    import tomllib

    file = PACKAGE.parents[1] / "pyproject.toml"
    if not file.exists():
        pytest.skip("the project file is not beside an installed package")
    wanted = tomllib.loads(file.read_text("utf-8"))["project"]["dependencies"]
    assert any(re.match(r"lxml>=6\.[1-9]", line) for line in wanted)
