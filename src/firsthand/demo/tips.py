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
    cropped, told, unrelated, broken = (
        folder / f"{name}.jpg" for name in ("cropped", "rightly-told", "harbour", "broken")
    )
    cropped.write_bytes(jpeg(original.crop(box), quality=70))
    told.write_bytes(jpeg(original.resize((640, 426)), quality=80))
    unrelated.write_bytes(jpeg(harbour()))
    broken.write_bytes(jpeg(original)[:400])
    return (
        DemoTip(
            "cropped",
            "The picture cropped, with a Greek caption of 2014",
            {
                "picture": str(cropped),
                "caption": "Αντι-Μαϊντάν συγκέντρωση στο Ντονέτσκ, Απρίλιος 2014",
                "published": "2022-09-10",
                "lang": "el",
            },
            "The picture is known; date and event are contradicted, the place is right.",
        ),
        DemoTip(
            "other-words",
            "The claim in other words",
            {"text": "In 2014, in Donetsk, members of the Steppe Labour Confederation were marching against Maidan!"},
            "The claim on file is recognised, with its review.",
        ),
        DemoTip(
            "rightly-told",
            "The same picture, rightly told in Ukrainian",
            {
                "picture": str(told),
                "caption": "Першотравнева демонстрація в Донецьку, 1 травня 2012 року",
                "published": "2012-05-02",
                "lang": "uk",
            },
            "Everything is supported; exit status 0.",
        ),
        DemoTip(
            "unrelated",
            "A picture that no case knows",
            {"picture": str(unrelated), "caption": "Порт на світанку", "published": "2024-06-01", "lang": "uk"},
            "Firsthand stays silent: it found nothing, and says so.",
        ),
        DemoTip(
            "lapsed-link",
            "A link that had lapsed",
            {
                "text": "Pavlo Vyhadanyi, a leader of the Steppe Labour Confederation, called people to arms on 12 April 2014.",
                "published": "2014-04-13",
                "lang": "en",
            },
            "He left in 1998, sixteen years before.",
        ),
        DemoTip(
            "broken",
            "A broken file",
            {"picture": str(broken), "caption": "Donetsk, 2014", "published": "2022-09-10", "lang": "en"},
            "It could not be looked at; that is said, and it is neither yes nor no.",
        ),
    )
