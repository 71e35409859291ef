"""How is an article of an audit shown? Its text with the marks in it, its voices, and the grounds on which each is placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from firsthand.record.attributions import Interview
from firsthand.record.voices import ArticleVoices, Basis, Ground, Voice
from firsthand.rendering.audit_marking import MarkedPiece, pieces, places_of
from firsthand.rendering.audit_view import ArticleView, Count, GroundView, VoiceView
from firsthand.rendering.audit_words import answer, basis_mark, number, places
from firsthand.rendering.dates import say
from firsthand.rendering.safe import language, web_address
from firsthand.rendering.view import Date
from firsthand.rendering.words import Words

SHOWN = 50
"""Articles whose text and voices stand on the page."""

TEXTS = 2_000_000
"""Letters of all texts on the page together."""

WHOLE = 60_000
"""Letters up to which the text of a single article is shown whole."""

PIECES = 2_000
"""Pieces of one article's text, each with its marks, that are shown."""

LINKS = 25
"""Places in the text to which one voice leads."""

MARKED = 60
"""Letters that the marks of a piece take beside its words."""

VOICES = 200
"""Voices of one article that are listed."""


def shown(articles: Sequence[ArticleVoices], words: Words, lang: str) -> tuple[tuple[ArticleView, ...], list[int]]:
    """(the articles with a voice that are shown with their texts, the places of the others)."""
    views: list[ArticleView] = []
    rest: list[int] = []
    left = TEXTS
    for place, article in enumerate(articles):
        if len(views) >= SHOWN or (not article.voices and len(articles) > 1):
            rest.append(place)
            continue
        whole = len(articles) == 1 and len(article.text) <= WHOLE
        cut = _bounded(pieces(article, whole=whole))
        size = sum(len(piece.text) + MARKED for piece in cut)
        if size > left:
            rest.append(place)
            continue
        left -= size
        views.append(view(article, place + 1, cut, words, lang))
    return tuple(views), rest


def _bounded(cut: tuple[MarkedPiece, ...]) -> tuple[MarkedPiece, ...]:
    """The beginning of a text that has marks without end."""
    return cut if len(cut) <= PIECES else (*cut[:PIECES], MarkedPiece("", gap=True))


def view(article: ArticleVoices, place: int, cut: tuple[MarkedPiece, ...], words: Words, lang: str) -> ArticleView:
    """One article; `cut` is its text in pieces, empty where it is a row of a list."""
    held = Counter(voice.basis for voice in article.voices)
    spoken = _reached(article, cut) if cut else {}
    return ArticleView(
        number=place,
        name=article.name,
        title=article.title or article.name,
        href=web_address(article.url),
        outlet=article.outlet,
        published=Date(say(article.published, lang, words)),
        lang=language(article.lang),
        counts=tuple(Count(basis_mark(basis, words), str(held[basis])) for basis in Basis if held[basis]),
        voices=tuple(_voices(article, spoken, words)) if cut else (),
        pieces=cut,
        told=_told(article.interview, words) if cut else (),
        more_voices=max(0, len(article.voices) - VOICES),
    )


def _reached(article: ArticleVoices, cut: tuple[MarkedPiece, ...]) -> Mapping[int, tuple[int, ...]]:
    """The places in the text that is shown, by voice."""
    there = {piece.begins for piece in cut}
    return {
        voice: tuple(place for place in held if place in there)[:LINKS] for voice, held in places_of(article).items()
    }


def _voices(article: ArticleVoices, spoken: Mapping[int, tuple[int, ...]], words: Words) -> list[VoiceView]:
    return [
        _voice(voice, place, spoken.get(place, ()), words) for place, voice in enumerate(article.voices[:VOICES], 1)
    ]


def _voice(voice: Voice, place: int, spoken: tuple[int, ...], words: Words) -> VoiceView:
    return VoiceView(
        number=place,
        name=voice.name or words["audit.unnamed"],
        kind=words.get(f"voice.{voice.kind.value}", voice.kind.value),
        basis=basis_mark(voice.basis, words),
        said=words["audit.said"].format(quotations=number(voice.quotations), words=number(voice.words)),
        inferred=words["audit.inferred"].format(count=voice.inferred) if voice.inferred else "",
        subject=voice.subject,
        via=tuple(_through(via.name, places(via.places, words)) for via in voice.via),
        grounds=tuple(_ground(ground, words) for ground in voice.grounds),
        places=spoken,
    )


def _through(name: str, where: str) -> str:
    return f"{name} ({where})" if where else name


def _ground(ground: Ground, words: Words) -> GroundView:
    return GroundView(
        question=words[f"audit.{'is-from' if ground.question == 'from' else 'is-there'}"],
        answer=answer(ground, words),
        places=places(ground.places, words),
        tier=words[f"tier.{ground.tier.name.lower().replace('_', '-')}"],
        words=ground.words.exact if ground.words else "",
        source=ground.source,
        entry=ground.entry,
    )


def _told(interview: Interview | None, words: Words) -> tuple[tuple[str, str], ...]:
    """What people tell of themselves in an interview, as a person may accept it: (what would be filed, their words)."""
    if interview is None:
        return ()
    return tuple(
        (
            _entry(
                one.speaker, one.entry.field, one.entry.value, f"{one.entry.since or ''}/{one.entry.until or ''}", words
            ),
            one.passage.exact,
        )
        for one in interview.told
    )


def _entry(who: str, field: str, value: str, times: str, words: Words) -> str:
    named = words.get(f"field.{field}", field)
    return f"{who}: {named} {value}" + (f" ({times})" if times != "/" else "")
