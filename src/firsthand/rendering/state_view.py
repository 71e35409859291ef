"""What is laid out of looks at appearances, for page and terminal alike?"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.rendering.state_marks import Stretch
from firsthand.rendering.view import Badge, PictureView


@dataclass(frozen=True, slots=True)
class Side:
    """A passage as it stood `then` or stands `now`; an empty one: nothing stood in its place."""

    label: str
    words: Stretch
    came: bool = False


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation, with the passages that show it."""

    sentence: str
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A look on the line of time: its number, its place in per cent."""

    number: int
    place: float
    tone: str


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look in the table of all."""

    number: int
    when: str
    iso: str
    badge: Badge
    concluded: str
    observed: tuple[str, ...]
    who: str
    capture: str


@dataclass(frozen=True, slots=True)
class LookView:
    """One look: what was observed, and apart from it what is concluded."""

    name: str
    address: str
    href: str
    lang: str
    when: str
    iso: str
    sought: tuple[tuple[str, bool], ...]
    badge: Badge
    mark: str
    concluded: str
    not_meant: str
    against: str
    rendered: bool
    observed: tuple[Observed, ...]
    differences: tuple[tuple[Side, Side], ...]
    more: str
    notes: tuple[str, ...]
    pictures: tuple[PictureView, ...]
    figure: str
    dots: tuple[Dot, ...]
    ends: tuple[str, str]
    looks: tuple[LookRow, ...]
