"""The state of an appearance: what was observed is kept apart, a wall is no removal, and only a publisher's notice is one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from firsthand.evidence.state import decide
from firsthand.reading.page_seen import read_page_seen
from firsthand.record.states import Answer, Earlier, Failure, Hop, Noted, PageSeen, State, Wanted
from firsthand.settings import Settings

THEN, NOW = datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 9, 9, tzinfo=UTC)
ASKED = "https://news.example/2022/rally"
CLAIM = "Members of the confederation marched against the square in Donetsk in 2014"
REST = (
    "Hundreds of people came to the square in front of the theatre on Saturday. They carried red and black flags and a banner. "
    "The police counted four hundred. Speakers asked for higher pay and for an end of the new labour law. A band played. "
    "The organisers said that they would come again in autumn. Nobody was hurt, and the trams ran as on other days."
)


def page(*paragraphs: str, title: str = "A rally in Donetsk", head: str = "") -> PageSeen:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    text = f"<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    return read_page_seen(text.encode(), ASKED, "utf-8", Settings())


BEFORE = Earlier(THEN, page(f"{CLAIM}.", REST))
WANTED = Wanted((CLAIM,))


def answer(
    seen: PageSeen | None, status: int = 200, *, to: str = ASKED, headers: dict[str, str] | None = None
) -> Answer:
    hops = (Hop(ASKED, 301), Hop(to, status)) if to != ASKED else (Hop(ASKED, status),)
    return Answer(NOW, hops, headers or {}, seen)


SAME = page(f"{CLAIM}.", REST)
ROWS = [
    ("as it was", answer(SAME), State.UP),
    (
        "a redesign around the same words",
        answer(page("Read also: the weather.", f"{CLAIM}.", REST, title="News")),
        State.UP,
    ),
    ("the passage is gone, the rest stands", answer(page(REST)), State.CHANGED),
    ("the passage says something else", answer(page(f"{CLAIM.replace('2014', '2012')}.", REST)), State.CHANGED),
    (
        "a correction of our passage",
        answer(
            page(
                REST,
                f"Correction: An earlier version of this article said that {CLAIM[0].lower()}{CLAIM[1:]}. That was wrong.",
            )
        ),
        State.CORRECTED,
    ),
    ("not found", answer(None, 404), State.GONE),
    ("gone", answer(None, 410), State.GONE),
    ("a server error", answer(None, 503), State.UNREACHABLE),
    ("no answer", Answer(NOW, failure=Failure.NO_ANSWER, problem="It did not answer."), State.UNREACHABLE),
    ("redirects without end", Answer(NOW, failure=Failure.REDIRECTS, problem="A circle."), State.UNKNOWN),
    ("refused by our own guard", Answer(NOW, failure=Failure.REFUSED_BY_US, problem="Private."), State.UNKNOWN),
    (
        "the front page in its place",
        answer(page("News of the day.", title="News"), to="https://news.example/"),
        State.UNKNOWN,
    ),
    (
        "a not found that says 200",
        answer(page("Page not found. Try the search.", title="Page not found")),
        State.UNKNOWN,
    ),
    ("сторінку не знайдено", answer(page("Сторінку не знайдено", title="404")), State.UNKNOWN),
    ("страница не найдена", answer(page("Страница не найдена", title="404")), State.UNKNOWN),
    ("η σελίδα δεν βρέθηκε", answer(page("Η σελίδα δεν βρέθηκε", title="404")), State.UNKNOWN),
    (
        "a bot wall",
        answer(page("Checking your browser before accessing.", title="Just a moment..."), 403),
        State.BLOCKED,
    ),
    (
        "a bot wall that says 200",
        answer(page("Just a moment... Checking your browser", title="Just a moment...")),
        State.BLOCKED,
    ),
    (
        "a captcha",
        answer(page("Please prove that you are not a robot: captcha", title="Are you a robot?")),
        State.BLOCKED,
    ),
    ("a log-in wall", answer(page("Log in to continue", title="Log in")), State.BLOCKED),
    ("forbidden", answer(None, 403), State.BLOCKED),
    ("too many requests", answer(None, 429), State.BLOCKED),
    ("for legal reasons not in your country", answer(None, 451), State.BLOCKED),
    ("not in your region", answer(page("This content is not available in your region", title="Sorry")), State.BLOCKED),
    ("scripts wanted", answer(page("Please enable JavaScript to view this page", title="News")), State.BLOCKED),
    ("a paywall", answer(page("Hundreds came.", "Subscribe to continue reading")), State.BLOCKED),
    ("a parked domain", answer(page("This domain is for sale. Buy this domain.", title="news.example")), State.UNKNOWN),
    ("withdrawn by its publisher", answer(page("This article has been withdrawn by the editors.")), State.REMOVED),
    ("withdrawn, with status 410", answer(page("This article has been withdrawn by the editors."), 410), State.REMOVED),
    (
        "another page at the address",
        answer(page("Ten recipes with pumpkin for cold days. " * 12, title="Recipes")),
        State.UNKNOWN,
    ),
]


@pytest.mark.parametrize(("given", "state"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_states(given: Answer, state: State) -> None:
    assert decide(ASKED, given, WANTED, BEFORE).state is state


NOT_REMOVED = [row for row in ROWS if row[2] is not State.REMOVED]


@pytest.mark.parametrize("given", [row[1] for row in NOT_REMOVED], ids=[row[0] for row in NOT_REMOVED])
def test_nothing_but_a_notice_is_a_removal(given: Answer) -> None:
    assert decide(ASKED, given, WANTED).state is not State.REMOVED


def test_what_was_observed_is_told_beside_the_conclusion() -> None:
    found = decide(ASKED, answer(page(REST)), WANTED, BEFORE)
    kinds = [one.what for one in found.observed]
    assert Noted.ANSWERED in kinds
    assert Noted.PASSAGE_ABSENT in kinds
    assert dict(found.values) == {"then": "2026-03-03", "now": "2026-09-09"}


def test_the_words_that_stand_there_are_told_exactly() -> None:
    given = answer(SAME)
    (passage,) = decide(ASKED, given, WANTED, BEFORE).passages
    assert given.page is not None
    assert (
        passage.stands_in(given.page.text) or passage.stands_in(given.page.body) or passage.stands_in(given.page.whole)
    )
    assert "marched against" in passage.exact


def test_differences_are_told_by_passage() -> None:
    found = decide(ASKED, answer(page(f"{CLAIM.replace('2014', '2012')}.", REST)), WANTED, BEFORE)
    assert any(one.after is not None and "2012" in one.after.exact for one in found.differences)


def test_a_wall_over_a_page_that_can_be_read_hides_nothing() -> None:
    seen = page(f"{CLAIM}.", REST, "Log in to continue to the comments")
    assert decide(ASKED, answer(seen), WANTED, BEFORE).state is State.UP


def test_a_correction_of_something_else_is_not_ours() -> None:
    note = "Correction: An earlier version of this article misspelt the name of the band."
    found = decide(ASKED, answer(page(f"{CLAIM}.", REST, note)), WANTED, BEFORE)
    assert found.state is not State.CORRECTED
    assert Noted.NOTE_OURS not in [one.what for one in found.observed]


def test_the_notice_of_another_site_is_not_the_publishers() -> None:
    given = answer(page("This article has been withdrawn by the editors."), to="https://other.example/x")
    assert decide(ASKED, given, WANTED, BEFORE).state is not State.REMOVED


def test_a_change_within_one_day_is_told_by_the_minute():
    sooner = Earlier(NOW.replace(hour=8, minute=5), BEFORE.page)
    found = decide(ASKED, answer(page(REST)), WANTED, sooner)
    (absent,) = [one for one in found.observed if one.what is Noted.PASSAGE_ABSENT]
    assert dict(absent.values)["then"] == "2026-09-09T08:05Z"
    assert dict(absent.values)["now"] == "2026-09-09T00:00Z"


def test_the_words_of_a_wall_are_told_as_they_are_written():
    found = decide(
        ASKED, answer(page("Έλεγχος του προγράμματος περιήγησης. Περιμένετε.", title="Περιμένετε")), WANTED, BEFORE
    )
    (wall,) = [one for one in found.observed if one.what is Noted.WALL]
    assert dict(wall.values)["words"] == "έλεγχος του προγράμματος περιήγησης"
