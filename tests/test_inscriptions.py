"""Are words in pictures read, put together, and used with care?"""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from bench.inscriptions import accuracy
from bench.inscriptions_made import WORDS, drawn_ground, made
from hypothesis import given
from hypothesis import strategies as st

from firsthand.engines.tesseract import Tesseract
from firsthand.engines.words import WordReader, _missing, find_reader, rest
from firsthand.errors import WordsError
from firsthand.inscribing import inscribed
from firsthand.reading.inscription_places import Line, Look, lines_of, mirrored, straight
from firsthand.reading.inscription_spelling import Sized, cased, spelled
from firsthand.reading.inscription_waves import flattened
from firsthand.reading.inscriptions import Read, Seen, better, blocks, cleaned, inscriptions, language_of, read_of
from firsthand.reading.letters import ALPHABETS, bits, plain
from firsthand.record.readings import PictureReading, Reading, ReadingKind
from firsthand.settings import Settings


def line(left: float, top: float, right: float, height: float = 20.0) -> Line:
    upper = np.array([[left, top], [right, top]], np.float32)
    return Line(np.stack([upper, upper + np.array([0, height], np.float32)]), 1.0)


CLEANED = [
    ("|", "I", "a stroke is the letter I, which stands alone in English"),
    ("— ~", "", "no letter and no digit"),
    ("µας", "μας", "the sign of a millionth is no Greek letter"),
    ("_ПАРКУ;", "ПАРКУ;", "a stray stroke before, a mark of the sentence behind"),
    ("№7", "№7", "numbers keep their sign"),
]


@pytest.mark.parametrize(("raw", "expected", "why"), CLEANED)
def test_cleaning(raw: str, expected: str, why: str) -> None:
    assert cleaned(raw) == expected, why


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


LETTERS = [
    ("НІ ЗАБУДОВІ ПАРКУ", "uk", "ru", "Russian has no such letters"),
    ("ЦЕНЫ РАСТУТ, ЗАРПЛАТЫ НЕТ", "ru", "uk", "Ukrainian has no ы"),
    ("Σώστε το σχολείο", "el", "en", "not Latin at all"),
    ("Save the school of our town", "en", "uk", "not Cyrillic at all"),
]


@pytest.mark.parametrize(("text", "lang", "other", "why"), LETTERS)
def test_letters_follow_each_other_as_in_their_language(text: str, lang: str, other: str, why: str) -> None:
    assert bits(text, lang) < 5 < bits(text, other), why


def test_letters_off_a_texture_are_strange() -> None:
    assert bits("ОЕЛОУМЕ НХУХІА", "uk") > bits("Захистимо школу", "uk") + 1


@given(st.text(max_size=30), st.sampled_from(sorted(ALPHABETS)))
def test_strangeness_is_within_its_bounds(text: str, lang: str) -> None:
    assert 0 <= bits(text, lang) <= 15
    assert plain(plain(text)) == plain(text)


def test_one_banner_is_of_one_language() -> None:
    greek = [
        {"el": read_of([("ΨΩΜΙ ΚΑΙ ΕΙΡΗΝΗ", 0.7)], "el"), "en": read_of([("WOMI KAI EIPHNH", 0.9)], "en")},
        {"el": read_of([("ΣΕ ΚΑΘΕ ΣΠΙΤΙ", 0.8)], "el"), "en": read_of([("ZE KAGE SIIITI", 0.5)], "en")},
    ]
    assert language_of(greek) == "el", "a line in Latin letters may be surer; the banner is not"
    assert language_of([]) == ""


def test_a_look_is_not_better_for_leaving_words_out() -> None:
    whole, part = read_of([("Save the school", 0.8)], "en"), read_of([("Save", 0.9)], "en")
    assert better({"en": whole}, {"en": part})["en"] is whole


AGREEING = [
    ("Обьявляем субботник", 0.45, 0.7, "two looks gave nearly the same: surer, and not yet firm"),
    ("xq zv wk fgh jp", 0.4, 0.4, "they gave other letters: as sure as before"),
]


@pytest.mark.parametrize(("other", "least", "most", "why"), AGREEING)
def test_looks_that_agree_bear_each_other_out(other: str, least: float, most: float, why: str) -> None:
    one = read_of([("Объявляем субботник", 0.4)], "ru")
    found = better({"ru": one}, {"ru": read_of([(other, 0.2)], "ru")})["ru"]
    assert found.text == one.text
    assert least <= found.confidence <= most, why


def test_lines_are_put_in_reading_order() -> None:
    left, right, below, far = line(0, 0, 50), line(60, 2, 110), line(0, 26, 110), line(300, 200, 400)
    assert blocks([far, below, right, left]) == [[3, 2, 1], [0]]


def test_a_block_has_its_words_place_and_language() -> None:
    seen = [
        Seen(line(10, 30, 90), {"en": read_of([("Save", 0.9), ("the", 0.9)], "en")}),
        Seen(line(10, 55, 90), {"en": read_of([("school", 0.8)], "en")}),
        Seen(line(10, 150, 90), {"en": Read("xq zv", 0.3, 9.0)}),
    ]
    (found,) = inscriptions(seen, (100, 200))
    assert (found.text, found.lang) == ("Save the school", "en")
    region = found.region
    assert (region.left, region.top, region.right, region.bottom) == pytest.approx((0.1, 0.15, 0.9, 0.375))
    (turned,) = inscriptions(seen, (200, 200), "mirrored")
    assert (turned.region.left, turned.region.right, turned.region.turned) == (0.55, 0.95, "mirrored")


def test_a_line_is_found_in_the_map_and_laid_straight() -> None:
    likely = np.zeros((120, 320), np.float32)
    likely[50:62, 40:280] = 0.9
    (found,) = lines_of(likely, (640, 240))
    assert found.height > 24, "the core is widened to the letters"
    assert found.corners[0][0] < 80 < 560 < found.corners[1][0]
    picture = np.full((240, 640, 3), 40, np.uint8)
    picture[104:120, 100:540:20] = 250
    for look in Look:
        gray = straight(picture, found, look)
        assert gray.shape[0] == 64
        assert np.median(gray) > 200, "the ground is light, whichever it was"


def written(words: str, wave: float, lean: float) -> tuple[np.ndarray, Line]:
    """White words on dark cloth that wave up and down by `wave` pixels and lean by `lean`, and a straight line about them."""
    flat = np.full((120, 460, 3), 40, np.uint8)
    cv2.putText(flat, words, (40, 70), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (250, 250, 250), 3)
    x, y = np.meshgrid(np.arange(460, dtype=np.float32), np.arange(120, dtype=np.float32))
    moved = cv2.remap(flat, x + lean * (y - 60), y + wave * np.sin(x / 35), cv2.INTER_LINEAR, borderValue=(40, 40, 40))
    return np.asarray(moved, np.uint8), line(30, 38, 420, 42)


SHAPES = [
    (0.0, 0.0, "straight and upright"),
    (7.0, 0.0, "it waves"),
    (0.0, 0.4, "it leans to the right"),
    (5.0, -0.3, "it waves and leans to the left"),
]


@pytest.mark.parametrize(("wave", "lean", "why"), SHAPES)
def test_a_line_that_waves_and_leans_is_laid_as_if_it_did_not(wave: float, lean: float, why: str) -> None:
    plain_cut = straight(*written("HIM IN MIN", 0.0, 0.0), Look.EVEN, 40)
    cut = straight(*flattening(*written("HIM IN MIN", wave, lean)), Look.EVEN, 40)
    for axis in (0, 1):
        apart, held = ((255.0 - one).sum(axis=axis).std() for one in (cut, plain_cut))
        assert apart > 0.8 * held, f"{why}: ink and gaps stand apart as in the plain line, axis {axis}"


def flattening(pixels: np.ndarray, one: Line) -> tuple[np.ndarray, Line]:
    return pixels, flattened(pixels, one)


def test_a_place_without_ink_stays_as_it_is() -> None:
    one = line(10, 20, 200)
    assert flattened(np.full((60, 220, 3), 90, np.uint8), one) is one


SPELLED = [
    ("Цех Ме12", "uk", "Цех №12", "the sign of a number is read as two letters"),
    ("Столовая Мо 7", "ru", "Столовая №7", "the same in Russian"),
    ("Не 12, а 13", "ru", "Не 12, а 13", "the word not before a number stays"),
    ("Єдність I праця", "uk", "Єдність і праця", "a stroke alone"),
    ("ХЛІБ | МИР", "uk", "ХЛІБ І МИР", "a stroke among capitals"),
    ("MИР", "ru", "МИР", "a Latin letter within a Cyrillic word"),
    ("IKEA МИР", "ru", "IKEA МИР", "a Latin word stays"),
    ("Mе12", "en", "Mе12", "English is not touched"),
]


@pytest.mark.parametrize(("read", "lang", "expected", "why"), SPELLED)
def test_spelling(read: str, lang: str, expected: str, why: str) -> None:
    assert spelled(read, lang) == expected, why
    assert spelled(expected, lang) == expected, "twice is once"


CASED = [
    ([("мы", 20.0), ("СВОИХ", 20.0)], ["МЫ", "СВОИХ"], "as high as the capitals"),
    ([("мы", 14.5), ("СВОИХ", 20.0)], ["мы", "СВОИХ"], "lower: small letters beside capitals"),
    ([("баба", 20.0), ("СВОИХ", 20.0)], ["баба", "СВОИХ"], "б and а look otherwise as capitals: they were seen small"),
    ([("мій", 20.0), ("ДІМ", 20.0)], ["мій", "ДІМ"], "its dot and bow may make it as high"),
    ([("мы", 20.0), ("своих", 20.0)], ["мы", "своих"], "no capitals to compare with"),
    ([("мы", 0.0), ("СВОИХ", 0.0)], ["мы", "СВОИХ"], "heights are not known"),
]


@pytest.mark.parametrize(("words", "expected", "why"), CASED)
def test_capitals_are_told_by_their_height(words: list[tuple[str, float]], expected: list[str], why: str) -> None:
    assert cased([Sized(text, high) for text, high in words]) == expected, why


FEW = [("aly", 0.7, 0), ("STOP", 0.9, 1), ("Save the school", 0.55, 1)]


@pytest.mark.parametrize(("text", "sure", "count"), FEW)
def test_a_few_letters_must_be_read_the_surer(text: str, sure: float, count: int) -> None:
    seen = [Seen(line(10, 30, 90), {"en": read_of([(text, sure)], "en")})]
    assert len(inscriptions(seen, (100, 100))) == count


def test_mirroring_lines_twice_changes_nothing() -> None:
    one = line(10, 20, 90)
    assert np.allclose(mirrored(mirrored([one], 200), 200)[0].edges, one.edges)


def test_languages_that_are_lacking_are_named() -> None:
    assert _missing(("en", "uk", "ru", "el")) == ""
    assert "not read in Russian, Greek: " in _missing(("uk", "en"))
    assert "apt-get install" in _missing(("en",))


def reader() -> WordReader:
    found = find_reader()
    if isinstance(found, WordsError):
        pytest.skip(f"words are not read here: {found}")
    if found.detector is None:
        pytest.skip("no detector of words is installed here")
    return found


FLOORS = [("uk", 0.9), ("ru", 0.9), ("en", 0.9), ("el", 0.85)]


@pytest.mark.parametrize(("lang", "least"), FLOORS)
def test_banners_are_read(lang: str, least: float) -> None:
    ways = reader()
    if lang not in ways.tesseract.languages:
        pytest.skip(f"Tesseract has no {lang} here")
    found = []
    for number in (0, 4, 8):
        pixels = made(drawn_ground(number), WORDS[lang][number], "banner", np.random.default_rng(number))
        read = ways.read(pixels, 60)
        found.append(accuracy(" ".join(WORDS[lang][number]), " ".join(one.text for one in read)))
    assert np.mean(found) >= least, found


def test_a_mirrored_banner_is_read_and_named() -> None:
    pixels = made(drawn_ground(3), ("Save the school", "of our town"), "easy", np.random.default_rng(3))
    (one,) = reader().read(np.ascontiguousarray(pixels[:, ::-1]), 60)
    assert one.region.turned == "mirrored"
    assert accuracy("Save the school of our town", one.text) > 0.9


def test_nothing_is_read_where_there_are_no_words() -> None:
    assert reader().read(drawn_ground(1), 60) == ()


def test_what_the_detector_holds_is_given_back_and_loaded_anew() -> None:
    ways = reader()
    assert ways.detector
    pixels = made(drawn_ground(0), WORDS["en"][0], "easy", np.random.default_rng(0))
    before = ways.detector.lines(pixels)
    rest()
    assert ways.detector._session is None
    again = ways.detector.lines(pixels)
    assert [line.edges.tolist() for line in again] == [line.edges.tolist() for line in before]
    assert before


def test_the_time_is_kept_and_the_next_picture_is_read_again() -> None:
    ways = reader()
    pixels = made(drawn_ground(0), WORDS["en"][0], "easy", np.random.default_rng(0))
    with pytest.raises(WordsError, match="time for it was over"):
        ways.read(pixels, 0.0)
    assert ways.read(pixels, 60)


def test_a_child_that_stops_is_said_and_replaced() -> None:
    reader()
    tesseract = Tesseract()
    image = np.full((64, 200), 255, np.uint8)
    assert tesseract._child is not None
    tesseract._child.kill()
    with pytest.raises(WordsError, match="stopped"):
        tesseract.read([image], tesseract.languages[0], 30)
    assert len(tesseract.read([image], tesseract.languages[0], 30)) == 1
    tesseract.close()


def test_switched_off_nothing_is_looked_at() -> None:
    reading = Reading(ReadingKind.PICTURE, pictures=(PictureReading("a.jpg", "0" * 64),))

    def see(picture: PictureReading) -> None:
        raise AssertionError("nobody looks")

    assert inscribed(reading, see, Settings(read_words=False)).reading is reading


def test_pictures_beyond_the_time_are_named() -> None:
    reader()
    reading = Reading(ReadingKind.PAGE, pictures=tuple(PictureReading(f"{n}.jpg", f"{n}" * 64) for n in range(3)))
    found = inscribed(reading, lambda picture: drawn_ground(1), Settings(words_seconds=0.0))
    (lack,) = found.lacking
    assert lack.reason.startswith("The words in 3 pictures were not read")
