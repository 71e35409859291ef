"""Do the bytes of a tip arrive whole, and does what fails say so?"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.errors import ReadingError
from firsthand.evidence.files import unpacked
from firsthand.evidence.taking import take, take_picture
from firsthand.record.tips import CaptureState, Tip
from firsthand.settings import Settings

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SETTINGS = Settings()


def now() -> datetime:
    return NOON


def test_a_packed_page_is_unpacked_and_its_exhibit_is_the_file_as_it_came(tmp_path: Path) -> None:
    packed = gzip.compress(b"<html><p>words</p>")
    (tmp_path / "page.html.gz").write_bytes(packed)
    taken = take(Tip(html=str(tmp_path / "page.html.gz")), SETTINGS, now)
    assert taken.body == b"<html><p>words</p>"
    assert taken.capture.exhibits[0].size == len(packed)
    assert taken.as_it_came == packed


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (gzip.compress(b"x" * 5000), "more than 1,000"),
        (gzip.compress(b"words" * 50)[:-9], "ends in the middle"),
        (b"\x1f\x8bnonsense", "is broken"),
    ],
)
def test_a_broken_or_bursting_file_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        unpacked(data, 1000)


def test_a_file_that_is_not_there_is_a_failed_capture() -> None:
    taken = take(Tip(picture="nowhere.jpg"), SETTINGS, now)
    assert taken.capture.state is CaptureState.FAILED
    assert "nowhere.jpg" in taken.capture.problems[0]


def test_pictures_of_a_page_on_disk_come_from_beside_it_only(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (tmp_path / "site" / "in.jpg").write_bytes(b"inside")
    (tmp_path / "site" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    tip = Tip(html=str(tmp_path / "site" / "page.html"))
    table = [
        ("in.jpg", b"inside", "beside the page"),
        ("in.jpg?width=3", b"inside", "a query does not name another file"),
        ("../secret.jpg", None, "above the page"),
        ("%2e%2e/secret.jpg", None, "above the page, written otherwise"),
        ("link.jpg", None, "a link that leads out"),
        (str(tmp_path / "secret.jpg"), None, "an absolute path"),
        ("file:///etc/passwd", None, "a scheme of its own"),
        ("https://a.example/x.jpg", None, "a page on disk fetches nothing"),
        ("data:image/png;base64,aGk=", b"hi", "carried inside the page"),
        ("data:text/plain,hi%20you", b"hi you", "carried inside, not in base64"),
    ]
    for address, body, why in table:
        assert take_picture(address, tip, SETTINGS, now) == body, why
