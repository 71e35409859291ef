"""How do looks at appearances become one page that loads nothing, runs nothing and obeys nobody?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from firsthand.record.looks import Look
from firsthand.rendering import PictureData
from firsthand.rendering.html import environment, policy, style
from firsthand.rendering.state_page import Faces, view
from firsthand.rendering.words import words


def to_html(looks: Sequence[Look], *, pictures: PictureData, version: str, lang: str = "en") -> str:
    """One self-contained page of HTML in the interface language `lang`. Raises UsageError where there is no such catalogue."""
    catalogue, code = words(lang), lang.lower().split("-")[0]
    views = [view(one, Faces(catalogue, code, pictures)) for one in looks]
    css = style() + _own_style()
    template = environment().get_template("state.html.j2")
    return template.render(
        looks=views,
        t=catalogue,
        lang=code,
        version=version,
        css=Markup(css),  # noqa: S704 - our own files
        policy=policy(css),
    )


@cache
def _own_style() -> str:
    return files("firsthand.rendering").joinpath("state.css").read_text("utf-8")
