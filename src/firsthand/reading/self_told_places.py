"""Which place does somebody mean who says "in Ukraine, in the city of Dnipro" of himself? One place, or none."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from firsthand.reading.self_told_words import Sentence
from firsthand.record.ports import Gazetteer
from firsthand.record.where import Level, Where

LONGEST_NAME = 4
"""Words of a name."""

SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A place told, as it may stand in an entry, and the token after its last."""

    value: str
    within: tuple[str, ...]
    after: int


@dataclass(frozen=True, slots=True)
class _Name:
    """One name: as written, what it may mean, the token after it, and whether "city of" or the like says that it is a place."""

    written: str
    places: tuple[Where, ...]
    after: int
    told: bool


class Places:
    """Reads places in one sentence. `dated` are the tokens of its dates, which are no places."""

    def __init__(self, text: str, sentence: Sentence, dated: Container[int], gazetteer: Gazetteer | None) -> None:
        self._text, self._sentence, self._dated, self._gazetteer = text, sentence, dated, gazetteer

    def after(self, first: int, stop: int, preposition: str, near: int | None = None) -> Spot | None:
        """The first place with one of the prepositions before it, from token `first` up to `stop`, `near` tokens off at most."""
        for i in range(first, stop if near is None else min(stop, first + near + 1)):
            if self._sentence.among(i, preposition) and (spot := self.at(i + 1, stop)):
                return spot
        return None

    def at(self, i: int, stop: int) -> Spot | None:
        """The place that begins at token i, with what contains it; None where it is none, or two."""
        name = self._name(i, stop)
        if name is None:
            return None
        names = [name]
        while (more := self._more(names[-1].after, stop)) is not None:
            names.append(more)
        return None if self._another(names[-1].after, stop) else self._spot(names)

    def _name(self, i: int, stop: int) -> _Name | None:
        told = False
        while i < stop and self._sentence.among(i, "generic") and not self._known_here(i, stop):
            told = told or self._sentence.among(i, "named")
            i += 1
        end = self._end(i, stop)
        if end == i:
            return None
        written = self._text[self._sentence.tokens[i].start : self._sentence.tokens[end - 1].end]
        if self._gazetteer is None:
            return None if written.isupper() and len(written) <= 3 else _Name(written, (), end, True)
        return _Name(written, self._gazetteer.look_up(written), end, told)

    def _known_here(self, i: int, stop: int) -> bool:
        """Is the word a part of a name ("The Hague", "Central African Republic"), so that it is not passed over?"""
        end = self._end(i, stop)
        if self._gazetteer is None or end <= i:
            return False
        tokens = self._sentence.tokens
        return bool(self._gazetteer.look_up(self._text[tokens[i].start : tokens[end - 1].end]))

    def _end(self, i: int, stop: int) -> int:
        end = i
        while end < min(stop, i + LONGEST_NAME) and self._is_part(end) and (end == i or self._tight(end)):
            end += 1
        return end + 1 if i < end < stop and self._sentence.among(end, "feature") and self._tight(end) else end

    def _is_part(self, i: int) -> bool:
        token = self._sentence.tokens[i]
        letters = token.end - token.start >= SHORTEST_NAME and token.folded[0].isalpha()
        return token.capital and letters and i not in self._dated

    def _tight(self, i: int) -> bool:
        before, token = self._sentence.tokens[i - 1 : i + 1]
        return self._text[before.end : token.start] in (" ", "\xa0")

    def _more(self, i: int, stop: int) -> _Name | None:
        """What follows and may contain the place, or be contained in it: "(Russia)", ", Ukraine", ", in the city of Dnipro"."""
        sign = self._sentence.folded(i)
        if sign == "(" and i + 1 < stop:
            name = self._name(i + 1, stop)
            closed = name is not None and self._sentence.folded(name.after) == ")"
            return _Name(name.written, name.places, name.after + 1, name.told) if name and closed else None
        if sign != "," or i + 1 >= stop:
            return None
        preposition = self._sentence.among(i + 1, "in")
        name = self._name(i + 2 if preposition else i + 1, stop)
        if name is None or (self._gazetteer and not name.places and not (preposition and name.told)):
            return None
        ended = self._sentence.folded(name.after) in ("", ".", ",", ")", ";")
        return name if preposition or ended or self._gazetteer else None

    def _another(self, i: int, stop: int) -> bool:
        """Does a second place stand beside it ("in Kyiv and Lviv")?"""
        if not (self._sentence.among(i, "and") and i + 1 < stop):
            return False
        name = self._name(i + 2 if self._sentence.among(i + 1, "in") else i + 1, stop)
        return name is not None and (bool(name.places) or self._gazetteer is None)

    def _spot(self, names: Sequence[_Name]) -> Spot | None:
        after = names[-1].after
        if self._gazetteer is None:
            inner = names[-1] if len(names) > 1 and self._of_preposition(names) else names[0]
            return Spot(inner.written, tuple(name.written for name in names if name is not inner), after)
        known = sorted((name for name in names if name.places), key=lambda name: -_level(name))
        unknown = [name for name in names if not name.places]
        if not known or (unknown and _level(known[0]) < Level.DISTRICT):
            fits = unknown and (unknown[0].told or (known and unknown[0] is names[0]))
            return Spot(unknown[0].written, tuple(map(_shown, known)), after) if fits else None
        return _narrowest(known, after)

    def _of_preposition(self, names: Sequence[_Name]) -> bool:
        """ "in Ukraine, in Dnipro": the second with its own preposition is the narrower."""
        middle = range(names[0].after, names[-1].after)
        return any(self._sentence.among(i, "in") for i in middle)


def _level(name: _Name) -> Level:
    return max(place.level for place in name.places)


def _shown(name: _Name) -> str:
    """The name on file, where all places that are meant bear the same; else as written, for nobody can say which."""
    names = {place.name for place in name.places}
    return names.pop() if len(names) == 1 else name.written


def _narrowest(known: Sequence[_Name], after: int) -> Spot | None:
    """The one of several names that all the others can contain; what it may mean is then only what lies in them."""
    for inner in known:
        others = [name for name in known if name is not inner]
        wider = [{place.key for place in name.places} for name in others]
        places = tuple(place for place in inner.places if all(keys & place.areas() for keys in wider))
        if places:
            shown = _shown(_Name(inner.written, places, after, True))
            return Spot(shown, tuple(_shown(name) for name in others), after)
    return None
