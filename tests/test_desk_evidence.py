"""Does the room show what was captured and what was done with it, and does evidence leave it only as it should?"""

from __future__ import annotations

import io
import re
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.capture_site import STORY, serving
from tests.test_fetch_faults import ANSWERS, Send, framed

from desk_room import Room, open_room, post
from firsthand.record.custody import event_of

CASE = "/cases/may-day-2012"
TEXT = "Members of the Steppe Labour Confederation were marching"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as server:
        yield server.at("")


@pytest.fixture(scope="module")
def room(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room of its own that may fetch from loopback: here things are broken."""
    folder = tmp_path_factory.mktemp("evidence") / "casebook"
    shutil.copytree(demo_folder / "casebook", folder)
    with open_room(folder, "--allow-network", "127.0.0.1/32") as opened:
        yield opened


def done(client: httpx.Client, asked: httpx.Response) -> str:
    """The address at which stands what was asked for, once it is done; the page of the errand where it failed."""
    assert asked.status_code == 302, asked.text
    path = asked.headers["Location"]
    for _ in range(600):
        answer = client.get(path)
        if answer.status_code == 302:
            return str(answer.headers["Location"])
        if "Failed:" in answer.text:
            return str(path)
        time.sleep(0.05)
    raise AssertionError(f"{path} does not end:\n{answer.text}")


def events(room: Room, kind: str) -> list[tuple[str, tuple[str, ...], str]]:
    """(who, hashes, source) of the events of this kind in the custody log."""
    lines = (room.folder / "custody" / "log.txt").read_bytes().splitlines()
    found = [event_of(line) for line in lines]
    return [(one.who, one.hashes, one.source) for one in found if one.kind == kind]


HOSTILE = STORY.replace(b"The bridge<", b"&lt;script>alert(1)&lt;/script><").replace(
    b"<title>The bridge", b"<title>&lt;script>alert(1)&lt;/script>"
)


@pytest.fixture(scope="module")
def captured(room: Room, site: str) -> str:
    """The address of a capture that a reporter asked for."""
    reporter = room.client("reporter")
    ANSWERS["story"] = lambda send: send(framed(HOSTILE))
    return done(reporter, post(reporter, "/captures", {"url": site + "story"}))


def parts(page: str) -> list[str]:
    return re.findall(r'href="(/evidence/[0-9a-f]{64})"', page)


def exhibit_of(room: Room, captured: str, what: str) -> str:
    """The address of the part of a capture that is called so."""
    page = room.client("reader").get(captured).text
    row = next(row for row in page.split("<tr ") if what in row)
    return parts(row)[0]


def file_of(room: Room, exhibit: str) -> Path:
    name = exhibit.rpartition("/")[2]
    return room.folder / "exhibits" / name[:2] / name


def test_a_capture_tells_who_when_how_and_what(room: Room, site: str, captured: str) -> None:
    page = room.client("reader").get(captured).text
    for said in (
        "the reporter",
        site + "story",
        "fetch",
        "browser",
        "left out",
        "It was not asked for.",
        "what the server sent",
    ):
        assert said in page, said
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert len(parts(page)) >= 4
    assert all(room.client("reader").get(part).status_code == 200 for part in parts(page))
    found = room.client("reader").get("/captures", params={"q": "/STORY"}).text
    assert f'href="{captured}"' in found
    assert "Captures: 0" in room.client("reader").get("/captures", params={"q": "/nothing-of-this"}).text


def test_an_address_that_is_refused_is_an_observation_too(room: Room, site: str) -> None:
    reporter = room.client("reporter")
    for inside in ("http://127.0.0.2/secret", site + "inside"):
        page = reporter.get(done(reporter, post(reporter, "/captures", {"url": inside}))).text
        assert "failed" in page
        assert "127.0.0.2" in page
        assert "not public" in page or "refused" in page


def test_while_a_site_lets_one_wait_others_work_and_nothing_is_asked_for_twice(room: Room, site: str) -> None:
    go, reporter, editor = threading.Event(), room.client("reporter"), room.client("editor")

    def slow(send: Send) -> None:
        go.wait(20)
        send(framed(STORY))

    ANSWERS["slow"] = slow
    try:
        first = post(reporter, "/captures", {"url": site + "slow"})
        again = post(reporter, "/captures", {"url": site + "slow"})
        assert again.headers["Location"] == first.headers["Location"]
        assert "hx-get" in reporter.get(first.headers["Location"]).text
        newest = re.search(r'name="revision" value="(\d+)"', editor.get(f"{CASE}/edit").text)[1]  # type: ignore[index]
        filed = post(editor, f"{CASE}/edit", {"title": "A May Day picture", "revision": newest})
        assert filed.status_code == 302
        assert "hx-get" in reporter.get(first.headers["Location"]).text, "it was filed while the site was silent"
    finally:
        go.set()
    done(reporter, first)
    led = reporter.get(first.headers["Location"], headers={"HX-Request": "true"})
    assert led.headers["HX-Redirect"].startswith("/captures/"), "a redirect would end in the middle of this page"


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "javascript:alert(1)", "https://", "http://a b/", "https://x/" + "a" * 2000]
)
def test_what_is_no_address_is_not_captured(room: Room, url: str) -> None:
    answer = post(room.client("reporter"), "/captures", {"url": url})
    assert answer.status_code == 422
    assert "This is not the address of a page." in answer.text


def test_an_exhibit_tells_where_it_stands_and_what_was_done_with_it(room: Room, captured: str) -> None:
    exhibit = exhibit_of(room, captured, "what the server sent")
    page = room.client("reader").get(exhibit).text
    assert f'href="{captured}"' in page
    assert "what the server sent" in page
    assert "the reporter" in page
    assert "All of these events stand under the head" in page, "a capture is signed when it is on file"
    assert "The log is not time-stamped" in page
    assert "<img" not in page, "a page is no picture"
    assert 'action="' + exhibit + '/download"' not in page


def test_a_picture_is_shown_small_with_its_case_and_its_tip(room: Room) -> None:
    reader = room.client("reader")
    exhibit = parts(reader.get(CASE).text)[0]
    page = reader.get(exhibit).text
    assert f'src="{exhibit.replace("evidence", "pictures")}"' in page
    assert f'href="{CASE}"' in page


@pytest.mark.parametrize("name", ["nothing", "0" * 64, "0" * 63 + "G", "..%2f..%2fcustody%2fkey.secret"])
def test_what_is_no_exhibit_is_not_here(room: Room, name: str) -> None:
    editor = room.client("editor")
    assert editor.get(f"/evidence/{name}").status_code == 404
    assert post(editor, f"/evidence/{name}/download", form="/me").status_code == 404
    assert post(editor, f"/evidence/{name}/verify", form="/me").status_code == 404


# The bytes


def test_bytes_leave_as_a_file_for_editors_and_the_log_tells_of_it(room: Room, captured: str) -> None:
    exhibit = exhibit_of(room, captured, "what the server sent")
    name = exhibit.rpartition("/")[2]
    assert post(room.client("reporter"), f"{exhibit}/download", form=exhibit).status_code == 403
    answer = post(room.client("editor"), f"{exhibit}/download", form=exhibit)
    assert answer.content == file_of(room, exhibit).read_bytes()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.txt"', "HTML does not leave as .html"
    assert ("the editor", (name,), "a download at the desk") in events(room, "exported")


def test_damage_is_told_in_place_and_damaged_bytes_do_not_leave(room: Room, captured: str) -> None:
    reader, editor = room.client("reader"), room.client("editor")
    exhibit = exhibit_of(room, captured, "picture of the page")
    name = exhibit.rpartition("/")[2]
    assert post(reader, f"{exhibit}/verify", form=exhibit).headers["Location"] == exhibit
    assert "Nothing is damaged" in reader.get(exhibit).text
    assert "Nothing is damaged" not in reader.get(exhibit).text, "what was found is told once"
    assert ("the reader", (name,), "") in events(room, "verified")
    file = file_of(room, exhibit)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    post(reader, f"{exhibit}/verify", form=exhibit)
    assert "It has been changed or damaged" in reader.get(exhibit).text
    refused = post(editor, f"{exhibit}/download", form=exhibit)
    assert refused.status_code == 409
    assert "its bytes are not what its name says" in refused.text
    assert str(room.folder) not in refused.text
    file.unlink()
    post(reader, f"{exhibit}/verify", form=exhibit)
    page = reader.get(exhibit).text
    assert "Its file is missing." in page
    assert "Its file is not in the casebook any more" in page
    file.write_bytes(whole)


def test_a_log_that_was_changed_is_told_at_every_exhibit(room: Room, captured: str) -> None:
    reader = room.client("reader")
    exhibit = exhibit_of(room, captured, "what the server sent")
    log = room.folder / "custody" / "log.txt"
    whole = log.read_bytes()
    log.write_bytes(whole.replace(b'"who":"the reporter"', b'"who":"The reporter"', 1))
    post(reader, f"{exhibit}/verify", form=exhibit)
    page = reader.get(exhibit).text
    now = log.read_bytes()
    log.write_bytes(now.replace(b'"who":"The reporter"', b'"who":"the reporter"', 1))
    assert "This is damaged:" in page
    assert "was written after another line than the one before it" in page
    assert str(room.folder) not in page


def test_nothing_leaves_while_the_log_cannot_tell_of_it(room: Room, captured: str) -> None:
    editor = room.client("editor")
    exhibit = exhibit_of(room, captured, "what the server sent")
    secret = room.folder / "custody" / "key.secret"
    away = secret.rename(secret.with_name("away"))
    for path, form in ((f"{exhibit}/download", exhibit), (f"{CASE}/export", CASE)):
        answer = post(editor, path, form=form)
        assert answer.status_code == 409
        assert "custody log" in answer.text
    away.rename(secret)
    assert post(editor, f"{exhibit}/download", form=exhibit).status_code == 200


def test_the_evidence_of_a_case_leaves_as_one_zip(room: Room) -> None:
    assert post(room.client("reporter"), f"{CASE}/export", form=CASE).status_code == 403
    answer = post(room.client("editor"), f"{CASE}/export", form=CASE)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="may-day-2012-evidence.zip"'
    assert "Content-Encoding" not in answer.headers
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        names = set(packed.namelist())
        page = packed.read("provenance.html").decode()
    assert {"SHA256SUMS", "SHA256SUMS.minisig", "case.yaml", "provenance.html", "custody/log.txt"} <= names
    assert not any("secret" in name for name in names)
    assert str(room.folder) not in page
    who, hashes, source = events(room, "exported")[-1]
    assert (who, source) == ("the editor", "a download at the desk")
    assert hashes
    assert [one.name for one in (room.folder / "desk").iterdir() if one.name.startswith(".bundle")] == []


def test_a_bundle_that_lacks_something_says_so_by_its_name(room: Room) -> None:
    file = file_of(room, parts(room.client("reader").get(CASE).text)[0])
    away = file.rename(file.with_name("away"))
    answer = post(room.client("editor"), f"{CASE}/export", form=CASE)
    away.rename(file)
    assert "-evidence-INCOMPLETE.zip" in answer.headers["Content-Disposition"]


# Looks


def test_an_appearance_is_looked_at_again(room: Room, site: str) -> None:
    editor = room.client("editor")
    newest = re.search(r'name="revision" value="(\d+)"', editor.get(f"{CASE}/add/appearances").text)[1]  # type: ignore[index]
    given = {"url": site + "story", "caption": "The old bridge in Kherson fell on Monday", "revision": newest}
    assert post(editor, f"{CASE}/add/appearances", given).status_code == 302
    key = re.search(rf'href="({CASE}/looks/[0-9a-f]+)">Looks at <bdi>{site}story<', editor.get(CASE).text)[1]  # type: ignore[index]
    assert "Nobody has looked at it yet." in editor.get(key).text
    assert post(room.client("reporter"), key, form=key).status_code == 403
    assert done(editor, post(editor, key)) == key
    page = editor.get(key).text
    observed, concluded = page.index("What was observed"), page.index("What is concluded")
    assert observed < concluded
    assert "the editor" in page
    assert re.search(r'href="/captures/[0-9a-f]{12}"', page)
    assert "The looks so far" in page
    assert editor.get(f"{CASE}/looks/0000").status_code == 404


def test_a_look_at_what_was_withdrawn_meanwhile_is_refused(room: Room, site: str) -> None:
    editor = room.client("editor")
    assert post(editor, f"{CASE}/looks/0123456789abcdef", form=CASE).status_code == 404


# Voices

ARTICLE = "".join(
    f"<p>“{words}”, said {who}, a resident of Donetsk. {'The street was quiet, and people waited for the bus. ' * 2}</p>"
    for words, who in (
        ("We have no water", "Olena Kovalenko"),
        ("Nobody has come to repair the pipes", "Petro Shevchuk"),
        ("The school is closed this week", "Iryna Bondar"),
        ("We carry it from the well every morning", "Mykola Tkachenko"),
    )
    for _ in range(2)
)


def test_articles_are_audited_and_their_page_is_kept(room: Room) -> None:
    page = f"<!doctype html><html lang=en><title>Water &lt;b&gt;in Donetsk</title><article>{ARTICLE}</article>".encode()
    reporter = room.client("reporter")
    with serving({"water": framed(page)}) as server:
        given = {"addresses": f"{server.at('water')}\nhttp://127.0.0.2/inside\n", "about": "Donetsk, Ukraine"}
        where = done(reporter, post(reporter, "/voices", given))
    shown = reporter.get(where).text
    assert re.fullmatch(r"/voices/\d+", where)
    assert "Olena Kovalenko" in shown
    assert "127.0.0.2" in shown, "what could not be fetched is named"
    assert "<b>in Donetsk" not in shown
    post(reporter, "/lang", {"lang": "el", "next": "/me"}, form="/me")
    assert "Ποιανού φωνές" in reporter.get(where).text
    post(reporter, "/lang", {"lang": "en", "next": "/me"}, form="/me")
    assert f'href="{where}"' in reporter.get("/voices").text


@pytest.mark.parametrize(
    ("addresses", "about", "said"),
    [
        ("", "Ukraine", "An audit needs a place"),
        ("https://a.example/1", "", "An audit needs a place"),
        ("https://a.example/1\n/etc/passwd", "Ukraine", "An audit needs a place"),
        ("\n".join(f"https://a.example/{n}" for n in range(31)), "Ukraine", "more than 30 addresses"),
    ],
)
def test_a_form_for_an_audit_that_is_not_whole_comes_back(room: Room, addresses: str, about: str, said: str) -> None:
    answer = post(room.client("reporter"), "/voices", {"addresses": addresses, "about": about})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_place_that_nobody_knows_is_told_on_the_page_of_the_audit(room: Room) -> None:
    reporter = room.client("reporter")
    path = done(reporter, post(reporter, "/voices", {"addresses": "http://127.0.0.2/", "about": "Nowhereland-on-Sea"}))
    assert path.startswith("/errands/")
    assert "Nowhereland-on-Sea" in reporter.get(path).text
