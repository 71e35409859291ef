"""What does a page cost that does nothing? One line of Django under the same server: `python -m bench.desk_bare PORT`."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    """The page."""
    return HttpResponse("<!doctype html><title>bare</title><p>Nothing.")


urlpatterns = [path("", bare)]

if __name__ != "__main__":  # in the process that answers, which is begun from the one that listens
    settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="bench", LOGGING_CONFIG=None)
    application = get_wsgi_application()
else:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces

    from firsthand.desk.door import THREADS

    Granian(
        "bench.desk_bare:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        log_enabled=False,
    ).serve()
