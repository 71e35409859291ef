"""Which case does a casefile describe? Plain values, field by field, into the types of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from firsthand.record.casefile_prints import read_prints
from firsthand.record.casefile_wire import Spot, is_lang
from firsthand.record.cases import Appearance, Case, Claim, Kind, Picture, Review, Subject, Wording
from firsthand.record.entries import UNNAMED, WHEN_FIELDS, Entry
from firsthand.record.outcome import Verdict
from firsthand.record.ratings import verdict_of
from firsthand.record.when import When

Form = Literal["yaml", "json", "jsonl"]

VERSION = 1
"""The version of the casefile format that this program writes, and the newest it reads."""

TOP_FIELDS = ("firsthand", "case", "claims", "pictures", "subjects", "appearances", "reviews")
CASE_FIELDS = ("id", "title", "status", "note")
CLAIM_FIELDS = ("id", "text", "lang", "claimant", "made", "wordings")
WORDING_FIELDS = ("text", "lang")
PICTURE_FIELDS = ("id", "file", "sha256", "note", "prints", "entries")
SUBJECT_FIELDS = ("id", "kind", "names", "note", "entries")
ENTRY_FIELDS = ("field", "value", "source", "from", "until", "within", "words", "lang", "url", "capture", "note")
APPEARANCE_FIELDS = ("url", "published", "seen", "outlet", "caption", "status", "of", "lang", "note")
REVIEW_FIELDS = ("rating", "verdict", "publisher", "url", "published", "summary", "of", "lang")

MAX_TITLE = 1000
"""Characters of a case's title: it heads every report on the case."""

SAME_SOURCE = frozenset({"the same", "той самий"})
"""As the source of an entry, in letters of any size: the source of the entry before it in its list."""

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
    )
    _once(case, top)
    return case


def _members(spot: Spot, key: str, fields: tuple[str, ...]) -> list[Spot]:
    return [member for member in spot.items(key) if member.fields(fields)]


def _each(spot: Spot, key: str, fields: tuple[str, ...], read: Callable[[Spot], Thing]) -> tuple[Thing, ...]:
    return tuple(read(member) for member in _members(spot, key, fields))


def _once(case: Case, top: Spot) -> None:
    """Claims, pictures and subjects share one space of names: `CASE/ID` must mean one thing."""
    seen: dict[str, str] = {}
    places = [(f"claims[{i}].id", claim.id) for i, claim in enumerate(case.claims)]
    places += [(f"pictures[{i}].id", picture.id) for i, picture in enumerate(case.pictures)]
    places += [(f"subjects[{i}].id", subject.id) for i, subject in enumerate(case.subjects)]
    for path, id in places:
        if id and id in seen:
            top.complain(f"The id {id!r} already stands at {seen[id]}.", "Give it another.", key=path)
        seen.setdefault(id, path)


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
    return Picture(id, _file(spot), spot.sha256("sha256"), _entries(spot, id), spot.text("note"), read_prints(spot))


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
    return Subject(id, kind, _names(spot), _entries(spot, id), spot.text("note"))


def _names(spot: Spot) -> dict[str, tuple[str, ...]]:
    names = spot.mapping("names")
    here = spot.at("names")
    for lang in names:
        if not is_lang(lang):
            here.complain(f"{lang!r} is not a language tag.", "Write names by language: {en: [NAME], uk: [NAME]}.")
    found = {lang: here.texts(lang) for lang in names}
    return {lang: texts for lang, texts in found.items() if texts}


def _entries(spot: Spot, subject: str) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for member in _members(spot, "entries", ENTRY_FIELDS):
        found.append(_entry(member, subject, _source(member, found[-1] if found else None)))
    return tuple(found)


def _source(spot: Spot, before: Entry | None) -> str:
    """Who says so. The record holds the name itself: an entry must be whole when it is shown by itself."""
    said = spot.text("source")
    if said.strip().casefold() not in SAME_SOURCE:
        return said or UNNAMED
    if before is None:
        spot.complain(f"No entry stands before this one, so {said!r} names nobody.", "Name the source.", key="source")
    return before.source if before else UNNAMED


def _entry(spot: Spot, subject: str, source: str) -> Entry:
    field = spot.text("field", required=True)
    value = spot.text("value", required=True)
    if field in WHEN_FIELDS and value:
        spot.when("value")
    since, until = _times(spot)
    return Entry(
        subject=subject,
        field=field,
        value=value,
        source=source,
        since=since,
        until=until,
        within=spot.texts("within"),
        words=spot.text("words"),
        lang=spot.lang(),
        url=spot.text("url"),
        capture=spot.text("capture"),
        note=spot.text("note"),
    )


def _times(spot: Spot) -> tuple[When | None, When | None]:
    since, until = spot.when("from"), spot.when("until")
    if since and until and since.early and until.late and since.early > until.late:
        spot.complain(f"It ends ({until}) before it begins ({since}).", "Swap from and until.", key="until")
    return since, until


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
