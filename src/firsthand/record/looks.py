"""Which appearance was looked at, and what came of it, with all the looks before?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from firsthand.record.captures import Captured, Role
from firsthand.record.cases import Appearance, Case, item
from firsthand.record.states import Noted, StateCheck
from firsthand.record.when import parse

SHORT = 12
"""Letters of a capture's name by which a row of the case calls it."""


@dataclass(frozen=True, slots=True)
class Target:
    """An appearance to be looked at: the `number`-th of its case, counted from 1; no case where only its address is known."""

    appearance: Appearance
    case: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        return f"{self.case}/{self.number}" if self.case else self.appearance.url

    @property
    def of(self) -> str:
        """The claim or picture, across the casebook; the case where the appearance names none."""
        return item(self.case, self.appearance.of) if self.case and self.appearance.of else self.case


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an appearance. `before` are the earlier ones, oldest first; `notes` say what could not be used.

    `screenshot` is the SHA-256 of the page's picture, "" where none was taken.
    """

    target: Target
    check: StateCheck
    before: tuple[StateCheck, ...] = ()
    screenshot: str = ""
    notes: tuple[str, ...] = ()

    @property
    def picture_now(self) -> str:
        """The SHA-256 of the picture that was seen in the place of ours, or is ours; "" where none was."""
        told = (Noted.PICTURE_SAME_FILE, Noted.PICTURE_OTHER_FILE, Noted.PICTURE_REPLACED)
        urls = [dict(one.values).get("url") for one in self.check.found.observed if one.what in told]
        return next((one.sha256 for one in self.check.answer.pictures if one.url in urls and one.sha256), "")


def appearances(case: Case) -> tuple[Target, ...]:
    """The appearances of a case, numbered; the rows that looks have added to the case tell of the same ones again."""
    first: dict[tuple[str, str, str], Appearance] = {}
    for one in case.appearances:
        first.setdefault((one.url, one.of, one.caption), one)
    return tuple(Target(one, case.id, number) for number, one in enumerate(first.values(), 1))


def seen_again(appearance: Appearance, check: StateCheck) -> Appearance:
    """The row of a look: the same appearance, seen when it was looked at, with what came of it."""
    seen = parse(check.at.strftime("%Y-%m-%dT%H:%MZ"))
    note = f"looked at by {check.who}; capture {check.capture[:SHORT]}"
    return replace(appearance, published=None, seen=seen, status=check.found.state.value, note=note)


def screenshot(captured: Captured) -> str:
    part = captured.part(Role.SCREENSHOT)
    return part.exhibit.sha256 if part else ""
