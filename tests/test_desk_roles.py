"""May each do what they may, and no more? Every address x every method x everybody, and whose things are whose."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from desk_room import PASSWORD, ROLES, Room, login_of, post, token

EVERYBODY = ("", *ROLES)
NO_WAY, ANYBODY = "-", ""
EXPECTED: dict[str, tuple[str, str]] = {
    "home": ("reader", NO_WAY),
    "enter": (ANYBODY, ANYBODY),
    "lang": (NO_WAY, ANYBODY),
    "join": (ANYBODY, ANYBODY),
    "me": ("reader", "reader"),
    "end-seat": (NO_WAY, "reader"),
    "check": ("reporter", "reporter"),
    "inbox": ("reader", NO_WAY),
    "bulk": (NO_WAY, "reporter"),
    "undo": (NO_WAY, "reporter"),
    "tip": ("reader", NO_WAY),
    "progress": ("reader", NO_WAY),
    "again": (NO_WAY, "reporter"),
    "decide": (NO_WAY, "reporter"),
    "remark": (NO_WAY, "reporter"),
    "assign": (NO_WAY, "reporter"),
    "draft": (NO_WAY, "reporter"),
    "sign": (NO_WAY, "editor"),
    "cases": ("reader", NO_WAY),
    "case-new": ("editor", "editor"),
    "case-edit": ("editor", "editor"),
    "add": ("editor", "editor"),
    "change": ("editor", "editor"),
    "regions": ("editor", "editor"),
    "appearance": (NO_WAY, "editor"),
    "revision": ("reader", NO_WAY),
    "merge": ("editor", "editor"),
    "split": ("editor", "editor"),
    "unjoin": (NO_WAY, "editor"),
    "case": ("reader", NO_WAY),
    "picture": ("reader", NO_WAY),
    "style": (ANYBODY, NO_WAY),
    "people": ("admin", NO_WAY),
    "invite": (NO_WAY, "admin"),
    "withdraw": (NO_WAY, "admin"),
    "role": (NO_WAY, "admin"),
    "end-seats": (NO_WAY, "admin"),
    "rules": (NO_WAY, "admin"),
    "log": ("admin", NO_WAY),
    "ask": (ANYBODY, ANYBODY),
    "receipt": (ANYBODY, NO_WAY),
    "tokens": ("reader", "reader"),
    "withdraw-token": (NO_WAY, "reader"),
    "enter-code": (ANYBODY, ANYBODY),
    "factor": ("reader", "reader"),
    "end-factor": (NO_WAY, "admin"),
    "export": (NO_WAY, "editor"),
    "looks": ("reader", "editor"),
    "captures": ("reader", "reporter"),
    "capture": ("reader", NO_WAY),
    "exhibit": ("reader", NO_WAY),
    "verify": (NO_WAY, "reader"),
    "download": (NO_WAY, "editor"),
    "errand": ("reader", NO_WAY),
    "voices": ("reader", "reporter"),
    "audit": ("reader", NO_WAY),
    "sign-on": (ANYBODY, NO_WAY),
    "sign-on-back": (ANYBODY, NO_WAY),
    "my-sign-on": ("reader", "reader"),
    "link-sign-on": ("reader", NO_WAY),
    "leave": (NO_WAY, "reader"),
}
"""The least who may GET and who may POST, by the name of the address. An address without a row is a fault of its own."""

TABLE = """
import json, sys
from pathlib import Path
from firsthand.desk.conf import configure
configure(Path(sys.argv[1]))
from firsthand.desk.roles import NEEDS
from firsthand.desk.urls import ROUTES
least = lambda way: "-" if way is None else NEEDS[way.deed].word if NEEDS[way.deed] else ""
print(json.dumps({route.name: [route.path, least(route.get), least(route.post)] for route in ROUTES}))
"""
NO_ROLE, NO_METHOD = "Your role does not allow this", "This address cannot be used in this way"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The room's own table by value, read in a process apart: Django is set up once in each."""
    command = [sys.executable, "-c", TABLE, str(tmp_path_factory.mktemp("table"))]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


@pytest.fixture(scope="module")
def people(room: Room) -> dict[str, httpx.Client]:
    """One of each role who is there for this walk alone: it ends with all of them leaving."""
    return {role: room.newcomer(role, f"a walking {role}") if role else room.stranger() for role in EVERYBODY}


def test_every_address_has_its_row(table: dict[str, list[str]]) -> None:
    assert {name: tuple(row[1:]) for name, row in table.items()} == EXPECTED


def address(path: str) -> str:
    """An address of this form at which there is nothing, so that who may do the deed does no harm by it."""
    return "/" + re.sub(r"<\w+:\w+>", lambda part: "999999999" if part[0].startswith("<int") else "nothing", path)


def outcome(answer: httpx.Response) -> str:
    """What the room said: `in`, `enter` (come in first), `role` or `method`."""
    if answer.status_code == 302 and answer.headers["Location"].startswith("/enter?next="):
        return "enter"
    if answer.status_code == 403 and NO_ROLE in answer.text:
        return "role"
    return "method" if answer.status_code == 405 else "in"


def wanted(least: str, role: str) -> str:
    if least == NO_WAY:
        return "method"
    if not role and least:
        return "enter"
    return "in" if EVERYBODY.index(role) >= EVERYBODY.index(least) else "role"


@pytest.mark.parametrize("name", EXPECTED)
def test_the_role_table(room: Room, people: dict[str, httpx.Client], table: dict[str, list[str]], name: str) -> None:
    where, (get, post_) = address(table[name][0]), EXPECTED[name]
    for role, client in people.items():
        fields = {"csrfmiddlewaretoken": token(client, "/enter")}
        origin = {"Origin": room.base}
        assert outcome(client.get(where)) == wanted(get, role), f"{role or 'nobody'} GET {where}"
        assert client.head(where).status_code == client.get(where).status_code
        assert outcome(client.post(where, data=fields, headers=origin)) == wanted(post_, role), f"{role} POST {where}"
        for method in ("PUT", "DELETE"):
            header = {**origin, "X-CSRFToken": fields["csrfmiddlewaretoken"]}
            refused = client.request(method, where, headers=header)
            assert outcome(refused) == "method"
            assert set(refused.headers["Allow"].split(", ")) <= {"GET", "HEAD", "POST"}


def test_a_page_that_waits_is_told_that_nobody_is_here_any_more(room: Room) -> None:
    answer = room.stranger().get("/inbox/1/progress", headers={"HX-Request": "true"})
    assert answer.status_code == 401, "a redirect would put the way in into the middle of the page"


def seats(client: httpx.Client) -> list[str]:
    return re.findall(r'action="(/me/seats/\d+/end)"', client.get("/me").text)


def test_a_person_ends_only_their_own_seats(room: Room) -> None:
    one, other = room.newcomer("editor", "one"), room.newcomer("editor", "other")
    (theirs,) = seats(other)
    post(one, theirs, form="/me")
    assert other.get("/inbox").status_code == 200
    (mine,) = seats(one)
    post(one, mine, form="/me")
    assert one.get("/inbox").status_code == 302


def test_a_person_takes_back_only_what_they_did(room: Room) -> None:
    one, other = room.client("reporter"), room.client("editor")
    path = post(one, "/check", {"words": "A tip that somebody closes"}).headers["Location"]
    post(one, "/inbox/bulk", {"deed": "close", "tip": path.rpartition("/")[2]}, form="/check")
    undo = re.search(r'action="(/inbox/undo/\d+)"', one.get("/inbox?view=closed").text)[1]  # type: ignore[index]
    assert post(other, undo, form="/check").status_code == 404
    assert path in one.get("/inbox?view=closed").text
    assert post(one, undo, form="/check").status_code == 302
    assert path not in one.get("/inbox?view=closed").text


@pytest.mark.parametrize("role", ROLES[:3])
def test_only_admins_invite_and_nobody_makes_themselves_more(room: Room, role: str) -> None:
    climber = room.client(role)
    assert post(climber, "/people/invite", {"role": "admin"}, form="/me").status_code == 403
    for page, fields in (("/me", {"old": "wrong"}), ("/lang", {"lang": "en"})):
        post(climber, page, {**fields, "role": "4", "is_active": "1", "is_superuser": "1"}, form="/me")
    assert f"{role}</p>" in climber.get("/me").text
    assert climber.get("/people").status_code == 403


def number_of(admin: httpx.Client, login: str) -> str:
    page = admin.get("/people").text
    row = next(row for row in page.split("<tr ") if login in row)
    return re.search(r'action="/people/(\d+)/role"', row)[1]  # type: ignore[index]


def test_somebody_who_is_barred_is_out_at_once_and_stays_out(room: Room) -> None:
    admin, gone = room.client("admin"), room.newcomer("editor", "Somebody who is barred")
    number = number_of(admin, login_of(gone))
    post(admin, f"/people/{number}/role", {"role": "barred"}, form="/people")
    assert gone.get("/inbox").status_code == 302
    again = post(gone, "/enter", {"login": login_of(gone), "password": PASSWORD})
    assert again.status_code == 403
    assert "login name or the password is wrong" in again.text


def test_a_lower_role_holds_at_the_next_click(room: Room) -> None:
    admin, lowered = room.client("admin"), room.newcomer("editor", "Somebody with less")
    number = number_of(admin, login_of(lowered))
    post(admin, f"/people/{number}/role", {"role": "reader"}, form="/people")
    assert lowered.get("/check").status_code == 403
    assert lowered.get("/inbox").status_code == 200


def test_all_of_somebodys_sessions_end_by_an_admin(room: Room) -> None:
    admin, one = room.client("admin"), room.newcomer("reader", "Somebody whose telephone was lost")
    post(admin, f"/people/{number_of(admin, login_of(one))}/seats/end", form="/people")
    assert one.get("/inbox").status_code == 302


def test_an_invitation_gives_its_role_whatever_the_form_says(room: Room) -> None:
    link, joiner = room.invitation("reader"), room.stranger()
    fields = {"login": "climber", "name": "A climber", "password": PASSWORD, "role": "admin", "is_active": "1"}
    assert post(joiner, link, fields).status_code == 302
    assert joiner.get("/people").status_code == 403
    assert joiner.get(link).status_code == 404, "an invitation lets one person in"


def test_an_invitation_that_was_withdrawn_lets_nobody_in(room: Room) -> None:
    admin = room.client("admin")
    link = room.invitation("editor")
    newest = re.search(r'action="(/people/invitations/\d+/withdraw)"', admin.get("/people").text)[1]  # type: ignore[index]
    post(admin, newest, form="/people")
    assert room.stranger().get(link).status_code == 404


def test_one_writer_cannot_sign_alone_where_two_people_must(room: Room) -> None:
    one = room.newcomer("editor", "A writer who would sign")
    path = post(one, "/check", {"words": "A tip with one editor"}).headers["Location"]
    post(one, f"{path}/draft", {"verdict": "true", "words": "So it is.", "signed": "1", "by": "1"}, form=path)
    page = one.get(path).text
    assert "Draft until signed" in page
    draft = re.search(r'<div class="draft">.*?</div>', page, re.DOTALL)[0]  # type: ignore[index]
    assert "A writer who would sign" in draft, "a draft is of the one who wrote it, whatever the form says"
    newest = re.search(r'name="seen" value="(\d+)"', page)[1]  # type: ignore[index]
    assert post(one, f"{path}/sign", {"answer": newest}, form=path).status_code == 403


def test_the_folder_of_the_room_is_nobody_elses(room: Room) -> None:
    folder = Path(room.folder) / "desk"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "secret.key").stat().st_mode & 0o077 == 0
