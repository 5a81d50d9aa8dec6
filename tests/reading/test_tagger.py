"""The tagger on real sentences, and without its model."""

from __future__ import annotations

import pytest

from makers import article, words
from secondsource import data
from secondsource.errors import MissingModel
from secondsource.model import Article
from secondsource.reading import tagger
from secondsource.reading.sentences import Parse, parse

needs_model = pytest.mark.skipif(not (data.FOLDER / "tagger.onnx").is_file(), reason="the tagger's model is not in this checkout")


def parsed(*blocks: str) -> Parse:
    return parse(article(*blocks))


def said(page: Article, parse: Parse) -> list[tuple[str | None, str | None, list[str]]]:
    return [
        (page[p.source] if p.source else None, page[p.cue] if p.cue else None, [page[c] for c in p.content]) for p in tagger.propose(parse)
    ]


@needs_model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will rebuild the bridge," the mayor said.', ("the mayor", "said", ['"We will rebuild the bridge,"'])),
        ("The minister said that the talks had failed.", ("The minister", "said", ["that the talks had failed"])),
    ],
)
def test_plain_attributions(text: str, expected: tuple[str, str, list[str]]) -> None:
    """Plain direct and indirect speech is found whole, with its marks."""
    one = parsed(text)
    source, cue, content = said(one.article, one)[0]

    assert (source, cue) == expected[:2]
    assert [c.removeprefix("that ") for c in content] == [c.removeprefix("that ") for c in expected[2]]


@needs_model
def test_a_quotation_broken_by_its_cue_is_one() -> None:
    """Both halves of a broken quotation are the content of one attribution."""
    one = parsed('"The ship left the harbour," the captain said on Monday, "and it never came back."')
    found = tagger.propose(one)

    assert len(found) == 1
    assert len(found[0].content) == 2
    assert found[0].cue == words(one.article, "said")


@needs_model
@pytest.mark.parametrize("text", ["", " \n ", "…", "12 34 ??", '"' * 500, "x" * 5000, "[PAD] [CLS] [SEP]", "\U0001f600" * 300])
def test_odd_text_is_no_fault(text: str) -> None:
    """Whatever the text, the proposals are spans inside it."""
    found = tagger.propose(parsed(text))

    assert all(0 <= span.start < span.end <= len(text) for p in found for span in p.content)


@needs_model
def test_the_lexicon_leans_on_the_tagger() -> None:
    """Where data/cues.toml knows a verb of saying, its first subword is more of a cue, and no other is."""
    cut = tagger.subwords("The mayor said so.")
    tags = tagger.tag(cut, [0])
    after = tagger.leaning(tags, cut.starts == 10)

    assert (after.labels - tags.labels).nonzero()[0].tolist() == [2]
    assert after.labels[2, 3] > tags.labels[2, 3]


@needs_model
def test_the_same_text_gives_the_same_proposals() -> None:
    """What stands in other paragraphs' batches does not matter, and a second run repeats the first."""
    one = parsed("The mayor said the bridge was safe.", "Police denied that shots were fired.")

    assert tagger.propose(one) == tagger.propose(one)


def test_without_its_model_it_proposes_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the model still reads, by rules."""

    def missing(name: str, threads: int = 0) -> object:
        raise MissingModel(f"the data file {name} is missing from this installation")

    monkeypatch.setattr(tagger, "session", missing)

    assert tagger.propose(parsed("The mayor said the bridge was safe.")) == ()
    assert "tagger.onnx is missing" in (tagger.note() or "")
