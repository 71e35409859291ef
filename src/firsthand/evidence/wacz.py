"""How do WARC files become one file that a player opens? WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1).

All stands unpacked in the ZIP file, with no clock in it: the same WARC files, pages and words give the same bytes.
The index is one plain CDXJ file, which players read whole: a case holds hundreds of captures, not millions.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from firsthand.errors import CaptureError
from firsthand.evidence import wacz_index

VERSION = "1.1.1"
MEDIA = "application/wacz"

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,120}\.warc\.gz")
_OURS = frozenset({"profile", "resources", "wacz_version", "config", "metadata"})
_HALF = re.compile("[\ud800-\udfff]")
_CHUNK = 1 << 20

Warc = tuple[str, bytes | Path]
"""The name that a WARC has in the folder `archive`, and its bytes or where they lie."""


@dataclass(frozen=True, slots=True)
class WaczPage:
    """One page as a player lists it. `text` is what was read of it, for searching; it may be empty."""

    id: str
    url: str
    ts: datetime
    title: str = ""
    text: str = ""


def write_wacz(out: IO[bytes], warcs: Sequence[Warc], pages: Iterable[WaczPage], about: Mapping[str, str]) -> None:
    """Write a WACZ to a file that can be sought in. `about` are its words (`title`, `description`, `created`, `software`, ...).

    Raises CaptureError where a WARC is damaged or none is given, and nothing is written then; OSError as the disk does.
    """
    names = [name for name, _ in warcs]
    if not names:
        raise CaptureError("There is no WARC to make a WACZ of.", hint="Capture an address with `firsthand capture`.")
    if len(set(names)) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise CaptureError(f"The names {', '.join(names)[:200]!r} cannot stand in a WACZ.", hint="Write a.warc.gz.")
    index = sorted(line for warc in warcs for line in _lines(warc))
    made = {"indexes/index.cdx": _joined(index), "pages/pages.jsonl": _joined(_listed(pages))}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        resources = [_added(file, f"archive/{name}", source) for name, source in warcs]
        resources += [_added(file, path, data) for path, data in made.items()]
        package = _package(about, resources)
        _added(file, "datapackage.json", package)
        digest = {"path": "datapackage.json", "hash": _hash(package)}
        _added(file, "datapackage-digest.json", json.dumps(digest).encode())


def _lines(warc: Warc) -> Iterator[str]:
    name, source = warc
    with _opened(source) as file:
        yield from wacz_index.lines(name, file)


@contextmanager
def _opened(source: bytes | Path) -> Iterator[IO[bytes]]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        yield file


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _listed(pages: Iterable[WaczPage]) -> Iterator[str]:
    """The page list: its own head, then a page a line. Half characters, which no JSON may carry, are replaced."""
    held = list(pages)
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages", "hasText": any(page.text for page in held)}
    yield json.dumps(head)
    for page in held:
        at = page.ts.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        row = {"id": page.id, "url": page.url, "ts": at, "title": page.title or page.url, "text": page.text}
        yield json.dumps({name: _HALF.sub("\ufffd", value) for name, value in row.items()})


def _package(about: Mapping[str, str], resources: list[dict[str, Any]]) -> bytes:
    said = {name: _HALF.sub("\ufffd", value) for name, value in about.items() if value and name not in _OURS}
    package = {"profile": "data-package", "wacz_version": VERSION, **said, "resources": resources}
    return json.dumps(package, indent=2).encode()


def _added(file: zipfile.ZipFile, path: str, source: bytes | Path) -> dict[str, Any]:
    """Put one file in, stored as it is; returns its line of the data package."""
    info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o644 << 16
    info.file_size = len(source) if isinstance(source, bytes) else source.stat().st_size
    with _opened(source) as given, file.open(info, "w") as kept:
        told = _Told(kept)
        shutil.copyfileobj(given, told, _CHUNK)
    row = {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{told.sum.hexdigest()}"}
    return {**row, "bytes": told.size}


class _Told:
    """What is written through it is counted and hashed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sum, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.sum.update(data)
        self.size += len(data)
        return self._file.write(data)


def _hash(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
