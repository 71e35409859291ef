"""Does the API let programs do what their person may, refuse the rest in the one form, and do each thing once?"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_room import PASSWORD, Room, login_of, post
from firsthand.demo.tips import DemoTip

SCOPES = ("read", "check", "decide")
KNOWN = "In 2014 members of the Steppe Labour Confederation were marching against Maidan!"
ABSENT = "0" * 64


def made(client: httpx.Client, *scopes: str, name: str = "a test") -> str:
    """A new token of somebody, as their page shows it once."""
    given = {"name": name, "scope": list(scopes), "days": "7", "password": PASSWORD}
    page = post(client, "/me/tokens", given)
    assert page.status_code == 200, page.text
    return re.search(r"firsthand_[\w-]{43}", page.text)[0]  # type: ignore[index]


def program(room: Room, secret: str) -> httpx.Client:
    """A program with a token."""
    client = httpx.Client(base_url=f"{room.base}/api/v1", timeout=30, headers={"Authorization": f"Bearer {secret}"})
    room.clients.append(client)
    return client


@pytest.fixture(scope="module")
def programs(room: Room) -> dict[str, httpx.Client]:
    """A program of somebody of each role, with every scope."""
    return {role: program(room, made(room.client(role), *SCOPES)) for role in ("reader", "reporter", "editor", "admin")}


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem that an answer is, with all that RFC 9457 asks for."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "set-cookie" not in answer.headers
    said = answer.json()
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    assert said["instance"] == answer.request.url.path
    return dict(said)


def ended(client: httpx.Client, path: str) -> dict[str, Any]:
    """A tip once its check has ended."""
    for _ in range(600):
        tip = client.get(path).json()
        if tip["step"] in ("done", "failed"):
            return dict(tip)
        time.sleep(0.1)
    raise AssertionError(tip)


def test_a_picture_is_sent_checked_and_decided(
    room: Room, programs: dict[str, httpx.Client], demo_tips: dict[str, DemoTip]
) -> None:
    client, fields = programs["reporter"], demo_tips["cropped"].fields
    given = {"words": fields["caption"], "published": fields["published"], "lang": fields["lang"]}
    file = {"picture": ("march.jpg", Path(fields["picture"]).read_bytes(), "image/jpeg")}
    sent = client.post("/check", data=given, files=file)
    assert sent.status_code == 202, sent.text
    path = sent.headers["Location"].removeprefix("/api/v1")
    assert sent.headers["Location"] == f"/api/v1/inbox/{sent.json()['id']}"
    tip = ended(client, path)
    finding = next(one for one in tip["report_json"]["findings"] if one["code"] == "caption-date")
    assert finding["outcome"] == "contradicted"
    assert "/tmp/" not in json.dumps(tip)
    assert client.get(f"/reports/{tip['report']}").json()["report"] == tip["report_json"]
    match = next(one["match"] for one in tip["report_json"]["findings"] if one["match"])
    decision = {"tip": match["tip"], "item": match["item"], "answer": "yes", "why": "the banner, by program"}
    answer = client.post("/decisions", json=decision)
    assert answer.status_code == 201, answer.text
    assert answer.json()["who"] == "the reporter"
    assert "the banner, by program" in room.client("reporter").get(path).text
    exhibit = client.get(f"/exhibits/{tip['picture']}").json()
    assert exhibit["whole"] is True
    assert exhibit["media"] == "image/jpeg"
    rows = client.get("/decisions", params={"tip": match["tip"]}).json()["items"]
    assert [row["why"] for row in rows][-1] == "the banner, by program"


def test_words_are_sent_and_their_report_is_that_of_the_command(programs: dict[str, httpx.Client]) -> None:
    sent = programs["reporter"].post("/check", json={"words": KNOWN})
    tip = ended(programs["reporter"], f"/inbox/{sent.json()['id']}")
    assert {"tip", "findings", "not_checked", "version", "settings_digest", "made_at"} <= set(tip["report_json"])
    assert tip["outcome"]
    assert tip["text"] == KNOWN


def allowed(role: str, scope: str, op: dict[str, str]) -> int:
    """What the table of the test says: 403 where the role or the scope does not suffice."""
    least = {"check": 2, "decide": 2, "export": 3}.get(op["deed"], 1)
    rank = ("reader", "reporter", "editor", "admin").index(role) + 1
    return op["scope"] == scope and rank >= least


OPERATIONS = [
    {"method": "GET", "path": "/me", "scope": "read", "deed": "look"},
    {"method": "POST", "path": "/check", "scope": "check", "deed": "check"},
    {"method": "GET", "path": "/inbox", "scope": "read", "deed": "look"},
    {"method": "GET", "path": "/inbox/999999", "scope": "read", "deed": "look"},
    {"method": "GET", "path": "/cases", "scope": "read", "deed": "look"},
    {"method": "GET", "path": "/cases/absent", "scope": "read", "deed": "look"},
    {"method": "GET", "path": "/cases/absent/export", "scope": "read", "deed": "export"},
    {"method": "GET", "path": f"/reports/{ABSENT}", "scope": "read", "deed": "look"},
    {"method": "GET", "path": "/decisions", "scope": "read", "deed": "look"},
    {"method": "POST", "path": "/decisions", "scope": "decide", "deed": "decide"},
    {"method": "GET", "path": "/custody", "scope": "read", "deed": "look"},
    {"method": "GET", "path": f"/exhibits/{ABSENT}", "scope": "read", "deed": "look"},
]


def test_every_operation_is_open_to_its_role_with_its_scope_and_to_nobody_else(room: Room) -> None:
    described = room.stranger().get("/api/v1/openapi.json").json()["paths"]
    count = sum(len(ways) for ways in described.values())
    assert count == len(OPERATIONS), "an operation that this table does not know"
    for role in ("reader", "reporter", "editor", "admin"):
        for scope in SCOPES:
            client = program(room, made(room.client(role), scope, name=f"{role} {scope}"))
            for op in OPERATIONS:
                answer = client.request(op["method"], op["path"], json={} if op["method"] == "POST" else None)
                may = allowed(role, scope, op)
                assert (answer.status_code != 403) is may, (role, scope, op, answer.text)
                if not may:
                    problem(answer, 403)


@pytest.mark.parametrize("op", OPERATIONS, ids=lambda op: f"{op['method']} {op['path'][:20]}")
def test_without_a_token_that_holds_nothing_is_told(room: Room, op: dict[str, str]) -> None:
    for header in ({}, {"Authorization": "Bearer firsthand_wrong"}, {"Authorization": "Basic YTpi"}):
        answer = room.stranger().request(op["method"], f"/api/v1{op['path']}", headers=header)
        problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_nothing_here(room: Room) -> None:
    assert room.client("admin").get("/inbox").status_code == 200
    problem(room.client("admin").get("/api/v1/inbox"), 401)


def test_a_token_never_exceeds_what_its_person_is_now(room: Room) -> None:
    admin, person = room.client("admin"), room.newcomer("editor", "Demoted")
    client = program(room, made(person, *SCOPES))
    assert client.post("/check", json={"words": ""}).status_code == 422
    row = re.search(r'action="(/people/\d+/role)"[^\n]*Demoted', admin.get("/people").text)
    assert row
    post(admin, row[1], {"role": "reader"}, form="/people")
    problem(client.post("/check", json={"words": "hello"}), 403)
    assert client.get("/inbox").status_code == 200
    post(admin, row[1], {"role": "barred"}, form="/people")
    problem(client.get("/inbox"), 401)
    post(admin, row[1], {"role": "editor"}, form="/people")
    problem(client.get("/inbox"), 401)


def test_tokens_are_withdrawn_expire_and_end_with_the_password(room: Room) -> None:
    person = room.newcomer("reader", "With tokens")
    first, second = (program(room, made(person, "read", name=name)) for name in ("first", "second"))
    page = person.get("/me/tokens").text
    assert "firsthand_" not in page, "shown again"
    last = re.search(r"/me/tokens/\d+/withdraw", page)[0]  # type: ignore[index]
    other = room.newcomer("reader", "Somebody else")
    post(other, last, form="/me/tokens")
    assert second.get("/me").status_code == 200, "withdrawn by somebody else"
    post(person, last, form="/me/tokens")
    problem(second.get("/me"), 401)
    assert first.get("/me").json()["token"] == "first"
    assert post(person, "/me", {"old": PASSWORD, "new": PASSWORD + " anew"}).status_code == 302
    problem(first.get("/me"), 401)
    old = program(room, made(room.newcomer("reader", "Long ago"), "read", name="old one"))
    with closing(sqlite3.connect(room.folder / "desk" / "desk.sqlite3", timeout=10)) as file, file:
        file.execute("UPDATE token SET until = '2020-01-01' WHERE name = 'old one'")
    problem(old.get("/me"), 401)


def test_a_token_is_made_by_those_alone_who_know_the_password(room: Room) -> None:
    person = room.newcomer("reader", "Left the browser open")
    given = {"name": "x", "scope": ["read"], "days": "7", "password": "not it"}
    assert post(person, "/me/tokens", given).status_code == 422
    assert post(person, "/me/tokens", {**given, "password": PASSWORD, "days": "9999"}).status_code == 422
    assert "firsthand_" not in post(person, "/me/tokens", {**given, "scope": ["rule"], "password": PASSWORD}).text


def test_only_the_digest_of_a_token_is_kept(room: Room) -> None:
    secret = made(room.client("reader"), "read")
    with closing(sqlite3.connect(room.folder / "desk" / "desk.sqlite3", timeout=10)) as file:
        kept = "\n".join(file.iterdump())
    assert secret not in kept
    assert secret.removeprefix("firsthand_") not in kept


def test_the_same_key_is_the_same_deed(programs: dict[str, httpx.Client]) -> None:
    client, key = programs["reporter"], {"Idempotency-Key": "tip-1"}
    first = client.post("/check", json={"words": "Sent once"}, headers=key)
    again = client.post("/check", json={"words": "Sent once"}, headers=key)
    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    problem(client.post("/check", json={"words": "Sent twice"}, headers=key), 422)
    problem(client.post("/decisions", json={"tip": "x", "item": "y", "answer": "no"}, headers=key), 422)
    others = programs["editor"].post("/check", json={"words": "Sent once"}, headers=key)
    assert others.json()["id"] != first.json()["id"], "keys are each person's own"
    assert len(client.get("/inbox", params={"q": "Sent once"}).json()["items"]) == 2


def test_at_once_with_one_key_it_is_done_once(programs: dict[str, httpx.Client]) -> None:
    client, key = programs["reporter"], {"Idempotency-Key": "at once"}
    with ThreadPoolExecutor(6) as crowd:
        sent = list(crowd.map(lambda _: client.post("/check", json={"words": "All at once"}, headers=key), range(6)))
    assert {one.status_code for one in sent} <= {202, 409}
    assert len({one.json()["id"] for one in sent if one.status_code == 202}) == 1
    assert len(client.get("/inbox", params={"q": "All at once"}).json()["items"]) == 1


def test_a_request_that_was_refused_may_be_sent_anew_with_its_key(programs: dict[str, httpx.Client]) -> None:
    client, key = programs["reporter"], {"Idempotency-Key": "refused"}
    wrong = {"tip": "text:1", "item": "no/case", "answer": "no"}
    problem(client.post("/decisions", json=wrong, headers=key), 422)
    assert client.post("/check", json={"words": "With the key of what was refused"}, headers=key).status_code == 202


def test_the_first_that_has_not_ended_stands_in_the_way(room: Room, programs: dict[str, httpx.Client]) -> None:
    client, key = programs["reporter"], {"Idempotency-Key": "cut off"}
    client.post("/check", json={"words": "Cut off"}, headers=key)
    with closing(sqlite3.connect(room.folder / "desk" / "desk.sqlite3", timeout=10)) as file, file:
        file.execute("UPDATE once SET status = 0 WHERE key = 'cut off'")
    problem(client.post("/check", json={"words": "Cut off"}, headers=key), 409)


@pytest.mark.parametrize(
    ("body", "kind", "status", "why"),
    [
        (b"{", "application/json", 400, "no JSON"),
        (b'{"words": "\\ud800"}', "application/json", 400, "half a character"),
        (b"[]", "application/json", 422, "no object"),
        (b'{"words": 7}', "application/json", 422, "a number"),
        (b'{"words": "x", "by": 1}', "application/json", 422, "a field that is none: nobody sets who sent it"),
        (b'{"words": ""}', "application/json", 422, "nothing"),
        (b'{"words": "x", "published": "2022-13-40"}', "application/json", 422, "no day"),
        (b'{"words": "x", "lang": "not a language"}', "application/json", 422, "no language"),
        (b"words=x", "application/x-www-form-urlencoded", 415, "a form without a picture"),
        (b"x", "text/plain", 415, "words alone"),
        (b"--a\r\n", "multipart/form-data; boundary=b", 422, "an empty form"),
        (b"x", "multipart/form-data", 400, "no boundary"),
        (b"\xff", "application/json", 400, "no UTF-8"),
    ],
)
def test_what_cannot_be_taken_says_why(
    programs: dict[str, httpx.Client], body: bytes, kind: str, status: int, why: str
) -> None:
    answer = programs["reporter"].post("/check", content=body, headers={"Content-Type": kind})
    assert problem(answer, status), why


def test_a_file_that_is_no_picture_is_refused(programs: dict[str, httpx.Client]) -> None:
    client = programs["reporter"]
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    said = problem(client.post("/check", files={"picture": ("x.jpg", svg, "image/jpeg")}), 422)
    assert "never rendered" in said["detail"]
    problem(client.post("/check", data={"words": "x"}, files={"other": ("x", b"1", "text/plain")}), 422)


def test_a_body_is_bounded(room: Room, programs: dict[str, httpx.Client]) -> None:
    problem(programs["reporter"].post("/check", json={"words": "x" * 1_000_001}), 413)
    answer = programs["reporter"].post(
        "/check", content=iter([b'{"words": "x"}']), headers={"Content-Type": "application/json"}
    )
    problem(answer, 411)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/inbox/x", 404),
        ("GET", f"/inbox/{2**70}", 404),
        ("GET", "/cases/no-such-case", 404),
        ("GET", f"/reports/{ABSENT}", 404),
        ("GET", "/reports/short", 404),
        ("GET", f"/exhibits/{ABSENT}", 404),
        ("GET", "/exhibits/..%2f..%2fdesk%2fsecret.key", 404),
        ("GET", "/inbox?limit=0", 422),
        ("GET", "/inbox?limit=x", 422),
        ("GET", "/inbox?view=secret", 422),
        ("GET", "/inbox?cursor=made-up", 422),
        ("GET", "/cases?cursor=dGlwOjE", 422),
        ("DELETE", "/inbox", 405),
        ("POST", "/inbox", 405),
        ("PUT", "/check", 405),
        ("TRACE", "/check", 405),
    ],
)
def test_what_is_not_there_or_not_so(programs: dict[str, httpx.Client], method: str, path: str, status: int) -> None:
    answer = programs["admin"].request(method, path)
    problem(answer, status)
    if status == 405:
        assert answer.headers["Allow"]


def test_lists_are_walked_by_cursors(programs: dict[str, httpx.Client]) -> None:
    client = programs["reporter"]
    for path in ("/inbox", "/cases", "/cases?q=the"):
        whole = client.get(path, params={"limit": 200} if "?" not in path else None).json()["items"]
        walked, cursor = [], None
        for _ in range(len(whole) + 1):
            given = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
            page = client.get(
                path if "?" not in path else "/cases", params=given | ({"q": "the"} if "?" in path else {})
            )
            walked += page.json()["items"]
            cursor = page.json()["next"]
            if cursor is None:
                break
        assert [one["id"] for one in walked] == [one["id"] for one in whole]
        assert len(whole) > 1


def test_a_case_is_read_and_leaves_as_a_casefile(room: Room, programs: dict[str, httpx.Client], tmp_path: Path) -> None:
    from firsthand import api

    id = programs["editor"].get("/cases", params={"q": "ΛΥΣΑΝΚΑ"}).json()["items"][0]["id"]
    assert programs["editor"].get(f"/cases/{id}").json()["case"]["id"] == id
    for form in ("yaml", "json", "jsonl"):
        answer = programs["editor"].get(f"/cases/{id}/export", params={"form": form})
        assert answer.status_code == 200
        file = tmp_path / f"case.{form}"
        file.write_text(answer.text, encoding="utf-8")
        with api.init(tmp_path / form) as desk:
            desk.import_cases([file], who="a test")
            assert desk.book.case(id) is not None
    told = (room.folder / "custody" / "log.txt").read_text(encoding="utf-8")
    assert f"case {id}" in told
    assert "the editor" in told


def test_a_damaged_exhibit_is_told(room: Room, programs: dict[str, httpx.Client]) -> None:
    case = programs["reader"].get("/cases", params={"q": "march"}).json()["items"][0]["id"]
    picture = programs["reader"].get(f"/cases/{case}").json()["pictures"][0]["sha256"]
    place = room.folder / "exhibits" / picture[:2] / picture
    bytes_before = place.read_bytes()
    place.chmod(0o600)
    try:
        place.write_bytes(bytes_before[:-1] + bytes([bytes_before[-1] ^ 1]))
        said = programs["reader"].get(f"/exhibits/{picture}").json()
    finally:
        place.write_bytes(bytes_before)
    assert said["whole"] is False
    assert "changed or damaged" in said["problem"]
    assert programs["reader"].get(f"/exhibits/{picture}").json()["whole"] is True


def test_the_head_is_signed(programs: dict[str, httpx.Client]) -> None:
    said = programs["reader"].get("/custody").json()
    assert "untrusted comment:" in said["signature"]
    assert "minisign public key" in said["public_key"] or "untrusted comment:" in said["public_key"]
    assert json.loads(said["head"])


def test_too_many_requests_wait(room: Room) -> None:
    client = program(room, made(room.newcomer("reporter", "In a hurry"), "check"))
    for _ in range(2 * 121):
        answer = client.post("/check", json={"words": ""})
        if answer.status_code == 429:
            break
    assert problem(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_what_programs_do_stands_in_the_log_with_their_token(room: Room, programs: dict[str, httpx.Client]) -> None:
    name = "the nightly feed"
    client = program(room, made(room.client("reporter"), "check", name=name))
    client.post("/check", json={"words": "From the feed"})
    page = room.client("admin").get("/log").text
    assert f"by the token {name}" in page


def test_hostile_words_leave_as_they_came(room: Room, programs: dict[str, httpx.Client]) -> None:
    words = '<script>alert(1)</script> "quoted" \u202e turned'
    sent = programs["reporter"].post("/check", json={"words": words})
    answer = programs["reader"].get(f"/inbox/{sent.json()['id']}")
    assert answer.json()["text"] == words
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert login_of(room.client("reporter")) not in answer.text, "the name to enter by is nobody's business"
