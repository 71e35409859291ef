"""Where do scorers from outside plug in? One function or class a question, each the product's own code path."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from bench import captions as _captions
from bench.claims import ClaimMatcher
from bench.pictures import pictures
from firsthand.index.gazetteer import open_gazetteer
from firsthand.index.reprints import reprints
from firsthand.reading.attributions import read_attributions
from firsthand.reading.dates import read_dates
from firsthand.reading.interviews import read_interview
from firsthand.reading.language import guess
from firsthand.reading.places import read_places
from firsthand.record.passages import Passage
from firsthand.record.ports import Gazetteer
from firsthand.record.when import parse
from firsthand.record.where import Level, Where

__all__ = ["ClaimMatcher", "captions", "dates", "pictures", "places", "quotes", "reprints", "turns"]


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def dates(text: str, lang: str, published: str | None) -> list[tuple[str, str]]:
    """(words, EDTF) of every date that is read without ambiguity; `published` is EDTF or None."""
    mentions = read_dates(text, lang, parse(published) if published else None)
    return [(mention.passage.exact, mention.when.edtf) for mention in mentions if mention.when]


def places(text: str, lang: str) -> list[tuple[str, str, str]]:
    """(words, name, country code) of every place; the code is empty where homonyms lie in several countries."""
    return [
        (mention.passage.exact, mention.candidates[0].name, _country(mention.candidates))
        for mention in read_places(text, lang, _gazetteer())
    ]


def _country(candidates: Sequence[Where]) -> str:
    keys = {where.at_level(Level.COUNTRY) or "" for where in candidates}
    return keys.pop().removeprefix("iso:") if len(keys) == 1 else ""


def captions(row: dict[str, Any]) -> dict[str, str]:
    """Code -> C (contradicted), S (supported) or - (neither) for one caption held against one record."""
    return _captions.judge(row, _gazetteer())


def quotes(text: str, lang: str, rec: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Every attribution as the scorers ask for it; `rec` is not looked at. A source that is left out is where it last stood."""
    found = read_attributions(text, lang)
    last: dict[int, Passage] = {}
    rows = []
    for one in found.attributions:
        source = one.source or last.get(one.speaker)
        if one.source:
            last[one.speaker] = one.source
        rows.append(
            {
                "spans": [[part.start, part.end] for part in one.content],
                "type": one.speech.value,
                "speaker": source.exact if source else None,
                "speaker_span": [source.start, source.end] if source else None,
                "source": found.speakers[one.speaker].name if one.speaker >= 0 else None,
                "cue": [one.cue.start, one.cue.end] if one.cue else None,
            }
        )
    return rows


def turns(text: str) -> list[dict[str, Any]]:
    """The turns of an interview, in order; none where the text is no interview, or in a language without word lists."""
    interview = read_interview(text, guess(text))
    people = interview.participants if interview else ()
    return [
        {
            "speakers": [people[i].name for i in turn.speakers],
            "asker": turn.asker,
            "text": "\n".join(part.exact for part in turn.content),
        }
        for turn in (interview.turns if interview else ())
    ]
