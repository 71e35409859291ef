"""What does this address hold now? One guarded fetch, its redirects followed by hand, with an honest end state."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

import httpcore
import httpx

from firsthand import __version__
from firsthand.errors import CaptureError
from firsthand.evidence.guard import Deadline, Guard, Pinned
from firsthand.reading.raw_bytes import media_of
from firsthand.record.tips import Capture, CaptureState, Exhibit
from firsthand.settings import Settings

REDIRECTS = 5
"""Redirects that are followed; each is judged anew."""

REDIRECT_CODES = (301, 302, 303, 307, 308)

FETCH_FAILS = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol)
"""What httpcore raises when the other side, or the way to it, fails."""

_HEADERS: Mapping[bytes | str, bytes | str] = {
    "User-Agent": f"Firsthand/{__version__} (verification desk)",
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,image/*;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Accept-Language": "*",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one address answered: the body decoded, and the sentences about what is missing from it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    problems: tuple[str, ...] = ()


def fetch(
    url: str, settings: Settings, *, now: Callable[[], datetime], guard: Guard | None = None
) -> tuple[Capture, bytes, str]:
    """(capture, body, declared charset or "") of an address.

    A body that was cut (by the limit of bytes, the clock or the line) gives `partial`. Raises CaptureError where the address
    is refused, does not answer, answers with an error, or redirects more than five times. No proxy is used.
    """
    judge = guard or Guard()
    started = now()
    deadline = Deadline(time.monotonic() + settings.fetch_seconds)
    # trust_env: neither a proxy nor a certificate store is taken from the environment.
    context = httpx.create_ssl_context(trust_env=False)
    with httpcore.ConnectionPool(ssl_context=context, network_backend=Pinned(judge, deadline)) as pool:
        address, answer = _follow(pool, judge, url, settings)
    if not 200 <= answer.status < 300:
        raise CaptureError(
            f"{address} answered with status {answer.status}.",
            hint="Open it in a browser; where it shows, save the page and give the file.",
        )
    exhibit = Exhibit(hashlib.sha256(answer.body).hexdigest(), len(answer.body), media_of(answer.body))
    state = CaptureState.PARTIAL if answer.problems else CaptureState.COMPLETE
    capture = Capture(url, started, state, (exhibit,), final_address=address, problems=answer.problems)
    return capture, answer.body, _charset(answer.headers.get("content-type", ""))


def _follow(pool: httpcore.ConnectionPool, guard: Guard, url: str, settings: Settings) -> tuple[str, _Answer]:
    """(final address, its answer)."""
    address = url
    for _ in range(REDIRECTS + 1):
        target = guard.check(address)
        answer = _ask(pool, target, settings)
        location = answer.headers.get("location", "")
        if answer.status not in REDIRECT_CODES or not location:
            return str(target), answer
        try:
            address = str(target.join(location))
        except (httpx.InvalidURL, ValueError) as error:
            raise CaptureError(
                f"{target} redirects to {location[:200]!r}, which is not an address.", hint="Open it in a browser."
            ) from error
    raise CaptureError(
        f"{url} redirects more than {REDIRECTS} times.", hint="Give the address at which the browser ends."
    )


def _ask(pool: httpcore.ConnectionPool, url: httpx.URL, settings: Settings) -> _Answer:
    """One request. The body of a redirect or an error is not read."""
    # A fragment is the browser's own affair; without one, the address is what is sent.
    target = url.copy_with(fragment=None)
    limits = dict.fromkeys(("connect", "read", "write", "pool"), settings.fetch_seconds)
    try:
        with pool.stream("GET", str(target), headers=_HEADERS, extensions={"timeout": limits}) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if not 200 <= response.status < 300:
                return _Answer(response.status, headers)
            body, problems = _body(response.iter_stream(), headers.get("content-encoding", ""), settings.max_file_bytes)
            return _Answer(response.status, headers, body, problems)
    except FETCH_FAILS as error:
        raise _failed(url, error, settings) from error


def _failed(url: httpx.URL, error: Exception, settings: Settings) -> CaptureError:
    if isinstance(error, httpcore.TimeoutException):
        return CaptureError(
            f"{url} did not answer within {settings.fetch_seconds:g} seconds.",
            hint="Try again, or raise fetch_seconds.",
        )
    return CaptureError(
        f"{url} could not be fetched: {error or type(error).__name__}.",
        hint="Try again; if it shows in a browser, save it.",
    )


def _body(chunks: Iterable[bytes], encoding: str, limit: int) -> tuple[bytes, tuple[str, ...]]:
    """(the body, decompressed, of at most `limit` bytes; what is missing from it). Never more than the limit is unpacked."""
    unpack = _unpacker(encoding)
    parts, size = [], 0
    try:
        for chunk in chunks:
            part = unpack.decompress(chunk, limit - size + 1) if unpack else chunk
            parts.append(part)
            size += len(part)
            if size > limit:
                return b"".join(parts)[:limit], (f"Only the first {limit:,} bytes were fetched; there are more.",)
    except FETCH_FAILS as error:
        said = "the time was up" if isinstance(error, httpcore.TimeoutException) else "the connection broke"
        return _cut(parts, f"Only {size:,} bytes came before {said}.", error)
    except zlib.error as error:
        return _cut(parts, f"After {size:,} bytes the compressed body is broken.", error)
    if unpack and not unpack.eof and size:
        return b"".join(parts), (f"The compressed body ends too early, after {size:,} bytes.",)
    return b"".join(parts), ()


def _cut(parts: list[bytes], said: str, error: Exception) -> tuple[bytes, tuple[str, ...]]:
    """What came before the break; where nothing came, the fetch failed."""
    body = b"".join(parts)
    if not body:
        raise CaptureError(f"The address answered, but sent no body: {error}.", hint="Try again.") from error
    return body, (said,)


def _unpacker(encoding: str) -> zlib._Decompress | None:
    """A decompressor for gzip and deflate; None for a body as it is. Other encodings were not asked for."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return None
    if name in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    raise CaptureError(
        f"The address sent its body as {encoding[:40]!r}, which was not asked for.", hint="Save it in a browser."
    )


def _charset(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    return message.get_content_charset("") or ""
