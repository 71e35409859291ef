"""Where does the index of a casebook stand, and is it up to date? Its parts on disk, brought up with the casebook.

The index is never the only copy of anything: whatever is missing, broken or of another version is built anew from the
casebook without a word. Parts are written once; readers go on with the files that they have mapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from threading import RLock

from firsthand.index import part_files as files
from firsthand.index.aids import Aids, Opened
from firsthand.index.lexicon import open_lexicon
from firsthand.index.names import NameEngine
from firsthand.index.part_files import Broken, Listed, Manifest, Unwritable
from firsthand.index.parts import Part, build, merge, standing
from firsthand.index.pictures import PictureEngine
from firsthand.index.text import TextEngine
from firsthand.record.ports import Casebook

BATCH = 5000
"""Cases of one new part: a killed process loses the work of so many at most."""
MOST = 4
"""Parts beyond which the small ones are merged; every question is put to each of them."""
SHARE = 4
"""Parts taken up at once that hold one case of every so many are merged with all others: later questions are put to one part."""
TRIES = 5
"""How often a manifest is read again when a part that it names is gone, because another process merged it."""

_ANEW = "Those whose files are on file are looked at again when the casebook is exported and imported into a new one."

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _State:
    """Revisions up to `number`, which the casebook knows by `mark`, are in these parts.

    A part without a `Listed` is in memory only.
    """

    number: int = 0
    mark: str = ""
    parts: tuple[tuple[Listed | None, Part], ...] = ()
    stamp: Stamp | None = None


class _Engines:
    """What answers questions on one state; each made when it is first asked."""

    def __init__(self, parts: tuple[Part, ...], aids: Aids) -> None:
        self._parts, self._aids = parts, aids

    @cached_property
    def texts(self) -> TextEngine:
        texts = TextEngine(standing(self._parts, "texts"), self._aids.lexicon, self._aids.meaning)
        self._aids.learn(texts)
        return texts

    @cached_property
    def names(self) -> NameEngine:
        return NameEngine(standing(self._parts, "names"))

    @cached_property
    def pictures(self) -> PictureEngine:
        return PictureEngine(standing(self._parts, "pictures"))


class Shelf:
    """The index folder of one casebook. Call `sync` before asking; threads may share it.

    `model` names the sentence model of the casebook (`encoders.open_encoder`); empty where it uses none. `opened` opens the
    word lists when they are first needed.
    """

    def __init__(self, folder: Path, model: str = "", opened: Opened = open_lexicon) -> None:
        self._folder = folder
        self._mutex = RLock()
        self._state = _State()
        self.aids = Aids(folder, model, opened)
        self._engines = _Engines((), self.aids)
        self._refresh()

    @property
    def texts(self) -> TextEngine:
        """`find(text, lang, k, names)` over every wording of every claim."""
        return self._engines.texts

    @property
    def names(self) -> NameEngine:
        """`find(text, lang)` over every name of every subject."""
        return self._engines.names

    @property
    def pictures(self) -> PictureEngine:
        """`find(prints, k)` over every picture."""
        return self._engines.pictures

    def notes(self, lang: str) -> Sequence[str]:
        """What looking up a text of this language does without, as sentences for the report."""
        return self.aids.notes(lang, self.texts.langs)

    def picture_notes(self) -> Sequence[str]:
        """What looking up a picture does without, as sentences for the report."""
        count = self.pictures.without_points
        if not count:
            return ()
        many = f"{count} pictures on file are" if count > 1 else "One picture on file is"
        return (f"{many} known without points: copies that are cropped, covered or framed are not found. {_ANEW}",)

    @property
    def number(self) -> int:
        """The newest revision of the casebook that the index holds."""
        return self._state.number

    def sync(self, book: Casebook) -> None:
        """Take up what has changed in the casebook. Where the folder cannot be written, in memory only."""
        with self._mutex:
            self._refresh()
            if self._state.number == book.last_change() and _of(self._state, book):
                return
            try:
                with files.locked(self._folder):
                    self._refresh()
                    self._follow(book, write=True)
            except Unwritable:
                self._follow(book, write=False)

    def rebuild(self, book: Casebook) -> int:
        """Build the index anew; what others read stays until it is whole. Returns the number of cases."""
        with self._mutex:
            try:
                with files.locked(self._folder):
                    return self._anew(book, write=True)
            except Unwritable:
                return self._anew(book, write=False)

    def _anew(self, book: Casebook, *, write: bool) -> int:
        state = _State(stamp=self._state.stamp)
        for number, part in _parts(book, 0):
            state = self._with(state, part, number, book, write=write)
        state = self._settled(state, 0, book, write=write)
        self._set(self._published(state) if write else state)
        return sum(len(part.cases) for _, part in state.parts)

    def _follow(self, book: Casebook, *, write: bool) -> None:
        """Append what is new, part by part. An index of another casebook is dropped."""
        state = self._state if _of(self._state, book) else _State(stamp=self._state.stamp)
        empty, before, taken = state.number == 0, _cases(state), 0
        for number, part in _parts(book, state.number):
            empty, taken = False, taken + 1
            state = self._with(state, part, number, book, write=write)
            self._set(state := self._published(state) if write else state)
        settled = self._settled(state, before, book, write=write) if taken > 1 else state
        if empty or settled is not state:
            self._set(self._published(settled) if write else settled)

    def _settled(self, state: _State, before: int, book: Casebook, *, write: bool) -> _State:
        """The state in one part, where much was taken up at once; `before` cases were there already."""
        if len(state.parts) < 2 or SHARE * (_cases(state) - before) < _cases(state):
            return state
        whole = merge(book, [part for _, part in state.parts])
        return replace(state, parts=((files.write_part(self._folder, whole) if write else None, whole),))

    def _with(self, state: _State, part: Part, number: int, book: Casebook, *, write: bool) -> _State:
        """The state with one more part, its small parts merged where there are too many."""
        parts = [*state.parts, (files.write_part(self._folder, part) if write else None, part)]
        if len(parts) > MOST:
            first = _first_to_merge([len(part.cases) for _, part in parts])
            whole = merge(book, [part for _, part in parts[first:]])
            parts[first:] = [(files.write_part(self._folder, whole) if write else None, whole)]
        return replace(state, number=number, mark=book.mark(number), parts=tuple(parts))

    def _published(self, state: _State) -> _State:
        """Make the state the one that others read; parts that so far were in memory only are written first."""
        parts = tuple((listed or files.write_part(self._folder, part), part) for listed, part in state.parts)
        listed = tuple(row[0] for row in parts)
        files.write_manifest(
            self._folder, Manifest(files.FORMAT, files.settings_digest(), state.number, state.mark, listed)
        )
        files.clean(self._folder, listed)
        return replace(state, parts=parts, stamp=files.stamp(self._folder))

    def _set(self, state: _State) -> None:
        self._state = state
        self._engines = _Engines(tuple(part for _, part in state.parts), self.aids)

    def _refresh(self) -> None:
        """Read the manifest if it is another one than before. What cannot be read counts as nothing: `sync` builds it."""
        if files.stamp(self._folder) == self._state.stamp:
            return
        for _ in range(TRIES):
            seen = files.stamp(self._folder)
            try:
                self._set(self._read(seen))
            except Broken:
                continue
            return
        self._set(_State(stamp=seen))

    def _read(self, seen: Stamp | None) -> _State:
        manifest = files.read_manifest(self._folder)
        if manifest is None:
            return _State(stamp=seen)
        mapped = {listed.name: (listed, part) for listed, part in self._state.parts if listed}
        parts = []
        for listed in manifest.parts:
            known = mapped.get(listed.name)
            parts.append(known if known and known[0] == listed else (listed, files.open_part(self._folder, listed)))
        return _State(manifest.number, manifest.mark, tuple(parts), seen)


def _cases(state: _State) -> int:
    return sum(len(part.cases) for _, part in state.parts)


def _of(state: _State, book: Casebook) -> bool:
    """Was this index made of this casebook? A folder restored from a copy may have gone another way since."""
    return state.number <= book.last_change() and state.mark == book.mark(state.number)


def _parts(book: Casebook, since: int) -> Iterator[tuple[int, Part]]:
    """(newest revision, part) for each batch of cases changed since."""
    changes = iter(book.changes(since))
    while batch := list(islice(changes, BATCH)):
        yield max(number for number, _ in batch), build(book, [case for _, case in batch])


def _first_to_merge(sizes: list[int]) -> int:
    """Where the parts to merge begin: each no larger than all after it together, and at least the last two.

    So a case is written again only when the part it lies in doubles: the work grows as n log n.
    """
    first, total = len(sizes) - 2, sizes[-1] + sizes[-2]
    while first > 0 and sizes[first - 1] <= total:
        first -= 1
        total += sizes[first]
    return first
