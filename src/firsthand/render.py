"""How is a report shown? As text for a terminal, as one line of JSON, as one self-contained page.

Nothing here reads the world: pictures for the page are given as bytes, and every word from outside is made harmless first.
"""

from __future__ import annotations

from firsthand.rendering.figures import PictureData
from firsthand.rendering.html import to_html
from firsthand.rendering.plain import report_from_plain, to_json, to_plain
from firsthand.rendering.text import to_text

__all__ = ["PictureData", "report_from_plain", "to_html", "to_json", "to_plain", "to_text"]
