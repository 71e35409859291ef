"""Is this one tip? Its fields as somebody wrote them, in a call, on a command line or on a line of JSON."""

from __future__ import annotations

from typing import Any

from firsthand.errors import UsageError
from firsthand.record.casefile_wire import is_lang
from firsthand.record.tips import Tip
from firsthand.record.when import parse

KINDS = ("url", "text", "html", "picture", "post")


def make_tip(**given: str) -> Tip:
    """A tip from its fields by name; `published` is an EDTF string. Raises UsageError, WhenError."""
    if unknown := sorted(set(given) - {"id", "caption", "published", "lang", *KINDS}):
        raise UsageError(
            f"A tip has no field {unknown[0]!r}.", hint=f"It has id, {', '.join(KINDS)}, caption, published, lang."
        )
    kinds = [kind for kind in KINDS if given.get(kind, "").strip()]
    if len(kinds) != 1:
        what = "nothing to check" if not kinds else f"{' and '.join(kinds)} at once"
        raise UsageError(f"The tip carries {what}.", hint=f"Give one of {', '.join(KINDS)}.")
    if given.get("caption") and kinds[0] not in ("picture", "url"):
        raise UsageError(
            f"A caption goes with a picture, not with {kinds[0]}.",
            hint="Name the picture too, or leave the caption out.",
        )
    lang = given.get("lang", "").strip()
    if lang and not is_lang(lang.replace("_", "-")):
        raise UsageError(f"{lang!r} is not a language tag.", hint="Write en, uk, ru, el, or leave it out.")
    words = {name: _whole(value) for name, value in given.items() if value and name in ("id", "text", "caption")}
    published = given.get("published", "").strip()
    fields: dict[str, Any] = {name: value for name, value in given.items() if value} | words
    return Tip(**{**fields, "published": parse(published) if published else None})


def _whole(text: str) -> str:
    """The words with each half of a character (a byte of another encoding, on a command line) as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
