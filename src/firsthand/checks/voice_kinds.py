"""What speaks: a resident, an official, an outlet, a document?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from firsthand.checks.voice_parties import Known
from firsthand.checks.voice_via import listed
from firsthand.reading.place_words import word_set
from firsthand.reading.voice_walk import Described
from firsthand.reading.voice_words import Phrasebook, marks, tokens_of
from firsthand.reading.wordlists import table
from firsthand.record.attributions import Speaker
from firsthand.record.cases import Kind
from firsthand.record.passages import Passage
from firsthand.record.voices import VoiceKind

_AROUND = 160
"""Letters after a mention within which the article says that it withholds the name."""
_ON_FILE = {Kind.OUTLET: VoiceKind.OUTLET, Kind.BODY: VoiceKind.BODY}


def kind_of(phrases: Sequence[Described], name: str, known: Known | None, *, withheld: bool, named: bool) -> VoiceKind:
    """The kind by the words that describe it, else by the casebook, else by its name; `withheld` names are anonymous.

    Who is `named` is no document, though "a study by" may stand before the name.
    """
    if withheld:
        return VoiceKind.ANONYMOUS
    on_file = _ON_FILE.get(known.subject.kind) if known else None
    if on_file is VoiceKind.OUTLET or (named and is_outlet(name)):
        return VoiceKind.OUTLET
    role = next((one.role for one in phrases if one.role and not (named and one.role == "document")), "")
    if role:
        return VoiceKind(table("voices")["kinds"][role])
    return on_file or (VoiceKind.BODY if _initials(name) else VoiceKind.PERSON)


def is_outlet(name: str) -> bool:
    """Is it the name of an agency of the list, or one that is made as outlets' names are: "the Kansas City Times"?"""
    if listed(name):
        return True
    words = [token.folded for token in tokens_of(name, 0, len(name)) if token.is_word]
    if len(words) < 2 or words[0] in word_set("first_names"):
        return False
    return words[-1] in marks("outlet_last") or words[0] in marks("outlet_first")


def _initials(name: str) -> bool:
    """ "UNESCO", "ЮНЕСКО": one word of capitals is a body."""
    return len(name) > 2 and name.isalpha() and name.isupper()


def is_withheld(text: str, speaker: Speaker) -> bool:
    """Does the article say that it withholds this speaker's name?"""
    return not speaker.named and any(_anonymous(text, mention) for mention in speaker.mentions[:3])


def _anonymous(text: str, mention: Passage) -> bool:
    tokens = tokens_of(text, mention.start, min(len(text), mention.end + _AROUND))
    return any(_phrases().find(tokens, i)[1] for i in range(len(tokens)))


@cache
def _phrases() -> Phrasebook:
    return Phrasebook({"anonymity": table("voices")["marks"]["anonymity"]})
