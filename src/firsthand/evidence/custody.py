"""Is the custody log whole, and is it the one that was signed? The chain read line by line, heads held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import minisign

from firsthand.errors import CustodyError
from firsthand.record.custody import (
    FIRST,
    HEAD,
    LOG,
    SIGNATURE,
    Damage,
    DamageKind,
    Event,
    Head,
    Remembered,
    digest,
    event_of,
    filed_by,
    head_of,
)

DATABASE = "the database's own memory of signed heads"

MOST = 20
"""Damages of one log that are named; the rest are counted."""

Told = Callable[[int], None] | None


@dataclass(slots=True)
class Chain:
    """The log as it was read. `digests` are the hashes of its lines in their order; `told` the exhibits that its events name,
    `filed` the captures and states (`filed_by`), `lost` the last lines of logs that were lost before it.
    """

    digests: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    stamps: set[str] = field(default_factory=set)
    filed: set[tuple[str, str]] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    damages: list[Damage] = field(default_factory=list)
    expected: int = 1
    more: int = 0

    def harm(self, place: int, what: str, *, explained: bool = False) -> None:
        if len(self.damages) < MOST:
            self.damages.append(Damage(DamageKind.LOG, f"line {place:,}", what, explained))
        else:
            self.more += 1


def read_chain(folder: Path, progress: Told = None) -> Chain:
    """Read the whole log. Raises CustodyError where there is none, or it cannot be read."""
    chain = Chain()
    try:
        with (folder / LOG).open("rb") as file:
            for place, line in enumerate(file, 1):
                _take(chain, place, line)
                if progress:
                    progress(place)
    except OSError as error:
        raise CustodyError(
            f"The custody log {folder / LOG} cannot be read: {error.strerror}.", hint="Restore it from a copy."
        ) from error
    if chain.more:
        chain.damages.append(Damage(DamageKind.LOG, LOG, f"{chain.more:,} more lines do not fit."))
    return chain


def _take(chain: Chain, place: int, line: bytes) -> None:
    if not line.endswith(b"\n"):
        what = f"The last line was never finished ({len(line):,} bytes); the next event cuts it off and says so."
        chain.harm(place, what, explained=True)
        return
    line = line[:-1]
    try:
        event = event_of(line)
    except CustodyError as error:
        chain.harm(place, f"{error.message} It was changed or damaged.")
        chain.expected += 1
    else:
        _fits(chain, place, event)
        _tell(chain, event)
    chain.digests.append(digest(line))


def _fits(chain: Chain, place: int, event: Event) -> None:
    before = chain.digests[-1] if chain.digests else FIRST
    if event.number > chain.expected:
        chain.harm(
            place, f"Event {event.number:,} stands here; event {chain.expected:,} is missing or out of its place."
        )
    elif event.number < chain.expected:
        chain.harm(
            place, f"Event {event.number:,} stands here after event {chain.expected - 1:,}: it was moved or repeated."
        )
    elif event.before != before:
        chain.harm(
            place,
            f"Event {event.number:,} was written after another line than the one before it: that one was changed.",
        )
    chain.expected = max(chain.expected, event.number + 1)


def _tell(chain: Chain, event: Event) -> None:
    if filed := filed_by(event):
        chain.filed.add(filed)
    match event.kind:
        case "begun" if event.number == 1:
            chain.lost.update(event.hashes)
        case "captured" | "migrated":
            chain.told.update(event.hashes)
        case "stamped":
            chain.stamps.update(event.hashes)


def check_heads(folder: Path, chain: Chain, key: Path, outside: Iterable[Path] = ()) -> Iterator[Damage]:
    """What the casebook's own head, and heads kept elsewhere (each with its `.minisig` beside it), say against the log."""
    public = public_key(key)
    heads = [folder / HEAD, *outside]
    for path in heads:
        try:
            head = signed_head(path, public)
        except CustodyError as error:
            yield Damage(DamageKind.HEAD, str(path), error.message)
            continue
        yield from held(path, head, chain)
        if path == heads[0] and len(chain.digests) > head.events:
            more = len(chain.digests) - head.events
            said = f"{more:,} events were added after it was signed: a program was cut off, or is at work."
            yield Damage(DamageKind.HEAD, str(path), said, explained=True)


def held(path: Path, head: Head, chain: Chain) -> Iterator[Damage]:
    """Does the log still hold what this head names?"""
    yield from _kept(str(path), head, chain)


def _kept(where: str, head: Head | Remembered, chain: Chain) -> Iterator[Damage]:
    there = len(chain.digests)
    if there < head.events:
        said = f"{head.events:,} events were signed at {head.at}, and the log has {there:,}: its end was taken off."
        yield Damage(DamageKind.HEAD, where, said)
    elif head.events and chain.digests[head.events - 1] != head.sha256:
        said = f"Event {head.events:,} is not the one that was signed at {head.at}: the log was changed or made anew."
        yield Damage(DamageKind.HEAD, where, said)


def check_remembered(heads: Sequence[Remembered], chain: Chain, key: str) -> Iterator[Damage]:
    """What the heads that the database remembers, oldest first, say against the log; `key` is the digest of the casebook's."""
    lost = max((place for place, head in enumerate(heads, 1) if head.sha256 in chain.lost), default=0)
    if lost:
        old = heads[lost - 1]
        said = f"A log of {old.events:,} events, signed at {old.at}, was lost; this one was begun in its place."
        yield Damage(DamageKind.LOG, LOG, said, explained=True)
    for head in heads[lost:]:
        if head.key != key:
            said = f"A log signed at {head.at} is remembered, and its key was another: the log or its key was replaced."
            yield Damage(DamageKind.HEAD, DATABASE, said)
            return
        if found := list(_kept(DATABASE, head, chain)):
            yield from found
            return


def public_key(path: Path) -> minisign.PublicKey:
    """Raises CustodyError."""
    try:
        return minisign.PublicKey.from_file(path)
    except OSError as error:
        hint = "Give the public key with --key."
        raise CustodyError(f"The key {path} cannot be read: {error.strerror}.", hint=hint) from error
    except ValueError as error:
        raise CustodyError(f"{path} is no public key of minisign: {error}.", hint="Give one with --key.") from error


def signed_head(path: Path, public: minisign.PublicKey) -> Head:
    """Raises CustodyError where the head or its signature is missing or does not hold."""
    try:
        data, signature = path.read_bytes(), path.with_name(f"{path.name}{SIGNATURE.removeprefix(HEAD)}").read_bytes()
    except OSError as error:
        raise CustodyError(f"{error.filename} cannot be read: {error.strerror}.") from error
    try:
        public.verify(data, minisign.Signature.from_bytes(signature))
    except ValueError as error:
        raise CustodyError(f"Its signature does not hold: {error}.") from error
    return head_of(data.removesuffix(b"\n"))
