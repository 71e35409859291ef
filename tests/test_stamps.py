"""Which time stamps of the custody log hold, which do not, and what does an authority hear that answers badly?"""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.stamping import make_authority, query_for, serving, stamped, trust

from firsthand.casebook.store import CasebookStore
from firsthand.errors import UsageError
from firsthand.settings import Settings
from firsthand.verifying import stamp, verify

LOCAL = Settings(allow_networks=("127.0.0.1",))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "book"
    with CasebookStore.create(place) as made:
        made.keep(b"a picture", "p.jpg", "image/jpeg")
    return place


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    """A casebook of one exhibit."""
    return Path(shutil.copytree(made, tmp_path / "book"))


def harm(book: Path) -> list[str]:
    return [f"{one.kind}: {one.what}" for one in verify(book, everything=True).damages if not one.explained]


def test_several_authorities_stamp_the_head(book: Path, tmp_path: Path) -> None:
    assert verify(book).stamps == []
    with pytest.raises(UsageError, match="No authority"):
        stamp(book, LOCAL)
    one, two = make_authority(tmp_path / "one"), make_authority(tmp_path / "two")
    with serving(tmp_path / "one") as first, serving(tmp_path / "two") as second:
        trust(book, "one", first, one)
        trust(book, "two", second, two)
        assert stamp(book, LOCAL) == ["one: stamped.", "two: stamped."]
    done = verify(book)
    assert done.whole
    assert [one.authority for one in done.stamps] == ["one", "two"]
    assert "time-stamped by one, two" in (book / "custody" / "head.txt").read_text()
    for name in ("log.txt", "head.txt"):
        assert (book / "custody" / name).exists()


def _token(book: Path, authority: Path, data: bytes | None = None) -> tuple[Path, bytes]:
    """(a place in `heads/` with the head of now, a token for it or for other bytes)."""
    head = (book / "custody" / "head.txt").read_bytes()
    place = book / "custody" / "heads" / "x"
    place.mkdir(parents=True)
    for name in ("head.txt", "head.txt.minisig"):
        shutil.copyfile(book / "custody" / name, place / name)
    return place, stamped(authority, query_for(authority, data or head))


NOW = datetime.now(UTC)
CERTIFICATE = "time stamp: The certificate CN=Stamps of one"
BAD = {
    "for another hash": ({}, b"other bytes", "time stamp: The time stamp is for other bytes"),
    "by a certificate that had run out": (
        {"since": NOW - timedelta(days=20), "until": NOW - timedelta(days=10)}, None, CERTIFICATE,
    ),
    "by a certificate that was not valid yet": (
        {"since": NOW + timedelta(days=10), "until": NOW + timedelta(days=20)}, None, CERTIFICATE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_stamps_that_do_not_hold(book: Path, tmp_path: Path, name: str) -> None:
    bounds, data, said = BAD[name]
    root = make_authority(tmp_path / "one", **bounds)  # type: ignore[arg-type]
    place, token = _token(book, tmp_path / "one", data)
    (place / "one.tsr").write_bytes(token)
    trust(book, "one", "http://127.0.0.1/", root)
    (found,) = harm(book)
    assert found.startswith(said)


def test_stamps_of_unknown_authorities_do_not_hold(book: Path, tmp_path: Path) -> None:
    make_authority(tmp_path / "one")
    other = make_authority(tmp_path / "other")
    place, token = _token(book, tmp_path / "one")
    (place / "one.tsr").write_bytes(token)
    assert [line[:50] for line in harm(book)] == ["time stamp: No authority of the name 'one' is set,"]
    trust(book, "one", "http://127.0.0.1/", other)
    (found,) = harm(book)
    assert "does not lead to the roots" in found
    (place / "one.tsr").write_bytes(b"junk")
    (found,) = harm(book)
    assert "It is no time stamp" in found


def test_an_authority_that_stamps_other_bytes_is_refused(book: Path, tmp_path: Path) -> None:
    root = make_authority(tmp_path / "one")
    with serving(tmp_path / "one", instead=b"other") as address:
        trust(book, "one", address, root)
        (said,) = stamp(book, LOCAL)
    assert said.startswith("one: not stamped. The time stamp is for other bytes")
    assert not (book / "custody" / "heads").exists()
    (said,) = stamp(book, LOCAL)
    assert said.startswith("one: not stamped. http://127.0.0.1"), "nobody answers any more"
    (said,) = stamp(book, Settings())
    assert said.startswith("one: not stamped."), "the guard lets nobody be asked inside"


def test_a_lost_stamp_is_named(book: Path, tmp_path: Path) -> None:
    root = make_authority(tmp_path / "one")
    with serving(tmp_path / "one") as address:
        trust(book, "one", address, root)
        stamp(book, LOCAL)
    next((book / "custody" / "heads").glob("*/one.tsr")).unlink()
    (found,) = harm(book)
    assert "is missing or was changed" in found


def test_a_stamp_outlives_its_certificate(book: Path, tmp_path: Path) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=4)
    root = make_authority(tmp_path / "one", until=until)
    place, token = _token(book, tmp_path / "one")
    (place / "one.tsr").write_bytes(token)
    trust(book, "one", "http://127.0.0.1/", root)
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 1.1)
    done = verify(book)
    if done.stamps == [] and "was not valid" in done.damages[0].what:
        pytest.skip("this machine took more than four seconds to make a stamp")
    assert (done.whole, len(done.stamps)) == (True, 1)
