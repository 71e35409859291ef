"""How is a report shown? As terminal text and as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping

PictureData = Mapping[str, bytes] | Mapping[str, str]
"""SHA-256 of an exhibit -> a JPEG or PNG made from it for the page, or, in the web room, the address that serves one.

Bytes of any other kind are not shown."""
