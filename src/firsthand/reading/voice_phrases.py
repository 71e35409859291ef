"""What does a phrase say of the one it describes: which role, and which tie to which place?

One walk over the words. The head of a phrase is a noun of `words/voices.toml`; whatever else stands
before it must be a small word, an adjective, a place or a nation, so that "the Moscow mayor's critics" are no mayor of Moscow.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.reading.voice_bounds import (
    OWN_PLACE,
    SPEAK_FOR,
    a_thing,
    closed,
    is_filler,
    is_instrumental,
    modifies,
    next_word,
    owner_of_another,
    part_of_a_name,
    turned,
)
from firsthand.reading.voice_links import Draft, Tie, links_of
from firsthand.reading.voice_namesakes import Named
from firsthand.reading.voice_places import VoicePlaces
from firsthand.reading.voice_walk import AT_WORK, CLAUSES, MOST_MODIFIERS, NESTS, Described, Walk
from firsthand.reading.voice_words import Token, marks, phrasebook

QUOTES = frozenset('«»"“”„')
"""Marks around the name of a party: "депутат від «Слуги народу»"."""


class Reader:
    """Reads phrases of one text."""

    def __init__(self, places: VoicePlaces) -> None:
        self._places = places

    def read(self, tokens: Sequence[Token], first: int, last: int, role: str = "") -> Described | None:
        """The phrase that begins with token `first` and ends before `last`; None where none is understood.

        `role` is that of a name which stands before it.
        """
        walk = Walk(first, role, role)
        steps = (self._link, self._mark, self._head, self._place, self._small)
        while walk.i < last and not walk.broken:
            self._unquote(tokens, walk, last)
            if walk.i >= last or not tokens[walk.i].is_word or not any(step(tokens, walk, last) for step in steps):
                break
        self._nationals(walk)
        if walk.broken or not (walk.role or walk.drafts):
            return None
        links, tied = links_of(walk.drafts, self._places, walk), walk.tie is not Tie.NONE
        return Described(walk.role, links, walk.i, walk.role_last, tied, walk.former)

    def _unquote(self, tokens: Sequence[Token], walk: Walk, last: int) -> None:
        """Steps over the mark before a party's name, and over the one behind it."""
        if walk.role and walk.i + 1 < last and tokens[walk.i].folded in QUOTES:
            opens = bool(phrasebook("parties").find(tokens, walk.i + 1)[0])
            walk.i += opens or walk.effective == "party"
        elif walk.effective == "party" and tokens[walk.i].folded in QUOTES:
            walk.i += 1

    def _link(self, tokens: Sequence[Token], walk: Walk, last: int) -> bool:
        name, length = phrasebook("links").find(tokens, walk.i)
        if tokens[walk.i].folded == "-based":
            return self._based(tokens, walk)
        if not name or walk.i + length > last:
            return False
        if name in CLAUSES:
            return self._clause(tokens, walk, name, walk.i + length)
        if name == "and":
            return self._and(tokens, walk, last)
        if walk.nation and not walk.role:
            self._nationals(walk)
        if walk.tie is not Tie.NONE and is_filler(tokens, walk.i - 1):
            walk.tie, walk.i = Tie(name), walk.i + length
            return True
        if not walk.role or walk.tie is not Tie.NONE:
            return False
        if name == "for" and walk.role not in SPEAK_FOR and walk.role != "posted":
            return False
        walk.tie, walk.i = Tie(name), walk.i + length
        return True

    def _based(self, tokens: Sequence[Token], walk: Walk) -> bool:
        if walk.pending is None or walk.pending.nation:
            return False
        walk.drafts.append(Draft(Tie.LIVES, walk.pending, "", tokens[walk.pending.first].start, tokens[walk.i].end))
        walk.pending, walk.i = None, walk.i + 1
        return True

    def _clause(self, tokens: Sequence[Token], walk: Walk, name: str, i: int) -> bool:
        while i < len(tokens) and is_filler(tokens, i):
            i += 1
        place = self._places.at(tokens, i) if i < len(tokens) else None
        if place is None or place.nation or place.people or not closed(tokens, place):
            return False
        if name != "born":
            walk.drafts.append(Draft(Tie(name), place, "", tokens[walk.i].start, tokens[place.last - 1].end))
        self._nationals(walk)
        walk.i, walk.clause = place.last, True
        return True

    def _and(self, tokens: Sequence[Token], walk: Walk, last: int) -> bool:
        """ "An activist and resident of X", "residents of X and Y"."""
        if not (walk.role or walk.drafts or walk.clause) or walk.tie is not Tie.NONE or walk.i + 1 >= last:
            return False
        i = walk.i + 1
        place = self._places.at(tokens, i) if tokens[i].capital else None
        if place and walk.drafts and not place.nation:
            walk.drafts[-1] = walk.drafts[-1].beside(place)
            walk.i = place.last
            return True
        while i < last and is_filler(tokens, i):
            i += 1
        if i < last and (phrasebook("roles").find(tokens, i)[0] or phrasebook("links").find(tokens, i)[0] in CLAUSES):
            walk.i, walk.pending, walk.joined = walk.i + 1, None, True
            return True
        return False

    def _mark(self, tokens: Sequence[Token], walk: Walk, last: int) -> bool:
        word = tokens[walk.i].folded
        hit = [name for name in ("former", "displaced", "unclear") if word in marks(name)]
        if not hit or (tokens[walk.i].capital and phrasebook("roles").find(tokens, walk.i)[0]):
            return False
        walk.former |= "former" in hit
        walk.displaced |= "displaced" in hit
        walk.unclear |= "unclear" in hit
        walk.i += 1
        return True

    def _head(self, tokens: Sequence[Token], walk: Walk, last: int) -> bool:
        house, role, length = _noun(tokens, walk.i)
        if not role or walk.i + length > last or tokens[walk.i].folded in marks("turned"):
            return False
        if walk.role and not self._nested(walk, role, tokens[walk.i].latin):
            walk.broken = walk.tie is Tie.NONE and tokens[walk.i].latin
            return False
        end = walk.i + length
        if owner_of_another(tokens, end, role):
            walk.broken = True
            return False
        self._take(tokens, walk, role, end)
        state = self._places.state(house) if house else None
        if state:
            named = Named((state.where,), walk.i, end, nation=True)
            walk.drafts.append(Draft(Tie.OF, named, role, tokens[walk.i].start, tokens[end - 1].end))
        walk.i = end
        return True

    def _nested(self, walk: Walk, role: str, latin: bool) -> bool:
        """May this role follow that one? Not in "the wife of the mayor", "the critic of the government"."""
        if role in NESTS.get(walk.effective, ()) or role in NESTS.get(walk.role, ()):
            return True
        if walk.tie is Tie.NONE and (latin or walk.joined):
            return True
        walk.weak = walk.role in AT_WORK and role in OWN_PLACE
        return walk.weak and walk.tie is not Tie.FOR

    def _take(self, tokens: Sequence[Token], walk: Walk, role: str, end: int) -> None:
        """The role is the head, or behind a head what it is of; what stands pending before it is its place."""
        behind = phrasebook("roles").find(tokens, end)[0] if end < len(tokens) and tokens[end].latin else ""
        if behind and tokens[end - 1].latin:
            walk.effective = role if role in OWN_PLACE and behind in SPEAK_FOR else ""
            return
        effective = walk.effective if walk.effective in OWN_PLACE and role in SPEAK_FOR else role
        if walk.nation and tokens[end - 1].folded in marks("of_language"):
            walk.nation = None
        for named in (self._trusted(walk.pending, tokens, effective), walk.nation):
            if named:
                draft = Draft(Tie.OF, named, effective, tokens[named.first].start, tokens[end - 1].end, before=True)
                walk.drafts.append(draft)
        walk.role, walk.role_last = walk.role or role, end
        walk.effective, walk.pending, walk.nation, walk.tie, walk.joined = effective, None, None, Tie.NONE, False

    def _trusted(self, named: Named | None, tokens: Sequence[Token], role: str) -> Named | None:
        """A place before a role, unless its name may be a surname or that of a firm: "a Clinton aide", "the Cato Institute"."""
        return named if named and self._places.namesakes.trusted(tokens, named, role) else None

    def _place(self, tokens: Sequence[Token], walk: Walk, last: int) -> bool:
        named = self._places.at(tokens, walk.i)
        if named is None or named.last > last + 4:
            return False
        if named.nation:
            walk.broken = walk.nation is not None and named.candidates != walk.nation.candidates
            walk.nation, walk.i = named, named.last
            return True
        ahead = next_word(tokens, named.last)
        leads = ahead < len(tokens) and bool(phrasebook("roles").find(tokens, ahead)[0])
        if turned(tokens, ahead):
            walk.broken = True
            return False
        if part_of_a_name(tokens, ahead, named, last):
            return self._name_of_a_body(tokens, walk, ahead, last)
        if not walk.role or (leads and walk.tie is not Tie.NONE):
            walk.pending, walk.i = named, named.last
            return True
        return self._tied(tokens, walk, named)

    def _name_of_a_body(self, tokens: Sequence[Token], walk: Walk, i: int, last: int) -> bool:
        """ "Washington Post reporter": the capitals are one name, which places nobody."""
        if walk.role:
            return False
        while i < last and tokens[i].capital and not phrasebook("roles").find(tokens, i)[0]:
            i += 1
        walk.i, walk.pending = i, None
        return True

    def _tied(self, tokens: Sequence[Token], walk: Walk, named: Named) -> bool:
        if walk.tie is Tie.FROM and is_instrumental(tokens, named):
            return False
        if a_thing(tokens, named):
            walk.broken = walk.tie is Tie.NONE
            return False
        loose = walk.tie is Tie.OF or (walk.tie is Tie.FROM and not walk.role_last)
        if (loose and not self._trusted(named, tokens, walk.effective)) or named.people or not closed(tokens, named):
            return False
        if walk.tie is Tie.NONE and tokens[named.first].latin:
            return False
        if walk.weak and walk.tie is not Tie.IN:
            return False
        tie = Tie.OF if walk.tie is Tie.NONE else walk.tie
        role = walk.role if walk.weak else walk.effective
        start = tokens[max(walk.role_last - 1, 0)].start if walk.role_last else tokens[named.first].start
        walk.drafts.append(Draft(tie, named, role, start, tokens[named.last - 1].end))
        walk.tie, walk.i = Tie.NONE, named.last
        return True

    def _small(self, tokens: Sequence[Token], walk: Walk, last: int) -> bool:
        """Small words stay without effect; an adjective parts a place from what it may belong to."""
        token = tokens[walk.i]
        if token.folded[0].isdigit() or is_filler(tokens, walk.i):
            walk.i += 1
            return True
        headless = not walk.role or walk.tie is not Tie.NONE
        if walk.role and token.latin and not token.capital and walk.i == walk.role_last:
            walk.broken = token.folded not in marks("stop") or token.folded in marks("turned")
        if not headless or walk.modifiers > MOST_MODIFIERS or not modifies(token):
            return False
        if walk.pending and walk.pending.people:
            self._nationals(walk)
        walk.pending, walk.i, walk.modifiers = None, walk.i + 1, walk.modifiers + 1
        return True

    def _nationals(self, walk: Walk) -> None:
        """ "A Ukrainian", "Londoners": the word of nationality is itself the noun."""
        people = walk.pending if walk.pending and walk.pending.people else walk.nation
        if people and not walk.role:
            walk.drafts.append(Draft(Tie.FROM, people, "person", -1, -1))
            walk.role, walk.effective, walk.role_last = "person", "person", walk.i
        if people and walk.role:
            walk.pending = walk.nation = None


_HOUSES = (("seats", "state_body"), ("members", "lawmaker"), ("parties", "party"))
"""Tables of nouns that tell the country by themselves, and the role that each gives."""


def _noun(tokens: Sequence[Token], i: int) -> tuple[str, str, int]:
    """(country, role, number of words) of the noun that begins here; the country is empty where the noun does not tell it."""
    for name, role in _HOUSES:
        house, length = phrasebook(name).find(tokens, i)
        if house and (tokens[i].capital or name == "members"):
            return house, role, length
    return ("", *phrasebook("roles").find(tokens, i))
