"""Are picture files read within their limits, and are broken ones named with what to do?"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, IptcImagePlugin, PngImagePlugin, TiffImagePlugin

from firsthand.errors import PictureError
from firsthand.reading.picture_files import decode_picture, read_picture, read_pictures, read_reference
from firsthand.reading.picture_limits import gif_frames
from firsthand.record.readings import FILE_SOURCE
from firsthand.settings import Settings

LIMITS = Settings()


def scene(width: int = 320, height: int = 200) -> Image.Image:
    """A picture without symmetry: a slope of colours, a white block above on the left, a black one below it."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    pixels = np.stack([across, down, (across + down) / 2], axis=-1).astype(np.uint8)
    pixels[: height // 4, : width // 4] = 255
    pixels[height // 2 : height // 2 + height // 5, : width // 5] = 0
    return Image.fromarray(pixels)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("format", "media"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("AVIF", "image/avif"),
    ],
)
def test_every_format(format: str, media: str) -> None:
    data = saved(scene(), format)
    picture = read_picture(data, "a.bin", LIMITS)
    assert (picture.name, picture.media, picture.width, picture.height) == ("a.bin", media, 320, 200)
    assert picture.sha256 == hashlib.sha256(data).hexdigest()
    assert len(picture.prints[0].pdq) == 64
    assert (picture.entries, picture.problem) == ((), "")
    pixels = decode_picture(data, "a.bin", LIMITS)
    assert (pixels.shape, pixels.dtype) == ((200, 320, 3), np.uint8)
    assert np.abs(pixels.astype(int) - np.asarray(scene()).astype(int)).mean() < 12


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_every_mode_is_brought_to_rgb(mode: str) -> None:
    """Grey, palette, transparent, print and 16-bit pictures keep their light and dark."""
    gray = scene().convert("L")
    if mode in ("I;16", "I"):
        image = Image.fromarray(np.asarray(gray).astype(np.uint16) * 257)
        image = image.convert("I") if mode == "I" else image
    else:
        image = (
            gray.convert(mode)
            if mode in ("1", "F")
            else scene().convert("RGBA" if mode == "PA" else "RGB").convert(mode)
        )
    pixels = decode_picture(
        saved(image, "PNG" if mode in ("1", "L", "LA", "P", "RGBA", "I;16") else "TIFF"), "a", LIMITS
    )
    assert pixels.shape == (200, 320, 3)
    assert pixels[20, 20].min() > 240, "the white block"
    assert pixels[120, 20].max() < 20, "the black block"


def test_transparency_lies_on_white() -> None:
    image = Image.new("RGBA", (60, 40), (200, 0, 0, 0))
    assert (decode_picture(saved(image, "PNG"), "a.png", LIMITS) == 255).all()
    palette = Image.new("P", (60, 40), 0)
    palette.putpalette([0, 0, 0, 255, 255, 255])
    assert (decode_picture(saved(palette, "PNG", transparency=0), "a.png", LIMITS) == 255).all()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_scaled_to_1024(format: str) -> None:
    data = saved(scene(3000, 1500), format)
    assert decode_picture(data, "a", LIMITS).shape == (512, 1024, 3)
    picture = read_picture(data, "a", LIMITS)
    assert (picture.width, picture.height) == (3000, 1500)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_turn_of_the_file_is_applied(orientation: int) -> None:
    """The white block stands above on the left of the upright picture, however it is stored."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the number of the PIL transposition that undoes each
    stored = scene() if orientation == 1 else scene().transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(stored, "PNG", exif=exif)
    assert (decode_picture(data, "a.png", LIMITS) == np.asarray(scene())).all()
    picture = read_picture(data, "a.png", LIMITS)
    assert (picture.width, picture.height) == (320, 200)


def in_display_p3() -> tuple[bytes, bytes]:
    """A profile that is not sRGB: sRGB's own, with the columns for red and green changed for each other."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return plain, plain.replace(b"rXYZ", b"tmp1").replace(b"gXYZ", b"rXYZ").replace(b"tmp1", b"gXYZ")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_colours_are_brought_to_srgb(format: str) -> None:
    plain, swapped = in_display_p3()
    swapped = swapped.replace(b"s\0R\0G\0B", b"o\0t\0h\0e").replace(b"\0s\0R\0G\0B", b"\0o\0t\0h\0e")
    image = Image.new("RGB", (60, 40), (200, 40, 40))
    red = decode_picture(saved(image, format, icc_profile=plain), "a", LIMITS)[20, 30]
    green = decode_picture(saved(image, format, icc_profile=swapped), "a", LIMITS)[20, 30]
    assert red[0] > 190 > 60 > red[1]
    assert green[1] > 190 > 60 > green[0], "the file says that its first colour is green"


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (b"no profile at all", "broken"),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(), "of another kind"),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()[:200], "broken"),
        (bytes(5_000_000), "5,000,000 bytes"),
    ],
)
def test_a_profile_that_is_no_good_is_passed_over_and_said_so(profile: bytes, said: str) -> None:
    image = Image.new("RGB", (60, 40), (200, 40, 40))
    read = read_pictures(saved(image, "TIFF", icc_profile=profile), "a.tif", LIMITS)
    assert read.pictures[0].prints
    assert not read.pictures[0].problem
    assert any(note.startswith("a.tif: ") and said in note for note in read.notes), read.notes


def test_a_turn_that_does_not_exist_is_not_made() -> None:
    for lie in (9, 255, 65535):
        exif = Image.Exif()
        exif[0x0112] = lie
        data = saved(scene(), "PNG", exif=exif)
        assert (decode_picture(data, "a.png", LIMITS) == np.asarray(scene())).all()
        assert "orientation" in read_pictures(data, "a.png", LIMITS).notes[0]


def test_the_first_frame_of_an_animation() -> None:
    frames = [scene(), Image.new("RGB", (320, 200)), Image.new("RGB", (320, 200), "red")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert gif_frames(data, 100) == Image.open(io.BytesIO(data)).n_frames == 3
    assert decode_picture(data, "a.gif", LIMITS)[20, 20].min() > 240


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "TIFF"])
def test_too_many_frames_are_refused(format: str) -> None:
    frames = [Image.new("RGB", (8, 8), (i * 20, 255 - i * 20, 0)) for i in range(12)]
    data = saved(frames[0], format, save_all=True, append_images=frames[1:])
    assert read_picture(data, "a", Settings(max_frames=12)).width == 8
    with pytest.raises(PictureError, match="more than 11 frames"):
        read_picture(data, "a", Settings(max_frames=11))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that states any size in its head and holds hardly any pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


JPEG = saved(scene(), "JPEG")
PNG = saved(scene(), "PNG")
WEBP = saved(scene(), "WEBP")
HUGE_PNG = saved(scene(1600, 1200), "PNG")


@pytest.mark.parametrize(
    ("data", "said", "why"),
    [
        (b"", "0 bytes", "nothing"),
        (WEBP[: len(WEBP) // 2], "cut off or broken", "a WebP cut in half: its decoder gives nothing"),
        (HUGE_PNG[:900], "cut off or broken", "a PNG of which only the head came"),
        (JPEG[:20], "cannot be opened", "only the head of a JPEG"),
        (b"\x89PNG\r\n\x1a\n", "cannot be opened", "only the mark of a PNG"),
        (b"GIF89a" + bytes(4), "cannot be opened", "only the mark of a GIF"),
        (png_of_size(60_000, 60_000), "pixels", "a bomb beyond what Pillow opens"),
        (png_of_size(9_500, 9_500), "9,500 x 9,500 pixels", "a bomb of which Pillow only warns"),
        (png_of_size(4_000, 4_000), "cut off or broken", "a size within the limit without its pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG", "a drawing"),
        (b"<html><body><p>Not found</p></body></html>", "text/html", "a page saved as a picture"),
        (b"%PDF-1.7", "application/pdf", "a PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "text/plain", "EPS, which would start Ghostscript"),
        (b"\x00\x00\x00\x20ftypheic" + bytes(40), "cannot be opened", "the mark of HEIC and nothing else"),
        (bytes(range(256)) * 40, "nothing that is known", "binary"),
    ],
)
def test_a_bad_file_is_named(data: bytes, said: str, why: str) -> None:
    for function in (read_picture, decode_picture):
        with pytest.raises(PictureError, match=said) as caught:
            function(data, "exhibits/march.jpg", LIMITS)
        assert caught.value.message.startswith("exhibits/march.jpg: "), why
        assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "share", "why"),
    [
        (JPEG[: len(JPEG) // 2], "upper", "the rows of a JPEG come one after the other"),
        (saved(scene(), "JPEG", progressive=True)[:-800], "all of its rows", "each scan makes the whole clearer"),
        (PNG[: len(PNG) // 2], "upper", "so do those of a PNG"),
        (saved(scene(), "BMP")[:100_000], "lower", "a BMP begins with the last row"),
        (saved(scene(), "GIF", interlace=1)[:-3000], "spread over it", "a GIF may come in passes"),
    ],
)
def test_a_cut_file_is_compared_as_far_as_it_goes_and_says_so(data: bytes, share: str, why: str) -> None:
    picture = read_picture(data, "march.jpg", LIMITS)
    assert picture.prints, why
    assert re.search(rf"^march.jpg: .*cut off or broken.*{share}.*could be decoded", picture.problem), why
    with pytest.raises(PictureError, match="Only whole pictures"):
        read_reference(data, "march.jpg", LIMITS)


def test_what_is_missing_of_a_cut_file_is_not_compared() -> None:
    """The rows that are there are those of the whole picture, and nothing is added to them."""
    whole = decode_picture(PNG, "a", LIMITS)
    part = decode_picture(PNG[: len(PNG) // 2], "a", LIMITS)
    assert 40 < len(part) < 160
    assert (part == whole[: len(part)]).all()


def test_limits_come_before_decoding() -> None:
    with pytest.raises(PictureError, match="limit of 100"):
        read_picture(JPEG, "a.jpg", Settings(max_file_bytes=100))
    with pytest.raises(PictureError, match="320 x 200"):
        read_picture(JPEG[:1000], "a.jpg", Settings(max_pixels=63_999))


def test_a_gif_of_a_million_frames_is_not_walked_to_its_end() -> None:
    head = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + bytes(6)
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 8, 8, 0) + b"\x02\x02\x44\x01\x00"
    with pytest.raises(PictureError, match="frames"):
        read_picture(head + frame * 1_000_000 + b"\x3b", "a.gif", LIMITS)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"]), st.data())
def test_a_damaged_file_is_read_or_refused(format: str, data: st.DataObject) -> None:
    exif = Image.Exif()
    exif[0x010E] = "words"
    raw = bytearray(saved(scene(40, 30), format, **({"exif": exif} if format in ("JPEG", "PNG", "WEBP") else {})))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, min(len(raw) - 1, 300)))] = data.draw(st.integers(0, 255))
    try:
        picture = read_picture(bytes(raw), "a", Settings(max_pixels=1_000_000))
    except PictureError:
        return
    assert picture.width > 0
    assert picture.prints


def with_exif(**gps: Any) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "Міський майдан".encode()
    exif[0x013B] = "A. Photographer"
    exif.get_ifd(0x8769).update({0x9003: "2012:05:01 10:30:00", 0x9011: "+03:00"})
    exif.get_ifd(0x8825).update(gps.get("gps", {1: "N", 2: (48, 0, 36), 3: "E", 4: (37, 48, 0)}))
    return saved(scene(), "JPEG", exif=exif)


def said_by(data: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    entries = read_picture(data, "a", LIMITS).entries
    assert all((e.source, e.subject) == (FILE_SOURCE, "") and e.note for e in entries)
    return [(e.field, e.value, e.within) for e in entries]


def test_exif_is_read_as_entries_of_the_file() -> None:
    assert said_by(with_exif()) == [
        ("description", "Міський майдан", ()),
        ("creator", "A. Photographer", ()),
        ("taken", "2012-05-01T10:30:00+03:00", ()),
        ("place", "48.01000, 37.80000", ()),
    ]


@pytest.mark.parametrize(
    ("gps", "place"),
    [
        ({1: "S", 2: (48, 0, 36), 3: "W", 4: (37, 48, 0)}, ["-48.01000, -37.80000"]),
        ({1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)}, []),
        ({1: "N", 2: (148, 0, 0), 3: "E", 4: (0, 0, 0)}, []),
        ({1: "N", 2: (48, 0, 36)}, []),
        ({1: "N", 2: (TiffImagePlugin.IFDRational(0, 0), 0, 0), 3: "E", 4: (37, 48, 0)}, []),
        ({1: "N", 2: (48,), 3: "E", 4: (37, 48, 0)}, []),
    ],
)
def test_positions(gps: dict[int, Any], place: list[str]) -> None:
    assert [value for field, value, _ in said_by(with_exif(gps=gps)) if field == "place"] == place


@pytest.mark.parametrize(
    "stamp",
    ["0000:00:00 00:00:00", "    :  :     :  :  ", "2012:02:30 00:00:00", "yesterday", "", "2012:05:01 25:00:00"],
)
def test_dates_of_a_clock_never_set_are_no_entry(stamp: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = stamp
    assert said_by(saved(scene(), "JPEG", exif=exif)) == []


def iptc(**_: Any) -> bytes:
    rows = {
        55: b"20120501",
        90: "Донецьк".encode(),
        95: b"Donetsk Oblast",
        101: b"Ukraine",
        80: b"A. Photographer",
        120: b"May Day",
    }
    body = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value for number, value in rows.items()
    )
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2)
    segment = b"Photoshop 3.0\0" + block
    return JPEG[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + JPEG[2:]


def test_iptc() -> None:
    assert IptcImagePlugin.getiptcinfo(Image.open(io.BytesIO(iptc())))
    assert said_by(iptc()) == [
        ("taken", "2012-05-01", ()),
        ("place", "Донецьк", ("Donetsk Oblast", "Ukraine")),
        ("creator", "A. Photographer", ()),
        ("description", "May Day", ()),
    ]


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 photoshop:DateCreated="2012-05-01" photoshop:City="Donetsk"><photoshop:Country>Ukraine</photoshop:Country>
<dc:creator><rdf:Seq><rdf:li>A. Photographer</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def with_xmp(words: str, head: str = "") -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", head + XMP.replace("%s", words))
    return saved(scene(), "PNG", pnginfo=info)


def test_xmp() -> None:
    assert said_by(with_xmp("Мітинг")) == [
        ("taken", "2012-05-01", ()),
        ("place", "Donetsk", ("Ukraine",)),
        ("creator", "A. Photographer", ()),
        ("description", "Мітинг", ()),
    ]


def test_xmp_reads_no_file_and_expands_no_entity() -> None:
    outside = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    assert "root:" not in str(said_by(with_xmp("&file;", outside)))
    laughs = (
        "<!DOCTYPE x ["
        + '<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
        + "]>"
    )
    assert "haha" not in str(said_by(with_xmp("&a9;", laughs)))


def test_broken_xmp_is_passed_over() -> None:
    assert said_by(with_xmp("<unclosed")) == []
