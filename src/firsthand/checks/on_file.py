"""What does a case say of itself in one sentence? Its title, and each review with its publisher's own word."""

from __future__ import annotations

from firsthand.record.cases import Case, Review


def named(case: Case) -> str:
    """The case as a headline names it."""
    return f"“{case.title}” (case {case.id})" if case.title else f"case {case.id}"


def reviewed(case: Case, id: str = "") -> str:
    """Who rated it and how, newest last, as a sentence; says so where nobody has. `id` leaves out reviews of others."""
    rows = [_review(review) for review in case.reviews if not id or review.of in ("", id)]
    return ("Reviewed: " + "; ".join(rows) + ".") if rows else "No review of it is on file."


def _review(review: Review) -> str:
    when = f", {review.published}" if review.published else ""
    return f"“{review.rating}” by {review.publisher or 'an unnamed publisher'}{when}"
