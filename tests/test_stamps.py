"""Which time stamps of the custody log hold, which do not, and what does an authority hear that answers badly?"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc3161_client as rfc3161
from cryptography import x509
from tests.stamping import (
    ODD,
    Kind,
    make_authority,
    query_for,
    serving,
    signed_anew,
    stamped,
    trust,
)

from firsthand.casebook.keys import sign
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CustodyError, UsageError
from firsthand.evidence.time_stamps import Authority, judge
from firsthand.evidence.token_form import ordered
from firsthand.record.custody import head_of, line_of
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
    root = make_authority(tmp_path / "one", Kind(**bounds))  # type: ignore[arg-type]
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
    root = make_authority(tmp_path / "one", Kind(until=until))
    place, token = _token(book, tmp_path / "one")
    (place / "one.tsr").write_bytes(token)
    trust(book, "one", "http://127.0.0.1/", root)
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 1.1)
    done = verify(book)
    if done.stamps == [] and "was not valid" in done.damages[0].what:
        pytest.skip("this machine took more than four seconds to make a stamp")
    assert (done.whole, len(done.stamps)) == (True, 1)


DATA = b"the head of a log"


def judged(folder: Path, token: bytes, data: bytes = DATA) -> str:
    """What is said of a token: the year of its time, or what is wrong with it."""
    try:
        return str(judge(token, data, Authority(folder.name, "", folder / "root.pem")).year)
    except CustodyError as error:
        return error.message


def test_a_token_with_an_intermediate_certificate_holds_in_whatever_order_they_stand(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    make_authority(folder, Kind(between=True))
    token = stamped(folder, query_for(folder, DATA))
    with pytest.raises(ValueError, match="SetOrdering"):
        rfc3161.decode_timestamp_response(token)
    assert judged(folder, token) == str(NOW.year)
    assert sorted(ordered(token)) == sorted(token)
    assert ordered(ordered(token)) == ordered(token)
    assert ordered(token) != token


def test_a_certificate_between_that_is_not_of_the_root_is_none(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_authority(tmp_path / name, Kind(between=True))
    token = stamped(tmp_path / "one", query_for(tmp_path / "one", DATA))
    assert "does not lead to the roots" in judged(tmp_path / "two", token)


FORMS = {
    "without certificates": (Kind(), ("-sha256",), "carries no certificate"),
    "for a SHA-512": (Kind(), ("-sha512", "-cert"), str(NOW.year)),
    "signed with SHA-512": (Kind(digest="sha512"), (), str(NOW.year)),
    "for a SHA-1": (Kind(), ("-sha1", "-cert"), "for a hash that is not taken here, 1.3.14.3.2.26"),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_of_tokens(tmp_path: Path, name: str) -> None:
    kind, how, said = FORMS[name]
    make_authority(tmp_path / "one", kind)
    token = stamped(tmp_path / "one", query_for(tmp_path / "one", DATA, *how))
    assert said in judged(tmp_path / "one", token)
    assert judged(tmp_path / "one", token, b"other bytes") != str(NOW.year)


def test_a_token_with_an_extension_of_nobody_holds(tmp_path: Path) -> None:
    make_authority(tmp_path / "one")
    token = signed_anew(tmp_path / "one", stamped(tmp_path / "one", query_for(tmp_path / "one", DATA)), more=ODD)
    assert ODD in token
    assert judged(tmp_path / "one", token) == str(NOW.year)


@pytest.mark.parametrize("use", [None, x509.ExtendedKeyUsageOID.CODE_SIGNING])
def test_a_certificate_that_is_not_for_time_stamps_makes_none(
    tmp_path: Path, use: x509.ObjectIdentifier | None
) -> None:
    make_authority(tmp_path / "true")
    make_authority(tmp_path / "one", Kind(use=use))
    token = stamped(tmp_path / "true", query_for(tmp_path / "true", DATA))
    assert judged(tmp_path / "true", signed_anew(tmp_path / "true", token)) == str(NOW.year)
    said = judged(tmp_path / "one", signed_anew(tmp_path / "one", token))
    assert said.startswith("The certificate of the authority is not one for time stamps.")


def test_any_flipped_bit_of_a_token_is_a_sentence_or_changes_nothing(tmp_path: Path) -> None:
    """What is not signed, such as words of its status, may change; the time and what it is for may not."""
    make_authority(tmp_path / "one", Kind(between=True))
    token = stamped(tmp_path / "one", query_for(tmp_path / "one", DATA))
    authority = Authority("one", "", tmp_path / "one" / "root.pem")
    sound = judge(token, DATA, authority)
    odd_version = token.replace(bytes.fromhex("a003020102"), bytes.fromhex("a003020106"))
    assert judged(tmp_path / "one", odd_version).startswith("A certificate of the time stamp cannot be read.")
    refused = 0
    for at in range(0, len(token), 3):
        try:
            assert judge(token[:at] + bytes([token[at] ^ 4]) + token[at + 1 :], DATA, authority) == sound
        except CustodyError:
            refused += 1
    assert refused > len(token) / 6, "some of it is a certificate that is not needed"


def test_a_stamped_head_must_be_signed_and_of_this_log(book: Path, tmp_path: Path) -> None:
    """A token says when its head was there; only the head's own signature and hash say what it was a head of."""
    root = make_authority(tmp_path / "one")
    trust(book, "one", "http://127.0.0.1/", root)
    place, token = _token(book, tmp_path / "one")
    (place / "one.tsr").write_bytes(token)
    assert [one.authority for one in verify(book).stamps] == ["one"]
    head = place / "head.txt"
    whole = head.read_bytes()
    head.write_bytes(whole.replace(b"firsthand 0", b"firsthand 9"))
    done = verify(book, everything=True)
    assert (done.stamps, [one.kind for one in done.damages]) == ([], ["head"])
    later = line_of(replace(head_of(whole.removesuffix(b"\n")), events=99)) + b"\n"
    head.write_bytes(later)
    (place / "head.txt.minisig").write_bytes(sign(book / "custody", later, "99 events"))
    (place / "one.tsr").write_bytes(stamped(tmp_path / "one", query_for(tmp_path / "one", later)))
    (found,) = harm(book)
    assert found.startswith("head: 99 events were signed")
