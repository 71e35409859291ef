"""How is the demo's casebook made? Pictures drawn, casefiles laid beside them, all imported."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from firsthand import api
from firsthand.demo.scene import flood, jpeg, march
from firsthand.errors import UsageError

MARK = "made-by-firsthand-demo.txt"
WHO = "the demo"


def build(folder: Path) -> api.Desk:
    """Make the demo anew in a folder and open its casebook. A folder that holds anything else is left alone."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise UsageError(
                f"{folder} holds other files.", hint="Give the demo a folder of its own: firsthand demo FOLDER."
            )
        shutil.rmtree(folder)
    for part in ("casefiles", "tips", "reports", "archive"):
        (folder / part).mkdir(parents=True)
    (folder / MARK).write_text(
        "This folder was made by `firsthand demo`, and is made anew each time it runs.\n", encoding="utf-8"
    )
    _casefiles(folder / "casefiles")
    _archive(folder / "archive")
    desk = api.init(folder / "casebook")
    summary = desk.import_cases([folder / "casefiles"], who=WHO, strict=True)
    if summary.problems:
        desk.close()
        raise summary.problems[0]
    return desk


def _casefiles(folder: Path) -> None:
    for case in sorted((files("firsthand.demo") / "cases").iterdir(), key=lambda entry: entry.name):
        if case.name.endswith(".yaml"):
            (folder / case.name).write_text(case.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "may-day.jpg").write_bytes(jpeg(march()))
    (folder / "flood.jpg").write_bytes(jpeg(flood()))
    (folder / "banner.jpg").write_bytes(jpeg(march("МИР И ТРУД", seed=2019)))


def _archive(folder: Path) -> None:
    """A small archive of an outlet that does not exist, for `firsthand audit`."""
    for article in sorted((files("firsthand.demo") / "archive").iterdir(), key=lambda entry: entry.name):
        if article.name.endswith(".md"):
            (folder / article.name).write_text(article.read_text(encoding="utf-8"), encoding="utf-8")
