"""How does one say what was done to a picture? The differences in sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.record.differences import Added, Differences
from firsthand.record.passages import Region
from firsthand.rendering.words import Words

_ALL = 0.985
_TURNED = 1.5
"""Degrees below which nobody would say that a picture was rotated."""

_STRETCHED = 0.03
_RESIZED = 0.1


def sentences(made: Differences, words: Words) -> tuple[str, ...]:
    """What is certain, a sentence each; additions last, each with its letter."""
    return (*_place(made, words), *_turned(made, words), *_around(made, words), *_colours(made, words))


def _place(made: Differences, words: Words) -> Iterator[str]:
    if made.ours.share >= _ALL:
        yield words["made.fills-all"].format(letter=made.letter)
    else:
        where = place(made.ours, words)
        yield words["made.fills"].format(letter=made.letter, share=percentage(made.ours.share), place=where)
    if made.cut:
        sides = ", ".join(words[f"side.{side.value}"] for side in made.cut)
        yield words["made.shows"].format(share=percentage(made.theirs.share), sides=sides)
    else:
        yield words["made.shows-all"]


def _turned(made: Differences, words: Words) -> Iterator[str]:
    if made.mirrored:
        yield words["made.mirrored"]
    if abs(made.rotated) >= _TURNED:
        side = "right" if made.rotated > 0 else "left"
        yield words[f"made.rotated-{side}"].format(degrees=round(abs(made.rotated)))
    if made.angled:
        yield words["made.angled"]
    elif abs(made.stretched - 1) > _STRETCHED:
        wider = made.stretched > 1
        change = made.stretched - 1 if wider else 1 - made.stretched
        yield words["made.wider" if wider else "made.narrower"].format(share=percentage(change))
    if made.enlarged and abs(made.enlarged - 1) > _RESIZED:
        key = "made.enlarged" if made.enlarged > 1 else "made.reduced"
        yield words[key].format(share=percentage(made.enlarged))


def _around(made: Differences, words: Words) -> Iterator[str]:
    if made.around:
        lying = (
            f"{words[f'around.{one.side.value}']} {words[f'ground.{one.ground.value}']} ({percentage(one.share)})"
            for one in made.around
        )
        yield words["made.around"].format(list="; ".join(lying))


def _colours(made: Differences, words: Words) -> Iterator[str]:
    """Colours and additions: only where both could be laid upon each other."""
    if made.laid is None:
        yield words["made.unlaid"]
        return
    if made.colours:
        yield words["made.colours"].format(list=", ".join(words[f"colour.{one.value}"] for one in made.colours))
    for added in made.added:
        yield f"{added.letter}: {addition(added, words)}."
    if not made.added:
        yield words["made.nothing-added"]


def addition(added: Added, words: Words) -> str:
    """What was added, where, and how much of our picture it takes."""
    what, where = words[f"added.{added.kind.value}"], place(added.region, words)
    return words["made.added"].format(what=what, place=where, share=percentage(added.region.share))


def turned(made: Differences, words: Words) -> str:
    """In short how the picture was turned; nothing where it was not."""
    said = [words["turned.mirrored"]] if made.mirrored else []
    if abs(made.rotated) >= _TURNED:
        said.append(words["turned.rotated"].format(degrees=round(abs(made.rotated))))
    return ", ".join(said)


def place(region: Region, words: Words) -> str:
    """Where a region lies, by its middle: upper left, upper, ... middle."""
    across = _third((region.left + region.right) / 2, region.right - region.left, "left", "right")
    down = _third((region.top + region.bottom) / 2, region.bottom - region.top, "upper", "lower")
    return words[f"place.{'-'.join(part for part in (down, across) if part) or 'middle'}"]


def _third(centre: float, length: float, low: str, high: str) -> str:
    """One end of an axis, where a part lies much nearer to it than to the other."""
    if abs(centre - 0.5) < max(0.08, (1 - length) / 6):
        return ""
    return low if centre < 0.5 else high


def percentage(share: float) -> str:
    """A share in whole per cent; less than half of one is said to be less than one."""
    return "< 1%" if 0 < share < 0.005 else f"{share:.0%}"
