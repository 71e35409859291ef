"""What is the reasoning behind a finding, as one paragraph that a person can print?

Made from the finding alone, so that a report of years ago is explained as it was found. It says no more than the finding,
takes no side, and names the source of every line of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firsthand.record.checklists import NO_SOURCE
from firsthand.record.findings import Comparison, Finding, NotChecked, Reason, Why
from firsthand.record.outcome import Outcome
from firsthand.rendering.gravity import KNOWN
from firsthand.rendering.rules import MEANS, OTHER, RULES, Rule, Turn
from firsthand.rendering.safe import one_line, web_address
from firsthand.rendering.wording import percent

_WORDS = "picture-words"
_FILE = frozenset({"date in the file", "place in the file"})
_CRITERIA = "checklist"
_HELD = RULES.keys() - KNOWN - {_WORDS, _CRITERIA}
"""Checks that hold words against lines of the record."""
_NAMES = {
    "seen before": "day on which it was seen",
    "place of the event named": "place",
    "dissolved": "end of the body",
    "founded": "beginning of the body",
    "died": "day of death",
    "born": "day of birth",
    "banner": "banner in the picture",
    "words in the picture": "lettering of the picture",
    "office (holds)": "office",
}
"""What is compared, where its name in a table makes no sentence."""

_FITS = {
    Outcome.SUPPORTED: "which fits",
    Outcome.CONTRADICTED: "which does not fit",
    Outcome.UNRESOLVED: "which alone settles nothing about",
    Outcome.NOT_CHECKED: "which was not compared with",
}

_WHY = {
    Why.ABSENT: "the tip carries nothing of the kind",
    Why.NO_RECORD: "there is nothing on file to compare with",
    Why.NOT_SET_UP: "what it takes is not set up",
    Why.FAILED: "it could not be looked at",
}


def reasoning(finding: Finding) -> str:
    """The paragraph: one line of harmless words in English.

    What was found; the exact words; the record with each source; the grounds of the match; the rule; what the answer
    means; what would change it; what to do.
    """
    rule, turn = RULES.get(finding.code, OTHER), turn_of(finding)
    hint = _sentence(finding.hint)
    parts = [
        _sentence(finding.headline),
        *_said(finding, rule),
        *_record(finding, turn),
        *_matched(finding, rule),
        hint if finding.code in KNOWN else "",  # there it names the reviews, and whose they are
        _sentence(f"The rule: {rule.rule.format(code=_bare(finding.code))}"),
        rule.means.get(turn, MEANS[turn]),
        f"What would change the answer: {rule.changes.get(turn, OTHER.changes[turn])}.",
        "" if finding.code in KNOWN else hint,
    ]
    return " ".join(part for part in parts if part)


def turn_of(finding: Finding) -> Turn:
    """How the answer turned out; an unresolved one by whether anything was found that it could rest on."""
    if finding.outcome is Outcome.UNRESOLVED:
        found = any(row.said or row.source for row in finding.compared if row.what not in _FILE)
        may_be = finding.code in KNOWN and bool(finding.match or finding.case)
        return Turn.OPEN if found or may_be else Turn.NOTHING
    turns = {
        Outcome.SUPPORTED: Turn.SUPPORTED,
        Outcome.CONTRADICTED: Turn.CONTRADICTED,
        Outcome.NOT_CHECKED: Turn.BLIND,
    }
    return turns[finding.outcome]


def unanswered(gaps: Iterable[NotChecked]) -> str:
    """What a report could not look at, as one line of sentences; nothing where there is none."""
    alike: dict[tuple[Why, str], list[str]] = {}
    for gap in gaps:
        alike.setdefault((gap.why, gap.reason), []).append(_bare(gap.code))
    told = [_sentence(f"{', '.join(codes)}: {_WHY[why]}. {one_line(reason)}") for (why, reason), codes in alike.items()]
    return " ".join(["Not checked, which is neither a yes nor a no:", *told]) if told else ""


def _said(finding: Finding, rule: Rule) -> Iterator[str]:
    """The exact words that were judged, each once in their order."""
    passages = [*finding.passages, *(row.passage for row in finding.compared if row.passage)]
    words = [_quoted(passage.exact) for passage in passages if one_line(passage.exact).strip()]
    if words:
        yield _sentence(f"{rule.voice}: {', '.join(dict.fromkeys(words))}")


def _record(finding: Finding, turn: Turn) -> Iterator[str]:
    """Every row of the table as a sentence that names its source."""
    yield from dict.fromkeys(_sentence(_row(row, finding.code)) for row in finding.compared)
    if not finding.compared and finding.code in _HELD and turn is Turn.NOTHING:
        yield "No line of the record was held against it."


def _row(row: Comparison, code: str) -> str:
    if code == _WORDS:
        read, other = (row.said, row.held) if row.what == "banner" else (row.held, row.said)
        beside = "on file are" if row.what == "banner" else "the caption says"
        return f"In the picture a machine read {_quoted(read)}, and {beside} {_quoted(other)}, {_source(row)}"
    if code == _CRITERIA:
        return f"To {_quoted(row.what)} the answer on file is {_quoted(row.held)}, {_source(row)}"
    what = _NAMES.get(row.what, one_line(row.what)) or "value"
    held = f"The {what} is {_quoted(row.held)}, {_source(row)}"
    if row.what in _FILE:
        return f"{held}, which settles nothing, since anybody can write it"
    return f"{held}, {_FITS[row.outcome]} {_spoken(row)}"


def _source(row: Comparison) -> str:
    source = one_line(row.source)
    if source == NO_SOURCE:
        return f"with {source}"
    who = "an unnamed source" if source in ("", "unnamed") else source
    # What a machine read is no witness: the words are quoted as the source that they name.
    who = f"what was {who}" if who.startswith("read from ") else who
    address = web_address(row.url)
    return f"according to {who} ({address})" if address else f"according to {who}"


def _spoken(row: Comparison) -> str:
    """What the row compares with: exact words, with what the record adds to them, or a time and whom it is said of."""
    said, exact = one_line(row.said), one_line(row.passage.exact) if row.passage else ""
    if not said:
        return "what is said"
    if not exact or exact == said:
        return _quoted(said)
    if said.startswith(f"{exact} ("):
        return f"{_quoted(exact)}{said.removeprefix(exact)}"
    return f"what the words are taken to say ({said})"


def _matched(finding: Finding, rule: Rule) -> Iterator[str]:
    """Why it is held to be the same. Where that only led to the case, how sure it is, and who decided it if somebody did."""
    match = finding.match
    if match is None:
        return
    decided = [reason for reason in match.reasons if reason.feature == "decision"]
    sure = f"has a probability of {percent(min(1.0, max(0.0, match.probability)))}"
    if decided and match.probability == 1.0:
        sure = "was decided by a person"  # a certainty that nobody has weighed is not told as a number
    shown = match.reasons if finding.code in KNOWN else decided
    yield _sentence(f"That {rule.item} is {_bare(match.item)} on file {sure}{_grounds(shown)}")


def _grounds(reasons: Iterable[Reason]) -> str:
    given = {_ground(reason): reason.against for reason in sorted(reasons, key=lambda one: -one.weight)}
    spoken = "; ".join(ground for ground, against in given.items() if ground and not against)
    against = "; ".join(ground for ground, against in given.items() if ground and against)
    return (f"; the grounds for it: {spoken}" if spoken else "") + (
        f"; the grounds against it: {against}" if against else ""
    )


def _ground(reason: Reason) -> str:
    """A ground; that by which a claim was found shows the words on both sides."""
    words = one_line(reason.words).rstrip(".")
    if reason.feature != "road" or not (reason.ours and reason.theirs):
        return words
    return f"{words} (on file: {_quoted(reason.theirs.exact)})"


def _quoted(words: str) -> str:
    return f"“{one_line(words)}”"


def _bare(words: str) -> str:
    return one_line(words) or "?"


def _sentence(words: str) -> str:
    """The words as a sentence that ends; nothing where there are none."""
    said = one_line(words)
    return said if not said or said.endswith((".", "!", "?", "…", ".”")) else f"{said}."
