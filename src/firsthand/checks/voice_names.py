"""What is a voice called, where a place stands in front of its name or instead of it?"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.reading.voice_places import VoicePlaces
from firsthand.reading.voice_words import tokens_of
from firsthand.record.attributions import Speaker


def called(name: str, speakers: Sequence[Speaker], places: VoicePlaces) -> str:
    """The name without the place of the office before it; the whole of what a body is called where its place alone was taken.

    Only reading names as places can tell: "прем'єр Греції Ставрос Карвуніс", "посол України".
    """
    before = [m.exact for s in speakers for m in s.mentions if m.exact.endswith(f" {name}")]
    if not before:
        return name
    if places.is_place(name, state=False):
        return before[0]
    tokens = tokens_of(name, 0, len(name))
    found = places.in_name(name)
    if found is None or tokens[0].latin or len(tokens) - found.last < 2:
        return name
    return name[tokens[found.last].start :]
