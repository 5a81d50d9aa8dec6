"""What an installation says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondsource import data, doctor
from secondsource.views.store import Store
from storybook import book, kept


def test_this_installation_is_whole() -> None:
    """Every part is there, and every model and list is byte for byte what its card says."""
    assert [line for line in doctor.lines() if line.startswith("FAULT")] == []


def test_every_model_and_list_has_a_card() -> None:
    """Weights, vocabularies and tables made from others' data carry a card with source, licence and sha256."""
    shipped = {p.name for p in data.FOLDER.iterdir() if p.suffix in (".onnx", ".json", ".txt", ".tsv")}
    carded = {str(data.table(card.name)["file"]) for card in data.FOLDER.glob("*.card.toml")}

    assert shipped == carded


def test_a_changed_model_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is not the one on its card is named, with the cure, and is not loaded."""
    (tmp_path / "x.onnx").write_bytes(b"other")
    (tmp_path / "x.card.toml").write_text('file = "x.onnx"\nsha256 = "00"\nlicence = "x"\n')
    monkeypatch.setattr(doctor, "FOLDER", tmp_path)
    monkeypatch.setattr(data, "FOLDER", tmp_path)

    assert [line.split(":")[0] for line in doctor.lines() if line.startswith("FAULT")] == ["FAULT x.onnx"]
    with pytest.raises(data.MissingModel, match="card"):
        data.session("x.onnx")


def test_a_store_is_checked_too(tmp_path: Path) -> None:
    """A whole store is said to be whole; one with damaged records, pages or rows is a fault with the command that mends it."""

    kept(book(), tmp_path / "p.db")
    whole = doctor.lines(tmp_path / "p.db")
    with Store(tmp_path / "p.db") as store:
        store.db.execute("UPDATE articles SET record = x'00' WHERE file = 'a.html'")
        store.db.execute("UPDATE claims SET text = 'nobody said so'")
    faults = [line for line in doctor.lines(tmp_path / "p.db") if line.startswith("FAULT")]

    assert any("2 articles, 1 stories, in 2 = 2 ok" in line for line in whole)
    assert whole[-1] == "0 faults: nothing to do"
    assert len(faults) == 2
    assert all(f"secondsource rebuild {tmp_path / 'p.db'}" in line for line in faults)
    missing = doctor.lines(tmp_path / "none.db")
    assert missing[-1].startswith("1 fault")
    assert missing[-2].startswith(f"FAULT {tmp_path / 'none.db'} does not exist. Make it with")
