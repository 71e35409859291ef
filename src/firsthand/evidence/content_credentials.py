"""What do a file's content credentials (C2PA) say of it, and do they still fit the file?

A manifest that does not verify is invalid: it is said so and not believed. One that does is signed by whoever holds the key
that it names, and nothing more: a signer on no list of trust is called untrusted, which is not invalid, and what it says are
entries "according to the picture file itself". A file without a manifest is unknown. Read by the C2PA library, an extra, which
is told to fetch nothing: no remote manifest, no revocation list. C2PA specification 2.2; library: c2pa-python.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from firsthand.errors import WhenError
from firsthand.reading.picture_files import PicturesRead
from firsthand.record.entries import Entry
from firsthand.record.readings import FILE_SOURCE, Credentials
from firsthand.record.when import parse

OFFLINE = {"verify": {"verify_after_reading": True, "remote_manifest_fetch": False, "ocsp_fetch": False}}

MOST = 20
"""Entries taken from one manifest."""

_STATES = {"Valid": Credentials.UNTRUSTED, "Trusted": Credentials.TRUSTED}
_WORDS = 300

Row = tuple[str, str, str]
"""(field, value, the part of the manifest that says so)."""

_LED = "its content credentials (C2PA)"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the manifest is worth, a sentence on that, and what it says."""

    worth: Credentials
    note: str
    rows: tuple[Row, ...] = ()


def with_credentials(read: PicturesRead, data: bytes) -> PicturesRead:
    """The same pictures, with what their file's manifest is worth and what it says, and a note on it where there is one."""
    if b"jumb" not in data or b"c2pa" not in data:
        return read
    first = read.pictures[0]
    seen = _seen(data, first.media)
    entries = tuple(Entry("", field, value, source=FILE_SOURCE, note=tag) for field, value, tag in seen.rows)
    pictures = tuple(
        replace(one, entries=tuple(dict.fromkeys((*one.entries, *entries))), credentials=seen.worth)
        for one in read.pictures
    )
    return PicturesRead(pictures, (*read.notes, f"{first.name}: {seen.note}"))


def _seen(data: bytes, media: str) -> _Seen:
    try:
        # Late: an extra, and few pictures carry credentials.
        import c2pa
    except ImportError:
        return _Seen(
            Credentials.UNREAD, "it carries content credentials (C2PA); to read them, pip install 'firsthand[c2pa]'."
        )
    try:
        with c2pa.Reader(media, io.BytesIO(data), context=_context()) as reader:
            store = json.loads(reader.json())
    except (c2pa.C2paError, ValueError) as error:
        kind = str(error).partition(":")[0][:40]
        return _Seen(Credentials.UNREAD, f"{_LED} cannot be read ({kind}); they were left aside.")
    worth = _STATES.get(_text(_dict(store).get("validation_state")), Credentials.INVALID)
    if worth is Credentials.INVALID:
        return _Seen(
            worth, f"{_LED} are invalid: they do not fit the file ({_failures(store)}); they are not believed."
        )
    manifest = _active(store)
    who = _signer(manifest)
    by = f"by {who!r}" if who else "by a signer who is not named"
    listed = (
        "on the list of trust"
        if worth is Credentials.TRUSTED
        else "on no list of trust: anybody may call themselves so"
    )
    return _Seen(
        worth, f"{_LED} fit the file; they are signed {by}, {listed}.", tuple(dict.fromkeys(_said(manifest)))[:MOST]
    )


@cache
def _context() -> Any:
    import c2pa

    return c2pa.Context.from_dict(OFFLINE)


def _failures(store: Any) -> str:
    """The codes of what failed, without that of a signer on no list of trust, which says nothing here."""
    rows = _list(_dict(_dict(_dict(store).get("validation_results")).get("activeManifest")).get("failure"))
    codes = [_text(_dict(row).get("code")) for row in rows]
    return ", ".join(code for code in codes if code and code != "signingCredential.untrusted") or "no reason given"


def _active(store: dict[str, Any]) -> dict[str, Any]:
    return _dict(_dict(store.get("manifests")).get(str(store.get("active_manifest"))))


def _signer(manifest: dict[str, Any]) -> str:
    signer = _dict(manifest.get("signature_info"))
    return _text(signer.get("issuer")) or _text(signer.get("common_name"))


def _said(manifest: dict[str, Any]) -> Iterator[Row]:
    if name := _signer(manifest):
        yield "signed-by", name, "C2PA signature; the name is the signer's own"
    for tool in _list(manifest.get("claim_generator_info"))[:1]:
        if named := " ".join(filter(None, (_text(_dict(tool).get("name")), _text(_dict(tool).get("version"))))):
            yield "made-with", named, "C2PA claim generator"
    for assertion in _list(manifest.get("assertions")):
        label, data = _text(_dict(assertion).get("label")), _dict(_dict(assertion).get("data"))
        if label.startswith("c2pa.actions"):
            yield from _actions(data)
        elif label.startswith("stds.schema-org.CreativeWork"):
            yield from _work(data)


def _actions(data: dict[str, Any]) -> Iterator[Row]:
    """How the file came to be, and what was done to it since."""
    for action in map(_dict, _list(data.get("actions"))):
        kind = _text(action.get("action")).removeprefix("c2pa.")
        if kind == "created" and (made := _text(action.get("digitalSourceType"))):
            yield "digital-source", made.rsplit("/", 1)[-1], "C2PA action: created"
        if kind == "created" and (when := _date(_text(action.get("when")))):
            yield "taken", when, "C2PA action: created"
        elif kind and kind != "created":
            yield "edited", kind, "C2PA action"


def _work(data: dict[str, Any]) -> Iterator[Row]:
    for author in map(_dict, _list(data.get("author"))):
        if name := _text(author.get("name")):
            yield "creator", name, "C2PA CreativeWork"
    if when := _date(_text(data.get("dateCreated"))):
        yield "taken", when, "C2PA CreativeWork"


def _date(text: str) -> str:
    try:
        return parse(text).edtf if text else ""
    except WhenError:
        return ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _text(value: Any) -> str:
    return " ".join(value.split())[:_WORDS] if isinstance(value, str) else ""
