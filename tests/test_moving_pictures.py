"""Is an animation or film looked at scene by scene, and does the answer name the moment?"""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from firsthand import api
from firsthand.errors import PictureError, UsageError
from firsthand.reading import films
from firsthand.reading.picture_files import decode_picture, read_pictures, read_reference
from firsthand.reading.picture_scenes import THUMB, Glance, key_frames
from firsthand.record.outcome import Outcome
from firsthand.record.readings import PictureReading, clock
from firsthand.settings import Settings

LIMITS = Settings()


def tone(value: int, number: int, at: float) -> Glance:
    return Glance(number, at, np.full((*THUMB, 3), value, np.uint8))


def glances(values: str, step: float = 0.5) -> list[Glance]:
    """One glance a letter: a is dark, z is light."""
    return [tone((ord(letter) - 97) * 10, i, i * step) for i, letter in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "most", "kept", "why"),
    [
        ("", 8, [], "nothing"),
        ("aaaa", 8, [0], "one scene is its first frame"),
        ("aaaappp", 8, [0, 5], "the middle of a later scene: its ends may be half of a fade"),
        ("aappz", 8, [0, 3, 4], "a flash is a scene where there is room"),
        ("aapppzkkkk", 3, [0, 3, 8], "where there is none, the longest are kept, in the order of time"),
        ("abcdefg", 8, [0, 3, 5, 6], "a slow change becomes another scene in time"),
        ("aappaapp", 1, [0], "the first frame always stands for the file"),
    ],
)
def test_one_frame_of_each_scene(values: str, most: int, kept: list[int], why: str) -> None:
    assert [key.frame for key in key_frames(glances(values), len(values) * 0.5, most)] == kept, why


@given(st.lists(st.integers(0, 255), max_size=40), st.integers(1, 9))
def test_key_frames_are_few_distinct_and_in_order(values: list[int], most: int) -> None:
    keys = key_frames([tone(value, i, i / 10) for i, value in enumerate(values)], len(values) / 10, most)
    assert len(keys) <= most
    assert [key.at for key in keys] == sorted({key.at for key in keys})
    assert not values or keys[0].frame == 0


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (7.9, "0:07"), (750, "12:30"), (3723, "1:02:03")])
def test_moments_are_said_as_on_a_clock(seconds: float, said: str) -> None:
    assert clock(seconds) == said
    assert PictureReading("march.mp4", "a", at=seconds).title == f"march.mp4 at {said}"


def scenes(count: int, size: tuple[int, int] = (320, 180)) -> list[Image.Image]:
    chance = np.random.default_rng(11)
    coarse = chance.integers(0, 255, (count, 9, 16, 3), dtype=np.uint8)
    return [Image.fromarray(one).resize(size, Image.Resampling.BICUBIC) for one in coarse]


def animated(pictures: list[Image.Image], format: str) -> bytes:
    out = io.BytesIO()
    pictures[0].save(out, format, save_all=True, append_images=pictures[1:], duration=500)
    return out.getvalue()


def filmed(pictures: list[Image.Image], format: str = "mp4", seconds: int = 2, turned: int = 0) -> bytes:
    """A film that shows each picture for so many seconds, ten frames a second."""
    av = pytest.importorskip("av", reason="the extra `video` is not installed")
    out = io.BytesIO()
    with av.open(out, "w", format=format) as container:
        stream = container.add_stream("libvpx" if format == "webm" else "mpeg4", rate=10)
        stream.width, stream.height = pictures[0].size
        stream.pix_fmt, stream.bit_rate = "yuv420p", 4_000_000
        if turned:
            stream.set_display_matrix(rotation=turned)
        for picture in pictures:
            frame = np.asarray(picture.convert("RGB"))
            for _ in range(10 * seconds):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
    return out.getvalue()


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_each_scene_of_an_animation_is_a_picture_of_its_own(format: str) -> None:
    one, two, three = scenes(3)
    read = read_pictures(animated([one, two, two.rotate(1), three], format), "a.gif", LIMITS)
    assert [picture.at for picture in read.pictures] == [0.0, 1.0, 1.5]
    assert len({picture.key for picture in read.pictures}) == 3
    assert len({picture.sha256 for picture in read.pictures}) == 1
    assert len({picture.prints[0].pdq for picture in read.pictures}) == 3
    data = animated([one, two, three], format)
    assert np.abs(decode_picture(data, "a", LIMITS, 1.0).astype(int) - np.asarray(three).astype(int)).mean() < 15
    assert np.abs(decode_picture(data, "a", LIMITS).astype(int) - np.asarray(one).astype(int)).mean() < 15


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP"])
def test_one_frame_is_a_still(format: str) -> None:
    read = read_pictures(animated(scenes(1), format), "a", LIMITS)
    assert [(picture.at, picture.key) for picture in read.pictures] == [(None, f"picture:{read.pictures[0].sha256}")]


def test_frames_beyond_the_setting_are_not_kept() -> None:
    data = animated(scenes(6), "GIF")
    assert len(read_pictures(data, "a", Settings(key_frames=4)).pictures) == 4


@pytest.mark.parametrize("format", ["mp4", "mov", "webm"])
def test_each_scene_of_a_film_is_a_picture_of_its_own(format: str) -> None:
    shown = scenes(3)
    data = filmed(shown, format)
    read = read_pictures(data, f"a.{format}", LIMITS)
    assert [round(picture.at or 0) for picture in read.pictures] == [0, 3, 5]
    assert {picture.media for picture in read.pictures} == {
        {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}[format]
    }
    assert (read.pictures[0].width, read.pictures[0].height) == (320, 180)
    for picture, frame in zip(read.pictures, shown, strict=True):
        pixels = decode_picture(data, "a", LIMITS, picture.at).astype(int)
        assert np.abs(pixels - np.asarray(frame).astype(int)).mean() < 20
    media, prints = read_reference(data, "a", LIMITS)
    assert media.startswith("video/")
    assert prints[0].pdq == read.pictures[0].prints[0].pdq


def test_a_long_film_is_looked_at_up_to_the_limit_and_says_so() -> None:
    read = read_pictures(filmed(scenes(4)), "a.mp4", Settings(max_film_seconds=3.0))
    assert len(read.pictures) == 2
    assert read.notes == ("a.mp4: of the film the first 0:03 were looked at.",)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_film_is_looked_at_in_part_or_refused(tenth: int) -> None:
    data = filmed(scenes(3), "webm", seconds=4)
    try:
        read = read_pictures(data[: len(data) * tenth // 10], "a.webm", LIMITS)
    except PictureError as error:
        said = error.message
    else:
        said = " ".join(read.notes)
    assert re.search("cut off or broken|no frame|what comes later was not looked at", said) or tenth == 9


def test_a_film_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(PictureError, match="320 x 180"):
        read_pictures(filmed(scenes(1)), "a.mp4", Settings(max_pixels=57_599))


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = filmed(scenes(1))
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(PictureError, match="extra `video`") as caught:
        films.film(data, "video/mp4", "a.mp4", LIMITS)
    assert "pip install 'firsthand[video]'" in caught.value.hint


@pytest.mark.parametrize("kind", ["mp4", "gif"])
def test_the_finding_names_the_moment(demo_desk: api.Desk, demo_folder: Path, tmp_path: Path, kind: str) -> None:
    with Image.open(demo_folder / "casefiles" / "may-day.jpg") as original:
        known = original.convert("RGB").resize((480, 320))
    shown = [scenes(1, known.size)[0], known, scenes(2, known.size)[1]]
    path = tmp_path / f"march.{kind}"
    path.write_bytes(filmed(shown) if kind == "mp4" else animated(shown, "GIF"))
    checked = demo_desk.examine(api.make_tip(picture=str(path), caption="Donetsk, 2014", published="2022-09-10"))
    (found,) = checked.report.by_code("known-picture")
    assert (found.outcome, found.case) == (Outcome.SUPPORTED, "may-day-2012")
    assert re.match(rf"The frame at 0:0{3 if kind == 'mp4' else 0} of .*march.{kind} is on file in", found.headline)
    assert checked.report.exit_status == 1, "the caption is held against the frame that was met"
    page = demo_desk.page(checked)
    assert page.count("data:image/jpeg") >= 4, "each frame is shown, and the picture on file"
    assert "march." in page
    assert " at 0:0" in page
    assert found.match
    decision = demo_desk.decide(found.match.tip, found.match.item, "yes", who="an editor")
    assert decision.tip.endswith(f"@{checked.reading.pictures[1].at:.3f}")


def test_a_film_that_is_not_on_file_is_said_once(demo_desk: api.Desk, tmp_path: Path) -> None:
    (tmp_path / "other.gif").write_bytes(animated(scenes(5), "GIF"))
    (found,) = demo_desk.check(picture=str(tmp_path / "other.gif")).by_code("known-picture")
    assert found.outcome is Outcome.UNRESOLVED
    assert "one of the 5 frames of" in found.headline


def test_a_decision_names_a_frame_or_a_file(demo_desk: api.Desk) -> None:
    item = f"may-day-2012/{demo_desk.case('may-day-2012').pictures[0].id}"
    for tip in ("picture:" + "a" * 63, "picture:" + "a" * 64 + "@x", "text:" + "a" * 64 + "@1.0"):
        with pytest.raises(UsageError, match="does not name a tip"):
            demo_desk.decide(tip, item, "yes", who="an editor")
