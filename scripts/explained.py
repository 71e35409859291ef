"""What does `firsthand explain` say of the demo's tips? Writes that part of docs/checks.md; a test holds the page to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from firsthand import api, render
from firsthand.commands.explain import command
from firsthand.demo.build import build
from firsthand.demo.tips import DemoTip, write_tips
from firsthand.record.finding_names import name_of
from firsthand.record.findings import Report, Why

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
BEGIN, END = "<!-- explained: made by scripts/explained.py -->\n", "<!-- /explained -->\n"
SHOWN = (("cropped", "may-day-2012"), ("other-words", "may-day-2012"), ("lapsed-link", "may-day-2012"))
MADE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def sections(desk: api.Desk, tips: Mapping[str, DemoTip], folder: Path) -> str:
    """The output for each tip under a heading, as Markdown; `folder` is where the demo's folder lies."""
    return "\n".join(_sections(desk, tips, f"{folder}/"))


def _sections(desk: api.Desk, tips: Mapping[str, DemoTip], before: str) -> Iterator[str]:
    for name, case in SHOWN:
        yield _section(tips[name], case, _checked(desk, tips[name]), before)
    unknown = _checked(desk, tips["unrelated"])
    (silent,) = unknown.by_code("known-picture")
    yield _section(tips["unrelated"], name_of(unknown, silent), unknown, before)
    yield _section(tips["broken"], "", _checked(desk, tips["broken"]), before)


def _checked(desk: api.Desk, tip: DemoTip) -> Report:
    """The report as of one moment; what is not installed here is no part of the page."""
    report = desk.check(**tip.fields)
    gaps = tuple(gap for gap in report.not_checked if gap.why is not Why.NOT_SET_UP)
    return replace(report, made_at=MADE, not_checked=gaps)


def _section(tip: DemoTip, target: str, report: Report, before: str) -> str:
    given = render.to_json(report).replace(before, "")
    wanted = ["--report", "-", *([target] if target else [])]
    done = CliRunner().invoke(command, wanted, input=given, env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    said = f"firsthand explain --report {tip.name}.json{f' {target}' if target else ''}"
    return f"**{tip.title}**\n\n```text\n$ {said}\n{done.output.strip()}\n```\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "firsthand-demo"
        with build(folder) as desk:
            made = sections(desk, {tip.name: tip for tip in write_tips(folder / "tips")}, folder.parent)
    page = PAGE.read_text(encoding="utf-8")
    head, tail = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{head}{BEGIN}\n{made}\n{END}{tail}", encoding="utf-8")
