"""How is a report shown? As text for a terminal, as one line of JSON, as one self-contained page.

Nothing here reads the world: pictures for the page are given as bytes, and every word from outside is made harmless first.
"""

from __future__ import annotations

from firsthand.record.findings import Report
from firsthand.record.leads import Leads
from firsthand.record.readings import Reading
from firsthand.rendering import PictureData
from firsthand.rendering.plain import report_from_plain, to_json, to_plain
from firsthand.rendering.reasoning import reasoning, unanswered
from firsthand.rendering.safe import one_line, safe
from firsthand.rendering.text import to_text
from firsthand.rendering.wording import moment

__all__ = [
    "PictureData",
    "moment",
    "one_line",
    "reasoning",
    "report_from_plain",
    "safe",
    "to_html",
    "to_json",
    "to_plain",
    "to_text",
    "unanswered",
]


def to_html(report: Report, reading: Reading, leads: Leads, *, pictures: PictureData, lang: str = "en") -> str:
    """One self-contained page of HTML in the interface language `lang`: `en`, `uk`, `ru` or `el`.

    Raises UsageError for any other language. A picture that is not in `pictures` is shown as a labelled empty box.
    """
    # Start-up cost: Jinja2 and Babel take longer to load than a check takes, and only this one face needs them.
    from firsthand.rendering.html import to_html as page

    return page(report, reading, leads, pictures=pictures, lang=lang)
