"""How does the evidence of a case leave the room? As one ZIP of its bundle, made beside the room's file, gone once it is sent."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse

from firsthand.desk import book
from firsthand.desk.conf import FOLDER
from firsthand.desk.entering import note
from firsthand.desk.opened import address, name_of
from firsthand.desk.pages import lang_of, me, render
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.bundling import Exported

PLACE = "a download at the desk"

_one = threading.Lock()
"""A bundle takes the disk space of all its exhibits: one is made at a time."""


def export(request: HttpRequest, id: str) -> HttpResponse:
    """The bundle of a case. Something missing or damaged is told in its page, and by the name of the file."""
    store = book.desk().book
    if store.case(id) is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    if store.custody.untold:
        return render(request, "sorry.html.j2", 409, why="untold", words=book.at_home(store.custody.untold))
    try:
        file, done = _zipped(id, lang_of(request), me(request).name)
    except FirsthandError as error:
        return render(request, "sorry.html.j2", 409, why="export", words=book.at_home(str(error)), onto=address(id))
    note(request, "bundled", id, " ".join(done.problems)[:2000])
    return _sent(request, file, f"{name_of(id, 'case')}-evidence{'-INCOMPLETE' if done.problems else ''}.zip")


def _zipped(id: str, lang: str, who: str) -> tuple[IO[bytes], Exported]:
    """The ZIP, a file without a name, and what went into it."""
    # Late, as in `captures`.
    from firsthand.bundling import export_bundle

    room = Path(settings.FIRSTHAND_CASEBOOK) / FOLDER
    with _one, TemporaryDirectory(prefix=".bundle-", dir=room) as work:
        folder = Path(work) / "evidence"
        done = export_bundle(book.desk(), id, folder, lang=lang, who=who, place=PLACE)
        file = TemporaryFile(dir=room)  # noqa: SIM115 - the answer closes it when it is sent
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(one for one in folder.rglob("*") if one.is_file()):
                packed.write(path, path.relative_to(folder))
        file.seek(0)
        return file, done


def _sent(request: HttpRequest, file: IO[bytes], name: str) -> HttpResponse:
    # It is packed already: packing it once more would take its length from the answer.
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]
