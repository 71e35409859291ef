"""Does single sign-on let in who has linked themselves, and nobody else? By a real server and a real provider."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from desk_room import PASSWORD, Room, login_of, post
from sign_on_provider import Provider
from sign_on_room import (
    BACK,
    LAPSED,
    TAKEN,
    UNLINKED,
    link,
    linked,
    outside,
    sent,
    signed,
)
from test_desk_attacks import ELSEWHERE
from test_desk_roles import number_of
from test_desk_second_factor import armed, rows

# Who enters


def test_who_has_linked_an_identity_enters_by_it(desk: Room, truth: Provider) -> None:
    client = linked(truth, desk, "w-1")
    assert "you can enter by Our &lt;i&gt;newsroom" in client.get("/me/sign-on").text
    door = desk.stranger().get("/enter?next=/cases%3Fq=a%26b").text
    assert 'href="/enter/sign-on?next=/cases%3Fq%3Da%26b"' in door
    assert "Enter with Our &lt;i&gt;newsroom&lt;/i&gt;" in door
    fresh = desk.stranger()
    before = sent(truth, fresh, "w-1", "/enter/sign-on?next=/cases%3Fq%3Da%26b")
    key = fresh.cookies["sessionid"]
    assert fresh.get(before).headers["Location"] == "/cases?q=a&b"
    assert "The one called w-1" in fresh.get("/me").text
    assert fresh.cookies["sessionid"] != key, "a session that was known before is worth nothing"
    what = [row[0] for row in rows(desk, "SELECT what FROM done WHERE who = 'The one called w-1' ORDER BY id")]
    assert what[-2:] == ["identity-linked", "signed-on"]
    assert len(rows(desk, "SELECT 1 FROM seat JOIN person ON person.id = person_id WHERE name LIKE '%w-1'")) == 2


def test_an_identity_that_nobody_has_linked_makes_nobody(desk: Room, truth: Provider) -> None:
    """Also where it bears the e-mail or the name of somebody at the desk: what a provider says of names proves nothing here."""
    people = rows(desk, "SELECT count(*) FROM person")
    admin = login_of(desk.client("admin"))
    truth.claims = {"email": f"{admin}@desk.example", "preferred_username": admin, "name": "the admin"}
    for who in ("a stranger", admin, "the admin"):
        client = desk.stranger()
        answer = signed(truth, client, who)
        assert (answer.status_code, UNLINKED in answer.text, outside(client)) == (403, True, True)
    assert rows(desk, "SELECT count(*) FROM person") == people


def test_who_is_barred_does_not_enter_by_it(desk: Room, truth: Provider) -> None:
    client = linked(truth, desk, "barred")
    admin = desk.client("admin")
    rows(desk, "UPDATE person SET is_active = 0 WHERE login = ?", login_of(client))
    fresh = desk.stranger()
    answer = signed(truth, fresh, "barred")
    assert (answer.status_code, "may not enter" in answer.text, outside(fresh)) == (403, True, True)
    for role in ("barred", "reader"):
        post(admin, f"/people/{number_of(admin, login_of(client))}/role", {"role": role}, form="/people")
    assert UNLINKED in signed(truth, desk.stranger(), "barred").text, "and the link is gone"


def test_a_second_factor_is_asked_for_all_the_same(desk: Room, truth: Provider) -> None:
    one = armed(desk, name="Linked and armed")
    assert link(truth, one.client, "armed").status_code == 302
    half = desk.stranger()
    assert signed(truth, half, "armed", "/cases").headers["Location"] == "/enter/code"
    for path in ("/inbox", "/me", "/me/sign-on", "/me/sign-on/link"):
        assert half.get(path).headers["Location"].startswith("/enter?"), path
    assert post(half, "/enter/code", {"code": "000"}).status_code == 403
    assert post(half, "/enter/code", {"code": one.spare[0]}).headers["Location"] == "/cases"
    assert not outside(half)
    what = [row[0] for row in rows(desk, "SELECT what FROM done WHERE who = 'Linked and armed' ORDER BY id")]
    assert what[-2:] == ["signed-on", "fell-back"]


def test_a_new_sign_on_does_not_keep_a_half_open_door_open(desk: Room, truth: Provider) -> None:
    one = armed(desk)
    half = desk.stranger()
    post(half, "/enter", {"login": one.login, "password": PASSWORD})
    assert half.get("/enter/code").status_code == 200
    assert half.get("/enter/sign-on").status_code == 302
    assert half.get("/enter/code").headers["Location"] == "/enter"
    cookie = next(cookie for cookie in half.cookies.jar if cookie.name == "sessionid")
    assert cookie.expires is not None
    assert cookie.expires - time.time() < 601, "ten minutes"


def test_by_the_rule_a_factor_is_owed_all_the_same(desk: Room, truth: Provider) -> None:
    admin = desk.client("admin")
    linked(truth, desk, "an editor", "editor")
    rows(desk, "INSERT INTO rule (name, value) VALUES ('second-factor', 'on')")
    try:
        client = desk.stranger()
        assert signed(truth, client, "an editor").headers["Location"] == "/"
        assert client.get("/inbox").headers["Location"] == "/me/factor"
    finally:
        rows(desk, "DELETE FROM rule WHERE name = 'second-factor'")
    assert admin.get("/inbox").status_code == 200


@pytest.mark.parametrize("onto", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_it(desk: Room, truth: Provider, onto: str) -> None:
    if not rows(desk, "SELECT 1 FROM identity WHERE subject = 'sent'"):
        linked(truth, desk, "sent")
    client = desk.stranger()
    assert signed(truth, client, "sent", onto).headers["Location"] == "/"
    assert client.get("/enter/sign-on", params={"next": onto}).headers["Location"] == "/", "who is in already"


# Linking and unlinking


def test_an_identity_is_of_one_person_and_a_person_has_one(desk: Room, truth: Provider) -> None:
    first = linked(truth, desk, "wanted")
    second = desk.newcomer("reader", "Another")
    answer = link(truth, second, "wanted")
    assert (answer.status_code, TAKEN in answer.text) == (409, True)
    assert "The one called wanted" in first.get("/me").text
    fresh = desk.stranger()
    signed(truth, fresh, "wanted")
    assert "The one called wanted" in fresh.get("/me").text
    page = post(first, "/me/sign-on", {"deed": "begin", "password": PASSWORD})
    assert page.headers["Location"] == "/me/sign-on", "who has one does not begin another"


def test_without_the_password_nobody_links(desk: Room, truth: Provider) -> None:
    """A browser that was left open must not give its finder a way in of their own."""
    client = desk.newcomer("reader", "One who left a browser open")
    assert client.get("/me/sign-on/link").headers["Location"] == "/me/sign-on"
    answer = post(client, "/me/sign-on", {"deed": "begin", "password": "a guess"})
    assert (answer.status_code, "/me/sign-on/link" in answer.text) == (422, False)
    assert client.get("/me/sign-on/link").headers["Location"] == "/me/sign-on"
    assert post(client, "/me/sign-on", {"deed": "x"}).status_code == 422
    post(client, "/me/sign-on", {"deed": "begin", "password": PASSWORD})
    assert client.get("/me/sign-on/link").headers["Location"].startswith(truth.issuer)
    assert client.get("/me/sign-on/link").headers["Location"] == "/me/sign-on", "once"


def test_who_has_unlinked_enters_by_it_no_more_and_other_sessions_end(desk: Room, truth: Provider) -> None:
    client, fresh = linked(truth, desk, "leaving"), desk.stranger()
    signed(truth, fresh, "leaving")
    assert not outside(fresh)
    assert client.get("/me/sign-on?deed=off").status_code == 200
    assert post(client, "/me/sign-on", {"deed": "off"}).status_code == 302
    assert "nobody enters in your name by Our &lt;i&gt;" in client.get("/me/sign-on").text
    assert outside(fresh)
    assert UNLINKED in signed(truth, desk.stranger(), "leaving").text
    assert rows(desk, "SELECT who FROM done WHERE what = 'identity-unlinked' AND who LIKE '%leaving'")
    assert link(truth, client, "leaving").status_code == 302, "and may be linked anew"


@pytest.mark.parametrize("how", ["a new password", "an admin ends all sessions"])
def test_the_link_ends_with(desk: Room, truth: Provider, how: str) -> None:
    """Whoever knew the password may have linked an identity of their own."""
    client = linked(truth, desk, how)
    if how == "a new password":
        assert post(client, "/me", {"old": PASSWORD, "new": "another of the tests"}).status_code == 302
    else:
        admin = desk.client("admin")
        post(admin, f"/people/{number_of(admin, login_of(client))}/seats/end", form="/people")
    assert UNLINKED in signed(truth, desk.stranger(), how).text


# State


def test_an_answer_counts_once(desk: Room, truth: Provider) -> None:
    linked(truth, desk, "once")
    client = desk.stranger()
    back = sent(truth, client, "once")
    held = dict(client.cookies)
    assert client.get(back).status_code == 302
    assert LAPSED in client.get(back).text
    with httpx.Client(base_url=desk.base, cookies=held) as again:
        answer = again.get(back)
        assert (answer.status_code, outside(again)) == (403, True)


def test_of_many_answers_at_once_one_counts(desk: Room, truth: Provider) -> None:
    linked(truth, desk, "many")
    client = desk.stranger()
    back, held = sent(truth, client, "many"), dict(client.cookies)

    def come(_: int) -> int:
        with httpx.Client(base_url=desk.base, cookies=held, timeout=30) as one:
            return one.get(back).status_code

    with ThreadPoolExecutor(6) as at_once:
        assert sorted(at_once.map(come, range(6))) == [302, *[403] * 5]


def test_nobody_is_brought_in_by_anothers_answer(desk: Room, truth: Provider) -> None:
    """Else somebody's work would be done in the name of whoever sent them a link, or a finder's identity be theirs."""
    linked(truth, desk, "a cheat")
    back = sent(truth, desk.stranger(), "a cheat")
    begun, idle, seated = desk.stranger(), desk.stranger(), desk.newcomer("editor", "Somebody cheated")
    begun.get("/enter/sign-on")
    post(seated, "/me/sign-on", {"deed": "begin", "password": PASSWORD})
    mine = sent(truth, seated, "my own", "/me/sign-on/link")
    for client in (begun, idle, seated):
        answer = client.get(back)
        assert (answer.status_code, LAPSED in answer.text) == (403, True)
    assert outside(begun)
    assert not rows(desk, "SELECT 1 FROM identity JOIN person ON person.id = person_id WHERE name = 'Somebody cheated'")
    assert seated.get(mine).headers["Location"] == "/me/sign-on", "and what was begun goes on"


@pytest.mark.parametrize("state", [None, "", "a", "é", "x" * 5000])
def test_a_wrong_state_is_refused(desk: Room, truth: Provider, state: str | None) -> None:
    client = desk.stranger()
    given = parse_qs(urlsplit(sent(truth, client, "w-1")).query)
    wrong = {"code": given["code"][0], **({} if state is None else {"state": state})}
    assert client.get(BACK, params=wrong).status_code == 403
    assert desk.stranger().get(BACK, params=wrong).status_code == 403
    assert outside(client)


AGED = """
import sys
from pathlib import Path
from firsthand.desk.conf import configure
configure(Path(sys.argv[1]))
from firsthand.desk.sessions import SessionStore
held = SessionStore(sys.argv[2])
held["sign-on"] = {**held["sign-on"], "at": held["sign-on"]["at"] - 601}
held.save()
"""


@pytest.mark.parametrize("way", ["enter", "link"])
def test_after_ten_minutes_it_is_too_late(desk: Room, truth: Provider, way: str) -> None:
    client = linked(truth, desk, "late") if way == "enter" else desk.newcomer("reader", "A late one")
    if way == "enter":
        client = desk.stranger()
        back = sent(truth, client, "late")
    else:
        post(client, "/me/sign-on", {"deed": "begin", "password": PASSWORD})
        back = sent(truth, client, "later", "/me/sign-on/link")
    subprocess.run([sys.executable, "-c", AGED, str(desk.folder), client.cookies["sessionid"]], check=True)
    assert LAPSED in client.get(back).text


def test_who_entered_otherwise_meanwhile_links_nothing_of_anothers(desk: Room, truth: Provider) -> None:
    client = desk.newcomer("reader", "The first in this browser")
    post(client, "/me/sign-on", {"deed": "begin", "password": PASSWORD})
    back = sent(truth, client, "the first", "/me/sign-on/link")
    other = desk.newcomer("reader", "The second in this browser")
    post(client, "/leave", form="/me")
    post(client, "/enter", {"login": login_of(other), "password": PASSWORD})
    assert LAPSED in client.get(back).text
    assert not rows(desk, "SELECT 1 FROM identity WHERE subject = 'the first'")
