"""What does a picture file say of itself? Dates, places, makers and words from EXIF, IPTC and XMP.

Anybody can write these, and platforms strip them; so they are entries "according to the picture file itself", never truth.
Tags: EXIF 2.32 (CIPA DC-008-2019), IPTC IIM 4.2, XMP (ISO 16684-1). Malformed metadata is passed over.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any

import lxml.etree
from PIL import Image, ImageFile, IptcImagePlugin

from firsthand.errors import WhenError
from firsthand.record.entries import Entry
from firsthand.record.readings import FILE_SOURCE
from firsthand.record.when import parse

MAX_XMP = 2_000_000
"""Bytes of XMP; more is not metadata."""

MAX_WORDS = 2_000
"""Characters kept of one value."""

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
)
"""What Pillow raises on broken tags."""

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_DESCRIPTION, _ARTIST, _TAKEN, _OFFSET = 0x010E, 0x013B, 0x9003, 0x9011
_DATE = re.compile(
    r"(\d{4})[:\-/.]?(\d\d)[:\-/.]?(\d\d)(?:[T ]?(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

Row = tuple[str, str, tuple[str, ...], str]
"""(field, value, within, the tag that says so)."""


def file_entries(image: Image.Image) -> tuple[Entry, ...]:
    """Entries on the picture itself (subject ""), one for each thing said, EXIF before IPTC before XMP. Never raises."""
    entries: dict[tuple[str, str], Entry] = {}
    for field, value, within, tag in chain(_guarded(_exif, image), _guarded(_iptc, image), _guarded(_xmp, image)):
        if value:
            entry = Entry("", field, value, source=FILE_SOURCE, within=within, note=tag)
            entries.setdefault((field, value), entry)
    return tuple(entries.values())


def _guarded(rows: Any, image: Image.Image) -> Iterable[Row]:
    """The rows up to the first one that is broken."""
    kept: list[Row] = []
    try:
        for row in rows(image):
            kept.append(row)
    except BROKEN:
        return kept
    return kept


def _exif(image: Image.Image) -> Iterator[Row]:
    exif = image.getexif()
    yield "description", _words(exif.get(_DESCRIPTION)), (), "EXIF ImageDescription"
    yield "creator", _words(exif.get(_ARTIST)), (), "EXIF Artist"
    shot = exif.get_ifd(_EXIF_IFD)
    zone = _words(shot.get(_OFFSET))
    yield "taken", _date(_words(shot.get(_TAKEN)), zone), (), "EXIF DateTimeOriginal"
    yield "place", _position(exif.get_ifd(_GPS_IFD)), (), "EXIF GPS"


def _position(gps: Mapping[int, Any]) -> str:
    """Latitude and longitude in degrees; "" where one is missing, impossible, or both are zero (a receiver without a fix)."""
    if not {1, 2, 3, 4} <= gps.keys():
        return ""
    latitude, longitude = _degrees(gps[2], str(gps[1])), _degrees(gps[4], str(gps[3]))
    inside = abs(latitude) <= 90 and abs(longitude) <= 180
    return f"{latitude:.5f}, {longitude:.5f}" if inside and (latitude or longitude) else ""


def _degrees(parts: Any, side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not -360 < value < 360:  # also true of what is not a number
        raise ValueError("no position on the globe")
    return -value if side.strip("\0 ").upper() in ("S", "W") else value


def _iptc(image: Image.Image) -> Iterator[Row]:
    info = IptcImagePlugin.getiptcinfo(image) or {} if isinstance(image, ImageFile.ImageFile) else {}
    text = {number: _words(value) for (record, number), value in info.items() if record == 2}
    clock = text.get(60, "")
    yield "taken", _date(f"{text.get(55, '')} {clock}".strip()) or _date(text.get(55, "")), (), "IPTC DateCreated"
    yield from _place(text.get(90, ""), text.get(95, ""), text.get(101, ""), "IPTC City")
    yield "creator", text.get(80, ""), (), "IPTC By-line"
    yield "creator", text.get(110, ""), (), "IPTC Credit"
    yield "description", text.get(120, ""), (), "IPTC Caption"


def _place(city: str, state: str, country: str, tag: str) -> Iterator[Row]:
    named = [name for name in (city, state, country) if name]
    if named:
        yield "place", named[0], tuple(named[1:]), tag


def _xmp(image: Image.Image) -> Iterator[Row]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode("utf-8", "replace") if isinstance(packet, str) else bytes(packet)
    if not 0 < len(data) <= MAX_XMP:
        return
    # Metadata is written by strangers: no entities, no network, no document types.
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = lxml.etree.fromstring(data.strip(b"\0 \r\n\t"), parser)
    except lxml.etree.XMLSyntaxError:
        return
    taken = _date(_property(root, "exif", "DateTimeOriginal")) or _date(_property(root, "photoshop", "DateCreated"))
    yield "taken", taken, (), "XMP DateCreated"
    names = [_property(root, "photoshop", name) for name in ("City", "State", "Country")]
    yield from _place(names[0], names[1], names[2], "XMP City")
    yield "creator", _property(root, "dc", "creator"), (), "XMP creator"
    yield "creator", _property(root, "photoshop", "Credit"), (), "XMP Credit"
    yield "description", _property(root, "dc", "description"), (), "XMP description"


def _property(root: Any, space: str, name: str) -> str:
    """A property, written as an attribute, as an element, or as the items of a list."""
    key = f"{{{_NAMESPACES[space]}}}{name}"
    for description in root.iter(f"{{{_NAMESPACES['rdf']}}}Description"):
        if description.get(key):
            return _words(description.get(key))
        for element in description.iter(key):
            items = [_words(item.text) for item in element.iter(f"{{{_NAMESPACES['rdf']}}}li")]
            return ", ".join(dict.fromkeys(filter(None, items))) or _words(element.text)
    return ""


def _words(value: Any) -> str:
    """A value as clean text. EXIF's bytes are read as UTF-8 where they are, because few writers keep to ASCII."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_words(item) for item in value[:20])))
    if isinstance(value, str):
        raw = value.encode("latin-1", "ignore") if value.isascii() or max(value, default="") <= "\xff" else b""
    elif isinstance(value, bytes):
        raw, value = value, value.decode("latin-1")
    else:
        return ""
    with suppress(UnicodeDecodeError):
        value = raw.decode() if raw else value
    return " ".join(_CONTROL.sub(" ", value).split())[:MAX_WORDS]


def _date(text: str, zone: str = "") -> str:
    """A date in EDTF, to the second where the file says it; "" where it is no date (as of a clock never set)."""
    found = _DATE.match(text)
    if not found:
        return ""
    year, month, day, hour, minute, second, own = found.groups()
    zone = own or (zone if _ZONE.fullmatch(zone) else "")
    clock = f"T{hour}:{minute}:{second or '00'}{zone}" if hour else ""
    try:
        return parse(f"{year}-{month}-{day}{clock}").edtf
    except WhenError:
        return ""
