"""What happened to the colours between the picture on file and ours? Only what is plain to see is named."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_alignment import Laid, Values, largest
from firsthand.record.differences import Colour

_COLOURLESS = 3.5
"""Mean distance from gray (of 255) below which a picture has no colours."""

_BRIGHT = 14.0
_CONTRAST, _COLOURED = 1.18, 1.35
_FITS = 24.0
_STEP, _ENOUGH = 3, 150


def changed(laid: Laid) -> tuple[Colour, ...]:
    """How the colours of ours depart from those on file, over the pixels that show the same in both."""
    few = (slice(None, None, _STEP), slice(None, None, _STEP))
    soft = [np.asarray(cv2.blur(one, (5, 5))[few], dtype=np.float32) for one in (laid.ours, laid.plain)]
    same = (laid.within[few] > 0) & (largest(np.abs(laid.ours[few] - laid.fitted[few])) < _FITS)
    if int(same.sum()) < _ENOUGH:
        return ()
    ours, theirs = soft[0][same], soft[1][same]
    found = list(_hues(ours, theirs))
    light, held = _light(ours), _light(theirs)
    shift = float(light.mean() - held.mean())
    if abs(shift) > _BRIGHT:
        found.append(Colour.BRIGHTER if shift > 0 else Colour.DARKER)
    contrast = float(light.std() / max(held.std(), 1.0))
    # what makes all brighter by a factor makes its contrast greater by as much: that is one change, not two
    factor = float(light.mean() / max(held.mean(), 1.0)) if abs(shift) > _BRIGHT else 1.0
    if contrast > _CONTRAST * max(1.0, factor):
        found.append(Colour.MORE_CONTRAST)
    if contrast < min(1.0, factor) / _CONTRAST:
        found.append(Colour.LESS_CONTRAST)
    return tuple(found)


def _light(pixels: Values) -> NDArray[np.float32]:
    return np.asarray(pixels @ np.array([0.299, 0.587, 0.114], dtype=np.float32), dtype=np.float32)


def _hues(ours: Values, theirs: Values) -> list[Colour]:
    """Gray, one tint, or more or less colour than on file."""
    mine, held = _chroma(ours), _chroma(theirs)
    amount, before = float(np.abs(mine).mean()), float(np.abs(held).mean())
    if before < _COLOURLESS:
        # a gray picture may be given one tint, and nothing more can be told of it
        return [Colour.TINT] if amount > 3 * _COLOURLESS and _manifold(ours) < _COLOURLESS else []
    if amount < _COLOURLESS and amount < before / 2.5:
        return [Colour.GRAY]
    if _manifold(ours) < _COLOURLESS and _manifold(theirs) > 1.6 * _manifold(ours) + 1.5:
        return [Colour.TINT]
    grown = float(mine.std(axis=0).sum() / max(held.std(axis=0).sum(), 1.0))
    lifted = float(_light(ours).std() / max(_light(theirs).std(), 1.0))
    if grown > _COLOURED * max(1.0, lifted):
        return [Colour.MORE_COLOUR]
    return [Colour.LESS_COLOUR] if grown < min(1.0, lifted) / _COLOURED else []


def _chroma(pixels: Values) -> Values:
    """Red and blue less the brightness (N x 2)."""
    return np.asarray(pixels[:, [0, 2]] - _light(pixels)[:, None], dtype=np.float32)


def _manifold(pixels: Values) -> float:
    """By how much, on average, the colour departs from what the brightness alone would make it; little in a tinted picture."""
    light = _light(pixels) / 255
    terms = np.column_stack([np.ones_like(light), light, light * light])
    chroma = _chroma(pixels)
    found, *_ = np.linalg.lstsq(terms, chroma, rcond=None)
    return float(np.abs(chroma - terms @ found).mean())
