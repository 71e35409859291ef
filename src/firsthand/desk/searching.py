"""Which cases speak of this? A list of the casebook's cases with their folded words, kept beside the room's own tables.

Words are folded by `matching.folding` before SQLite sees them: its own tokenizer leaves Greek accents and endings as they are.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from firsthand.desk import book
from firsthand.desk.memory import give_back
from firsthand.desk.models import CaseLine
from firsthand.desk.prepared import Columns
from firsthand.desk.turns import ROOM
from firsthand.matching.folding import fold, stems, words
from firsthand.record.case_joins import merged_into
from firsthand.record.cases import Case

_one = threading.Lock()
_NEWEST = Columns(lambda: CaseLine.objects.order_by("-change").values("change"), 1)
_FACETS = {"status": "status", "verdict": "verdicts", "lang": "langs"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: words, and one value of each facet or none."""

    words: str = ""
    status: str = ""
    verdict: str = ""
    lang: str = ""


class Line(NamedTuple):
    """A case as a list shows it: the columns of `CaseLine` by their names."""

    id: str
    title: str
    status: str
    verdicts: str
    langs: str
    claims: int
    pictures: int
    thumb: str
    change: int


_LINES = f"SELECT {', '.join(Line._fields)}"


def sync() -> int:
    """Bring the list up to date with the casebook; a look at one number where nothing has changed. Returns its newest change."""
    store, known = book.desk().book, _known()
    if store.last_change() == known:
        return known
    with _one:
        lines: list[tuple[int, Case]] = []
        for change, case in store.changes(_known()):
            lines.append((change, case))
            if len(lines) >= 500:
                _write(lines)
                lines = []
        _write(lines)
        del lines
        give_back()
        return _known()


def _known() -> int:
    return int(next(iter(_NEWEST()), (0,))[0])


def _write(lines: Sequence[tuple[int, Case]]) -> None:
    columns = ["title", "status", "verdicts", "langs", "claims", "pictures", "thumb", "change", "changed"]
    # Made before the file is locked: folding some hundred cases takes longer than others should wait.
    rows = [_line(change, case) for change, case in lines]
    texts = [(change, " ".join(_folded(case))) for change, case in lines]
    with transaction.atomic(), connection.cursor() as cursor:
        before = CaseLine.objects.filter(id__in=[row.id for row in rows]).values_list("change", flat=True)
        # By their numbers: looked up by anything else, each would cost a look at all of them.
        cursor.executemany("DELETE FROM case_words WHERE rowid = %s", [(change,) for change in before])
        CaseLine.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)
        cursor.executemany("INSERT INTO case_words(rowid, folded) VALUES (%s, %s)", texts)


def _line(change: int, case: Case) -> CaseLine:
    return CaseLine(
        id=case.id,
        title=case.title,
        status="merged" if merged_into(case) else case.status,
        verdicts=" ".join(dict.fromkeys(review.verdict.value for review in case.reviews if review.verdict)),
        langs=" ".join(dict.fromkeys(one.lang for claim in case.claims for one in claim.all_wordings() if one.lang)),
        claims=len(case.claims),
        pictures=len(case.pictures),
        thumb=next((picture.sha256 for picture in case.pictures if picture.sha256), ""),
        change=change,
        changed=timezone.now(),
    )


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    """All words of a case, each with its language where it is known."""
    yield f"{case.id} {case.title} {case.note}", ""
    for claim in case.claims:
        yield claim.claimant, ""
        yield from ((one.text, one.lang) for one in claim.all_wordings())
    for subject in case.subjects:
        yield from ((name, lang) for lang, names in subject.names.items() for name in names)
    for entry in case.entries():
        yield f"{entry.value} {' '.join(entry.within)} {entry.words} {entry.source}", entry.lang
    for seen in case.appearances:
        yield f"{seen.outlet} {seen.caption} {seen.url}", seen.lang
    for review in case.reviews:
        yield f"{review.publisher} {review.rating} {review.summary}", review.lang


def _folded(case: Case) -> Iterator[str]:
    """Each word as it is folded, and its stem where that is another."""
    for text, lang in _texts(case):
        yield from (word.folded for word in words(text))
        yield from stems(text, lang)
        yield from stems(text) if lang else ()  # as a search has them, which does not know its language


def _query(text: str) -> str:
    """The words of a search in the form that FTS5 takes: each folded, as the beginning of a word or by its stem."""
    asked = [word.folded.replace('"', "") for word in words(fold(text))][:12]
    each = []
    for word in asked:
        stem = next(iter(stems(word)), word).replace('"', "")
        each.append(f'("{word}"*)' if stem == word else f'("{word}"* OR "{stem}")')
    return " AND ".join(each)


def search(wanted: Wanted, first: int, count: int) -> tuple[list[Line], int]:
    """One page of the cases that match, the best first (without words: the newest), and how many there are."""
    change, rows = sync(), _narrowed(wanted)
    if not wanted.words.strip():
        found = rows.order_by("-change").values_list(*Line._fields)[first : first + count]
        return [Line(*row) for row in found], _how_many(wanted, change)
    query = _query(wanted.words)
    if not query:
        return [], 0
    return _ranked(query, rows if wanted.status or wanted.verdict or wanted.lang else None, first, count)


@lru_cache(maxsize=100)
def _how_many(wanted: Wanted, change: int) -> int:
    """How many cases bear these facets, counted once for each state of the list."""
    return _narrowed(wanted).count()


def newest(wanted: Wanted, before: int | None, count: int) -> list[Line]:
    """The cases of these facets that were changed last, whatever their words; those older than the change `before`."""
    sync()
    rows = _narrowed(wanted).order_by("-change").values_list(*Line._fields)
    return [Line(*row) for row in (rows if before is None else rows.filter(change__lt=before))[:count]]


def _narrowed(wanted: Wanted) -> QuerySet[CaseLine]:
    """The cases that bear the chosen value of each facet; of several values in one column, that very one."""
    rows = CaseLine.objects.all()
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    for column, value in (("verdicts", wanted.verdict), ("langs", wanted.lang)):
        if value:
            rows = rows.alias(**{f"all_{column}": Concat(Value(" "), column, Value(" "), output_field=TextField())})
            rows = rows.filter(**{f"all_{column}__contains": f" {value} "})
    return rows


def _ranked(query: str, among: QuerySet[CaseLine] | None, first: int, count: int) -> tuple[list[Line], int]:
    """One page of the cases that match, the best first and of equal ones the newest; and how many match."""
    narrowed, given = among.values("change").query.sql_with_params() if among is not None else ("", ())
    matching = "FROM case_words WHERE case_words MATCH %s"
    matching += f" AND rowid IN ({narrowed})" if narrowed else ""
    page = f"SELECT rowid AS number, rank AS place {matching} ORDER BY rank, rowid DESC LIMIT %s OFFSET %s"
    lines = f"{_LINES} FROM ({page}) JOIN case_line ON change = number"
    with connection.cursor() as cursor, ROOM.aside():
        cursor.execute(f"SELECT COUNT(*) {matching}", [query, *given])
        total = int(cursor.fetchone()[0])
        cursor.execute(f"{lines} ORDER BY place, number DESC", [query, *given, count, first])
        return [Line(*row) for row in cursor.fetchall()], total


def facets() -> dict[str, list[tuple[str, int]]]:
    """The values of each facet in the casebook, with how many cases bear them; counted once for each state of the list."""
    return _counted(_known())


@lru_cache(maxsize=2)
def _counted(change: int) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for name, column in _FACETS.items():
        counts: Counter[str] = Counter()
        for value, times in CaseLine.objects.values_list(column).annotate(times=Count("pk")).order_by():
            for one in value.split() if name != "status" else [value]:
                counts[one] += times
        found[name] = sorted(((k, n) for k, n in counts.items() if k), key=lambda pair: (-pair[1], pair[0]))
    return found
