"""The README's commands exist and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from secondsource import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", README, re.M | re.S)


def test_two_blocks_do_all_the_set_up() -> None:
    """A newcomer needs two commands: one installs and runs the demo, one installs and runs the tests."""
    assert [b.split("&&")[0].split()[0] for b in blocks()] == ["pip", "pip"]
    assert "secondsource demo" in blocks()[0]
    assert blocks()[1].rstrip().endswith("pytest")


def test_commands_in_the_docs_are_real() -> None:
    """Every `secondsource …` command that the README or a docs page shows is a command of the program, with those options."""
    known = get_command(cli.app).commands  # type: ignore[attr-defined]
    for file in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for line in re.findall(r"^(?: {4}|\$ )?secondsource (.+)$", file.read_text("utf-8"), re.M):
            command, *words = line.split()
            assert command in known or command.startswith("-"), f"{file.name}: secondsource {line}"
            found = known[command]
            if hasattr(found, "commands"):  # 'corpus run'
                found = found.commands[words[0]]
            options = {name for p in found.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
            assert {w.split("=")[0] for w in words if re.match(r"--?[a-z]", w)} <= options, f"{file.name}: secondsource {line}"


@pytest.mark.parametrize("file", ["README.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md"))])
def test_links_lead_somewhere(file: str) -> None:
    """Every relative link in the README and the docs is a file."""
    page = ROOT / file
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [t for t in targets if not (page.parent / t).exists()] == []
