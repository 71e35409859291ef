"""What speaks against a passage making a claim? Small functions, whose docstrings readers see; see `matching/grounds.py`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from firsthand.matching.pairs import COMMON, NONE, Feature, Ground, Pair, listed, weight
from firsthand.matching.passages import Span
from firsthand.matching.texts import is_year

FEW_WORDS = 8
"""A passage of fewer words can only suggest, unless its words are the claim's own and no others."""
FEW_TOLD = 3
"""So can a claim on file that holds fewer words that say what it is about."""


def numbers_differ(pair: Pair) -> Ground:
    """Where the claim gives a number or a year, our passage gives another: fully beside the same word, else for a third."""
    ours = [number for number in pair.ours.numbers if number not in pair.theirs.numbers]
    theirs = [number for number in pair.theirs.numbers if number not in pair.ours.numbers]
    if not ours or not theirs:
        return NONE
    found = [(mine, yours) for mine in ours[:6] for yours in theirs[:6] if is_year(mine) == is_year(yours)]
    if not found:
        return NONE
    beside = [(mine, yours) for mine, yours in found if pair.ours.beside[mine] & pair.theirs.beside[yours]]
    mine, yours = (beside or found)[0]
    return Ground(
        1.0 if beside else 1 / 3,
        lambda: f"Another {'year' if is_year(mine) else 'number'}: ours {mine}, theirs {yours}.",
        pair.ours.numbers[mine],
        pair.theirs.numbers[yours],
    )


def numbers_lacking(pair: Pair) -> Ground:
    """The share of the claim's numbers that our passage does not give."""
    lacking = [number for number in pair.theirs.numbers if number not in pair.ours.numbers]
    if not lacking:
        return NONE
    return Ground(
        len(lacking) / len(pair.theirs.numbers),
        lambda: f"Our passage does not give the number {lacking[0]}.",
        None,
        pair.theirs.numbers[lacking[0]],
    )


def dates_differ(pair: Pair) -> Ground:
    """Both name months beside numbers, and none of them is the same."""
    ours, theirs = pair.ours.months, pair.theirs.months
    if not ours or not theirs or ours.keys() & theirs.keys():
        return NONE
    return Ground(1.0, lambda: "Another month is named.", next(iter(ours.values())), next(iter(theirs.values())))


def names_lacking(pair: Pair) -> Ground:
    """The share of the claim's names that our passage lacks: the last word of a name, and half of it, must be there."""
    lacking = [name for name in pair.theirs.titles if not _names(pair, name)]
    if not lacking:
        return NONE
    places = [pair.theirs.titles[name] for name in lacking[:6]]
    return Ground(
        len(lacking) / len(pair.theirs.titles),
        lambda: f"Our passage does not name: {', '.join(pair.theirs.text[start:end] for start, end in places)}.",
        None,
        places[0],
    )


def another_name(pair: Pair) -> Ground:
    """The claim names somebody whom our passage does not, and our passage somebody else, or one with a part of that name."""
    lacking = [name for name in pair.theirs.titles if not _names(pair, name)]
    known = set(pair.shared.values())
    ours = [name for name in pair.ours.titles if name[-1] not in known]
    part = [name for name in lacking if any(stem in pair.shared and stem not in pair.theirs.common for stem in name)]
    if not (part or (lacking and ours)):
        return NONE
    yours = pair.theirs.titles[(part or lacking)[0]]
    mine = pair.ours.titles[ours[0]] if ours else None
    said = f"ours “{pair.ours.text[slice(*mine)]}”" if mine else "ours gives a part of it"
    return Ground(
        len(lacking if ours else part) / len(pair.theirs.titles),
        lambda: f"Another name: {said}, theirs “{pair.theirs.text[slice(*yours)]}”.",
        mine,
        yours,
    )


def deeds_lacking(pair: Pair) -> Ground:
    """How much our passage lacks of what the claim says besides names and numbers: the same people do many things."""
    common, names = pair.theirs.common, pair.theirs.names
    deeds = [stem for stem in pair.theirs.content if stem not in names]
    whole = sum(COMMON if stem in common else 1.0 for stem in deeds)
    lacking = [stem for stem in deeds if stem not in pair.shared]
    if not lacking:
        return NONE
    value = sum(COMMON if stem in common else 1.0 for stem in lacking) / whole
    return Ground(
        value,
        lambda: f"Our passage does not say: {listed(pair.theirs, lacking)}.",
        None,
        pair.theirs.content[lacking[0]],
    )


def negation_differs(pair: Pair) -> Ground:
    """One of the two denies (not, never, false) amid what both say, the other does not; within four words of it for a third."""
    amid = _denied_alone(pair)
    ours = amid[0] or next((pair.ours.denied[stem] for stem in pair.shared.values() if stem in pair.ours.denied), None)
    theirs = amid[1] or next((pair.theirs.denied[stem] for stem in pair.shared if stem in pair.theirs.denied), None)
    place = amid[0] or amid[1] or ours or theirs
    if place is None or (ours and theirs and not any(amid)):
        return NONE
    mine = bool(amid[0]) or (bool(ours) and not amid[1])
    who, side = ("Ours", pair.ours) if mine else ("Theirs", pair.theirs)
    places = (place, None) if mine else (None, place)
    return Ground(1.0 if any(amid) else 1 / 3, lambda: f"{who} denies: “{side.text[slice(*place)]}”.", *places)


def _denied_alone(pair: Pair) -> tuple[Span | None, Span | None]:
    """The first denial of ours, and of theirs, between shared words beside which the other side has none."""
    back = {mine: theirs for theirs, mine in pair.shared.items()}
    ours = {place: {back.get(stem, "") for stem in stems} for place, stems in pair.ours.amid.items()}
    theirs = {place: set(stems) for place, stems in pair.theirs.amid.items()}
    return _lone(ours, theirs, pair), _lone(theirs, ours, pair)


def _lone(side: Mapping[Span, set[str]], other: Mapping[Span, set[str]], pair: Pair) -> Span | None:
    """The first denial of one side between shared words that no denial of the other side answers; each answers one."""
    answers = [stems for stems in other.values() if stems not in side.values()]
    for place, stems in side.items():
        if stems and stems <= pair.shared.keys() and stems not in other.values():
            answer = next((one for one in answers if one & stems), None)
            if answer is None:
                return place
            answers.remove(answer)
    return None


def few_words(pair: Pair) -> Ground:
    """How far our passage, or the claim, falls short of eight words that say what it is about, common ones a quarter."""
    least = min(weight(pair.ours), weight(pair.theirs))
    if least >= FEW_WORDS:
        return NONE
    side = "Our passage" if weight(pair.ours) <= weight(pair.theirs) else "The claim on file"
    return Ground(1 - least / FEW_WORDS, lambda: f"{side} holds few words that say what it is about.")


def other_order(pair: Pair) -> Ground:
    """The share of neighbouring words of the claim that our passage has in the reverse order, or far apart."""
    places = [pair.ours.content[mine][0] for mine in pair.shared.values()]
    if len(places) < 3:
        return NONE
    turned = sum(1 for before, after in pairwise(places) if after <= before)
    return Ground(turned / (len(places) - 1), lambda: "What is shared comes in another order.")


AGAINST: Mapping[str, Feature] = {
    "numbers-differ": numbers_differ,
    "numbers-lacking": numbers_lacking,
    "dates-differ": dates_differ,
    "names-lacking": names_lacking,
    "another-name": another_name,
    "deeds-lacking": deeds_lacking,
    "negation-differs": negation_differs,
    "few-words": few_words,
    "other-order": other_order,
}
"""They may only lower the log-odds."""


def _names(pair: Pair, name: tuple[str, ...]) -> bool:
    telling = [stem for stem in name if stem not in pair.theirs.common]
    return telling[-1] in pair.shared and 2 * sum(stem in pair.shared for stem in telling) >= len(telling)
