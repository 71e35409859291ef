"""What of a hit is weighed? A claim's headline and text together and each alone, standing among the other hits of the post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.matching.folding import passage
from firsthand.matching.weighing import weigh_claim
from firsthand.matching.weighing_rivals import Runner, Standing, standing
from firsthand.record.cases import Claim, Wording
from firsthand.record.leads import ClaimLead
from firsthand.record.ports import TextHit

HELD = "not-sure"
"""The reason of a match that can only suggest."""
Alone = Mapping[str, tuple[str, ...]]
"""The headline and the text of a claim, where it has both."""


@dataclass(frozen=True, slots=True)
class Weighable:
    """One hit as `weigh_claim` takes it: a lead for each wording of its claim."""

    item: str
    leads: tuple[ClaimLead, ...]
    claim: Claim
    stands: Standing


def weighables(text: str, hits: Sequence[TextHit], alone: Alone, most: int = 10**6) -> Iterator[Weighable]:
    """The first hits of a post, each beside all the others as its rivals, as the check `known-claim` puts them."""
    whole = passage(text, 0, len(text))
    runners = [Runner((hit.doc.text, *alone.get(hit.doc.item, ())), hit.score, hit.likeness) for hit in hits]
    for hit, runner in list(zip(hits, runners, strict=True))[:most]:
        others = [other for row, other in zip(hits, runners, strict=True) if row.doc.item != hit.doc.item]
        parts = tuple(Wording(part) for part in runner.texts[1:])
        lead = ClaimLead(
            whole.text_sha256, hit.doc.case, "", 0, whole, hit.road, hit.score, hit.rare, hit.likeness, hit.glosses
        )
        # Rarity and glosses were measured on the whole wording.
        leads = lead, *(replace(lead, wording=1 + number, rare=None) for number in range(len(parts)))
        yield Weighable(
            hit.doc.item,
            leads,
            Claim("", hit.doc.text, hit.doc.lang, wordings=parts),
            standing(runner, others, others, min(other.score for other in hits)),
        )


def likeliest(rows: Iterable[Weighable]) -> tuple[str | None, float]:
    """The item of the likeliest and its probability, that of its likeliest wording; (None, 0) where there is none."""
    return answer(rows)[:2]


def answer(rows: Iterable[Weighable]) -> tuple[str | None, float, bool]:
    """The same, and whether it can only suggest."""
    weighed = ((row.item, *weigh_claim(lead, row.claim, row.stands)) for row in rows for lead in row.leads)
    chances = [(item, chance, any(reason.feature == HELD for reason in why)) for item, chance, why in weighed]
    return max(chances, key=lambda row: row[1], default=(None, 0.0, False))
