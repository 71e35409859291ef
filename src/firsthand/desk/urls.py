"""Which address is answered by what? The table of the room; a test walks it with every role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from firsthand.desk import (
    appearing,
    captures,
    cases,
    checking,
    deciding,
    doors,
    errands,
    evidence,
    factor_page,
    files,
    heads,
    histories,
    inbox,
    joining,
    leaving,
    lines,
    looks,
    outside,
    people,
    regions,
    sign_on_page,
    signing,
    tokens,
    voices,
)
from firsthand.desk.api_table import api
from firsthand.desk.entering import refused
from firsthand.desk.failing import bad, broken, not_here
from firsthand.desk.pages import Route, View, Way
from firsthand.desk.roles import Deed

ROUTES = (
    Route("", "home", get=Way(Deed.LOOK, inbox.home)),
    Route("enter", "enter", get=Way(Deed.OPEN, doors.enter), post=Way(Deed.OPEN, doors.entered)),
    Route("enter/code", "enter-code", get=Way(Deed.OPEN, doors.code), post=Way(Deed.OPEN, doors.code_given)),
    Route("enter/sign-on", "sign-on", get=Way(Deed.OPEN, sign_on_page.start)),
    Route("enter/sign-on/back", "sign-on-back", get=Way(Deed.OPEN, sign_on_page.back)),
    Route("leave", "leave", post=Way(Deed.OWN, doors.leave)),
    Route("lang", "lang", post=Way(Deed.OPEN, doors.language)),
    Route("join/<str:secret>", "join", get=Way(Deed.OPEN, doors.join), post=Way(Deed.OPEN, doors.joined)),
    Route("me", "me", get=Way(Deed.OWN, people.me_page), post=Way(Deed.OWN, people.new_password)),
    Route("me/seats/<int:id>/end", "end-seat", post=Way(Deed.OWN, people.end_seat)),
    Route("me/tokens", "tokens", get=Way(Deed.OWN, tokens.listed), post=Way(Deed.OWN, tokens.made)),
    Route("me/tokens/<int:id>/withdraw", "withdraw-token", post=Way(Deed.OWN, tokens.withdraw)),
    Route("me/factor", "factor", get=Way(Deed.OWN, factor_page.page), post=Way(Deed.OWN, factor_page.done)),
    Route("me/sign-on", "my-sign-on", get=Way(Deed.OWN, sign_on_page.page), post=Way(Deed.OWN, sign_on_page.done)),
    Route("me/sign-on/link", "link-sign-on", get=Way(Deed.OWN, sign_on_page.link)),
    Route("check", "check", get=Way(Deed.CHECK, checking.form), post=Way(Deed.CHECK, checking.send)),
    Route("inbox", "inbox", get=Way(Deed.LOOK, inbox.listed)),
    Route("inbox/bulk", "bulk", post=Way(Deed.ASSIGN, inbox.bulk)),
    Route("inbox/undo/<int:id>", "undo", post=Way(Deed.ASSIGN, inbox.undo)),
    Route("inbox/<int:id>", "tip", get=Way(Deed.LOOK, inbox.tip)),
    Route("inbox/<int:id>/progress", "progress", get=Way(Deed.LOOK, inbox.progress)),
    Route("inbox/<int:id>/again", "again", post=Way(Deed.CHECK, checking.again)),
    Route("inbox/<int:id>/decide", "decide", post=Way(Deed.DECIDE, deciding.decide)),
    Route("inbox/<int:id>/remark", "remark", post=Way(Deed.REMARK, deciding.remark)),
    Route("inbox/<int:id>/assign", "assign", post=Way(Deed.ASSIGN, inbox.assign)),
    Route("inbox/<int:id>/draft", "draft", post=Way(Deed.DRAFT, signing.draft)),
    Route("inbox/<int:id>/sign", "sign", post=Way(Deed.SIGN, signing.sign)),
    Route("cases", "cases", get=Way(Deed.LOOK, cases.listed)),
    Route("inbox/<int:id>/appearance", "appearance", post=Way(Deed.EDIT, appearing.add)),
    Route("cases/new", "case-new", get=Way(Deed.EDIT, heads.new), post=Way(Deed.EDIT, heads.made)),
    Route("cases/<str:id>/edit", "case-edit", get=Way(Deed.EDIT, heads.head), post=Way(Deed.EDIT, heads.head_filed)),
    Route("cases/<str:id>/add/<str:part>", "add", get=Way(Deed.EDIT, lines.add), post=Way(Deed.EDIT, lines.added)),
    Route(
        "cases/<str:id>/change/<str:part>/<str:key>",
        "change",
        get=Way(Deed.EDIT, lines.change),
        post=Way(Deed.EDIT, lines.changed_line),
    ),
    Route("cases/<str:id>/revisions/<int:number>", "revision", get=Way(Deed.LOOK, histories.revision)),
    Route("cases/<str:id>/merge", "merge", get=Way(Deed.EDIT, joining.merge_form), post=Way(Deed.EDIT, joining.merge)),
    Route("cases/<str:id>/split", "split", get=Way(Deed.EDIT, joining.split_form), post=Way(Deed.EDIT, joining.split)),
    Route("cases/<str:id>/undo", "unjoin", post=Way(Deed.EDIT, joining.undo)),
    Route(
        "cases/<str:id>/pictures/<str:of>/regions",
        "regions",
        get=Way(Deed.EDIT, regions.form),
        post=Way(Deed.EDIT, regions.named),
    ),
    Route("cases/<str:id>/export", "export", post=Way(Deed.EXPORT, leaving.export)),
    Route("cases/<str:id>/looks/<str:key>", "looks", get=Way(Deed.LOOK, looks.shown), post=Way(Deed.EDIT, looks.again)),
    Route("captures", "captures", get=Way(Deed.LOOK, captures.listed), post=Way(Deed.CHECK, captures.ask)),
    Route("captures/<str:id>", "capture", get=Way(Deed.LOOK, captures.one)),
    Route("evidence/<str:sha256>", "exhibit", get=Way(Deed.LOOK, evidence.exhibit)),
    Route("evidence/<str:sha256>/verify", "verify", post=Way(Deed.LOOK, evidence.verify)),
    Route("evidence/<str:sha256>/download", "download", post=Way(Deed.EXPORT, evidence.download)),
    Route("errands/<int:id>", "errand", get=Way(Deed.LOOK, errands.shown)),
    Route("voices", "voices", get=Way(Deed.LOOK, voices.listed), post=Way(Deed.CHECK, voices.ask)),
    Route("voices/<int:id>", "audit", get=Way(Deed.LOOK, voices.shown)),
    Route("cases/<str:id>", "case", get=Way(Deed.LOOK, cases.case)),
    Route("pictures/<str:name>", "picture", get=Way(Deed.LOOK, files.picture)),
    Route("style/<str:name>", "style", get=Way(Deed.OPEN, files.style)),
    Route("people", "people", get=Way(Deed.INVITE, people.listed)),
    Route("people/invite", "invite", post=Way(Deed.INVITE, people.invite)),
    Route("people/invitations/<int:id>/withdraw", "withdraw", post=Way(Deed.INVITE, people.withdraw)),
    Route("people/<int:id>/role", "role", post=Way(Deed.INVITE, people.role)),
    Route("people/<int:id>/seats/end", "end-seats", post=Way(Deed.INVITE, people.end_seats)),
    Route("people/<int:id>/factor/end", "end-factor", post=Way(Deed.INVITE, factor_page.taken)),
    Route("people/rules", "rules", post=Way(Deed.RULES, people.rules)),
    Route("log", "log", get=Way(Deed.INVITE, people.log)),
    Route("ask", "ask", get=Way(Deed.OPEN, outside.ask), post=Way(Deed.OPEN, outside.asked)),
    Route("receipt/<str:secret>", "receipt", get=Way(Deed.OPEN, outside.receipt)),
)
"""Every page of the room."""


def _answers(route: Route) -> View:
    def answer(request: HttpRequest, **parts: object) -> HttpResponse:
        way = route.way(request.method)
        stopped = refused(request, way.deed if way else None)
        if stopped is None and way is not None:
            return way.view(request, **parts)
        assert stopped is not None, "without a way nobody gets past"
        if way is None:
            stopped["Allow"] = route.methods
        return stopped

    return answer


urlpatterns = [*(path(route.path, _answers(route), name=route.name) for route in ROUTES), path("api/v1/", api.urls)]
handler404, handler500, handler400 = not_here, broken, bad
