"""What does the server call? The room of the casebook that the environment names."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import msgspec

from firsthand.desk.conf import Served, configure
from firsthand.desk.room import ENVIRONMENT, SIGN_ON, Provider, Room


def _application() -> Any:
    room = msgspec.json.decode(os.environ[ENVIRONMENT], type=Room)
    # Taken out, so that no program that the room starts inherits the secret.
    provider = msgspec.json.decode(os.environ.pop(SIGN_ON, "null"), type=Provider | None)
    configure(Path(room.casebook), Served(room.hosts, room.secure, room.proxies, room.networks, provider))
    # Django's models, and all that uses them, can be imported only once its settings are made.
    from django.core.wsgi import get_wsgi_application

    from firsthand.desk import book, jobs, work
    from firsthand.desk.hearing import to_its_end
    from firsthand.desk.memory import settle
    from firsthand.desk.reached import by_way_of
    from firsthand.desk.turns import in_turn

    # What failed is told by `failing`, with its number; what was not found is no news.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    application = to_its_end(in_turn(by_way_of(room.proxies, get_wsgi_application())))
    book.desk()
    settle()
    jobs.start(work.KINDS)
    return application


application = _application()
