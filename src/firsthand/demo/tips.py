"""Which six tips does the demo check, and what should each one show?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from firsthand.demo.scene import harbour, jpeg, march


@dataclass(frozen=True, slots=True)
class DemoTip:
    """A tip as the fields of `api.make_tip`, its title, and one sentence on what to look for."""

    name: str
    title: str
    fields: dict[str, str]
    look_for: str


def write_tips(folder: Path) -> tuple[DemoTip, ...]:
    """Draw the tips' pictures into a folder and return the tips."""
    original = march()
    width, height = original.size
    box = (round(width * 0.1), round(height * 0.08), round(width * 0.92), round(height * 0.9))
    _write(folder, "cropped", jpeg(original.crop(box), quality=70))
    _write(folder, "rightly-told", jpeg(original.resize((640, 426)), quality=80))
    _write(folder, "harbour", jpeg(harbour()))
    _write(folder, "broken", jpeg(original)[:400])
    return (_cropped(folder), OTHER_WORDS, _rightly_told(folder), _unrelated(folder), LAPSED_LINK, _broken(folder))


def _write(folder: Path, name: str, data: bytes) -> None:
    (folder / f"{name}.jpg").write_bytes(data)


OTHER_WORDS = DemoTip(
    "other-words",
    "The claim in other words",
    {"text": "In 2014, in Donetsk, members of the Steppe Labour Confederation were marching against Maidan!"},
    "The claim on file is recognised, with its review.",
)

LAPSED_LINK = DemoTip(
    "lapsed-link",
    "A link that had lapsed",
    {
        "text": "Pavlo Vyhadanyi, a leader of the Steppe Labour Confederation, called people to arms on 12 April 2014.",
        "published": "2014-04-13",
        "lang": "en",
    },
    "He left in 1998, sixteen years before.",
)


def _cropped(folder: Path) -> DemoTip:
    return DemoTip(
        "cropped",
        "The picture cropped, with a Greek caption of 2014",
        {
            "picture": str(folder / "cropped.jpg"),
            "caption": "Αντι-Μαϊντάν συγκέντρωση στο Ντονέτσκ, Απρίλιος 2014",
            "published": "2022-09-10",
            "lang": "el",
        },
        "The picture is known; date and event are contradicted, the place is right.",
    )


def _rightly_told(folder: Path) -> DemoTip:
    return DemoTip(
        "rightly-told",
        "The same picture, rightly told in Ukrainian",
        {
            "picture": str(folder / "rightly-told.jpg"),
            "caption": "Першотравнева демонстрація в Донецьку, 1 травня 2012 року",
            "published": "2012-05-02",
            "lang": "uk",
        },
        "Everything is supported; exit status 0.",
    )


def _unrelated(folder: Path) -> DemoTip:
    return DemoTip(
        "unrelated",
        "A picture that no case knows",
        {
            "picture": str(folder / "harbour.jpg"),
            "caption": "Порт на світанку",
            "published": "2024-06-01",
            "lang": "uk",
        },
        "Firsthand stays silent: it found nothing, and says so.",
    )


def _broken(folder: Path) -> DemoTip:
    return DemoTip(
        "broken",
        "A broken file",
        {"picture": str(folder / "broken.jpg"), "caption": "Donetsk, 2014", "published": "2022-09-10", "lang": "en"},
        "It could not be looked at; that is said, and it is neither yes nor no.",
    )
