"""Who says what in a text? Attributions with source, cue and content as passages, in four languages by one path of code.

The road: quotations (`quotation_marks.py`), sentences with a letter of code for each token (`speech_tokens.py`, words from
`words/speech_*.toml`), rules around cues (`speech_rules.py`), quotations without a cue of their own (`speech_groups.py`),
labels and signatures (`speech_labels.py`), speakers (`speakers.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.matching.folding import digest
from firsthand.reading.quotation_marks import quotations
from firsthand.reading.refuted import refuted, signs
from firsthand.reading.speaker_mentions import Mention, names, source_mention
from firsthand.reading.speakers import Cast, Person
from firsthand.reading.speech_broken import broken
from firsthand.reading.speech_groups import Draft, drafts
from firsthand.reading.speech_lexicon import LANGUAGES, Lexicon, lexicon
from firsthand.reading.speech_through import through
from firsthand.reading.speech_tokens import Sentence, sentences
from firsthand.record.attributions import Attributed, Attribution, Inferred, Speaker, Speech
from firsthand.record.passages import Passage

MOSTLY = 0.9
"""Share of the content from which on a quotation is all of it."""


def read_attributions(text: str, lang: str, sha256: str = "") -> Attributed:
    """All attributions of a text in order of their cues, and its speakers. `lang` is a primary tag; another one than
    LANGUAGES gives no attribution and `supported_lang` False."""
    named = sha256 or digest(text)
    if lang not in LANGUAGES:
        return Attributed(named, lang, supported_lang=False)
    words = lexicon(lang)
    whole = list(sentences(text, broken(text, quotations(text), words), words))
    made = drafts(whole, words, text)
    return _Writer(text, named, whole, words).attributed(lang, made)


class _Writer:
    """Puts drafts into passages and gives them their speakers."""

    def __init__(self, text: str, sha256: str, whole: Sequence[Sentence], words: Lexicon) -> None:
        self.text = text
        self.sha256 = sha256
        self.whole = whole
        self.words = words
        self.cast = Cast(whole, list(names(whole, words)), words)
        self.numbers: dict[int, int] = {}
        beside = {token.folded for sentence in whole for token in sentence.tokens}
        self.refutes = any(word.startswith(signs(words.lang)) for word in beside)

    def attributed(self, lang: str, made: Sequence[Draft]) -> Attributed:
        out: list[Attribution] = []
        for draft in made:
            out.append(self._attribution(draft, out))
        people = sorted(self.numbers, key=lambda number: self.numbers[number])
        return Attributed(self.sha256, lang, tuple(out), tuple(self._speaker(self.cast.people[n]) for n in people))

    def _passage(self, start: int, end: int) -> Passage:
        return Passage(self.sha256, start, end, self.text[start:end])

    def _attribution(self, draft: Draft, before: Sequence[Attribution]) -> Attribution:
        content = tuple(self._passage(start, end) for start, end in draft.content)
        speech = self._speech(draft)
        against = self.refutes and refuted(self.text, (content[0].start, content[-1].end), self.words.lang)
        if draft.found is None:
            speaker = before[-1].speaker if before else -1
            return Attribution(content, speech, None, None, "QCQ", "carried", speaker, Inferred.CARRIED, against)
        tokens = self.whole[draft.sentence].tokens
        cue = self._passage(tokens[draft.found.cue[0]].start, tokens[draft.found.cue[1] - 1].end)
        source, speaker, inferred = None, -1, Inferred.NO
        if draft.found.source is not None:
            first, last = draft.found.source
            source = self._passage(tokens[first].start, tokens[last - 1].end)
            mention = source_mention(self.whole[draft.sentence], draft.sentence, draft.found.source, self.words)
            speaker, inferred = self._who(mention)
        elif draft.found.carried and before:
            speaker, inferred = before[-1].speaker, Inferred.CARRIED
        shape = _shape(content, speech, source, cue)
        via = self._via(draft)
        return Attribution(content, speech, source, cue, shape, draft.found.rule, speaker, inferred, against, via)

    def _via(self, draft: Draft) -> Passage | None:
        """Through whom the words came: "told TASS", "..., UNIAN writes" behind what somebody else said."""
        sentence = self.whole[draft.sentence]
        span = through(sentence, draft.found, self.words) if draft.found else None
        return self._passage(sentence.tokens[span[0]].start, sentence.tokens[span[1] - 1].end) if span else None

    def _who(self, mention: Mention) -> tuple[int, Inferred]:
        number, concluded = self.cast.resolve(mention)
        if number < 0:
            return -1, Inferred.PRONOUN
        place = self.numbers.setdefault(number, len(self.numbers))
        return place, Inferred.PRONOUN if concluded else Inferred.NO

    def _speech(self, draft: Draft) -> Speech:
        quoted = sum(end - start for start, end in draft.quoted)
        said = sum(end - start for start, end in draft.content)
        if quoted >= MOSTLY * said:
            return Speech.DIRECT
        return Speech.MIXED if quoted else Speech.INDIRECT

    def _speaker(self, person: Person) -> Speaker:
        mentions = sorted({(m.start, m.end): m for m in person.mentions}.values(), key=lambda m: m.start)
        described = sorted({span for m in mentions for span in m.described})
        named = [m for m in mentions if m.name]
        fullest = max(named, key=lambda m: (len(m.name), -m.start), default=None)
        name = self.text[slice(*fullest.name_at)] if fullest else self.text[mentions[0].start : mentions[0].end]
        return Speaker(
            name,
            tuple(self._passage(m.start, m.end) for m in mentions),
            fullest is not None,
            tuple(self._passage(start, end) for start, end in described),
        )


def _shape(content: Sequence[Passage], speech: Speech, source: Passage | None, cue: Passage) -> str:
    """The order of content, source and cue by letters; content in quotation marks has them around it."""
    parts = [(part.start, "QCQ" if speech is Speech.DIRECT else "C") for part in content]
    parts.append((cue.start, "V"))
    if source is not None:
        parts.append((source.start, "S"))
    return "".join(letters for _, letters in sorted(parts))
