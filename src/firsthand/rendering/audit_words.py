"""How does an audit say it? Its sentences, shares, places and kinds in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale

from firsthand.record.audits import Interval, Sentence
from firsthand.record.voices import Basis, Ground
from firsthand.record.where import Where
from firsthand.rendering.audit_view import BasisMark
from firsthand.rendering.words import Words

SIGNS = {
    Basis.THERE: "●",
    Basis.FROM_THERE: "◐",
    Basis.SAME_COUNTRY: "○",
    Basis.THIRD_PLACE: "△",
    Basis.UNKNOWN: "?",
}
"""The sign of each basis, on pages and in terminals."""

SHARES = frozenset(
    {
        *("share", "unknown_share", "low", "high", "start", "end", "precision", "recall", "joint"),
        *("one_share", "other_share", "difference"),
    }
)
"""Placeholders of sentences that hold a fraction (0 to 1)."""


def basis_mark(basis: Basis, words: Words) -> BasisMark:
    return BasisMark(basis.value, words[f"basis.{basis.value}"], SIGNS[basis])


def percent(share: float) -> str:
    """A share in whole per cent; a share that is neither nothing nor all is never rounded to that."""
    if 0 < share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1 else f"{share * 100:.0f} %"


def span(interval: Interval) -> str:
    """From and to of shares, in per cent."""
    low, high = (round(100 * end) for end in interval)
    return f"{low} %" if low == high else f"{low}–{high} %"


def number(amount: float) -> str:
    """A count, with one digit after the point where it is no whole number: shares of joint answers."""
    return f"{amount:,.0f}" if abs(amount - round(amount)) < 0.05 else f"{amount:,.1f}"


def said(sentence: Sentence, words: Words, lang: str) -> str:
    """A sentence of an audit in words; its key and values where the catalogue is older than the sentence."""
    form = words.get(f"says.{sentence.key}")
    if form is None:
        return f"{sentence.key}: {', '.join(f'{name} {value}' for name, value in sentence.values)}"
    return form.format(**{name: _value(sentence.key, name, value, words, lang) for name, value in sentence.values})


def _value(key: str, name: str, value: str | int | float, words: Words, lang: str) -> str:
    if isinstance(value, str):
        return {
            "unit": words.get(f"per.{value}", value),
            "state": state(value, words),
            "lang": language(value, lang),
        }.get(name, value)
    # "unknown" is a share of a figure, and a count of voices where voices are counted.
    if name in SHARES or (name == "unknown" and key != "voices"):
        return percent(abs(value)) if name == "difference" else percent(value)
    return f"{value:.3f}" if name == "p" else number(value)


def state(value: str, words: Words) -> str:
    """Why something was left out, or why figures were not corrected."""
    return words.get(f"audited.{value}") or words.get(f"held.{value}", value)


def language(code: str, lang: str) -> str:
    """The name of a language in the reader's; the code itself where it has none."""
    return str(Locale(lang).languages.get(code, code)) if code else "?"


def country(code: str, lang: str, words: Words) -> str:
    """The name of a country in the reader's language."""
    return str(Locale(lang).territories.get(code, code)) if code else words["audit.country-unknown"]


def places(candidates: Iterable[Where], words: Words) -> str:
    """The places of one name, when several are possible all of them."""
    names = list(dict.fromkeys(str(place) for place in candidates))
    shown = names[:3] + (["…"] if len(names) > 3 else [])
    return f" {words['audit.or']} ".join(shown)


def answer(ground: Ground, words: Words) -> str:
    """What a ground says to its question: inside, outside, or not to be told."""
    return words[{True: "audit.yes", False: "audit.no", None: "audit.cannot-tell"}[ground.fits]]
