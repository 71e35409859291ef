"""Does the page of a bundle tell all that is known, load nothing, obey nobody, and can everybody read it?"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from tests.bundles import AT, URL, Bundled, capture, commands, export, filled, page, png, run, said, stamped_bundle

from firsthand import api, render
from firsthand.commands.evidence import LANGUAGES
from firsthand.errors import UsageError
from firsthand.record.provenance import BundledCapture, Copied, Provenance
from firsthand.rendering import words


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bundled:
    return stamped_bundle(tmp_path_factory.mktemp("bundle"))


# What it says


HOSTILE = '<script>alert(1)</script><img src="https://x.example/a.png" onerror=alert(1)>\u202e"'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of which title and address come from somebody who means harm."""
    path = tmp_path_factory.mktemp("hostile")
    url = f"https://www.example.org/\n\nWARC/1.1\r\n{HOSTILE}"
    filled(path / "book", url, HOSTILE)
    with api.open(path / "book") as desk:
        one = capture(desk.book, URL, title=HOSTILE, note=HOSTILE, source=HOSTILE)
        capture(desk.book, "javascript:alert(1)", title="", final_address=URL)
        assert one.captured.note == HOSTILE
    done = export(path / "book", "--bundle", path / "out", "may")
    assert done.exit_code == 0, done.output
    return path / "out"


def loads(root: Any) -> list[Any]:
    return list(root.xpath("//script | //link | //iframe | //object | //embed | //form | //base"))


def test_hostile_words_stay_words(hostile: Path) -> None:
    root = page(hostile)
    assert loads(root) == []
    names = {name for element in root.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert all(one.get("src").startswith("data:image/jpeg;base64,") for one in root.xpath("//img"))
    links = {one.get("href") for one in root.xpath("//a") if not one.get("href").startswith("#")}
    assert all(re.match("https://www.example.org/|(exhibits|captures)/[0-9a-f]{64}[.]", link) for link in links), links
    assert "<script>alert(1)</script>" in said(root)
    assert "\u202e" not in said(root), "a mark that turns writing round"
    assert run(hostile, "sha256sum --check --strict --quiet SHA256SUMS") == (0, "")


def test_the_policy_allows_this_style_and_nothing_else(made: Bundled) -> None:
    written = (made.out / "provenance.html").read_text("utf-8")
    found = re.search("<style>(.*?)</style>", written, re.S)
    assert found
    hashed = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    policy = page(made.out).xpath("//meta[@http-equiv]/@content")[0]
    assert f"style-src 'sha256-{hashed}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy


def test_the_page_tells_who_when_whence_with_what_and_what_was_blocked(made: Bundled) -> None:
    root = page(made.out)
    told = said(root.xpath("//section[@id='captures']")[0])
    for word in (
        "A desk", "2026-11-27 07:00:00 UTC", "93.184.216.34", "200", "firsthand 0.1", "Chromium 130.0", "in part", "fetch",
        "2 requests to private addresses were blocked.", made.capture, URL, "application/warc",
    ):  # fmt: skip
        assert word in told, word
    held = {one.name.partition(".")[0]: f"{one.stat().st_size:,}" for one in (made.out / "exhibits").iterdir()}
    rows = {row.xpath("string(.//a[@class='hash'])"): said(row.xpath("td")[0]) for row in root.xpath("//tr[.//a]")}
    assert rows == held
    custody = said(root.xpath("//section[@id='custody']")[0])
    assert "captured" in custody
    assert "exported" in custody
    assert "time-stamped by notary on 2" in said(root)
    assert "not time-stamped" not in said(root)
    assert len(root.xpath("//section[@id='captures']//img")) == 1
    (shot,) = root.xpath("//section[@id='captures']//img/@src")
    assert base64.b64decode(shot.partition(",")[2])[:3] == b"\xff\xd8\xff", "encoded anew"
    assert base64.b64encode(png()).decode()[:60] not in (made.out / "provenance.html").read_text()


def test_a_log_without_stamps_says_so(hostile: Path) -> None:
    assert "The log is not time-stamped" in said(page(hostile))
    assert len(commands(hostile)) == 4, "no command for stamps"


def provenance(**more: Any) -> Provenance:
    fields: dict[str, Any] = {
        "case": "may", "title": "May", "captures": (), "files": {}, "pictures": (), "problems": (), "events": (), "reads": 0,
        "last_read": "", "stamps": (), "key": "RW", "wacz": "", "made_at": AT, "version": "0.1",
    }  # fmt: skip
    return Provenance(**{**fields, **more})


def test_the_command_offers_the_languages_that_there_are() -> None:
    assert set(LANGUAGES) == set(words.LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_says_all_of_it(made: Bundled, tmp_path: Path, lang: str) -> None:
    with api.open(made.book) as desk:
        (filed,) = desk.book.captures.all()
    files = {part.exhibit.sha256: Copied(part.exhibit.sha256, 1, "x") for part in filed.captured.parts}
    one = BundledCapture(filed.id, filed.captured)
    written = render.provenance_html(provenance(captures=(one,), files=files), pictures={}, lang=lang)
    root = html.document_fromstring(written)
    catalogue = words.words(lang)
    assert root.get("lang") == lang
    for key in ("unstamped", "cannot", "harmless", "no-wacz", "role-warc", "missing", "verify-sums"):
        assert " ".join(catalogue[f"provenance.{key}"].split()) in said(root), key
    assert not re.search(r"[{}]", said(root.xpath("//main/div")[0]))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UsageError):
        render.provenance_html(provenance(), pictures={}, lang="xx")


# In a browser


LOOKS = [("made", 1280, "light"), ("made", 1280, "dark"), ("made", 390, "light"), ("made", 390, "dark")]


@pytest.mark.parametrize(("which", "width", "scheme"), [*LOOKS, ("hostile", 1280, "dark"), ("hostile", 390, "light")])
def test_the_page_can_be_read_by_everybody(
    browser: Any, request: pytest.FixtureRequest, which: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    given = request.getfixturevalue(which)
    folder = given.out if isinstance(given, Bundled) else given
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints, asked = list[str](), list[str]()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("request", lambda sent: asked.append(sent.url))
    tab.goto((folder / "provenance.html").as_uri())
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(tab, options={"runOnly": tags})
    assert found.violations_count == 0, found.generate_report()
    assert {"color-contrast", "valid-lang", "link-name"} & {rule["id"] for rule in found.response["passes"]}
    tab.close()


def test_an_exhibit_that_is_opened_runs_nothing(browser: Any, made: Bundled) -> None:
    """The page as it was captured holds a script."""
    (place,) = [one for one in (made.out / "exhibits").iterdir() if b"<script>" in one.read_bytes()]
    tab = browser.new_page()
    alerts = list[str]()
    tab.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    tab.goto(place.as_uri())
    assert alerts == []
    assert "<script>alert(1)</script>" in tab.inner_text("body")
    tab.close()
