"""What the tagger sees: subwords, shapes, windows."""

from __future__ import annotations

import pytest

from secondsource.reading.tagger_text import paragraph_starts, sentence_starts, stretches, subwords, windows


def shape(text: str) -> list[tuple[str, int, int, int]]:
    """Each subword with its case, its place about quote marks, and whether a paragraph starts there."""
    cut = subwords(text)
    parts = zip(cut.starts.tolist(), cut.ends.tolist(), cut.shapes.tolist(), strict=True)
    return [(text[a:b], s // 6, s // 2 % 3, s % 2) for a, b, s in parts]


def test_subwords_point_back_to_the_text() -> None:
    """Every subword is found again at its offsets, also behind letters outside the basic plane and accents."""
    text = "😀 Élodie naïvely said: “Café déjà vu”."
    cut = subwords(text)

    assert "".join(text[a:b] for a, b in zip(cut.starts, cut.ends, strict=True)) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He "won".', [("He", 1, 0, 1), ('"', 3, 2, 0), ("won", 0, 1, 0), ('"', 3, 2, 0), (".", 3, 0, 0)]),
        ("“NO” yes", [("“", 3, 2, 1), ("NO", 2, 1, 0), ("”", 3, 2, 0), ("yes", 0, 0, 0)]),
    ],
)
def test_shapes(text: str, expected: list[tuple[str, int, int, int]]) -> None:
    """Capitals, and what stands in quote marks, are told to the model, which reads words without capitals."""
    assert shape(text) == expected


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    """One unbalanced quote mark does not turn the rest of the article inside out."""
    assert [s for s in shape('a "b\nc') if s[0] == "c"] == [("c", 0, 0, 1)]


def test_windows_cover_everything_once() -> None:
    """Every subword is decided in exactly one window, and no window is longer than the model reads."""
    starts = list(range(0, 1000, 37))
    made = windows(starts, [0, 370, 740], 1000, size=158, context=56)

    assert [w.start for w in made] == [0, *(w.end for w in made[:-1])]
    assert made[-1].end == 1000
    assert all(w.end - w.shown <= 158 and w.shown <= w.start < w.end for w in made)
    assert all(w.start in starts and w.shown in starts for w in made)
    assert 370 in {w.end for w in made}


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    """One sentence of ten thousand words is still read to its end."""
    made = windows([0], [0], 10_000)

    assert made[-1].end == 10_000
    assert all(w.end - w.shown <= 158 for w in made)


def test_sentence_and_paragraph_starts() -> None:
    """Sentences are given as offsets and found again as subwords."""
    text = "One here. Two there.\n\nThree."
    cut = subwords(text)

    assert sentence_starts(cut, [0, 10, 22]) == [0, 3, 6]
    assert paragraph_starts(cut) == [0, 6]


def test_a_long_text_is_read_in_stretches_of_whole_paragraphs() -> None:
    """Memory does not grow with the length of the article."""
    assert stretches(subwords("One two.\n" * 10), 10) == [(0, 9), (9, 18), (18, 27), (27, 30)]
    assert stretches(subwords("one " * 25), 10) == [(0, 10), (10, 20), (20, 25)]
