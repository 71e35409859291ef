"""How was each known picture made of the one on file? The pixels of both are laid upon each other, and the report says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import FirsthandError
from firsthand.matching.picture_differences import differences, homography_of
from firsthand.record.cases import item
from firsthand.record.differences import Added, Differences
from firsthand.record.findings import Finding, Match, Report
from firsthand.record.leads import Leads, PictureLead
from firsthand.record.readings import PictureReading, Reading

Pixels = NDArray[np.uint8]
Decode = Callable[[bytes, str, float | None], Pixels]
"""From the bytes of a file, its name, and the second of a film to pixels; raises PictureError."""

Key = tuple[str, str]
"""Our side and theirs, as a match names them."""

CODE = "known-picture"
OF_ONE, MOST = 4, 24
"""Matches of one picture of the tip that are compared, and those of one report, in the order of their findings."""

_LONGEST = 1024
"""A decoded picture whose longer side has fewer pixels was not reduced: its size is that of the file."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How to come by pixels (H x W x 3 of 8 bits, in RGB): of a picture of the tip, and of an exhibit by its SHA-256.

    Both give None where it cannot be decoded; the report says elsewhere why.
    """

    ours: Callable[[PictureReading], Pixels | None]
    theirs: Callable[[str], Pixels | None]


def sight(bodies: Mapping[str, bytes], exhibit: Callable[[str], bytes], decode: Decode) -> Sight:
    """The sight of a desk: the bytes of a tip by their SHA-256, the exhibits of its casebook, and what decodes them."""

    def seen(sha256: str, name: str, at: float | None = None) -> Pixels | None:
        try:
            return decode(bodies.get(sha256) or exhibit(sha256), name, at)
        except FirsthandError:
            return None

    return Sight(lambda picture: seen(picture.sha256, picture.name, picture.at), lambda sha256: seen(sha256, sha256))


def compared(report: Report, reading: Reading, leads: Leads, sight: Sight) -> Leads:
    """The leads with what was done to each picture that the report holds to be, or to be possibly, on file.

    The same file, a picture that cannot be decoded and a lead that says nothing of the place are left as they were.
    """
    work = _Work(reading, leads, sight)
    found: dict[PictureLead, Differences] = {}
    for match, place in _wanted(report):
        lead = _lead(match, leads)
        made = work.between(place, lead) if lead else None
        if lead and made:
            found[lead] = made
    told = dict(zip(found, _lettered(list(found.values())), strict=True))
    return replace(leads, pictures=tuple(replace(one, differences=told.get(one)) for one in leads.pictures))


def attached(findings: tuple[Finding, ...], leads: Leads) -> tuple[Finding, ...]:
    """The findings with the differences that their leads tell of."""
    told = {_of(lead): lead.differences for lead in leads.pictures if lead.differences}
    return tuple(_with(finding, told) for finding in findings) if told else findings


def _with(finding: Finding, told: dict[Key, Differences]) -> Finding:
    if finding.code != CODE or finding.match is None or _key(finding.match) not in told:
        return finding
    return replace(finding, match=replace(finding.match, differences=told[_key(finding.match)]))


def _of(lead: PictureLead) -> Key:
    return lead.tip, item(lead.case, lead.picture)


def _key(match: Match) -> Key:
    return match.tip, match.item


def _wanted(report: Report) -> list[tuple[Match, int]]:
    """The matches to be compared, each with the place of the tip's picture: the first few of each picture."""
    matches = [(one.match, one.tip_picture) for one in report.findings if one.code == CODE]
    taken: Counter[int] = Counter()
    wanted: list[tuple[Match, int]] = []
    for match, place in matches:
        if match is not None and place is not None and taken[place] < OF_ONE:
            taken[place] += 1
            wanted.append((match, place))
    return wanted[:MOST]


class _Work:
    """What one report looks at. Each picture is decoded once, and one that is on file in several cases compared once."""

    def __init__(self, reading: Reading, leads: Leads, sight: Sight) -> None:
        self._reading, self._leads = reading, leads
        self._ours = cache(lambda place: sight.ours(reading.pictures[place]))
        self._theirs = cache(sight.theirs)
        self._made = cache(self._differences)

    def between(self, place: int, lead: PictureLead) -> Differences | None:
        """How the tip's picture at this place was made of the one that the lead names."""
        case = self._leads.case(lead.case)
        held = case.picture(lead.picture) if case else None
        if held is None or not held.sha256 or held.sha256 == self._reading.pictures[place].exhibit:
            return None
        if lead.overlap:
            return self._made(place, held.sha256, lead.overlap.homography)
        ours, theirs = self._ours(place), self._theirs(held.sha256)
        if ours is None or theirs is None:
            return None
        homography = homography_of(ours, theirs, lead.ours, lead.theirs)
        return None if homography is None else self._made(place, held.sha256, homography)

    def _differences(self, place: int, sha256: str, homography: tuple[float, ...]) -> Differences | None:
        picture, ours, theirs = self._reading.pictures[place], self._ours(place), self._theirs(sha256)
        if ours is None or theirs is None:
            return None
        size = (picture.width, picture.height) if picture.width and picture.height else None
        whole = (theirs.shape[1], theirs.shape[0]) if max(theirs.shape[:2]) < _LONGEST else None
        return differences(ours, theirs, homography, (size, whole))


def _lead(match: Match, leads: Leads) -> PictureLead | None:
    """The lead that a match was made of; one that says how the pictures lie in each other before one that does not."""
    mine = [one for one in leads.pictures if _of(one) == _key(match)]
    return next((one for one in mine if one.overlap), mine[0] if mine else None)


def _lettered(found: list[Differences]) -> Iterator[Differences]:
    """Each outline and each addition of the report under its own letter, the outlines first."""
    letters = (_letter(place) for place in count())
    outlined = [replace(one, letter=next(letters)) for one in found]
    for one in outlined:
        yield replace(one, added=tuple(Added(next(letters), added.kind, added.region) for added in one.added))


def _letter(place: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    before, last = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[before - 1] if before else "") + ascii_uppercase[last]
