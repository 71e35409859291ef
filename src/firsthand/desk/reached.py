"""By which way does a request come? What a named proxy tells is believed, what anybody else tells is not."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from firsthand.desk.pages import render

Application = Callable[[dict[str, Any], Any], Any]


def by_way_of(proxies: Sequence[str], application: Application) -> Application:
    """The application, told by a proxy who asks and whether by TLS. A proxy is named by its address; the headers of all others
    are dropped, and of a list of addresses the last counts: it is the one that the proxy itself has seen."""

    def answer(environ: dict[str, Any], start: Any) -> Any:
        scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "")
        asker = environ.pop("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if environ.get("REMOTE_ADDR") in proxies:
            environ["REMOTE_ADDR"] = asker if _is_address(asker) else environ["REMOTE_ADDR"]
            environ["wsgi.url_scheme"] = "https" if scheme == "https" else "http"
        return application(environ, start)

    return answer


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def network(address: str) -> str:
    """What counts as one asker: an IPv4 address; of IPv6 the first half, for whoever has one address has all of that."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)).network_address)


class Reached:
    """Middleware: the room answers by its own names alone (DNS rebinding), and where TLS is spoken, by TLS alone."""

    def __init__(self, ask: Callable[[HttpRequest], HttpResponse]) -> None:
        self._ask = ask

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()
        if settings.SESSION_COOKIE_SECURE and not request.is_secure():
            return render(request, "sorry.html.j2", 400, why="not-tls")
        return self._ask(request)
