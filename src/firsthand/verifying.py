"""Is all that a casebook keeps still what it was, and since when can that be shown?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from firsthand.casebook import log_files
from firsthand.casebook.remembered import key_digest
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CaptureError, CustodyError, UsageError
from firsthand.evidence.calendar_kept import ENDING, Kept, check_kept, free
from firsthand.evidence.calendars import Calendar, became, calendars, submit
from firsthand.evidence.custody import Chain, check_heads, check_remembered, read_chain
from firsthand.evidence.on_file import OnFile, check_on_file
from firsthand.evidence.sound import Expected, check_exhibit, check_exhibits, files_of
from firsthand.evidence.stamped import Stamp, check_stamps
from firsthand.evidence.time_stamps import ask, authorities
from firsthand.record.custody import AUTHORITIES, HEAD, PUBLIC, SIGNATURE, STAMPS, Damage, DamageKind, EventKind
from firsthand.settings import Settings

TRIES = 3
"""Times that a log in use is read before it is said to be damaged."""

Told = Callable[[str, int], None] | None
"""Is told what is being read and how much of it is done."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What somebody kept outside the casebook: heads with their signatures beside them, and the public key."""

    heads: Sequence[Path] = ()
    key: Path | None = None


@dataclass(slots=True)
class Verified:
    """What was looked at and what was found. `whole`: nothing was found that a cut-off program does not explain."""

    events: int = 0
    exhibits: int = 0
    captures: int = 0
    stamps: list[Stamp] = field(default_factory=list)
    calendars: list[Kept] = field(default_factory=list)
    """Files of OpenTimestamps that are sound: they tell of somebody who attests, and prove nothing by themselves."""
    damages: list[Damage] = field(default_factory=list)
    stopped: bool = False
    untold: str = ""
    """Why this looking is not told in the log; empty where it is."""

    @property
    def whole(self) -> bool:
        return all(damage.explained for damage in self.damages)


def verify(path: Path, trust: Trust | None = None, *, everything: bool = False, progress: Told = None) -> Verified:
    """Look at everything, or up to the first kind of damage that is not explained (`stopped`); the looking is an event too.

    Raises CasebookError where there is no casebook.
    """
    with CasebookStore.open(path, write=False) as book:
        done = Verified()
        kinds: set[DamageKind] = set()
        for damage in _all(book, trust or Trust(), done, progress):
            if not everything and not damage.explained and kinds - {damage.kind}:
                done.stopped = True
                break
            done.damages.append(damage)
            if not damage.explained:
                kinds.add(damage.kind)
        gap = book.custody_gap
        done.untold = gap or book.custody.untold
        # A damaged log takes no more events; that it is damaged is told already.
        with suppress(CustodyError):
            if gap:
                return done
            note = f"{done.exhibits} exhibits, {len(done.damages)} damages" + (", stopped" if done.stopped else "")
            book.custody.record(EventKind.VERIFIED, note=note)
        return done


def verify_exhibit(book: CasebookStore, sha256: str, *, who: str = "") -> Verified:
    """Look at one exhibit of a casebook that is open, its bytes read anew, and at the whole custody log; this is an event too."""
    row = book.whereabouts.known(sha256)
    for _ in range(TRIES):
        # Anew where something seems wrong: another program may have added to the log and signed it while it was being read.
        done = Verified()
        chain, done.damages = _custody(book, Trust(), done, None)
        if done.whole:
            break
    done.exhibits = 1
    expected = Expected([row] if row else [], chain.told if chain else None)
    done.damages += check_exhibit(book.path / "exhibits", sha256, expected)
    done.untold = book.custody.untold
    with suppress(CustodyError):
        book.custody.record(EventKind.VERIFIED, [sha256], note=f"this exhibit, {len(done.damages)} damages", who=who)
    return done


def _custody(book: CasebookStore, trust: Trust, done: Verified, progress: Told) -> tuple[Chain | None, list[Damage]]:
    """(the log as it was read, what is damaged of it, its heads and its stamps)."""
    chain: Chain | None = None
    folder, damages = book.custody.folder, list[Damage]()
    try:
        chain = read_chain(folder, _part(progress, "events read"))
        done.events = len(chain.digests)
        damages += chain.damages
        key = trust.key or folder / PUBLIC
        damages += check_heads(folder, chain, key, trust.heads)
        damages += check_remembered(book.signed_heads.all(), chain, key_digest(folder))
        done.stamps, harmed = check_stamps(folder, chain, key)
        damages += harmed
        done.calendars, harmed = check_kept(folder, key)
        damages += harmed
    except CustodyError as error:
        damages.append(Damage(DamageKind.LOG, str(folder), str(error)))
    return chain, damages


def _all(book: CasebookStore, trust: Trust, done: Verified, progress: Told) -> Iterator[Damage]:
    chain, damages = _custody(book, trust, done, progress)
    yield from damages
    rows = book.exhibits()

    def counted(count: int) -> None:
        done.exhibits = count
        if progress:
            progress("exhibits read", count)

    place = book.path / "exhibits"
    yield from check_exhibits(place, Expected(rows, chain.told if chain else None), counted)
    captures, states = book.captures.rows()
    done.captures = len(captures)
    yield from check_on_file(OnFile(captures, states, rows, files_of(place).keys(), chain.filed if chain else set()))


def _part(progress: Told, label: str) -> Callable[[int], None] | None:
    return (lambda count: progress(label, count)) if progress else None


def begin_anew(path: Path, why: str) -> str:
    """Begin a custody log in the place of one that is lost or damaged; returns what was done, as a sentence.

    Raises UsageError where no reason is given, or the log is here and sound.
    """
    if not why.strip():
        hint = "Say what happened to the old one: it stands in the new log."
        raise UsageError("A new log needs a reason.", hint=hint)
    CasebookStore.begin_anew(path, why.strip())
    return "A new custody log was begun; it tells that one was lost. What was left of that lies in custody/before-*."


def stamp(path: Path, settings: Settings) -> list[str]:
    """Have the head of the log stamped by every authority and calendar that is set; returns a sentence for each.

    Calendars are first asked what became of earlier heads. Raises UsageError where none is set. One that fails keeps no other
    from stamping.
    """
    with CasebookStore.open(path) as book:
        folder = book.custody.folder
        asked, given = authorities(folder), calendars(folder)
        if not asked and not given:
            hint = f"Name some in {folder / AUTHORITIES} (docs/verify-by-hand.md)."
            raise UsageError("No authority for time stamps is set.", hint=hint)
        said = _ask_again(book, given, settings)
        book.custody.sign()
        head = (folder / HEAD).read_bytes()
        ways: dict[str, Callable[[], bytes]] = {
            **{f"{one.name}.tsr": partial(ask, one, head, settings) for one in asked},
            **{f"{one.name}{ENDING}": partial(submit, one, head, settings, _now) for one in given},
        }
        stamps: dict[str, bytes] = {}
        for name, way in ways.items():
            who = name.partition(".")[0]
            try:
                stamps[name] = way()
                said.append(f"{who}: {'given to the calendar.' if name.endswith(ENDING) else 'stamped.'}")
            except (CaptureError, CustodyError) as error:
                said.append(f"{who}: not stamped. {error}")
        if stamps:
            _keep(book, head, stamps)
        return said


def _now() -> datetime:
    return datetime.now(UTC)


def _keep(book: CasebookStore, head: bytes, stamps: dict[str, bytes]) -> None:
    folder = book.custody.folder
    place = folder / STAMPS / hashlib.sha256(head).hexdigest()[:16]
    place.mkdir(parents=True, exist_ok=True)
    log_files.write_whole(place / HEAD, head)
    log_files.write_whole(place / SIGNATURE, (folder / SIGNATURE).read_bytes())
    for name, token in stamps.items():
        log_files.write_whole(place / name, token)
    # A calendar has only promised: no head says of such a log that it was time-stamped.
    if names := ", ".join(name.removesuffix(".tsr") for name in stamps if name.endswith(".tsr")):
        log_files.write_whole(folder / log_files.STAMPED, f"time-stamped by {names}: {STAMPS}/{place.name}\n".encode())
    _tell(book, place, stamps, "")


def _tell(book: CasebookStore, place: Path, stamps: dict[str, bytes], said: str) -> None:
    hashes = [hashlib.sha256(stamp).hexdigest() for stamp in stamps.values()]
    names = ", ".join(name.removesuffix(".tsr") for name in stamps)
    book.custody.record(EventKind.STAMPED, hashes, source=names, note=f"{STAMPS}/{place.name}{said}")


def _ask_again(book: CasebookStore, given: Sequence[Calendar], settings: Settings) -> list[str]:
    """Ask what became of each file that waits, and keep the fuller ones beside the first; a sentence for each.

    A calendar that fails is asked no more this time.
    """
    named = {one.name: one for one in given}
    said: list[str] = []
    for kept in check_kept(book.custody.folder, book.custody.folder / PUBLIC)[0] if named else ():
        if not kept.waits or kept.name not in named:
            continue
        head, place = kept.path.with_name(HEAD).read_bytes(), kept.path.parent
        try:
            asked = became(named[kept.name], kept.path.read_bytes(), head, settings, _now)
        except (CaptureError, CustodyError) as error:
            said.append(f"{kept.name}, {kept.worded}: not asked again. {error}")
            del named[kept.name]
            continue
        said.append(f"{kept.name}, {kept.worded}: {asked.said}.")
        if asked.file:
            fuller = free(place, kept.name)
            log_files.write_whole(fuller, asked.file)
            _tell(book, place, {fuller.name: asked.file}, f", {asked.said}")
    return said
