"""How does a report become one page that loads nothing, runs nothing and obeys nobody?"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from firsthand.record.findings import Report
from firsthand.record.leads import Leads
from firsthand.record.readings import Reading
from firsthand.rendering import PictureData
from firsthand.rendering.page import Sources, build
from firsthand.rendering.safe import safe
from firsthand.rendering.words import words


def to_html(report: Report, reading: Reading, leads: Leads, *, pictures: PictureData, lang: str = "en") -> str:
    """One self-contained page of HTML in the interface language `lang`.

    Raises UsageError where there is no catalogue of that language. A picture not in `pictures` is a labelled empty box.
    """
    catalogue = words(lang)
    page = build(Sources(report, reading, leads, pictures, lang.lower().split("-")[0], catalogue))
    css = style()
    template = environment().get_template("report.html.j2")
    return template.render(page=page, t=catalogue, css=Markup(css), policy=policy(css))  # noqa: S704 - our own file


@cache
def style() -> str:
    return files("firsthand.rendering").joinpath("report.css").read_text("utf-8")


def policy(css: str) -> str:
    """The Content-Security-Policy (CSP level 3): this style by its hash, pictures from data:, and nothing else."""
    digest = b64encode(sha256(css.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def environment() -> Environment:
    """The templates, every word that they print made harmless."""
    return Environment(
        loader=PackageLoader("firsthand.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    """Every word that a template prints passes here, so that none can be forgotten."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value
