"""Which casebook do the tests of WACZ files and bundles take? One case, captured as `firsthand capture` does, made of values."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from lxml import html
from PIL import Image
from tests.stamping import make_authority, serving

from firsthand import api
from firsthand.casebook.captures import FiledCapture
from firsthand.casebook.store import CasebookStore
from firsthand.cli import firsthand
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.warc import Made, write_warc
from firsthand.record.captures import Captured, Part, Role, Step, StepState
from firsthand.record.cases import Appearance, Case, Picture
from firsthand.record.entries import Entry
from firsthand.record.tips import CaptureState, Exhibit
from firsthand.settings import Settings
from firsthand.verifying import stamp

AT = datetime(2026, 11, 27, 7, 0, 0, 123000, tzinfo=UTC)
URL = "https://www.example.org/News?b=2&a=1"
PAGE = "<html><title>Новини</title><script>alert(1)</script><h1>Words</h1><img src=/p.png>".encode()


def png(colour: tuple[int, int, int] = (200, 40, 40), size: tuple[int, int] = (300, 900)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def exchange(
    url: str = URL, body: bytes = PAGE, media: str = "text/html; charset=utf-8", status: int = 200
) -> Exchange:
    asked, answered = (("Host", "www.example.org"),), (("Content-Type", media), ("Content-Length", str(len(body))))
    return Exchange(url, "93.184.216.34", "GET", asked, status, "OK", answered, body, AT, AT)


def warc(*exchanges: Exchange, made: tuple[Made, ...] = ()) -> bytes:
    out = io.BytesIO()
    write_warc(out, exchanges or (exchange(),), made, {"software": "firsthand"})
    return out.getvalue()


def capture(book: CasebookStore, url: str = URL, title: str = "Новини", **more: object) -> FiledCapture:
    """One capture of a page, all of its exhibits kept."""
    shot = png()
    made = (Made(f"urn:view:{url}", "image/png", shot, AT),) if " " not in url and "\n" not in url else ()
    traffic = warc(exchange(url if made else URL), made=made)
    parts = (
        Part(Role.WARC, book.keep(traffic, "", "application/warc")),
        Part(Role.BODY, book.keep(PAGE, "", "text/html")),
        Part(Role.SCREENSHOT, book.keep(shot, "", "image/png")),
        Part(Role.PICTURE, book.keep(b"<svg onload=alert(1)>", "", "image/svg+xml"), f"{URL}#p.svg"),
        Part(Role.TEXT, book.keep(b"Words of the page", "", "text/plain")),
    )
    steps = (
        Step("fetch", StepState.DONE, "firsthand 0.1"),
        Step("browser", StepState.PARTIAL, "Chromium 130.0", ("2 requests to private addresses were blocked.",)),
    )
    fields = {"final_address": url, "ip": "93.184.216.34", "status": 200, "told": (("title", title),), **more}
    one = Captured(url, AT, "A desk", "firsthand 0.1", CaptureState.PARTIAL, steps, parts, **fields)  # type: ignore[arg-type]
    return book.captures.file(one)


def filled(path: Path, url: str = URL, title: str = "A May Day picture") -> FiledCapture:
    """Make a casebook of the case `may` with one appearance, one picture and one capture; returns the capture."""
    with api.init(path) as desk:
        filed = capture(desk.book, url)
        kept = desk.book.keep(png((40, 90, 200), (640, 400)), "may.png", "image/png")
        entry = Entry("pic-1", "place", "Donetsk", capture=filed.id[:12])
        picture = Picture("pic-1", "may.png", kept.sha256, (entry,))
        case = Case("may", title, pictures=(picture,), appearances=(Appearance(url if "\n" not in url else URL),))
        desk.book.file(case, who="A desk", at=AT)
    return filed


def exhibit_place(path: Path, exhibit: Exhibit | str) -> Path:
    sha256 = exhibit if isinstance(exhibit, str) else exhibit.sha256
    return path / "exhibits" / sha256[:2] / sha256


def export(book: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(firsthand, ["evidence", "export", "--casebook", str(book), *map(str, arguments)])


def run(folder: Path, script: str) -> tuple[int, str]:
    done = subprocess.run(["bash", "-c", f"set -e\n{script}"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def page(folder: Path) -> Any:
    return html.document_fromstring((folder / "provenance.html").read_text("utf-8"))


def said(element: Any) -> str:
    return " ".join(element.text_content().split())


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Bundled:
    """A casebook, the bundle of its case, and the name of its capture."""

    book: Path
    out: Path
    capture: str
    printed: str


def stamped_bundle(path: Path) -> Bundled:
    """A bundle that is time-stamped."""
    book, out = path / "book", path / "out"
    filed = filled(book)
    root = make_authority(path / "notary")
    with serving(path / "notary") as address:
        shutil.copyfile(root, book / "custody" / "notary.pem")
        (book / "custody" / "authorities.toml").write_text(
            f'[[authority]]\nname = "notary"\nurl = "{address}"\nroots = "notary.pem"\n'
        )
        assert stamp(book, Settings(allow_networks=("127.0.0.1",))) == ["notary: stamped."]
    done = export(book, "--bundle", out, "may")
    assert done.exit_code == 0, done.output
    return Bundled(book, out, filed.id, done.output)


def commands(folder: Path) -> list[str]:
    """The commands as the page gives them."""
    shown = [one.text_content() for one in page(folder).xpath("//section[@id='verify']//pre")]
    return [one for one in shown if re.search("minisign|sha256sum|openssl", one)]
