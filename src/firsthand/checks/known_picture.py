"""Does the casebook know this picture? Every picture of the tip against every picture on file that looks like it."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.checks.decided import Standing, set_aside, weighed
from firsthand.checks.on_file import named, reviewed
from firsthand.checks.table import Answer, Question
from firsthand.matching.picture_weighing import may_be_related, weigh_picture
from firsthand.record.cases import Case, item
from firsthand.record.decisions import standing
from firsthand.record.findings import Finding, Match, NotChecked, Why
from firsthand.record.leads import PictureLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Region
from firsthand.record.readings import PictureReading, clock

CODE = "known-picture"
POSSIBLE = 3
"""Possible matches shown for one picture; the rest are fainter still."""

_PART, _MOST_OF_IT = 0.6, 0.75
"""Shares below which a part is said to be one. What covers an edge may be taken for a cut; the differences say it exactly."""

Weighed = tuple[int, PictureLead, Match]
"""The position of our picture in the reading, the lead, and what it weighs."""


def run(question: Question) -> tuple[Answer, ...]:
    """For each picture of the tip: where it is on file, where it may be, or that it is not."""
    decided = standing(question.leads.decisions)
    rows = _weighed(question, decided)
    answers: list[Answer] = list(_unseen(question))
    for place, picture in enumerate(question.reading.pictures):
        mine = [row for row in rows if row[0] == place]
        if picture.problem:
            answers.append(NotChecked(CODE, Why.FAILED, picture.problem))
        if mine:
            answers += [_finding(question, row) for row in _shown(question, mine)]
        elif picture.sha256 and not picture.problem:
            related = _related(question, picture, decided)
            unknown = _unknown(question.reading.pictures, place, {row[0] for row in rows}, decided)
            answers += [_scene(question, place, lead) for lead in related] or unknown
    return tuple(answers)


def _related(question: Question, picture: PictureReading, decided: Standing) -> list[PictureLead]:
    """Leads on pictures that may show the same scene, though none is held to be, or to be possibly, this picture."""
    mine = [lead for lead in question.leads.pictures if lead.tip == picture.key and may_be_related(lead.overlap)]
    return [lead for lead in mine if (lead.tip, item(lead.case, lead.picture)) not in decided][:1]


def _scene(question: Question, place: int, lead: PictureLead) -> Finding:
    case = question.leads.case(lead.case)
    points = lead.overlap.agreeing if lead.overlap else 0
    return Finding(
        CODE,
        Outcome.UNRESOLVED,
        f"Not held to be on file; another picture of the same scene or place may be, in "
        f"{named(case) if case else f'case {lead.case}'}: {points} points lie alike, but the tones differ.",
        case=lead.case,
        hint="Look at both. What the record says of that picture is not said of this one.",
        tip_picture=place,
    )


def _unknown(pictures: tuple[PictureReading, ...], place: int, met: set[int], decided: Standing) -> tuple[Finding, ...]:
    """The answer on a picture that is not on file; of an animation or film one answer, and none where a frame is."""
    picture = pictures[place]
    frames = [i for i, one in enumerate(pictures) if one.sha256 == picture.sha256 and one.at is not None] or [place]
    if place != frames[0] or met.intersection(frames):
        return ()
    keys = frozenset(pictures[i].key for i in frames)
    what = picture.title or "this one"
    if len(frames) > 1:
        what = f"one of the {len(frames)} frames of {picture.name} that were looked at"
    headline = f"No picture in the casebook looks like {what}."
    return (Finding(CODE, Outcome.UNRESOLVED, headline, hint=set_aside(keys, decided), tip_picture=place),)


def _unseen(question: Question) -> Iterator[NotChecked]:
    """Pictures that the tip only names: one line for all of them."""
    count = sum(1 for picture in question.reading.pictures if not picture.sha256 and not picture.problem)
    if count:
        reason = f"{count} picture{'s' if count > 1 else ''} of the page {'were' if count > 1 else 'was'} not fetched."
        yield NotChecked(
            CODE, Why.FAILED, reason, "Check the picture by itself with --picture, or the page with --url."
        )


def matched_pictures(question: Question) -> tuple[Weighed, ...]:
    """The pictures of the tip that are held to be a picture on file, by position, best first.

    Held by weight (probability at least `settings.alert`) or by a person's standing yes; never against a standing no.
    """
    rows = _weighed(question, standing(question.leads.decisions))
    return tuple(row for row in rows if row[2].probability >= question.settings.alert)


def _weighed(question: Question, decided: Standing) -> list[Weighed]:
    rows: list[Weighed] = []
    places = {picture.key: i for i, picture in reversed(list(enumerate(question.reading.pictures)))}
    for lead in question.leads.pictures:
        if lead.tip in places:
            weight = weigh_picture(lead, same_file=_same_file(question, places[lead.tip], lead))
            match = weighed(lead.tip, item(lead.case, lead.picture), *weight, decided)
            if match and match.probability >= question.settings.suggest:
                rows.append((places[lead.tip], lead, match))
    return sorted(rows, key=lambda row: (row[0], -row[2].probability, row[2].item))


def _same_file(question: Question, place: int, lead: PictureLead) -> bool:
    case = question.leads.case(lead.case)
    held = case.picture(lead.picture) if case else None
    ours = question.reading.pictures[place].sha256
    return held is not None and bool(ours) and held.sha256 == ours


def _shown(question: Question, rows: list[Weighed]) -> list[Weighed]:
    """All that are held to be the same; where there are none, the likeliest few."""
    sure = [row for row in rows if row[2].probability >= question.settings.alert]
    return sure or rows[:POSSIBLE]


def _finding(question: Question, row: Weighed) -> Finding:
    place, lead, match = row
    case = question.leads.case(lead.case)
    sure = match.probability >= question.settings.alert
    where = named(case) if case else f"case {lead.case}"
    verb = "is on file in" if sure else "may be the one on file in"
    return Finding(
        CODE,
        Outcome.SUPPORTED if sure else Outcome.UNRESOLVED,
        f"{_ours(question.reading.pictures[place], lead.ours)} {verb} {where}{_part(lead.theirs, lead.ours)}.",
        case=lead.case,
        match=match,
        hint=(reviewed(case, lead.picture) + _only_printed(case, lead.picture) if case else "")
        + ("" if sure else " Look at both, then record yes or no with `firsthand decide`."),
        tip_picture=place,
    )


def _only_printed(case: Case, id: str) -> str:
    """What is to be said of a picture that is not on file itself."""
    held = case.picture(id)
    if held is None or not held.prints:
        return ""
    return " Only its fingerprint is on file, not the picture: whoever sent the case can look at it."


def _ours(picture: PictureReading, ours: Region) -> str:
    """What of ours is on file: the whole, or the part in which the picture on file stands."""
    whole = "the picture" if picture.at is None else f"the frame at {clock(picture.at)} of {picture.name}"
    part = "a part of " if ours.share < _PART else ""
    return (part + whole)[0].upper() + (part + whole)[1:]


def _part(theirs: Region, ours: Region) -> str:
    """How our picture was made of theirs, as far as the prints tell."""
    said = [ours.turned] if ours.turned != "as is" else []
    if theirs.share < _MOST_OF_IT:
        said.append("a part of it")
    return f" ({', '.join(said)})" if said else ""
