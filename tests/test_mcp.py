"""The read-only tools for other programs: data with spans, and page words marked as untrusted."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from storybook import book, kept

mcp = pytest.importorskip("mcp", reason="the mcp package is not installed")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return kept(book(), tmp_path / "p.db")


def ask(store: Path, tool: str, **given: Any) -> Any:
    from secondsource.mcp import create

    async def call() -> Any:
        async with mcp.Client(create(store)) as client:
            return await client.call_tool(tool, given)

    return asyncio.run(call())


def test_claims_come_with_range_and_places(store: Path) -> None:
    """A story's claims come with newsrooms, the range of origins and the exact places."""
    answer = ask(store, "claims", story=book().stories[0].id)
    found = answer.structured_content["result"]

    assert [(c["newsrooms"], c["origins"]["min"], c["origins"]["max"]) for c in found] == [(["Daily Quay"], 1, 1)]
    texts = {r.article.id: r.article.text for r in book().readings}
    assert all(texts[p["article"]][p["start"] : p["end"]] == p["untrusted_quotation"] for c in found for p in c["places"])


def test_find_story_and_quote(store: Path) -> None:
    """A story is found by words in its articles, and any place gives its words."""
    assert [s["id"] for s in ask(store, "find_story", words="harbour cracks").structured_content["result"]] == [book().stories[0].id]
    reading = book().readings[0]
    quoted = ask(store, "quote", article=reading.article.id, start=0, end=5).structured_content
    assert quoted["untrusted_quotation"] == reading.article.text[:5]
    assert quoted["after"]["untrusted_quotation"] == reading.article.text[5:205]
    assert book().stories[0].headline in ask(store, "provenance", id=book().stories[0].id).structured_content["untrusted_quotation"][0]


@pytest.mark.parametrize(
    ("tool", "given", "reason"),
    [
        ("claims", {"story": "y-none"}, "no story y-none"),
        ("quote", {"article": "a", "start": 5, "end": 1}, "no such article"),
        ("provenance", {"id": "x' OR 1=1"}, "nothing here has the id x' OR 1=1"),
    ],
)
def test_wrong_questions_are_errors_not_faults(
    store: Path, tool: str, given: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An id that is not there is an error that tells the asking program so; no trace is logged."""
    answer = ask(store, tool, **given)

    assert answer.is_error
    assert reason in answer.content[0].text
    assert "Traceback" not in caplog.text
