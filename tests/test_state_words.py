"""Is every state, observation and conclusion said in all four languages, with nothing left unfilled?"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

import pytest

from firsthand.commands.state import LANGUAGES as OFFERED
from firsthand.evidence import state
from firsthand.reading import walls
from firsthand.record.states import Noted, Observation, State, StateFound, Values
from firsthand.rendering.state_marks import marked
from firsthand.rendering.state_words import UNFILLED, concluded, day, not_meant, observed, state_name
from firsthand.rendering.words import LANGUAGES, words

DAYS = (("then", "2026-03-03"), ("now", "2026-09-09"))
LINE = (("from", "https://a.example/"), ("to", "https://b.example/"), ("status", "301"))
NOTE = (("words", "Correction: it is a third."), ("new", "yes"))
SEEN: tuple[tuple[Noted, Values], ...] = (
    (Noted.ANSWERED, (("status", "200"), ("now", "2026-09-09"))),
    (Noted.FAILED, (("problem", "It did not answer."),)),
    (Noted.REDIRECTED, LINE),
    (Noted.MOVED, (("to", "https://b.example/"),)),
    (Noted.INCOMPLETE, (("problem", "It was cut off."),)),
    (Noted.UNREADABLE, (("problem", "It is empty."),)),
    (Noted.WALL, (("kind", "login"), ("words", "log in to continue"))),
    (Noted.REMOVAL_NOTICE, (("words", "withdrawn"),)),
    (Noted.PLATFORM_NOTICE, (("words", "removed by the moderators"),)),
    (Noted.SOFT_404, (("words", "page not found"),)),
    (Noted.FRONT_PAGE, (("to", "https://a.example/"),)),
    (Noted.PARKED, (("words", "domain is for sale"),)),
    (Noted.OTHER_PAGE, ()),
    (Noted.OTHER_LANGUAGE, (("lang", "uk"), ("then", "el"))),
    (Noted.TEXT_SAME, ()),
    (Noted.TEXT_CHANGED, (("count", "3"),)),
    *((kind, (*DAYS, ("words", "half of the schools"))) for kind in Noted if kind.value.startswith("passage-")),
    *(
        (kind, (("then", ""), DAYS[1], ("words", "half of the schools")))
        for kind in (Noted.PASSAGE_THERE, Noted.PASSAGE_ALTERED, Noted.PASSAGE_NOT_FOUND)
    ),
    (Noted.PICTURE_SAME_FILE, (("url", "https://a.example/1.jpg"),)),
    *((Noted.PICTURE_OTHER_FILE, (("url", "https://a.example/1.jpg"), ("address", at))) for at in ("same", "other")),
    (Noted.PICTURE_REPLACED, (("url", "https://a.example/1.jpg"),)),
    (Noted.PICTURE_ABSENT, (("count", "2"),)),
    (Noted.PICTURE_NOT_COMPARED, (("why", "no-prints"),)),
    (Noted.PICTURE_NOT_COMPARED, (("why", "not-seen"), ("count", "1"))),
    *((kind, (NOTE[0], ("new", new))) for kind in Noted if kind.value.startswith("note-") for new in ("yes", "no")),
)
"""Every kind of observation with the values that evidence/state.py and reading/page_compared.py give it."""


def constants(node: ast.AST) -> Iterator[str]:
    yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "State"


def keys_of_conclusions() -> set[str]:
    """The keys that `decide` can give, read from its source: `_found(State.X, KEY, ...)` and `State.X, KEY`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(state))):
        if isinstance(node, ast.Call) and len(node.args) > 1 and is_state(node.args[0]):
            found.update(constants(node.args[1]))
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and is_state(node.elts[0]):
            found.update(constants(node.elts[1]))
    return found


KEYS = sorted(keys_of_conclusions())
VALUES: Values = (*DAYS, ("kind", "bot"), ("status", "404"), ("words", "withdrawn"), ("lang", "uk"))


def test_the_keys_are_read_from_the_source() -> None:
    assert {"up", "corrected", "corrected-still-there", "gone", "picture-never-seen", "caption-changed"} <= set(KEYS)
    assert {kind for kind, _ in SEEN} == set(Noted), "each kind of observation is tried"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "values"), SEEN, ids=lambda one: one.value if isinstance(one, Noted) else "")
def test_every_observation_is_a_sentence(kind: Noted, values: Values, lang: str) -> None:
    said = observed(Observation(kind, values), words(lang), lang)
    assert whole(said), said
    held = {name: value for name, value in values if name in ("url", "to", "status", "problem", "count", "words")}
    quoted = kind not in (Noted.PASSAGE_THERE, Noted.PASSAGE_ALTERED, Noted.PASSAGE_ABSENT, Noted.PASSAGE_NOT_FOUND)
    assert all(value.rstrip(".") in said for name, value in held.items() if name != "words" or quoted)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_conclusion_is_a_sentence(key: str, lang: str) -> None:
    assert whole(concluded(StateFound(State.UP, (), key, VALUES), words(lang), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_a_name_and_says_what_it_does_not_mean(lang: str) -> None:
    assert len({state_name(one, words(lang)) for one in State}) == len(State)
    assert all(whole(not_meant(one, words(lang))) for one in State)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_wall_has_a_name(lang: str) -> None:
    kinds = {*walls.ORDER, *walls.BY_STATUS.values(), "paywall"}
    assert all(f"wall.{kind}" in words(lang) for kind in kinds)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_left_over(lang: str) -> None:
    held = {key.partition(".")[2] for key in words(lang) if key.startswith("concluded.")}
    assert held == set(KEYS)


def whole(sentence: str) -> bool:
    """One sentence that begins and ends as one, with nothing unfilled."""
    return (
        not re.search(r"[{}]|  ", sentence)
        and UNFILLED not in sentence
        and not sentence.endswith("..")
        and bool(sentence[0].isupper() or sentence[0].isdigit() or sentence.startswith("http"))
    )


def test_a_look_of_another_version_is_told_as_far_as_it_can_be() -> None:
    said = observed(Observation(Noted.ANSWERED, (("status", "200"),)), words("en"), "en")
    assert said == f"On {UNFILLED}, the address answered with status 200."


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Our words stood there on 3 March 2026, and not on 9 September 2026."),
        ("uk", "3 березня 2026 р. наші слова там стояли, 9 вересня 2026 р. – ні."),
        ("ru", "3 марта 2026 г. наши слова там стояли, 9 сентября 2026 г. – нет."),
        ("el", "Στις 3 Μαρτίου 2026 τα λόγια μας υπήρχαν εκεί, στις 9 Σεπτεμβρίου 2026 όχι."),
    ],
)
def test_days_are_said_as_in_the_language(lang: str, said: str) -> None:
    found = observed(Observation(Noted.PASSAGE_ABSENT, DAYS), words(lang), lang)
    assert found.replace("\u202f", " ").replace("\u00a0", " ") == said


def test_a_minute_is_said_where_one_day_saw_both() -> None:
    assert day("2026-03-03T07:05Z", words("en"), "en") == "3 March 2026, 07:05 UTC"
    assert day("no day", words("en"), "en") == "no day"


def test_the_command_offers_the_languages_that_there_are() -> None:
    assert OFFERED == LANGUAGES


@pytest.mark.parametrize(
    ("before", "after", "left", "came"),
    [
        ("Half of the schools", "A third of the schools", ["Half"], ["A third"]),
        ("one two three", "one two three", [], []),
        ("", "all of it came", [], ["all of it came"]),
        ("all of it left", "", ["all of it left"], []),
        ("the old long name of it", "the name of it", ["old long"], []),
        ("at noon.", "at noon!", ["."], ["!"]),
    ],
)
def test_words_that_left_and_came_are_marked(before: str, after: str, left: list[str], came: list[str]) -> None:
    old, new = marked(before, after)
    assert "".join(word.text for word in old) == before
    assert "".join(word.text for word in new) == after
    assert [word.text for word in old if word.differs] == left
    assert [word.text for word in new if word.differs] == came


def test_a_passage_without_end_is_marked_as_a_whole() -> None:
    old, new = marked("one two " * 450, "two one " * 450)
    assert [len(old), old[0].differs, new[0].differs] == [2, True, True]
