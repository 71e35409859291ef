"""What does the desk of the benchmark hold? Ten thousand made cases, two thousand small drawn pictures; the same each time."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

from PIL import Image, ImageDraw

from firsthand import api

CASES, PICTURES = 10_000, 2_000
SIZE = (200, 150)
_WORDS = {
    "en": [
        "march",
        "flood",
        "bridge",
        "square",
        "banner",
        "soldier",
        "school",
        "train",
        "hospital",
        "harbour",
        "border",
        "factory",
        "winter",
        "crowd",
    ],
    "uk": [
        "марш",
        "повінь",
        "міст",
        "площа",
        "прапор",
        "солдат",
        "школа",
        "потяг",
        "лікарня",
        "порт",
        "кордон",
        "завод",
        "зима",
        "натовп",
    ],
    "ru": [
        "марш",
        "наводнение",
        "мост",
        "площадь",
        "знамя",
        "солдат",
        "школа",
        "поезд",
        "больница",
        "порт",
        "граница",
        "завод",
        "зима",
        "толпа",
    ],
    "el": [
        "πορεία",
        "πλημμύρα",
        "γέφυρα",
        "πλατεία",
        "πανό",
        "στρατιώτης",
        "σχολείο",
        "τρένο",
        "νοσοκομείο",
        "λιμάνι",
        "σύνορα",
    ],
}
_VERDICTS = ("false", "misleading", "missing-context", "altered", "true", "unproven")


def made(folder: Path) -> None:
    """A new casebook in `folder / "casebook"`. Takes a minute or two."""
    files = folder / "files"
    files.mkdir(parents=True)
    for number in range(PICTURES):
        (files / f"{number}.jpg").write_bytes(drawn(number))
    lines = (json.dumps(_case(number), ensure_ascii=False) for number in range(CASES))
    (files / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with api.init(folder / "casebook") as desk:
        summary = desk.import_cases([files / "cases.jsonl"], who="the benchmark", strict=True)
        assert not summary.problems, summary.problems[0]


def drawn(seed: int) -> bytes:
    """A small picture of shapes over each other, as a JPEG."""
    chance = random.Random(seed)
    picture = Image.new("RGB", SIZE, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y, wide, high = (chance.randrange(-20, SIZE[0]) for _ in range(4))
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape(
            (x, y, x + abs(wide) // 3 + 2, y + abs(high) // 3 + 2), fill=tuple(chance.randrange(256) for _ in range(3))
        )
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return held.getvalue()


def sentence(chance: random.Random, lang: str) -> str:
    """Words in a row, with a number that makes it another one than the last."""
    return f"{' '.join(chance.choices(_WORDS[lang], k=9))} {chance.randrange(10_000)}"


def _case(number: int) -> dict[str, object]:
    chance = random.Random(number)
    lang = chance.choice(list(_WORDS))
    verdict, day = (
        chance.choice(_VERDICTS),
        f"20{chance.randrange(10, 24)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}",
    )
    said = {"source": "the photographer", "words": sentence(chance, lang), "lang": lang}
    entries = [
        {"field": "taken", "value": day, **said},
        {"field": "place", "value": "Donetsk", "within": ["Ukraine"], **said},
    ]
    picture = {"id": "pic", "file": f"{number}.jpg", "entries": entries}
    return {
        "firsthand": 1,
        "case": {
            "id": f"case-{number:05}",
            "title": sentence(chance, lang),
            "status": chance.choice(["draft", "published"]),
        },
        "claims": [{"id": "c", "text": sentence(chance, lang), "lang": lang, "claimant": "a page", "made": day}],
        **({"pictures": [picture]} if number < PICTURES else {}),
        "appearances": [
            {
                "url": f"https://example.org/{number}",
                "outlet": "an outlet",
                "caption": sentence(chance, lang),
                "seen": day,
            }
        ],
        "reviews": [
            {
                "rating": verdict,
                "verdict": verdict,
                "publisher": "a desk",
                "summary": sentence(chance, lang),
                "lang": lang,
            }
        ],
    }
