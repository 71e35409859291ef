"""What does the provenance page say, in which words? Evidence that leaves the house, laid out for whoever receives it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from firsthand.record.captures import Captured, Role, Step, StepState
from firsthand.record.custody import Event
from firsthand.record.provenance import BundledCapture, Provenance
from firsthand.record.tips import CaptureState
from firsthand.rendering import PictureData
from firsthand.rendering.figures import source
from firsthand.rendering.gravity import Tone
from firsthand.rendering.provenance_view import (
    CaptureView,
    EventView,
    FileView,
    Pairs,
    ProvenancePage,
    ShotView,
    StepView,
)
from firsthand.rendering.safe import one_line, web_address
from firsthand.rendering.view import Badge
from firsthand.rendering.words import Words

SHORT = 3
"""Hashes that a line of the custody table shows."""

_TONES = {
    CaptureState.COMPLETE: Tone.NEUTRAL,
    CaptureState.PARTIAL: Tone.WARN,
    CaptureState.FAILED: Tone.BAD,
    StepState.DONE: Tone.NEUTRAL,
    StepState.PARTIAL: Tone.WARN,
    StepState.FAILED: Tone.BAD,
    StepState.SKIPPED: Tone.NEUTRAL,
}

_CHAIN = """last=$(sed -n 's/.*"sha256":"\\([0-9a-f]*\\)".*/\\1/p' custody/head.txt)
before=0000000000000000000000000000000000000000000000000000000000000000
while IFS= read -r line; do
    case $line in *"\\"before\\":\\"$before\\""*) ;; *) echo "BROKEN: $line"; break ;; esac
    before=$(printf %s "$line" | sha256sum | cut -d' ' -f1)
    [ "$before" = "$last" ] && echo "the line that was signed is in the log"
done < custody/log.txt"""

_STAMPS = """for stamp in custody/heads/*/*.tsr; do
    name=$(basename "$stamp" .tsr)
    at=$(openssl ts -reply -in "$stamp" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
    openssl ts -verify -data "$(dirname "$stamp")/head.txt" -in "$stamp" -CAfile "custody/$name.pem" \\
        -attime "$(date -d "$at" +%s)" && echo "$name: $at"
done"""


def build(told: Provenance, pictures: PictureData, words: Words, lang: str) -> ProvenancePage:
    """The page. Nothing is fetched, read or judged here."""
    of = _Views(told, pictures, words)
    name = one_line(told.title or told.case)
    present = sum(bool(one.path) for one in told.files.values())
    return ProvenancePage(
        lang=lang,
        headline=words["provenance.headline"].format(case=name),
        title=one_line(told.case),
        counts=words["provenance.counts"].format(captures=len(told.captures), files=present),
        problems=told.problems,
        captures=tuple(of.capture(number, one) for number, one in enumerate(told.captures, 1)),
        pictures=tuple(of.file(id, sha256) for id, sha256 in told.pictures),
        shots=tuple(ShotView(one_line(id), source(sha256, pictures)) for id, sha256 in told.pictures),
        stamps=tuple(of.stamps()),
        reads=words["provenance.reads"].format(count=told.reads, moment=_written(told.last_read)) if told.reads else "",
        events=tuple(map(of.event, told.events)),
        commands=_commands(told, words),
        no_wacz=not told.wacz,
        key=told.key,
        made_at=_moment(told.made_at),
        version=told.version,
    )


class _Views:
    """The parts of one page."""

    def __init__(self, told: Provenance, pictures: PictureData, words: Words) -> None:
        self._told, self._pictures, self._words = told, pictures, words
        self._known = {*told.files, *(one.id for one in told.captures)}

    def capture(self, number: int, one: BundledCapture) -> CaptureView:
        captured = one.captured
        shots = dict.fromkeys(part.exhibit.sha256 for part in captured.parts_of(Role.SCREENSHOT))
        return CaptureView(
            number=number,
            heading=one_line(dict(captured.told).get("title", "") or captured.address),
            href=web_address(captured.address),
            badge=self._badge(captured.state),
            pairs=tuple((self._words[f"provenance.{key}"], value) for key, value in _facts(captured) if value),
            steps=tuple(map(self._step, captured.steps)),
            files=tuple(
                self.file(self._words[f"provenance.role-{part.role.value}"], part.exhibit.sha256, part.address)
                for part in captured.parts
            ),
            shots=tuple(
                ShotView(self._words["provenance.screenshot"], source(sha256, self._pictures)) for sha256 in shots
            ),
            id=one.id,
            record=one.path,
        )

    def file(self, what: str, sha256: str, origin: str = "") -> FileView:
        held = self._told.files[sha256]
        return FileView(one_line(what), sha256, f"{held.size:,}", one_line(held.media), one_line(origin), held.path)

    def _step(self, step: Step) -> StepView:
        return StepView(one_line(step.name), self._badge(step.state), one_line(step.tool), step.problems)

    def _badge(self, state: CaptureState | StepState) -> Badge:
        return Badge(self._words[f"provenance.{state.value}"], _TONES[state])

    def event(self, event: Event) -> EventView:
        what = self._words[f"provenance.event-{event.kind.value}"]
        said = (one_line(text) for text in (event.who, event.tool, event.source))
        return EventView(f"{event.number:,}", _written(event.at), what, self._exhibits(event), *said)

    def _exhibits(self, event: Event) -> str:
        """The beginnings of the hashes of this bundle that an event names, as far as they fit."""
        of = [sha256[:12] for sha256 in event.hashes if sha256 in self._known]
        more = f" +{len(of) - SHORT}" if len(of) > SHORT else ""
        return " ".join(of[:SHORT]) + more

    def stamps(self) -> Iterable[str]:
        if not self._told.stamps:
            yield self._words["provenance.unstamped"]
        for stamp in self._told.stamps:
            said = {"authority": stamp.authority, "moment": _moment(stamp.at)}
            yield self._words["provenance.stamped"].format(**said)


def _facts(captured: Captured) -> Pairs:
    """What is known of a capture, in the order of the page."""
    status = str(captured.status) if captured.status else ""
    told = " · ".join(f"{name}: {value}" for name, value in captured.told)
    final = captured.final_address if captured.final_address != captured.address else ""
    address = "" if web_address(captured.address) else captured.address
    facts = {
        "address": address,
        "who": captured.who,
        "when": _moment(captured.at),
        "final": final,
        "ip": captured.ip,
        "status": status,
    }
    facts |= {"tool": captured.tool, "source": captured.source, "note": captured.note, "told": told}
    return tuple((key, one_line(value)) for key, value in facts.items())


def _commands(told: Provenance, words: Words) -> Pairs:
    commands = {
        "signature": "minisign -Vm SHA256SUMS -p custody/key.pub",
        "sums": "sha256sum --check --strict --quiet SHA256SUMS",
        "head": "minisign -Vm custody/head.txt -p custody/key.pub",
        "chain": _CHAIN,
        "stamps": _STAMPS if told.stamps else "",
        "wacz": told.wacz,
    }
    return tuple((words[f"provenance.verify-{key}"], command) for key, command in commands.items() if command)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _written(at: str) -> str:
    """A moment of the log (`2026-11-27T07:00:00.000000Z`) as the page says it; another form as it stands."""
    try:
        return _moment(datetime.fromisoformat(at))
    except ValueError:
        return one_line(at)
