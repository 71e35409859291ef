"""Is the language told, and is nothing said where it cannot be told?"""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.language import guess, likely, primary


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Διαδήλωση στην πλατεία", "el", "Greek letters"),
        ("Μια φωτογραφία του Reuters από την πλατεία", "el", "Greek with a Latin name in it"),
        ("Мітинг на площі", "uk", "і belongs to Ukrainian"),
        ("Перше травня 2012 року, Донецьк, Україна", "uk", "ї and a soft sign"),
        ("Вчера на площади прошёл митинг", "ru", "ё belongs to Russian"),
        ("Вы видели это вчера", "ru", "ы"),
        ("Сегодня в городе прошел митинг после обеда", "ru", "no letter tells, small words do"),
        ("Протест на площада, като след това беше спокойно", "bg", "small words of Bulgarian"),
        ("Учора ў горадзе прайшла дэманстрацыя рабочых", "be", "ў and ы"),
        ("Протест је почео јуче у подне на тргу у центру града", "sr", "ј belongs to Serbian and Macedonian"),
        ("Кеше қалада бейбіт шеру өтті, оған мыңнан астам адам қатысты", "kk", "letters of Kazakh"),
        ("The march of the workers was over by noon", "en", "small words of English"),
        ("Die Polizei war am Dienstag auf dem Platz vor dem Rathaus", "de", "was and am are German too"),
        ("Policja poinformowała we wtorek, że protest się zakończył", "pl", "Polish is not English"),
        ("La policía dijo el martes que la protesta había terminado", "es", "Spanish"),
        ("La police a déclaré mardi que la manifestation était terminée", "fr", "French"),
        ("Polis salı günü protestonun sona erdiğini açıkladı", "tr", "Turkish"),
        ("デモは火曜日に広場で終わりました", "ja", "letters of neither script"),
        ("", "", "nothing to tell by"),
        ("2012 — 05 — 01", "", "no letters"),
        ("ok", "", "too short"),
        ("AP", "", "an agency is no language"),
    ],
)
def test_guess(text: str, expected: str, why: str) -> None:
    assert guess(text) == expected, why


@given(st.text(max_size=200))
def test_any_text_gives_a_primary_tag_or_nothing(text: str) -> None:
    found = guess(text)
    assert found == primary(found)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-GB", "en"),
        ("uk_UA", "uk"),
        ("EL", "el"),
        (" ru ", "ru"),
        ("sr-Cyrl-RS", "sr"),
        ("", ""),
        ("english", ""),
        ("ен", ""),
        ("-", ""),
    ],
)
def test_primary(tag: str, expected: str) -> None:
    assert primary(tag) == expected


def test_plain_texts_do_not_load_the_model() -> None:
    """The model takes most of a second to unpack; a check of a Ukrainian, Greek or English text must not pay for it."""
    code = (
        "import sys; from firsthand.reading.language import guess;"
        "assert [guess(t) for t in ('Мітинг на площі', 'Διαδήλωση', 'The end of the march', 'Вы это видели')]"
        " == ['uk', 'el', 'en', 'ru']; sys.exit('py3langid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "settled", "why"),
    [
        ("EU sanctions against Russia harm Europe", True, "one word that only English has"),
        ("Police shot at a crowd in Kyiv, a minister says", True, "two of them"),
        ("Der Minister will die Grenze in Polen schließen", False, "German has `will` too, and letters of its own"),
        (
            "Police a Varsovie: manifestation interdite par decret du maire de la ville hier soir",
            False,
            "one among many",
        ),
    ],
)
def test_short_plain_english_needs_no_model(
    text: str, settled: bool, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("firsthand.reading.language._model", lambda text, langs: asked.append(text) or "")
    assert (guess(text) == "en", not asked) == (settled, settled), why


@pytest.mark.parametrize(
    ("text", "langs", "why"),
    [
        ("Kherson, 3 May 2026", ("en",), "a label in Latin letters"),
        ("Donetsk, 2014", ("en",), "two words"),
        ("Донецк, 2014", ("uk", "ru"), "nothing tells"),
        ("Донецьк, травень 2014", ("uk", "ru"), "nothing tells, the reading will"),
        ("Київ, 2014", ("uk",), "a letter tells"),
        ("Харьков сегодня", ("ru",), "a small word tells"),
        ("Ντονέτσκ, 2014", ("el",), "Greek letters"),
        (
            "Menschen stehen am Dienstag auf dem großen Platz vor dem Rathaus der Stadt Donezk",
            ("de",),
            "told by the model",
        ),
        ("", (), "nothing"),
    ],
)
def test_likely_languages_of_a_caption(text: str, langs: tuple[str, ...], why: str) -> None:
    assert likely(text) == langs, why
