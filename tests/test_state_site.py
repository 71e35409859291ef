"""Is a site that changes told rightly at each step: corrected, withdrawn, walled, moved, its pictures replaced?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.drawn_pictures import leaves
from tests.state_pages import EL, EN, RU, UK, Site, page
from tests.state_site import Place, Reply, html, jpeg, scripted, served
from tests.state_stories import Step, article, story_of_pictures, story_of_ways, story_of_words, text

from firsthand import api
from firsthand.capturing import capture
from firsthand.errors import UsageError
from firsthand.evidence.browser import browser_found
from firsthand.evidence.warc_answers import declared_charset
from firsthand.record.captures import GIVEN, Role
from firsthand.record.cases import Appearance, Case, Claim, Picture
from firsthand.record.looks import Look
from firsthand.record.states import Noted, State
from firsthand.record.when import parse
from firsthand.rendering.state_words import UNFILLED, concluded, observed
from firsthand.rendering.words import LANGUAGES, words
from firsthand.settings import Settings
from firsthand.stating import history, look, looks, targets

LOCAL = Settings(allow_networks=("127.0.0.1",), fetch_seconds=5.0)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Desk]:
    with api.init(tmp_path_factory.mktemp("state") / "book", settings=LOCAL) as opened:
        yield opened


def watched(desk: api.Desk, place: Place, name: str, path: str, steps: list[Step], **look_at: bool) -> list[Look]:
    """Each step made and looked at; fails at the first one that is told wrongly."""
    seen = []
    for step in steps:
        step.change(place)
        (target,) = targets(desk, name)
        one = look(desk, target, who="An editor", browser=look_at.get("browser", False))
        kinds = {noted.what for noted in one.check.found.observed}
        assert (one.check.found.state, one.check.found.concluded) == (step.state, step.concluded), (step.name, kinds)
        assert step.observed <= kinds, (step.name, kinds)
        assert_told(one)
        seen.append(one)
    return seen


def assert_told(one: Look) -> None:
    """What was found can be said in every language, with nothing unfilled."""
    for lang in LANGUAGES:
        found = one.check.found
        said = [concluded(found, words(lang), lang), *(observed(seen, words(lang), lang) for seen in found.observed)]
        assert not [sentence for sentence in said if UNFILLED in sentence], said


def row_of(place: Place, site: Site, path: str) -> Appearance:
    return Appearance(place.url(path), parse("2024-03-01"), of="c1", caption=site.claim, outlet="News")


def file_claim(desk: api.Desk, place: Place, id: str, site: Site, path: str) -> None:
    appearance = row_of(place, site, path)
    desk.book.file(
        Case(id, site.title, claims=(Claim("c1", site.claim, lang=site.lang),), appearances=(appearance,)),
        who="An editor",
        at=datetime.now(UTC),
    )


@pytest.mark.parametrize("site", [EN, UK, RU, EL], ids=lambda site: site.lang)
def test_a_page_is_corrected_then_removed_then_walled(desk: api.Desk, place: Place, site: Site) -> None:
    path = f"/{site.lang}/2024/03/schools"
    id = f"words-{site.lang}"
    file_claim(desk, place, id, site, path)
    steps = story_of_words(site, path)
    seen = watched(desk, place, f"{id}/1", path, steps)
    (target,) = targets(desk, id)
    assert [one.found.state for one in history(desk, target)] == [step.state for step in steps]
    rows = desk.case(id).appearances
    assert rows[0] == row_of(place, site, path), "nothing is overwritten"
    assert [row.status for row in rows[1:]] == [step.state.value for step in steps]
    assert all(one.check.capture[:12] in row.note for one, row in zip(seen, rows[1:], strict=True))
    assert not [row for row in rows[1:] if row.published], "a look is never a publication"


def test_an_address_leads_elsewhere_or_nobody_answers(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/ways"
    file_claim(desk, place, "ways", RU, path)
    watched(desk, place, "ways/1", path, story_of_ways(RU, path))


def file_picture(desk: api.Desk, place: Place, id: str, path: str, data: bytes) -> str:
    """A case with one picture, of which a copy stood at an address; returns the SHA-256 of ours."""
    media, prints = desk.decoder.reference(data, "ours.jpg", desk.settings)
    kept = desk.book.keep(data, "ours.jpg", media, prints)
    held = Picture("pic-1", file="ours.jpg", sha256=kept.sha256, prints=prints)
    case = Case(id, "A picture", pictures=(held,), appearances=(Appearance(place.url(path), of="pic-1"),))
    desk.book.file(case, who="An editor", at=datetime.now(UTC))
    return kept.sha256


def test_a_picture_is_encoded_anew_cropped_replaced(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/picture"
    ours = file_picture(desk, place, "picture", path, jpeg(leaves(11)).body)
    seen = watched(desk, place, "picture/1", path, story_of_pictures(UK, path))
    assert {one.check.picture for one in seen} == {ours}
    there = [desk.book.exhibit(one.picture_now) if one.picture_now else b"" for one in seen]
    assert there[0] == jpeg(leaves(11)).body
    assert there[3] == jpeg(leaves(12)).body, "what stands in its place now can be shown beside ours"
    assert there[4] == b""


def test_what_an_address_has_been_asked_for_once_serves_all_that_stood_there(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/both"
    place.pages[path] = article(EN, EN.claim)
    rows = tuple(
        Appearance(place.url(path), of=of, caption=said) for of, said in (("c1", EN.claim), ("c2", EN.around[0]))
    )
    claims = (Claim("c1", EN.claim, lang="en"), Claim("c2", EN.around[0], lang="en"))
    desk.book.file(Case("both", "Two", claims=claims, appearances=rows), who="An editor", at=datetime.now(UTC))
    before = len(list(desk.book.captures.all()))
    one, two = looks(desk, targets(desk, "both"), who="An editor", browser=False)
    assert len(list(desk.book.captures.all())) == before + 1
    assert one.check.capture == two.check.capture
    assert (one.target.name, two.target.name) == ("both/1", "both/2")
    assert len(desk.case("both").appearances) == 4
    assert [target.name for target in targets(desk, "both")] == ["both/1", "both/2"], "a look is no new appearance"
    assert targets(desk, place.url(path)) == targets(desk, "both")


def test_words_that_nobody_saw_there_are_not_said_to_be_gone(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/never"
    file_claim(desk, place, "never", EN, path)
    steps = [
        text("other words at the first look", path, html(page(EN, EN.title, EN.around)), State.UNKNOWN, "never-seen"),
        text("and at the second", path, html(page(EN, EN.title, EN.around)), State.UNKNOWN, "never-seen"),
    ]
    watched(desk, place, "never/1", path, steps)
    path = "/2024/03/never-pictured"
    file_picture(desk, place, "never-pictured", path, jpeg(leaves(13)).body)
    steps = [text("no picture", path, article(EN, EN.claim), State.UNKNOWN, "picture-never-seen", Noted.PICTURE_ABSENT)]
    watched(desk, place, "never-pictured/1", path, steps)


def test_words_much_like_ours_are_followed_as_the_page_first_had_them(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/alike"
    file_claim(desk, place, "alike", replace(EN, claim=EN.claim.replace("since January", "since last January")), path)
    steps = [
        text("words like ours", path, article(EN, EN.claim), State.UNKNOWN, "passage-alike", Noted.PASSAGE_ALTERED),
        text("the same again", path, article(EN, EN.claim), State.UP, "up", Noted.PASSAGE_THERE),
        text(
            "others in their place",
            path,
            article(EN, EN.altered),
            State.CHANGED,
            "passage-altered",
            Noted.PASSAGE_ALTERED,
        ),
    ]
    seen = watched(desk, place, "alike/1", path, steps)
    assert EN.claim in seen[1].check.words, "what is looked for is told"


def test_an_earlier_page_is_read_in_the_letters_that_its_server_declared(desk: api.Desk, place: Place) -> None:
    """These letters are not told from others by looking at them."""
    path = "/2024/03/letters"
    site = replace(EN, claim=EN.claim.replace("schools", "cafés in Besançon"))
    file_claim(desk, place, "letters", site, path)

    def in_old_letters(claim: str) -> Reply:
        plain = article(site, claim).body.decode().replace('<meta charset="utf-8">', "")
        return Reply(plain.encode("cp850"), headers=(("Content-Type", "text/html; charset=cp850"),))

    steps = [
        text("as we saw it", path, in_old_letters(site.claim), State.UP, "up", Noted.PASSAGE_THERE),
        text("a year later", path, in_old_letters(site.claim), State.UP, "up", Noted.TEXT_SAME),
    ]
    first, _ = watched(desk, place, "letters/1", path, steps)
    warc = desk.book.captures.get(first.check.capture).captured.part(Role.WARC)
    assert warc
    data = desk.book.exhibit(warc.exhibit.sha256)
    assert declared_charset(data, place.url(path)) == "cp850"
    assert declared_charset(data, place.url("/elsewhere")) == ""
    assert declared_charset(data[: len(data) // 2], place.url("/elsewhere")) == "", (
        "a broken file is read as far as it goes"
    )
    assert declared_charset(b"no archive", place.url(path)) == ""


def test_what_a_person_gave_is_no_capture_of_the_address(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/given"
    place.pages["/2024/03/true"] = article(EN, EN.claim)
    took = capture(desk, place.url("/2024/03/true"), who="An editor", browser=False)
    brought = replace(took.filed.captured, address=place.url(path), final_address="", tool=GIVEN)
    desk.book.captures.file(brought)
    file_claim(desk, place, "given", EN, path)
    steps = [text("other words", path, html(page(EN, EN.title, EN.around)), State.UNKNOWN, "never-seen")]
    watched(desk, place, "given/1", path, steps)


def test_another_caption_at_the_same_address_has_a_history_of_its_own(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/captions"
    place.pages[path] = article(EN, EN.claim)
    rows = tuple(Appearance(place.url(path), caption=said) for said in (EN.claim, EN.around[0], ""))
    desk.book.file(Case("captions", "Two", appearances=rows), who="An editor", at=datetime.now(UTC))
    one, other, *_ = targets(desk, "captions")
    look(desk, one, who="An editor", browser=False)
    assert [len(history(desk, target)) for target in (one, other)] == [1, 0]


def test_a_capture_that_is_damaged_is_named_and_an_older_one_serves(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/damaged"
    file_claim(desk, place, "damaged", EN, path)
    first, second = watched(
        desk,
        place,
        "damaged/1",
        path,
        [
            text("as we saw it", path, article(EN, EN.claim), State.UP, "up"),
            text("with more", path, article(EN, EN.claim, "One more line of the story, for today."), State.UP, "up"),
        ],
    )
    body = desk.book.captures.get(second.check.capture).captured.part(Role.BODY)
    assert body
    (kept,) = [one for one in desk.book.path.rglob(f"*{body.exhibit.sha256[8:]}*") if one.is_file()]
    whole = kept.read_bytes()
    kept.chmod(0o600)
    kept.write_bytes(whole[:-1])
    try:
        (third,) = watched(
            desk,
            place,
            "damaged/1",
            path,
            [text("now", path, article(EN, EN.altered), State.CHANGED, "passage-altered")],
        )
    finally:
        kept.write_bytes(whole)
    assert third.check.compared == first.check.capture
    assert second.check.capture[:12] in third.notes[0]


@pytest.mark.skipif(not browser_found(), reason="there is no browser here; apt-get install chromium")
def test_a_page_that_its_scripts_make_is_read_as_readers_see_it(desk: api.Desk, place: Place) -> None:
    path = "/2024/03/scripted"
    file_claim(desk, place, "scripted", EL, path)
    altered = replace(EL, claim=EL.altered)
    there, other = watched(
        desk,
        place,
        "scripted/1",
        path,
        [
            text("as we saw it", path, html(scripted(EL)), State.UP, "up", Noted.PASSAGE_THERE),
            text(
                "its words altered",
                path,
                html(scripted(altered)),
                State.CHANGED,
                "passage-altered",
                Noted.PASSAGE_ALTERED,
            ),
        ],
        browser=True,
    )
    assert there.check.rendered
    assert there.screenshot
    assert other.check.compared == there.check.capture
    bare = look(desk, there.target, who="An editor", browser=False)
    assert (bare.check.found.state, bare.check.found.concluded) == (State.BLOCKED, "blocked"), (
        "without one it is a wall"
    )
    assert not bare.check.rendered


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "nothing"),
        ("numbered/2", "has 1 of them"),
        ("numbered/0", "has 1 of them"),
        ("http://127.0.0.1/elsewhere", "No case"),
        ("", "no case ''"),
    ],
)
def test_what_is_no_appearance_is_refused_in_words(desk: api.Desk, place: Place, name: str, said: str) -> None:
    file_claim(desk, place, "numbered", EN, "/2024/03/numbered")
    with pytest.raises(UsageError, match=said):
        targets(desk, name)


def test_nobody_looks_without_a_name(desk: api.Desk, place: Place) -> None:
    file_claim(desk, place, "nameless", EN, "/2024/03/nameless")
    before = len(list(desk.book.captures.all()))
    with pytest.raises(UsageError, match="Nobody is named"):
        look(desk, targets(desk, "nameless")[0], who=" ")
    assert len(list(desk.book.captures.all())) == before
