"""How well are our own drawn pictures known after our own edits? The slice of `bench pictures` that needs no data."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from bench.pictures_drawn import leaves
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
    """Pictures on file by name, pictures that are not on file, and decoys: other pictures on file in the layouts of edits."""

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
    """`count` pictures on file and half as many strange ones, with three decoys of each layout; `scenes` are the demo's."""
    held = {f"leaves {seed}": leaves(seed) for seed in range(count)}
    if scenes:
        held |= {"a march": march("MAY DAY", 7), "a flood": flood("CHEMIST", 8)}
    strange = {f"strange {seed}": leaves(1_000 + seed) for seed in range(count // 2)}
    decoys = {
        f"decoy {seed}, {name}": edit(leaves(2_000 + seed), _chance(f"decoy {seed}", name))
        for name, edit in LAYOUTS.items()
        for seed in range(3)
    }
    return Drawn(held, strange, decoys)


def outcomes(some: Drawn, edits: Mapping[str, Edit] = EDITS) -> Iterator[Outcome]:
    """Each picture on file in each edit and in a collage with another; then the strange ones, which show nothing on file."""
    settings = Settings()
    engine = _engine({**some.held, **some.decoys}, settings)
    names = list(some.held)
    for number, (name, picture) in enumerate(some.held.items()):
        for edit, way in edits.items():
            copy = way(picture, _chance(name, edit))
            yield Outcome(edit, name, frozenset({name}), copy, _answers(engine, copy, settings))
        other = names[number - 1]
        copy = beside(some.held[other])(picture, _chance(name, COLLAGE))
        yield Outcome(COLLAGE, name, frozenset({name, other}), copy, _answers(engine, copy, settings))
    for name, picture in some.strange.items():
        for edit, way in edits.items():
            copy = way(picture, _chance(name, edit))
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


def _chance(name: str, edit: str) -> np.random.Generator:
    """The same for the same picture and edit, whatever else is drawn."""
    return np.random.default_rng(zlib.crc32(f"{name}/{edit}".encode()))
