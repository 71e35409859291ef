"""Where is land, and where is the middle of a country or region? Told by the settlements that the gazetteer holds.

No border is drawn of it: borders are claims. GeoNames, CC BY 4.0 (docs/credits.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from firsthand.index.gazetteer import PlaceBook
from firsthand.index.segments import unpack_string
from firsthand.record.where import Level

Cell = tuple[int, int]
"""A square of half a degree, by the latitude and longitude of its south-western corner in half degrees."""

_SETTLEMENT = int(Level.SETTLEMENT)


def land(book: PlaceBook) -> tuple[Cell, ...]:
    """The squares of half a degree in which a settlement lies, from the north down, each row from the west."""
    cells = np.unique(np.floor(2 * _settlements(book)).astype(np.int16), axis=0)
    return tuple((int(lat), int(lon)) for lat, lon in cells[np.lexsort((cells[:, 1], -cells[:, 0]))])


def middles(book: PlaceBook, keys: Iterable[str]) -> Mapping[str, tuple[float, float]]:
    """(latitude, longitude) of the middle of countries, regions and areas by their keys: the median of their settlements.

    A key that the gazetteer does not know, or that contains no settlement, is left out. The islands of a country, and a
    country that lies on both sides of the date line, do not move it far: a median is no mean.
    """
    wanted = set(keys)
    rows = {row: key for row in _areas(book) if (key := _key(book, row)) in wanted}
    found = {key: _middle(book, row) for row, key in rows.items()}
    return {key: at for key, at in found.items() if at is not None}


def _settlements(book: PlaceBook) -> NDArray[np.float64]:
    at: NDArray[np.float64] = np.asarray(book.arrays["at"])
    return at[~np.isnan(at[:, 0])]


def _areas(book: PlaceBook) -> list[int]:
    rows: list[int] = np.nonzero(np.asarray(book.arrays["level"]) != _SETTLEMENT)[0].tolist()
    return rows


def _key(book: PlaceBook, row: int) -> str:
    arrays = book.arrays
    return unpack_string(arrays["key_blob"], arrays["key_at"], row)


def _middle(book: PlaceBook, area: int) -> tuple[float, float] | None:
    """The median of the settlements whose chain of containers holds the area."""
    arrays = book.arrays
    links = np.nonzero(np.asarray(arrays["link_place"]) == area)[0]
    chains = np.searchsorted(np.asarray(arrays["chain_at"]), links, side="right") - 1
    inside = np.isin(np.asarray(arrays["chain"]), chains)
    at = np.asarray(arrays["at"])[inside]
    at = at[~np.isnan(at[:, 0])]
    if not len(at):
        return None
    lat, lon = np.median(at, axis=0)
    return float(lat), float(lon)
