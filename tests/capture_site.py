"""Which pages do the tests of captures serve, from loopback?"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from tests.drawn_pictures import square
from tests.test_fetch_faults import ANSWERS, Send, Site, framed

WORDS = "The old bridge in Kherson fell on Monday, said the mayor of the town to journalists. " * 5


def png(seed: int = 1) -> bytes:
    out = io.BytesIO()
    square(seed, (240, 160)).save(out, "PNG")
    return out.getvalue()


PICTURE = png()
STORY = f"""<!doctype html><html lang=en><title>The bridge</title>
<meta property="article:published_time" content="2022-09-10"><article><h1>The bridge</h1><p>{WORDS}</p>
<figure><img src=/bridge.png width=240 height=160><figcaption>The bridge before it fell</figcaption></figure>
</article>""".encode()
TWO = STORY.replace(b"</article>", b"<img src=/no-picture width=300 height=200></article>")
INSIDE = STORY.replace(b"</article>", b"<img src=http://127.0.0.2/inside.png width=300 height=200></article>")
SHELL = b"<!doctype html><html><title>Shell</title><div id=root></div><script>fill()</script>"


PAGES = {
    "story": framed(STORY),
    "bridge.png": framed(PICTURE, "Content-Type: image/png"),
    "two": framed(TWO),
    "inside-picture": framed(INSIDE),
    "no-picture": framed(b"<p>no picture", status="404 Not Found"),
    "shell": framed(SHELL),
    "file.pdf": framed(b"%PDF-1.7 of no reader"),
    "empty": framed(b""),
    "escape": framed(STORY, "X-Odd: a\x1b[31m"),
    "to-escape": framed(b"", "Location: /escape", status="302 Found"),
    "inside": framed(b"", "Location: http://127.0.0.2/secret", status="302 Found"),
}


@contextmanager
def serving(pages: Mapping[str, bytes] = PAGES) -> Iterator[Site]:
    """A server of these pages, and of all that the tests of faults do; several may run at once."""
    before = dict(ANSWERS)
    ANSWERS.update({path: partial(_answer, answer) for path, answer in pages.items()})
    with Site() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
            ANSWERS.clear()
            ANSWERS.update(before)


def _answer(answer: bytes, send: Send) -> None:
    send(answer)
