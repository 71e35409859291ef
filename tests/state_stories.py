"""Through which changes are the pages of the site watched, and what is to be told at each?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.drawn_pictures import leaves
from tests.state_pages import Site, page, redesigned, short
from tests.state_site import Place, Reply, html, jpeg, leads, pictured

from firsthand.record.states import Noted, State

Change = Callable[[Place], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the site, and what is told then: the state, the key of the conclusion, some of what was observed."""

    name: str
    change: Change
    state: State
    concluded: str
    observed: frozenset[Noted] = frozenset()


def puts(path: str, reply: Reply) -> Change:
    return lambda place: place.pages.update({path: reply})


def text(name: str, path: str, reply: Reply, state: State, concluded: str, *observed: Noted) -> Step:
    return Step(name, puts(path, reply), state, concluded, frozenset(observed))


def article(site: Site, claim: str, *extra: str) -> Reply:
    return html(page(site, site.title, (site.around[0], claim, *site.around[1:], *extra)))


def walled(site: Site, kind: str, status: int = 200) -> Reply:
    return html(short(site, site.walls[kind]), status)


def story_of_words(site: Site, path: str) -> list[Step]:
    """Corrected, then removed, then walled; and back again."""
    there, gone = Noted.PASSAGE_THERE, Noted.PASSAGE_ABSENT
    without = html(page(site, site.title, site.around))
    return [
        text("as we saw it", path, article(site, site.claim), State.UP, "up", there, Noted.ANSWERED),
        text("in another frame", path, html(redesigned(site)), State.UP, "up", there),
        text(
            "a note on another passage",
            path,
            article(site, site.claim, site.elsewhere),
            State.UP,
            "up",
            Noted.NOTE_ELSEWHERE,
        ),
        text(
            "our words altered in silence",
            path,
            article(site, site.altered),
            State.CHANGED,
            "passage-altered",
            Noted.PASSAGE_ALTERED,
        ),
        text(
            "altered, with a note on another passage",
            path,
            article(site, site.altered, site.elsewhere),
            State.CHANGED,
            "passage-altered",
            Noted.NOTE_ELSEWHERE,
        ),
        text(
            "corrected with a note",
            path,
            article(site, site.altered, site.fixed),
            State.CORRECTED,
            "corrected",
            Noted.NOTE_OURS,
        ),
        text("our words left out", path, without, State.CHANGED, "passage-absent", gone, Noted.TEXT_CHANGED),
        text("a login in front of it", path, walled(site, "login"), State.BLOCKED, "blocked", Noted.WALL),
        text("the page again", path, article(site, site.claim), State.UP, "up", there),
        text(
            "withdrawn by a notice",
            path,
            html(short(site, site.removed)),
            State.REMOVED,
            "removed",
            Noted.REMOVAL_NOTICE,
        ),
        text("then 410", path, html(short(site, "410"), 410), State.GONE, "gone", Noted.ANSWERED),
        text("then a wall for all", path, walled(site, "bot", 403), State.BLOCKED, "blocked", Noted.WALL),
        text("not in this country", path, walled(site, "region", 451), State.BLOCKED, "blocked", Noted.WALL),
        text(
            "not found, said with 200", path, html(short(site, site.missing)), State.UNKNOWN, "soft-404", Noted.SOFT_404
        ),
        text("and once more as it was", path, article(site, site.claim), State.UP, "up", there, Noted.TEXT_SAME),
    ]


def story_of_ways(site: Site, path: str) -> list[Step]:
    """Where the address leads, and whether anybody answers."""
    moved = "/2025/09/moved"

    def moves(place: Place) -> None:
        place.pages |= {path: leads(moved), moved: article(site, site.claim)}

    def fronts(place: Place) -> None:
        place.pages |= {path: leads("/", 302), "/": html(short(site, site.claim, "News of the day"))}

    def says_nothing(place: Place) -> None:
        place.up()
        place.pages[path] = Reply(b"", 418)

    return [
        text("as we saw it", path, article(site, site.claim), State.UP, "up", Noted.PASSAGE_THERE),
        Step("it moved", moves, State.UP, "up", frozenset({Noted.REDIRECTED, Noted.MOVED})),
        Step(
            "the front page in its place, with a teaser",
            fronts,
            State.UNKNOWN,
            "front-page",
            frozenset({Noted.FRONT_PAGE}),
        ),
        text("round in a circle", path, leads(path), State.UNKNOWN, "redirects-for-ever", Noted.FAILED),
        text("to a network of ours", path, leads("http://10.0.0.1/"), State.UNKNOWN, "not-asked", Noted.FAILED),
        text("an error of the server", path, html(short(site, "503"), 503), State.UNREACHABLE, "server-error"),
        Step("nobody answers", Place.down, State.UNREACHABLE, "no-answer", frozenset({Noted.FAILED})),
        Step("a status for nothing", says_nothing, State.UNKNOWN, "odd-status"),
        text("404", path, html(short(site, site.missing), 404), State.GONE, "gone"),
        text("as it was", path, article(site, site.claim), State.UP, "up", Noted.PASSAGE_THERE),
    ]


def story_of_pictures(site: Site, path: str) -> list[Step]:
    """One picture at one address: encoded anew, cropped, replaced, taken out, elsewhere."""
    ours, other = leaves(11), leaves(12)
    shot = "/ours.jpg"
    crop = ours.crop((60, 50, 450, 330))

    def taken_out(place: Place) -> None:
        place.pages[path] = html(page(site, site.title, (site.around[0], site.claim, *site.around[1:])))

    def elsewhere(place: Place) -> None:
        place.pages |= {path: html(pictured(site, "/new.jpg")), "/new.jpg": jpeg(ours, 70)}

    def at_first(place: Place) -> None:
        place.pages |= {path: html(pictured(site, shot)), shot: jpeg(ours)}

    same, file = Noted.PICTURE_SAME_FILE, Noted.PICTURE_OTHER_FILE
    return [
        Step("as we saw it", at_first, State.UP, "picture-up", frozenset({same})),
        text("the same, encoded anew", shot, jpeg(ours.resize((400, 300)), 60), State.UP, "picture-up", file),
        text("a crop of it", shot, jpeg(crop), State.UP, "picture-up", file),
        text("another in its place", shot, jpeg(other), State.CHANGED, "picture-changed", Noted.PICTURE_REPLACED),
        Step("none at all", taken_out, State.CHANGED, "picture-changed", frozenset({Noted.PICTURE_ABSENT})),
        Step("at another address", elsewhere, State.UP, "picture-up", frozenset({file})),
        text(
            "its file is missing",
            "/new.jpg",
            html("", 404),
            State.UNKNOWN,
            "picture-not-compared",
            Noted.PICTURE_NOT_COMPARED,
        ),
    ]
