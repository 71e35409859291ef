"""What does a dictionary of the dict server say? Its entries, from the index and the packed text beside it.

A dictd dictionary is two files: `NAME.index` (a line per headword: headword, offset and length in base 64, parted by tabs) and
`NAME.dict.dz` (gzip) or `NAME.dict`. Offsets count the bytes of the unpacked text, which is UTF-8.
"""

from __future__ import annotations

import gzip
import string
import zlib
from collections.abc import Iterator
from pathlib import Path

from firsthand.errors import FirsthandError

DIGITS = {
    sign: value for value, sign in enumerate(string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/")
}
LARGEST = 64 << 20
"""Bytes of unpacked text beyond which a dictionary is refused: ten times the largest that is known."""


class DictionaryError(FirsthandError):
    """A dictionary that is missing, cut short or not in the form its name promises."""


def packed_text(index: Path) -> Path:
    """The file with the entries of an index file: `.dict.dz` where it stands, else `.dict`."""
    packed = index.with_suffix(".dict.dz")
    return packed if packed.exists() else index.with_suffix(".dict")


def entries(index: Path) -> Iterator[tuple[str, str]]:
    """(headword, text of the entry) in the order of the index; lines about the dictionary itself left out.

    DictionaryError where a file cannot be read or an offset points outside the text.
    """
    text = _text(packed_text(index))
    for line in _lines(index):
        headword, _, rest = line.partition("\t")
        if headword and not headword.startswith(("00database", "00-database")):
            start, length = _place(rest, index)
            if start + length > len(text):
                raise _broken(index, f"the entry of {headword!r} lies outside the text")
            yield headword, text[start : start + length].decode("utf-8", "replace")


def base64_number(signs: str) -> int:
    """A number in the base 64 of dictd, most significant digit first. KeyError for a sign that is none of its digits."""
    value = 0
    for sign in signs:
        value = value * 64 + DIGITS[sign]
    return value


def _place(rest: str, index: Path) -> tuple[int, int]:
    try:
        start, length = rest.split("\t")[:2]
        return base64_number(start), base64_number(length)
    except (KeyError, ValueError) as error:
        raise _broken(index, f"a line of it does not give a place in the text ({rest[:40]!r})") from error


def _lines(index: Path) -> list[str]:
    try:
        return index.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise _broken(index, str(error.strerror)) from error


def _text(path: Path) -> bytes:
    try:
        with path.open("rb") if path.suffix == ".dict" else gzip.open(path) as source:
            text = source.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, str(error)) from error
    if len(text) > LARGEST:
        raise _broken(path, f"it holds more than {LARGEST >> 20} MB")
    return text


def _broken(path: Path, why: str) -> DictionaryError:
    return DictionaryError(f"The dictionary {path} cannot be used: {why}.", hint="Install its package again.")
