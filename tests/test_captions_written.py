"""Are captions that were written without knowing the rules accused wrongly, and are the false ones found?

The rows (`captions_written.json`) were written by people who had read what the checks mean, and no rule. Where a rule was
changed because of one of them, that row no longer tells how the next one will fare.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bench.captions import CODES, judge

from firsthand.index.gazetteer import open_gazetteer

ACCUSED_WRONGLY = {"Кузниця, Польща, листопад 2021"}
"""Captions that are still accused, though a careful editor might hesitate: a border town that the gazetteer does not know by
its Ukrainian name, in Poland, where the record has the town on the other side."""

RIGHT = {"en": 0.91, "uk": 0.93, "ru": 0.92, "el": 0.91}
"""The share of the answers C and S that has to be given, by language."""


@cache
def rows() -> list[dict[str, Any]]:
    held = json.loads(Path(__file__).with_name("captions_written.json").read_text(encoding="utf-8"))
    return [
        {
            "picture": held["records"][record][0],
            "subjects": held["records"][record][1],
            "lang": lang,
            "published": published or None,
            "expected": expected,
            "caption": caption,
        }
        for record, lang, published, expected, caption in held["rows"]
    ]


@cache
def answers() -> list[str]:
    gazetteer = open_gazetteer()
    found = (judge(row, gazetteer) for row in rows())
    return ["".join(one[code] for code in CODES) for one in found]


def test_no_other_caption_is_accused_wrongly() -> None:
    wrong = {
        row["caption"]
        for row, got in zip(rows(), answers(), strict=True)
        if any(said == "C" != wanted for said, wanted in zip(got, row["expected"], strict=True))
    }
    assert wrong == ACCUSED_WRONGLY


@pytest.mark.parametrize("lang", RIGHT)
def test_what_is_to_be_said_is_mostly_said(lang: str) -> None:
    told: Counter[bool] = Counter()
    for row, got in zip(rows(), answers(), strict=True):
        if row["lang"] == lang:
            told.update(said == wanted for said, wanted in zip(got, row["expected"], strict=True) if wanted != "-")
    assert told[True] >= RIGHT[lang] * told.total(), f"{told[True]} of {told.total()}"
