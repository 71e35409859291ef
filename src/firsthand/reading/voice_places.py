"""Which place or nation do the words that describe a speaker name, and which of several of one name?

Other than `places.py` it needs no cue of its own: the phrase around it is the cue. Of several places of one name all stay,
unless the text says which: by a container beside the name; by the countries that it names elsewhere, if only one of them has
such a place; or because the name is one of the few that stand alone in the news.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.matching.terms import says_little
from firsthand.reading.place_words import word_set
from firsthand.reading.voice_namesakes import Named, Namesakes, stands_alone
from firsthand.reading.voice_words import Phrasebook, Token, demonyms, marks, phrasebook, tokens_of
from firsthand.reading.wordlists import table
from firsthand.record.ports import Gazetteer
from firsthand.record.where import Level, Where

LONGEST_NAME = 5
_LETTERS = 5
MOST_TEXT = 100_000
"""Letters of a text that are taken apart at once, and looked through for the countries that they name."""


@dataclass(frozen=True, slots=True)
class State:
    """A state and its seat; None where that is disputed."""

    where: Where
    seat: Where | None


class VoicePlaces:
    """Places as the phrases of one text name them. `head`: the text is a dateline, and towns may stand there in capitals."""

    def __init__(self, text: str, gazetteer: Gazetteer, dateline: Iterable[Where] = (), head: bool = False) -> None:
        self._text = text
        self._head = head
        self._gazetteer = gazetteer
        self._dateline = tuple(dateline)
        self._states: dict[str, State | None] = {}
        self._tokens = tokens_of(text[:MOST_TEXT], 0, min(len(text), MOST_TEXT))
        self.namesakes = Namesakes(text, self._tokens, gazetteer, self._dateline)
        self._starts = [token.start for token in self._tokens]

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens of the text from `start` on that end before `end`."""
        if end > MOST_TEXT:
            return tokens_of(self._text, start, end)
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        cut = last > first and self._tokens[last - 1].end > end
        return self._tokens[first : last - cut]

    def state(self, iso: str) -> State | None:
        """The state of an ISO code, by way of its seat; None where the gazetteer does not know it."""
        if iso not in self._states:
            self._states[iso] = self._found_state(iso)
        return self._states[iso]

    def _found_state(self, iso: str) -> State | None:
        words = table("voices")
        seated: str = words["capitals"].get(iso, "")
        inside = [p for p in self._gazetteer.look_up(seated or words["unseated"].get(iso, "")) if _lies_in(p, iso)]
        town = next((place for place in inside if place.level is Level.SETTLEMENT), None)
        if town is None:
            return None
        at = next(i for i, area in enumerate(town.chain) if area.key == f"iso:{iso}")
        area = town.chain[at]
        where = Where(area.key, area.level, area.name, town.chain[at + 1 :])
        return State(where, town if seated else None)

    def is_place(self, name: str, *, state: bool) -> bool:
        """Is a name that of a place and of nobody? A known place, or that of the dateline; a village may bear a person's name.

        `state`: a state and its seat may speak, and are none then.
        """
        found = self.in_name(name)
        if found is None or found.last < len(tokens_of(name, 0, len(name))):
            return False
        if state and any(self.governed_from(place) for place in found.candidates):
            return False
        return any(
            place.level is not Level.SETTLEMENT or stands_alone(place) or place in self._dateline
            for place in found.candidates
        )

    def in_name(self, name: str) -> Named | None:
        """The place with which a name begins."""
        tokens = tokens_of(name, 0, len(name))
        found = VoicePlaces(name, self._gazetteer, head=True).at(tokens, 0) if tokens else None
        return None if found is None or found.nation or found.people else found

    def region(self, name: str, iso: str) -> Where | None:
        """The region of this name in a state; None where there is none."""
        found = (p for p in self._gazetteer.look_up(name) if p.level is Level.REGION and _lies_in(p, iso))
        return next(found, None)

    def governed_from(self, place: Where) -> State | None:
        """The state that a country is, or that a capital is the seat of; None for any other place."""
        iso = (place.at_level(Level.COUNTRY) or "").removeprefix("iso:")
        state = self.state(iso) if iso else None
        return (
            state if state and (place.key == state.where.key or (state.seat and place.key == state.seat.key)) else None
        )

    def at(self, tokens: Sequence[Token], i: int) -> Named | None:
        """The place or nation whose name begins with token i, with the container that follows it."""
        beside = i + 1 < len(tokens) and not tokens[i].latin and not tokens[i + 1].capital and _noun(tokens, i + 1)
        found = self._adjective(tokens, i) if beside else None
        found = found or self._name(tokens, i) or self._adjective(tokens, i)
        found = found or self._people(tokens, i) or self._nation(tokens, i)
        if found is None or found.nation:
            return found
        return self._within(tokens, found)

    def _name(self, tokens: Sequence[Token], i: int) -> Named | None:
        first = tokens[i]
        if not first.capital or first.folded in word_set("never") or self._a_firm(tokens, i):
            return None
        for last in range(self._reach(tokens, i), i, -1):
            if last > i + 1 and not tokens[last - 1].capital and tokens[last - 1].folded not in word_set("features"):
                continue
            name = self._text[first.start : tokens[last - 1].end]
            alone = last == i + 1
            if alone and first.folded in word_set("never_alone") and not _abbreviated(name):
                continue
            places = self._of_region(tokens, last, name) or self._gazetteer.look_up(name)
            towns = all(place.level is Level.SETTLEMENT for place in places)
            if places and not (alone and towns and self._no_town(tokens, i, name)):
                return Named(places, i, last)
        return None

    def _a_firm(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Emirates President": the airline, where not the whole name of the state stands there."""
        return tokens[i].folded in marks("firms") and not (i and tokens[i - 1].folded == "arab")

    def _no_town(self, tokens: Sequence[Token], i: int, name: str) -> bool:
        """Is the single word one of every text, of a nation, or the letters of a body, though a village is called so?"""
        word = tokens[i].folded
        if self._opens_a_name(tokens, i):
            return True
        letters = (
            _abbreviated(name) and len(name) <= _LETTERS and not self._head and word not in word_set("abbreviated")
        )
        return letters or says_little(word) or bool(demonyms().find(tokens, i)[0])

    def _opens_a_name(self, tokens: Sequence[Token], i: int) -> bool:
        """Is it the first name of somebody, as in "депутат України Петро Снігур"? Villages are called so too."""
        if tokens[i].folded not in word_set("first_names") or i + 1 >= len(tokens):
            return False
        beside = self._text[tokens[i].end : tokens[i + 1].start] == " "
        return beside and tokens[i + 1].capital and not phrasebook("roles").find(tokens, i + 1)[0]

    def _of_region(self, tokens: Sequence[Token], last: int, name: str) -> tuple[Where, ...]:
        """ "Donetsk regional council" is that of the region."""
        if last >= len(tokens) or tokens[last].folded != "regional":
            return ()
        return tuple(place for place in self._gazetteer.look_up(f"{name} Region") if place.level is Level.REGION)

    def _reach(self, tokens: Sequence[Token], i: int) -> int:
        last = i + 1
        while last < len(tokens) and last - i < LONGEST_NAME and not tokens[last - 1].possessive:
            token = tokens[last]
            inner = token.folded in word_set("inner") or token.folded in word_set("features")
            if not self._text[tokens[last - 1].end : token.start].isspace() or not (token.capital or inner):
                break
            last += 1
        return last

    def _adjective(self, tokens: Sequence[Token], i: int) -> Named | None:
        """ "Харківська міська рада": the town; "Харківська обласна рада": the region."""
        token = tokens[i]
        rows = table("voices")["adjectives"]
        town = phrasebook("town_adjectives").find(tokens, i)[0]
        ending = next((e for e in rows["endings"] if token.folded.endswith(e) and len(token.folded) > len(e) + 2), "")
        if not (town or ending):
            return None
        if i + 1 < len(tokens) and _regional(tokens, i + 1):
            places = self._region(token, ending)
            return Named(places, i, i + 1) if places else None
        if demonyms().find(tokens, i)[0]:
            return None
        places = self._gazetteer.look_up(town) if town else self._of_stem(token.folded.removesuffix(ending))
        return Named(places, i, i + 1) if places else None

    def _region(self, token: Token, ending: str) -> tuple[Where, ...]:
        written = self._text[token.start : token.end]
        names = (f"{written} область", f"{written[: len(written) - len(ending)]}{_feminine(ending)} область")
        found = (p for name in names for p in self._gazetteer.look_up(name) if p.level is Level.REGION)
        return tuple(dict.fromkeys(found))

    def _of_stem(self, stem: str) -> tuple[Where, ...]:
        towns: dict[Where, None] = {}
        for base in table("voices")["adjectives"]["bases"]:
            for place in self._gazetteer.look_up(stem + base):
                if place.level is Level.SETTLEMENT:
                    towns[place] = None
        return tuple(towns)

    def _people(self, tokens: Sequence[Token], i: int) -> Named | None:
        town, length = phrasebook("townspeople").find(tokens, i)
        places = self._gazetteer.look_up(town) if town else ()
        return Named(places, i, i + length, people=True) if places else None

    def _nation(self, tokens: Sequence[Token], i: int) -> Named | None:
        token = tokens[i]
        codes = demonyms().all(tokens, i)
        if not codes or (token.latin and not token.capital) or "-" in token.folded:
            return None
        length = demonyms().find(tokens, i)[1]
        after = i + length
        if any(part in token.folded for part in table("voices")["marks"]["tongue"]):
            return None
        if after < len(tokens) and tokens[after].folded in marks("not_origin"):
            return None
        if i and tokens[i - 1].folded in marks("before_origin"):
            return None
        states = [state for code in codes if (state := self.state(code))]
        places = tuple(state.where for state in states)
        return Named(places, i, after, nation=True) if places and len(places) == len(codes) else None

    def _within(self, tokens: Sequence[Token], found: Named) -> Named:
        """The name with a container right behind it: "Athens, Georgia", "Ізюма Харківської області"."""
        i = found.last
        comma = i < len(tokens) and tokens[i].folded == ","
        following = i + comma
        if following < len(tokens) and tokens[following].capital:
            outer = self._name(tokens, following)
            keys = {place.key for place in outer.candidates} if outer else set()
            inside = tuple(p for p in found.candidates if keys & {area.key for area in p.chain})
            if outer and inside and (comma or tokens[outer.last - 1].folded in word_set("features")):
                return replace(found, candidates=inside, last=outer.last)
        return replace(found, candidates=self.namesakes.settled(found.candidates))


def _lies_in(place: Where, iso: str) -> bool:
    return f"iso:{iso}" in {area.key for area in place.chain}


def _regional(tokens: Sequence[Token], i: int) -> bool:
    return _regions().find(tokens, i)[1] > 0


@cache
def _regions() -> Phrasebook:
    return Phrasebook({"regional": table("voices")["adjectives"]["regional"]})


def _noun(tokens: Sequence[Token], i: int) -> bool:
    return bool(phrasebook("roles").find(tokens, i)[0]) or tokens[i].folded in marks("filler")


def _abbreviated(name: str) -> bool:
    return name.isupper() and len(name) > 1


def _feminine(ending: str) -> str:
    """The ending of the adjective beside "область", of the same stem."""
    return {"с": "ська", "ц": "цька"}.get(ending[:1], ending) if "ь" in ending else ending[:1] + "кая"
