"""Which heads of the log were given to calendars of OpenTimestamps, and what do the files say that were kept of it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.errors import CustodyError
from firsthand.evidence.calendar_files import MISSING, MOST_BYTES, Attested, attested, library
from firsthand.evidence.custody import public_key, signed_head
from firsthand.record.custody import HEAD, STAMPS, Damage, DamageKind

ENDING = ".ots"


@dataclass(frozen=True, slots=True)
class Kept:
    """The fullest sound file of one name for one head. `said` is none where the library that reads such files is missing."""

    name: str
    path: Path
    events: int
    said: Attested | None

    @property
    def waits(self) -> bool:
        """Is there anything that a calendar could still tell?"""
        return self.said is not None and not self.said.blocks and bool(self.said.pending)

    @property
    def worded(self) -> str:
        """How much of the log it is for."""
        return f"{self.events:,} event{'s' if self.events != 1 else ''}"

    @property
    def sentence(self) -> str:
        """What is known, in words; never more than the file says."""
        if self.said is None:
            return f"not looked at, for want of the library: {MISSING}"
        if self.said.blocks:
            return " ".join(
                f"attested by Bitcoin block {one.height:,}, says its file. {_SURE}{one.root}."
                for one in self.said.blocks
            )
        if self.said.pending:
            where = ", ".join(dict.fromkeys(one.calendar for one in self.said.pending))
            return f"pending at {where}: nothing attests it yet."
        return "attested in ways that Firsthand does not know."


_SURE = "No block was asked for here: whoever wants to be sure compares that block's Merkle root with "


def check_kept(folder: Path, key: Path) -> tuple[list[Kept], list[Damage]]:
    """Every file of a calendar in `heads/`, against its head: the fullest sound one of each name, and each that is damaged.

    A head that is not signed by the key is passed over: `check_stamps` names it. Raises CustodyError for a bad key.
    """
    kept: dict[tuple[Path, str], Kept] = {}
    damages: list[Damage] = []
    for path, events in _files(folder, key):
        try:
            found = Kept(name_of(path), path, events, _said(path))
        except CustodyError as error:
            damages.append(Damage(DamageKind.STAMP, str(path), error.message))
            continue
        before = kept.get((path.parent, found.name))
        if not (before and before.said and before.said.blocks and found.waits):
            kept[path.parent, found.name] = found
    return sorted(kept.values(), key=lambda one: (one.events, one.name)), damages


def _files(folder: Path, key: Path) -> Iterator[tuple[Path, int]]:
    """(file, events of its head), of each name the fuller ones later."""
    for place in sorted(folder.glob(f"{STAMPS}/*/{HEAD}")):
        if files := sorted(place.parent.glob(f"*{ENDING}"), key=_order):
            try:
                head = signed_head(place, public_key(key))
            except CustodyError:
                continue
            yield from ((file, head.events) for file in files)


def _said(path: Path) -> Attested | None:
    try:
        library()
    except CustodyError:
        return None
    try:
        with path.open("rb") as file:
            return attested(file.read(MOST_BYTES + 1), path.with_name(HEAD).read_bytes())
    except OSError as error:
        raise CustodyError(f"It cannot be read: {error.strerror}.") from error


def name_of(path: Path) -> str:
    """The calendar of a file: `pool` of `pool.ots`, and of `pool.2.ots`, which was kept later."""
    return path.name.partition(".")[0]


def _order(path: Path) -> tuple[str, int, str]:
    number = path.name.removesuffix(ENDING).rpartition(".")[2]
    later = number.isdecimal() and number.isascii() and len(number) < 10
    return name_of(path), int(number) if later else 1, path.name


def free(place: Path, name: str) -> Path:
    """Where the next file of this name is kept: nothing that is kept is overwritten."""
    number = 1
    while (path := place / (f"{name}.{number}{ENDING}" if number > 1 else f"{name}{ENDING}")).exists():
        number += 1
    return path
