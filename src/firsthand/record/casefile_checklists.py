"""How does a checklist stand in a casefile, and what does the template that it names add to it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firsthand.record.casefile_entries import entry_fields, read_entries
from firsthand.record.casefile_wire import MAX_ID, Spot, nearest
from firsthand.record.checklist_templates import LANGUAGES, Template, templates
from firsthand.record.checklists import ANSWER_FIELD, Checklist, Criterion, Met

CHECKLIST_FIELDS = ("id", "template", "title", "note", "of", "criteria")
CRITERION_FIELDS = ("id", "text", "answer", "note", "entries")

MOST_CHECKLISTS = 20
"""Checklists of one case."""

MOST_CRITERIA = 200
"""Criteria of one checklist."""

MOST_LETTERS = 1000
"""Characters of a checklist's title and of a criterion's text: a report quotes them whole."""


def read_checklists(top: Spot) -> tuple[Checklist, ...]:
    """The checklists of a case, whole: texts that a template gives, and criteria that only it names, are among them."""
    members = [member for member in top.items("checklists") if member.fields(CHECKLIST_FIELDS)]
    return tuple(map(_checklist, members)) if _few(top, members, MOST_CHECKLISTS, "checklists") else ()


def write_checklists(checklists: Sequence[Checklist]) -> list[dict[str, Any]]:
    """Checklists as plain values in the order of the casefile, with every text: a template may gain criteria."""
    return [_fields(one) for one in checklists]


def drafted(template: Template, lang: str) -> Checklist:
    """The checklist of a template in one of LANGUAGES, with nothing answered yet."""
    criteria = (Criterion(id, texts[lang]) for id, texts in template.criteria.items())
    return Checklist(template.name, template.name, template.title[lang], criteria=tuple(criteria))


def _fields(one: Checklist) -> dict[str, Any]:
    said = {"id": one.id, "template": one.template, "title": one.title, "note": one.note, "of": one.of}
    return _filled({**said, "criteria": [_criterion_fields(criterion) for criterion in one.criteria]})


def _criterion_fields(one: Criterion) -> dict[str, Any]:
    entries = [entry_fields(entry) for entry in one.entries]
    said = {"id": one.id, "text": one.text, "answer": one.answer.value, "note": one.note}
    return _filled({**said, "entries": entries})


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _few(spot: Spot, members: Sequence[Spot], most: int, key: str) -> bool:
    if len(members) > most:
        spot.complain(f"There are {len(members):,} {key}; {most} is the limit.", "Leave some out.", key=key)
    return len(members) <= most


@dataclass(frozen=True, slots=True)
class _Frame:
    """The checklist that criteria are read for. `named` is the template as it is written there, be it one that is not shipped."""

    id: str
    named: str
    template: Template | None

    def texts(self, id: str) -> Mapping[str, str] | None:
        return self.template.criteria.get(id) if self.template else None


def _checklist(spot: Spot) -> Checklist:
    name = spot.text("template")
    template = _template(spot, name)
    frame = _Frame(spot.id(), name, template)
    title = _short(spot, "title", template.title[LANGUAGES[0]] if template else "", required=not name)
    members = [member for member in spot.items("criteria") if member.fields(CRITERION_FIELDS)]
    if not name and not members:
        hint = f"Write criteria, or name a template: {', '.join(templates())}."
        spot.complain("This checklist has no criteria.", hint, key="criteria")
    named = _criteria(members, frame) if _few(spot, members, MOST_CRITERIA, "criteria") else ()
    held = {criterion.id for criterion in named}
    others = {id: texts for id, texts in (template.criteria if template else {}).items() if id not in held}
    criteria = (*named, *(Criterion(id, texts[LANGUAGES[0]]) for id, texts in others.items()))
    return Checklist(frame.id, name, title, spot.text("note"), spot.text("of"), criteria)


def _template(spot: Spot, name: str) -> Template | None:
    """The shipped template of this name; None where there is none."""
    found = templates().get(name)
    if name and found is None:
        hint = nearest(name, list(templates())) or f"Shipped are: {', '.join(templates())}."
        spot.complain(f"There is no template {name[:MAX_ID]!r}.", hint, key="template")
    return found


def _short(spot: Spot, key: str, default: str, *, required: bool) -> str:
    """A text that reports quote whole. `required`: no template gives it, nor would give it were its name not misspelt."""
    said = spot.text(key, default=default, required=required)
    if len(said) > MOST_LETTERS:
        hint = "Shorten it, and put the rest into 'note'."
        spot.complain(f"It has {len(said):,} characters; {MOST_LETTERS:,} is the limit.", hint, key=key)
    return said


def _criteria(members: Sequence[Spot], frame: _Frame) -> tuple[Criterion, ...]:
    seen: dict[str, str] = {}
    found = [_criterion(member, frame) for member in members]
    for member, criterion in zip(members, found, strict=True):
        if criterion.id and criterion.id in seen:
            hint = "Join the two: entries that disagree may stand in one."
            member.complain(f"The criterion {criterion.id!r} already stands at {seen[criterion.id]}.", hint, key="id")
        seen.setdefault(criterion.id, member.path)
    return tuple(found)


def _criterion(spot: Spot, frame: _Frame) -> Criterion:
    id, template = spot.id(), frame.template
    texts = frame.texts(id)
    if len(frame.id) + len(id) >= MAX_ID:
        hint = "Shorten one of them: the entries of a criterion name both."
        spot.complain(
            f"The ids of checklist and criterion have more than {MAX_ID - 1} letters together.", hint, key="id"
        )
    if template and id and texts is None and not spot.text("text").strip():
        hint = f"{nearest(id, list(template.criteria))} A criterion of your own needs a text.".strip()
        spot.complain(f"The template {template.name!r} has no criterion {id[:MAX_ID]!r}.", hint, key="id")
    text = _short(spot, "text", texts[LANGUAGES[0]] if texts else "", required=not frame.named)
    answer = (spot.choice("answer", Met) if spot.text("answer") else None) or Met.UNKNOWN
    _answered(spot)
    return Criterion(id, text, answer, spot.text("note"), read_entries(spot, f"{frame.id}/{id}"))


def _answered(spot: Spot) -> None:
    """An entry by which a source answers the criterion gives one of the three answers."""
    listed = isinstance(spot.get("entries"), list)  # what is no list is complained of where entries are read
    for entry in spot.items("entries") if listed else ():
        if isinstance(entry.value, dict) and entry.get("field") == ANSWER_FIELD and entry.has("value"):
            entry.choice("value", Met)
