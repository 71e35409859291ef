"""What does the desk answer, who wrote it, and who signed it? A draft, then a signature; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk.entering import note
from firsthand.desk.models import Answer, Incoming, Person, Rule, State
from firsthand.desk.pages import me, number, render, tell, whole
from firsthand.desk.prepared import Columns
from firsthand.desk.roles import Role
from firsthand.record.outcome import Verdict

_RULE = Columns(lambda: Rule.objects.values("value"), name="")
_SIGNERS = Columns(lambda: Person.objects.filter(is_active=True).values("pk"), 2, role__gte=Role.EDITOR)


def two_people() -> bool:
    """Must somebody else sign than the one who wrote? As an admin has set it, else wherever there are two who could."""
    rule = next((value for (value,) in _RULE("two-people")), "")
    if rule in ("on", "off"):
        return bool(rule == "on")
    return len(_SIGNERS(Role.EDITOR)) > 1


def newest_draft(answers: Sequence[Answer]) -> Answer | None:
    """The draft that waits for a signature: the newest row, where it is not signed."""
    return answers[-1] if answers and not answers[-1].signed else None


def draft(request: HttpRequest, id: int) -> HttpResponse:
    """Write what the desk shall answer. One who wrote on an older state is kept too, and told."""
    row = Incoming.objects.filter(pk=id).first()
    verdict, words = request.POST.get("verdict", ""), whole(request, "words")
    if row is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    if verdict not in {one.value for one in Verdict} or not words:
        return render(request, "sorry.html.j2", 422, why="draft", words=words)
    with transaction.atomic():
        meanwhile = _newest(row)
        case = request.POST.get("case", "")[:100]
        Answer.objects.create(incoming=row, by=me(request), verdict=verdict, words=words, case=case, report=row.report)
        Incoming.objects.filter(pk=id).update(state=State.DRAFTED, version=F("version") + 1)
    note(request, "drafted", id, verdict)
    overtaken = meanwhile != number(request.POST.get("seen", ""), 0)
    tell(request, "draft-beside" if overtaken else "drafted")
    return HttpResponseRedirect(f"/inbox/{id}#answer")


def _newest(row: Incoming) -> int:
    """The number of the newest answer to a tip, 0 where there is none."""
    return row.answers.order_by("-pk").values_list("pk", flat=True).first() or 0


def sign(request: HttpRequest, id: int) -> HttpResponse:
    """Sign the draft that was shown: refused where another has come since, or where somebody else must sign."""
    seen = number(request.POST.get("answer", ""), 0)
    with transaction.atomic():
        waiting = Answer.objects.select_related("incoming", "by").filter(pk=seen, incoming=id, signed=False).first()
        if waiting is not None and _signed_already(waiting, me(request)):
            return HttpResponseRedirect(f"/inbox/{id}#answer")
        if waiting is None or _newest(waiting.incoming) != seen:
            return render(request, "sorry.html.j2", 409, why="newer-draft", onto=f"/inbox/{id}")
        if two_people() and waiting.by_id == me(request).pk:
            return render(request, "sorry.html.j2", 403, why="second-pair", onto=f"/inbox/{id}")
        _signed(waiting, me(request))
    note(request, "signed", id, waiting.verdict)
    tell(request, "signed")
    return HttpResponseRedirect(f"/inbox/{id}#answer")


def _signed_already(draft: Answer, person: Person) -> bool:
    """Two clicks are one signature."""
    newest = Answer.objects.filter(incoming=draft.incoming_id).order_by("-pk").first()
    same = newest is not None and (newest.words, newest.verdict, newest.case) == (
        draft.words,
        draft.verdict,
        draft.case,
    )
    return bool(same and newest and newest.signed and newest.by_id == person.pk)


def _signed(waiting: Answer, person: Person) -> None:
    """What stood in the draft, as the desk's word."""
    Answer.objects.create(
        incoming=waiting.incoming,
        by=person,
        signed=True,
        verdict=waiting.verdict,
        words=waiting.words,
        case=waiting.case,
        report=waiting.report,
    )
    Incoming.objects.filter(pk=waiting.incoming_id).update(
        state=State.ANSWERED, case=waiting.case, version=F("version") + 1
    )
