"""Which cases might this tip belong to? Asks the index for leads, and gathers all that the checks may consult."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from firsthand.index.name_later import SURNAME
from firsthand.matching.folding import digest, sentences, tip_key, words
from firsthand.reading.inscriptions import spoken
from firsthand.reading.places import resolve
from firsthand.record.cases import Case, item
from firsthand.record.decisions import Decision
from firsthand.record.entries import WHERE_FIELDS
from firsthand.record.leads import ClaimLead, Lack, Leads, PictureLead, PlaceLead, SubjectLead
from firsthand.record.passages import Passage
from firsthand.record.ports import Casebook, Gazetteer, NameHit, PictureHit, TextHit
from firsthand.record.readings import Print, Reading, ReadingKind
from firsthand.settings import Settings

SHORT = 60
"""A text of so many words or fewer is also asked for as a whole: its claim may run over two sentences."""
PASSAGE_LEADS = 3
"""Leads kept for one sentence of a long text."""
FEW = 3
"""A text of so many spans is short: each is asked for as many leads as a passage is weighed with."""
LONGEST = 120
"""A sentence of more words is no sentence; what is longer is not asked as a whole."""
STRETCH, STEP = 40, 20
"""It is asked in stretches of so many words, one beginning every so many: most claims lie whole in one of them."""
ALL_LEADS = 100
"""Claim leads kept for one tip."""
NAMED_CASES = 100
"""Cases consulted only because a name of theirs stands in the tip: a name that every case bears tells nothing."""

OTHER_NAMES = 12
"""Other names of one subject under which a claim is looked for."""


class Texts(Protocol):
    def find(self, text: str, lang: str, k: int, names: Sequence[tuple[str, str]] = ()) -> Sequence[TextHit]: ...


class Pictures(Protocol):
    def find(self, prints: Sequence[Print], k: int) -> Sequence[PictureHit]: ...


class Names(Protocol):
    def find(self, text: str, lang: str) -> Sequence[NameHit]: ...


class Index(Protocol):
    """What recall needs of an index, on disk or in memory."""

    @property
    def texts(self) -> Texts: ...
    @property
    def pictures(self) -> Pictures: ...
    @property
    def names(self) -> Names: ...
    def notes(self, lang: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One text of a tip: its main text, its title or a caption."""

    text: str
    sha256: str
    lang: str


def recall(reading: Reading, book: Casebook, index: Index, gazetteer: Gazetteer, settings: Settings) -> Leads:
    """All leads for one reading, with the cases that they point into as they stand now."""
    voices = list(_voices(reading))
    subjects = _subjects(voices, index, gazetteer)
    claims = _claims(voices, index, settings, _other_names(subjects, book))
    pictures = _pictures(reading, index, settings)
    led = dict.fromkeys([lead.case for lead in claims] + [lead.case for lead in pictures])
    named = [id for id in dict.fromkeys(lead.case for lead in subjects) if id not in led]
    cases = book.some([*led, *named[:NAMED_CASES]])
    claims = tuple(lead for lead in claims if lead.case in cases)
    tips = {lead.tip for lead in claims} | {picture.key for picture in reading.pictures}
    return Leads(
        claims,
        tuple(lead for lead in pictures if lead.case in cases),
        tuple(lead for lead in subjects if lead.case in cases),
        tuple(cases.values()),
        _places(cases.values(), gazetteer),
        _decisions(book, tips),
        _lacking(reading),
        notes=tuple(index.notes(reading.lang)) if voices else (),
    )


def named(reading: Reading, book: Casebook, index: Index, gazetteer: Gazetteer) -> Leads:
    """The subjects alone that the main text of a reading names, with their cases: all that placing its voices asks for."""
    voices = [Voice(reading.text, reading.text_sha256, reading.lang)] if reading.text else []
    subjects = _subjects(voices, index, gazetteer)
    cases = book.some(list(dict.fromkeys(lead.case for lead in subjects))[:NAMED_CASES])
    subjects = tuple(lead for lead in subjects if lead.case in cases)
    return Leads(subjects=subjects, cases=tuple(cases.values()), places=_places(cases.values(), gazetteer))


def _voices(reading: Reading) -> Iterator[Voice]:
    if reading.text:
        yield Voice(reading.text, reading.text_sha256, reading.lang)
    seen = {reading.text_sha256}
    for picture in reading.pictures:
        caption = picture.caption
        if caption and caption.text and caption.sha256 not in seen:
            seen.add(caption.sha256)
            yield Voice(caption.text, caption.sha256, caption.lang)
        for one in spoken(picture):
            if (name := digest(one.text)) not in seen:
                seen.add(name)
                yield Voice(one.text, name, one.lang)


Span = tuple[int, int]
Named = tuple[Passage, str]
"""Where somebody or something is named in the tip, and another name of theirs on file."""


def _other_names(subjects: Sequence[SubjectLead], book: Casebook) -> list[Named]:
    """The other names of the subjects that are named, in whatever language: a claim may know them by any."""
    cases = book.some(list(dict.fromkeys(lead.case for lead in subjects))[:NAMED_CASES])
    found: dict[Named, None] = {}
    for lead in subjects:
        held = cases[lead.case].subject(lead.subject) if lead.case in cases else None
        names = [name for lang in held.names.values() for name in lang] if held else []
        for name in [name for name in names if name != lead.name][:OTHER_NAMES]:
            found[lead.passage, name] = None
    return list(found)


def _claims(voices: Iterable[Voice], index: Index, settings: Settings, named: Sequence[Named]) -> tuple[ClaimLead, ...]:
    """The likeliest leads of all texts of the tip."""
    leads = [lead for voice in voices for lead in _of_voice(voice, index, settings, named)]
    leads.sort(key=lambda lead: (-_promise(lead), lead.case, lead.claim, lead.wording, lead.passage.start))
    return tuple(dict.fromkeys(leads[:ALL_LEADS]))


def _of_voice(voice: Voice, index: Index, settings: Settings, named: Sequence[Named]) -> Iterator[ClaimLead]:
    """The leads of each sentence, and of two side by side that lead to the same claim: it may run over both."""
    spans = list(_spans(voice.text))
    k = settings.leads if len(spans) <= FEW else PASSAGE_LEADS
    asked: set[str] = set()
    before: tuple[Span, frozenset[str]] | None = None
    for span in spans:
        leads = list(_of_span(voice, span, k, index, named)) if _new(voice, span, asked) else []
        yield from leads
        found = frozenset(item(lead.case, lead.claim) for lead in leads)
        if before and len(spans) > FEW and before[1] & found and _new(voice, both := (before[0][0], span[1]), asked):
            yield from _of_span(voice, both, k, index, named)
        before = span, found


def _new(voice: Voice, span: Span, asked: set[str]) -> bool:
    """Is it asked for the first time? A text says some sentences many times."""
    tip, known = tip_key(voice.text[slice(*span)]), len(asked)
    asked.add(tip)
    return len(asked) > known


def _of_span(voice: Voice, span: Span, k: int, index: Index, named: Sequence[Named]) -> Iterator[ClaimLead]:
    exact = voice.text[slice(*span)]
    passage = Passage(voice.sha256, *span, exact)
    names = [(place.exact, name) for place, name in named if _inside(place, passage)]
    for hit in index.texts.find(exact, voice.lang, k, names):
        yield _claim_lead(tip_key(exact), passage, hit)


def _promise(lead: ClaimLead) -> float:
    """Which leads of a long text are kept: scores of two passages say nothing beside each other, the shares held do."""
    return (lead.rare[0] * lead.rare[1]) ** 0.5 + max(0.0, lead.likeness or 0.0) if lead.rare else lead.score


def _inside(place: Passage, passage: Passage) -> bool:
    return place.text_sha256 == passage.text_sha256 and passage.start <= place.start and place.end <= passage.end


def _spans(text: str) -> Iterator[Span]:
    """The sentences of a text; a short text of several also as a whole."""
    found = list(sentences(text))
    if len(found) > 1 and sum(1 for _ in words(text[: SHORT * 40])) <= SHORT:
        yield found[0][0], found[-1][1]
    for start, end in found:
        yield from _stretches(text, start, end)


def _stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence whole, or in overlapping stretches: in ten megabytes on one line a claim would drown."""
    inside = list(words(text[start:end])) if end - start > LONGEST else []
    if len(inside) <= LONGEST:
        yield start, end
        return
    for first in range(0, len(inside) - STRETCH + STEP, STEP):
        last = min(first + STRETCH, len(inside)) - 1
        yield start + inside[first].start, start + inside[last].end


def _claim_lead(tip: str, passage: Passage, hit: TextHit) -> ClaimLead:
    case, _, claim = hit.doc.item.partition("/")
    return ClaimLead(
        tip, case, claim, hit.doc.wording, passage, hit.road, hit.score, hit.rare, hit.likeness, hit.glosses
    )


def _pictures(reading: Reading, index: Index, settings: Settings) -> tuple[PictureLead, ...]:
    leads: list[PictureLead] = []
    for key, prints in {picture.key: picture.prints for picture in reading.pictures if picture.prints}.items():
        for hit in index.pictures.find(prints, settings.leads):
            leads.append(picture_lead(key, hit))
    return tuple(leads)


def picture_lead(tip: str, hit: PictureHit) -> PictureLead:
    """The lead that a hit on a picture of the tip gives."""
    _, _, picture = hit.item.partition("/")
    return PictureLead(tip, hit.case, picture, hit.distance, hit.quality, hit.ours, hit.theirs, hit.overlap)


def _subjects(voices: Iterable[Voice], index: Index, gazetteer: Gazetteer) -> tuple[SubjectLead, ...]:
    """The subjects that are named. A surname alone that is also the name of a place says nothing of a person."""
    leads: list[SubjectLead] = []
    for voice in voices:
        for hit in index.names.find(voice.text, voice.lang):
            _, _, subject = hit.doc.item.partition("/")
            passage = Passage(voice.sha256, hit.start, hit.end, voice.text[hit.start : hit.end])
            if hit.road != SURNAME or not gazetteer.look_up(passage.exact):
                leads.append(SubjectLead(hit.doc.case, subject, hit.doc.name, hit.doc.lang, passage, hit.road))
    return tuple(leads)


def _places(cases: Iterable[Case], gazetteer: Gazetteer) -> tuple[PlaceLead, ...]:
    """What each place of the record may mean: the value of a place entry, and the names of subjects that are places."""
    asked: dict[tuple[str, tuple[str, ...]], None] = {}
    for case in cases:
        for entry in case.entries():
            if entry.field in WHERE_FIELDS:
                asked[entry.value, entry.within] = None
    return tuple(PlaceLead(name, within, resolve(name, within, gazetteer)) for name, within in asked)


def _decisions(book: Casebook, tips: set[str]) -> tuple[Decision, ...]:
    return tuple(book.decisions(tips)) if tips else ()


def _lacking(reading: Reading) -> tuple[Lack, ...]:
    """What the reading itself could not give: a page whose words could not be read cannot be looked up."""
    if reading.text or reading.kind is ReadingKind.PICTURE:
        return ()
    return tuple(Lack("known-claim", problem) for problem in reading.problems)
