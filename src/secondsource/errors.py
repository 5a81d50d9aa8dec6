"""What can go wrong, named. Every error of ours is a ``SecondSourceError``."""

from __future__ import annotations


class SecondSourceError(Exception):
    """Says what, why and what to do. ``cure`` is the next step for a person."""

    def __init__(self, message: str, cure: str = ""):
        super().__init__(message)
        self.cure = cure

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}. {self.cure}" if self.cure else message


class UnreadableInput(SecondSourceError, ValueError):
    """One input cannot become an article; the others go on."""

    def __init__(self, file: str, reason: str, why: str, cure: str = ""):
        super().__init__(f"{file}: {why}", cure)
        self.file = file
        self.reason = reason  #: a class that programs can test: 'empty', 'too-large', 'not-text', …
        self.why = why


class MissingModel(SecondSourceError, ImportError):
    """A model or data file that reading needs is not there."""


class StoreError(SecondSourceError, OSError):
    """The store cannot be read or written."""
