"""Does a tip find its way through the room: sent, checked, decided, drafted, signed by another, and seen by the asker?"""

from __future__ import annotations

import hashlib
import re
from itertools import count
from pathlib import Path

import httpx
import pytest

from desk_room import PASSWORD, Room, login_of, post, settled
from firsthand.demo.tips import DemoTip


def asked(room: Room, words: str) -> httpx.Response:
    """Somebody outside sends words by the public form, with the work that a browser would do."""
    outside = room.stranger()
    page = outside.get("/ask").text
    challenge = re.search(r'name="challenge" value="([^"]+)"', page)[1]  # type: ignore[index]
    bits = int(re.search(r'data-work="(\d+)"', page)[1])  # type: ignore[index]
    work = next(
        str(n)
        for n in count()
        if int.from_bytes(hashlib.sha256(f"{challenge}:{n}".encode()).digest(), "big") >> (256 - bits) == 0
    )
    return post(outside, "/ask", {"words": words, "challenge": challenge, "work": work})


def waiting(client: httpx.Client, address: str = "/me") -> tuple[int, int, str]:
    """(tips in the inbox, tips to be signed, the place where the reader is), as the bar of a page says it."""
    bar = client.get(address).text.split("</nav>")[0]
    counts = [
        int(found[1]) if (found := re.search(rf'{name}(?: <span class="n">(\d+)</span>)?</a>', bar)) and found[1] else 0
        for name in ("Inbox", "To sign")
    ]
    here = re.findall(r'aria-current="page">([^<]+?) ?<', bar)
    return counts[0], counts[1], *here  # type: ignore[return-value]


def test_a_picture_is_checked_decided_and_answered(room: Room, demo_tips: dict[str, DemoTip]) -> None:
    reporter, editor = room.client("reporter"), room.client("editor")
    before = waiting(editor, "/inbox")
    assert before[2:] == ("Inbox",)
    fields = demo_tips["cropped"].fields
    with Path(fields["picture"]).open("rb") as file:
        given = {"words": fields["caption"], "published": fields["published"], "lang": fields["lang"]}
        sent = post(reporter, "/check", given, files={"picture": ("march.jpg", file, "image/jpeg")})
    assert sent.status_code == 302
    path = sent.headers["Location"]
    page = settled(reporter, path)
    assert "the picture was taken on 1 May 2012" in page
    assert "/tmp/" not in page
    match = re.search(r'name="match-tip" value="([^"]+)"><input type="hidden" name="item" value="([^"]+)"', page)
    assert match
    decided = post(
        reporter,
        f"{path}/decide",
        {"match-tip": match[1], "item": match[2], "answer": "yes", "why": "the banner"},
        form=path,
    )
    assert decided.status_code == 302
    assert "the banner" in reporter.get(path).text
    drafted = post(
        reporter, f"{path}/draft", {"verdict": "misleading", "words": "It is of 2012.", "seen": "0"}, form=path
    )
    assert drafted.status_code == 302
    assert waiting(editor, "/inbox?view=drafted") == (before[0] + 1, before[1] + 1, "To sign")
    answer = re.search(r'name="answer" value="(\d+)"', editor.get(path).text)
    assert answer
    assert post(reporter, f"{path}/sign", {"answer": answer[1]}, form=path).status_code == 403
    assert post(editor, f"{path}/sign", {"answer": answer[1]}, form=path).status_code == 302
    assert "Signed" in editor.get(path).text
    assert waiting(editor, path) == before


def test_an_asker_from_outside_sees_the_answer_and_nothing_else(room: Room) -> None:
    admin, reporter, editor = room.client("admin"), room.client("reporter"), room.client("editor")
    assert room.stranger().get("/ask").status_code == 404
    post(admin, "/people/rules", {"public-form": "on"}, form="/people")
    thanks = asked(room, "In 2014 members of the Steppe Labour Confederation were marching against Maidan!")
    assert thanks.status_code == 201
    secret = re.search(r"/receipt/[\w-]+", thanks.text)[0]  # type: ignore[index]
    outside = room.stranger()
    assert "nobody has signed" in outside.get(secret).text
    assert outside.get(secret + "x").status_code == 404
    path = re.search(r'href="(/inbox/\d+)"', reporter.get("/inbox").text)[1]  # type: ignore[index]
    settled(reporter, path)
    post(reporter, f"{path}/draft", {"verdict": "misleading", "words": "They marched in 2012."}, form=path)
    assert "They marched" not in outside.get(secret).text
    answer = re.search(r'name="answer" value="(\d+)"', editor.get(path).text)[1]  # type: ignore[index]
    post(editor, f"{path}/sign", {"answer": answer}, form=path)
    told = outside.get(secret).text
    assert "They marched in 2012." in told
    assert "the editor" not in told
    post(admin, "/people/rules", {"public-form": "off"}, form="/people")
    assert outside.get(secret).status_code == 200


def test_work_that_was_not_done_or_was_done_for_another_tip_is_refused(room: Room) -> None:
    admin = room.client("admin")
    post(admin, "/people/rules", {"public-form": "on"}, form="/people")
    outside = room.stranger()
    given = {"words": "hello", "challenge": "made up", "work": "1"}
    assert post(outside, "/ask", given).status_code == 422
    challenge = re.search(r'name="challenge" value="([^"]+)"', outside.get("/ask").text)[1]  # type: ignore[index]
    assert post(outside, "/ask", {**given, "challenge": challenge}).status_code == 422
    post(admin, "/people/rules", {"public-form": "off"}, form="/people")


def test_a_session_that_was_ended_elsewhere_is_over(room: Room) -> None:
    first = room.newcomer("reader", "Two browsers")
    second = room.stranger()
    post(second, "/enter", {"login": login_of(first), "password": PASSWORD})
    assert second.get("/inbox").status_code == 200
    ends = re.findall(r'action="(/me/seats/\d+/end)"', second.get("/me").text)
    assert len(ends) == 2
    here = next(end for end in ends if end in second.get("/me").text.split("this browser")[1])
    other = next(end for end in ends if end != here)
    post(second, other, form="/me")
    assert first.get("/inbox").headers["Location"].startswith("/enter")
    assert second.get("/inbox").status_code == 200


@pytest.mark.parametrize("words", ["ΛΥΣΑΝΚΑ", "λυσάνκα", "Λυσάνκα πλημμύρισε"])
def test_greek_is_found_with_and_without_accents(room: Room, words: str) -> None:
    page = room.client("reader").get("/cases", params={"q": words}).text
    assert "flooded-street" in page
    assert "poisoned-well" not in page
