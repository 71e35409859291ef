"""In what state is an appearance now? It is captured anew, compared with what was seen there before, and put on file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import firsthand
from firsthand import render
from firsthand.api import Desk
from firsthand.capturing import Took, capture
from firsthand.errors import FirsthandError, UsageError
from firsthand.evidence.state import decide
from firsthand.filed import named
from firsthand.matching.picture_weighing import weigh_picture
from firsthand.reading.display import web_jpeg
from firsthand.recalling import Past, past
from firsthand.record.cases import Case
from firsthand.record.looks import Look, Target, appearances, screenshot, seen_again
from firsthand.record.readings import PictureReading
from firsthand.record.states import Earlier, StateCheck, Wanted
from firsthand.seeing import Shown, shown


def targets(desk: Desk, name: str) -> tuple[Target, ...]:
    """The appearances that are meant by a case, by CASE/N, or by an address. Raises UsageError where there is none."""
    if "://" in name:
        return _at(desk, name)
    id, slash, number = name.rpartition("/")
    case = desk.book.case(name) or (desk.book.case(id) if slash else None)
    if case is None:
        desk.case(id if slash else name)  # raises with the words for it
        raise AssertionError("a case that is not there has been refused")
    found = appearances(case)
    chosen = found if case.id == name else tuple(one for one in found if str(one.number) == number)
    if not chosen:
        held = f"has {len(found)} of them" if found else "has none"
        hint = (
            f"`firsthand state {case.id} --history` lists them." if found else "Put its addresses into the case first."
        )
        raise UsageError(f"There is no appearance {name!r}: the case {case.id} {held}.", hint=hint)
    return chosen


def _at(desk: Desk, url: str) -> tuple[Target, ...]:
    found = tuple(one for case in desk.book.cases() for one in appearances(case) if one.appearance.url == url)
    if found:
        return found
    raise UsageError(
        f"No case tells of an appearance at {url}.",
        hint="Put it among the appearances of a case; `firsthand capture` keeps a page without one.",
    )


def look(desk: Desk, target: Target, *, who: str, browser: bool = True) -> Look:
    """One look at one appearance; see `looks`."""
    return next(looks(desk, (target,), who=who, browser=browser))


def looks(desk: Desk, wanted: Sequence[Target], *, who: str, browser: bool = True) -> Iterator[Look]:
    """Look at appearances one after the other, each address once; what each shows is put on file.

    Whatever the world answers, or does not, is an observation. Raises UsageError where nobody is named, CasebookError,
    ExhibitError.
    """
    person = named(who)
    took: dict[str, Took] = {}
    for target in wanted:
        url = target.appearance.url
        if url not in took:
            took[url] = capture(desk, url, who=person, browser=browser)
        yield _looked(desk, target, took[url], person)


def look_at(desk: Desk, target: Target, took: Took, *, who: str) -> Look:
    """One look at one appearance, whose address was captured already; see `looks`."""
    return _looked(desk, target, took, named(who))


def _looked(desk: Desk, target: Target, took: Took, who: str) -> Look:
    before = history(desk, target)
    case = desk.case(target.case)
    wish = wanted_of(desk, case, target)
    now = shown(desk, took.filed, took.fetched, pictures=wish.picture is not None)
    then = past(desk, target.appearance.url, took.filed, wish, lambda one: _alike(desk, case, wish, one))
    wish = replace(wish, words=then.words, alike=then.alike | _alike(desk, case, wish, now))
    check = _check(target, _Compared(wish, now, then), who)
    desk.book.captures.file_state(check)
    _file_row(desk, target, check)
    return Look(target, check, before, screenshot(took.filed.captured), then.notes)


def history(desk: Desk, target: Target) -> tuple[StateCheck, ...]:
    """The looks at an appearance that are on file, oldest first; not those for another caption at its address."""
    row = target.appearance
    held = (one for one in desk.book.captures.states(row.url) if one.of == target.of)
    return tuple(one for one in held if not row.caption.strip() or row.caption.strip() in one.words)


def last(desk: Desk, target: Target) -> Look | None:
    """The newest look on file, with all before it; None where nobody has looked."""
    held = history(desk, target)
    if not held:
        return None
    captures = desk.book.captures.of(target.appearance.url)
    shot = next((screenshot(one.captured) for one in captures if one.id == held[-1].capture), "")
    return Look(target, held[-1], held[:-1], shot)


def wanted_of(desk: Desk, case: Case, target: Target) -> Wanted:
    """What is looked for: the caption, the wordings of the claim, the picture. Where none is named, those of the whole case."""
    row = target.appearance
    claims = [one for one in case.claims if one.id == row.of or (not row.of and not row.caption)]
    words = [row.caption, *(wording.text for claim in claims for wording in claim.all_wordings())]
    alone = case.pictures if not row.of and not row.caption and len(case.pictures) == 1 else ()
    picture = case.picture(row.of) or next(iter(alone), None)
    held = tuple(dict.fromkeys(one.strip() for one in words if one.strip()))
    if picture is None:
        return Wanted(held)
    prints = desk.book.prints(picture.sha256) or picture.prints
    return Wanted(held, PictureReading(picture.file or picture.id, picture.sha256, prints=prints))


def _alike(desk: Desk, case: Case, wish: Wanted, seen: Shown) -> frozenset[str]:
    """The pictures of a page that recall holds to be the wanted one: re-encoded, cropped, framed."""
    if wish.picture is None or not any(one.prints for one in seen.answer.pictures):
        return frozenset()
    desk.index.sync(desk.book)
    return frozenset(one.sha256 for one in seen.answer.pictures if one.prints and _is_it(desk, case, wish.picture, one))


def _is_it(desk: Desk, case: Case, wanted: PictureReading, one: PictureReading) -> bool:
    ours = {f"{case.id}/{held.id}" for held in case.pictures if held.sha256 == wanted.sha256}
    hits = desk.index.pictures.find(one.prints, desk.settings.leads)
    return any(hit.item in ours and weigh_picture(hit)[0] >= desk.settings.alert for hit in hits)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is wanted, what is shown now, and what was shown then."""

    wish: Wanted
    now: Shown
    then: Past


def _check(target: Target, held: _Compared, who: str) -> StateCheck:
    then = held.then.shown
    answer = then.answer if then else None
    earlier = Earlier(answer.at, answer.page, answer.pictures) if answer and answer.page else None
    found = decide(target.appearance.url, held.now.answer, held.wish, earlier)
    captured = held.now.capture
    return StateCheck(
        address=target.appearance.url,
        of=target.of,
        at=captured.captured.at,
        who=who,
        answer=held.now.answer,
        found=found,
        compared_with=earlier.at if earlier else None,
        exhibits=tuple(dict.fromkeys(part.exhibit.sha256 for part in captured.captured.parts)),
        capture=captured.id,
        compared=then.capture.id if then and earlier else "",
        words=held.wish.words,
        picture=held.wish.picture.sha256 if held.wish.picture else "",
        rendered=held.now.rendered,
    )


def _file_row(desk: Desk, target: Target, check: StateCheck) -> None:
    """The look as one more row of its case: nothing that stands there is changed."""
    case = desk.case(target.case)
    rows = (*case.appearances, seen_again(target.appearance, check))
    desk.book.file(replace(case, appearances=rows), who=check.who, at=datetime.now(UTC))


def page(desk: Desk, seen: Sequence[Look], *, lang: str = "en") -> str:
    """Looks as one self-contained page, with our picture then and now and the page's own picture, all encoded anew."""
    names = {name for one in seen for name in (one.check.picture, one.picture_now, one.screenshot)} - {""}
    shown = dict(_encoded(desk, sorted(names)))
    return render.state_html(seen, pictures=shown, version=firsthand.__version__, lang=lang)


def _encoded(desk: Desk, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    # A picture that cannot be shown leaves a labelled box.
    for name in names:
        with suppress(FirsthandError):
            yield name, web_jpeg(desk.decoder.pixels(desk.book.exhibit(name), name, desk.settings))
