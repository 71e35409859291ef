"""What can go wrong, and how is it said? One tree; every message says what, where, and what to do."""

from __future__ import annotations


class FirsthandError(Exception):
    """The root: anything that Firsthand says about bad input or a world that did not answer.

    `hint` is the one thing to do next, as a sentence; it may be empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(FirsthandError):
    """The call itself is wrong: nothing given, two things given at once, a casebook that is not there."""


class WhenError(FirsthandError, ValueError):
    """A date that does not exist, or that is not in the EDTF subset that Firsthand reads."""


class CasefileError(FirsthandError):
    """A casefile that cannot be imported; the message names file, line or item, field and what was expected."""


class CasebookError(FirsthandError):
    """The casebook's folder cannot be opened, read or written."""


class OvertakenError(CasebookError):
    """Somebody filed a revision of the case since it was read; nothing was written."""


class NewerCasebookError(CasebookError):
    """The casebook was written by a newer version of Firsthand."""


class ExhibitError(FirsthandError):
    """Kept bytes are missing or are not what their name says."""


class CustodyError(FirsthandError):
    """The custody log, a signature or a time stamp is not what it should be."""


class ReadingError(FirsthandError):
    """A page, text or picture could not be read; nothing is known about what it says."""


class PictureError(ReadingError):
    """A picture file is empty, broken, too large, or not a picture."""


class CaptureError(FirsthandError):
    """An address could not be fetched, or was refused by the guard."""


class RefusedError(CaptureError):
    """An address was refused by our own guard, so that nothing was asked there."""


class RedirectsError(CaptureError):
    """An address leads on without end, or to no address."""


class WordsError(ReadingError):
    """The words in a picture could not be read: the reader is not installed, stopped, or took too long."""
