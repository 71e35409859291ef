"""Are words from outside only ever words? Scripts and markup in every field, in the bytes of the pages and in a real browser."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from chromium import chromium
from desk_room import PASSWORD, Room, open_room, post, settled

BAD = "\"'><script>window.hit=1</script><img src=x onerror=window.hit=1>{{7*7}}</textarea></title>\u202e"
"""What would run, or turn the order of what follows, if any page took it for more than words."""
ADDRESS = "javascript:window.hit=1//"
PICTURE = {
    "id": "p",
    "file": BAD,
    "sha256": "0" * 64,
    "note": BAD,
    "entries": [
        {"field": "banner", "value": BAD, "words": BAD, "source": BAD, "url": ADDRESS, "note": BAD},
        {"field": "place", "value": BAD, "within": [BAD], "source": BAD},
        {"field": "odd-field", "value": BAD, "source": BAD},
    ],
}
CASE = {
    "firsthand": 1,
    "case": {"id": "hostile", "title": BAD, "status": "published", "note": BAD},
    "claims": [{"text": "Miners flooded the Qarax mine in 2014 " + BAD, "lang": "en", "claimant": BAD, "made": "2014"}],
    "pictures": [PICTURE],
    "subjects": [{"id": "s", "kind": "person", "names": {"en": [BAD, "A " + BAD]}, "entries": PICTURE["entries"]}],
    "appearances": [
        {
            "url": ADDRESS,
            "outlet": BAD,
            "caption": BAD,
            "published": "2014-05-01",
            "seen": "2014-05-02",
            "status": "up",
            "note": BAD,
        },
        {"url": "data:text/html,<script>window.hit=1</script>", "outlet": BAD, "seen": "2014-05-02"},
    ],
    "reviews": [
        {"rating": BAD, "verdict": "false", "publisher": BAD, "url": ADDRESS, "published": "2014-06-01", "summary": BAD}
    ],
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, list[str]]]:
    """A room whose casebook another desk has filled, with people and tips of ill will; and the pages that show them."""
    folder = tmp_path_factory.mktemp("hostile") / "casebook"
    file = folder.parent / "case.json"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    run = [sys.executable, "-m", "firsthand"]
    subprocess.run([*run, "init", str(folder)], check=True, capture_output=True)
    subprocess.run([*run, "import", "--casebook", str(folder), str(file)], check=True, capture_output=True)
    with open_room(folder) as room:
        yield room, planted(room)
    shutil.rmtree(folder)


def planted(room: Room) -> list[str]:
    """Words of ill will in every field that somebody may fill."""
    admin, evil = room.client("admin"), room.stranger()
    evil.headers["User-Agent"] = BAD.encode("ascii", "replace").decode()
    post(evil, room.invitation("editor"), {"login": BAD[:100], "name": BAD[:110], "password": PASSWORD})
    paths = [post(evil, "/check", {"words": w}).headers["Location"] for w in (BAD, CASE["claims"][0]["text"])]  # type: ignore[index]
    paths.append(post(evil, "/check", {"words": "https://127.0.0.1/" + BAD.replace(" ", "")}).headers["Location"])
    for path in paths:
        settled(evil, path)
        post(evil, f"{path}/remark", {"words": BAD}, form=path)
        post(evil, f"{path}/draft", {"verdict": "false", "words": BAD, "case": BAD[:90]}, form=path)
        found = re.search(
            r'name="match-tip" value="([^"]+)"><input type="hidden" name="item" value="([^"]+)"', evil.get(path).text
        )
        if found:
            given = {"match-tip": html.unescape(found[1]), "item": html.unescape(found[2]), "answer": "yes", "why": BAD}
            post(evil, f"{path}/decide", given, form=path)
    post(admin, f"{paths[0]}/assign", {"to": "2", "due": "2026-12-01"}, form=paths[0])
    post(evil, "/inbox/bulk", {"deed": BAD, "tip": BAD}, form="/check")
    room.entered["editor"] = evil
    return [*paths, "/inbox?view=all", "/cases", "/cases/hostile", "/people", "/log", "/me"]


REFLECTED = [
    "/cases?q={}",
    "/cases?status={}",
    "/inbox?q={}",
    "/inbox?view={}",
    "/enter?next={}",
    "/cases/{}",
    "/{}",
    "/log?page={}",
]


def live(text: str) -> list[str]:
    """What in a page would be more than words."""
    return re.findall(r"<script>window|<img src=x|(?:href|src|action)=\"?(?:javascript|data):|\u202e|>49<", text)


def test_no_page_takes_words_for_markup(hostile: tuple[Room, list[str]]) -> None:
    room, paths = hostile
    shown = 0
    for path in paths:
        for role in ("admin", "editor"):
            text = room.client(role).get(path).text
            assert live(text) == [], path
            shown += text.count("&lt;script&gt;window.hit=1&lt;/script&gt;")
    assert shown > 60, "the words are there, as words"


def test_nothing_that_was_asked_comes_back_as_markup(hostile: tuple[Room, list[str]]) -> None:
    room, _ = hostile
    for path in REFLECTED:
        answer = room.client("editor").get(path.format(BAD.replace("/", "%2F").replace("#", "%23")))
        assert live(answer.text) == [], path
        answer = room.client("editor").get(path.format(ADDRESS))
        assert live(answer.text) == [], path
    for path, fields in (
        ("/enter", {"login": BAD, "next": BAD}),
        ("/join/x", {"login": BAD}),
        ("/check", {"words": "", "published": BAD}),
    ):
        answer = post(room.client("editor"), path, {"password": "x", **fields}, form="/check")
        assert live(answer.text) == [], path
    answer = room.stranger().get("/nothing", headers={"Accept-Language": BAD.encode("ascii", "replace").decode()})
    assert answer.status_code == 404


def test_a_browser_runs_none_of_it(hostile: tuple[Room, list[str]]) -> None:
    """A dialog, a script that ran, or a report that the policy stopped one would each show a hole."""
    room, paths = hostile
    said: list[str] = []
    with chromium() as browser:
        context = browser.new_context()
        cookie = room.client("editor").cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": room.base}])
        tab = context.new_page()
        tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        tab.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        for path in (path for path in paths if path not in ("/people", "/log")):
            tab.goto(room.base + path)
            assert tab.evaluate("window.hit") is None, path
            assert tab.locator("main img[src=x], main script, a[href^='javascript'], a[href^='data']").count() == 0, (
                path
            )
            assert "<script>window.hit=1</script>" in tab.locator("body").text_content(), path
        shown = tab.evaluate("[...document.querySelectorAll('bdi')].map(e => e.textContent)")
    assert [line for line in said if "404" not in line] == []
    assert any(BAD[:40] in text for text in shown)
