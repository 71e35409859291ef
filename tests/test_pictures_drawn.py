"""Are drawn signs of one layout told apart? Flags in other colours and posts with other words must not count as the same."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from firsthand.checks.known_picture import run
from firsthand.checks.table import Question
from firsthand.index.memory_pictures import MemoryPictures
from firsthand.matching.picture_weighing import weigh_picture
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.record.cases import Case, Picture
from firsthand.record.decisions import Answer, Decision
from firsthand.record.findings import Finding
from firsthand.record.leads import Leads, PictureLead
from firsthand.record.outcome import Outcome
from firsthand.record.ports import PictureDoc
from firsthand.record.readings import PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.settings import Settings

Colours = tuple[str, str, str]
ONE: Colours = ("#ffffff", "#be0028", "#142878")
OTHER: Colours = ("#fadc3c", "#005a3c", "#781414")
SIZE = WIDTH, HEIGHT = 900, 600

WORDS = "The council said on Monday that the water in the northern district is safe and asked all not to share rumours "
OTHERS = "Police have closed four roads near the old market after a warning and buses go another way until the evening "


def bands(c: Colours, upright: bool) -> Image.Image:
    flag = Image.new("RGB", SIZE)
    for i, tone in enumerate(c):
        box = (i * 300, 0, i * 300 + 300, HEIGHT) if upright else (0, i * 200, WIDTH, i * 200 + 200)
        flag.paste(tone, box)
    return flag


def disc(c: Colours) -> Image.Image:
    flag = Image.new("RGB", SIZE, c[0])
    ImageDraw.Draw(flag).ellipse((270, 120, 630, 480), fill=c[1])
    return flag


def cross(c: Colours) -> Image.Image:
    flag = Image.new("RGB", SIZE, c[0])
    for wide, tone in ((70, c[1]), (35, c[2])):
        flag.paste(tone, (320 - wide, 0, 320 + wide, HEIGHT))
        flag.paste(tone, (0, 300 - wide, WIDTH, 300 + wide))
    return flag


def wedge(c: Colours) -> Image.Image:
    flag = Image.new("RGB", SIZE, c[0])
    flag.paste(c[1], (0, 300, *SIZE))
    ImageDraw.Draw(flag).polygon([(0, 0), (400, 300), (0, HEIGHT)], fill=c[2])
    return flag


def rays(c: Colours) -> Image.Image:
    flag = Image.new("RGB", SIZE, c[0])
    draw = ImageDraw.Draw(flag)
    for wide, tone in ((120, c[1]), (50, c[2])):
        draw.line([(0, 0), SIZE], fill=tone, width=wide)
        draw.line([(WIDTH, 0), (0, HEIGHT)], fill=tone, width=wide)
    return flag


def post(words: str, size: int) -> Image.Image:
    """A screenshot of a post: a head with a round sign, lines of words, a foot."""
    page = Image.new("RGB", (1080, 1080), "white")
    draw = ImageDraw.Draw(page)
    page.paste("#286eaa", (0, 0, 1080, 110))
    page.paste("#e6e6e6", (0, 990, 1080, 1080))
    draw.ellipse((30, 140, 130, 240), fill="#c85a3c")
    draw.text((160, 150), "The daily channel", fill="#141414", font=ImageFont.load_default(44))
    letters = 1600 // size
    text = words * 4
    for line in range(12):
        row = text[line * letters : (line + 1) * letters]
        draw.text((40, 280 + line * size * 3 // 2), row, fill="#141414", font=ImageFont.load_default(size))
    return page


def page(words: str, size: int) -> Image.Image:
    """A screenshot of nothing but words."""
    return post(words, size).crop((0, 260, 1080, 980))


PAIRS = {
    "bands": (bands(ONE, False), bands(OTHER, False)),
    "upright bands": (bands(ONE, True), bands(OTHER, True)),
    "disc": (disc(ONE), disc(OTHER)),
    "cross": (cross(ONE), cross(OTHER)),
    "wedge": (wedge(ONE), wedge(OTHER)),
    "rays": (rays(ONE), rays(OTHER)),
    **{f"post {size}": (post(WORDS, size), post(OTHERS, size)) for size in (24, 32, 48)},
    **{f"page {size}": (page(WORDS, size), page(OTHERS, size)) for size in (24, 32, 48)},
}
CARRIED = {
    "as it is": lambda picture: picture,
    "small": lambda picture: picture.resize((320, 320 * picture.height // picture.width)),
}


def likeliest(filed: Image.Image, asked: Image.Image) -> float:
    held = MemoryPictures()
    held.add([PictureDoc("c", "c/p", prints_of_reference(np.asarray(filed)))])
    hits = held.find(prints_of_tip(np.asarray(asked)), 5)
    return max((weigh_picture(hit)[0] for hit in hits), default=0.0)


@pytest.mark.parametrize("carried", CARRIED)
@pytest.mark.parametrize("pair", PAIRS)
def test_another_sign_of_the_same_layout_never_alerts(pair: str, carried: str) -> None:
    filed, asked = PAIRS[pair]
    assert likeliest(filed, CARRIED[carried](asked)) < Settings().alert
    assert likeliest(asked, CARRIED[carried](filed)) < Settings().alert


SHA = "a" * 64


def findings(held: tuple[str, ...], quality: int, decided: Answer | None = None) -> list[Finding]:
    """What is said of a tip SHA on which each of some cases holds a picture of the given SHA-256 at distance 0."""
    ours = PictureReading("a.png", SHA, prints=prints_of_tip(np.asarray(disc(ONE))))
    cases = tuple(Case(f"case-{n}", f"Case {n}", pictures=(Picture("p", sha256=sha),)) for n, sha in enumerate(held))
    whole = ours.prints[0].region
    leads = Leads(
        pictures=tuple(PictureLead(ours.key, case.id, "p", 0, quality, whole, whole) for case in cases),
        cases=cases,
        decisions=(Decision(ours.key, "case-0/p", decided, "someone", datetime(2026, 1, 1, tzinfo=UTC)),)
        if decided
        else (),
    )
    reading = Reading(ReadingKind.PICTURE, pictures=(ours,))
    return [answer for answer in run(Question(Tip(), reading, leads, Settings())) if isinstance(answer, Finding)]


@pytest.mark.parametrize(
    ("held", "quality", "supported", "why"),
    [
        ((SHA, SHA), 100, ["case-0", "case-1"], "one exhibit in two cases: both are shown"),
        ((SHA, SHA), 0, ["case-0", "case-1"], "the same file is certain however plain it is"),
        (("b" * 64,), 0, [], "another plain file is not"),
        ((SHA, "b" * 64), 0, ["case-0"], "where one file is the same, another plain one is not shown beside it"),
        (("",), 0, [], "a picture whose file is not kept cannot be the same file"),
    ],
)
def test_the_same_file_is_known(held: tuple[str, ...], quality: int, supported: list[str], why: str) -> None:
    said = findings(held, quality)
    assert [one.case for one in said if one.outcome is Outcome.SUPPORTED] == supported, why
    named = [reason.feature for one in said if one.case in supported and one.match for reason in one.match.reasons]
    assert named == ["same-file"] * len(supported), why


def test_a_persons_no_stands_even_against_the_same_file() -> None:
    assert [one.outcome for one in findings((SHA,), 100, Answer.NO)] == [Outcome.UNRESOLVED]
