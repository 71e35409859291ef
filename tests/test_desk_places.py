"""Is the place that the desk put on file the one that is meant, in captions and in the record?"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.captions import judge

import firsthand.api as api
from firsthand.index.desk_file import NAME, DeskGazetteer
from firsthand.index.desk_places import DeskPlaces, PlaceRow, place_rows
from firsthand.index.gazetteer import PlaceBook, open_gazetteer
from firsthand.index.names import MemoryNames
from firsthand.reading.places import read_places, resolve
from firsthand.record.casefile import read_line
from firsthand.record.outcome import Outcome
from firsthand.record.ports import NameDoc
from firsthand.record.where import Level, compare_any, meant

DONETSK, DONETSK_RU, KYIV = "geo:709717", "geo:565348", "geo:703448"


@pytest.fixture(scope="module")
def world() -> PlaceBook:
    return open_gazetteer()


def row(id: str, names: dict[str, str], *lies: tuple[str, tuple[str, ...]]) -> PlaceRow:
    return PlaceRow(f"c/{id}", next(iter(names.values())), tuple(names.items()), lies)


@pytest.fixture(scope="module")
def desk(world: PlaceBook) -> DeskPlaces:
    mine = {
        "en": "Zasyadko mine",
        "uk": "шахта імені Засядька",
        "ru": "шахта имени Засядько",
        "el": "ορυχείο Ζασιάντκο",
    }
    square = {"en": "Maidan", "uk": "Майдан", "ru": "Майдан", "el": "Μαϊντάν"}
    return DeskPlaces(
        world,
        [
            row("mine", mine, ("Donetsk", ("Ukraine",))),
            row("square", square, ("Kyiv", ("Ukraine",))),
            row("village", {"uk": "Нове Поле", "ru": "Красный Партизан"}, ("Нове Поле", ("Donetsk Oblast", "Ukraine"))),
            row("donetsk", {"en": "Donetsk", "uk": "Донецьк"}, ("Donetsk", ("Ukraine",))),
            row("gate", {"en": "Gate Nine checkpoint"}, ("Zasyadko mine", ())),
            row("bare", {"en": "Fort Nowhere"}),
            row("alias", {"en": "Bakhmut", "ru": "Артёмовск", "uk": "Фортеченька"}),
        ],
    )


@pytest.mark.parametrize(
    ("lang", "text", "words", "key", "within", "why"),
    [
        (
            "en",
            "Miners at the Zasyadko mine, 2015",
            "Zasyadko mine",
            "desk:c/mine",
            DONETSK,
            "a small word in the name",
        ),
        ("uk", "Гірники на шахті імені Засядька", "шахті імені Засядька", "desk:c/mine", DONETSK, "inflected"),
        ("ru", "Пожар на шахте имени Засядько", "шахте имени Засядько", "desk:c/mine", DONETSK, "in Russian"),
        ("el", "Στο ορυχείο Ζασιάντκο, 2015", "ορυχείο Ζασιάντκο", "desk:c/mine", DONETSK, "in Greek"),
        ("uk", "Люди на Майдані, 2014", "Майдані", "desk:c/square", KYIV, "one is on a square"),
        ("en", "Crowds on Maidan, 2014", "Maidan", "desk:c/square", KYIV, "a word that is none of the world's places"),
        ("ru", "Обстрел в Красном Партизане", "Красном Партизане", "desk:c/village", "adm:UA.05", "known elsewhere"),
        (
            "en",
            "Queue at the Gate Nine checkpoint",
            "Gate Nine checkpoint",
            "desk:c/gate",
            DONETSK,
            "in one of the desk",
        ),
        ("uk", "Мітинг у Фортеченьці", "Фортеченьці", "geo:713174", "adm:UA.05", "a name that only the desk knows"),
        ("en", "Donetsk, 2012", "Donetsk", DONETSK, "adm:UA.05", "of two towns the desk's"),
    ],
)
def test_the_desk_wins(desk: DeskPlaces, lang: str, text: str, words: str, key: str, within: str, why: str) -> None:
    (mention,) = read_places(text, lang, desk)
    assert mention.passage.exact == words, why
    assert {place.key for place in meant(mention.candidates)} == {key}, why
    assert all(within in place.areas() for place in meant(mention.candidates))


def test_the_text_wins_over_the_desk(desk: DeskPlaces) -> None:
    (mention,) = read_places("Donetsk, Rostov Oblast, 2012", "en", desk)
    assert [place.key for place in mention.candidates] == [DONETSK_RU]


@pytest.mark.parametrize("text", ["Reporters of the Maidan Post", "A view from Maidan", "The Mayor of Maidan speaks"])
def test_a_place_of_the_desk_needs_its_cue_too(desk: DeskPlaces, text: str) -> None:
    assert read_places(text, "en", desk) == ()


def test_a_namesake_of_the_desks_place_neither_supports_nor_accuses(desk: DeskPlaces, world: PlaceBook) -> None:
    (mention,) = read_places("Donetsk, 2012", "en", desk)
    assert compare_any(mention.candidates, resolve("Donetsk", ["Ukraine"], desk)) is Outcome.SUPPORTED
    assert compare_any(mention.candidates, resolve("Donetsk", ["Rostov Oblast"], desk)) is Outcome.UNRESOLVED
    assert compare_any(mention.candidates, world.look_up("Rostov Oblast")) is Outcome.UNRESOLVED
    assert compare_any(mention.candidates, resolve("Lviv", ["Ukraine"], desk)) is Outcome.CONTRADICTED


def test_a_place_whose_place_nobody_tells_excludes_nothing(desk: DeskPlaces) -> None:
    (mention,) = read_places("A march at Fort Nowhere, 2014", "en", desk)
    assert mention.candidates[0].desk == "c/bare"
    assert compare_any(mention.candidates, resolve("Lviv", ["Ukraine"], desk)) is Outcome.UNRESOLVED


def test_a_spot_is_as_far_away_as_its_town(desk: DeskPlaces) -> None:
    mine, square = (resolve(name, [], desk) for name in ("Zasyadko mine", "Майдан"))
    assert mine[0].level is Level.SETTLEMENT
    assert compare_any(mine, meant(square)) is Outcome.CONTRADICTED
    assert compare_any(resolve("Kyiv", ["Ukraine"], desk), square) is Outcome.SUPPORTED
    assert compare_any(meant(square), resolve("Kyiv", ["Ukraine"], desk)) is Outcome.UNRESOLVED


def test_places_that_lie_in_each_other_end(world: PlaceBook) -> None:
    desk = DeskPlaces(world, [row("a", {"en": "Qarax"}, ("Qbrax", ())), row("b", {"en": "Qbrax"}, ("Qarax", ()))])
    assert {place.key for place in desk.look_up("Qarax")} == {"desk:c/a"}


CASE = """{"firsthand": 1, "case": {"id": "%s", "title": "A case"}, "subjects": [{"id": "mine", "kind": "place",
"names": {"en": ["%s"]}, "entries": [{"field": "place", "value": "Donetsk", "within": ["Ukraine"], "source": "x"}]}]}"""


def file(folder: Path, desk: api.Desk, id: str, name: str) -> None:
    path = folder / f"{id}.jsonl"
    path.write_text((CASE % (id, name)).replace("\n", " "), encoding="utf-8")
    desk.import_cases([path], who="a test")


def test_it_follows_the_casebook(tmp_path: Path, world: PlaceBook) -> None:
    with api.init(tmp_path / "book") as desk:
        places = DeskGazetteer(world, tmp_path / "index")
        places.sync(desk.book)
        assert len(places) == 0
        file(tmp_path, desk, "one", "Qarax mine")
        file(tmp_path, desk, "two", "Qbrax mine")
        places.sync(desk.book)
        assert len(places) == 2
        file(tmp_path, desk, "one", "Qcrax mine")
        places.sync(desk.book)
        assert places.look_up("Qarax mine") == ()
        assert places.standing_in("At the Qarax mine") == []
        assert [place.key for place in places.look_up("Qcrax mine")] == ["desk:one/mine"]
        again = DeskGazetteer(world, tmp_path / "index")
        again.sync(desk.book)
        assert again.look_up("Qcrax mine") == places.look_up("Qcrax mine")


@pytest.mark.parametrize("broken", [b"", b"{}", b"[1]", b"\xff\x00", b'{"format": 99}', b'{"format": 1, "number": 77}'])
def test_a_file_that_is_not_whole_is_made_anew(tmp_path: Path, world: PlaceBook, broken: bytes) -> None:
    with api.init(tmp_path / "book") as desk:
        file(tmp_path, desk, "one", "Qarax mine")
        (tmp_path / "index").mkdir()
        (tmp_path / "index" / NAME).write_bytes(broken)
        places = DeskGazetteer(world, tmp_path / "index")
        places.sync(desk.book)
        assert len(places) == 1


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, world: PlaceBook) -> None:
    (tmp_path / "a-file").write_text("in the way", encoding="utf-8")
    with api.init(tmp_path / "book") as desk:
        file(tmp_path, desk, "one", "Qarax mine")
        places = DeskGazetteer(world, tmp_path / "a-file")
        places.sync(desk.book)
        assert len(places) == 1


def test_the_whole_path_knows_the_desks_places(tmp_path: Path) -> None:
    with api.init(tmp_path / "book") as desk:
        file(tmp_path, desk, "one", "Qarax mine")
        desk.check(text="Miners at the Qarax mine")
        assert (desk.book.index_folder / NAME).exists()
        assert desk.gazetteer.look_up("Qarax mine")
        (hit,) = desk.gazetteer.standing_in("Miners at the Qarax mine")
        assert [place.key for place in hit.candidates] == ["desk:one/mine"], "found by the casebook's index of names"
        file(tmp_path, desk, "one", "Qcrax mine")
        desk.check(text="Miners at the Qcrax mine")
        assert desk.gazetteer.standing_in("At the Qarax mine") == []
        assert len(desk.gazetteer.standing_in("At the Qcrax mine")) == 1


def test_names_of_others_in_the_index_are_no_places(world: PlaceBook) -> None:
    docs = [NameDoc("c", "c/mine", "Qarax mine", "en", "place"), NameDoc("c", "c/league", "Qarax League", "en", "body")]
    names = MemoryNames(docs)
    desk = DeskPlaces(world, [row("mine", {"en": "Qarax mine"})], lambda text: names.find(text, ""))
    assert [hit.start for hit in desk.standing_in("Qarax League at the Qarax mine")] == [20]


def test_a_place_in_a_row_of_the_benchmark_counts(world: PlaceBook) -> None:
    square = {
        "id": "square",
        "kind": "place",
        "names": {"en": ["Maidan"], "uk": ["Майдан"]},
        "entries": [{"field": "place", "value": "Kyiv", "within": ["Ukraine"], "source": "x"}],
    }
    taken = {"field": "place", "value": "Maidan", "source": "x"}
    record = {"picture": {"id": "p", "entries": [taken]}, "subjects": [square]}
    row = {**record, "lang": "uk", "published": None}
    assert judge({**row, "caption": "Люди на Майдані, 2014"}, world)["caption-place"] == "S"
    assert judge({**row, "caption": "Мітинг у Львові, 2014"}, world)["caption-place"] == "C"
    assert judge({**row, "caption": "Мітинг у Києві, 2014"}, world)["caption-place"] == "S"


def test_only_places_are_taken_up() -> None:
    line = CASE % ("one", "Qarax mine")
    case = read_line(line.replace("\n", " ").replace('"kind": "place"', '"kind": "body"'), "x", 1).content
    assert place_rows(case) == []  # type: ignore[arg-type]
