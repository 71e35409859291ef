"""What did another reader of attributions find? Its rows, checked, as our own values, so that one scorer measures both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firsthand.errors import ReadingError
from firsthand.matching.folding import digest, fold
from firsthand.record.attributions import Attributed, Attribution, Inferred, Speaker, Speech
from firsthand.record.passages import Passage

Span = tuple[int, int]
HINT = (
    "A row is {spans: [[start, end], ...], speaker_span: [start, end], cue: [start, end], source: name, type: direct}."
)


def attributed(text: str, lang: str, rows: object, sha256: str = "") -> Attributed:
    """The attributions of a text as a model or another program gives them.

    `rows` are mappings with `spans` (content, as offsets into the text) and, each optional, `speaker_span` and `cue` (offsets),
    `source` (the resolved name), `type` (direct, mixed, indirect), `inferred`. Raises ReadingError for rows of another form
    or with offsets outside the text: what a program says is not trusted.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        raise ReadingError("The reader of attributions gave no list of rows.", hint=HINT)
    named = sha256 or digest(text)
    speakers: dict[str, tuple[str, list[Passage]]] = {}
    found = [_attribution(text, named, row, speakers) for row in rows]
    found.sort(key=lambda one: one.content[0].start)
    cast = tuple(Speaker(name, tuple(mentions), bool(name.strip())) for name, mentions in speakers.values())
    return Attributed(named, lang, tuple(found), cast)


def _attribution(text: str, sha256: str, row: object, speakers: dict[str, tuple[str, list[Passage]]]) -> Attribution:
    if not isinstance(row, Mapping):
        raise ReadingError("The reader of attributions gave a row that is no mapping.", hint=HINT)
    content = tuple(Passage(sha256, *span, text[slice(*span)]) for span in sorted(_spans(text, row)))
    source = _passage(text, sha256, row.get("speaker_span"))
    name = str(row.get("source") or row.get("speaker") or (source.exact if source else ""))
    speaker = -1
    if name:
        key = fold(name)
        speaker = list(speakers).index(key) if key in speakers else len(speakers)
        speakers.setdefault(key, (name, []))[1].extend([source] if source else [])
    try:
        speech = Speech(row.get("type", Speech.DIRECT.value))
    except ValueError as error:
        raise ReadingError(f"{row.get('type')!r} is no way of speaking.", hint="direct, mixed or indirect.") from error
    cue = _passage(text, sha256, row.get("cue"))
    inferred = Inferred.PRONOUN if row.get("inferred") else Inferred.NO
    return Attribution(content, speech, source, cue, "", "given", speaker, inferred)


def _spans(text: str, row: Mapping[str, Any]) -> Iterator[Span]:
    given = row.get("spans") or ([[row.get("start"), row.get("end")]] if "start" in row else [])
    if not given:
        raise ReadingError("The reader of attributions gave a row without content.", hint=HINT)
    for span in given:
        yield _checked(text, span)


def _passage(text: str, sha256: str, span: object) -> Passage | None:
    if span is None:
        return None
    start, end = _checked(text, span)
    return Passage(sha256, start, end, text[start:end])


def _checked(text: str, span: object) -> Span:
    if isinstance(span, Sequence) and not isinstance(span, str) and len(span) == 2:
        start, end = span
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            return start, end
    raise ReadingError(f"The offsets {span!r} lie outside a text of {len(text):,} letters.", hint=HINT)
