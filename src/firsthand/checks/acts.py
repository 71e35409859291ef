"""Does a sentence say plainly that somebody named does something, and on what day?

A narrow grammar, the same for all languages: the name opens its sentence, with nothing but dates, articles and small words
before it, and a verb of doing follows at once ("On 3 May 2016 the League called a strike"); or the verb stands right before a
person's name ("«…», сказав X у п'ятницю"). Words are data (`words/acts.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firsthand.checks.acts_dates import Deed, deed_dates
from firsthand.checks.cues import ACTS, any_cue, is_cue
from firsthand.checks.links import backed, hedged, question
from firsthand.checks.standing_times import Voice, dates_within
from firsthand.checks.tokens import Token, named_sentences, outside, spans_of, tokens_of
from firsthand.reading.caption_apart import quotations
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.cases import Kind
from firsthand.record.passages import Passage
from firsthand.record.readings import DateMention, Stance

BETWEEN = 6
"""Words and signs that may part a name from its verb, dates left out."""
_OPENING, _CLOSING = frozenset("«“\"„'"), frozenset("»”\"“'")
_PAUSE = frozenset(",–—-")
_ENDING = frozenset(",;:–—(")
_SUBJECTS = {"а": "аяь", "о": "оеєя"}
"""Last letter of a Slavic verb of the past: those of names that can be its subject. Any other verb is masculine."""


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody named does something. `dates` are those of the deed; none: it is told in the present without one.

    `held_back`: words of the sentence forbid to take it as said of that time. `ahead`: a date that stands after the verb may
    be the day of what was called for, and not of the call. `firm`: the dates are the deed's own beyond doubt.
    """

    name: Passage
    sentence: Passage
    verb: Passage
    dates: tuple[DateMention, ...]
    held_back: bool
    ahead: bool
    firm: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in its sentence, with the tokens around it."""

    voice: Voice
    lang: str
    kind: Kind
    name: Passage
    sentence: Passage
    dates: tuple[DateMention, ...]
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    def cue(self, token: Token, group: str) -> bool:
        return is_cue(token.folded, group, self.lang, ACTS)


def acts(voice: Voice, names: Iterable[Passage], kind: Kind) -> Iterator[Act]:
    """The deeds of the persons or bodies named in one text, in order."""
    lang = primary(voice.lang)
    for sentence, inside in named_sentences(voice.text, names) if lang in LANGUAGES else ():
        for name in inside:
            spot = _spot(voice, sentence, name, kind)
            if _is_name(spot) and (act := _act(spot)):
                yield act


def _spot(voice: Voice, sentence: Passage, name: Passage, kind: Kind) -> Spot:
    dates = dates_within(voice, sentence)
    before = tuple(tokens_of(voice.text, sentence.start, name.start))
    after = tuple(tokens_of(voice.text, name.end, sentence.end))
    return Spot(voice, primary(voice.lang), kind, name, sentence, dates, before, after)


def _is_name(spot: Spot) -> bool:
    """Can the words be nothing but a name? A person has two of them; one word has to bear a capital that it need not bear."""
    found = [token for token in tokens_of(spot.voice.text, spot.name.start, spot.name.end) if token.is_word]
    if not any(token.capital for token in found):
        return False
    if len(found) > 1:
        return True
    if spot.kind is Kind.PERSON:
        return False
    shouted = found[0].exact.isupper() and len(found[0].exact) > 1
    return shouted or bool(spot.before)


def _act(spot: Spot) -> Act | None:
    verb = _verb_after(spot) or _verb_before(spot)
    if verb is None:
        return None
    deed = deed_dates(Deed(spot.lang, spot.kind, verb, spot.before, _after_verb(spot, verb)), _asserted(spot))
    present = spot.kind is Kind.BODY and is_cue(verb.folded, "body_does", spot.lang, ACTS)
    if not (deed.dates or present):
        return None
    where = Passage(spot.name.text_sha256, verb.start, verb.end, verb.exact)
    return Act(spot.name, spot.sentence, where, deed.dates, _held_back(spot, verb), deed.ahead, deed.firm)


def _asserted(spot: Spot) -> tuple[DateMention, ...]:
    """The dates that the sentence itself asserts: not those within the words that it quotes."""
    quoted = [(s + spot.sentence.start, e + spot.sentence.start) for s, e in quotations(spot.sentence.exact)]
    told = [mention for mention in spot.dates if mention.stance in (Stance.ASSERTED, Stance.LOOSE)]
    return tuple(m for m in told if not any(s <= m.passage.start < e for s, e in quoted))


def _after_verb(spot: Spot, verb: Token) -> tuple[Token, ...]:
    return tuple(token for token in spot.after if token.start >= verb.end)


def _verb_after(spot: Spot) -> Token | None:
    """NAME VERB, with nothing before the name that could make another the subject."""
    lead = "lead_person" if spot.kind is Kind.PERSON else "lead"
    dated = spans_of(m.passage for m in spot.dates)
    ahead = outside(spot.before, dated)
    quoted = bool(ahead) and ahead[-1].exact in _OPENING
    ahead = ahead[:-1] if quoted else ahead
    if not all(spot.cue(token, lead) or token.exact == "," for token in ahead):
        return None
    rest = list(spot.after[1:]) if quoted and spot.after and spot.after[0].exact in _CLOSING else list(spot.after)
    if quoted and len(rest) == len(spot.after):
        return None
    return _first_verb(spot, outside(rest, dated), parted=len(outside(rest, dated)) < len(rest))


def _first_verb(spot: Spot, rest: list[Token], *, parted: bool) -> Token | None:
    for token in rest[:BETWEEN]:
        if _does(spot, token):
            return token
        if not (spot.cue(token, "between") or (parted and token.exact in _PAUSE)):
            return None
    return None


def _does(spot: Spot, token: Token) -> bool:
    """Is it a verb of which the name can be the subject?"""
    groups = ("person_did",) if spot.kind is Kind.PERSON else ("body_did", "body_does")
    if not any(spot.cue(token, group) for group in groups) or not _agrees(spot, token):
        return False
    following = next((one for one in spot.after if one.start >= token.end), None)
    if following is None:
        return True
    return not (spot.cue(following, "agent") or (spot.cue(token, "naming") and following.capital))


def _agrees(spot: Spot, verb: Token) -> bool:
    """Does a Slavic verb of the past agree with a body's name in gender? "Союз підтримала партія" tells what the party did."""
    if spot.lang not in ("uk", "ru") or spot.kind is Kind.PERSON or spot.cue(verb, "body_does"):
        return True
    first = next(token for token in tokens_of(spot.voice.text, spot.name.start, spot.name.end) if token.is_word)
    if first.exact.isupper() and len(first.exact) > 1:
        return True
    ending = verb.folded.removesuffix("ся").removesuffix("сь")[-1]
    return first.folded[-1] in _SUBJECTS[ending] if ending in _SUBJECTS else first.folded[-1] not in "аяоеєіую"


def _verb_before(spot: Spot) -> Token | None:
    """ "…", VERB PERSON: nothing before the verb but what is quoted, and dates."""
    if spot.kind is not Kind.PERSON or not spot.before or not _does(spot, spot.before[-1]):
        return None
    base = spot.sentence.start
    quoted = [(start + base, end + base) for start, end in quotations(spot.sentence.exact)]
    ahead = outside(spot.before[:-1], [*quoted, *spans_of(m.passage for m in spot.dates)])
    plain = all(spot.cue(token, "lead_person") or token.exact in _PAUSE | {"."} for token in ahead)
    closed = not spot.after or not spot.after[0].is_word or _begins_date(spot)
    return spot.before[-1] if plain and closed else None


def _begins_date(spot: Spot) -> bool:
    """Does a date follow the name, with a small word before it or none?"""
    first = spot.after[1] if spot.cue(spot.after[0], "date_lead") and len(spot.after) > 1 else spot.after[0]
    return any(m.passage.start <= first.start < m.passage.end for m in spot.dates)


def _held_back(spot: Spot, verb: Token) -> bool:
    """Do words of the past or of doubt stand in the clause, words of a book or of a memory anywhere, or is it quoted or asked?"""
    text = spot.sentence.exact
    at = spot.name.start - spot.sentence.start
    bare = text[:at] + " " + text[at + len(spot.name.exact) :]
    words = [token.folded for token in (*spot.before, *spot.after)]
    if backed([token.folded for token in _clause(spot, verb)], spot.lang):
        return True
    if any_cue(words, "memory", spot.lang, ACTS) or any_cue(words, "unreal", spot.lang, ACTS):
        return True
    return question(text) or hedged(bare, spot.lang) or _voiced(spot)


def _clause(spot: Spot, verb: Token) -> Iterator[Token]:
    """The words up to where another clause begins: what somebody said may well be doubtful or past."""
    quoted = [(s + spot.sentence.start, e + spot.sentence.start) for s, e in quotations(spot.sentence.exact)]
    yield from outside(spot.before, quoted)
    for token in spot.after:
        if token.start >= verb.end and (spot.cue(token, "breaks") or token.exact in _ENDING):
            return
        yield token


def _voiced(spot: Spot) -> bool:
    """Does a quotation hold the name and more? The marks around a mere name are part of how it is written."""
    first, last = spot.name.start - spot.sentence.start, spot.name.end - spot.sentence.start
    marks = 2
    spans = quotations(spot.sentence.exact)
    if any(start <= first and last <= end and end - start > last - first + marks for start, end in spans):
        return True
    return spot.sentence.exact[:1] in _OPENING and first > 1 and not any(start == 0 for start, _ in spans)
