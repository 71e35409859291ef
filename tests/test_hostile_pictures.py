"""Can a file from outside take the desk down? Every kind of hostile file, through the path of `firsthand check --picture`."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, features
from tests.hostile_files import Hostile, hostile_files, moving, png, saved, scene

from firsthand import api
from firsthand.demo.tips import DemoTip
from firsthand.errors import PictureError
from firsthand.evidence.decoder import COMMAND, Decoder
from firsthand.record.findings import Report, Why
from firsthand.record.outcome import Outcome
from firsthand.settings import Settings

POISONED = (*COMMAND[:-2], str(Path(__file__).with_name("poisoned_child.py")))
JPEG = saved(scene(), "JPEG")

FILES = list(hostile_files())

WHOLE = {
    "jpg": JPEG,
    "progressive.jpg": saved(scene(), "JPEG", progressive=True),
    "png": saved(scene(), "PNG"),
    "gif": saved(scene(), "GIF"),
    "webp": saved(scene(), "WEBP"),
    "tif": saved(scene(), "TIFF"),
    "packed.tif": saved(scene(), "TIFF", compression="tiff_lzw"),
    "bmp": saved(scene(), "BMP"),
    "moving.gif": moving("GIF", 3),
    "moving.png": moving("PNG", 3),
    "moving.webp": moving("WEBP", 3),
    **({"avif": saved(scene(), "AVIF")} if features.check("avif") else {}),
}


def peak(desk: api.Desk) -> int:
    """The most address space that the decoder ever had, in bytes; 0 where the system does not tell."""
    status = Path(f"/proc/{desk.decoder.running}/status")
    found = re.search(r"VmPeak:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) * 1024 if found else 0


def reasons(report: Report) -> list[str]:
    return [gap.reason for gap in report.not_checked if gap.why is Why.FAILED and gap.code == "known-picture"]


def look(desk: api.Desk, folder: Path, name: str, data: bytes) -> Report:
    """The report on a file. Whatever it is, the answer is a clear one: a finding, or one sentence that names the file."""
    path = folder / name
    path.write_bytes(data)
    report = desk.check(picture=str(path))
    failed = reasons(report)
    assert failed or report.by_code("known-picture"), name
    assert len(failed) <= 8, name
    for reason in (*failed, *report.notes):
        assert str(path) in reason, f"{name}: {reason}"
        assert "\n" not in reason, f"{name}: {reason}"
        assert len(reason) < 600, f"{name}: {reason}"
    assert not any(finding.outcome is Outcome.SUPPORTED for finding in report.by_code("known-picture")), name
    assert peak(desk) <= desk.settings.decode_memory, name
    return report


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_hostile_file_gets_a_clear_answer(demo_desk: api.Desk, tmp_path: Path, file: Hostile) -> None:
    report = look(demo_desk, tmp_path, file.name, file.data)
    said = " ".join([*reasons(report), *report.notes])
    assert re.search(file.said, said), said
    if not file.said:
        assert not reasons(report)


def test_heic_is_read_where_the_extra_is_installed(demo_desk: api.Desk, tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif", reason="the extra `heif` is not installed")
    heif.register_heif_opener()
    assert not reasons(look(demo_desk, tmp_path, "a.heic", saved(scene(), "HEIF")))


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_cut_at_every_tenth_is_read_in_part_or_refused(demo_desk: api.Desk, tmp_path: Path, kind: str) -> None:
    whole = WHOLE[kind]
    for tenth in range(10):
        report = look(demo_desk, tmp_path, f"cut.{kind}", whole[: len(whole) * tenth // 10])
        said = " ".join([*reasons(report), *report.notes])
        assert re.search(r"0 bytes|cut off or broken|could be looked at", said), f"{tenth}/10: {said or 'nothing said'}"
    assert not reasons(look(demo_desk, tmp_path, f"whole.{kind}", whole))


@pytest.fixture
def poisoned(demo_folder: Path) -> Iterator[api.Desk]:
    """A desk whose decoder does what the worst files could make it do."""
    with api.open(demo_folder / "casebook", settings=Settings(decode_seconds=1.5, decode_memory=1_500_000_000)) as desk:
        desk.__dict__["decoder"] = Decoder(POISONED)
        yield desk
        desk.decoder.close()


@pytest.mark.parametrize(
    ("deed", "said", "dies"),
    [
        (b"CRASH", r"made its decoder stop \(SIGSEGV\)", True),
        (b"ABORT", r"made its decoder stop \(SIGABRT\)", True),
        (b"LEAVE", "made its decoder stop", True),
        (b"RAISE", r"made its decoder stop \(exit status 1\)", True),
        (b"SLEEP", "given up after 1.5 seconds", True),
        (b"SPINS", "given up after 1.5 seconds", True),
        (b"HOARD", "more memory than the limit", False),
        (b"NOISE", "no known form|decoder stop", True),
        (b"FLOOD", "decoder stop", True),
        (b"BRIEF", "decoder stop", True),
        (b"OTHER", "no known form", True),
        (b"PRINT", "", False),
    ],
)
def test_a_file_that_overcomes_its_decoder_costs_that_process_alone(
    poisoned: api.Desk, tmp_path: Path, deed: bytes, said: str, dies: bool
) -> None:
    before = _answered(poisoned, tmp_path)
    began = time.monotonic()
    report = look(poisoned, tmp_path, "evil.jpg", JPEG + deed)
    assert time.monotonic() - began < 20
    assert len(reasons(report)) == (1 if said else 0)
    assert re.search(said, " ".join(reasons(report)))
    assert report.exit_status == (3 if said else 0)
    assert (_answered(poisoned, tmp_path) != before) == dies, "the next file gets a sound process"


def _answered(desk: api.Desk, folder: Path) -> int | None:
    """The process that answers on an ordinary file."""
    assert not reasons(look(desk, folder, "plain.jpg", JPEG))
    return desk.decoder.running


def test_pixels_of_another_size_are_no_picture(poisoned: api.Desk) -> None:
    with pytest.raises(PictureError, match="no picture back"):
        poisoned.decoder.pixels(JPEG + b"SHORT", "a.jpg", poisoned.settings)


def test_a_picture_that_needs_more_memory_than_allowed_is_refused_in_words() -> None:
    """The limit is set a little above what the process takes for a small picture."""
    decoder = Decoder()
    big = png((8_800, 8_800), 8, 2)
    try:
        decoder.read(JPEG, "small.jpg", Settings())
        status = Path(f"/proc/{decoder.running}/status")
        if not status.exists():
            pytest.skip("this system does not tell how much memory a process has")
        size = int(re.search(r"VmPeak:\s+(\d+) kB", status.read_text())[1]) * 1024  # type: ignore[index]
        tight = Settings(decode_memory=size + 30_000_000)
        with pytest.raises(PictureError, match="more memory than the limit"):
            decoder.read(big, "big.png", tight)
        assert decoder.read(JPEG, "small.jpg", tight).pictures[0].prints
        assert decoder.read(big, "big.png", Settings()).pictures[0].width == 8_800
    finally:
        decoder.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_decoder_without_a_desk_stops_computing_by_itself() -> None:
    code = "from firsthand.evidence.decoder_child import _allow_seconds\nfrom firsthand.settings import Settings\n"
    code += "_allow_seconds(Settings(decode_seconds=0.1))\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60, capture_output=True)
    assert done.returncode == -24


def test_a_decoder_that_cannot_start_is_said_so() -> None:
    decoder = Decoder((sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(PictureError, match="could not be started"):
        decoder.read(JPEG, "a.jpg", Settings())
    assert decoder.running is None


def test_the_decoder_is_kept_from_file_to_file_and_ends_when_closed() -> None:
    decoder = Decoder()
    assert decoder.running is None
    decoder.warm(Settings())
    first = decoder.running
    for _ in range(3):
        assert decoder.pixels(JPEG, "a.jpg", Settings()).shape == (200, 320, 3)
    assert decoder.running == first
    decoder.close()
    assert decoder.running is None
    assert decoder.read(JPEG, "a.jpg", Settings()).pictures[0].width == 320
    decoder.close()


def test_words_start_no_decoder(demo_desk: api.Desk) -> None:
    demo_desk.__dict__["decoder"] = Decoder(("/nowhere",))
    assert demo_desk.check(text="Half of the schools have closed").findings
    assert demo_desk.decoder.running is None


def test_the_command_says_it_in_one_sentence(demo_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.png").write_bytes(WHOLE["png"][:-20_000])
    command = [sys.executable, "-m", "firsthand", "check", "--casebook", str(demo_folder / "casebook")]
    done = subprocess.run(
        [*command, "--picture", str(tmp_path / "cut.png")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stderr
    assert "cut off or broken" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_the_desk_is_untouched_after_all_of_them(
    demo_desk: api.Desk, demo_tips: dict[str, DemoTip], tmp_path: Path
) -> None:
    """Its memory hardly grows, nothing was decoded in its own process, and it still knows what it knew."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for file in FILES:
        look(demo_desk, tmp_path, file.name, file.data)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 60_000_000
    (known,) = demo_desk.check(**demo_tips["cropped"].fields).by_code("known-picture")
    assert known.outcome is Outcome.SUPPORTED
    assert Image.MAX_IMAGE_PIXELS == 89_478_485, "no limit of the library was moved"
