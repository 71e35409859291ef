"""How do uploaded files come in? In memory, up to a bound for all of one form; what is over it is refused, not cut."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

from firsthand.desk.conf import UPLOAD


class Bounded(MemoryFileUploadHandler):
    """Django's own handler, told a bound of ours; without a second handler a larger file would silently be no file."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:
        if content_length > UPLOAD:
            raise RequestDataTooBig("a form of files is too large")
        self.activated = True
