"""Are the words of the room whole in every language: none missing, none without use, none left in English?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from firsthand.desk.words import own, words
from firsthand.rendering.words import LANGUAGES
from firsthand.rendering.words import words as of_reports

ROOM = Path(str(files("firsthand.desk")))
TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
EVERY = pytest.mark.parametrize("lang", TRANSLATED)

_WHOLE = re.compile(r"""["']([a-z][a-z-]*\.[a-z][a-z0-9_-]*)["']""")
_BEGUN = re.compile(r"""["']([a-z][a-z-]*)\."\s*~|["']([a-z][a-z-]*)\.'\s*~""")
_LISTED = re.compile(r"""["']([a-z][a-z0-9_-]*)["']""")
_LATIN = re.compile(r"[A-Za-z]+")
LATIN = {
    "API",
    "HTTP",
    "JavaScript",
    "X",
    "Forwarded",
    "Proto",
    "https",
    "host",
    "Firsthand",
    "MB",
    "UTC",
    "HTTPS",
    "OpenAPI",
    "URL",
    "ID",
    "JSON",
    "WACZ",
    "ZIP",
    "SHA",
    "en",
    "uk",
    "ru",
    "el",
}
"""What is written in Latin letters in any language, beside placeholders."""
ALIEN = {"uk": "ыэъёЫЭЪЁ", "ru": "іїєґІЇЄҐ", "el": ""}
"""Letters of a neighbour's alphabet that the language does not have."""


@cache
def templates() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOM / "templates/desk").iterdir()))


@cache
def sources() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in sorted(ROOM.glob("*.py")))


def calls(name: str) -> Iterator[ast.Call]:
    for module in sources():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def constants(node: ast.AST) -> Iterator[str]:
    """The words that an expression may become: each string in it; an f-string as what it begins with and a star."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def argument(name: str, place: int) -> set[str]:
    """What stands at one place of every call of a function."""
    return {word for call in calls(name) if len(call.args) > place for word in constants(call.args[place])}


def told(name: str, keyword: str) -> set[str]:
    """What is given under a name to every call of a function."""
    given = [pair.value for call in calls(name) for pair in call.keywords if pair.arg == keyword]
    return {word for value in given for word in constants(value)}


def answered() -> set[str]:
    """What stands beside a status of HTTP: `(507, "disk")`."""
    pairs = [node.elts for module in sources() for node in ast.walk(module) if isinstance(node, ast.Tuple)]
    return {word for pair in pairs if len(pair) == 2 and _is_status(pair[0]) for word in constants(pair[1])}


def _is_status(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and 400 <= node.value < 600


def returned(name: str) -> set[str]:
    """What a function of this name may give back, but the empty string."""
    nodes = [node for module in sources() for node in ast.walk(module)]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == name]
    answers = [node.value for one in functions for node in ast.walk(one) if isinstance(node, ast.Return) and node.value]
    return {word for value in answers for word in constants(value) if word}


@cache
def strings() -> frozenset[str]:
    """Every string of the Python sources and every quoted word of the templates."""
    nodes = [node for module in sources() for node in ast.walk(module)]
    said = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(said | set(_LISTED.findall(templates())))


def made() -> dict[str, set[str]]:
    """The keys that the code makes up at run time, by group, as the calls in the sources say."""
    return {
        "told": argument("tell", 1),
        "did": argument("note", 1),
        "sorry": told("render", "why") | told("_bare", "why") | answered(),
        "ask": argument("_form", 2) | returned("knock"),
        "step": {word for call in calls("step") if call.args for word in constants(call.args[0])},
    }


@cache
def asked() -> set[str]:
    """Keys that stand whole in a template or a source, and those that calls make up (`group.begin*` for an f-string)."""
    whole = set(_WHOLE.findall(templates()))
    whole |= {word for word in strings() if re.fullmatch(r"[a-z][a-z-]*\.[a-z][a-z0-9_-]*", word)}
    groups = {key.partition(".")[0] for key in own("en")}
    whole = {f"{key}*" if key.endswith("-") else key for key in whole}
    return {key for key in whole if key.partition(".")[0] in groups and not key.endswith(".html")} | {
        f"{group}.{word}" for group, found in made().items() for word in found
    }


@cache
def begun() -> set[str]:
    """Groups of which keys are made up: `t["state." ~ tip.state]` in a template, `f"join.{fault.code}"` in a source."""
    nodes = [node for module in sources() for node in ast.walk(module) if isinstance(node, ast.JoinedStr)]
    starts = {
        word.removesuffix(".*") for node in nodes for word in constants(node) if re.fullmatch(r"[a-z-]+\.\*", word)
    }
    return starts | {one or other for one, other in _BEGUN.findall(templates())}


def of(group: str, keys: set[str]) -> set[str]:
    return {key for key in keys if key.startswith(f"{group}.")}


def test_every_key_that_is_asked_for_is_there() -> None:
    held = set(words("en"))
    plain = {key for key in asked() if "*" not in key}
    files_ = {
        key for key in plain if key.rpartition(".")[2] in {"py", "js", "css", "toml", "key", "svg", "sqlite3", "j2"}
    }
    assert sorted(plain - files_ - held) == []
    for key in asked() - plain:
        start = key.partition("*")[0]
        assert [one for one in held if one.startswith(start)], f"no key begins with {start}"
    assert len(plain) > 150, "the sources are read"


def test_every_key_that_a_template_makes_up_has_its_group() -> None:
    held = set(words("en"))
    assert {"state", "role", "sorry", "decide"} <= begun()
    assert [group for group in begun() if not of(group, held)] == []


def test_no_key_is_without_use() -> None:
    stars = [key.partition("*")[0] for key in asked() if "*" in key]
    loose = begun() - {"told", "did", "sorry"}
    made_up = {key for key in own("en") if key.partition(".")[0] in loose and key.partition(".")[2] in known()}
    used = asked() | made_up | {key for key in own("en") if any(key.startswith(star) for star in stars)}
    assert sorted(set(own("en")) - used) == []


@cache
def known() -> set[str]:
    """Words that keys may be made up of: those in sources and templates, names of fields of the record, and Django's codes."""
    from firsthand.record.cases import Kind
    from firsthand.record.decisions import Answer
    from firsthand.record.outcome import Verdict

    enums = {one.value for kind in (Kind, Answer, Verdict) for one in kind}
    record = "\n".join(path.read_text("utf-8") for path in Path(str(files("firsthand.record"))).glob("*.py"))
    fields = {
        node.target.id
        for node in ast.walk(ast.parse(record))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    others = {"reader", "reporter", "editor", "admin", "capture", "read", "recall", "weigh"}
    others |= {"password_too_short", "password_too_common", "password_too_similar"}
    words_ = set(strings()) | enums | fields | others
    ends = set(re.findall(r"~ \"(-[a-z-]+)\"", templates()))
    return words_ | {word + end for word in words_ for end in ends}


@pytest.mark.parametrize("state", ["new", "checking", "open", "drafted", "answered", "closed", "failed"])
def test_every_state_of_a_tip_has_words(state: str) -> None:
    assert f"state.{state}" in own("en")


def test_no_key_of_the_room_hides_one_of_the_reports() -> None:
    assert set(own("en")) & set(of_reports("en")) == set()


@EVERY
def test_a_translation_has_the_same_keys_and_none_is_empty(lang: str) -> None:
    assert sorted(set(own("en")) ^ set(own(lang))) == []
    assert [key for key, word in own(lang).items() if not word.strip()] == []


@EVERY
def test_placeholders_are_kept(lang: str) -> None:
    def fields(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)

    assert [key for key, word in own("en").items() if fields(word) != fields(own(lang)[key])] == []


@EVERY
def test_nothing_is_left_in_english(lang: str) -> None:
    left = {
        key: sorted(set(_LATIN.findall(re.sub(r"\{\w+\}", "", word))) - LATIN)
        for key, word in own(lang).items()
        if set(_LATIN.findall(re.sub(r"\{\w+\}", "", word))) - LATIN
    }
    assert left == {}
    same = [key for key, word in own("en").items() if word == own(lang)[key] and set(_LATIN.findall(word)) - LATIN]
    assert same == []


@EVERY
def test_no_letter_is_of_another_alphabet(lang: str) -> None:
    """Letters that look alike hide: a Latin o in a Ukrainian word is not found by any search."""
    mixed = re.compile(r"[A-Za-z][Ѐ-ӿͰ-Ͽἀ-῿]|[Ѐ-ӿͰ-Ͽἀ-῿][A-Za-z]|[Ѐ-ӿ][Ͱ-Ͽ]|[Ͱ-Ͽ][Ѐ-ӿ]")
    assert [key for key, word in own(lang).items() if mixed.search(word)] == []
    assert [key for key, word in own(lang).items() if set(word) & set(ALIEN[lang])] == []
    other = re.compile("[Ѐ-ӿ]" if lang == "el" else "[Ͱ-Ͽ]")
    assert [key for key, word in own(lang).items() if other.search(word)] == []


def test_no_sentence_breaks_the_page_or_its_attributes() -> None:
    for lang in LANGUAGES:
        assert [key for key, word in own(lang).items() if re.search(r"[<>&\n]|  ", word)] == []
