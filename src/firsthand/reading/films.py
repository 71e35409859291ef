"""Which frames of a short film are looked at, and what do they hold?

Decoded by FFmpeg's libraries through PyAV, an extra. Only the demuxer that the first bytes call for is ever opened: others
(playlists, lists of files) would fetch what they name.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import PictureError
from firsthand.reading.picture_frames import WORK, Frame
from firsthand.reading.picture_limits import FILMS, PILLOW_FAILS, size_allowed
from firsthand.reading.picture_pixels import LONGEST, Decoded, in_short
from firsthand.reading.picture_scenes import THUMB, Glance, KeyFrame, key_frames
from firsthand.record.readings import clock
from firsthand.settings import Settings

STEP = 0.2
"""Seconds between two frames that are compared; what is shown for less is no scene."""

EARLY = 2.0
"""A film whose last picture stands so many seconds before the end that it states is cut off."""

AGAIN = "Ask for the film once more, or give a still of the frame in question."


def film(data: bytes, media: str, name: str, settings: Settings) -> tuple[tuple[Frame, ...], tuple[str, ...]]:
    """(the key frames decoded, notes). Raises PictureError where the film cannot be read, or the extra is not installed."""
    with _opened(data, media, name, settings) as (container, stream):
        glances, end, broken = _looked_through(container, stream, settings.max_film_seconds)
        keys = key_frames(glances, end, settings.key_frames)
        found = tuple(
            Frame(Decoded(pixels), key.at) for key in keys if (pixels := _seek(container, stream, key)) is not None
        )
    if not found:
        raise PictureError(f"{name}: no frame of the film can be decoded ({broken or 'it holds none'}).", hint=AGAIN)
    notes = (
        [f"{name}: the film is broken after {clock(end)} ({broken}); what comes later was not looked at."]
        if broken
        else []
    )
    if end >= settings.max_film_seconds:
        notes.append(f"{name}: of the film the first {clock(end)} were looked at.")
    return found, tuple(notes)


def film_frame(data: bytes, media: str, name: str, settings: Settings, at: float) -> Decoded:
    """The frame that a film shows at this second. Raises PictureError."""
    with _opened(data, media, name, settings) as (container, stream):
        pixels = _seek(container, stream, KeyFrame(0, at))
    if pixels is None:
        raise PictureError(f"{name}: the film shows no frame at {clock(at)}.", hint=AGAIN)
    return Decoded(pixels)


@contextmanager
def _opened(data: bytes, media: str, name: str, settings: Settings) -> Iterator[tuple[Any, Any]]:
    """The container and its picture stream, within the limits."""
    try:
        # Late: an extra of a hundred megabytes, and most pictures are no films.
        import av
    except ImportError as error:
        hint = "Install it with pip install 'firsthand[video]', or give a still of the frame in question."
        raise PictureError(f"{name}: films need the extra `video`, which is not installed.", hint=hint) from error
    try:
        with av.open(io.BytesIO(data), format=FILMS[media], metadata_errors="ignore") as container:
            if not container.streams.video:
                raise PictureError(f"{name}: the film has no pictures.", hint=AGAIN)
            stream = container.streams.video[0]
            size_allowed(stream.codec_context.width, stream.codec_context.height, name, settings)
            stream.codec_context.thread_count = 1
            stream.codec_context.options = {"max_pixels": str(settings.max_pixels)}
            yield container, stream
    except (av.FFmpegError, *PILLOW_FAILS) as error:
        raise PictureError(f"{name}: the film is cut off or broken ({in_short(error)}).", hint=AGAIN) from error


def _looked_through(container: Any, stream: Any, longest: float) -> tuple[list[Glance], float, str]:
    """(glances, the second at which the last ends, what broke it off): each frame, or of long films the key frames alone.

    Encoders put a key frame where the scene changes, and every few seconds.
    """
    import av

    size = stream.codec_context.width * stream.codec_context.height
    seconds = float(container.duration or 0) / 1_000_000
    whole = size * seconds * float(stream.average_rate or 30) <= WORK
    stream.codec_context.skip_frame = "DEFAULT" if whole else "NONKEY"
    glances: list[Glance] = []
    end, budget = 0.0, WORK
    try:
        for number, frame in enumerate(container.decode(stream)):
            at = max(0.0, float(frame.time or 0.0))
            end = max(end, at)
            budget -= size
            if at >= longest or budget < 0:
                return glances, min(end, longest), ""
            if not glances or at - glances[-1].at >= STEP:
                glances.append(Glance(number, round(at, 3), _pixels(frame, *THUMB)))
    except (av.FFmpegError, *PILLOW_FAILS) as error:
        return glances, end, in_short(error)
    if whole and end < min(seconds, longest) - EARLY:
        return glances, end, "it ends early"
    return glances, max(end, min(seconds, longest)), ""


def _seek(container: Any, stream: Any, key: KeyFrame) -> NDArray[np.uint8] | None:
    """The pixels of the first frame from the key's moment on; None where none can be decoded."""
    import av

    stream.codec_context.skip_frame = "DEFAULT"
    try:
        start = stream.start_time or 0
        container.seek(max(start, round(key.at / stream.time_base)), stream=stream)
        for frame in container.decode(stream):
            if float(frame.time or 0.0) >= key.at - 0.002:
                return _upright(frame)
    except (av.FFmpegError, *PILLOW_FAILS):
        return None
    return None


def _upright(frame: Any) -> NDArray[np.uint8]:
    factor = min(1.0, LONGEST / max(frame.width, frame.height))
    pixels = _pixels(frame, max(1, round(frame.width * factor)), max(1, round(frame.height * factor)))
    # The film says by how many degrees against the clock it is to be turned.
    return np.ascontiguousarray(np.rot90(pixels, round(frame.rotation / 90) % 4))


def _pixels(frame: Any, width: int, height: int) -> NDArray[np.uint8]:
    made: NDArray[np.uint8] = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
    return made
