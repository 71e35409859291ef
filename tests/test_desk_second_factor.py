"""Does a second factor keep out who only knows the password, and let in whom it should? By a real server and real codes."""

from __future__ import annotations

import base64
import html
import re
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from desk_room import PASSWORD, Room, login_of, post

WRONG_CODE, SHUT = "That code is not right", "Too many wrong codes"


@dataclass
class Armed:
    """Somebody with a second factor: their browser, the secret in their telephone, and their spare codes."""

    client: httpx.Client
    login: str
    secret: bytes
    spare: list[str]


def armed(room: Room, role: str = "reader", name: str = "Somebody with a telephone") -> Armed:
    """A new person who has switched a second factor on."""
    client = room.newcomer(role, name)
    secret = begun(client)
    answer = post(client, "/me/factor", {"deed": "confirm", "code": code(secret)})
    assert answer.status_code == 200, answer.text
    return Armed(client, login_of(client), secret, spare(answer.text))


def begun(client: httpx.Client) -> bytes:
    """The secret that the page shows."""
    page = post(client, "/me/factor", {"deed": "begin", "password": PASSWORD}).text
    shown = re.search(r'<code id="secret">([A-Z2-7 ]+)</code>', page)
    assert shown, page
    return base64.b32decode(shown[1].replace(" ", ""))


def spare(page: str) -> list[str]:
    return re.findall(r"<li><code>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</code></li>", page)


def code(secret: bytes, steps: int = 0) -> str:
    """What the telephone shows now, or will show so many steps on."""
    return TOTP(secret, 6, SHA1(), 30).generate(int(time.time()) + 30 * steps).decode()


def wrong(secret: bytes) -> str:
    """Six digits that are no code of these minutes."""
    right = {code(secret, steps) for steps in range(-3, 4)}
    return next(digits for digits in map("{:06d}".format, range(10)) if digits not in right)


def door(room: Room, login: str, onto: str = "") -> httpx.Client:
    """A browser in which the password was given."""
    client = room.stranger()
    answer = post(client, "/enter", {"login": login, "password": PASSWORD, "next": onto})
    assert answer.headers.get("Location") == "/enter/code", answer.text
    return client


def give(client: httpx.Client, said: str) -> httpx.Response:
    return post(client, "/enter/code", {"code": said})


def rows(room: Room, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(room.folder / "desk" / "desk.sqlite3", timeout=30)) as file, file:
        return file.execute(statement, values).fetchall()


# Switching it on


def test_the_password_alone_no_longer_opens_the_door(room: Room) -> None:
    one = armed(room)
    half = door(room, one.login, "/cases?q=a")
    for path in ("/inbox", "/me", "/me/factor", "/me/tokens", "/cases"):
        assert half.get(path).headers["Location"].startswith("/enter?"), path
    assert WRONG_CODE in give(half, wrong(one.secret)).text
    assert half.get("/inbox").status_code == 302
    entered = give(half, code(one.secret, 1))
    assert entered.headers["Location"] == "/cases?q=a"
    assert half.get("/inbox").status_code == 200


def test_what_a_telephone_reads_is_what_the_page_shows(room: Room) -> None:
    client = room.newcomer("reader", "One who scans")
    page = post(client, "/me/factor", {"deed": "begin", "password": PASSWORD}).text
    if find_spec("segno") is None:
        assert "firsthand[accounts]" in page
        pytest.skip("segno is not installed; pip install 'firsthand[accounts]'")
    import segno

    secret = re.search(r'<code id="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")  # type: ignore[index]
    host = room.base.removeprefix("http://").replace(":", "%3A")
    address = f"otpauth://totp/Firsthand:{login_of(client)}%40{host}?digits=6&secret={secret}&algorithm=SHA1"
    whole = segno.make(f"{address}&issuer=Firsthand&period=30", micro=False)
    drawn = html.unescape(re.search(r'<img class="qr" src="([^"]+)"', page)[1])  # type: ignore[index]
    line = re.search(r"<path class='qrline'[^>]* d='([^']+)'", unquote(drawn))[1]  # type: ignore[index]
    assert line in whole.svg_inline(scale=5, light="#fff", border=4).replace('"', "'")
    assert secret not in page.replace(drawn, ""), "in no address that a log would keep"


def test_without_the_password_nobody_switches_it_on_or_off(room: Room) -> None:
    """A browser that was left open must not give its finder a factor of their own, nor take this one away."""
    client = room.newcomer("reader", "One who left a browser open")
    refused = post(client, "/me/factor", {"deed": "begin", "password": "a guess"})
    assert (refused.status_code, "secret" in refused.text) == (422, False)
    one = armed(room)
    for deed in ("codes", "off"):
        answer = post(one.client, "/me/factor", {"deed": deed, "password": "a guess", "code": code(one.secret, 1)})
        assert (answer.status_code, spare(answer.text)) == (422, [])
    assert post(one.client, "/me/factor", {"deed": "off", "password": PASSWORD, "code": "123"}).status_code == 422
    assert door(room, one.login)
    off = {"deed": "off", "password": PASSWORD, "code": code(one.secret, 1)}
    assert post(one.client, "/me/factor", off).status_code == 302
    entered = post(room.stranger(), "/enter", {"login": one.login, "password": PASSWORD})
    assert entered.headers["Location"] == "/"


def test_a_secret_that_was_not_confirmed_shuts_nobody_out(room: Room) -> None:
    client = room.newcomer("reader", "One who did not finish")
    first, second = begun(client), begun(client)
    assert post(client, "/me/factor", {"deed": "confirm", "code": code(first)}).status_code == 422, (
        "a newer one is shown"
    )
    again = post(client, "/me/factor", {"deed": "confirm", "code": wrong(second)})
    assert base64.b32encode(second).decode()[:4] in again.text, "a slip does not cost the secret"
    entered = post(room.stranger(), "/enter", {"login": login_of(client), "password": PASSWORD})
    assert entered.headers["Location"] == "/"
    rows(room, "UPDATE factor SET begun = datetime('now', '-16 minutes') WHERE since IS NULL")
    late = post(client, "/me/factor", {"deed": "confirm", "code": code(second)})
    assert (late.status_code, spare(late.text)) == (422, [])
    assert "Too much time went by" in late.text


def test_who_is_seated_by_the_password_alone_is_out_once_it_is_on(room: Room) -> None:
    client, thief = room.newcomer("reader", "One whose password was seen"), room.stranger()
    post(thief, "/enter", {"login": login_of(client), "password": PASSWORD})
    assert thief.get("/inbox").status_code == 200
    post(client, "/me/factor", {"deed": "confirm", "code": code(begun(client))})
    assert thief.get("/inbox").status_code == 302
    assert client.get("/inbox").status_code == 200


# Codes


def test_a_code_opens_the_door_once(room: Room) -> None:
    """Who looked over a shoulder, or holds what a page of a cheat has caught, comes too late."""
    one = armed(room)
    assert WRONG_CODE in give(door(room, one.login), code(one.secret)).text, "the code that switched it on"
    used = code(one.secret, 1)
    assert give(door(room, one.login), used).status_code == 302
    assert WRONG_CODE in give(door(room, one.login), used).text
    assert WRONG_CODE in give(door(room, one.login), code(one.secret)).text, "nor an older one after it"


def test_of_many_who_bring_one_code_at_once_one_comes_in(room: Room) -> None:
    one = armed(room)
    doors = [door(room, one.login) for _ in range(6)]
    forms = [form(client, one.secret) for client in doors]
    with ThreadPoolExecutor(6) as at_once:
        sent = at_once.map(
            lambda client, given: client.post("/enter/code", data=given, headers={"Origin": room.base}), doors, forms
        )
    assert sorted(answer.status_code for answer in sent) == [302, *[403] * 5]


def test_where_the_rooms_key_was_made_anew_spare_codes_still_hold(room: Room) -> None:
    one = armed(room)
    rows(
        room, "UPDATE factor SET secret = 'gAAAAA' WHERE person_id = (SELECT id FROM person WHERE login = ?)", one.login
    )
    assert WRONG_CODE in give(door(room, one.login), code(one.secret, 1)).text
    assert give(door(room, one.login), one.spare[3]).status_code == 302


@pytest.mark.parametrize("said", ["", " ", "12345", "1234567", "١٢٣٤٥٦", "000000' OR 1=1", "a" * 500, "-1", "\x00"])
def test_what_is_no_code_is_refused(room: Room, of_all: Armed, said: str) -> None:
    rows(room, "UPDATE factor SET wrong = 0")
    answer = give(door(room, of_all.login), said)
    assert (answer.status_code, WRONG_CODE in answer.text) == (403, True)


@pytest.fixture(scope="module")
def of_all(room: Room) -> Armed:
    return armed(room)


def test_a_spare_code_lets_in_once_and_the_log_says_so(room: Room) -> None:
    one = armed(room, name="One who lost a telephone")
    assert len(set(one.spare)) == 10
    first = one.spare[0]
    assert give(door(room, one.login), first.upper().replace("-", " ")).status_code == 302
    assert WRONG_CODE in give(door(room, one.login), first).text
    held = {str(row[0]) for row in rows(room, "SELECT digest FROM recovery")}
    assert not held & {said for spare in one.spare for said in (spare, spare.replace("-", ""))}
    assert ("One who lost a telephone", "9") in rows(room, "SELECT who, note FROM done WHERE what = 'fell-back'")
    fresh = spare(post(one.client, "/me/factor", {"deed": "codes", "password": PASSWORD}).text)
    assert WRONG_CODE in give(door(room, one.login), one.spare[1]).text, "new ones end the old ones"
    assert give(door(room, one.login), fresh[1]).status_code == 302


def test_another_persons_codes_are_none(room: Room, of_all: Armed) -> None:
    one = armed(room)
    assert WRONG_CODE in give(door(room, one.login), of_all.spare[5]).text
    assert WRONG_CODE in give(door(room, one.login), code(of_all.secret, 1)).text


def test_who_guesses_codes_is_shut_out_from_any_browser_and_for_longer_each_time(room: Room) -> None:
    one = armed(room)
    for _ in range(4):
        guesser = door(room, one.login)
        assert [give(guesser, wrong(one.secret)).status_code for _ in range(2)] == [403, 403]
    fresh = door(room, one.login)
    for said in (wrong(one.secret), code(one.secret, 1), one.spare[0]):
        answer = give(fresh, said)
        assert (answer.status_code, SHUT in answer.text) == (429, True), "also a right one: else the lock would tell"
    off = {"deed": "off", "password": PASSWORD, "code": code(one.secret, 1)}
    assert post(one.client, "/me/factor", off).status_code == 429, "nor are codes guessed there"
    assert one.client.get("/inbox").status_code == 200, "who is at the desk stays there"
    told = rows(room, "SELECT count(*) FROM done WHERE what = 'code-wrong' AND item = ?", one.login)
    assert told == [(8,)], "somebody has this password: an admin can see it"
    wait(room, one.login, 16)
    assert give(fresh, wrong(one.secret)).status_code == 403
    rows(room, "UPDATE factor SET wrong = 16 WHERE person_id = (SELECT id FROM person WHERE login = ?)", one.login)
    wait(room, one.login, 16)
    assert give(fresh, code(one.secret, 1)).status_code == 429, "the second time for half an hour"
    wait(room, one.login, 31)
    assert give(fresh, code(one.secret, 1)).status_code == 302


def wait(room: Room, login: str, minutes: int) -> None:
    """As if the last wrong code had come so many minutes ago."""
    when = f"-{minutes} minutes"
    which = "person_id = (SELECT id FROM person WHERE login = ?)"
    rows(room, f"UPDATE factor SET wrong_at = datetime('now', ?) WHERE {which}", when, login)


def test_a_half_open_door_closes(room: Room) -> None:
    one = armed(room)
    half = door(room, one.login)
    cookie = next(cookie for cookie in half.cookies.jar if cookie.name == "sessionid")
    assert cookie.expires is not None
    assert cookie.expires - time.time() < 601, "ten minutes"
    fresh = "another password of the tests"
    assert post(one.client, "/me", {"old": PASSWORD, "new": fresh}).status_code == 302
    answer = half.post("/enter/code", data=form(half, one.secret), headers={"Origin": room.base})
    assert answer.headers["Location"] == "/enter", "a new password ends what the old one began"
    assert half.get("/inbox").status_code == 302
    assert room.stranger().get("/enter/code").headers["Location"] == "/enter"


def form(client: httpx.Client, secret: bytes) -> dict[str, str]:
    page = client.get("/enter").text
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return {"csrfmiddlewaretoken": found[1], "code": code(secret, 1)}


def test_the_session_of_the_password_is_not_that_of_the_code(room: Room) -> None:
    one = armed(room)
    half = door(room, one.login)
    before = half.cookies["sessionid"]
    assert give(half, code(one.secret, 1)).status_code == 302
    thief = room.stranger()
    thief.cookies.set("sessionid", before, domain="127.0.0.1")
    assert thief.get("/inbox").status_code == 302
    assert thief.get("/enter/code").headers["Location"] == "/enter"


def test_the_file_alone_does_not_tell_the_secret(room: Room) -> None:
    one = armed(room)
    folder = Path(room.folder) / "desk"
    kept = b"".join(path.read_bytes() for path in folder.glob("desk.sqlite3*"))
    for form in (one.secret, base64.b32encode(one.secret), base64.b64encode(one.secret), one.secret.hex().encode()):
        assert form not in kept
    assert folder.stat().st_mode & 0o077 == 0


# The rule of the desk, and what an admin may do


@pytest.fixture
def ruled(room: Room) -> Iterator[httpx.Client]:
    """The rule that editors and admins must have one is on; the admin of this test has it."""
    room.client("reader")  # while the admin of all tests may still invite
    admin = armed(room, "admin", "An admin with a telephone").client
    post(admin, "/people/rules", {"second-factor": "on"}, form="/people")
    yield admin
    post(admin, "/people/rules", {"second-factor": "off"}, form="/people")


def test_by_the_rule_an_editor_without_one_does_nothing_before_it_is_on(room: Room, ruled: httpx.Client) -> None:
    page = post(ruled, "/people/invite", {"role": "editor"}, form="/people").text
    link = re.search(r"/join/[\w-]+", page)[0]  # type: ignore[index]
    editor = room.stranger()
    post(editor, link, {"login": "editor-by-the-rule", "name": "An editor by the rule", "password": PASSWORD})
    for path in ("/", "/inbox", "/cases", "/check", "/cases/new"):
        assert editor.get(path).headers["Location"] == "/me/factor", path
    assert editor.get("/inbox/1/progress", headers={"HX-Request": "true"}).status_code == 403
    assert "By a rule of this desk" in editor.get("/me/factor").text
    refused = editor.post(
        "/check", data={**form(editor, b"a" * 20), "words": "too early"}, headers={"Origin": room.base}
    )
    assert refused.headers["Location"] == "/me/factor"
    assert room.client("reader").get("/inbox").status_code == 200, "a reader needs none"
    given = {"name": "early", "scope": ["read"], "days": "7", "password": PASSWORD}
    secret = re.search(r"firsthand_[\w-]+", post(editor, "/me/tokens", given).text)[0]  # type: ignore[index]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert httpx.get(f"{room.base}/api/v1/me", headers=bearer).status_code == 403, "nor by a program"
    post(editor, "/me/factor", {"deed": "confirm", "code": code(begun(editor))})
    assert editor.get("/inbox").status_code == 200
    assert httpx.get(f"{room.base}/api/v1/me", headers=bearer).status_code == 200


def test_an_admin_takes_a_lost_factor_away_and_the_log_says_so(room: Room) -> None:
    admin, one = room.client("admin"), armed(room, "reporter", "One whose telephone was stolen")
    half = door(room, one.login)
    row = next(row for row in admin.get("/people").text.split("<tr ") if one.login in row)
    take = re.search(r'action="(/people/\d+/factor/end)"', row)[1]  # type: ignore[index]
    assert post(room.client("editor"), take, form="/me").status_code == 403
    assert post(admin, take, form="/people").status_code == 302
    assert one.client.get("/inbox").status_code == 302, "whoever has the telephone is out"
    assert half.get("/enter/code").headers["Location"] == "/enter", "the password is asked for anew"
    entered = room.stranger()
    assert post(entered, "/enter", {"login": one.login, "password": PASSWORD}).headers["Location"] == "/"
    assert rows(room, "SELECT who FROM done WHERE what = 'factor-taken' AND item = ?", one.login) == [("the admin",)]
    assert WRONG_CODE not in entered.get("/me/factor").text


def test_a_lone_admin_who_lost_everything_comes_in_by_the_machine(room: Room) -> None:
    """The line that docs/desk-install.md gives to whoever runs the machine."""
    one = armed(room, "admin", "A lone admin")
    text = (Path(__file__).resolve().parents[1] / "docs/desk-install.md").read_text(encoding="utf-8")
    line = re.search(r'"(DELETE FROM factor WHERE [^"]+)"', text)[1]  # type: ignore[index]
    assert "LOGIN" in line
    rows(room, line.replace("LOGIN", one.login))
    entered = post(room.stranger(), "/enter", {"login": one.login, "password": PASSWORD})
    assert entered.headers["Location"] == "/"
