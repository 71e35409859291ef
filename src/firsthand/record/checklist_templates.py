"""Which lists of criteria are shipped, and in which words? The files of `templates/`, read once; text in four languages each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "uk", "ru", "el")
"""Languages in which every template has its texts; the first is that of the record where a case gives no text of its own."""


@dataclass(frozen=True, slots=True)
class Template:
    """A shipped list of criteria. `title` and each criterion hold a text for each of LANGUAGES; `origin` says after whom it is.

    Criteria keep their ids and their sense for ever, as codes do: cases on file name them.
    """

    name: str
    origin: str
    title: Mapping[str, str]
    criteria: Mapping[str, Mapping[str, str]]


@cache
def templates() -> Mapping[str, Template]:
    """The shipped templates by name, in the order of their names."""
    folder = files("firsthand.record").joinpath("templates")
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    held = (_template(one.name.removesuffix(".toml"), one.read_text("utf-8")) for one in found)
    return MappingProxyType({template.name: template for template in held})


def _template(name: str, text: str) -> Template:
    said = tomllib.loads(text)
    return Template(name, " ".join(said["origin"].split()), said["title"], said["criteria"])


@cache
def _by_text() -> Mapping[str, Mapping[str, str]]:
    """Every title and text of the templates, in any language -> the same in all of them."""
    whole = [texts for one in templates().values() for texts in (one.title, *one.criteria.values())]
    return {text: texts for texts in whole for text in texts.values()}


def translated(text: str, lang: str) -> str:
    """A text of a shipped template in another of LANGUAGES; any other text as it stands."""
    return _by_text().get(text, {}).get(lang, text)
