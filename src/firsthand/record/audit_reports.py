"""What does the face of an audit show? The figures, the articles with their voices, and what they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from firsthand.record.audits import Audit, OutletComparison, QueueItem, Refusal
from firsthand.record.findings import Finding, NotChecked
from firsthand.record.voices import ArticleVoices, Basis, Ground, Tier, Voice
from firsthand.record.where import Where


@dataclass(frozen=True, slots=True)
class World:
    """What a map of places is drawn from: squares of half a degree with land, and the middle of what has no point.

    `land` holds (latitude, longitude) of south-western corners in half degrees; `middles` (latitude, longitude) in degrees by
    the keys of places.
    """

    land: tuple[tuple[int, int], ...] = ()
    middles: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An audit with all that its page, text and tables are made from.

    `given` is the address, file or folder; `notes` are plain sentences on what was done without. `compared` is None where
    there were not two outlets. `findings` is the answer of the check `sourcing` where one article was asked about.
    """

    given: str
    audit: Audit
    articles: tuple[ArticleVoices, ...]
    made_at: datetime
    version: str
    settings_digest: str
    queue: tuple[QueueItem, ...] = ()
    compared: OutletComparison | Refusal | None = None
    notes: tuple[str, ...] = ()
    world: World = World()
    findings: tuple[Finding | NotChecked, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 where something was audited and nothing failed, 3 where an article could not be read, or none was audited."""
        failed = any(left.state.value == "failed" for left in self.audit.left_out)
        return 3 if failed or not self.audit.audited else 0


def place_of(voice: Voice) -> Where | None:
    """The place that a voice is at or, where nobody knows that, from: that of its best ground which names one alone.

    None where no ground does. A proposal that nobody accepted places nobody. Of a voice that cannot be placed as seen from
    the place asked about, only a wider place may be known that holds it ("somewhere in Ukraine"); where its grounds say
    more and it is still unknown, they disagree.
    """
    said = [ground for ground in voice.grounds if ground.tier is not Tier.PROPOSAL]
    if voice.basis is Basis.UNKNOWN and any(ground.fits is not None for ground in said):
        return None
    for question in ("there", "from"):
        best = next((place for ground in said if ground.question == question and (place := _only(ground))), None)
        if best:
            return best
    return None


def _only(ground: Ground) -> Where | None:
    return ground.places[0] if len({place.key for place in ground.places}) == 1 else None
