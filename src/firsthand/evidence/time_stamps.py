"""When at the latest did a head of the log exist? Tokens of RFC 3161, asked for and judged.

A token is judged by the certificates that the desk trusts (`authorities.toml`), as they stood at the token's own time: that a
certificate has run out since then takes nothing from it. Whether one was revoked is not asked.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpcore
import rfc3161_client as rfc3161
from cryptography import x509

from firsthand.errors import CaptureError, CustodyError
from firsthand.evidence.authority_list import HOW, TOKENS, rows
from firsthand.evidence.guard import Guard
from firsthand.evidence.line import Deadline, Pinned
from firsthand.evidence.token_form import ordered
from firsthand.record.custody import AUTHORITIES
from firsthand.settings import Settings

MOST_BYTES = 200_000
"""A token is a few thousand bytes long."""

_BAD = (
    ValueError,
    rfc3161.VerificationError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What the libraries say of a damaged token or certificate."""

_HASHES = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.2": hashlib.sha384,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}
"""Ours is the first; others stand in tokens that somebody had made by hand."""

_VERIFY = re.compile(r'Verify error: ([^"]+)')
"""In the error of the library, the words of OpenSSL that say the most."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One that stamps: its name, its address, and the file of the root certificates (PEM) by which its tokens are judged."""

    name: str
    url: str
    roots: Path


def authorities(folder: Path) -> tuple[Authority, ...]:
    """Those of RFC 3161 that the desk has set; none where it has set none. Raises CustodyError."""
    found = (row for row in rows(folder) if row.kind == TOKENS)
    return tuple(Authority(row.name, row.url, folder / row.roots) for row in found)


def ask(authority: Authority, data: bytes, settings: Settings) -> bytes:
    """The authority's token for these bytes, judged. Raises CaptureError where it does not answer, CustodyError for a bad one."""
    request = rfc3161.TimestampRequestBuilder().data(data).hash_algorithm(rfc3161.HashAlgorithm.SHA256).build()
    token = _post(authority.url, request.as_bytes(), settings)
    judge(token, data, authority, request.nonce)
    return token


def _post(url: str, body: bytes, settings: Settings) -> bytes:
    guard = Guard(allow=settings.allow_networks)
    address = guard.check(url)
    deadline = Deadline(time.monotonic() + settings.fetch_seconds)
    headers: Mapping[bytes | str, bytes | str] = {"Content-Type": "application/timestamp-query", "Connection": "close"}
    try:
        with httpcore.ConnectionPool(network_backend=Pinned(guard, deadline, MOST_BYTES)) as pool:
            answer = pool.request("POST", str(address), headers=headers, content=body)
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise CaptureError(f"{url} gave no time stamp: {error or type(error).__name__}.", hint="Try again.") from error
    if 300 <= answer.status < 400:
        to = {name.lower(): value for name, value in answer.headers}.get(b"location", b"").decode("latin-1")[:300]
        raise CaptureError(f"{url} gave no time stamp and leads to {to!r}.", hint=f"Set that address in {AUTHORITIES}.")
    if answer.status != 200:
        raise CaptureError(f"{url} gave no time stamp: status {answer.status}.", hint="Look at its address.")
    return answer.content


def judge(token: bytes, data: bytes, authority: Authority, nonce: int | None = None) -> datetime:
    """The time that a token vouches for. Raises CustodyError, and says what is wrong with it."""
    roots = _roots(authority)
    answer, imprint, at = _read(token)
    hashed = _HASHES.get(imprint.hash_algorithm.dotted_string)
    if hashed is None:
        raise CustodyError(
            f"The time stamp is for a hash that is not taken here, {imprint.hash_algorithm.dotted_string}."
        )
    if imprint.message != hashed(data).digest():
        raise CustodyError("The time stamp is for other bytes.")
    try:
        rfc3161.VerifierBuilder(roots=roots, nonce=nonce).build().verify_message(answer, data)
    except _BAD as error:
        found = _VERIFY.search(str(error))
        raise CustodyError(f"{_why(answer, at, str(error))} ({found[1] if found else error})") from error
    return at


def _read(token: bytes) -> tuple[rfc3161.TimeStampResponse, Any, datetime]:
    """(the answer, what it is for, when). Raises CustodyError where it is no time stamp, or a refusal."""
    if not token.startswith(b"\x30"):
        raise CustodyError(f"It is no time stamp; it begins with {token[:60].decode('latin-1')!r}.")
    try:
        answer = rfc3161.decode_timestamp_response(ordered(token))
        if answer.status != rfc3161.PKIStatus.GRANTED:
            said = " ".join(" ".join(answer.status_string).split())[:200].rstrip(".")
            raise CustodyError(f"The authority refused to stamp (status {answer.status}){f': {said}' if said else ''}.")
        return answer, answer.tst_info.message_imprint, answer.tst_info.gen_time
    except ValueError as error:
        raise CustodyError(f"It is no time stamp: {error}.") from error


def _why(answer: rfc3161.TimeStampResponse, at: datetime, error: str) -> str:
    try:
        certificates = [x509.load_der_x509_certificate(one) for one in answer.signed_data.certificates]
    except _BAD:
        return "A certificate of the time stamp cannot be read."
    if not certificates:
        return "The time stamp carries no certificate, so that nobody can tell who signed it."
    if "nonce" in error.lower():
        return "The time stamp answers another question than the one that was asked."
    if "EKU" in error or "unsuitable certificate purpose" in error:
        return "The certificate of the authority is not one for time stamps."
    out = [one for one in certificates if not one.not_valid_before_utc <= at <= one.not_valid_after_utc]
    if out:
        name = out[0].subject.rfc4514_string()
        return f"The certificate {name} was not valid at the time of the stamp, {at:%Y-%m-%d %H:%M} UTC."
    return "The time stamp is not by the authority: its certificate does not lead to the roots that the desk trusts."


def _roots(authority: Authority) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(authority.roots.read_bytes())
    except (OSError, ValueError) as error:
        raise CustodyError(f"The certificates of {authority.name} cannot be read: {error}.", hint=HOW) from error
