"""How are our picture and theirs shown side by side? Each as a data: URI under outlines that carry the same letters."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.record.cases import Case, Picture, item
from firsthand.record.differences import Differences
from firsthand.record.findings import Finding, Match
from firsthand.record.passages import Passage, Region
from firsthand.record.readings import PictureReading
from firsthand.rendering import PictureData
from firsthand.rendering.made import addition, turned
from firsthand.rendering.marking import mark
from firsthand.rendering.safe import language
from firsthand.rendering.view import Frame, PictureView
from firsthand.rendering.words import Words

_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_ALL = 0.995
_COLOURS = 3


@dataclass(frozen=True, slots=True)
class Met:
    """A part of our picture and the part of a picture on file that show the same, under one letter of the whole report."""

    letter: str
    tip: str
    item: str
    ours: Region
    theirs: Region
    made: Differences | None = None

    @property
    def colour(self) -> int:
        """The colour of its outline: one for each letter, as far as there are colours."""
        return _colour(self.letter)


def source(sha256: str, pictures: PictureData) -> str:
    """A data: URI, or the address given for it; nothing where it was not given, or is no JPEG or PNG by its first bytes."""
    data = pictures.get(sha256, b"")
    if isinstance(data, str):
        return data
    media = next((media for magic, media in _MAGIC.items() if data.startswith(magic)), "")
    return f"data:{media};base64,{b64encode(data).decode('ascii')}" if media else ""


def met(findings: Iterable[Finding]) -> tuple[Met, ...]:
    """What was met where, each pair of regions once: as laid upon each other where that was done, else as the reasons say.

    Differences bear their letters already; what has none gets the next free ones, in the order of the findings.
    """
    matches = {(f.match.tip, f.match.item): f.match for f in findings if f.match}
    matches |= {(f.match.tip, f.match.item): f.match for f in findings if f.match and f.match.differences}
    taken = {letter for match in matches.values() for letter in _letters(match)}
    free = (letter for letter in _alphabet() if letter not in taken)
    return tuple(one for match in matches.values() for one in _met(match, free))


def _letters(match: Match) -> Iterator[str]:
    if match.differences:
        yield match.differences.letter
        yield from (added.letter for added in match.differences.added)


def _alphabet() -> Iterator[str]:
    for before in ("", *map(chr, range(65, 91))):
        for last in range(65, 91):
            yield before + chr(last)


def _met(match: Match, free: Iterator[str]) -> Iterator[Met]:
    made = match.differences
    if made:
        yield Met(made.letter, match.tip, match.item, made.ours, made.theirs, made)
        return
    pairs = {(r.our_region, r.their_region) for r in match.reasons if r.our_region and r.their_region}
    for reason in match.reasons:
        ours, theirs = reason.our_region, reason.their_region
        if ours and theirs and (ours, theirs) in pairs:
            pairs.remove((ours, theirs))
            yield Met(next(free), match.tip, match.item, ours, theirs)


def ours(
    picture: PictureReading, of: Sequence[Met], numbers: Mapping[Passage, int], src: str, words: Words
) -> PictureView:
    """Our picture with its caption marked, the outlines of what was met, and what was added within them."""
    caption = picture.caption
    return PictureView(
        name=picture.title,
        src=src,
        alt=picture.alt or words["picture.ours"],
        frames=tuple(sorted((frame for one in of for frame in _our_frames(one, words)), key=_by_letter)),
        caption=mark(caption.text, caption.sha256, numbers) if caption else (),
        lang=language(caption.lang) if caption else "",
        credit=picture.credit,
        problem=picture.problem,
    )


def theirs(case: Case, picture: Picture, of: Iterable[Met], pictures: PictureData, words: Words) -> PictureView:
    """The picture on file with the outlines of what ours shows of it."""
    mine = [one for one in of if one.item == item(case, picture.id)]
    return PictureView(
        name=picture.file or picture.id,
        src=source(picture.sha256, pictures),
        alt=words["picture.theirs"],
        frames=tuple(
            _frame(one.letter, one.theirs, _share(one.theirs, words, "frame.theirs"), one.colour) for one in mine
        ),
    )


def _our_frames(one: Met, words: Words) -> Iterator[Frame]:
    said = _share(one.ours, words, "frame.ours")
    how = turned(one.made, words) if one.made else _as_found(one.ours, words)
    yield _frame(one.letter, one.ours, f"{said}, {how}" if how else said, one.colour)
    for added in one.made.added if one.made else ():
        yield _frame(added.letter, added.region, addition(added, words), _colour(added.letter), added=True)


def _by_letter(frame: Frame) -> tuple[int, str]:
    return len(frame.letter), frame.letter


def _as_found(region: Region, words: Words) -> str:
    """How a region was turned, as the lead says."""
    return "" if region.turned == "as is" else words.get(f"turned.{region.turned.replace(' ', '-')}", region.turned)


def _share(region: Region, words: Words, form: str) -> str:
    return words["frame.whole"] if region.share >= _ALL else words[form].format(share=f"{region.share:.0%}")


def _frame(letter: str, region: Region, said: str, colour: int, *, added: bool = False) -> Frame:
    """Outlines bear their letter at the upper left, additions at the upper right, so that the two do not hide each other."""
    points = tuple((_percent(x), _percent(y)) for x, y in region.outline)
    corner = max(points, key=lambda p: p[0] - p[1]) if added else min(points, key=lambda p: p[0] + p[1])
    return Frame(letter, colour, points, corner, said, added)


def _colour(letter: str) -> int:
    return (sum(map(ord, letter)) - ord("A")) % _COLOURS


def _percent(side: float) -> float:
    return round(100 * min(1.0, max(0.0, side)), 2)
