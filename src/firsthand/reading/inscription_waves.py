"""How does a line of words still wave and lean once it is cut out, by its own ink? What the detector's edges do not follow.

Short waves: strips of the line are moved up and down until their rows of ink meet those of the whole line, as frames of a
film are aligned (congealing: Learned-Miller, "Data driven image models through continuous joint alignment", 2006), along
the smoothest way (Viterbi). Lean: the slope at which the columns of ink and of gaps differ most (Vinciarelli and Luettin, 2001).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.reading.inscription_places import Line, Look, Pixels, straight

Ink = NDArray[np.float32]

TALL = 40
"""Height in pixels at which a line is looked at."""
ROOM = 0.12
"""Share of its height by which it is cut out higher on both sides, so that a wave is not cut off."""
REACH = 0.3
"""Share of the height by which a strip may be moved."""
STRIPS = (0.5, 0.4, 0.3, 0.3, 0.25)
"""Widths (sigma, in heights) of the strips of each round, first the broad ones."""
STIFF = 0.02
"""What a step of a pixel between neighbouring strips costs, as a share of a perfect likeness."""
LEANS = np.linspace(-0.6, 0.6, 25)
"""Slopes that are tried: how far the top leans to the right, in heights."""
PART, STIFF_LEAN = 2.0, 0.1
"""Breadth (sigma, in heights) over which letters lean alike, and what a change of slope costs."""


def flattened(pixels: Pixels, line: Line) -> Line:
    """The same line with edges that follow its ink, in a picture (H x W x 3, RGB)."""
    high = Line(_moved(line, -ROOM, ROOM), line.sure)
    ink = _ink(pixels, high) * np.hanning(TALL + 2)[1:-1, None].astype(np.float32) ** 0.5
    if ink.shape[1] < 2 * TALL or not ink.any():
        return line
    wave = _wave(ink)
    flat = _shifted(ink, wave)
    lean = _lean(flat)
    edges = _moved(line, wave / ink.shape[0] * (1 + 2 * ROOM), wave / ink.shape[0] * (1 + 2 * ROOM))
    return Line(_leant(edges, lean), line.sure)


def _moved(line: Line, upper: Any, lower: Any) -> Ink:
    """The edges moved down by shares of the line's height: numbers, or values along the line."""
    count = line.edges.shape[1]
    down = line.edges[1] - line.edges[0]
    along = [
        np.interp(np.linspace(0, 1, count), np.linspace(0, 1, np.size(share)), np.ravel(share))[:, None]
        for share in (upper, lower)
    ]
    return np.stack([line.edges[0] + along[0] * down, line.edges[1] + along[1] * down]).astype(np.float32)


def _leant(edges: Ink, lean: Any) -> Ink:
    """The edges with the upper one moved along the line by half of the lean, the lower one back by as much."""
    down = edges[1] - edges[0]
    half = np.interp(np.linspace(0, 1, len(down)), np.linspace(0, 1, len(lean)), lean / 2)[:, None]
    along = np.stack([down[:, 1], -down[:, 0]], axis=1) * half
    return np.stack([edges[0] + along, edges[1] - along]).astype(np.float32)


def _ink(pixels: Pixels, line: Line) -> Ink:
    """Where the letters are (0 to 1), without light and shade."""
    gray = straight(pixels, line, Look.EVEN, TALL, margin=0)
    return np.asarray(1 - gray.astype(np.float32) / 255, np.float32)


def _wave(ink: Ink) -> Ink:
    """How far down each column of the ink lies from where the whole line has it, in pixels."""
    height, width = ink.shape
    most = round(REACH * height)
    wave = np.zeros(width, np.float32)
    step = max(1, height // 8)
    for strip in STRIPS:
        broad = cv2.GaussianBlur(_shifted(ink, wave), (0, 0), strip * height, sigmaY=0.7)[:, ::step]
        rows = np.diff(broad, axis=0)
        whole = rows.mean(axis=1)
        moves = np.arange(-most, most + 1)
        padded = np.pad(whole, most)
        turned = np.stack([padded[most - move : most - move + len(whole)] for move in moves])
        like = turned @ rows / (np.linalg.norm(turned, axis=1)[:, None] * np.linalg.norm(rows, axis=0)[None] + 1e-6)
        weight = np.linalg.norm(rows, axis=0) / (np.linalg.norm(rows, axis=0).max() + 1e-6)
        way = moves[_smoothest(like * weight, STIFF)]
        fine = np.interp(np.arange(width), np.arange(0, width, step), way).astype(np.float32)
        wave = wave + cv2.GaussianBlur(fine[None], (0, 0), 0.25 * height)[0]
    return wave


def _smoothest(like: Ink, stiff: float) -> NDArray[np.intp]:
    """For each column of likenesses (moves x strips) the row of the way that is likest and smoothest."""
    moves, strips = like.shape
    cost = stiff * (np.arange(moves)[:, None] - np.arange(moves)[None]) ** 2
    total, came = like[:, 0], np.zeros((strips, moves), np.intp)
    for strip in range(1, strips):
        each = total[None] - cost
        came[strip] = each.argmax(axis=1)
        total = each.max(axis=1) + like[:, strip]
    way = np.zeros(strips, np.intp)
    way[-1] = total.argmax()
    for strip in range(strips - 1, 0, -1):
        way[strip - 1] = came[strip, way[strip]]
    return way


def _shifted(ink: Ink, wave: Ink) -> Ink:
    """The ink with each column moved up by the wave."""
    x, y = np.meshgrid(np.arange(ink.shape[1], dtype=np.float32), np.arange(ink.shape[0], dtype=np.float32))
    return np.asarray(cv2.remap(ink, x, y + wave[None], cv2.INTER_LINEAR), np.float32)


def _lean(ink: Ink) -> Ink:
    """For each column the slope at which the letters about it and their gaps stand apart most."""
    height, width = ink.shape
    step = max(1, height // 8)
    worth = []
    for lean in LEANS:
        # the top row comes from half of `lean` heights further right
        matrix = np.array([[1, -lean, lean * height / 2], [0, 1, 0]], np.float32)
        laid = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        apart = np.gradient(laid.sum(axis=0)) ** 2
        worth.append(cv2.GaussianBlur(apart[None].astype(np.float32), (0, 0), PART * height)[0, ::step])
    like = np.stack(worth)
    way = LEANS[_smoothest(like / (like.max() + 1e-6), STIFF_LEAN)]
    fine = np.interp(np.arange(width), np.arange(0, width, step), way).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(fine[None], (0, 0), float(height))[0], np.float32)
