"""Does a program that watches ask only when its host lets it, and does a host's "later" hold?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.evidence.politeness import (
    LONGEST_WAIT,
    Host,
    Turn,
    after,
    origin,
    retry_after,
    robots_due,
    turn,
    with_robots,
)

NOON = datetime(2022, 9, 12, 12, tzinfo=UTC)
PAGE = "https://news.example/story/1?from=feed"


def later(**given: float) -> datetime:
    return NOON + timedelta(**given)


def read(text: str) -> Host:
    return with_robots(Host(), 200, {}, text.encode(), NOON)


@pytest.mark.parametrize(
    ("robots", "allowed", "why"),
    [
        ("", True, "an empty file"),
        ("User-agent: *\nDisallow: /story/", False, "everybody is asked not to"),
        ("User-agent: *\nDisallow: /story/\nAllow: /story/1", True, "the longer rule holds"),
        ("User-agent: *\nDisallow: /*?from=", False, "a star within"),
        ("User-agent: *\nDisallow: /story/1$", True, "the end of the address is elsewhere"),
        ("User-agent: Firsthand\nDisallow: /\n\nUser-agent: *\nAllow: /", False, "we are named"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: firsthand\nDisallow:", True, "we are named, in small letters"),
        ("\ufeffUser-agent: *\nDisallow: /", False, "with a byte order mark"),
        ("<html>not found</html>", True, "a page in its place"),
        ("User-agent: *\nDisallow: /\n" + "# \n" * 400_000, False, "a huge file is read at its head"),
    ],
)
def test_robots(robots: str, allowed: bool, why: str) -> None:
    found = turn(PAGE, read(robots), NOON)
    assert (found == Turn()) is allowed, why
    assert allowed or (found.until is None and "robots.txt of https://news.example" in found.why)


@pytest.mark.parametrize(
    ("status", "free", "again", "why"),
    [
        (404, True, False, "no robots.txt"),
        (403, True, False, "RFC 9309: unavailable"),
        (500, False, True, "the host cannot say"),
        (503, False, True, "the host is busy"),
        (429, False, True, "the host says: too much"),
        (0, False, True, "no answer"),
    ],
)
def test_a_robots_txt_that_is_not_there(status: int, free: bool, again: bool, why: str) -> None:
    host = with_robots(Host(), status, {}, b"User-agent: *\nDisallow: /", NOON)
    assert (turn(PAGE, host, NOON) == Turn()) is free, why
    assert not robots_due(host, NOON)
    assert robots_due(host, later(minutes=2)) is again


def test_robots_are_read_again_after_a_day() -> None:
    assert robots_due(Host(), NOON)
    assert not robots_due(read(""), later(hours=23))
    assert robots_due(read(""), later(hours=24))


@pytest.mark.parametrize(
    ("robots", "seconds", "why"),
    [
        ("", 5, "our own pause"),
        ("User-agent: *\nCrawl-delay: 1", 5, "a host may ask for more, not for less"),
        ("User-agent: *\nCrawl-delay: 30", 30, "the host's own"),
        ("User-agent: *\nCrawl-delay: 1e300", 300, "not for ever"),
        ("User-agent: *\nCrawl-delay: -9", 5, "nonsense"),
        ("User-agent: *\nCrawl-delay: nan", 5, "nonsense"),
    ],
)
def test_the_pause_between_two_questions(robots: str, seconds: int, why: str) -> None:
    host = after(read(robots), 200, {}, NOON)
    assert turn(PAGE, host, NOON).until == later(seconds=seconds), why
    assert turn(PAGE, host, later(seconds=seconds)) == Turn()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("9" * 5000, LONGEST_WAIT),
        ("Mon, 12 Sep 2022 12:30:00 GMT", timedelta(minutes=30)),
        ("Mon, 12 Sep 2022 12:30:00", timedelta(minutes=30)),
        ("Sun, 11 Sep 2022 12:00:00 GMT", timedelta(0)),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("١٢", None),
    ],
)
def test_retry_after(words: str, expected: timedelta | None) -> None:
    assert retry_after(words, NOON) == expected


@pytest.mark.parametrize("status", [429, 503])
def test_a_later_with_a_time_is_kept(status: int) -> None:
    host = after(read(""), status, {"retry-after": "3600"}, NOON)
    assert turn(PAGE, host, later(minutes=59)).until == later(hours=1)
    assert turn(PAGE, host, later(hours=1)) == Turn()


def test_a_later_without_a_time_grows_and_ends() -> None:
    host = read("")
    waits = []
    for _ in range(15):
        host = after(host, 429, {}, NOON)
        assert host.closed_until is not None
        waits.append(host.closed_until - NOON)
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == LONGEST_WAIT
    assert after(host, 200, {}, NOON).refusals == 0
    assert after(host, 200, {}, NOON).closed_until is None


def test_a_date_far_away_is_cut() -> None:
    host = after(read(""), 429, {"retry-after": "Mon, 12 Sep 2099 12:00:00 GMT"}, NOON)
    assert host.closed_until == NOON + LONGEST_WAIT


def test_hosts_are_told_apart_by_scheme_name_and_port() -> None:
    assert origin("HTTPS://News.example:443/a") == origin("https://news.example/b") == "https://news.example"
    assert origin("http://news.example:8080/") == "http://news.example:8080"
