"""How is a capture told in a terminal? Its end state, each step with its problems, what is kept, its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from firsthand.commands.common import counted
from firsthand.record.captures import GIVEN, SAID_ADDRESS, Captured, Part
from firsthand.record.tips import CaptureState

if TYPE_CHECKING:
    from firsthand.capturing import FiledCapture

ENDS = {
    CaptureState.COMPLETE: "Captured whole",
    CaptureState.PARTIAL: "Captured in part",
    CaptureState.FAILED: "Not captured; that it was tried is on file",
}

SHORT = 12
"""Letters of a hash by which a person tells exhibits apart."""

OLDEST_ERROR = 400
"""The first status by which a server says that this is not the page that was asked for."""


def capture_json_line(filed: FiledCapture) -> str:
    """`{"id": ..., "captured": ...}` on one line."""
    return msgspec.json.encode(filed).decode()


def capture_lines(filed: FiledCapture) -> Iterator[str]:
    """The lines, words from outside being as they came: the caller makes them harmless."""
    held = filed.captured
    yield f"{ENDS[held.state]}: {_flat(held.address)}"
    yield from _origin(held)
    by = "" if held.tool == GIVEN else f", with {held.tool}"
    yield f"  {held.at:%Y-%m-%d %H:%M:%S} UTC, by {_flat(held.who)}{by}"
    if held.note:
        yield f"  note: {_flat(held.note)}"
    for step in held.steps:
        yield f"  {step.name:<9} {step.state.value:<8} {step.tool}".rstrip()
        yield from (f"            {_flat(problem)}" for problem in step.problems)
    told = [f"  {name}: {_flat(value)}" for name, value in held.told if name != SAID_ADDRESS]
    if told:
        yield "What it says of itself, which nobody has checked:"
        yield from told
    if held.parts:
        yield f"Kept: {counted(len(held.parts), 'exhibit')}"
        yield from map(_part, held.parts)
    yield f"Capture {filed.id}"


def _origin(held: Captured) -> Iterator[str]:
    """Whence it came."""
    if held.tool == GIVEN:
        yield f"  given by a person; from: {_flat(held.source)}"
        yield from (f"  said to be from {_flat(value)}" for name, value in held.told if name == SAID_ADDRESS)
    if held.final_address and held.final_address != held.address:
        yield f"  ended at {_flat(held.final_address)}"
    if held.status:
        error = "; this is the capture of an error page" if held.status >= OLDEST_ERROR else ""
        yield f"  answered by {held.ip} with status {held.status}{error}"


def _part(part: Part) -> str:
    exhibit = part.exhibit
    name = _flat(part.address or exhibit.name)
    return f"  {part.role.value:<10} {exhibit.sha256[:SHORT]} {exhibit.size:>11,} bytes  {name}".rstrip()


def _flat(words: str) -> str:
    return " ".join(words.split())
