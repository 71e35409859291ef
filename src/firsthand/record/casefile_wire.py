"""Does this plain value follow the form, and where not? Reads values field by field and notes every complaint.

msgspec would stop at the first mistake and refuse `founded: 1994`; a desk wants all mistakes of a file at once.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from firsthand.errors import WhenError
from firsthand.record.when import When, parse

Choice = TypeVar("Choice", bound=StrEnum)

MAX_ID = 100
_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_HALF = re.compile("[\ud800-\udfff]")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
ID_FORM = f"An id is up to {MAX_ID} letters, digits, '.', '_' or '-', and begins with a letter or digit."


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at a path such as `pictures[0].entries[2].value`, and what to do about it."""

    path: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of the file with its path, and the list where complaints about it go."""

    value: object
    path: str
    complaints: list[Complaint]

    def complain(self, message: str, hint: str = "", *, key: str = "") -> None:
        self.complaints.append(Complaint(self._path(key) if key else self.path, message, hint))

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fields(self, allowed: Sequence[str]) -> bool:
        """Is this a mapping? Fields that are not allowed are complained of, with the nearest name that is."""
        if not isinstance(self.value, dict):
            self.complain(f"Expected fields ({', '.join(allowed)}), found {_kind(self.value)}.")
            return False
        for name in self.value:
            if name not in allowed:
                hint = nearest(name, allowed) or f"Known here: {', '.join(allowed)}."
                self.complain(f"There is no field {name!r}.", hint, key=name)
        return True

    def get(self, key: str) -> object:
        return self.value.get(key) if isinstance(self.value, dict) else None

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def at(self, key: str) -> Spot:
        return Spot(self.get(key), self._path(key), self.complaints)

    def text(self, key: str, *, default: str = "", required: bool = False) -> str:
        held = self.get(key)
        if not required and held is None:
            return default  # most fields of most items: no place to note
        value = held if isinstance(held, str) and held.isascii() else self.at(key).as_text()
        if required and not value.strip() and not isinstance(held, (dict, list, bool)):
            self.complain("This field is missing or empty; it must be given.", key=key)
        return value or default

    def as_text(self) -> str:
        """The value as text; numbers were kept as they were written. None is the empty text."""
        if isinstance(self.value, str):
            if not self.value.isascii() and _HALF.search(self.value):
                self.complain("The text holds half of a character (a lone surrogate).", "Write the character again.")
                return ""
            return self.value
        if self.value is not None:
            self.complain(f"Expected text, found {_kind(self.value)}.")
        return ""

    def id(self, key: str = "id", *, default: str = "") -> str:
        value = self.text(key, default=default, required=not default)
        if value and not is_id(value):
            self.complain(f"{value[:120]!r} cannot be an id.", ID_FORM, key=key)
        return value

    def lang(self, key: str = "lang") -> str:
        value = self.text(key)
        if value and not _LANG.fullmatch(value):
            self.complain(f"{value!r} is not a language tag.", "Write en, uk, ru, el and so on.", key=key)
        return value

    def sha256(self, key: str) -> str:
        value = self.text(key)
        if value and not _SHA256.fullmatch(value):
            self.complain(f"{value[:80]!r} is not a SHA-256.", "It has 64 digits 0-9 and a-f.", key=key)
        return value.lower()

    def when(self, key: str) -> When | None:
        value = self.text(key)
        if not value:
            return None
        try:
            return parse(value)
        except WhenError as error:
            self.complain(error.message, error.hint, key=key)
            return None

    def moment(self, key: str) -> datetime | None:
        """A date and time with its zone."""
        value = self.text(key, required=True)
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
        if value and (found is None or found.tzinfo is None):
            self.complain(f"{value!r} is not a date and time with its zone.", "Write 2022-09-12T09:00:00Z.", key=key)
        return found

    def choice(self, key: str, scale: type[Choice]) -> Choice | None:
        """One of a list of words; None and a complaint (with the list) where it is not one of them."""
        value = self.text(key)
        if value in [member.value for member in scale]:
            return scale(value)
        words = [member.value for member in scale if member.value]
        hint = f"Use one of: {', '.join(words)}. {nearest(value, words)}".strip()
        self.complain(f"{value!r} is not known here." if value else "This field is missing.", hint, key=key)
        return None

    def items(self, key: str) -> list[Spot]:
        """The members of a list; none where the field is absent."""
        if not self.has(key):
            return []
        here = self.at(key)
        if not isinstance(here.value, list):
            here.complain(f"Expected a list, found {_kind(here.value)}.", "Begin each item with '- '.")
            return []
        return [Spot(item, f"{here.path}[{i}]", self.complaints) for i, item in enumerate(here.value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a lone text counts as a list of one."""
        if not self.has(key):
            return ()
        here = self.at(key)
        spots = [here] if isinstance(here.value, str) else self.items(key)
        for spot in spots:
            if spot.value is None or spot.value == "":
                spot.complain("An item of the list is empty.")
        return tuple(spot.as_text() for spot in spots)

    def mapping(self, key: str) -> Mapping[str, Spot]:
        here = self.at(key)
        if here.value is None:
            return {}
        if not isinstance(here.value, dict):
            here.complain(f"Expected fields, found {_kind(here.value)}.")
            return {}
        return {name: here.at(name) for name in here.value}


def nearest(name: str, known: Sequence[str]) -> str:
    """Which of the known names was meant, as a question; empty where none is near."""
    near = difflib.get_close_matches(name[:MAX_ID], known, 1)
    return f"Did you mean {near[0]!r}?" if near else ""


def is_id(text: str) -> bool:
    """Is it a sane id: letters of any script with their marks, digits, `.`, `_`, `-`, at most 100 characters?"""
    if text.isascii():
        return _PLAIN_ID.fullmatch(text) is not None
    return len(text) <= MAX_ID and text[0].isalnum() and all(c in "._-" or _letter(c) for c in text)


def _letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def is_lang(text: str) -> bool:
    return _LANG.fullmatch(text) is not None


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "fields"
    return "a list" if isinstance(value, list) else f"the text {str(value)[:40]!r}"
