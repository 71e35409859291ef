"""Which bytes and addresses does the desk take in, and what comes back of those that were made to hurt?"""

from __future__ import annotations

import io
import re
import struct
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from desk_room import Room, post, settled, token

SCRIPT = b"<script>alert(1)</script>"


def jpeg(comment: bytes = b"", exif: str = "") -> bytes:
    """A small true picture, whose comment or description carries what is given."""
    out, about = io.BytesIO(), Image.Exif()
    if exif:
        about[0x010E] = exif
    noise = Image.effect_noise((96, 64), 90).convert("RGB")
    noise.save(out, "JPEG", comment=comment, exif=about)
    return out.getvalue()


def gif_and_script() -> bytes:
    """A picture that a browser would run as a program, were it to believe so: `GIF89a=...;`."""
    out = io.BytesIO()
    Image.effect_noise((61, 61), 90).save(out, "GIF")
    return out.getvalue() + b"\n*/=1;alert(document.cookie)//"


def bomb() -> bytes:
    """A PNG of 60,000 x 60,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
TRUE_BUT_CUT = jpeg()[:300]
REFUSED = [
    (b"MZ\x90\x00" + bytes(400), "photo.jpg", "not a picture"),
    (b"<!doctype html>" + SCRIPT, "photo.jpg", "not a picture"),
    (SVG, "drawing.svg", "SVG"),
    (b"\xef\xbb\xbf" + SVG, "photo.png", "SVG"),
    (bomb(), "small.png", "pixels"),
    (TRUE_BUT_CUT, "photo.jpg", "cut off or broken"),
    (b"PK\x03\x04" + bytes(300), "photo.png", "not a picture"),
]


def send(room: Room, data: bytes, name: str, words: str = "") -> str:
    """Send a picture; the page that comes back, or the path of the tip."""
    answer = post(room.client("reporter"), "/check", {"words": words}, files={"picture": (name, data, "image/jpeg")})
    return answer.headers["Location"] if answer.status_code == 302 else answer.text


@pytest.mark.parametrize(("data", "name", "why"), REFUSED)
def test_what_is_no_whole_picture_is_refused_with_the_reason(room: Room, data: bytes, name: str, why: str) -> None:
    page = send(room, data, name, "the words are not lost")
    assert why in page
    assert "the words are not lost" in page
    assert "alert(1)" not in page


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (jpeg(comment=SCRIPT + b"<!--"), "a picture that is a page too"),
        (gif_and_script(), "a picture that is a program too"),
        (jpeg(exif="<img src=x onerror=alert(1)>"), "a description that is markup"),
    ],
)
def test_a_picture_that_is_something_else_too_is_given_as_pixels(room: Room, data: bytes, why: str) -> None:
    client = room.client("reporter")
    page = settled(client, send(room, data, "two.jpg"))
    for bad in ("<script>alert", "<img src=x", "onerror=alert(1)>"):
        assert bad not in page, why
    given = [client.get(path) for path in set(re.findall(r"/pictures/[0-9a-f]{64}", page))]
    assert given
    for picture in given:
        assert picture.headers["Content-Type"] == "image/jpeg"
        assert picture.headers["X-Content-Type-Options"] == "nosniff"
        assert picture.content.startswith(b"\xff\xd8")
        assert b"alert" not in picture.content, "never the bytes that came in"


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/cron.d/x.jpg",
        "C:\\windows\\x.jpg",
        '"><script>alert(1)</script>.jpg',
        "photo\u202egpj.exe",
        "a\x00b.jpg",
        ".",
        "..",
        "/",
        "x" * 3000 + ".jpg",
        "con\r\nSet-Cookie: a=b.jpg",
    ],
)
def test_a_name_of_a_file_is_a_word_and_no_path(room: Room, name: str) -> None:
    client, boundary = room.client("reporter"), "the-end-of-a-part"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token(client, "/check")}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="picture"; filename="{quoted}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    ).encode() + jpeg(name.encode())
    head = {"Origin": room.base, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    answer = client.post("/check", content=body + f"\r\n--{boundary}--\r\n".encode(), headers=head)
    assert answer.status_code in (302, 400, 422), "taken under a name of ours, or said to hold nothing"
    if answer.status_code == 302:
        page = settled(client, answer.headers["Location"])
        for bad in ("<script>alert", "\u202e", "\x00", "../", "/etc/", "windows\\"):
            assert bad not in page
    assert "a" not in client.cookies


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"files": {"picture": ("large.jpg", bytes(61_000_000), "image/jpeg")}}, "larger than 60 MB"),
        ({"files": [("picture", ("a.jpg", b"x", "image/jpeg"))] * 6}, "more files or fields"),
        ({"data": {f"field-{n}": "1" for n in range(5000)}}, "more files or fields"),
        ({"data": {"words": "x" * 6_000_000}}, "larger than 60 MB"),
    ],
)
def test_a_form_out_of_measure_is_refused_with_a_sentence(room: Room, form: dict[str, object], why: str) -> None:
    client = room.client("reporter")
    data = {"csrfmiddlewaretoken": token(client, "/check"), **form.pop("data", {})}  # type: ignore[dict-item]
    answer = client.post("/check", data=data, headers={"Origin": room.base}, **form)  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert why in answer.text
    assert client.get("/check").status_code == 200


@pytest.fixture(scope="module")
def inside() -> Iterator[tuple[int, list[str]]]:
    """A server of this machine that nobody outside shall reach, and what it was asked."""
    asked: list[str] = []

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<p>secret of the house</p>")

        def log_message(self, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_the_desk_asks_nobody_inside(room: Room, inside: tuple[int, list[str]], host: str) -> None:
    client, (port, asked) = room.client("reporter"), inside
    path = post(client, "/check", {"words": f"http://{host}:{port}/latest/meta-data"}).headers["Location"]
    page = settled(client, path)
    assert asked == []
    assert "secret of the house" not in page
    assert "it was not fetched" in page, "the report says that it was not looked at"


def test_the_desk_asks_no_metadata_of_a_cloud(room: Room) -> None:
    path = post(room.client("reporter"), "/check", {"words": "http://169.254.169.254/latest/"}).headers["Location"]
    assert "does not lead to the public Internet" in settled(room.client("reporter"), path)
