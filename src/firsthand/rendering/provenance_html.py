"""How does the provenance of evidence become one page that loads nothing, runs nothing and obeys nobody?"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from firsthand.record.provenance import Provenance
from firsthand.rendering import PictureData
from firsthand.rendering.html import environment, policy, style
from firsthand.rendering.provenance_page import build
from firsthand.rendering.words import words


def to_html(told: Provenance, *, pictures: PictureData, lang: str = "en") -> str:
    """One self-contained page of HTML in the interface language `lang`. Raises UsageError where there is no such catalogue."""
    catalogue = words(lang)
    page = build(told, pictures, catalogue, lang.lower().split("-")[0])
    css = style() + _own_style()
    template = environment().get_template("provenance.html.j2")
    return template.render(page=page, t=catalogue, css=Markup(css), policy=policy(css))  # noqa: S704 - our own files


@cache
def _own_style() -> str:
    return files("firsthand.rendering").joinpath("provenance.css").read_text("utf-8")
