"""Sentences as vectors."""

from __future__ import annotations

import pytest

from secondsource.errors import MissingModel
from secondsource.stories import embed

needs_model = pytest.mark.skipif(not embed.available(), reason="the sentence model is not installed")


@needs_model
def test_meaning() -> None:
    """Two sentences that say the same lie nearer than two that do not."""
    quit_, resigned, rain = embed.embed(["The mayor quit.", "The mayor resigned from office.", "Rain is expected in the north."])
    assert embed.likeness(quit_, resigned) > 0.6 > embed.likeness(quit_, rain)


@needs_model
def test_a_vector_depends_on_its_sentence_alone() -> None:
    """A sentence has the same vector beside any others."""
    assert embed.embed(["The mayor quit."])[0] == embed.embed(["Rain in the north fell all night long.", "The mayor quit."])[1]


def test_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the model is missing, vectors are empty and likeness is 0; nothing fails."""

    def missing(*_: object) -> None:
        raise MissingModel("gone")

    monkeypatch.setattr(embed, "session", missing)
    assert embed.embed(["The mayor quit."]) == ((),)
    assert embed.likeness((), ()) == 0.0
