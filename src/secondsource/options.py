"""One frozen object with every setting. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """Limits and choices of a run; the same options and inputs give the same bytes.

    Sizes are bytes, times are seconds.
    """

    profile: Literal["speech", "all"] = "speech"  #: which attributions: what is said, or wishes and beliefs too
    page_bytes: int = 20 * 2**20  #: a larger page is not read
    worker_bytes: int = 2**30  #: memory of one child process
    intake_seconds: float = 30.0  #: one page to article
    reading_seconds: float = 30.0  #: one article to reading, and …
    reading_seconds_per_1000_words: float = 1.0  #: … this much more for each thousand words
    story_window_days: int = 3  #: reports further apart than this are not joined on likeness alone
    max_alignments: int = 24  #: claims shown in a report
    max_statements: int = 12  #: sentences of the account

    def reading_limit(self, words: int) -> float:
        """Seconds allowed for reading a text of so many words."""
        return self.reading_seconds + self.reading_seconds_per_1000_words * words / 1000
