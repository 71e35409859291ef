"""What of the custody log goes with evidence that leaves, and what does it tell of that evidence? Never the secret key."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from firsthand.casebook.keys import sign, signed
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CustodyError, UsageError
from firsthand.evidence.custody import check_heads, public_key, read_chain, signed_head
from firsthand.evidence.files import sum_of
from firsthand.evidence.stamped import check_stamps, stamps_over
from firsthand.evidence.time_stamps import authorities
from firsthand.record.custody import HEAD, LOG, PUBLIC, SIGNATURE, STAMPS, Event, EventKind, Head, event_of
from firsthand.record.provenance import Stamped

SUMS = "SHA256SUMS"

MOST_EVENTS = 500
"""Events that the page lists, the newest; all of them stand in the log."""

FEW = 4
"""Hashes that are looked for in a line before it is read: reading one takes fifty times as long."""

_OF_STAMPS = (HEAD, SIGNATURE, ".tsr", ".pem", ".ots")


@dataclass(frozen=True, slots=True)
class Told:
    """The events about some exhibits, without the readings, and how many readings there were."""

    events: tuple[Event, ...]
    reads: int
    last_read: str


def told_of(folder: Path, hashes: Set[str]) -> Told:
    """What the log says of these exhibits. A line that is no event is passed over here; `copy_custody` names it."""
    events: list[Event] = []
    reads, last = 0, ""
    few = [one.encode() for one in hashes] if len(hashes) <= FEW else []
    with (folder / LOG).open("rb") as file:
        for line in file:
            if few and not any(one in line for one in few):
                continue
            try:
                event = event_of(line.removesuffix(b"\n"))
            except CustodyError:
                continue
            if not hashes.isdisjoint(event.hashes):
                if event.kind is EventKind.READ:
                    reads, last = reads + 1, event.at
                else:
                    events.append(event)
    return Told(tuple(events[-MOST_EVENTS:]), reads, last)


@dataclass(frozen=True, slots=True)
class Over:
    """What lies over an event of the log: the head that is signed now, the stamps on heads that hold the event, and sentences on
    what does not hold. The log itself is not read: `verifying` does that.
    """

    signed: Head | None
    stamps: tuple[Stamped, ...]
    problems: tuple[str, ...]


def over(folder: Path, number: int) -> Over:
    """What lies over the event of this number."""
    try:
        head = signed_head(folder / HEAD, public_key(folder / PUBLIC))
        stamps, problems = stamps_over(folder, folder / PUBLIC, number)
    except CustodyError as error:
        return Over(None, (), (str(error),))
    return Over(head, tuple(Stamped(one.authority, one.at) for one in stamps), tuple(one.what for one in problems))


def copy_custody(book: CasebookStore, place: Path) -> tuple[tuple[Stamped, ...], list[str]]:
    """Copy log, head, signature, public key, stamps and their authorities' roots; returns the stamps and what is damaged.

    Only what is named here is copied, so that the secret key cannot slip in. Raises CustodyError.
    """
    folder = book.custody.folder
    place.mkdir()
    _copy_head(folder, place)
    # The log after its head: an event that comes in between makes it longer than the head says, which harms nothing.
    for name in (PUBLIC, LOG):
        shutil.copyfile(folder / name, place / name)
    for file in sorted((folder / STAMPS).rglob("*")):
        if file.is_file() and file.name.endswith(_OF_STAMPS):
            (place / file.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place / file.relative_to(folder))
    for authority in authorities(folder):
        shutil.copyfile(authority.roots, place / f"{authority.name}.pem")
    chain = read_chain(place)
    damages = [*chain.damages, *check_heads(place, chain, place / PUBLIC, ())]
    stamps, harmed = check_stamps(folder, chain, folder / PUBLIC)
    said = [f"The custody log, {Path(one.where).name}: {one.what}" for one in (*damages, *harmed) if not one.explained]
    return tuple(Stamped(one.authority, one.at) for one in stamps), said


def _copy_head(folder: Path, place: Path) -> None:
    """Two files that belong together, while another program may be signing."""
    for _ in range(10):
        head, signature = (folder / HEAD).read_bytes(), (folder / SIGNATURE).read_bytes()
        if signed(folder, head, signature):
            (place / HEAD).write_bytes(head)
            (place / SIGNATURE).write_bytes(signature)
            return
    raise CustodyError(f"The signature of {folder / HEAD} does not hold.", hint="`firsthand verify --all` says more.")


def seal(book: CasebookStore, folder: Path, said: str) -> str:
    """Write the sums of every file of the folder, and sign them; returns the SHA-256 of the sums."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return _signed(book, folder, "".join(f"{sum_of(folder / name)}  {name}\n" for name in files).encode(), said)


def _signed(book: CasebookStore, place: Path, sums: bytes, said: str) -> str:
    (place / SUMS).write_bytes(sums)
    (place / f"{SUMS}.minisig").write_bytes(sign(book.custody.folder, sums, said))
    return hashlib.sha256(sums).hexdigest()


def lay_beside(path: Path, target: Path) -> list[str]:
    """Lay beside an export what a third party needs to verify it: signed sums, the log, its head, the key and the stamps.

    `target` is the folder of the export, or its file. The log names people and what they handled: it is given on purpose
    only. Returns what of the log is damaged, as sentences. Raises UsageError where something is there already, CasebookError.
    """
    place = target / "custody" if target.is_dir() else target.with_suffix(".custody")
    if place.exists():
        raise UsageError(f"{place} is already there.", hint="Export to a new folder.")
    files = [target] if target.is_file() else sorted(file for file in target.rglob("*") if file.is_file())
    sums = "".join(f"{sum_of(file)}  {file.relative_to(place.parent)}\n" for file in files).encode()
    with CasebookStore.open(path) as book:
        # Told before it leaves, and so that the log that goes with it tells of it.
        digest = hashlib.sha256(sums).hexdigest()
        book.custody.record(EventKind.SHARED, [digest], source=str(target), note="the sums of an export")
        book.custody.sign()
        damages = copy_custody(book, place)[1]
        _signed(book, place, sums, f"the sums of {target.name}")
    return damages
