"""Are content credentials (C2PA) read as what the file says of itself, and not believed where they do not fit it?"""

from __future__ import annotations

import datetime
import io
import threading
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from PIL import Image
from tests.hostile_files import saved, scene

from firsthand.evidence import content_credentials
from firsthand.evidence.content_credentials import with_credentials
from firsthand.evidence.decoder import shared
from firsthand.reading.picture_files import PicturesRead, read_pictures
from firsthand.record.readings import FILE_SOURCE, Credentials
from firsthand.settings import Settings

c2pa = pytest.importorskip("c2pa", reason="the extra `c2pa` is not installed")

MANIFEST = {
    "claim_generator_info": [{"name": "A camera", "version": "2"}],
    "assertions": [
        {
            "label": "c2pa.actions",
            "data": {
                "actions": [
                    {
                        "action": "c2pa.created",
                        "when": "2012-05-01T10:00:00Z",
                        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
                    },
                    {"action": "c2pa.cropped"},
                ]
            },
        },
        {
            "label": "stds.schema-org.CreativeWork",
            "kind": "Json",
            "data": {
                "@context": "https://schema.org",
                "@type": "CreativeWork",
                "author": [{"@type": "Person", "name": "A. Photographer"}],
                "dateCreated": "2012-05-01",
            },
        },
    ],
}


@cache
def keys() -> tuple[bytes, bytes]:
    """A chain of certificates and the key of its first, made for this run."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def named(who: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, who)])

    def certificate(who: str, key: Any, authority: bool) -> x509.CertificateBuilder:
        now, uses = datetime.datetime.now(datetime.UTC), [False] * 9
        uses[5 if authority else 0] = True
        return (
            x509.CertificateBuilder()
            .subject_name(named(who))
            .issuer_name(named("An authority"))
            .public_key(key.public_key())
            .serial_number(1 + authority)
            .not_valid_before(now - datetime.timedelta(1))
            .not_valid_after(now + datetime.timedelta(30))
            .add_extension(x509.BasicConstraints(authority, None), True)
            .add_extension(x509.KeyUsage(*uses), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), False)
        )

    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    first = certificate("A maker of cameras", own, False).add_extension(mail, False).sign(root, hashes.SHA256())
    second = certificate("An authority", root, True).sign(root, hashes.SHA256())
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (first, second))
    secret = own.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return chain, secret


def signed(image: Image.Image, remote: str = "") -> bytes:
    """A JPEG that carries the manifest, or only the address where it lies."""
    out = io.BytesIO()
    info = c2pa.C2paSignerInfo(b"es256", *keys(), None)
    with c2pa.Builder(MANIFEST) as builder, c2pa.Signer.from_info(info) as signer:
        if remote:
            builder.set_no_embed()
            builder.set_remote_url(remote)
        builder.sign(signer, "image/jpeg", io.BytesIO(saved(image, "JPEG")), out)
    return out.getvalue()


def read(data: bytes) -> PicturesRead:
    return with_credentials(read_pictures(data, "a.jpg", Settings()), data)


def test_a_manifest_that_fits_is_what_the_file_says_of_itself() -> None:
    data = signed(scene())
    found = read(data)
    entries = found.pictures[0].entries
    assert {(entry.field, entry.value) for entry in entries} == {
        ("signed-by", "A maker of cameras"),
        ("made-with", "A camera 2"),
        ("digital-source", "digitalCapture"),
        ("taken", "2012-05-01T10:00:00Z"),
        ("edited", "cropped"),
        ("creator", "A. Photographer"),
        ("taken", "2012-05-01"),
    }
    assert all(entry.source == FILE_SOURCE and entry.note.startswith("C2PA") for entry in entries)
    said = "a.jpg: its content credentials (C2PA) fit the file; they are signed by 'A maker of cameras', on no list of trust"
    assert [note.partition(":")[0] + ":" + note.partition(":")[2].rpartition(":")[0] for note in found.notes] == [said]
    assert found.pictures[0].credentials is Credentials.UNTRUSTED, "a signer whom nobody vouches for is not invalid"
    apart = shared().read(data, "a.jpg", Settings()).pictures[0]
    assert (apart.entries, apart.credentials) == (entries, Credentials.UNTRUSTED), "the same in the process apart"


def test_a_signer_on_a_list_of_trust_is_told_from_one_who_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    anchors = keys()[0].decode()
    listed = {**content_credentials.OFFLINE, "trust": {"trust_anchors": anchors}}
    listed["verify"] = {**listed["verify"], "verify_trust": True}
    monkeypatch.setattr(content_credentials, "_context", lambda: c2pa.Context.from_dict(listed))
    found = read(signed(scene()))
    assert found.pictures[0].credentials is Credentials.TRUSTED, found.notes
    assert found.notes[0].endswith("on the list of trust.")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda data: data[:-500] + bytes([data[-500] ^ 1]) + data[-499:], "do not fit the file"),
        (lambda data: data + b"more", "do not fit the file|"),
        (lambda data: data.replace(b"digitalCapture", b"digitalCaptur3"), "do not fit the file"),
        (lambda data: data.replace(b"A maker of cameras", b"A maker of camerax"), "do not fit the file|cannot be read"),
    ],
    ids=["another picture", "something behind it", "another statement", "another signer"],
)
def test_a_manifest_that_does_not_fit_is_not_believed(changed: Any, said: str) -> None:
    found = read(changed(signed(scene())))
    assert not [entry for entry in found.pictures[0].entries if entry.note.startswith("C2PA")]
    assert any(part in found.notes[0] for part in said.split("|") if part)
    assert found.notes[0].startswith("a.jpg: ")
    assert found.pictures[0].credentials in (Credentials.INVALID, Credentials.UNREAD)
    assert ("are invalid" in found.notes[0]) == (found.pictures[0].credentials is Credentials.INVALID)


def test_a_picture_without_a_manifest_asks_nobody() -> None:
    plain = saved(scene(), "JPEG")
    assert read(plain).notes == ()
    assert read(plain).pictures[0].credentials is Credentials.UNKNOWN, "that there are none says nothing"
    assert read(plain + b"jumb c2pa").notes[0].startswith("a.jpg: its content credentials (C2PA) cannot be read")


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "c2pa", None)
    found = read(signed(scene()))
    assert "pip install 'firsthand[c2pa]'" in found.notes[0]
    assert found.pictures[0].entries == ()


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a.c2pa", asked
        server.shutdown()


def test_nothing_is_fetched_for_a_manifest_that_lies_elsewhere(listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    data = signed(scene(), address)
    assert address.encode() in data
    found = with_credentials(read_pictures(data, "a.jpg", Settings()), data + b"jumb c2pa")
    assert not [entry for entry in found.pictures[0].entries if entry.note.startswith("C2PA")]
    assert asked == []


@pytest.mark.parametrize("store", [{}, {"manifests": []}, {"manifests": {"a": 3}, "active_manifest": "a"}, {"a": None}])
def test_a_store_of_another_shape_says_nothing(store: dict[str, Any]) -> None:
    assert list(content_credentials._said(content_credentials._active(store))) == []
    assert content_credentials._failures(store) == "no reason given"
