"""Does each capture, and each look at an appearance, still have all that it rests on?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import msgspec

from firsthand.record.captures import MEDIA, capture_from
from firsthand.record.custody import Damage, DamageKind
from firsthand.record.states import StateCheck
from firsthand.record.tips import Exhibit

Row = tuple[str, str]
"""A row of the database: the SHA-256 that names it, and what it says."""

Needs = list[tuple[str, str]]
"""(what an exhibit is to the row, its SHA-256)."""


@dataclass(frozen=True, slots=True)
class OnFile:
    """The rows of captures and of states, the exhibits on file, the names of the files that are there, and the captures and
    states that the custody log tells of (`record.custody.filed_by`).
    """

    captures: Iterable[Row]
    states: Iterable[Row]
    exhibits: Iterable[Exhibit]
    files: AbstractSet[str]
    filed: AbstractSet[tuple[str, str]] = frozenset()


def check_on_file(held: OnFile) -> Iterator[Damage]:
    """Each damage; a record of a capture of which neither row nor log tells is what a filing that was cut off leaves."""
    media = {one.sha256: one.media for one in held.exhibits}
    there = (media.keys(), held.files)
    kinds = ((DamageKind.CAPTURE, held.captures, _capture_needs), (DamageKind.STATE, held.states, _state_needs))
    named: set[tuple[str, str]] = set()
    for kind, rows, needs in kinds:
        for digest, body in rows:
            named.add((kind, digest))
            yield from (Damage(kind, digest, what) for what in _row(body, digest, needs, there))
    for what, digest in sorted(held.filed - named):
        yield Damage(DamageKind(what), digest, "The custody log tells of it, and it is not in the database any more.")
    told = {digest for _, digest in named | held.filed}
    for sha256 in sorted(one for one, kind in media.items() if kind == MEDIA and one not in told):
        said = "Its record is kept, and no capture of this name is on file: its filing was cut off."
        yield Damage(DamageKind.CAPTURE, sha256, said, explained=True)


def _row(
    body: str, digest: str, needs: Callable[[str, str], Needs], there: tuple[AbstractSet[str], AbstractSet[str]]
) -> Iterator[str]:
    if (found := hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()) != digest:
        yield f"It has been changed in the database: its SHA-256 is now {found}."
    try:
        needed = needs(body, digest)
    except (msgspec.MsgspecError, UnicodeEncodeError) as error:
        yield f"It cannot be read from the database: {error}."
        return
    on_file, files = there
    for what, sha256 in needed:
        if sha256 not in on_file:
            yield f"{what}, {sha256}, is not on file."
        elif sha256 not in files:
            yield f"{what}, {sha256}, has no file any more."


def _capture_needs(body: str, digest: str) -> Needs:
    parts = capture_from(body.encode()).parts
    return [("Its record", digest), *((f"Its {part.role.value}", part.exhibit.sha256) for part in parts)]


def _state_needs(body: str, digest: str) -> Needs:
    return [("An exhibit of it", sha256) for sha256 in msgspec.json.decode(body, type=StateCheck).exhibits]
