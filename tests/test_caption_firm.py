"""What may be held against a caption, and what only for it?"""

from __future__ import annotations

import pytest

from firsthand.index.gazetteer import open_gazetteer
from firsthand.reading.captions import read_caption
from firsthand.record.readings import Stance

A, L = Stance.ASSERTED, Stance.LOOSE

PROSE = "people wait for a train that does not come, as on every day of that long month"

TABLE = [
    ("Crowds in Lviv, 2014", "en", [A, A], "a label"),
    (f"Lviv, 2014: {PROSE}", "en", [A, A], "opens"),
    (f"{PROSE}. Lviv, 2014", "en", [A, A], "a label after it"),
    (f"{PROSE}, Lviv, 2014", "en", [A, A], "closes behind a comma"),
    (f"A woman with two bags in Lviv, {PROSE}", "en", [A], "the first words"),
    (
        "Those waiting for a train tell us of the shops and of queues that they saw in Lviv and all around",
        "en",
        [L],
        "prose",
    ),
    ("Команда победила в Лондоне", "ru", [L], "a verb of the past tells a story"),
    ("Угоду підписали в Мінську", "uk", [L], "the same in Ukrainian"),
    ("Η ομάδα νίκησε στο Λονδίνο", "el", [L], "the same in Greek"),
]


@pytest.mark.parametrize(("text", "lang", "stances", "why"), TABLE)
def test_only_plain_forms_are_asserted(text: str, lang: str, stances: list[Stance], why: str) -> None:
    reading = read_caption(text, lang, None, open_gazetteer())
    mentions = sorted([*reading.dates, *reading.places], key=lambda mention: mention.passage.start)
    assert [mention.stance for mention in mentions] == stances, why
