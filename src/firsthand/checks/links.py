"""Does a sentence speak of a person's link with a body as present?

A narrow grammar, so that "A met the leader of B" is not read as "A leads B": the two names may be parted only by words of the
cue and its fillers (`words/roles.toml`), or follow the cue side by side ("the leader of B, A", "лідер B A").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.checks.cues import ACTS, any_cue, cues, is_cue
from firsthand.checks.tokens import named_sentences
from firsthand.matching.folding import fold
from firsthand.reading.caption_apart import quotations
from firsthand.reading.dates_tokens import folded_set, tokens
from firsthand.reading.phrases import Phrases
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.passages import Passage

ROLES = ("leads", "member-of", "works-with", "any")
"""Groups of cues, the plainest first; all but the last name a field of the record."""
NEAR = 6
"""Words that may stand before the first name as its cue, or between two names."""
CALL = 3
"""Words among which a verb may lead to "до"."""
FAR = 14
"""Words between two names where "as" joins them."""

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*|[^\w\s]")
_LINKING = frozenset(",(–—-'’")
_OPENING = frozenset(',(:;«“"–—')
"""What may stand before "A from B": in "a letter to A from B", or "they took A from B", A is not of B."""
_CLOSING = frozenset(",.;:)–—!…")


@dataclass(frozen=True, slots=True)
class Link:
    """A person and a body named in one sentence as linked now.

    `role` is one of ROLES; `held_back`: words of the sentence (former, not, if) forbid to take it as said of the present.
    """

    person: Passage
    body: Passage
    sentence: Passage
    role: str
    held_back: bool


def links(text: str, lang: str, persons: Iterable[Passage], bodies: Iterable[Passage]) -> Iterator[Link]:
    """The links of one text, in order. The passages are names that stand in it."""
    people, groups = frozenset(persons), frozenset(bodies)
    for whole, inside in named_sentences(text, [*people, *groups]):
        for person in (name for name in inside if name in people):
            for body in (name for name in inside if name in groups):
                role = _role(text, (whole.start, whole.end), person, body, lang)
                if role:
                    yield Link(person, body, whole, role, held_back(whole, (person, body), lang))


def _role(text: str, span: tuple[int, int], person: Passage, body: Passage, lang: str) -> str:
    first, second = sorted((person, body), key=lambda name: name.start)
    if second.start < first.end:
        return ""
    between = _tokens(text[first.end : second.start])
    before = _tokens(text[span[0] : first.start])
    if first is person:
        role = (_ahead(before, lang) if _bare(between, lang) else "") or _apposed(between, lang) or _as(between, lang)
        return "" if role == "any" and before and before[-1] not in _OPENING else role
    after = _tokens(text[second.end : span[1]])
    return _possessed(between, lang) or (_ahead(before, lang) if _side_by_side(between, after) else "")


def _tokens(text: str) -> list[str]:
    return [fold(token) for token in _TOKEN.findall(text)]


def _apposed(between: list[str], lang: str) -> str:
    """PERSON, a leader of BODY; PERSON is a member of BODY; PERSON (BODY's) ... all other words must be fillers."""
    if len(between) > NEAR + 2 or (between and between[0] not in _LINKING and not is_cue(between[0], "copula", lang)):
        return _bare(between, lang)
    rest = [w for w in between if w not in _LINKING and not is_cue(w, "copula", lang)]
    return _only_cues(rest, lang)


def _as(between: list[str], lang: str) -> str:
    """PERSON called us to arms as a leader of BODY: the role is said of the doer, since nobody else stands between the two."""
    if not between or not is_cue(between[0], "person_did", lang, ACTS) or len(between) > FAR:
        return ""
    at = next((i for i, word in enumerate(between) if is_cue(word, "as_cue", lang, ACTS)), 0)
    middle, rest = between[1:at], between[at + 1 :]
    plain = all(_rallied(word, lang) for word in middle)
    doer = any_cue(rest, "as_role", lang, ACTS)
    return _only_cues(rest, lang) if at and plain and doer else ""


def _rallied(word: str, lang: str) -> bool:
    """May the word stand between a call and "as"? English has no cases, so that few may; elsewhere the role's case tells."""
    if primary(lang) not in LANGUAGES or word == ",":
        return False
    if not cues("rallied", lang, ACTS)[0]:
        return word.isalnum()
    return word.isdigit() or word in folded_set(primary(lang), "months") or is_cue(word, "rallied", lang, ACTS)


def _bare(between: list[str], lang: str) -> str:
    """PERSON of BODY, PERSON from BODY: a preposition and articles alone."""
    alone = between and all(is_cue(w, "any", lang) or is_cue(w, "filler", lang) for w in between)
    return "any" if alone and any_cue(between, "any", lang) else ""


def _possessed(between: list[str], lang: str) -> str:
    """BODY's leader PERSON; BODY leader PERSON."""
    rest = [word for word in between if word not in _LINKING]
    role = _only_cues(rest, lang) if len(rest) <= NEAR and between[:1] != [","] else ""
    return "" if role == "any" else role


def _ahead(before: list[str], lang: str) -> str:
    """The leader of BODY(,) PERSON: a cue among the words right before the first name, with nothing but fillers after it."""
    for count, word in enumerate(reversed(before[-NEAR:])):
        role = next((role for role in ROLES[:-1] if is_cue(word, role, lang)), "")
        if role:
            return role
        if not (is_cue(word, "filler", lang) or is_cue(word, "any", lang)) or count >= NEAR:
            return ""
    return ""


def _side_by_side(between: list[str], after: list[str]) -> bool:
    """BODY PERSON, or BODY, PERSON, with the name closed off: in "the head of B, A said" the name may begin anew."""
    return not between or (between == [","] and (not after or after[0] in _CLOSING))


def _only_cues(words: list[str], lang: str) -> str:
    """The role of words that are nothing but cues, fillers and words that hold back; empty where another stands among them."""
    roles = [next((role for role in ROLES if is_cue(word, role, lang)), "") for word in words]
    plain = all(role or _passes(word, lang) for role, word in zip(roles, words, strict=True))
    listed = any_cue(words, "plural", lang) and not any_cue(words, "one", lang)
    return min(filter(None, roles), key=ROLES.index, default="") if plain and not listed else ""


def _passes(word: str, lang: str) -> bool:
    return any(is_cue(word, group, lang) for group in ("filler", "one", "back"))


def held_back(sentence: Passage, names: tuple[Passage, ...], lang: str) -> bool:
    """Is the sentence a question or a quotation, or does it carry a word of the past or of doubt outside the names?

    The first name is the person's.
    """
    text = sentence.exact
    for name in sorted(names, key=lambda name: -name.start):
        text = text[: name.start - sentence.start] + " " + text[name.end - sentence.start :]
    read = _tokens(text)
    if backed(read, lang) or any_cue(read, "memory", lang, ACTS) or question(text):
        return True
    return _voiced(sentence, names) or hedged(text, lang) or _common(sentence, names)


def backed(words: Sequence[str], lang: str) -> bool:
    """Does a word of the past or of doubt stand there? The "до" of "закликав до страйку" is no "until"."""
    return any(is_cue(word, "back", lang) and not _called_to(words, i, lang) for i, word in enumerate(words))


def _called_to(words: Sequence[str], i: int, lang: str) -> bool:
    if words[i] != "до" or (words[i + 1 : i + 2] and words[i + 1][:1].isdigit()):
        return False
    before = words[max(0, i - CALL) : i]
    return any(any_cue(before, group, lang, ACTS) for group in ("person_did", "body_did", "body_does"))


def question(text: str) -> bool:
    """Does it end as a question does, in Greek too?"""
    return text.rstrip(" \"'»”)").endswith(("?", ";"))


def _common(sentence: Passage, names: tuple[Passage, ...]) -> bool:
    """Does a person's name of one word open the sentence? The capital there tells no name from a word ("Hope", "Надія")."""
    return names[0].start == sentence.start and len(_tokens(names[0].exact)) == 1


def _voiced(sentence: Passage, names: tuple[Passage, ...]) -> bool:
    """Does a quotation hold both names? Then somebody else says it, and perhaps long ago."""
    first = min(name.start for name in names) - sentence.start
    last = max(name.end for name in names) - sentence.start
    return any(start <= first and last <= end for start, end in quotations(sentence.exact))


def hedged(text: str, lang: str) -> bool:
    """Words of an archive, of doubt or of fiction, as captions have them."""
    if primary(lang) not in LANGUAGES:
        return False
    phrases = Phrases(tokens(text, primary(lang)), primary(lang))
    return any(True for kind in ("old", "unlike", "doubt") for _ in phrases.find("hedges", kind))
