"""What does one segment of the whole index hold? Words, names and pictures of some cases, built, merged, and masked.

A part covers whole cases: a later part that holds a case takes its place in all earlier ones, even where the case has
become empty, so that nothing is ever changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.names import name_docs, pack_names
from firsthand.index.pictures import pack_pictures
from firsthand.index.postings import Keys, stable_key
from firsthand.index.segments import Arrays, Segment, unpack_string
from firsthand.index.text_pack import merge_texts, pack_texts
from firsthand.record.cases import Case, item
from firsthand.record.ports import Casebook, NameDoc, PictureDoc, TextDoc

OWNER = "owner"
"""The array of each kind that names the case of each document by its key."""


@dataclass(frozen=True, slots=True)
class Part:
    """The arrays of one segment: the cases it speaks for (uint64 keys), and by kind the arrays of their documents."""

    cases: Keys
    texts: Arrays
    names: Arrays
    pictures: Arrays


def build(book: Casebook, cases: Sequence[Case]) -> Part:
    """A part from cases as they stand."""
    return _part(
        np.array([stable_key(case.id) for case in cases], np.uint64),
        pack_texts(texts := [doc for case in cases for doc in text_docs(case)]),
        [doc.case for doc in texts],
        [doc for case in cases for doc in names_of(case)],
        [doc for case in cases for doc in picture_docs(book, case)],
    )


def _part(
    cases: Keys,
    texts: Arrays,
    text_cases: Sequence[str],
    names: Sequence[NameDoc],
    pictures: Sequence[PictureDoc],
) -> Part:
    return Part(
        np.unique(cases),
        {**texts, OWNER: _owners(text_cases)},
        {**pack_names(names), OWNER: _owners(doc.case for doc in names)},
        {**pack_pictures(pictures), OWNER: _owners(doc.case for doc in pictures)},
    )


def _owners(cases: Iterable[str]) -> NDArray[Any]:
    return np.array([stable_key(case) for case in cases], np.uint64)


def text_docs(case: Case) -> list[TextDoc]:
    """Every wording of every claim."""
    return [
        TextDoc(case.id, item(case, claim.id), number, wording.text, wording.lang)
        for claim in case.claims
        for number, wording in enumerate(claim.all_wordings())
    ]


def names_of(case: Case) -> list[NameDoc]:
    """Every name of every subject."""
    return [
        NameDoc(case.id, item(case, subject.id), name, lang, subject.kind.value)
        for subject in case.subjects
        for lang, names in subject.names.items()
        for name in names
    ]


def picture_docs(book: Casebook, case: Case) -> list[PictureDoc]:
    """Every picture whose exhibit is kept and could be decoded, or that is known by the prints that came with its case."""
    kept = ((picture, (picture.sha256 and book.prints(picture.sha256)) or picture.prints) for picture in case.pictures)
    return [PictureDoc(case.id, item(case, picture.id), prints) for picture, prints in kept if prints]


def standing(parts: Sequence[Part], kind: str) -> list[Segment]:
    """The segments of one kind, with what later parts have replaced masked out."""
    segments: list[Segment] = []
    later = np.empty(0, np.uint64)
    for part in reversed(parts):
        arrays: Arrays = getattr(part, kind)
        segments.append(Segment(arrays, ~np.isin(np.asarray(arrays[OWNER]), later)))
        later = np.concatenate([later, np.asarray(part.cases)])
    return segments[::-1]


def merge(book: Casebook, parts: Sequence[Part]) -> Part:
    """One part that answers as these do together. Pictures come anew from the casebook, which keeps their prints."""
    texts, names, pictures = (standing(parts, kind) for kind in ("texts", "names", "pictures"))
    joined = merge_texts(texts)
    text_cases = [unpack_string(joined["case.bytes"], joined["case.offsets"], i) for i in range(len(joined["length"]))]
    shown = dict.fromkeys(
        unpack_string(s.arrays["case"], s.arrays["case_at"], int(i)) for s in pictures for i in np.flatnonzero(s.live)
    )
    cases = [case for id in shown if (case := book.case(id))]
    return _part(
        np.concatenate([np.asarray(part.cases) for part in parts]),
        joined,
        text_cases,
        [doc for segment in names for doc in name_docs(segment)],
        [doc for case in cases for doc in picture_docs(book, case)],
    )
