"""Whose voices does an archive rest on? Takes its articles in one by one, finds and places their voices, counts them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import firsthand
from firsthand.api import Desk
from firsthand.checks.sourcing import audit as figures
from firsthand.checks.sourcing import compare_outlets, review_queue, sourcing_finding
from firsthand.checks.sourcing_hand import HandChecked, draw, read_hand
from firsthand.errors import FirsthandError, UsageError
from firsthand.evidence.archives import ENTRIES, PAUSE, Fetch, Source, guarded
from firsthand.evidence.files import read_bytes
from firsthand.index.asked_place import asked_place
from firsthand.index.copies import Text, copies
from firsthand.index.gazetteer import PlaceBook
from firsthand.index.world import land, middles
from firsthand.matching.folding import words
from firsthand.reading.articles import RawArticle, read_article
from firsthand.reading.markup import host
from firsthand.reading.raw_bytes import decode
from firsthand.reading.wordlists import LANGUAGES
from firsthand.record.audit_reports import AuditReport, World, place_of
from firsthand.record.audits import OutletComparison, Refusal
from firsthand.record.readings import Reading
from firsthand.record.voices import ArticleVoices, Audited
from firsthand.record.where import Where
from firsthand.settings import Settings
from firsthand.voicing import Eyes, eyes_of, with_voices

LEAST_WORDS = 120
"""Words under which an article is too short to audit: what a paywall leaves."""

NO_CASEBOOK = "Audited without a casebook: no voice is placed by the desk's own record."

Told = Callable[[str, int], None]
"""(what is being done, how many are done)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: where the articles lie, and about which place.

    `outlet` is the outlet of all of them, where the pages should not say it. `limit`: entries of a feed. `hand`: voices that
    people checked. `reader` names who reads the attributions, `module:function`, in place of our own rules. `fetch` stands
    in for the guarded fetch where it is given; `articles` are at hand already, and `given` then only names them.
    """

    given: str
    about: str
    outlet: str = ""
    limit: int = ENTRIES
    hand: HandChecked | None = None
    queue: int = 30
    reader: str = ""
    fetch: Fetch | None = None
    articles: tuple[RawArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class _Loaded:
    """An article on its way: what is told of it, and its dateline."""

    article: ArticleVoices
    dateline: str = ""


def audit(
    asked: Asked, desk: Desk | None = None, *, settings: Settings | None = None, told: Told | None = None
) -> AuditReport:
    """The audit of one article, an archive or a feed, seen from one place; with a casebook its record places voices too.

    Files are opened one after the other; of each its article's text is kept. What fails is a row with its reason. Raises
    UsageError for a place that is not known or is one of several, and where there is no article at all; CaptureError for
    an address that cannot be fetched.
    """
    eyes = eyes_of(desk, settings or (desk.settings if desk else Settings()), asked.reader)
    about = asked_place(asked.about, eyes.gazetteer, eyes.world)
    say = told or (lambda _what, _count: None)
    source = Source(asked.given, eyes.settings, asked.fetch or guarded(eyes.settings, _now), asked.limit)
    loaded = list(_loaded(asked.articles or source, asked.outlet, eyes, say))
    if not loaded:
        raise UsageError(f"There is no article in {asked.given!r}.", hint=_hint(source))
    articles = tuple(_voiced(_without_copies(loaded, say), about, eyes, say))
    found = figures(articles, about, hand=asked.hand)
    return AuditReport(
        given=asked.given,
        audit=found,
        articles=articles,
        made_at=_now(),
        version=firsthand.__version__,
        settings_digest=eyes.settings.digest,
        queue=review_queue(articles, about, asked.queue),
        compared=_compared(articles, about),
        notes=tuple(_notes(source, eyes, asked.reader)),
        world=_world(articles, about, eyes.world),
        findings=tuple(sourcing_finding(one, about) for one in articles if len(articles) == 1),
    )


def fetched(addresses: Iterable[str], settings: Settings, told: Told) -> tuple[RawArticle, ...]:
    """What stands at these addresses, by the guarded fetch, one after the other; what fails is one of them, with its reason."""
    fetch, asked, found = guarded(settings, _now), set[str](), list[RawArticle]()
    for number, url in enumerate(addresses, 1):
        if host(url) in asked:
            time.sleep(PAUSE)
        asked.add(host(url))
        try:
            final, body, charset = fetch(url)
            found.append(RawArticle(url, body, url=final, charset=charset))
        except FirsthandError as error:
            found.append(RawArticle(url, url=url, problem=str(error)))
        told("addresses fetched", number)
    return tuple(found)


def _loaded(source: Iterable[RawArticle], outlet: str, eyes: Eyes, say: Told) -> Iterator[_Loaded]:
    for number, raw in enumerate(source, 1):
        yield _read(raw, outlet, eyes)
        say("articles read", number)


def _read(raw: RawArticle, outlet: str, eyes: Eyes) -> _Loaded:
    """One article, or why there is none."""
    if raw.problem:
        return _Loaded(ArticleVoices(raw.name, Audited.FAILED, problem=raw.problem, url=raw.url))
    try:
        reading = read_article(raw, eyes.gazetteer, eyes.settings)
    except FirsthandError as error:
        return _Loaded(ArticleVoices(raw.name, Audited.FAILED, problem=str(error), url=raw.url))
    count = sum(1 for _ in words(reading.text))
    state, problem = _state(reading, count)
    article = ArticleVoices(
        name=raw.name,
        state=state,
        text=reading.text,
        text_sha256=reading.text_sha256,
        title=reading.title,
        outlet=outlet or reading.outlet,
        url=reading.url,
        lang=reading.lang,
        published=reading.published,
        words=count,
        problem=problem,
    )
    return _Loaded(article, reading.dateline)


def _state(reading: Reading, count: int) -> tuple[Audited, str]:
    if count < LEAST_WORDS:
        said = f"It has {count} words" if count else "It has no text"
        return Audited.TOO_SHORT, f"{said}; with fewer than {LEAST_WORDS} it may be the beginning of an article alone."
    if reading.lang not in LANGUAGES:
        told = f"Its language ({reading.lang})" if reading.lang else "A language that could not be told"
        return Audited.NO_LANGUAGE, f"{told} is not one whose voices are read: {', '.join(LANGUAGES)}."
    return Audited.AUDITED, ""


def _without_copies(loaded: Sequence[_Loaded], say: Told) -> list[_Loaded]:
    """Copies marked as such. Two files of one name (a feed may name an address twice) are told apart by their place."""
    say("articles compared", 0)
    texts = [
        Text(str(place), one.article.text, str(one.article.published or ""))
        for place, one in enumerate(loaded)
        if one.article.state is Audited.AUDITED
    ]
    found = copies(texts) if len(texts) > 1 else {}
    return [_marked(one, found.get(str(place), ""), loaded) for place, one in enumerate(loaded)]


def _marked(one: _Loaded, source: str, loaded: Sequence[_Loaded]) -> _Loaded:
    if not source:
        return one
    return replace(one, article=replace(one.article, state=Audited.COPY, copy_of=loaded[int(source)].article.name))


def _voiced(loaded: Sequence[_Loaded], about: Where, eyes: Eyes, say: Told) -> Iterator[ArticleVoices]:
    for number, one in enumerate(loaded, 1):
        yield _one(one, about, eyes) if one.article.state is Audited.AUDITED else _bare(one.article)
        say("articles audited", number)


def _bare(article: ArticleVoices) -> ArticleVoices:
    """What is not audited is named, and its text is not kept."""
    return replace(article, text="")


def _one(one: _Loaded, about: Where, eyes: Eyes) -> ArticleVoices:
    try:
        return with_voices(one.article, one.dateline, about, eyes)
    except FirsthandError as error:
        return replace(_bare(one.article), state=Audited.FAILED, problem=str(error))
    except Exception as error:  # noqa: BLE001 - one stranger's page must not end the audit of ten thousand
        said = (
            f"Its voices could not be read ({type(error).__name__}). This is a fault of the program; please report it."
        )
        return replace(_bare(one.article), state=Audited.FAILED, problem=said)


def _compared(articles: Sequence[ArticleVoices], about: Where) -> OutletComparison | Refusal | None:
    """The two outlets with the most articles, where there are two: the one question, asked once."""
    held: dict[str, list[ArticleVoices]] = {}
    for article in articles:
        if article.state is Audited.AUDITED and article.outlet:
            held.setdefault(article.outlet, []).append(article)
    if len(held) != 2:
        return None
    one, other = sorted(held.values(), key=lambda found: -len(found))
    return compare_outlets(one, other, about)


def _world(articles: Sequence[ArticleVoices], about: Where, world: PlaceBook) -> World:
    places = [place for article in articles for voice in article.voices if (place := place_of(voice))]
    bare = [place for place in (about, *places) if place.at is None]
    keys = {key for place in bare for key in (place.key, *(area.key for area in place.chain))}
    return World(land(world), middles(world, keys))


def _notes(source: Source, eyes: Eyes, reader: str) -> Iterator[str]:
    if reader:
        yield f"Who says what was read by {reader}; the measured error beside the figures is that of our own rules."
    if eyes.desk is None:
        yield NO_CASEBOOK
    if source.passed_over:
        yield f"Passed over, because they are no articles: {_counts(source.passed_over)}."
    if source.more:
        yield f"The feed holds {source.more:,} more entries than were read; --limit reads more."


def _counts(passed: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {ending}" for ending, count in sorted(passed.items(), key=lambda row: -row[1])[:8])


def _hint(source: Source) -> str:
    if source.passed_over:
        return f"It holds files of other kinds: {_counts(source.passed_over)}. Articles are .html, .txt, .md, .json."
    return "Articles are .html, .txt, .md, .json, also with .gz; a feed is .xml or an address."


def _now() -> datetime:
    return datetime.now(UTC)


def drawn(report: AuditReport) -> str:
    """A CSV of voices drawn at random, for people to check."""
    return draw(report.articles, report.audit.about)


def hand_checked(path: Path) -> tuple[HandChecked, tuple[str, ...]]:
    """(what people found, sentences on lines that cannot be read). Raises ReadingError where the file cannot be."""
    text, _ = decode(read_bytes(path, Settings().max_file_bytes))
    found = read_hand(text)
    return found, found.problems
