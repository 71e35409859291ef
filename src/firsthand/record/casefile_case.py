"""Which case does a casefile describe? Plain values, field by field, into the types of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from firsthand.record.casefile_checklists import read_checklists
from firsthand.record.casefile_entries import read_entries
from firsthand.record.casefile_prints import read_prints
from firsthand.record.casefile_wire import Spot, is_lang, nearest
from firsthand.record.cases import Appearance, Case, Claim, Kind, Picture, Review, Subject, Wording
from firsthand.record.outcome import Verdict
from firsthand.record.ratings import verdict_of

Form = Literal["yaml", "json", "jsonl"]

VERSION = 1
"""The version of the casefile format that this program writes, and the newest it reads."""

TOP_FIELDS = ("firsthand", "case", "claims", "pictures", "subjects", "appearances", "reviews", "checklists")
CASE_FIELDS = ("id", "title", "status", "note")
CLAIM_FIELDS = ("id", "text", "lang", "claimant", "made", "wordings")
WORDING_FIELDS = ("text", "lang")
PICTURE_FIELDS = ("id", "file", "sha256", "note", "prints", "entries")
SUBJECT_FIELDS = ("id", "kind", "names", "note", "entries")
APPEARANCE_FIELDS = ("url", "published", "seen", "outlet", "caption", "status", "of", "lang", "note")
REVIEW_FIELDS = ("rating", "verdict", "publisher", "url", "published", "summary", "of", "lang")

MAX_TITLE = 1000
"""Characters of a case's title: it heads every report on the case."""

Thing = TypeVar("Thing")


def read_case(top: Spot) -> Case | None:
    """The case of a document. Where anything was complained of, the value is not to be used."""
    if not top.fields(TOP_FIELDS):
        return None
    head = top.at("case")
    if not head.fields(CASE_FIELDS):
        return None
    title = head.text("title", required=True)
    if len(title) > MAX_TITLE:
        hint = "Shorten it, and put the rest into 'note'."
        head.complain(f"The title has {len(title):,} characters; {MAX_TITLE:,} is the limit.", hint, key="title")
    case = Case(
        id=head.id(),
        title=title,
        status=head.text("status"),
        note=head.text("note"),
        claims=tuple(_claim(spot, f"c{i}") for i, spot in enumerate(_members(top, "claims", CLAIM_FIELDS), 1)),
        pictures=_each(top, "pictures", PICTURE_FIELDS, _picture),
        subjects=_each(top, "subjects", SUBJECT_FIELDS, _subject),
        appearances=_each(top, "appearances", APPEARANCE_FIELDS, _appearance),
        reviews=_each(top, "reviews", REVIEW_FIELDS, _review),
        checklists=read_checklists(top),
    )
    _once(case, top)
    _known(case, top)
    return case


def _members(spot: Spot, key: str, fields: tuple[str, ...]) -> list[Spot]:
    return [member for member in spot.items(key) if member.fields(fields)]


def _each(spot: Spot, key: str, fields: tuple[str, ...], read: Callable[[Spot], Thing]) -> tuple[Thing, ...]:
    return tuple(read(member) for member in _members(spot, key, fields))


def _once(case: Case, top: Spot) -> None:
    """Claims, pictures, subjects and checklists share one space of names: `CASE/ID` must mean one thing."""
    seen: dict[str, str] = {}
    places = [(f"claims[{i}].id", claim.id) for i, claim in enumerate(case.claims)]
    places += [(f"pictures[{i}].id", picture.id) for i, picture in enumerate(case.pictures)]
    places += [(f"subjects[{i}].id", subject.id) for i, subject in enumerate(case.subjects)]
    places += [(f"checklists[{i}].id", checklist.id) for i, checklist in enumerate(case.checklists)]
    for path, id in places:
        if id and id in seen:
            top.complain(f"The id {id!r} already stands at {seen[id]}.", "Give it another.", key=path)
        seen.setdefault(id, path)


def _known(case: Case, top: Spot) -> None:
    """A checklist is about something of its case, or about the case as a whole."""
    known = [*(one.id for one in case.claims), *(one.id for one in case.pictures), *(one.id for one in case.subjects)]
    for place, checklist in enumerate(case.checklists):
        if checklist.of and checklist.of not in known:
            near = nearest(checklist.of, known) or "Leave it out where the checklist is about the whole case."
            message = f"No claim, picture or subject of this case has the id {checklist.of[:120]!r}."
            top.complain(message, near, key=f"checklists[{place}].of")


def _claim(spot: Spot, default_id: str) -> Claim:
    return Claim(
        id=spot.id(default=default_id),
        text=spot.text("text", required=True),
        lang=spot.lang(),
        claimant=spot.text("claimant"),
        made=spot.when("made"),
        wordings=_each(spot, "wordings", WORDING_FIELDS, lambda w: Wording(w.text("text", required=True), w.lang())),
    )


def _picture(spot: Spot) -> Picture:
    if not any(spot.has(key) for key in ("file", "sha256", "prints")):
        hint = "Name the picture beside the casefile: file: NAME."
        spot.complain("Neither a file nor a sha256 nor prints are given.", hint)
    id = spot.id()
    return Picture(id, _file(spot), spot.sha256("sha256"), read_entries(spot, id), spot.text("note"), read_prints(spot))


def _file(spot: Spot) -> str:
    """The name of a file beside the casefile: it never leads out of that folder."""
    name = spot.text("file")
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if name and (not parts or ".." in parts or name[0] in "/\\~" or ":" in name or "\0" in name):
        hint = "Give its name there, without '..', ':' or a '/' in front."
        spot.complain(f"{name!r} is not a file beside the casefile.", hint, key="file")
    return name


def _subject(spot: Spot) -> Subject:
    id = spot.id()
    kind = spot.choice("kind", Kind) or Kind.PERSON
    return Subject(id, kind, _names(spot), read_entries(spot, id), spot.text("note"))


def _names(spot: Spot) -> dict[str, tuple[str, ...]]:
    names = spot.mapping("names")
    here = spot.at("names")
    for lang in names:
        if not is_lang(lang):
            here.complain(f"{lang!r} is not a language tag.", "Write names by language: {en: [NAME], uk: [NAME]}.")
    found = {lang: here.texts(lang) for lang in names}
    return {lang: texts for lang, texts in found.items() if texts}


def _appearance(spot: Spot) -> Appearance:
    return Appearance(
        url=spot.text("url", required=True),
        published=spot.when("published"),
        seen=spot.when("seen"),
        outlet=spot.text("outlet"),
        caption=spot.text("caption"),
        status=spot.text("status"),
        of=spot.text("of"),
        lang=spot.lang(),
        note=spot.text("note"),
    )


def _review(spot: Spot) -> Review:
    """A verdict that is absent comes from the table of ratings; one given as the empty text stays empty."""
    rating, publisher = spot.text("rating", required=True), spot.text("publisher")
    verdict = verdict_of(rating, publisher) if not spot.has("verdict") else spot.choice("verdict", Verdict)
    return Review(
        rating=rating,
        verdict=verdict or Verdict.NONE,
        publisher=publisher,
        url=spot.text("url"),
        published=spot.when("published"),
        summary=spot.text("summary"),
        of=spot.text("of"),
        lang=spot.lang(),
    )
