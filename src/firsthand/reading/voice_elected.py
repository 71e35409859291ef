"""Which state does a member of the United States' congress come from, by what stands behind the name: "(D-Calif.)"?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from firsthand.matching.folding import fold
from firsthand.reading.voice_links import FROM, THERE, Link
from firsthand.reading.voice_places import VoicePlaces
from firsthand.reading.voice_walk import Described
from firsthand.reading.wordlists import table
from firsthand.record.passages import Passage
from firsthand.record.voices import Tier

_BEHIND = 40
"""Letters behind a name within which the bracket ends."""
_STATE = r"(?P<state>[A-Z][A-Za-z.]{1,13}(?: [A-Z][A-Za-z.]{1,13})?)"
_MEMBER = re.compile(rf"(?:(?:\(|, )(?:DFL|[DRI])[-‑–—]|\((?:DFL|[DRI])[.,]{{1,2}} ){_STATE}")


def elected(text: str, mention: Passage, places: VoicePlaces) -> Iterator[Described]:
    """The party's letter with a state behind a name. The letter alone places nobody, nor does it with a town."""
    found = _MEMBER.search(text, mention.start, min(len(text), mention.end + _BEHIND))
    if found is None or found.start() > mention.end + 1:
        return
    region = next((r for name in _names(found["state"]) if (r := places.region(name, "US"))), None)
    state = places.state("US")
    if region and state:
        at = (found.start("state"), found.end("state"))
        links = (Link(THERE, (state.where,), Tier.SEAT, *at, office=True), Link(FROM, (region,), Tier.ROLE, *at))
        yield Described("lawmaker", links, 0)


def _names(written: str) -> Iterator[str]:
    """The states that are written so, of two words before of one."""
    words = written.split()
    for size in range(len(words), 0, -1):
        name = _states().get(_key(" ".join(words[:size])))
        if name:
            yield name


@cache
def _states() -> dict[str, str]:
    rows: Mapping[str, list[str]] = table("voices")["us_states"]
    return {_key(short): name for name, listed in rows.items() for short in (name, *listed)}


def _key(written: str) -> str:
    return fold(written).replace(".", "").replace(" ", "")
