"""Which questions are put to a tip, and what may each of them consult?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from firsthand.record.findings import Finding, NotChecked, Why
from firsthand.record.leads import Lack, Leads
from firsthand.record.readings import Reading
from firsthand.record.tips import Tip
from firsthand.settings import Settings

T = TypeVar("T")

GROUP = "firsthand.checks"
"""The entry point group by which outside packages add checks."""

LACKS = {
    "text": "The tip carries no text.",
    "picture": "The tip carries no picture.",
    "caption": "No picture of the tip carries a caption.",
}
"""What a tip may have to carry, and how its absence is said."""


@dataclass(frozen=True, slots=True)
class Question:
    """All that a check may consult. Two equal questions have equal answers, years apart."""

    tip: Tip
    reading: Reading
    leads: Leads
    settings: Settings


Answer = Finding | NotChecked


@dataclass(frozen=True, slots=True)
class Check:
    """One question. `asks` says it in one plain sentence.

    `needs` names what the tip must carry (keys of LACKS): without it `run` is not called and the answer is `not-checked`.
    `run` is pure, and every answer that it gives bears `code`.
    """

    code: str
    asks: str
    needs: frozenset[str]
    run: Callable[[Question], tuple[Answer, ...]]


class Door(Protocol):
    """What is asked of an entry point (`importlib.metadata.EntryPoint` is one)."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    def load(self) -> object: ...


def run_checks(question: Question, checks: Iterable[Check]) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """All answers in the order of the table.

    A check whose needs the tip lacks answers `absent`. What recall could not look at (`Leads.lacking`) is `failed`, and
    then nobody can say that the casebook holds nothing, so that such an answer of the same check is left out. What is
    said of one picture for each of several cases in the same words is said once.
    """
    answers = list(dict.fromkeys(answer for check in checks for answer in _answers(question, check)))
    return (
        tuple(answer for answer in answers if isinstance(answer, Finding)),
        tuple(answer for answer in answers if isinstance(answer, NotChecked)),
    )


def _answers(question: Question, check: Check) -> tuple[Answer, ...]:
    gaps = tuple(_gap(lack) for lack in question.leads.lacking if lack.code == check.code)
    missing = [need for need in LACKS if need in check.needs and not _carries(question.reading, need)]
    if missing:
        return gaps or (NotChecked(check.code, Why.ABSENT, LACKS[missing[0]]),)
    found = check.run(question)
    return tuple(answer for answer in found if not (gaps and _no_record(answer))) + gaps


def _gap(lack: Lack) -> NotChecked:
    return NotChecked(lack.code, Why.FAILED, lack.reason, lack.hint)


def _no_record(answer: Answer) -> bool:
    return isinstance(answer, NotChecked) and answer.why is Why.NO_RECORD


def _carries(reading: Reading, need: str) -> bool:
    if need == "text":
        worded = any(picture.inscriptions for picture in reading.pictures)
        return bool(reading.text.strip()) or worded or _carries(reading, "caption")
    if need == "picture":
        return bool(reading.pictures)
    return any(picture.caption and picture.caption.text.strip() for picture in reading.pictures)


def outside(doors: Iterable[Door], own: Iterable[Check]) -> tuple[Check, ...]:
    """The checks that outside packages bring, in the order of their names.

    An entry point names one Check, or a tuple of them. One that cannot be loaded, is no Check, needs what no tip carries,
    or uses a code again is replaced by a check that answers `failed` and names the package: a report never loses it silently.
    """
    codes = {check.code for check in own}
    added: list[Check] = []
    for door in sorted(doors, key=lambda door: (door.name, door.value)):
        for check in _enter(door):
            problem = _problem(check, codes)
            added.append(_broken(door, problem) if problem else _kept_in(check, door))
            codes.add(check.code)
    return tuple(added)


def _enter(door: Door) -> tuple[Check, ...]:
    brought = _attempt(door.load)
    if isinstance(brought, Exception):
        return (_broken(door, f"it could not be loaded ({type(brought).__name__}: {brought})"),)
    rows = brought if isinstance(brought, tuple) else (brought,)
    if not rows or not all(isinstance(row, Check) for row in rows):
        return (_broken(door, "it is not a Check of firsthand.checks.table, nor a tuple of them"),)
    return rows


def _problem(check: Check, codes: set[str]) -> str:
    if check.code in codes:
        return f"its code {check.code!r} is in use already"
    strange = sorted(check.needs - LACKS.keys())
    return f"the check {check.code!r} needs {strange[0]!r}, which no tip carries" if strange else ""


def _broken(door: Door, problem: str) -> Check:
    code = f"outside:{door.value}"
    reason = f"The check {door.name!r} of {door.value} was not asked: {problem}."
    gap = NotChecked(code, Why.FAILED, reason, "Repair or uninstall the package that brings it.")
    return Check(code, "Does this outside check work at all?", frozenset(), lambda question: (gap,))


def _kept_in(check: Check, door: Door) -> Check:
    """The same check, whose failures and foreign answers become a row that names its package."""

    def run(question: Question) -> tuple[Answer, ...]:
        answers = _attempt(lambda: tuple(check.run(question)))
        if isinstance(answers, Exception):
            return _failed(check, door, f"it stopped with {type(answers).__name__}: {answers}")
        if not all(isinstance(answer, Finding | NotChecked) and answer.code == check.code for answer in answers):
            return _failed(check, door, f"it gave an answer that is no Finding or NotChecked of code {check.code!r}")
        return answers

    return replace(check, run=run)


def _failed(check: Check, door: Door, problem: str) -> tuple[Answer, ...]:
    reason = f"The check of {door.value} gave no answer: {problem}."
    return (NotChecked(check.code, Why.FAILED, reason, "Tell the authors of that package."),)


def _attempt(call: Callable[[], T]) -> T | Exception:
    # Outside code may raise anything; one bad package must not cost the report, and its failure becomes a row.
    try:
        return call()
    except Exception as error:  # noqa: BLE001
        return error
