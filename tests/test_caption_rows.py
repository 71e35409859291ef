"""Is any of some hundreds of captions in four languages accused wrongly, and are the false ones found?

The rows stand in `caption_rows.txt`; most of them name a date or a place that is not the picture's.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from bench.captions import CODES, judge

from firsthand.index.gazetteer import open_gazetteer


class Row(NamedTuple):
    """A caption and what is expected of each check."""

    picture: str
    lang: str
    published: str
    expected: str
    caption: str


def entry(field: str, value: str, within: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"field": field, "value": value, "within": list(within), "source": "the photographer"}


def event(id: str, period: str, place: str, within: tuple[str, ...], **names: str) -> dict[str, Any]:
    spoken = {lang: name.split(" / ") for lang, name in names.items()}
    return {
        "id": id,
        "kind": "event",
        "names": spoken,
        "entries": [entry("period", period), entry("place", place, within)],
    }


UA, GR, DONETSK = ("Ukraine",), ("Greece",), ("Donetsk Oblast", "Ukraine")
TAKEN: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "don14": ("2014-04-13", "Donetsk", DONETSK, "rally-don"),
    "kyiv22": ("2022-03-05", "Kyiv", UA, "evac"),
    "mati18": ("2018-07-24", "Mati", GR, "fire-mati"),
    "ber15": ("2015-09-05", "Berlin", ("Germany",), ""),
    "bakh23": ("2023-02-10", "Bakhmut", DONETSK, "battle-bakhmut"),
    "idom16": ("2016-03-15", "Idomeni", GR, "camp-idomeni"),
    "athga": ("2020-06-02", "Athens", ("Georgia", "United States"), ""),
    "mos12": ("2012-05-06", "Moscow", ("Russia",), "bolotnaya"),
    "sim14": ("2014-03-01", "Simferopol", ("Crimea", "Ukraine"), ""),
    "ist17": ("2017-01-01", "Istanbul", ("Turkey",), ""),
    "lviv20": ("2020-12-24", "Lviv", UA, ""),
    "ath10": ("2010-05-05", "Athens", GR, "strike-athens"),
    "kher23": ("2023-06-07", "Kherson", UA, "flood-kherson"),
    "sant19": ("2019-07-15", "Santiago", ("Chile",), ""),
    "kyiv10": ("2010-05-09", "Kyiv", UA, ""),
    "dnip23": ("2023-01-15", "Dnipro", UA, ""),
    "thes08": ("2008-12-08", "Thessaloniki", GR, "riots"),
}
EVENTS = [
    event(
        "rally-don",
        "2014-04-13",
        "Donetsk",
        DONETSK,
        en="Donetsk rally",
        uk="донецький мітинг",
        ru="донецкий митинг",
        el="συγκέντρωση του Ντονέτσκ",
    ),
    event(
        "evac",
        "2022-02-24/2022-04-02",
        "Kyiv",
        UA,
        en="Kyiv evacuation",
        uk="евакуація киян",
        ru="эвакуация киевлян",
        el="εκκένωση του Κιέβου",
    ),
    event(
        "fire-mati",
        "2018-07-23/2018-07-26",
        "Attica",
        GR,
        en="Mati wildfire / Attica wildfires",
        uk="пожежа в Маті / пожежі в Аттиці",
        ru="пожар в Мати / пожары в Аттике",
        el="πυρκαγιά στο Μάτι / πυρκαγιές στην Αττική",
    ),
    event(
        "fire-evia",
        "2021-08-03/2021-08-13",
        "Euboea",
        GR,
        en="Evia wildfires",
        uk="пожежі на Евбеї",
        ru="пожары на Эвбее",
        el="πυρκαγιές στην Εύβοια",
    ),
    event(
        "battle-bakhmut",
        "2022-08-01/2023-05-20",
        "Bakhmut",
        DONETSK,
        en="Battle of Bakhmut",
        uk="битва за Бахмут",
        ru="битва за Бахмут",
        el="μάχη του Μπαχμούτ",
    ),
    event(
        "camp-idomeni",
        "2014-09-01/2016-05-24",
        "Idomeni",
        GR,
        en="Idomeni camp",
        uk="табір в Ідомені",
        ru="лагерь в Идомени",
        el="καταυλισμός της Ειδομένης",
    ),
    event(
        "bolotnaya",
        "2012-05-06",
        "Moscow",
        ("Russia",),
        en="March of Millions",
        uk="Марш мільйонів",
        ru="Марш миллионов",
        el="Πορεία των Εκατομμυρίων",
    ),
    event(
        "orange",
        "2004-11-22/2005-01-23",
        "Kyiv",
        UA,
        en="Orange Revolution",
        uk="Помаранчева революція / Помаранчевої революції",
        ru="Оранжевая революция / Оранжевой революции",
        el="Πορτοκαλί Επανάσταση",
    ),
    event(
        "strike-athens",
        "2010-05-05",
        "Athens",
        GR,
        en="Athens general strike",
        uk="загальний страйк в Афінах",
        ru="всеобщая забастовка в Афинах",
        el="γενική απεργία",
    ),
    event(
        "flood-kherson",
        "2023-06-06/2023-06-30",
        "Kherson",
        UA,
        en="Kherson flood / Kakhovka flood",
        uk="каховська повінь",
        ru="каховское наводнение",
        el="πλημμύρα της Καχόβκα",
    ),
    event(
        "riots",
        "2008-12-06/2009-01-05",
        "Athens",
        GR,
        en="December riots",
        uk="грудневі заворушення",
        ru="декабрьские беспорядки",
        el="Δεκεμβριανά",
    ),
    event(
        "maidan",
        "2013-11-21/2014-02-23",
        "Kyiv",
        UA,
        en="Euromaidan",
        uk="Євромайдан",
        ru="Евромайдан",
        el="Ευρωμαϊντάν",
    ),
]


def rows() -> list[Row]:
    lines = Path(__file__).with_name("caption_rows.txt").read_text(encoding="utf-8").splitlines()
    return [Row(*line.split(" | ", 4)) for line in lines if line and not line.startswith("#")]


def answered(row: Row) -> str:
    taken, place, within, shows = TAKEN[row.picture]
    entries = [entry("taken", taken), entry("place", place, within)]
    entries += [entry("event", shows)] if shows else []
    asked = {"caption": row.caption, "lang": row.lang, "published": row.published or None}
    found = judge({"picture": {"id": "p", "entries": entries}, "subjects": EVENTS, **asked}, open_gazetteer())
    return "".join(found[code] for code in CODES)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.lang}: {row.caption}")
def test_a_caption_gets_the_answer_of_a_careful_reader(row: Row) -> None:
    got = answered(row)
    fits = [one == other or (one == "*" and other in "S-") for one, other in zip(row.expected, got, strict=True)]
    assert all(fits), f"date, place, event: expected {row.expected}, got {got}"


def test_the_rows_ask_for_silence_and_for_speech() -> None:
    accused = Counter(row.lang for row in rows() if "C" in row.expected)
    spared = Counter(row.lang for row in rows() if "C" not in row.expected)
    assert all(count > 15 for count in accused.values())
    assert all(count > 50 for count in spared.values())
    assert set(accused) == set(spared) == {"en", "uk", "ru", "el"}
