"""When at the latest did a head of the log exist? Tokens of RFC 3161, asked for and judged.

A token is judged by the certificates that the desk trusts (`authorities.toml`), as they stood at the token's own time: that a
certificate has run out since then takes nothing from it. Whether one was revoked is not asked.
"""

from __future__ import annotations

import hashlib
import re
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpcore
import rfc3161_client as rfc3161
from cryptography import x509

from firsthand.errors import CaptureError, CustodyError
from firsthand.evidence.guard import Guard
from firsthand.evidence.line import Deadline, Pinned
from firsthand.record.custody import AUTHORITIES
from firsthand.settings import Settings

MOST_BYTES = 200_000
"""A token is a few thousand bytes long."""

_HOW = "See docs/verify-by-hand.md."
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Authority:
    """One that stamps: its name, its address, and the file of the root certificates (PEM) by which its tokens are judged."""

    name: str
    url: str
    roots: Path


def authorities(folder: Path) -> tuple[Authority, ...]:
    """Those that the desk has set; none where it has set none. Raises CustodyError."""
    path = folder / AUTHORITIES
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = [(str(row["name"]), str(row["url"]), str(row["roots"])) for row in found["authority"]]
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CustodyError(
            f"{path} cannot be read: {error!r}. Each [[authority]] has name, url and roots.", hint=_HOW
        ) from error
    for name, _, _ in rows:
        if not _NAME.fullmatch(name):
            raise CustodyError(f"{path}: {name!r} is no name.", hint="Take small letters, digits and hyphens.")
    return tuple(Authority(name, url, folder / roots) for name, url, roots in rows)


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
    if answer.status != 200:
        raise CaptureError(f"{url} gave no time stamp: status {answer.status}.", hint="Look at its address.")
    return answer.content


def judge(token: bytes, data: bytes, authority: Authority, nonce: int | None = None) -> datetime:
    """The time that a token vouches for. Raises CustodyError, and says what is wrong with it."""
    roots = _roots(authority)
    try:
        answer = rfc3161.decode_timestamp_response(token)
        info = answer.tst_info
        imprint, at = info.message_imprint, info.gen_time
    except ValueError as error:
        raise CustodyError(f"It is no time stamp: {error}.") from error
    if (
        imprint.hash_algorithm.dotted_string != "2.16.840.1.101.3.4.2.1"
        or imprint.message != hashlib.sha256(data).digest()
    ):
        raise CustodyError("The time stamp is for other bytes.")
    try:
        rfc3161.VerifierBuilder(roots=roots, nonce=nonce).build().verify_message(answer, data)
    except (rfc3161.VerificationError, ValueError) as error:
        raise CustodyError(f"{_why(answer, at)} ({error})") from error
    return at


def _why(answer: rfc3161.TimeStampResponse, at: datetime) -> str:
    certificates = [x509.load_der_x509_certificate(one) for one in answer.signed_data.certificates]
    out = [one for one in certificates if not one.not_valid_before_utc <= at <= one.not_valid_after_utc]
    if out:
        name = out[0].subject.rfc4514_string()
        return f"The certificate {name} was not valid at the time of the stamp, {at:%Y-%m-%d %H:%M} UTC."
    return "The time stamp is not by the authority: its certificate does not lead to the roots that the desk trusts."


def _roots(authority: Authority) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(authority.roots.read_bytes())
    except (OSError, ValueError) as error:
        raise CustodyError(f"The certificates of {authority.name} cannot be read: {error}.", hint=_HOW) from error
