"""How do wordings lie in a segment of the text index? Arrays built in one pass, and merged without reading a word again.

Arrays of a segment of N wordings, V stems, P (wording, stem) rows and R runs of five words:
`wording` `length` `spread` (N; lengths in terms and in grams), `name` (N, uint64: the key of its folded text), four strings;
`langs`: the languages;
`stem.keys` (V, uint64, sorted) with their strings; `post.starts` (V + 1), `post.docs` `post.counts` (P): who holds each stem;
`held.starts` (N + 1), `held.stems` `held.counts` (P): the stems of each wording, as places in the vocabulary;
`run.keys` (R, uint32, sorted), `run.docs`, `run.at` (R): the runs, whose they are, and at which term they begin;
`script` (V) and `written` (N, uint8): the letters of each stem, and of most of each wording;
`long.*` and `short.*`: the vocabulary's grams, see `grams.gram_table`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index import scoring
from firsthand.index.grams import LONG, SHORT, gram_table
from firsthand.index.postings import Ints, run_keys, stable_key, text_keys
from firsthand.index.segments import Arrays, Segment, pack_strings, unpack_string
from firsthand.index.tokens import spread, tokens
from firsthand.record.ports import TextDoc

STRINGS = ("case", "item", "text", "lang")
MOST = 255
"""A stem that stands more often in a wording counts as often as this."""
SCRIPTS, LATIN = 4, 1
FARTHEST = 65535
"""The place of a run further on is told as this."""

Made = dict[str, NDArray[Any]]


def pack_texts(docs: Sequence[TextDoc]) -> Made:
    """The arrays of one segment."""
    found = tokens(doc.text for doc in docs)
    arrays: Made = {
        "wording": np.array([doc.wording for doc in docs], np.int32),
        "length": np.bincount(found.owners, minlength=len(docs)).astype(np.int32),
        "name": text_keys([doc.text for doc in docs]),
    }
    for name in STRINGS:
        arrays[f"{name}.bytes"], arrays[f"{name}.offsets"] = pack_strings([getattr(doc, name) for doc in docs])
    arrays |= _langs(doc.lang for doc in docs)
    both, counts = np.unique(
        found.owners.astype(np.int64) * max(1, len(found.vocabulary)) + found.stems, return_counts=True
    )
    owners, stems = np.divmod(both, max(1, len(found.vocabulary)))
    runs, run_owners = run_keys(found.words, found.owners, scoring.SHINGLE)
    starts = np.concatenate([[0], np.cumsum(arrays["length"])])
    places = np.flatnonzero(_whole_runs(found.owners)) - starts[run_owners]
    arrays |= _runs((runs >> np.uint64(32)).astype(np.uint32), run_owners, np.minimum(places, FARTHEST))
    return arrays | _tables(list(found.vocabulary), owners, stems, np.minimum(counts, MOST), len(docs))


def _langs(langs: Iterable[str]) -> Made:
    blob, offsets = pack_strings(sorted(set(langs)))
    return {"langs.bytes": blob, "langs.offsets": offsets}


def langs_of(arrays: Arrays) -> frozenset[str]:
    """The languages of a segment's wordings, those that no longer stand among them."""
    return frozenset(
        unpack_string(arrays["langs.bytes"], arrays["langs.offsets"], i)
        for i in range(len(arrays["langs.offsets"]) - 1)
    )


def _whole_runs(owners: Ints) -> NDArray[np.bool_]:
    """True at each term from which a run lies within one text, as in `run_keys`."""
    count = max(0, len(owners) - scoring.SHINGLE + 1)
    return np.asarray(owners[:count] == owners[scoring.SHINGLE - 1 :][:count])


def _runs(keys: Ints, docs: Ints, places: Ints) -> Made:
    # Rows come in the order of wordings and places, or of segments that are sorted so: equal keys stay in that order.
    order = np.argsort(keys, kind="stable")
    return {
        "run.keys": keys[order],
        "run.docs": docs[order].astype(np.int32),
        "run.at": places[order].astype(np.uint16),
    }


def _tables(vocabulary: Sequence[str], owners: Ints, stems: Ints, counts: Ints, docs: int) -> Made:
    """The tables of stems from (wording, place in the vocabulary, count) rows, each pair once."""
    keys = np.array([stable_key(stem) for stem in vocabulary], np.uint64)
    order = np.argsort(keys)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    stems, names = rank[stems], [vocabulary[i] for i in order]
    row = np.argsort(owners.astype(np.int64) * max(1, len(vocabulary)) + stems)
    owners, stems, counts = owners[row].astype(np.int32), stems[row], counts[row].astype(np.uint8)
    by_stem = np.argsort(stems, kind="stable")
    made: Made = {
        "stem.keys": keys[order],
        "post.starts": np.searchsorted(stems[by_stem], np.arange(len(keys) + 1)),
        "post.docs": owners[by_stem],
        "post.counts": counts[by_stem],
        "held.starts": np.searchsorted(owners, np.arange(docs + 1)),
        "held.stems": stems,
        "held.counts": counts,
    }
    made["stem.bytes"], made["stem.offsets"] = pack_strings(names)
    made |= gram_table("long", names, LONG) | gram_table("short", names, SHORT)
    made["script"] = scripts(names)
    made["written"] = np.argmax(by_script(owners, made["script"][stems], counts, docs), axis=1).astype(np.uint8)
    sizes = np.diff(made["long.ends"])[stems] * counts.astype(np.int64)
    made["spread"] = np.bincount(owners, sizes, docs).astype(np.int32)
    return made


def scripts(stems: Sequence[str]) -> NDArray[np.uint8]:
    """In which letters each stem is written: 1 Latin, 2 Cyrillic, 3 Greek, 0 none of these."""
    first = np.array([ord(stem[0]) if stem else 0 for stem in stems], np.uint32)
    bounds = np.array([0x61, 0x250, 0x370, 0x400, 0x530], np.uint32)
    return np.array([0, 1, 0, 3, 2, 0], np.uint8)[np.searchsorted(bounds, first, "right")]


def by_script(owners: Ints, script: Ints, counts: Ints, docs: int) -> Ints:
    """(N, 4): the terms of each wording by their letters; those in none of the three scripts count for none."""
    counted = np.bincount(owners.astype(np.int64) * SCRIPTS + script, counts, docs * SCRIPTS).reshape(docs, SCRIPTS)
    counted[:, 0] = 0.5 * (counted.sum(axis=1) == counted[:, 0])
    return np.asarray(counted)


def text_doc(arrays: Arrays, number: int) -> TextDoc:
    """The document of a number."""
    case, item, text, lang = (
        unpack_string(arrays[f"{name}.bytes"], arrays[f"{name}.offsets"], number) for name in STRINGS
    )
    return TextDoc(case, item, int(arrays["wording"][number]), text, lang)


def merge_texts(segments: Sequence[Segment]) -> Made:
    """One segment's arrays from the live documents of several, in order."""
    moves: list[Ints] = []
    total = 0
    for segment in segments:
        moves.append(np.where(segment.live, np.cumsum(segment.live) - 1 + total, -1))
        total += int(np.count_nonzero(segment.live))
    arrays: Made = {
        name: np.concatenate([s.arrays[name][s.live] for s in segments]) for name in ("wording", "length", "name")
    }
    for name in STRINGS:
        arrays[f"{name}.bytes"], arrays[f"{name}.offsets"] = _strings(name, segments)
    arrays |= _langs(lang for segment in segments for lang in langs_of(segment.arrays))
    return arrays | _merged_runs(segments, moves) | _merged_stems(segments, moves, total)


def _strings(name: str, segments: Sequence[Segment]) -> tuple[NDArray[Any], NDArray[Any]]:
    blobs, sizes = [], []
    for segment in segments:
        length = np.diff(segment.arrays[f"{name}.offsets"])
        blobs.append(np.asarray(segment.arrays[f"{name}.bytes"])[np.repeat(segment.live, length)])
        sizes.append(length[segment.live])
    return np.concatenate(blobs), np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)


def _merged_runs(segments: Sequence[Segment], moves: Sequence[Ints]) -> Made:
    rows = []
    for segment, move in zip(segments, moves, strict=True):
        docs = move[segment.arrays["run.docs"]]
        kept = docs >= 0
        rows.append((segment.arrays["run.keys"][kept], docs[kept], segment.arrays["run.at"][kept]))
    keys, docs, places = (np.concatenate(column) for column in zip(*rows, strict=True))
    return _runs(keys, docs, places)


def _merged_stems(segments: Sequence[Segment], moves: Sequence[Ints], docs: int) -> Made:
    numbers: dict[str, int] = {}
    rows = []
    for segment, move in zip(segments, moves, strict=True):
        arrays = segment.arrays
        kept = segment.live.nonzero()[0]
        begins = np.asarray(arrays["held.starts"])
        sizes = begins[kept + 1] - begins[kept]
        at = spread(begins[kept], sizes)
        held, back = np.unique(np.asarray(arrays["held.stems"])[at], return_inverse=True)
        names = [unpack_string(arrays["stem.bytes"], arrays["stem.offsets"], int(place)) for place in held]
        places = np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)
        rows.append((np.repeat(move[kept], sizes), places[back], np.asarray(arrays["held.counts"])[at]))
    owners, stems, counts = (np.concatenate(column) for column in zip(*rows, strict=True))
    return _tables(list(numbers), owners, stems.astype(np.int64), counts, docs)
