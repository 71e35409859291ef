"""Which frames of an animation or film stand for it? One of each scene, the longest scenes first.

A scene ends where a frame differs from the scene's first one, in a small thumb, by more than a slow movement would (shot
boundaries by pixel difference: Zhang, Kankanhalli and Smoliar, "Automatic partitioning of full-motion video", 1993).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

THUMB = (24, 24)
"""Width and height of a thumb, in pixels of three colours."""

CHANGE = 18.0
"""Mean difference of two thumbs, of 255, from which they are two scenes."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One frame at a glance: its number or other handle, the second that it begins at, and its thumb (24 x 24 x 3)."""

    frame: int
    at: float
    thumb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A frame that stands for a scene."""

    frame: int
    at: float


def key_frames(glances: Iterable[Glance], end: float, most: int) -> tuple[KeyFrame, ...]:
    """At most `most` frames in the order of time: the very first one, and the middle of each other scene.

    `glances` come in the order of time; `end` is the second at which the last of them ends. Where there are more scenes,
    the first and the longest are kept.
    """
    scenes = _scenes(glances)
    if not scenes:
        return ()
    ends = [scene[0].at for scene in scenes[1:]] + [end]
    longest = sorted(range(1, len(scenes)), key=lambda i: (scenes[i][0].at - ends[i], i))[: most - 1]
    kept = [scenes[0][0]] + [scenes[i][len(scenes[i]) // 2] for i in sorted(longest)]
    return tuple(KeyFrame(one.frame, one.at) for one in kept)


def _scenes(glances: Iterable[Glance]) -> list[list[Glance]]:
    scenes: list[list[Glance]] = []
    for glance in glances:
        if not scenes or _difference(scenes[-1][0], glance) > CHANGE:
            scenes.append([])
        scenes[-1].append(glance)
    return scenes


def _difference(one: Glance, other: Glance) -> float:
    return float(np.abs(one.thumb.astype(np.int16) - other.thumb.astype(np.int16)).mean())
