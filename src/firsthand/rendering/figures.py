"""How are our picture and theirs shown side by side? Each as a data: URI under frames that carry the same letters."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping

from firsthand.record.cases import Case, Picture, item
from firsthand.record.findings import Finding
from firsthand.record.passages import Passage, Region
from firsthand.record.readings import PictureReading
from firsthand.rendering import PictureData
from firsthand.rendering.marking import mark
from firsthand.rendering.safe import language
from firsthand.rendering.view import Frame, PictureView
from firsthand.rendering.words import Words

Pair = tuple[Region, Region]

_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_ALL = 0.995


def source(sha256: str, pictures: PictureData) -> str:
    """A data: URI, or nothing where the picture was not given or is not a JPEG or PNG by its first bytes."""
    data = pictures.get(sha256, b"")
    media = next((media for magic, media in _MAGIC.items() if data.startswith(magic)), "")
    return f"data:{media};base64,{b64encode(data).decode('ascii')}" if media else ""


def pairs(findings: Iterable[Finding]) -> tuple[Pair, ...]:
    """The pairs of regions that the reasons of these findings name, each once, in their order."""
    reasons = [reason for finding in findings if finding.match for reason in finding.match.reasons]
    found = [(r.our_region, r.their_region) for r in reasons if r.our_region and r.their_region]
    return tuple(dict.fromkeys(found))


def ours(
    picture: PictureReading, of: tuple[Pair, ...], numbers: Mapping[Passage, int], src: str, words: Words
) -> PictureView:
    """Our picture with its caption marked and the regions that were met."""
    caption = picture.caption
    return PictureView(
        name=picture.title,
        src=src,
        alt=picture.alt or words["picture.ours"],
        frames=tuple(_frame(place, one, one, words, "frame.ours") for place, (one, _) in enumerate(of)),
        caption=mark(caption.text, caption.sha256, numbers) if caption else (),
        lang=language(caption.lang) if caption else "",
        credit=picture.credit,
        problem=picture.problem,
    )


def theirs(
    case: Case, picture: Picture, findings: Iterable[Finding], pictures: PictureData, words: Words
) -> PictureView:
    """The picture on file with the part of it that was met."""
    met = pairs(finding for finding in findings if finding.match and finding.match.item == item(case, picture.id))
    return PictureView(
        name=picture.file or picture.id,
        src=source(picture.sha256, pictures),
        alt=words["picture.theirs"],
        frames=tuple(_frame(place, their, our, words, "frame.theirs") for place, (our, their) in enumerate(met)),
    )


def _frame(place: int, region: Region, ours: Region, words: Words, form: str) -> Frame:
    left, top, right, bottom = (_percent(side) for side in (region.left, region.top, region.right, region.bottom))
    said = words["frame.whole"] if region.share >= _ALL else words[form].format(share=f"{region.share:.0%}")
    turned = "" if ours.turned == "as is" else words.get(f"turned.{ours.turned.replace(' ', '-')}", ours.turned)
    said = f"{said}, {turned}" if turned and form == "frame.ours" else said
    return Frame(chr(ord("A") + place % 26), place % 3, left, top, right - left, bottom - top, said)


def _percent(side: float) -> float:
    return round(100 * min(1.0, max(0.0, side)), 2)
