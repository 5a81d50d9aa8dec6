"""A records file gives the same report back."""

from __future__ import annotations

import pytest

from secondsource.errors import SecondSourceError
from secondsource.model import Report
from secondsource.views import load, records
from storybook import book


def test_records_come_back_as_the_same_records() -> None:
    """Saved, loaded and saved again, a report is the same bytes."""
    text = records.to_json(book())

    assert records.to_json(load.from_json(text)) == text


def test_demo_comes_back_as_the_same_records(demo: Report) -> None:
    """The whole demo story survives the way through its records."""
    text = records.to_json(demo)

    assert records.to_json(load.from_json(text)) == text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "secondsource/1"}', '{"format": "secondsource/9"}', "not json"])
def test_other_files_are_refused_by_name(text: str) -> None:
    """What is no records file is refused with the file's name and the cure."""
    with pytest.raises(SecondSourceError, match=r"saved\.json.*--json"):
        load.from_json(text, "saved.json")
