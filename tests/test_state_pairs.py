"""Is the state of an appearance told rightly, and is no page that was not seen ever said to be removed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.state_pages import ASKED, EL, EN, RU, SITES, UK, Site, page, redesigned, short

from firsthand.evidence.state import decide
from firsthand.reading.correction_notes import correction_notes
from firsthand.reading.page_seen import read_page_seen
from firsthand.record.passages import WHOLE
from firsthand.record.readings import PictureReading, Print
from firsthand.record.states import Answer, Earlier, Failure, Hop, Noted, State, StateFound, Wanted
from firsthand.settings import Settings

MARCH, SEPTEMBER = datetime(2024, 3, 3, tzinfo=UTC), datetime(2024, 9, 9, tzinfo=UTC)

Row = tuple[str, Site, int, str, State, str]
"""(name, site, status, page now, state, key of the conclusion)."""


def answer(html: str, status: int = 200, *, final: str = "", **headers: str) -> Answer:
    hops = (Hop(ASKED, 302), Hop(final, status)) if final else (Hop(ASKED, status),)
    seen = read_page_seen(html.encode(), final or ASKED, "utf-8", Settings()) if html else None
    return Answer(SEPTEMBER, hops, {k.replace("_", "-"): v for k, v in headers.items()}, seen)


def earlier(html: str) -> Earlier:
    return Earlier(MARCH, read_page_seen(html.encode(), ASKED, "utf-8", Settings()))


def told(site: Site, now: Answer, words: str = "") -> StateFound:
    return decide(ASKED, now, Wanted((words or site.claim,)), earlier(site.article))


def kinds(found: StateFound) -> set[Noted]:
    return {one.what for one in found.observed}


def in_each_language() -> Iterator[Row]:
    for site in SITES:
        rest = site.around[1:]
        whole = (site.around[0], site.claim, *rest)
        corrected = (site.around[0], site.altered, *rest)
        without = (site.around[0], *rest)
        yield "as it was", site, 200, site.article, State.UP, "up"
        yield "redesigned", site, 200, redesigned(site), State.UP, "up"
        more = (*whole, *EXTRA[site.lang])
        yield "more around it", site, 200, page(site, site.title, more), State.UP, "up"
        banner = f'<div class="cookie-banner"><p>{site.walls["consent"]}</p></div>'
        yield "a banner above it", site, 200, page(site, site.title, whole, banner), State.UP, "up"
        yield "altered", site, 200, page(site, site.title, corrected), State.CHANGED, "passage-altered"
        yield "left out", site, 200, page(site, site.title, without), State.CHANGED, "passage-absent"
        yield (
            "corrected",
            site,
            200,
            page(site, site.title, (*corrected, site.fixed)),
            State.CORRECTED,
            "corrected",
        )
        yield (
            "corrected by a note beside it",
            site,
            200,
            page(site, site.title, whole, f"<aside><p>{site.fixed}</p></aside>"),
            State.CORRECTED,
            "corrected-still-there",
        )
        yield "another corrected", site, 200, page(site, site.title, (*whole, site.elsewhere)), State.UP, "up"
        yield (
            "a vague note, and only ours changed",
            site,
            200,
            page(site, site.title, (*corrected, site.unclear)),
            State.CORRECTED,
            "corrected",
        )
        yield (
            "a vague note, and nothing changed",
            site,
            200,
            page(site, site.title, (*whole, site.unclear)),
            State.UP,
            "up",
        )
        yield "removed", site, 200, short(site, site.removed), State.REMOVED, "removed"
        yield "removed, with 410", site, 410, short(site, site.removed), State.REMOVED, "removed"
        yield "perhaps removed", site, 404, short(site, site.maybe), State.GONE, "gone"
        yield "gone", site, 404, short(site, site.missing), State.GONE, "gone"
        yield "soft 404", site, 200, short(site, site.missing), State.UNKNOWN, "soft-404"
        yield "removed by others", site, 200, short(site, site.platform), State.GONE, "gone-by-platform"
        yield "parked", site, 200, short(site, site.parked), State.UNKNOWN, "parked"
        cut = page(site, site.title, (site.around[0],), f"<div><p>{site.paywall}</p></div>")
        yield "paywall", site, 200, cut, State.BLOCKED, "blocked"
        box = page(site, site.title, whole, f"<div><p>{site.paywall}</p></div>")
        yield "a paywall that hides nothing", site, 200, box, State.UP, "up"
        for kind, words in site.walls.items():
            yield f"wall: {kind}", site, 200, short(site, words), State.BLOCKED, "blocked"


EXTRA = {
    "en": (
        "Updated on Sunday: the council meets again on Monday.",
        "The ministry issued a correction of its own figures.",
    ),
    "uk": ("Оновлено в неділю: рада збереться знову в понеділок.", "Міністерство опублікувало уточнення своїх даних."),
    "ru": (
        "Обновлено в воскресенье: совет соберётся снова в понедельник.",
        "Министерство дало уточнение своих данных.",
    ),
    "el": ("Ενημέρωση Κυριακής: το συμβούλιο συνεδριάζει ξανά.", "Το υπουργείο εξέδωσε διόρθωση των στοιχείων του."),
}
ROWS = list(in_each_language())


def test_there_are_as_many_pairs_as_the_page_says() -> None:
    assert len(ROWS) >= 100


@pytest.mark.parametrize(
    ("name", "site", "status", "html", "state", "key"), ROWS, ids=[f"{row[1].lang} {row[0]}" for row in ROWS]
)
def test_pairs(name: str, site: Site, status: int, html: str, state: State, key: str) -> None:
    found = told(site, answer(html, status))
    assert (found.state, found.concluded) == (state, key), (name, found.observed)
    if name.startswith("wall: "):
        assert dict(found.values)["kind"] == name.removeprefix("wall: ")


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.lang)
def test_what_was_seen_on_which_day_stands_apart(site: Site) -> None:
    html = page(site, site.title, (site.around[0], *site.around[1:]))
    absent = next(one for one in told(site, answer(html)).observed if one.what is Noted.PASSAGE_ABSENT)
    assert dict(absent.values)["then"] == "2024-03-03"
    assert dict(absent.values)["now"] == "2024-09-09"
    assert absent.passages[0].exact in site.claim


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.lang)
def test_differences_are_shown_by_passage(site: Site) -> None:
    now = answer(page(site, site.title, (site.around[0], site.altered, *site.around[1:])))
    found = told(site, now)
    (one,) = found.differences
    assert one.before
    assert one.after
    assert (one.before.exact, one.after.exact) == (site.claim, site.altered)
    assert now.page
    assert one.after.stands_in(now.page.text)
    assert found.passages[0].exact == site.altered


PAID = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
TOLD = "An editor said: this article has been withdrawn."
FRONT = page(EN, "The News", (f"{EN.title}. Read on.", "Rain in the south.", "Elections in May."))


@pytest.mark.parametrize(
    ("now", "state", "key", "why"),
    [
        (answer(FRONT, final="https://news.example/"), State.UNKNOWN, "front-page", "a teaser is not the article"),
        (answer(EN.article, final="https://news.example/en/"), State.UNKNOWN, "front-page", "the front page of a language"),
        (answer(FRONT, final="https://news.example/2024"), State.UNKNOWN, "front-page", "a section above it"),
        (answer(EN.article, final="https://www.news.example/schools-42"), State.UP, "up", "moved, and read there"),
        (answer(short(EN, "x"), final="https://news.example/login?next=1"), State.BLOCKED, "blocked", "a door by address"),
        (answer(short(EN, "x"), final="https://consent.other.example/a"), State.BLOCKED, "blocked", "a door elsewhere"),
        (answer(short(EN, EN.removed), final="https://other.example/a"), State.UNKNOWN, "other-page", "another's notice"),
        (answer("", 451), State.BLOCKED, "blocked", "for legal reasons"),
        (answer("", 401), State.BLOCKED, "blocked", "who are you"),
        (answer("", 402), State.BLOCKED, "blocked", "pay"),
        (answer("", 403), State.BLOCKED, "blocked", "forbidden"),
        (answer("", 429), State.BLOCKED, "blocked", "too many"),
        (answer("", 404), State.GONE, "gone", "not found"),
        (answer("", 410), State.GONE, "gone", "gone"),
        (answer("", 500), State.UNREACHABLE, "server-error", "the server's fault"),
        (answer(short(EN, "Bad gateway"), 502), State.UNREACHABLE, "server-error", "the server's fault, in words"),
        (answer(short(EN, EN.walls["bot"]), 503), State.BLOCKED, "blocked", "a challenge may say 503"),
        (answer(short(EN, "?"), 403, cf_mitigated="challenge"), State.BLOCKED, "blocked", "told by its header"),
        (answer(short(EN, "?"), 404, cf_mitigated="challenge"), State.BLOCKED, "blocked", "no 404 of the page itself"),
        (answer("", 418), State.UNKNOWN, "odd-status", "says nothing"),
        (answer("", 200), State.UNKNOWN, "unreadable", "no page came"),
        (Answer(SEPTEMBER, failure=Failure.NO_ANSWER, problem="x"), State.UNREACHABLE, "no-answer", "no answer"),
        (Answer(SEPTEMBER, failure=Failure.REFUSED_BY_US, problem="x"), State.UNKNOWN, "not-asked", "we did not ask"),
        (Answer(SEPTEMBER, failure=Failure.REDIRECTS, problem="x"), State.UNKNOWN, "redirects-for-ever", "a circle"),
        (answer(UK.article), State.UNKNOWN, "other-language", "a translation cannot be compared"),
        (answer(page(EN, "Rain", ("It rained all day in the south of the country.",) * 4)), State.UNKNOWN, "other-page", ""),
        (answer("<html><body><script>go()</script><div id=app></div></body></html>"), State.BLOCKED, "blocked", "a shell"),
        (
            answer("<html><body><script>go()</script><noscript>Please enable JavaScript.</noscript></body></html>"),
            State.BLOCKED,
            "blocked",
            "said to those without scripts",
        ),
        (
            answer('<html><body><form>Name <input><input type="password"></form></body></html>'),
            State.BLOCKED,
            "blocked",
            "a form for a password and nothing else",
        ),
        (
            answer(page(EN, EN.title, (EN.around[0],), head=PAID)),
            State.BLOCKED,
            "blocked",
            "the markup says that the rest is paid for",
        ),
        (
            answer(page(EN, "x", ("Leading on.",), head='<meta http-equiv="refresh" content="0; url=/">')),
            State.UNKNOWN,
            "front-page",
            "a page that leads on by itself",
        ),
        (
            answer(page(EN, "The News", ("Rain in the south.",), head='<link rel="canonical" href="/">')),
            State.UNKNOWN,
            "front-page",
            "the front page under the address of the article",
        ),
        (
            answer(page(EN, EN.title, (f"Retracted: this article has been retracted. {EN.around[0]}", EN.claim, *EN.around[1:]))),
            State.CORRECTED,
            "retracted-still-there",
            "taken back, and still to be read",
        ),
        (
            answer(page(EN, EN.title, (EN.around[0], f"It is a lie that {EN.claim[0].lower()}{EN.claim[1:]}", *EN.around[1:]))),
            State.CHANGED,
            "now-refuted",
            "the same words, now refuted",
        ),
        (
            answer(page(EN, EN.title, (*EN.around,), f'<div class="comments"><p>{EN.claim}</p></div>')),
            State.CHANGED,
            "passage-absent",
            "a reader who quotes it is not the article",
        ),
        (
            answer(page(EN, EN.title, (*EN.around,), f'<div class="related"><a href="/b">{EN.claim}</a></div>')),
            State.CHANGED,
            "passage-absent",
            "a teaser is not the article",
        ),
        (
            answer(page(EN, EN.title, (*EN.around, "Access denied, said the guard. Page not found, said the site. CAPTCHA."))),
            State.CHANGED,
            "passage-absent",
            "an article may speak of walls",
        ),
        (
            answer(page(EN, EN.title, (EN.around[0], EN.claim, *EN.around[1:], TOLD))),
            State.UP,
            "up",
            "a text that speaks of a withdrawal is not withdrawn",
        ),
    ],
)  # fmt: skip
def test_single_pairs(now: Answer, state: State, key: str, why: str) -> None:
    found = told(EN, now)
    assert (found.state, found.concluded) == (state, key), (why, found.observed)


def test_a_page_that_was_cut_off_says_nothing_of_what_is_missing() -> None:
    cut = replace(answer(page(EN, EN.title, EN.around)), problem="Only 900 bytes came before the connection broke.")
    found = told(EN, cut)
    assert (found.state, found.concluded) == (State.UNKNOWN, "incomplete")
    assert Noted.INCOMPLETE in kinds(found)


def test_a_moved_page_is_told_by_its_canonical_address() -> None:
    html = page(
        EN, EN.title, (EN.around[0], EN.claim), head='<link rel="canonical" href="https://news.example/schools-42">'
    )
    found = told(EN, answer(html))
    assert found.state is State.UP
    assert (
        dict(next(o for o in found.observed if o.what is Noted.MOVED).values)["to"] == "https://news.example/schools-42"
    )


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.lang)
def test_without_an_earlier_capture(site: Site) -> None:
    """Then only what is there can be said, never what is not."""
    there = decide(ASKED, answer(site.article), Wanted((site.claim,)))
    assert (there.state, there.concluded) == (State.UP, "up")
    absent = decide(ASKED, answer(page(site, site.title, site.around)), Wanted((site.claim,)))
    assert (absent.state, absent.concluded) == (State.UNKNOWN, "never-seen")
    alike = decide(ASKED, answer(page(site, site.title, (*site.around, site.altered))), Wanted((site.claim,)))
    assert (alike.state, alike.concluded) == (State.UNKNOWN, "passage-alike")
    removed = decide(ASKED, answer(short(site, site.removed)), Wanted((site.claim,)))
    assert removed.state is State.REMOVED


def test_a_long_article_that_speaks_of_walls_is_none() -> None:
    said = "Access denied, said the site; then: page not found, enable JavaScript, confirm you are human, log in to continue."
    long = page(EN, EN.title, (*EN.around * 5, said))
    assert decide(ASKED, answer(long), Wanted((EN.claim,))).concluded == "never-seen"


def test_words_of_ours_are_looked_for_as_they_stood_on_the_page() -> None:
    """The claim on file is worded by the desk; what stood on the page is what must stand there still."""
    found = told(EN, answer(EN.article), "Half of the schools in the region have closed since January")
    assert found.state is State.UP
    other = told(EN, answer(EN.article), "Hospitals were sold to a foreign company, says the opposition")
    assert (other.state, other.concluded) == (State.UP, "page-same")
    changed = answer(page(EN, EN.title, (*EN.around, "A new last paragraph stands here now.")))
    other = told(EN, changed, "Hospitals were sold to a foreign company, says the opposition")
    assert (other.state, other.concluded) == (State.CHANGED, "page-changed")


def picture(url: str, bits: str, sha: str = "", quality: int = 100) -> PictureReading:
    prints = (Print(WHOLE, bits * 64, quality),) if bits else ()
    return PictureReading(url, sha256=(sha or bits or "0") * 64, url=url, prints=prints)


OURS = picture("https://news.example/a.jpg", "a")


@pytest.mark.parametrize(
    ("shown", "state", "what", "why"),
    [
        (picture("https://cdn.example/z.jpg", "a"), State.UP, Noted.PICTURE_SAME_FILE, "the same bytes elsewhere"),
        (picture(OURS.url, "a", "b"), State.UP, Noted.PICTURE_OTHER_FILE, "other bytes, the same picture"),
        (picture(OURS.url, "5"), State.CHANGED, Noted.PICTURE_REPLACED, "another picture at the same address"),
        (picture("https://news.example/b.jpg", "5"), State.CHANGED, Noted.PICTURE_ABSENT, "only another one"),
        (picture("https://news.example/b.jpg", "", "c"), State.UNKNOWN, Noted.PICTURE_NOT_COMPARED, "one was not seen"),
        (None, State.CHANGED, Noted.PICTURE_ABSENT, "none at all"),
    ],
)
def test_pictures(shown: PictureReading | None, state: State, what: Noted, why: str) -> None:
    now = replace(answer(EN.article), pictures=(shown,) if shown else ())
    then = replace(earlier(EN.article), pictures=(OURS,))
    found = decide(ASKED, now, Wanted(picture=OURS), then)
    assert found.state is state, why
    assert what in kinds(found)


@pytest.mark.parametrize(("before", "address"), [("b", "other"), ("c", "same")])
def test_a_file_that_stayed_is_no_other_one_than_before(before: str, address: str) -> None:
    """The page never showed the very file that the desk holds; whether its own was changed is another question."""
    now = replace(answer(EN.article), pictures=(picture(OURS.url, "a", "b"),))
    then = replace(earlier(EN.article), pictures=(picture(OURS.url, "a", before),))
    found = decide(ASKED, now, Wanted(picture=OURS), then)
    (seen,) = (one for one in found.observed if one.what is Noted.PICTURE_OTHER_FILE)
    assert dict(seen.values)["address"] == address


def test_a_plain_picture_is_known_by_its_bytes_alone() -> None:
    plain = picture(OURS.url, "a", quality=10)
    now = replace(answer(EN.article), pictures=(picture(OURS.url, "a", "b", quality=10),))
    assert decide(ASKED, now, Wanted(picture=plain), earlier(EN.article)).state is State.UNKNOWN


def test_a_picture_with_another_caption_has_changed() -> None:
    now = replace(answer(page(EN, EN.title, (EN.around[0], EN.altered, *EN.around[1:]))), pictures=(OURS,))
    found = decide(ASKED, now, Wanted((EN.claim,), OURS), replace(earlier(EN.article), pictures=(OURS,)))
    assert (found.state, found.concluded) == (State.CHANGED, "caption-changed")


@pytest.mark.parametrize(
    ("text", "count", "why"),
    [
        ("Corrections\nContact us\nPrivacy", 0, "a link in a footer"),
        ("Correction\nAn earlier report gave the wrong number of schools, we regret it", 1, "a heading and its text"),
        ("The ministry published a correction: 40 schools, not 50.", 0, "somebody else's correction"),
        ("Уточнение: речь идёт о третьей школе.", 1, "Russian"),
        ("Коррекция курса рубля продолжилась в пятницу", 0, "another word"),
        ("Clarification of the rules is needed, says the mayor of the town", 0, "a sentence that begins so"),
        ("Διευκρίνιση: πρόκειται για το τρίτο σχολείο.", 1, "Greek"),
        ("Від редакції: ми помилилися з кількістю шкіл.", 1, "Ukrainian"),
        ("Suggest a correction", 0, "an invitation"),
    ],
)
def test_notes_are_told_from_what_only_looks_like_one(text: str, count: int, why: str) -> None:
    assert len(correction_notes(text)) == count, why


def test_the_names_of_the_four_languages_are_all_used() -> None:
    assert {site.lang for site in SITES} == {EN.lang, UK.lang, RU.lang, EL.lang}
