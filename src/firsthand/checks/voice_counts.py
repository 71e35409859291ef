"""How much does a voice say? Its quotations and words; of a joint answer each of n people has an n-th."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.record.attributions import Attributed, Attribution, Inferred, Interview, Turn
from firsthand.record.passages import Passage


@dataclass(frozen=True, slots=True)
class Said:
    """What a voice says: places of attributions and of turns, quotations, words, and those whose speaker was concluded."""

    attributions: tuple[int, ...] = ()
    turns: tuple[int, ...] = ()
    quotations: float = 0.0
    words: float = 0.0
    inferred: int = 0


def by_speaker(attributed: Attributed, nobody: Callable[[Attribution], bool]) -> Mapping[int, list[int]]:
    """The places of the attributions of each speaker, -1 for `nobody`. What is quoted to be refuted is no one's at all."""
    found: dict[int, list[int]] = {}
    for i, one in enumerate(attributed.attributions):
        if not one.refuted:
            found.setdefault(-1 if nobody(one) else one.speaker, []).append(i)
    return found


def said(attributed: Attributed, places: Iterable[int], interview: Interview | None, participant: int) -> Said:
    """What the attributions at these places say, and the participant of the interview."""
    turns = _turns(interview, participant)
    answers = [interview.turns[i] for i in turns] if interview else []
    inside = [part for turn in answers for part in turn.content]
    every = [(i, attributed.attributions[i]) for i in sorted(places)]
    own = [(i, one) for i, one in every if not _within(one, inside)]
    shares = [1 / len(turn.speakers) for turn in answers]
    return Said(
        tuple(i for i, _ in own),
        turns,
        len(own) + sum(shares),
        sum(_words(one.content) for _, one in own) + _shared(answers, shares),
        sum(one.inferred is not Inferred.NO for _, one in own),
    )


def _turns(interview: Interview | None, participant: int) -> tuple[int, ...]:
    if interview is None or participant < 0:
        return ()
    return tuple(i for i, turn in enumerate(interview.turns) if participant in turn.speakers and not turn.asker)


def _shared(answers: Sequence[Turn], shares: Sequence[float]) -> float:
    return sum(share * _words(turn.content) for turn, share in zip(answers, shares, strict=True))


def _within(one: Attribution, parts: Sequence[Passage]) -> bool:
    """Does it stand in an answer of the same voice, and would count twice?"""
    first = one.content[0] if one.content else None
    return first is not None and any(part.start <= first.start < part.end for part in parts)


def _words(content: Iterable[Passage]) -> float:
    return float(sum(len(part.exact.split()) for part in content))
