"""Which sentences of a caption are a mere label, so that their dates or places may be the picture's?"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.reading.caption_apart import listed
from firsthand.reading.caption_scopes import Layout
from firsthand.record.readings import DateMention, PlaceMention

PLAIN_WORDS, FURTHER_WORDS = 4, 2
"""Words beside dates and places that a sentence may have to be a mere label: the first with any, and one after it."""


def labels(layout: Layout, mentions: Sequence[DateMention | PlaceMention]) -> dict[str, set[int]]:
    """Sentences whose dates, and whose places, may be the picture's."""
    by_sentence: dict[int, list[DateMention | PlaceMention]] = {}
    for mention in mentions:
        by_sentence.setdefault(layout.sentence_of(mention.passage.start), []).append(mention)
    labels: dict[str, set[int]] = {"date": {0}, "place": {0}}
    seen: set[str] = set()
    for sentence, inside in sorted(by_sentence.items()):
        kinds = {"date" if isinstance(mention, DateMention) else "place" for mention in inside}
        if sentence and _is_label(layout, sentence, inside, FURTHER_WORDS if seen else PLAIN_WORDS):
            for kind in kinds - seen:
                labels[kind].add(sentence)
        seen |= kinds
    return labels


def _is_label(layout: Layout, sentence: int, inside: Sequence[DateMention | PlaceMention], most: int) -> bool:
    rest = _other_words(layout, sentence, inside)
    return len(rest) <= most and not any(listed(layout, i, "past") for i in rest)


def _other_words(layout: Layout, sentence: int, mentions: Sequence[DateMention | PlaceMention]) -> list[int]:
    """The words of a sentence outside its dates and places, as tokens."""
    start, end = layout.sentences[sentence]
    covered = {i for mention in mentions for i in layout.tokens_of(mention.passage)}
    span = range(layout.token_of(start), layout.token_of(end - 1) + 1)
    return [i for i in span if i not in covered and layout.context.folded(i)[:1].isalpha()]
