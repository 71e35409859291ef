"""Which picture files would take a careless desk down? All made by code, none from outside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageCms


@dataclass(frozen=True)
class Hostile:
    """A file and what must be said of it: a pattern in the reason or note, or "" where it is simply read."""

    name: str
    data: bytes
    said: str = ""


def scene(width: int = 320, height: int = 200) -> Image.Image:
    """A picture with light and dark all over it."""
    chance = np.random.default_rng(7)
    coarse = Image.fromarray(chance.integers(0, 255, (20, 32, 3), dtype=np.uint8))
    return coarse.resize((width, height), Image.Resampling.BICUBIC)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def moving(format: str, count: int = 6, **options: Any) -> bytes:
    """An animation of `count` scenes, half a second each."""
    frames = [scene().rotate(60 * i).point(lambda v, i=i: v ^ (40 * i % 256)) for i in range(count)]  # type: ignore[misc]
    return saved(frames[0], format, save_all=True, append_images=frames[1:], duration=500, **options)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def squeezed(length: int) -> bytes:
    """So many zero bytes, compressed without ever being in memory."""
    packer = zlib.compressobj(9)
    packed = [packer.compress(bytes(1_000_000)) for _ in range(length // 1_000_000)]
    return b"".join([*packed, packer.compress(bytes(length % 1_000_000)), packer.flush()])


def png(size: tuple[int, int], bits: int, colour: int, before: bytes = b"", body: bytes | None = None) -> bytes:
    """A PNG of one tone; `before` stands before its pixels, `body` in place of them."""
    row = 1 + (size[0] * bits * {0: 1, 2: 3, 3: 1, 6: 4}[colour] + 7) // 8
    packed = squeezed(row * size[1]) if body is None else body
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def gif_of(frames: int, canvas: tuple[int, int] = (8, 8)) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", *canvas, 0x80, 0, 0) + bytes(6)
    return head + (b"\x2c" + struct.pack("<HHHHB", 0, 0, 8, 8, 0) + b"\x02\x02\x44\x01\x00") * frames + b"\x3b"


def jpeg_profile(profile: bytes) -> bytes:
    """A JPEG with a colour profile in as many segments as it takes, whatever it is (ICC.1:2022, B.4)."""
    parts = [profile[i : i + 60_000] for i in range(0, len(profile), 60_000)]
    segments = b"".join(
        b"\xff\xe2" + struct.pack(">H", len(part) + 16) + b"ICC_PROFILE\0" + bytes([i + 1, len(parts)]) + part
        for i, part in enumerate(parts)
    )
    plain = saved(scene(), "JPEG")
    return plain[:2] + segments + plain[2:]


def broken_in_scan(number: int) -> bytes:
    """A progressive JPEG whose scan of this number, from 1, is noise from its middle on, and which goes on after it."""
    data = bytearray(saved(scene(), "JPEG", progressive=True))
    starts = [i for i in range(len(data) - 1) if data[i : i + 2] == b"\xff\xda"]
    first, last = starts[number - 1], starts[number]
    middle = (first + last) // 2
    data[middle:last] = np.random.default_rng(1).integers(0, 255, last - middle, dtype=np.uint8).tobytes()
    return bytes(data)


def oriented(value: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = value
    return saved(scene(), "JPEG", exif=exif)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("evil.sh", "echo")
    return out.getvalue()


def qr_like() -> Image.Image:
    cells = np.random.default_rng(3).integers(0, 2, (33, 33), dtype=np.uint8) * 255
    return Image.fromarray(cells).resize((330, 330), Image.Resampling.NEAREST)


def jpeg_of_size(width: int, height: int) -> bytes:
    """A JPEG that states another size than it holds."""
    data = saved(scene(), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def hostile_files() -> Iterator[Hostile]:
    """The list of the issue, and its neighbours."""
    yield from _sizes()
    yield from _kinds()
    yield from _bombs()
    yield from _lies()


def _sizes() -> Iterator[Hostile]:
    yield Hostile("empty.jpg", b"", "0 bytes")
    yield Hostile("one-pixel.png", saved(Image.new("RGB", (1, 1), "red"), "PNG"))
    yield Hostile("thin.png", saved(scene(20_000, 1).resize((1, 20_000)), "PNG"))
    yield Hostile("flat.png", saved(scene(20_000, 1), "PNG"))
    yield Hostile("tall.jpg", saved(scene(1, 20_000), "JPEG"))
    yield Hostile("one-tone.png", png((4000, 3000), 8, 2))
    noise = np.random.default_rng(5).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    yield Hostile("noise.png", saved(Image.fromarray(noise), "PNG"))
    yield Hostile("qr.png", saved(qr_like(), "PNG"))


def _kinds() -> Iterator[Hostile]:
    gray = np.asarray(scene().convert("L")).astype(np.uint16) * 257
    yield Hostile("16-bit.png", saved(Image.fromarray(gray), "PNG"))
    yield Hostile("16-bit-colours.png", png((64, 48), 16, 2))
    yield Hostile("16-bit.tif", saved(Image.fromarray(gray), "TIFF"))
    yield Hostile("cmyk.jpg", saved(scene().convert("CMYK"), "JPEG"))
    yield Hostile("cmyk.tif", saved(scene().convert("CMYK"), "TIFF"))
    yield Hostile("palette.png", saved(scene().convert("P"), "PNG", transparency=bytes(range(256))))
    yield Hostile("moving.png", moving("PNG"))
    yield Hostile("moving.webp", moving("WEBP"))
    yield Hostile("moving.gif", moving("GIF"))
    yield Hostile("still.avif", saved(scene(), "AVIF"))
    yield Hostile("moving.avif", moving("AVIF"))
    pages = [Image.new("L", (16, 16), i % 256) for i in range(500)]
    yield Hostile("pages.tif", saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), "several pages")


def _bombs() -> Iterator[Hostile]:
    yield Hostile("huge.png", png((60_000, 60_000), 8, 2, body=zlib.compress(bytes(1000))), "pixels")
    yield Hostile("huge-one-bit.png", png((30_000, 30_000), 1, 0), "limit is 80,000,000")
    yield Hostile("dense.png", png((8_900, 8_900), 1, 0), "in a file of")
    yield Hostile("huge.jpg", jpeg_of_size(65_000, 65_000), "pixels")
    yield Hostile("canvas.gif", gif_of(1, (65_535, 65_535)), "pixels")
    bmp = saved(scene(), "BMP")
    yield Hostile("huge.bmp", bmp[:18] + struct.pack("<ii", 50_000, 50_000) + bmp[26:], "pixels")
    webp = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\x3f\0" * 2
    yield Hostile("canvas.webp", b"RIFF" + struct.pack("<I", len(webp) + 4) + b"WEBP" + webp, "pixels|cannot be opened")
    yield Hostile("frames.gif", gif_of(10_000), "more than 500 frames")
    words = chunk(b"zTXt", b"Comment\0\0" + squeezed(300_000_000))
    yield Hostile("words.png", png((64, 48), 8, 2, words), "left aside")
    profile = chunk(b"iCCP", b"bomb\0\0" + squeezed(300_000_000))
    yield Hostile("profile.png", png((64, 48), 8, 2, profile), "left aside|profile")
    yield Hostile("profile.jpg", jpeg_profile(bytes(8_000_000)), "colour profile has 8,000,000 bytes")
    yield Hostile("profile.tif", saved(scene(), "TIFF", icc_profile=bytes(9_000_000)), "colour profile has 9,000,000")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    counts = srgb[:128] + struct.pack(">I", 0x7FFFFFFF) + srgb[132:]
    yield Hostile("profile-lies.jpg", jpeg_profile(counts), "profile is broken")


def _lies() -> Iterator[Hostile]:
    plain = saved(scene(), "PNG")
    yield Hostile("zip-behind.png", plain + zipped(), "stand behind the end")
    yield Hostile("really-a-png.jpg", plain)
    yield Hostile("really-a-jpeg.webp", saved(scene(), "JPEG"))
    yield Hostile("really-a-zip.jpg", zipped(), "not a picture but application/zip")
    yield Hostile("really-a-page.jpg", b"<html><body><p>Not found</p></body></html>", "text/html")
    yield Hostile(
        "drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "SVG"
    )
    yield Hostile("playlist.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "not a picture")
    yield Hostile("list-of-files.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n", "not a picture")
    yield Hostile(
        "empty-film.mp4",
        b"\0\0\0\x18ftypisom\0\0\0\0isommp41" + bytes(500),
        "film is cut off|no pictures|need the extra",
    )
    yield Hostile("scan-3.jpg", broken_in_scan(3))
    for value in (0, 9, 255, 65_535):
        yield Hostile(f"turn-{value}.jpg", oriented(value), "does not exist" if value else "")
