"""Whose voices does this one article rest on? A list with what each place rests on, no share and no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.checks.sourcing_rows import first_place, passages_of
from firsthand.matching.folding import passage, sentences
from firsthand.record.findings import Comparison, Finding, NotChecked, Why
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Audited, Basis, Voice
from firsthand.record.where import Where

CODE = "sourcing"

HINT = "This is no verdict: unknown is normal, and who is from a place need not be right about it."
_WIDE = 300
"""Letters on either side within which a sentence is looked for: a text without full stops is one long sentence."""
_PLACED = {
    Basis.THERE: "there",
    Basis.FROM_THERE: "from there",
    Basis.SAME_COUNTRY: "elsewhere in the country",
    Basis.THIRD_PLACE: "elsewhere",
    Basis.UNKNOWN: "unknown",
}


def sourcing_finding(article: ArticleVoices, about: Where) -> Finding | NotChecked:
    """The voices of one article as seen from `about`: always unresolved, for it accuses nobody."""
    if article.state is not Audited.AUDITED:
        return _not_checked(article)
    order = sorted(range(len(article.voices)), key=lambda place: first_place(article, place))
    voices = [article.voices[place] for place in order]
    found = [(voice, next(iter(passages_of(article, voice)), None)) for voice in voices]
    stands = dict.fromkeys(sentence_of(article, words) for _, words in found if words)
    rows = tuple(_row(article, voice, words) for voice, words in found)
    return Finding(
        CODE, Outcome.UNRESOLVED, _headline(voices, about), passages=tuple(stands), compared=rows, hint=HINT
    )  # fmt: skip


def _not_checked(article: ArticleVoices) -> NotChecked:
    match article.state:
        case Audited.TOO_SHORT:
            return NotChecked(CODE, Why.ABSENT, "The text is too short to audit its voices.")
        case Audited.NO_LANGUAGE:
            said = f" ({article.lang})" if article.lang else ""
            return NotChecked(CODE, Why.NOT_SET_UP, f"Voices cannot be read in the language of this text{said}.")
        case Audited.COPY:
            of = f" of {article.copy_of}" if article.copy_of else ""
            return NotChecked(CODE, Why.ABSENT, f"The text is a copy{of}, whose voices count once.")
        case _:
            return NotChecked(
                CODE, Why.FAILED, f"The voices could not be read: {article.problem or 'no reason is told'}"
            )


def _headline(voices: list[Voice], about: Where) -> str:
    if not voices:
        return "No voice was found in this article."
    counts = {basis: sum(voice.basis is basis for voice in voices) for basis in Basis}
    elsewhere = counts[Basis.SAME_COUNTRY] + counts[Basis.THIRD_PLACE]
    told = [
        f"{counts[Basis.THERE]} in {about}",
        f"{counts[Basis.FROM_THERE]} from there",
        f"{elsewhere} elsewhere",
        f"{counts[Basis.UNKNOWN]} unknown",
    ]
    many = "1 voice" if len(voices) == 1 else f"{len(voices)} voices"
    return f"The article rests on {many}: {', '.join(told)}."


def _row(article: ArticleVoices, voice: Voice, words: Passage | None) -> Comparison:
    """One voice: its name, where it speaks from, and what says so."""
    source = "; ".join(dict.fromkeys(_grounds(voice)))
    entry = next((ground.entry for ground in voice.grounds if ground.entry), "")
    return Comparison("voice", voice.name, _PLACED[voice.basis], source, Outcome.UNRESOLVED, words, entry, article.url)


def _grounds(voice: Voice) -> Iterator[str]:
    for ground in voice.grounds:
        if ground.entry:
            yield ground.source
        elif ground.words:
            yield f"“{ground.words.exact}”"


def sentence_of(article: ArticleVoices, words: Passage) -> Passage:
    """The sentence in which a passage stands, or the passage itself where the text is not at hand."""
    if not words.stands_in(article.text):
        return words
    start, end = max(0, words.start - _WIDE), min(len(article.text), words.end + _WIDE)
    while start and start < words.start and not article.text[start - 1].isspace():
        start += 1
    spans = [(start + one, start + two) for one, two in sentences(article.text[start:end])]
    held = [(one, two) for one, two in spans if one < words.end and two > words.start]
    if not held:
        return words
    return passage(article.text, min(held[0][0], words.start), max(held[-1][1], words.end), words.text_sha256)
