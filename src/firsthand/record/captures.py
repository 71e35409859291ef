"""What was captured, in which steps, with which tools, and what came of each? One record of one capture, as it is kept.

A capture is an end state and the steps that led to it; nothing in it says what the page means. Its record is an exhibit
like all else: canonical JSON, named by its SHA-256, which is the capture's own name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from firsthand.record.tips import Capture, CaptureState, Exhibit

MEDIA = "application/vnd.firsthand.capture+json"

GIVEN = "given"
"""The tool of what a person brought: nobody can say more of how it came to be than that person."""

SAID_ADDRESS = "said-address"
"""The name in `told` under which stands the address that a person said something given is from."""


class StepState(StrEnum):
    """How one step ended. A step that was not asked for, or for which the tool is missing, is `skipped` with its reason."""

    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


class Role(StrEnum):
    """What an exhibit is to its capture."""

    WARC = "warc"
    BODY = "body"
    SCREENSHOT = "screenshot"
    DOM = "dom"
    PICTURE = "picture"
    TEXT = "text"
    READING = "reading"
    GIVEN = "given"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Step:
    """One named step: `fetch`, `browser`, `pictures`, `reading`, `warc`, or `given`. `problems` are sentences."""

    name: str
    state: StepState
    tool: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """An exhibit of a capture; `address` is where a picture of a page stood, empty where that is the capture's own."""

    role: Role
    exhibit: Exhibit
    address: str = ""


@dataclass(frozen=True, slots=True)
class Captured:
    """One capture. Times are in UTC.

    `address` is what was asked, or the name of what was given; `ip` and `status` are those of the last answer, "" and 0
    where there was none. `source` says in words from whom something given came. `told` is what was read of it at once, by
    name (`title`, `lang`, `published`), as the page itself says it.
    """

    address: str
    at: datetime
    who: str
    tool: str
    state: CaptureState
    steps: tuple[Step, ...] = ()
    parts: tuple[Part, ...] = ()
    final_address: str = ""
    ip: str = ""
    status: int = 0
    source: str = ""
    note: str = ""
    told: tuple[tuple[str, str], ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """The sentences of all steps in their order, each once."""
        return tuple(dict.fromkeys(problem for step in self.steps for problem in step.problems))

    def part(self, role: Role) -> Part | None:
        """The first part of this role."""
        return next((part for part in self.parts if part.role is role), None)

    def parts_of(self, role: Role) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.role is role)

    @property
    def brief(self) -> Capture:
        """The capture as a report carries it."""
        exhibits = tuple(dict.fromkeys(part.exhibit for part in self.parts))
        return Capture(self.address, self.at, self.state, exhibits, self.final_address, self.problems)


def end_state(steps: Iterable[Step], needed: Iterable[str]) -> CaptureState:
    """Failed where a needed step failed, partial where any step did or was cut short, else complete.

    What was not asked for makes nothing partial; what was and could not be done is not `skipped` but `failed`.
    """
    held, must = tuple(steps), frozenset(needed)
    if any(step.state is StepState.FAILED and step.name in must for step in held):
        return CaptureState.FAILED
    short = any(step.state in (StepState.FAILED, StepState.PARTIAL) for step in held)
    return CaptureState.PARTIAL if short else CaptureState.COMPLETE


def capture_json(captured: Captured) -> bytes:
    """The record as it is kept: the same capture gives the same bytes."""
    return msgspec.json.encode(captured, order="sorted")


def capture_from(data: bytes) -> Captured:
    """Raises msgspec.MsgspecError where it is no capture."""
    return msgspec.json.decode(data, type=Captured)


def capture_id(captured: Captured) -> str:
    """The SHA-256 of the record."""
    return hashlib.sha256(capture_json(captured)).hexdigest()
