"""How well are our own drawn pictures known after our own edits? The slice of `bench pictures` that needs no data."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from bench.pictures_drawn import haze, leaves
from bench.pictures_edits import EDITS, LAYOUTS, Edit, beside
from firsthand.demo.scene import flood, jpeg, march
from firsthand.index.pictures import PictureEngine, pack_pictures
from firsthand.index.segments import Segment
from firsthand.matching.picture_weighing import weigh_picture
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.reading.picture_files import decode_picture
from firsthand.record.ports import PictureDoc
from firsthand.settings import Settings

COLLAGE = "collage of 2"
JPEG_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pictures on file by name, pictures that are not on file, and decoys: other pictures on file, most in layouts of edits."""

    held: Mapping[str, Image.Image]
    strange: Mapping[str, Image.Image]
    decoys: Mapping[str, Image.Image]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One edited picture: the pictures on file that it shows, and all answers (picture, probability), the surest first."""

    edit: str
    picture: str
    right: frozenset[str]
    copy: Image.Image
    answers: tuple[tuple[str, float], ...]

    def found(self, least: float) -> bool:
        """Whether all that it shows is answered from `least` on."""
        return self.right <= {name for name, score in self.answers if score >= least}

    def wrong(self, least: float) -> list[str]:
        return [name for name, score in self.answers if score >= least and name not in self.right]


def drawn(count: int, *, scenes: bool = False) -> Drawn:
    """`count` pictures on file, half as many strange ones, two decoys of each layout; `scenes` adds the demo's and a haze."""
    held = {f"leaves {seed}": leaves(seed) for seed in range(count)}
    if scenes:
        held |= {"a march": march("MAY DAY", 7), "a flood": flood("CHEMIST", 8), "a haze": haze(9)}
    strange = {f"strange {seed}": leaves(1_000 + seed) for seed in range(count // 2)}
    return Drawn(held, strange, _decoys([leaves(2_000), leaves(2_001)]))


def photographed(folder: Path, count: int) -> Drawn:
    """The same of a folder of photographs; others are on file beside them, as they are."""
    names = sorted(path.name for path in folder.glob("*.jpg"))
    chosen = random.Random(3).sample(names, 3 * count + 2)
    held, strange, others, worn = (
        chosen[:count],
        chosen[count : count * 3 // 2],
        chosen[count * 3 // 2 : -2],
        chosen[-2:],
    )
    decoys = _decoys([_opened(folder / name) for name in worn])
    return Drawn(
        {name: _opened(folder / name) for name in held},
        {name: _opened(folder / name) for name in strange},
        decoys | {name: _opened(folder / name) for name in others},
    )


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _decoys(pictures: Sequence[Image.Image]) -> dict[str, Image.Image]:
    """Each picture in each layout."""
    return {
        f"decoy {number}, {name}": edit(picture, chance(f"decoy {number}", name))
        for name, edit in LAYOUTS.items()
        for number, picture in enumerate(pictures)
    }


def outcomes(some: Drawn, edits: Mapping[str, Edit] = EDITS) -> Iterator[Outcome]:
    """Each picture on file in each edit and in a collage with another; then the strange ones in the layouts of the decoys."""
    settings = Settings()
    engine = _engine({**some.held, **some.decoys}, settings)
    names = list(some.held)
    for number, (name, picture) in enumerate(some.held.items()):
        for edit, way in edits.items():
            copy = way(picture, chance(name, edit))
            yield Outcome(edit, name, frozenset({name}), copy, _answers(engine, copy, settings))
        other = names[number - 1]
        copy = beside(some.held[other])(picture, chance(name, COLLAGE))
        yield Outcome(COLLAGE, name, frozenset({name, other}), copy, _answers(engine, copy, settings))
    for name, picture in some.strange.items():
        for edit, way in LAYOUTS.items():
            copy = way(picture, chance(name, edit))
            yield Outcome(edit, name, frozenset(), copy, _answers(engine, copy, settings))


def shares(some: Sequence[Outcome], least: float) -> dict[str, float]:
    """Edit -> the share of its copies of pictures on file that are found from `least` on."""
    found: dict[str, list[bool]] = defaultdict(list)
    for one in some:
        if one.right:
            found[one.edit].append(one.found(least))
    return {edit: sum(hits) / len(hits) for edit, hits in found.items()}


def _engine(pictures: Mapping[str, Image.Image], settings: Settings) -> PictureEngine:
    docs = [PictureDoc("", name, prints_of_reference(_as_file(one, settings))) for name, one in pictures.items()]
    return PictureEngine([Segment(pack_pictures(docs), np.ones(len(docs), bool))])


def _answers(engine: PictureEngine, copy: Image.Image, settings: Settings) -> tuple[tuple[str, float], ...]:
    hits = engine.find(prints_of_tip(_as_file(copy, settings)), settings.leads)
    found = [(hit.item, weigh_picture(hit)[0]) for hit in hits]
    return tuple(sorted(found, key=lambda answer: (-answer[1], answer[0])))


def _as_file(picture: Image.Image, settings: Settings) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The pixels as they come back from a JPEG file."""
    return decode_picture(jpeg(picture, JPEG_QUALITY), "drawn.jpg", settings)


def chance(name: str, edit: str) -> np.random.Generator:
    """The same for the same picture and edit, whatever else is drawn."""
    return np.random.default_rng(zlib.crc32(f"{name}/{edit}".encode()))
