"""The folders meet only in the pipeline: the import arrows, read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import secondsource

PACKAGE = Path(secondsource.__file__).parent
FOLDERS = ("intake", "reading", "stories", "views")
SHARED = {"model", "model_reading", "options", "errors", "data"}
ABOVE = {"pipeline", "worker", "project", "grouping", "doctor", "watch", "mcp", "cli", "cli_store", "cli_corpus", "terminal", "__init__"}


def imports(file: Path) -> set[str]:
    """The parts of secondsource that a file imports, wherever in the file it does so: 'reading', 'model'."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "secondsource":
                found |= {name.name for name in node.names}
            elif node.module.startswith("secondsource."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {name.name.split(".")[1] for name in node.names if name.name.startswith("secondsource.")}
    return found


def wrong_arrows(folder: str) -> list[str]:
    allowed = SHARED | {folder}
    return [
        f"{file.relative_to(PACKAGE)} imports {part}"
        for file in sorted((PACKAGE / folder).rglob("*.py"))
        if not (folder == "views" and file.name == "server.py")
        for part in sorted(imports(file) - allowed)
    ]


def test_folders_never_import_each_other() -> None:
    """intake, reading, stories and views know only their own files and the values they speak in."""
    assert [arrow for folder in FOLDERS for arrow in wrong_arrows(folder)] == []


def test_values_know_nothing_above_them() -> None:
    """options <- model <- errors: the values import no stage, only the few lines that print them."""
    assert imports(PACKAGE / "options.py") == set()
    assert imports(PACKAGE / "model_reading.py") == set()
    assert imports(PACKAGE / "model.py") <= {"model_reading", "options", "shown"}
    assert imports(PACKAGE / "shown.py") <= {"model"}
    assert imports(PACKAGE / "errors.py") <= {"model", "options"}
    assert imports(PACKAGE / "data" / "__init__.py") <= {"errors"}


def test_the_corpus_sits_on_top() -> None:
    """No stage and no value knows of corpus runs; only the command line and the store's command call them."""
    users = {f.name for f in PACKAGE.glob("*.py") if "corpus" in imports(f)}
    assert users <= {"cli_corpus.py", "cli_store.py"}


def test_every_folder_has_one_verb() -> None:
    """Each folder's front page is a docstring that names its files, a family of them as `times_*`, and the verb that calls them."""
    for folder in (*FOLDERS, "corpus"):
        front = (PACKAGE / folder / "__init__.py").read_text("utf-8")
        doc = ast.get_docstring(ast.parse(front)) or ""
        files = {p.stem for p in (PACKAGE / folder).glob("*.py")} - {"__init__"}
        assert files, folder
        assert [f for f in sorted(files) if f not in doc and f"{f.split('_')[0]}_*" not in doc] == [], folder


def test_files_on_top_are_known() -> None:
    """Every module outside the folders is a value or sits on top of them."""
    top = {p.stem for p in PACKAGE.glob("*.py")}
    assert top <= ABOVE | SHARED | {"shown"}
