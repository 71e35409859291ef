"""What do programs send and get? The shapes of the objects, from which the OpenAPI description is made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
State = Literal["new", "checking", "open", "drafted", "answered", "closed", "failed"]
Answer = Literal["yes", "no", "unsure", "withdrawn"]


class Shape(Schema):
    """A shape that takes what it names and nothing else."""

    model_config = ConfigDict(extra="forbid")


class CheckIn(Shape):
    """A tip: an address, or words; with a picture (a form, `multipart/form-data`) its caption."""

    words: Annotated[
        str, Field(max_length=100_000, description="An address, or words, or the caption of the picture.")
    ] = ""
    published: Annotated[str, Field(max_length=40, description="EDTF: 2022-09-10, 2022-09, 2022")] = ""
    lang: Annotated[str, Field(max_length=12, description="en, uk, ru, el, if it is known")] = ""


class DecisionIn(Shape):
    """What a person decided on a match: `tip` and `item` as they stand in the finding's `match`."""

    tip: Annotated[str, Field(max_length=200)]
    item: Annotated[str, Field(max_length=300)]
    answer: Answer
    why: Annotated[str, Field(max_length=2000)] = ""


class Asked(Schema):
    """How much of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many a page holds.")] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="`next` of the page before.")] = None


class TipsAsked(Asked):
    """Which tips: of one view, and those that hold all these words."""

    view: Literal["todo", "drafted", "answered", "closed", "all"] = "all"
    q: Annotated[str, Field(max_length=200)] = ""


class CasesAsked(Asked):
    """Which cases: those that hold all these words (folded, in four languages), and bear these marks."""

    q: Annotated[str, Field(max_length=300)] = ""
    status: Annotated[str, Field(max_length=200)] = ""
    verdict: Annotated[str, Field(max_length=200)] = ""
    lang: Annotated[str, Field(max_length=200)] = ""


class DecisionsAsked(Asked):
    """Which decisions: those on one tip (`picture:SHA256`, `text:SHA256`), or all, oldest first."""

    tip: Annotated[str, Field(max_length=200)] = ""


class ExportAsked(Schema):
    """In which form a case leaves."""

    form: Literal["yaml", "json", "jsonl"] = "yaml"


class DecisionOut(Schema):
    """One row of the ledger."""

    tip: str
    item: str
    answer: Answer
    who: str
    at: datetime
    why: str


class TipLine(Schema):
    """A tip as lists show it. `outcome` and `headline` are those of the newest report, `report` is that report's name."""

    id: int
    at: datetime
    sender: str
    outside: bool
    state: State
    title: str
    assigned: str | None
    due: date | None
    headline: str
    outcome: str
    report: str
    case: str


class AnswerOut(Schema):
    """What the desk answers: a draft, or signed by `who`."""

    signed: bool
    verdict: str
    words: str
    case: str
    who: str
    at: datetime


class TipOut(TipLine):
    """A tip with all that is known of it. `report_json` is what `firsthand check --json` prints; null before the first report.

    `step` is where its check is (`waiting capture read recall weigh file done failed`), `problem` why it failed.
    """

    url: str
    text: str
    caption: str
    published: str
    lang: str
    picture: str
    picture_name: str
    step: str
    problem: str
    report_json: dict[str, Any] | None
    answers: list[AnswerOut]


class CaseLineOut(Schema):
    """A case as lists show it."""

    id: str
    title: str
    status: str
    verdicts: list[str]
    langs: list[str]
    claims: int
    pictures: int


class ReportOut(Schema):
    """A report on file, by whom and when."""

    name: str
    who: str
    at: datetime
    report: dict[str, Any]


class HeadOut(Schema):
    """The signed head of the custody log, as its files hold it."""

    head: str
    signature: str
    public_key: str


class ExhibitOut(Schema):
    """An exhibit on file; `whole` is found by reading its bytes anew, `problem` says why it is not."""

    sha256: str
    size: int
    media: str
    name: str
    whole: bool
    problem: str


class MeOut(Schema):
    """For whom the token speaks, and what it may be used for."""

    person: str
    role: str
    token: str
    scopes: list[str]
    until: datetime


class Tips(Schema):
    """One page of tips; `next` is the cursor of the page after it, null at the end."""

    items: list[TipLine]
    next: str | None


class Cases(Schema):
    """One page of cases."""

    items: list[CaseLineOut]
    next: str | None


class Decisions(Schema):
    """One page of decisions."""

    items: list[DecisionOut]
    next: str | None


class ProblemOut(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
