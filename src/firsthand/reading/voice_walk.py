"""Where does the reading of a phrase that describes somebody stand, and which role may follow which?"""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.reading.voice_bounds import OWN_PLACE
from firsthand.reading.voice_links import Draft, Link, Tie
from firsthand.reading.voice_namesakes import Named

NESTS = {
    "speaker_for": OWN_PLACE | {"official", "posted", "armed", "party"},
    "official": OWN_PLACE | {"official", "party"},
    "withheld": OWN_PLACE | {"official"},
    "local_office": frozenset({"body"}),
    "state_office": frozenset({"state_body", "body", "private"}),
    "armed": frozenset({"armed_body", "armed"}),
    "lawmaker": frozenset({"state_body", "body", "party"}),
}
"""Which role may stand in the genitive, or after "of", behind another, and the phrase still tell where the first speaks from."""
AT_WORK = frozenset({"worker", "person", "expert", "participant", "union"})
MOST_MODIFIERS = 8
CLAUSES = ("lives", "left", "born")


@dataclass(frozen=True, slots=True)
class Described:
    """A phrase: its first role (the class in `words/voices.toml`), its links, and the token after its last.

    `tied`: it ends with a tie to what was not understood ("a professor at" a college). `former`: it speaks of the past.
    """

    role: str
    links: tuple[Link, ...]
    last: int
    role_last: int = 0
    tied: bool = False
    former: bool = False


@dataclass(slots=True)
class Walk:
    """Where the walk over a phrase stands."""

    i: int
    role: str = ""
    effective: str = ""
    role_last: int = 0
    pending: Named | None = None
    nation: Named | None = None
    tie: Tie = Tie.NONE
    modifiers: int = 0
    broken: bool = False
    drafts: list[Draft] = field(default_factory=list)
    former: bool = False
    displaced: bool = False
    unclear: bool = False
    weak: bool = False
    clause: bool = False
    joined: bool = False
