"""What becomes of two cases that are one matter, and of one case that is two? Every line stays in one of them.

A case that was merged away holds nothing more but its title and note; its status says where it went. What it held stays in
its earlier revisions. Both are of the casefile's form, so that other desks read them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from firsthand.record.case_edits import line_key
from firsthand.record.casefile_wire import is_id
from firsthand.record.casefile_write import case_document
from firsthand.record.cases import Case, Picture, Subject
from firsthand.record.checklists import Checklist
from firsthand.record.entries import WHEN_FIELDS, Entry

MERGED = "merged into "
"""How the status of a case begins that was merged away; the id of the other case follows."""

SPLIT = re.compile(r"Split from (\S{1,100})\.(?:\n|$)")
"""How the note of a case begins that was split off."""

Thing = TypeVar("Thing", Picture, Subject)

VERBATIM = WHEN_FIELDS | {"banner"}
"""Fields whose value never names a subject."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Two cases as one. `names`: the id that each claim, picture, subject and checklist of the other one bears in it."""

    case: Case
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parted:
    """One case as two: what stays, and what goes; `moved` are the ids of the claims and pictures that went."""

    rest: Case
    part: Case
    moved: tuple[str, ...]


def merged_into(case: Case) -> str:
    """The id of the case into which this one was merged; empty where it was not."""
    into = case.status.removeprefix(MERGED) if case.status.startswith(MERGED) else ""
    return into if into and is_id(into) else ""


def split_from(case: Case) -> str:
    """The id of the case from which this one was split; empty where it was not."""
    found = SPLIT.match(case.note)
    return found[1] if found and is_id(found[1]) else ""


def gone(case: Case, into: str) -> Case:
    """What is left of a case that was merged away."""
    return Case(case.id, case.title, f"{MERGED}{into}", case.note)


def joined(kept: Case, other: Case) -> Joined:
    """All lines of both in the first. What is the same in both stands there once: claims of the same words, claimant and date;
    pictures of the same bytes; subjects of the same id and kind that share a name. Other ids that are taken are changed."""
    names = {**_twins(kept, other)}
    taken = {*_ids(kept), *names.values()}
    for id in _ids(other):
        if id not in names:
            names[id] = _free(id, taken)
            taken.add(names[id])
    come = _renamed(other, names)
    case = replace(
        kept,
        claims=(*kept.claims, *(one for one in come.claims if not kept.claim(one.id))),
        pictures=_united(kept.pictures, come.pictures, _one_picture),
        subjects=_united(kept.subjects, come.subjects, _one_subject),
        appearances=tuple(dict.fromkeys([*kept.appearances, *come.appearances])),
        reviews=tuple(dict.fromkeys([*kept.reviews, *come.reviews])),
        checklists=(*kept.checklists, *come.checklists),
    )
    return Joined(case, names)


def _ids(case: Case) -> list[str]:
    parts = (case.claims, case.pictures, case.subjects, case.checklists)
    return [one.id for part in parts for one in part]


def _free(id: str, taken: Collection[str]) -> str:
    names = (id if n == 1 else f"{id[:90]}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _twins(kept: Case, other: Case) -> dict[str, str]:
    found: dict[str, str] = {}
    for claim in other.claims:
        found |= _first(claim.id, (one.id for one in kept.claims if replace(one, id=claim.id) == claim))
    for picture in other.pictures:
        same = (one.id for one in kept.pictures if one.sha256 and one.sha256 == picture.sha256)
        found |= _first(picture.id, same)
    for subject in other.subjects:
        twin = kept.subject(subject.id)
        if twin and twin.kind is subject.kind and _called(twin) & _called(subject):
            found[subject.id] = twin.id
    return found


def _first(id: str, ids: Iterator[str]) -> dict[str, str]:
    twin = next(ids, "")
    return {id: twin} if twin else {}


def _called(subject: Subject) -> set[str]:
    return {name.casefold() for names in subject.names.values() for name in names}


def _renamed(case: Case, names: Mapping[str, str]) -> Case:
    def entries(said: Iterable[Entry], subject: str) -> tuple[Entry, ...]:
        return tuple(replace(one, subject=subject, value=_value(one, case, names)) for one in said)

    def checklist(one: Checklist) -> Checklist:
        new = replace(one, id=names[one.id], of=names.get(one.of, one.of))
        asked = tuple(replace(c, entries=entries(c.entries, new.subject(c.id))) for c in one.criteria)
        return replace(new, criteria=asked)

    return replace(
        case,
        claims=tuple(replace(one, id=names[one.id]) for one in case.claims),
        pictures=tuple(replace(p, id=names[p.id], entries=entries(p.entries, names[p.id])) for p in case.pictures),
        subjects=tuple(replace(s, id=names[s.id], entries=entries(s.entries, names[s.id])) for s in case.subjects),
        appearances=tuple(replace(one, of=names.get(one.of, one.of)) for one in case.appearances),
        reviews=tuple(replace(one, of=names.get(one.of, one.of)) for one in case.reviews),
        checklists=tuple(checklist(one) for one in case.checklists),
    )


def _value(entry: Entry, case: Case, names: Mapping[str, str]) -> str:
    named = entry.field not in VERBATIM and case.subject(entry.value)
    return names[entry.value] if named else entry.value


def _united(kept: Sequence[Thing], come: Sequence[Thing], unite: Callable[[Thing, Thing], Thing]) -> tuple[Thing, ...]:
    held = {one.id: one for one in kept}
    for one in come:
        held[one.id] = unite(held[one.id], one) if one.id in held else one
    return tuple(held.values())


def _one_picture(ours: Picture, theirs: Picture) -> Picture:
    return replace(ours, entries=_lines(ours.entries, theirs.entries), note=_notes(ours.note, theirs.note))


def _one_subject(ours: Subject, theirs: Subject) -> Subject:
    langs = dict.fromkeys([*ours.names, *theirs.names])
    names = {lang: tuple(dict.fromkeys([*ours.names.get(lang, ()), *theirs.names.get(lang, ())])) for lang in langs}
    return replace(ours, names=names, entries=_lines(ours.entries, theirs.entries), note=_notes(ours.note, theirs.note))


def _lines(ours: Sequence[Entry], theirs: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple({one.id: one for one in (*ours, *theirs)}.values())


def _notes(ours: str, theirs: str) -> str:
    return "\n".join(dict.fromkeys(note for note in (ours, theirs) if note))


def parted(case: Case, chosen: Collection[str], id: str, title: str) -> Parted:
    """The case without what is chosen (ids of claims and pictures, keys of appearances and reviews), and a new one of it.

    Appearances, reviews and checklists of what goes go too; subjects that its entries name are in both.
    """
    claims = _halves(case.claims, lambda one: one.id in chosen)
    pictures = _halves(case.pictures, lambda one: one.id in chosen)
    moved = (*(one.id for one in claims[0]), *(one.id for one in pictures[0]))
    document = case_document(case)
    seen = _halves(case.appearances, _going(document.get("appearances", ()), chosen, moved))
    said = _halves(case.reviews, _going(document.get("reviews", ()), chosen, moved))
    lists = _halves(case.checklists, lambda one: one.of in moved)
    halves: Iterator[dict[str, Any]] = (
        {"claims": a, "pictures": b, "appearances": c, "reviews": d, "checklists": e}
        for a, b, c, d, e in zip(claims, pictures, seen, said, lists, strict=True)
    )
    went, stayed = halves
    part = replace(Case(id, title, note=f"Split from {case.id}."), **went)
    return Parted(replace(case, **stayed), replace(part, subjects=_spoken_of(case, part)), moved)


def _halves(things: Sequence[Any], goes: Callable[[Any], bool]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Those that go, and those that stay."""
    going = [goes(one) for one in things]
    pairs = list(zip(things, going, strict=True))
    return tuple(one for one, goes_ in pairs if goes_), tuple(one for one, goes_ in pairs if not goes_)


def _going(
    lines: Iterable[Mapping[str, str]], chosen: Collection[str], moved: Collection[str]
) -> Callable[[Any], bool]:
    """Tells of each line in turn whether it goes: chosen itself, or of something that goes."""
    answers = iter([line_key(one) in chosen or one.get("of", "") in moved for one in lines])
    return lambda _: next(answers)


def _spoken_of(case: Case, part: Case) -> tuple[Subject, ...]:
    """The subjects that entries of the part name, and those that their own entries name."""
    known, waiting = set[str](), list(part.entries())
    while waiting:
        subject = case.subject(waiting.pop().value)
        if subject and subject.id not in known:
            known.add(subject.id)
            waiting += subject.entries
    return tuple(one for one in case.subjects if one.id in known)
