"""Are the desk's places known as the casebook has them now? A small file beside the index, brought up with every change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import msgspec

from firsthand.index.desk_places import DeskPlaces, Find, PlaceRow, place_rows
from firsthand.index.gazetteer import open_gazetteer
from firsthand.record.ports import Casebook, Gazetteer

FORMAT = 1
NAME = "desk-places.json"


@dataclass(frozen=True, slots=True)
class _Kept:
    """The places of each case that has any, up to the revision `number`, which the casebook knows by `mark`."""

    format: int = FORMAT
    number: int = 0
    mark: str = ""
    cases: Mapping[str, tuple[PlaceRow, ...]] = field(default_factory=dict)


class DeskGazetteer(DeskPlaces):
    """The places of a casebook over those of the world. Call `sync` before asking; threads may share it.

    `folder` is that of the index. The file in it is never the only copy of anything: whatever is missing, broken or of
    another casebook is made anew.
    """

    def __init__(self, world: Gazetteer, folder: Path, find: Find | None = None) -> None:
        super().__init__(world, find=find)
        self._path = folder / NAME
        self._mutex = Lock()
        self._kept = _Kept(number=-1)

    def sync(self, book: Casebook) -> None:
        """Take up what has changed in the casebook. A folder that cannot be written costs a walk at the next start."""
        with self._mutex:
            last = book.last_change()
            if self._kept.number == last and self._kept.mark == book.mark(last):
                return
            if self._kept.number < 0:
                self._set(_read(self._path))
            if self._kept.number > last or self._kept.mark != book.mark(self._kept.number):
                self._set(_Kept())
            if self._kept.number != last:
                self._follow(book)

    def _follow(self, book: Casebook) -> None:
        cases, number = dict(self._kept.cases), self._kept.number
        for newest, case in book.changes(self._kept.number):
            number = newest
            rows = tuple(place_rows(case))
            cases.pop(case.id, None)
            if rows:
                cases[case.id] = rows
        self._set(_Kept(FORMAT, number, book.mark(number), cases))
        with suppress(OSError):
            _write(self._path, self._kept)

    def _set(self, kept: _Kept) -> None:
        before, self._kept = self._kept, kept
        old = {row.item: row for rows in before.cases.values() for row in rows}
        new = {row.item: row for rows in kept.cases.values() for row in rows}
        self.put([row for row in new.values() if old.get(row.item) != row], old.keys() - new.keys())


def open_places(folder: Path, find: Find) -> DeskGazetteer:
    """The places of a casebook whose index lies in a folder and finds names, and behind them those of the world."""
    return DeskGazetteer(open_gazetteer(), folder, find)


def _read(path: Path) -> _Kept:
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _Kept()
    return kept if kept.format == FORMAT else _Kept()


def _write(path: Path, kept: _Kept) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="tmp-desk-places-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(msgspec.json.encode(kept))
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
