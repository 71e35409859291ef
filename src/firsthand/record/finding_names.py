"""By which short name is a finding spoken of, the same on every machine and in every year?"""

from __future__ import annotations

import hashlib
import json
import re

from firsthand.record.findings import Finding, Report
from firsthand.record.tips import CaptureState

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 24
"""Characters of a code in a name: a name stays on one line of the narrowest terminal, and is typed as it stands."""
_DIGITS = 8


def name_of(report: Report, finding: Finding) -> str:
    """`caption-date:3f9a12c4`: the code, and eight hex digits over what came in and what was found.

    They are taken over the tip, the code, the case, the headline, the item on file and the position of the picture. Neither
    the path of a file nor the moment of the check is part of it. A finding that says something else bears another name.
    """
    item = finding.match.item if finding.match else ""
    file = _file(report)
    headline = finding.headline.replace(file, "") if file else finding.headline
    found = (finding.code, finding.case, headline, item, finding.tip_picture)
    said = json.dumps([*_came(report), *found])  # ASCII, so that half a surrogate does no harm
    code = _UNFIT.sub("-", finding.code).strip("-.")[:_LONGEST] or "finding"
    return f"{code}:{hashlib.sha256(said.encode('ascii')).hexdigest()[:_DIGITS]}"


def _came(report: Report) -> tuple[str, ...]:
    """The tip without the sender's own name for it; of a file its bytes, wherever it lies."""
    tip, capture, file = report.tip, report.capture, _file(report)
    # A capture that failed kept nothing of the tip; the exhibits of such a report on file are its reading and leads.
    held = capture.exhibits if file and capture and capture.state is not CaptureState.FAILED else ()
    came = held[0].sha256 if held else file
    return came, tip.url, tip.text, tip.caption, str(tip.published or ""), tip.lang


def _file(report: Report) -> str:
    return report.tip.picture or report.tip.html or report.tip.post
