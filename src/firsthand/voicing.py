"""Who speaks in one article, and from where? All readers and the casebook, put to the text of one article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from firsthand.api import Desk
from firsthand.attributing import Read, reader_of
from firsthand.checks.voices import VoicesAsked, voices_of
from firsthand.index.gazetteer import PlaceBook, open_gazetteer
from firsthand.index.recall import named
from firsthand.reading.interviews import read_interview
from firsthand.reading.self_told import Telling, read_self_told
from firsthand.record.attributions import Attributed, Attribution, Interview, SelfTold, Speech
from firsthand.record.leads import Leads
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import Reading, ReadingKind
from firsthand.record.voices import ArticleVoices
from firsthand.record.where import Where
from firsthand.settings import Settings


@dataclass(frozen=True, slots=True)
class Eyes:
    """With what articles are read: the places, the casebook if there is one, and who reads the attributions."""

    gazetteer: Gazetteer
    world: PlaceBook
    desk: Desk | None
    settings: Settings
    read: Read

    def leads(self, article: ArticleVoices) -> Leads:
        if self.desk is None:
            return Leads()
        reading = Reading(ReadingKind.TEXT, article.text, article.text_sha256, article.lang)
        return named(reading, self.desk.book, self.desk.index, self.gazetteer)


def eyes_of(desk: Desk | None, settings: Settings, reader: str = "") -> Eyes:
    """The casebook's places and names, brought up to date; without one the places of the world.

    `reader` names who reads the attributions (`attributing.reader_of`). Raises UsageError where there is no such reader.
    """
    read = reader_of(reader)
    if desk is None:
        world = open_gazetteer()
        return Eyes(world, world, None, settings, read)
    desk.index.sync(desk.book)
    desk.gazetteer.sync(desk.book)
    return Eyes(desk.gazetteer, open_gazetteer(), desk, settings, read)


def with_voices(article: ArticleVoices, dateline: str, about: Where, eyes: Eyes) -> ArticleVoices:
    """The article with all that is said in it, by whom, and from where, as seen from `about`."""
    attributed = eyes.read(article.text, article.lang, article.text_sha256)
    interview = read_interview(
        article.text, article.lang, article.published, article.text_sha256, gazetteer=eyes.gazetteer
    )
    if interview:
        attributed = replace(attributed, attributions=tuple(_around(attributed, interview)))
    leads = eyes.leads(article)
    asked = VoicesAsked(
        text=article.text,
        lang=article.lang,
        published=article.published,
        attributed=attributed,
        about=about,
        gazetteer=eyes.gazetteer,
        interview=interview,
        dateline=dateline,
        leads=leads.subjects,
        cases=leads.cases,
        told=tuple(_told(article, attributed, eyes)),
        outlet=article.outlet,
    )
    return replace(article, attributions=attributed.attributions, interview=interview, voices=voices_of(asked))


def _around(attributed: Attributed, interview: Interview) -> Iterator[Attribution]:
    """What is said outside the turns of an interview: within them the one who answers is the voice, and not whom he quotes."""
    turns = [(part.start, part.end) for turn in interview.turns for part in turn.content]
    for one in attributed.attributions:
        if not any(start <= part.start < end for part in one.content for start, end in turns):
            yield one


def _told(article: ArticleVoices, attributed: Attributed, eyes: Eyes) -> Iterator[SelfTold]:
    """What speakers say of themselves between quotation marks; a quotation whose speaker was concluded tells nothing."""
    for one in attributed.attributions:
        if one.speech is Speech.DIRECT and one.speaker >= 0 and not one.inferred and not one.refuted:
            name = attributed.speakers[one.speaker].name
            telling = Telling(name, article.lang, article.outlet or name, article.published, eyes.gazetteer)
            yield from read_self_told(article.text, one.content, telling)
