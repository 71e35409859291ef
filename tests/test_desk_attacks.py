"""What may a stranger, a neighbour's page or somebody with a small role try at the door, and what do they get?"""

from __future__ import annotations

import re
import sqlite3
import time
from statistics import median

import httpx
import pytest

from desk_room import PASSWORD, Room, login_of, post, token

NOT_OURS = "did not come from this desk"


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({"Origin": "https://evil.example"}, "a form on another's page"),
        ({"Origin": "null"}, "a form in a frame without an origin"),
        ({"Origin": "http://127.0.0.1:1"}, "another program of this machine"),
        ({"Origin": "{base}.evil.example"}, "a name that begins like ours"),
    ],
)
def test_a_form_from_elsewhere_is_refused(room: Room, header: dict[str, str], why: str) -> None:
    victim = room.client("reporter")
    fields = {"csrfmiddlewaretoken": token(victim, "/check"), "words": "forged"}
    header = {name: value.format(base=room.base) for name, value in header.items()}
    answer = victim.post("/check", data=fields, headers=header)
    assert answer.status_code == 403, why
    assert NOT_OURS in answer.text
    assert "forged" not in victim.get("/inbox").text


@pytest.mark.parametrize("given", [{}, {"csrfmiddlewaretoken": ""}, {"csrfmiddlewaretoken": "a" * 64}])
def test_a_form_without_the_token_of_this_browser_is_refused(room: Room, given: dict[str, str]) -> None:
    victim, other = room.client("reporter"), room.stranger()
    other_token = {"csrfmiddlewaretoken": token(other, "/enter")}
    victim.get("/check")
    for fields in (given, other_token):
        answer = victim.post("/check", data={**fields, "words": "forged"}, headers={"Origin": room.base})
        assert answer.status_code == 403
        assert NOT_OURS in answer.text


def test_nothing_is_done_by_looking(room: Room) -> None:
    """A picture or link on another's page can make a browser GET with its cookies: Lax lets that through."""
    reporter = room.client("reporter")
    assert reporter.get("/check", params={"words": "by a link"}).status_code == 200
    assert "by a link" not in reporter.get("/inbox").text
    assert reporter.get("/leave").status_code == 405
    assert reporter.get("/inbox").status_code == 200


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "//[",
    "/\u200b//evil.example",
    "\uff0f\uff0fevil.example",
    "/x\r\nSet-Cookie: a=b",
    "http://127.0.0.1@evil.example",
]


@pytest.mark.parametrize("onto", ELSEWHERE)
def test_nobody_is_sent_elsewhere(room: Room, onto: str) -> None:
    client = room.stranger()
    answer = post(client, "/lang", {"lang": "en", "next": onto}, form="/enter")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert "a" not in client.cookies


def test_one_who_enters_goes_where_they_wanted_but_not_elsewhere(room: Room) -> None:
    login, client = login_of(room.newcomer("reader", "A traveller")), room.stranger()
    for onto, there in (("/cases?q=a%26b", "/cases?q=a%26b"), ("//evil.example", "/")):
        given = {"login": login, "password": PASSWORD, "next": onto}
        assert post(client, "/enter", given).headers["Location"] == there


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/..%2f..%2f..%2fetc%2fpasswd",
        "/pictures/%2e%2e/%2e%2e/desk/secret.key",
        "/pictures/../casebook.sqlite3",
        "/pictures/" + "0" * 63 + "%00",
        "/pictures/" + "0" * 64 + "@1/../../x",
        "/style/..%2fdesk%2fconf.py",
        "/style/report.css%00.css",
        "/static/..%2f..%2fdesk%2fconf.py",
        "/static/%2e%2e/conf.py",
        "/static/desk/../../conf.py",
        "/static//etc/passwd",
        "/cases/..%2f..%2fcustody%2fkey.secret",
        "/receipt/%2e%2e",
        "/%ff%fe",
    ],
)
def test_no_path_leads_out_of_the_room(room: Room, path: str) -> None:
    answer = room.client("reader").get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", '"; DROP TABLE person; --', "%", "_", "a' UNION SELECT 1--", '"*" NEAR(', "\x00"]
)
def test_words_of_a_search_are_words(room: Room, words: str) -> None:
    client = room.client("reader")
    every = len(re.findall(r'<a href="/cases/', client.get("/cases").text))
    assert every
    for name in ("q", "status", "verdict", "lang"):
        answer = client.get("/cases", params={name: words, "page": words})
        assert answer.status_code == 200, name
        if name != "q" and words.isprintable():
            assert not re.search(r'<a href="/cases/', answer.text), name
    for name in ("q", "view", "mine", "page"):
        assert client.get("/inbox", params={name: words}).status_code == 200
    assert "login" in room.stranger().get("/enter").text


@pytest.mark.parametrize("path", ["/inbox/99999999999999999999999", "/inbox/-1", "/inbox/1e9", "/inbox/٣"])
def test_numbers_that_are_none_or_too_large(room: Room, path: str) -> None:
    assert room.client("reader").get(path).status_code == 404


POLICY = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")


def test_what_every_page_tells_the_browser(room: Room) -> None:
    reader = room.client("reader")
    pages = [reader.get("/inbox"), reader.get("/nothing"), room.stranger().get("/enter"), reader.post("/check")]
    pages += [room.stranger().get("/inbox"), reader.get("/enter", headers={"Host": "evil.example"})]
    for page in pages:
        where = f"{page.request.method} {page.request.url}"
        assert page.headers["X-Frame-Options"] == "DENY", where
        assert page.headers["X-Content-Type-Options"] == "nosniff", where
        assert page.headers["Referrer-Policy"] == "same-origin", where
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin", where
        policy = page.headers["Content-Security-Policy"]
        for part in (
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ):
            assert part in policy, where
        assert "unsafe" not in policy
        assert "Strict-Transport-Security" not in page.headers, "a promise that this room, without TLS, cannot keep"


def test_no_page_of_a_person_is_kept_by_others(room: Room) -> None:
    editor = room.client("editor")
    for path in ("/inbox", "/cases", "/me", "/check", "/nothing"):
        assert editor.get(path).headers["Cache-Control"] == "no-store", path
        assert "Cookie" in editor.get(path).headers["Vary"], path
    picture = re.search(r"/pictures/[0-9a-f]{64}", editor.get("/cases").text)
    assert picture
    assert "private" in editor.get(picture[0]).headers["Cache-Control"]
    assert room.stranger().get(picture[0]).status_code == 302


def test_cookies_are_out_of_the_reach_of_scripts_and_neighbours(room: Room) -> None:
    answer = post(room.stranger(), "/enter", {"login": login_of(room.newcomer("reader", "c")), "password": PASSWORD})
    cookies = answer.headers.get_list("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain" not in cookie


def test_a_session_that_was_fixed_before_is_worth_nothing(room: Room) -> None:
    login, victim, thief = login_of(room.newcomer("reader", "A victim")), room.stranger(), room.stranger()
    for client in (victim, thief):
        client.cookies.set("sessionid", "f" * 32, domain="127.0.0.1")
    post(victim, "/enter", {"login": login, "password": PASSWORD})
    assert victim.get("/inbox").status_code == 200
    assert thief.get("/inbox").status_code == 302
    first = victim.cookies["sessionid"]
    post(victim, "/enter", {"login": login, "password": PASSWORD})
    assert victim.cookies["sessionid"] != first
    thief.cookies.set("sessionid", first, domain="127.0.0.1")
    assert thief.get("/inbox").status_code == 302, "the session of before has ended"


def test_a_session_ends_with_leaving(room: Room) -> None:
    client, thief = room.newcomer("reader", "One who leaves"), room.stranger()
    thief.cookies.set("sessionid", client.cookies["sessionid"])
    assert thief.get("/inbox").status_code == 200
    post(client, "/leave", form="/me")
    assert thief.get("/inbox").status_code == 302


def test_a_new_password_ends_every_other_seat(room: Room) -> None:
    here, there = room.newcomer("reader", "One whose password was seen"), room.stranger()
    post(there, "/enter", {"login": login_of(here), "password": PASSWORD})
    fresh = "another password of the tests"
    assert post(here, "/me", {"old": "guessed", "new": fresh}).status_code == 422
    assert post(here, "/me", {"old": PASSWORD, "new": "password12345"}).status_code == 422
    assert there.get("/inbox").status_code == 200
    assert post(here, "/me", {"old": PASSWORD, "new": fresh}).status_code == 302
    assert here.get("/inbox").status_code == 200
    assert there.get("/inbox").status_code == 302
    assert post(there, "/enter", {"login": login_of(here), "password": PASSWORD}).status_code == 403


def test_who_guesses_is_shut_out_and_nobody_else(room: Room) -> None:
    one, other, guesser = room.newcomer("reader", "guessed"), room.newcomer("reader", "beside"), room.stranger()
    given = {"login": login_of(one), "password": "a guess of somebody"}
    tries = [post(guesser, "/enter", given, form="/enter").status_code for _ in range(9)]
    assert tries[:7] == [403] * 7
    assert tries[-1] == 429
    right = post(room.stranger(), "/enter", {**given, "password": PASSWORD})
    assert right.status_code == 429, "also with the right password: else the lock would tell which one it is"
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "Forwarded": "for=203.0.113.7"}
    guesser.headers.update(forged)
    assert post(guesser, "/enter", given).status_code == 429, "a header that no named proxy has sent"
    assert one.get("/inbox").status_code == 200, "who is at the desk stays there"
    assert post(room.stranger(), "/enter", {"login": login_of(other), "password": PASSWORD}).status_code == 302


def test_an_unknown_name_is_answered_like_a_wrong_password(room: Room) -> None:
    known = login_of(room.newcomer("reader", "known"))
    told: dict[str, list[float]] = {known: [], "nobody-of-that-name": []}
    pages = set()
    for _ in range(6):
        for name, seconds in told.items():
            client = room.stranger()
            fields = {"csrfmiddlewaretoken": token(client, "/enter"), "login": name, "password": "wrong"}
            start = time.perf_counter()
            answer = client.post("/enter", data=fields, headers={"Origin": room.base})
            seconds.append(time.perf_counter() - start)
            pages.add((answer.status_code, re.sub(r'value="[^"]+"', "", answer.text)))
    assert len(pages) == 1
    known_, unknown = (median(seconds) for seconds in told.values())
    assert unknown > known_ / 3, "a name that is not there must cost its hash too"


def test_rows_of_the_log_are_never_changed(room: Room) -> None:
    room.client("reporter")
    with sqlite3.connect(room.folder / "desk" / "desk.sqlite3", timeout=30) as file:
        (before,) = file.execute("SELECT count(*) FROM done").fetchone()
        assert before
        for change in (
            "UPDATE done SET who = 'nobody'",
            "DELETE FROM done",
            "REPLACE INTO done (id, at, who, what, item, note) SELECT id, at, 'nobody', what, item, note FROM done",
            "INSERT INTO done (id, at, who, what, item, note) SELECT id, at, '', what, item, note FROM done WHERE 1 "
            "ON CONFLICT DO UPDATE SET who = 'nobody'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                file.execute(change)
    for table in ("remark", "answer", "batch"):
        with sqlite3.connect(room.folder / "desk" / "desk.sqlite3", timeout=30) as file:
            names = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE tbl_name = ?", (table,))}
        assert {f"{table}_no_{verb}" for verb in ("update", "delete", "replace")} <= names


@pytest.mark.parametrize("headers", [{"X-Large": "a" * 200_000}, {f"X-{n}": "a" for n in range(300)}])
def test_a_head_without_end_is_refused(room: Room, headers: dict[str, str]) -> None:
    assert httpx.get(f"{room.base}/enter", headers=headers).status_code == 431


def test_a_name_that_is_not_ours_is_refused_with_a_sentence(room: Room) -> None:
    answer = room.stranger().get("/enter", headers={"Host": "rebound.evil.example"})
    assert answer.status_code == 400
    assert "--host" in answer.text
