"""What do looks at appearances look like for a program? One line of JSON, without the text of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firsthand.record.looks import Look, Target
from firsthand.record.states import StateCheck
from firsthand.rendering.plain import json_line, plain_value
from firsthand.rendering.state_page import Faces, row
from firsthand.rendering.words import words

VERSION = 1
"""Raised when a field changes its sense; a new field does not raise it."""


def looks_json(looks: Sequence[Look], *, lang: str = "en") -> str:
    """One object with all looks. The page itself is an exhibit of the capture that each look names."""
    shown = [
        {**_target(one.target), **check_plain(one.check, lang), "before": len(one.before), "notes": list(one.notes)}
        for one in looks
    ]
    return json_line({"version": VERSION, "looks": shown})


def history_json(held: Sequence[tuple[Target, Sequence[StateCheck]]], *, lang: str = "en") -> str:
    """One object with all appearances, and the looks at each that are on file, oldest first."""
    shown = [{**_target(target), "looks": [check_plain(one, lang) for one in checks]} for target, checks in held]
    return json_line({"version": VERSION, "appearances": shown})


def _target(target: Target) -> dict[str, Any]:
    one = target.appearance
    return {"appearance": target.name, "case": target.case, "url": one.url, "about": one.of, "caption": one.caption}


def check_plain(check: StateCheck, lang: str) -> dict[str, Any]:
    """One look: the state and the key of its sentence, all that was observed, the passages and differences."""
    plain: dict[str, Any] = plain_value(check)
    answer, found = plain.pop("answer"), plain.pop("found")
    said = row(check, 0, Faces(words(lang), lang.lower().split("-")[0], {}))
    sentences = {"observed": list(said.observed), "concluded": said.concluded}
    line = {name: answer[name] for name in ("hops", "failure", "problem")}
    found["observed"] = [{**one, "values": dict(one["values"])} for one in found["observed"]]
    return {**found, "values": dict(found["values"]), "sentences": sentences, "answer": line, **plain}
