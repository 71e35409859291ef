"""Which pictures does the page of a report show? Ours and those on file that were met, encoded anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Protocol

from firsthand.casebook.store import CasebookStore
from firsthand.errors import FirsthandError
from firsthand.evidence.decoder import Decoder
from firsthand.reading.display import web_jpeg
from firsthand.record.leads import Leads
from firsthand.record.readings import Reading
from firsthand.settings import Settings


class Examined(Protocol):
    """What a report was made of."""

    @property
    def reading(self) -> Reading: ...
    @property
    def leads(self) -> Leads: ...
    @property
    def bodies(self) -> Mapping[str, bytes]: ...


def pictures_shown(
    book: CasebookStore, decoder: Decoder, settings: Settings, checked: Examined
) -> Iterator[tuple[str, bytes]]:
    """Each picture by its exhibit as a small JPEG.

    A picture that cannot be shown is left out; the page has a labelled box for it, and the report says what was wrong.
    """
    for picture in checked.reading.pictures:
        if picture.sha256 in checked.bodies:
            with suppress(FirsthandError):
                body = checked.bodies[picture.sha256]
                yield picture.exhibit, web_jpeg(decoder.pixels(body, picture.name, settings, picture.at))
    for sha256 in sorted(met_on_file(checked.leads)):
        with suppress(FirsthandError):
            yield sha256, web_jpeg(decoder.pixels(book.exhibit(sha256), sha256, settings))


def met_on_file(leads: Leads) -> set[str]:
    """The pictures on file that leads point to, by their exhibits."""
    wanted = {(lead.case, lead.picture) for lead in leads.pictures}
    held = {picture.sha256 for case in leads.cases for picture in case.pictures if (case.id, picture.id) in wanted}
    return held - {""}
