"""What is done behind the pages? A tip is checked: its bytes on file, the report on file, and the inbox told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from firsthand import api
from firsthand.api import Checked
from firsthand.desk import book, captures, errands, looks, voices
from firsthand.desk.jobs import Kind, Step
from firsthand.desk.models import Incoming, Job, State
from firsthand.desk.summing import headline
from firsthand.record.tips import Tip


def check(job: Job, step: Step) -> None:
    """Check a tip of the inbox. Raises FirsthandError where the casebook refuses; then the tip stands as failed."""
    incoming = Incoming.objects.get(pk=job.item)
    with book.working() as desk:
        checked = _examined(desk, incoming, step)
        step("file")
        filed = desk.put_on_file(checked, who=job.who)
    said = headline(checked)
    changed = {"report": desk.book.filed_reports.name(filed), "headline": said.sentence, "outcome": said.outcome}
    Incoming.objects.filter(pk=incoming.pk).update(**changed)
    Incoming.objects.filter(pk=incoming.pk, state__in=(State.NEW, State.CHECKING, State.FAILED)).update(
        state=State.OPEN
    )


def failed(job: Job) -> None:
    """A check came to no end: the tip says so, and can be checked again."""
    Incoming.objects.filter(pk=job.item, state__in=(State.NEW, State.CHECKING)).update(state=State.FAILED)


def _examined(desk: api.Desk, incoming: Incoming, step: Step) -> Checked:
    if not incoming.picture:
        return desk.examine(_tip(incoming), step=step)
    with TemporaryDirectory(prefix="firsthand-") as folder:
        path = Path(folder) / (incoming.picture_name or "picture")
        path.write_bytes(desk.book.exhibit(incoming.picture))
        checked = desk.examine(_tip(incoming, str(path)), step=step)
    return _under_its_name(checked, path)


def _under_its_name(checked: Checked, path: Path) -> Checked:
    """The report without the folder in which the file lay for a moment."""
    report, reading, name = checked.report, checked.reading, path.name
    capture = replace(report.capture, address=name) if report.capture else None
    pictures = tuple(replace(one, name=name) if one.name == str(path) else one for one in reading.pictures)
    report = replace(report, tip=replace(report.tip, picture=name), capture=capture)
    return replace(checked, report=report, reading=replace(reading, pictures=pictures))


def _tip(incoming: Incoming, path: str = "") -> Tip:
    fields = {"picture": path, "caption": incoming.caption} if path else {"url": incoming.url, "text": incoming.text}
    given = {**fields, "published": incoming.published, "lang": incoming.lang, "id": f"desk-{incoming.pk}"}
    return api.make_tip(**{name: value for name, value in given.items() if value})


KINDS = {
    "check": Kind(check, failed),
    "capture": Kind(captures.take, errands.failed),
    "look": Kind(looks.take, errands.failed),
    "audit": Kind(voices.take, errands.failed),
}
