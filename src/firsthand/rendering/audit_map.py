"""Where on the map do the voices speak? Land as dots, places as circles; no borders, because borders are claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from firsthand.record.audit_reports import World
from firsthand.rendering.audit_places import At, Spot

WIDTH = 960
"""Units of the drawing's width."""

LABELS = 14
"""Places that bear their name on the map; the table beside it names all."""

_WORLD = (-57.0, -180.0, 78.0, 180.0)
_WIDE = 110.0
"""Degrees of longitude from which on the whole world is shown."""
_STEPS = ((60.0, 1), (_WIDE, 2), (400.0, 4))
"""Half degrees from one dot of land to the next, by the degrees of longitude that are shown."""
_LEAST = (16.0, 34.0)
"""Degrees of latitude and longitude that are shown at least."""
_PAD = 0.18
_LETTER, _LINE = 9.8, 20.0
"""Units that a letter and a line of a label take."""

Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A place with voices. `label` is empty where there is no room for one; `anchor` is start or end, as in SVG."""

    x: float
    y: float
    radius: float
    exact: bool
    title: str
    label: str = ""
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class MapView:
    """A drawing of `width` by `height` units. `land` is the path of all dots; `about` the place asked about."""

    width: int
    height: int
    dot: float
    land: str
    circles: tuple[Circle, ...]
    about: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Projection:
    """Equirectangular, true to scale at the middle latitude."""

    box: Box
    scale: float
    squeeze: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        return (lon - self.box[1]) * self.squeeze * self.scale, (self.box[2] - lat) * self.scale


def draw(spots: Sequence[Spot], about: At | None, world: World) -> MapView | None:
    """The map of these places; None where none of them has a point."""
    placed = [spot for spot in spots if spot.at]
    if not placed:
        return None
    box = _box([spot.at for spot in placed if spot.at] + ([about] if about else []))
    squeeze = cos(radians((box[0] + box[2]) / 2))
    projection = _Projection(box, WIDTH / ((box[3] - box[1]) * squeeze), squeeze)
    step = next(step for wide, step in _STEPS if box[3] - box[1] <= wide)
    height = round((box[2] - box[0]) * projection.scale)
    return MapView(
        WIDTH,
        height,
        round(step / 2 * squeeze * projection.scale * 0.5, 1),
        " ".join(_land(world, projection, step)),
        tuple(_circles(placed, projection, height)),
        _rounded(projection.at(*about)) if about else None,
    )


def _box(points: Sequence[At]) -> Box:
    """The points with room around them, or the whole world where they lie far apart."""
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    high = max(_LEAST[0], (north - south) * (1 + 2 * _PAD))
    wide = max(_LEAST[1], (east - west) * (1 + 2 * _PAD))
    if wide > _WIDE:
        return _WORLD
    # A drawing twice as wide as high, whichever of the two asks for more room.
    squeeze = cos(radians((north + south) / 2))
    wide, high = max(wide, 2 * high / max(0.3, squeeze)), max(high, wide * squeeze / 2)
    if wide > _WIDE:
        return _WORLD
    lat, lon = (north + south) / 2, (east + west) / 2
    return lat - high / 2, lon - wide / 2, lat + high / 2, lon + wide / 2


def _land(world: World, projection: _Projection, step: int) -> Iterator[str]:
    south, west, north, east = projection.box
    squares = dict.fromkeys((lat // step * step, lon // step * step) for lat, lon in world.land)
    for lat, lon in squares:
        middle = ((lat + step / 2) / 2, (lon + step / 2) / 2)
        if south < middle[0] < north and west < middle[1] < east:
            x, y = projection.at(*middle)
            yield f"M{x:.0f} {y:.0f}h0"


def _circles(spots: Sequence[Spot], projection: _Projection, height: int) -> Iterator[Circle]:
    most = max(spot.voices for spot in spots)
    taken: list[Box] = []
    drawn: list[tuple[Spot, float, float, float]] = []
    for spot in spots:
        assert spot.at is not None, "only places with a point are drawn"
        x, y = _rounded(projection.at(*spot.at))
        radius = round(5 + 18 * sqrt(spot.voices / most), 1)
        drawn.append((spot, x, y, radius))
        taken.append((x - radius, y - radius, x + radius, y + radius))
    for number, (spot, x, y, radius) in enumerate(drawn):
        title = f"{spot.name}: {spot.voices}"
        placed = _label(spot, (x, y, radius), taken, height) if number < LABELS else None
        if placed is None:
            yield Circle(x, y, radius, spot.exact, title)
            continue
        label, label_x, label_y, anchor = placed
        yield Circle(x, y, radius, spot.exact, title, label, round(label_x, 1), round(label_y, 1), anchor)


def _label(
    spot: Spot, at: tuple[float, float, float], taken: list[Box], height: int
) -> tuple[str, float, float, str] | None:
    """(words, x, y, anchor) beside the circle where nothing else stands, if there is room; `taken` grows by it."""
    x, y, radius = at
    label = f"{spot.name.split(',')[0][:28]} {spot.voices}"
    wide = len(label) * _LETTER
    for anchor, left, middle in _beside(x, y, radius, wide):
        box = (left, middle - _LINE / 2, left + wide, middle + _LINE / 2)
        inside = left >= 0 and left + wide <= WIDTH and box[1] >= 0 and box[3] <= height
        if inside and not any(_overlap(box, other) for other in taken if other != _around(x, y, radius)):
            taken.append(box)
            return label, left if anchor == "start" else left + wide, middle + 5, anchor
    return None


def _beside(x: float, y: float, radius: float, wide: float) -> Iterable[tuple[str, float, float]]:
    """(anchor, left edge, middle line) of the four places for a label, the best first."""
    gap = radius + 5
    return (
        ("start", x + gap, y),
        ("end", x - gap - wide, y),
        ("start", x - wide / 2, y - gap - _LINE / 2),
        ("start", x - wide / 2, y + gap + _LINE / 2),
    )


def _around(x: float, y: float, radius: float) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)
