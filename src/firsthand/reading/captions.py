"""What does a caption assert of the picture beside it, and what does it only mention?

Every date and place gets a stance. Only what a plain reader would take as said of this very picture is `asserted`;
wherever that is in doubt it is not, because a wrong accusation is the worst that can come of it. The words that hold
back, compare or credit are data (`words/*.toml`); what they do is written here and in `caption_scopes.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from firsthand.matching.folding import digest, passage
from firsthand.reading.caption_apart import date_apart, listed, place_apart, quotations, report_head
from firsthand.reading.caption_firm import Firm
from firsthand.reading.caption_labels import labels as labels_of
from firsthand.reading.caption_scopes import Layout, lay_out, scopes
from firsthand.reading.dates import dates_in
from firsthand.reading.dates_context import context_of
from firsthand.reading.places import read_places
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import CaptionReading, DateMention, PlaceMention, Stance
from firsthand.record.when import When
from firsthand.record.where import Level

LIVE = "live"
"""The rule of a word such as "now", which means the day of publication."""

LOOSE = frozenset({"today", "near-day", "weekday", "ago", "year-of-no-number", LIVE})
"""Rules of dates that give way where the caption also has a full date."""

LIFETIME_DAYS = 15 * 366
"""A span in brackets as long as this is somebody's years of life, not the picture's."""

Told = tuple[When | None, str]
"""The day of publication, and the SHA-256 of the text."""

_SMALL = frozenset("pPoOQ")

Mention = TypeVar("Mention", DateMention, PlaceMention)


def read_caption(text: str, lang: str, published: When | None, gazetteer: Gazetteer) -> CaptionReading:
    """Dates and places of a caption with their stance; `supported_lang` is False where `lang` has no word lists.

    `published` is the day on which the caption was seen with the picture; "today" and "on Friday" count from it.
    """
    name, language = digest(text), primary(lang)
    if language not in LANGUAGES:
        return CaptionReading(text, name, lang, published, supported_lang=False)
    context = context_of(text, language)
    dates = dates_in(text, context, published, name)
    places = read_places(text, language, gazetteer, name)
    mentioned = [mention.passage for mention in _all(dates, places)]
    layout = lay_out(text, context, mentioned, partial(_is_state, gazetteer))
    named = frozenset(i for place in places for i in layout.tokens_of(place.passage))
    dates = (*dates, *_live(layout, dates, named, (published, name)))
    dates, places = _judged(layout, published, dates, places)
    hedges = tuple(
        passage(text, context.tokens[first].start, context.tokens[after - 1].end, name)
        for kind in ("old", "unlike", "doubt")
        for first, after in layout.phrases.find("hedges", kind)
    )
    return CaptionReading(text, name, lang, published, dates, places, hedges)


def _all(dates: Sequence[DateMention], places: Sequence[PlaceMention]) -> list[DateMention | PlaceMention]:
    return [*dates, *places]


def _live(layout: Layout, dates: Sequence[DateMention], named: frozenset[int], told: Told) -> list[DateMention]:
    """Words such as "now" that open or close a sentence, or stand before its last place ("now in Kyiv").

    In the middle they tell of a state, not of the picture. `named` are the tokens of places.
    """
    published, name = told
    read, dated = layout.context.tokens, {i for date in dates for i in layout.tokens_of(date.passage)}
    found: list[DateMention] = []
    for first, after in layout.phrases.find("live", "words"):
        start, end = read[first].start, read[after - 1].end
        sentence_start, sentence_end = layout.sentences[layout.sentence_of(start)]
        edge = (
            start == sentence_start or not layout.text[end:sentence_end].strip(" .!…") or _ends_in(layout, after, named)
        )
        if edge and first not in dated:
            where = passage(layout.text, start, end, name)
            found.append(DateMention(where, published.said_as(where.exact) if published else None, LIVE))
    return found


def _ends_in(layout: Layout, i: int, named: frozenset[int]) -> bool:
    """Does nothing but a place follow, with a small word before it at most?"""
    start, end = layout.sentences[layout.sentence_of(layout.token_starts[min(i, len(layout.token_starts) - 1)])]
    rest = [k for k in range(i, len(layout.token_starts)) if start <= layout.token_starts[k] < end]
    words = [k for k in rest if layout.context.folded(k)[:1].isalpha()]
    return bool(named.intersection(words)) and all(k in named or layout.context.code(k) in _SMALL for k in words)


def _is_state(gazetteer: Gazetteer, name: str) -> bool:
    return any(where.level in (Level.CONTINENT, Level.COUNTRY) for where in gazetteer.look_up(name))


def _judged(
    layout: Layout, published: When | None, dates: Sequence[DateMention], places: Sequence[PlaceMention]
) -> tuple[tuple[DateMention, ...], tuple[PlaceMention, ...]]:
    starts = frozenset(layout.token_of(date.passage.start) for date in dates)
    ends = frozenset(layout.token_of(place.passage.end - 1) + 1 for place in places)
    begins = frozenset(layout.token_of(place.passage.start) for place in places)
    marks = scopes(layout, starts, begins, ends)
    covered = frozenset(i for place in places for i in layout.tokens_of(place.passage))
    dates = _each(dates, lambda date: _of_date(layout, marks, date, (covered, published)))
    dated = frozenset(i for date in dates for i in layout.tokens_of(date.passage))
    plans = {layout.sentence_of(date.passage.start) for date in dates if _to_come(date, published)}

    def of_place(place: PlaceMention) -> Stance:
        planned = layout.sentence_of(place.passage.start) in plans
        return Stance.OTHER if planned else _of_place(layout, marks, place, dated)

    places = _each(places, of_place)
    dates, places = _sentence_by_sentence(layout, dates, places)
    dates = _one_time(_settled(dates))
    return _plain(layout, *_quoted(layout, *_held_back(layout, _owners(layout, dates, places))))


def _plain(
    layout: Layout, dates: tuple[DateMention, ...], places: tuple[PlaceMention, ...]
) -> tuple[tuple[DateMention, ...], tuple[PlaceMention, ...]]:
    """What is asserted, but in running prose, is loose."""
    firm = Firm(layout, _all(dates, places))

    def weigh(mention: Mention) -> Stance:
        loose = mention.stance is Stance.ASSERTED and getattr(mention, "rule", "") != LIVE and not firm(mention)
        return Stance.LOOSE if loose else mention.stance

    return _each(dates, weigh), _each(places, weigh)


def _each(mentions: Iterable[Mention], stance: Callable[[Mention], Stance]) -> tuple[Mention, ...]:
    return tuple(replace(mention, stance=stance(mention)) for mention in mentions)


def _of_date(
    layout: Layout, marks: Sequence[Stance | None], date: DateMention, beside: tuple[frozenset[int], When | None]
) -> Stance:
    """`beside` are the tokens of places, and the day of publication."""
    places, published = beside
    i = layout.token_of(date.passage.start)
    after = layout.token_of(date.passage.end - 1) + 1
    bracketed = layout.context.code(i - 1) == "(" and layout.context.code(after) == ")"
    if mark := marks[i]:
        return mark
    if _to_come(date, published):
        return Stance.OTHER
    if bracketed and date.when and date.when.first and date.when.last:
        return Stance.OTHER if (date.when.last - date.when.first).days >= LIFETIME_DAYS else Stance.ASSERTED
    since = layout.context.code(i - 1) == "f" and not listed(layout, i - 2, "picture_nouns")
    apart = since or layout.context.looks_ahead(i) or date_apart(layout, i, after, places)
    return Stance.OTHER if apart else Stance.ASSERTED


def _to_come(date: DateMention, published: When | None) -> bool:
    """Does it lie wholly after the day of publication? No picture shows that."""
    early, late = date.when.early if date.when else None, published.late if published else None
    return early is not None and late is not None and early > late


def _of_place(layout: Layout, marks: Sequence[Stance | None], place: PlaceMention, dated: frozenset[int]) -> Stance:
    context, i = layout.context, layout.token_of(place.passage.start)
    if mark := marks[i]:
        return mark
    before = i - 1
    while context.code(before) in tuple("oOQ"):
        before -= 1
    if listed(layout, before, "before_place"):
        picture = before - 1
        while picture in dated:
            picture -= 1
        return Stance.ASSERTED if listed(layout, picture, "picture_nouns") else Stance.OTHER
    held = listed(layout, before, "holders") or place_apart(layout, i, dated)
    return Stance.OTHER if held else Stance.ASSERTED


def _sentence_by_sentence(
    layout: Layout, dates: Sequence[DateMention], places: Sequence[PlaceMention]
) -> tuple[tuple[DateMention, ...], tuple[PlaceMention, ...]]:
    """The first sentence describes the picture. A later one does so only if it is a label, or says when it was taken."""
    mentions = _all(dates, places)
    taken = {layout.sentence_of(layout.token_starts[first]) for first, _ in layout.phrases.find("asides", "taken")}
    dated = {layout.sentence_of(date.passage.start) for date in dates} & taken
    labels = labels_of(layout, mentions)

    def date_stance(date: DateMention) -> Stance:
        sentence = layout.sentence_of(date.passage.start)
        if sentence in dated or date.stance is not Stance.ASSERTED:
            return date.stance
        return Stance.OTHER if dated or sentence not in labels["date"] else Stance.ASSERTED

    def place_stance(place: PlaceMention) -> Stance:
        sentence = layout.sentence_of(place.passage.start)
        told = sentence in labels["place"] or sentence in dated
        return place.stance if told or place.stance is not Stance.ASSERTED else Stance.OTHER

    return _each(dates, date_stance), _each(places, place_stance)


def _settled(dates: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """Where a full date is asserted, "today" beside it is not a second one."""
    full = any(d.stance is Stance.ASSERTED and d.when and d.rule not in LOOSE for d in dates)
    return _each(
        dates, lambda d: Stance.OTHER if full and d.rule in LOOSE and d.stance is Stance.ASSERTED else d.stance
    )


def _one_time(dates: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """A picture has one time. Of dates that exclude each other nobody can say which one is the picture's."""
    asserted = [d.when for d in dates if d.stance is Stance.ASSERTED and d.when]
    starts = [when.early for when in asserted if when.early]
    ends = [when.late for when in asserted if when.late]
    if not (starts and ends and max(starts) > min(ends)):
        return tuple(dates)
    return _each(dates, lambda d: Stance.COMPARED if d.stance is Stance.ASSERTED else d.stance)


def _owners(
    layout: Layout, dates: tuple[DateMention, ...], places: tuple[PlaceMention, ...]
) -> tuple[tuple[DateMention, ...], tuple[PlaceMention, ...]]:
    """Beside another place, one in the possessive ("Ukraine's president in London") says whose, not where."""

    def owns(place: PlaceMention) -> bool:
        return place.passage.exact.endswith(("'s", "’s")) or layout.text[place.passage.end : place.passage.end + 2] in (
            "'s",
            "’s",
        )

    elsewhere = any(place.stance is Stance.ASSERTED and not owns(place) for place in places)
    return dates, _each(
        places, lambda p: Stance.OTHER if elsewhere and owns(p) and p.stance is Stance.ASSERTED else p.stance
    )


def _held_back(
    layout: Layout, mentions: tuple[tuple[DateMention, ...], tuple[PlaceMention, ...]]
) -> tuple[tuple[DateMention, ...], tuple[PlaceMention, ...]]:
    """Hedges: an archive photo keeps its place but not its date; what is illustrative or doubted keeps neither."""
    dates, places = mentions
    hedged = {kind for kind in ("old", "unlike", "doubt") if any(layout.phrases.find("hedges", kind))}
    question = ("?", ";") if layout.context.lang == "el" else ("?",)
    asks = [layout.text[e - 1 : e] in question or "(?)" in layout.text[s:e] for s, e in layout.sentences]

    def weigh(mention: Mention, all_kinds: bool) -> Stance:
        doubted = asks[layout.sentence_of(mention.passage.start)] or hedged & {"unlike", "doubt"}
        held = mention.stance is Stance.ASSERTED and (doubted or (all_kinds and hedged))
        return Stance.HEDGED if held else mention.stance

    return _each(dates, lambda d: weigh(d, True)), _each(places, lambda p: weigh(p, False))


def _quoted(
    layout: Layout, dates: tuple[DateMention, ...], places: tuple[PlaceMention, ...]
) -> tuple[tuple[DateMention, ...], tuple[PlaceMention, ...]]:
    """The words of a banner or a voice are theirs; a report's dateline may bear a caption out, but not be held against it."""
    quotes, head = quotations(layout.text), report_head(layout.text)

    def weigh(mention: Mention) -> Stance:
        if mention.stance is not Stance.ASSERTED:
            return mention.stance
        if any(start < mention.passage.start and mention.passage.end < end for start, end in quotes):
            return Stance.OTHER
        return Stance.HEDGED if mention.passage.end <= head else Stance.ASSERTED

    return _each(dates, weigh), _each(places, weigh)
