"""In which sentences is it said what was observed of an appearance, and what is concluded?"""

from __future__ import annotations

from babel import Locale

from firsthand.errors import WhenError
from firsthand.record.looks import Look
from firsthand.record.states import Noted, Observation, State, StateFound, Values
from firsthand.record.when import parse
from firsthand.rendering.dates import say
from firsthand.rendering.gravity import Tone
from firsthand.rendering.words import Words

TONES = {State.UP: Tone.OK, State.UNREACHABLE: Tone.NEUTRAL, State.BLOCKED: Tone.NEUTRAL, State.UNKNOWN: Tone.NEUTRAL}
"""Of the other states the reader is warned: what was there is not there as it was."""

MARKS = {Tone.OK: "✔", Tone.WARN: "!", Tone.NEUTRAL: "?"}

NOTES = (Noted.NOTE_OURS, Noted.NOTE_ELSEWHERE, Noted.NOTE_UNCLEAR)

UNFILLED = "[?]"
"""Stands where a look on file lacks what its sentence tells; it never stops the reading of the others."""


def tone(state: State) -> Tone:
    return TONES.get(state, Tone.WARN)


def state_name(state: State, words: Words) -> str:
    return words[f"state.{_key(state)}"]


def not_meant(state: State, words: Words) -> str:
    """What the state does not mean."""
    return words[f"state-not.{_key(state)}"]


def observed(one: Observation, words: Words, lang: str) -> str:
    """What was observed, as a sentence."""
    values = _said(one.values, words, lang)
    if one.what is Noted.OTHER_LANGUAGE:
        values["then"] = _language(dict(one.values).get("then", ""), lang)
    return _filled(words[f"noted.{one.what.value}{_variant(one)}"], values)


def concluded(found: StateFound, words: Words, lang: str) -> str:
    """What is concluded, as a sentence."""
    return _filled(words[f"concluded.{found.concluded}"], _said(found.values, words, lang))


def sought(look: Look, words: Words) -> tuple[tuple[str, bool], ...]:
    """What was looked for: (words, are they quoted?)."""
    check = look.check
    quoted = tuple((one, True) for one in check.words)
    picture = look.target.appearance.of or check.picture[:12]
    named = ((words["look.the-picture"].format(name=picture), False),) if check.picture else ()
    return (*quoted, *named) or ((words["look.the-page"], False),)


def day(value: str, words: Words, lang: str) -> str:
    """A day or minute of a look as it is written in the language; what is neither stays as it is."""
    try:
        return say(parse(value), lang, words) if value else ""
    except WhenError:
        return value


def _key(state: State) -> str:
    return state.value.replace(" ", "-")


def _variant(one: Observation) -> str:
    values = dict(one.values)
    if one.what in (Noted.PASSAGE_THERE, Noted.PASSAGE_ALTERED):
        return "" if values.get("then") else "-alone"
    if one.what in NOTES:
        return "-before" if values.get("new") == "no" else ""
    part = {Noted.PICTURE_OTHER_FILE: "address", Noted.PICTURE_NOT_COMPARED: "why"}.get(one.what, "")
    return f"-{values[part]}" if part else ""


def _said(values: Values, words: Words, lang: str) -> dict[str, str]:
    """The values as they are said to the reader: days, kinds of walls, languages."""
    said = dict(values)
    for name in {"then", "now"} & said.keys():
        said[name] = day(said[name], words, lang)
    if "kind" in said:
        said["kind"] = words.get(f"wall.{said['kind']}", said["kind"])
    if "lang" in said:
        said["lang"] = _language(said["lang"], lang)
    return said


def _language(code: str, lang: str) -> str:
    return str(Locale.parse(lang).languages.get(code, code))


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return UNFILLED


def _filled(sentence: str, values: dict[str, str]) -> str:
    # In Ukrainian and Russian a date ends in a point of its own.
    said = sentence.format_map(_Values(values))
    return said[:-1] if said.endswith("..") else said
