"""How does a tip come onto the desk? Its words and bytes kept, its row made, its check asked for."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest

from firsthand.desk import book, jobs
from firsthand.desk.models import Incoming, Person
from firsthand.desk.pages import whole
from firsthand.errors import UsageError
from firsthand.record.tip_fields import make_tip

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_NAME = re.compile(r"[^\w.,() -]+")
LONGEST = 100_000
"""Characters of words that one may paste."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form carried. `picture` is its bytes; `words` are an address, words, or the caption of the picture.

    `once` names the form as it was shown: sent twice, by two clicks or the browser's back button, it is one tip.
    """

    words: str
    published: str = ""
    lang: str = ""
    picture: bytes = b""
    name: str = ""
    once: str = ""

    @property
    def digest(self) -> str:
        """Of what was sent: who goes back and writes something else has sent something else."""
        words = json.dumps([self.words, self.published, self.lang, hashlib.sha256(self.picture).hexdigest()])
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def url(self) -> str:
        return self.words if not self.picture and _ADDRESS.fullmatch(self.words) else ""

    @property
    def text(self) -> str:
        return "" if self.picture or self.url else self.words


def sent(request: HttpRequest) -> Sent:
    """What the form of a request carried."""
    file = request.FILES.get("picture")
    data = file.read() if isinstance(file, UploadedFile) else b""
    name = file_name(file.name or "") if isinstance(file, UploadedFile) else ""
    published, lang = whole(request, "published", 40), whole(request, "lang", 12)
    return Sent(whole(request, "words", LONGEST), published, lang, data, name, whole(request, "once", 60))


def empty() -> Sent:
    """A form as it is shown for the first time."""
    return Sent("", once=secrets.token_urlsafe(12))


def receive(form: Sent, by: Person | None, sender: str = "", receipt: str = "") -> Incoming:
    """Put a tip on the desk and ask for its check, or give the one that this form has made already.

    `receipt` is the digest of the secret by which the sender comes back. Raises FirsthandError where it cannot be taken as it is.
    """
    if not form.words and not form.picture:
        raise UsageError("Nothing was sent.", hint="Paste an address or words, or choose a picture.")
    given = {"picture": form.name or "picture", "caption": form.words} if form.picture else {}
    given = given or {"url": form.url, "text": form.text}
    make_tip(**{k: v for k, v in (given | {"published": form.published, "lang": form.lang}).items() if v})
    sha256 = _kept(form) if form.picture else ""
    receipt = receipt or _mark(form, by)
    # Transactions of the room begin as writers, one after another: of two that look, the second sees the first one's row.
    with transaction.atomic():
        if receipt and (there := Incoming.objects.filter(receipt=receipt).first()):
            return there
        row = Incoming.objects.create(
            by=by,
            sender=sender or (by.name if by else ""),
            receipt=receipt,
            url=form.url,
            text=form.text,
            caption=form.words if form.picture else "",
            published=form.published,
            lang=form.lang,
            picture=sha256,
            picture_name=form.name,
        )
        jobs.ask("check", row.pk, by.name if by else "the public form")
    return row


def _mark(form: Sent, by: Person | None) -> str:
    return hashlib.sha256(f"form {by.pk} {form.once} {form.digest}".encode()).hexdigest() if by and form.once else ""


def _kept(form: Sent) -> str:
    """The SHA-256 of the picture, once it was opened in the process apart and is on file. Raises FirsthandError."""
    with book.working() as desk:
        media, prints = desk.decoder.reference(form.picture, form.name, desk.settings)
        return desk.book.keep(form.picture, form.name, media, prints).sha256


def file_name(name: str) -> str:
    """The last part of a file's name, without what a folder or a page could take for something else."""
    return _NAME.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip("._ ")[-120:] or "picture"
