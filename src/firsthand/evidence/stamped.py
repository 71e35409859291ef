"""Which heads of the log were time-stamped, by whom, and do the stamps still hold?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from firsthand.errors import CustodyError
from firsthand.evidence.custody import Chain, held, public_key, signed_head
from firsthand.evidence.files import sum_of
from firsthand.evidence.time_stamps import Authority, authorities, judge
from firsthand.record.custody import HEAD, STAMPS, Damage, DamageKind, Head

KEPT = (".tsr", ".ots")
"""The ends of the names under which tokens, and the files of calendars (`calendar_kept`), are kept."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A token that holds: the log had `events` events at `at`, says `authority`."""

    authority: str
    events: int
    at: datetime


def check_stamps(folder: Path, chain: Chain, key: Path) -> tuple[list[Stamp], list[Damage]]:
    """Every token in `heads/`, against its head, the head against the log. Raises CustodyError for a bad list of authorities."""
    trusted = {one.name: one for one in authorities(folder)}
    stamps: list[Stamp] = []
    damages: list[Damage] = []
    seen: set[str] = set()
    for place in sorted(folder.glob(f"{STAMPS}/*/{HEAD}")):
        for found in _of_head(place, chain, key, trusted):
            (stamps if isinstance(found, Stamp) else damages).append(found)  # type: ignore[arg-type]
        seen.update(sum_of(kept) for ending in KEPT for kept in place.parent.glob(f"*{ending}") if kept.is_file())
    for lost in sorted(chain.stamps - seen):
        damages.append(Damage(DamageKind.STAMP, STAMPS, f"The time stamp {lost} is missing or was changed."))
    return stamps, damages


def stamps_over(folder: Path, key: Path, number: int) -> tuple[list[Stamp], list[Damage]]:
    """The tokens on heads that hold the event of this number, by themselves: whether the log still holds those heads is not
    asked. Raises CustodyError for a bad list of authorities, or a key that is none.
    """
    trusted = {one.name: one for one in authorities(folder)}
    public = public_key(key)
    stamps: list[Stamp] = []
    damages: list[Damage] = []
    for place in sorted(folder.glob(f"{STAMPS}/*/{HEAD}")):
        try:
            head = signed_head(place, public)
        except CustodyError as error:
            damages.append(Damage(DamageKind.HEAD, str(place), error.message))
            continue
        for found in _tokens(place, head, trusted) if head.events >= number else ():
            (stamps if isinstance(found, Stamp) else damages).append(found)  # type: ignore[arg-type]
    return stamps, damages


def _of_head(place: Path, chain: Chain, key: Path, trusted: dict[str, Authority]) -> Iterator[Stamp | Damage]:
    try:
        head = signed_head(place, public_key(key))
    except CustodyError as error:
        yield Damage(DamageKind.HEAD, str(place), error.message)
        return
    yield from held(place, head, chain)
    yield from _tokens(place, head, trusted)


def _tokens(place: Path, head: Head, trusted: dict[str, Authority]) -> Iterator[Stamp | Damage]:
    for token in sorted(place.parent.glob("*.tsr")):
        try:
            if token.stem not in trusted:
                raise CustodyError(f"No authority of the name {token.stem!r} is set, so nobody is trusted for it.")
            yield Stamp(token.stem, head.events, judge(token.read_bytes(), place.read_bytes(), trusted[token.stem]))
        except CustodyError as error:
            yield Damage(DamageKind.STAMP, str(token), error.message)
