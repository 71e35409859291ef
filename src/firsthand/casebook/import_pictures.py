"""Which bytes does a casefile mean by a picture's name, and may they be taken in?

A casefile comes from outside, so its picture must be a regular file inside the casefile's own folder.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.casebook.store import CasebookStore, Kept
from firsthand.errors import CasefileError, PictureError
from firsthand.matching.points import unpack_kept
from firsthand.record.cases import Case, Picture, item
from firsthand.record.readings import Print

Prepare = Callable[[bytes, str], tuple[str, tuple[Print, ...]]]
"""Bytes and the file's name give the media type and the prints; raises PictureError where it is no sound picture."""

FOLDER = "pictures"
"""The folder beside an exported casefile in which pictures bear their SHA-256 as their name."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A case whose pictures are named by hash, the exhibits that are new, and the pictures whose bytes nobody has.

    Of these `absent` are known by their hash alone, and `printed` by fingerprints that came with the case.
    """

    case: Case
    kept: tuple[Kept, ...]
    absent: tuple[str, ...]
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A picture's bytes with what `prepare` said of them; `data` is None where the casebook holds them already."""

    sha256: str
    name: str = ""
    data: bytes | None = None
    media: str = ""
    prints: tuple[Print, ...] = ()


class Pictures:
    """Finds, checks and keeps the pictures of the cases of one import."""

    def __init__(self, book: CasebookStore, prepare: Prepare, max_bytes: int) -> None:
        self.book, self.prepare, self.max_bytes = book, prepare, max_bytes
        self._ours: dict[str, Kept] = {}
        self._named: dict[Path, Mapping[str, Path]] = {}

    def resolve(self, case: Case, folder: Path, place: str) -> Resolved | list[CasefileError]:
        """Find every picture of a case; nothing is kept unless all are sound. `place` names the document in messages."""
        found: list[_Found | None] = []
        problems: list[CasefileError] = []
        for i, picture in enumerate(case.pictures):
            try:
                found.append(self._look(picture, folder))
            except (CasefileError, PictureError) as error:
                name = picture.file or picture.sha256 or picture.id
                problems.append(CasefileError(f"{place}, pictures[{i}], {name!r}: {error.message}", hint=error.hint))
        return problems or self._kept(case, found)

    def _kept(self, case: Case, found: list[_Found | None]) -> Resolved:
        pictures = [
            replace(picture, sha256=one.sha256, prints=()) if one else picture
            for picture, one in zip(case.pictures, found, strict=True)
        ]
        kept = {one.sha256: self._keep(one) for one in found if one and one.data is not None}
        missing = [picture for picture, one in zip(case.pictures, found, strict=True) if one is None]
        absent = tuple(item(case, picture.id) for picture in missing if not picture.prints)
        printed = tuple(item(case, picture.id) for picture in missing if picture.prints)
        return Resolved(replace(case, pictures=tuple(pictures)), tuple(kept.values()), absent, printed)

    def _keep(self, one: _Found) -> Kept:
        if one.sha256 not in self._ours:
            self._ours[one.sha256] = self.book.put(one.data or b"", one.name, one.media, one.prints)
        return self._ours[one.sha256]

    def _look(self, picture: Picture, folder: Path) -> _Found | None:
        """The bytes of a picture; None where only its hash or its prints are known and no file bears it.

        A folder may bear its name.
        """
        _refuse_points(picture)
        if not picture.sha256 and not picture.file:
            return None
        if not picture.sha256:
            return self._sound(self._read(folder, picture.file), picture.file)
        if self.book.on_file(picture.sha256):
            return _Found(picture.sha256)
        path = self._by_hash(folder).get(picture.sha256)
        if path is not None:
            data = self._read(folder, f"{FOLDER}/{path.name}")
        elif picture.file and (folder / picture.file).exists() and not (folder / picture.file).is_dir():
            data = self._read(folder, picture.file)
        else:
            return None
        if hashlib.sha256(data).hexdigest() != picture.sha256:
            hint = "Correct or remove the sha256, or put the right file there."
            raise CasefileError("The file's SHA-256 is not the one that the casefile gives.", hint=hint)
        return self._sound(data, picture.file or picture.sha256)

    def _sound(self, data: bytes, name: str) -> _Found:
        sha256 = hashlib.sha256(data).hexdigest()
        if self.book.on_file(sha256):
            return _Found(sha256)
        if sha256 in self._ours:
            ours = self._ours[sha256]
            return _Found(sha256, ours.exhibit.name, data, ours.exhibit.media, ours.prints)
        media, prints = self.prepare(data, name)
        return _Found(sha256, name, data, media, prints)

    def _read(self, folder: Path, name: str) -> bytes:
        path = folder / name
        try:
            whole = path.resolve(strict=True)
            facts = whole.stat()
        except (OSError, RuntimeError) as error:
            hint = f"There is {near!r}: write its name so." if (near := _near(path)) else "Put the picture there."
            raise CasefileError("There is no such file beside the casefile.", hint=hint) from error
        if not whole.is_relative_to(folder.resolve()):
            raise CasefileError("The file leads out of the casefile's folder.", hint="Copy the picture beside it.")
        if not stat.S_ISREG(facts.st_mode):
            raise CasefileError("This is not a regular file.", hint="Put the picture itself there.")
        if facts.st_size > self.max_bytes:
            raise CasefileError(f"The file has {facts.st_size:,} bytes; the limit is {self.max_bytes:,}.")
        try:
            return whole.read_bytes()
        except OSError as error:
            raise CasefileError(f"The file cannot be read: {error.strerror}.", hint="Check its rights.") from error

    def _by_hash(self, folder: Path) -> Mapping[str, Path]:
        """The files in `pictures/` beside the casefile, by the hash that is their name."""
        if folder not in self._named:
            held = folder / FOLDER
            self._named[folder] = {path.stem: path for path in held.iterdir()} if held.is_dir() else {}
        return self._named[folder]


def _refuse_points(picture: Picture) -> None:
    for i, one in enumerate(picture.prints):
        if one.points and unpack_kept(one.points) is None:
            hint = "Leave the field `points` out: the PDQ hash alone is of use."
            raise CasefileError(f"The points of prints[{i}] are damaged, or of another version.", hint=hint)


def _near(path: Path) -> str:
    """The name in the same folder that was probably meant: other capitals, another spelling of an accent, a slip."""
    try:
        names = os.listdir(path.parent)
    except OSError:
        return ""
    folded = {_folded(name): name for name in names}
    found = difflib.get_close_matches(_folded(path.name), folded, 1, cutoff=0.8)
    return folded[found[0]] if found else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
