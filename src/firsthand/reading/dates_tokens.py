"""Which words and numbers of a text can be part of a date, and which part? One letter of code for each token.

The code letters of a text form a string in which the rules of `dates_rules.py` are short regular expressions, the same
for every language. Tokens are read in one pass; nothing here backtracks, whatever the text.

    I full numeric date   Y year (number)    Z year with an ending   R span of years    r span of days
    d 1-12  D 13-31  n other number  k day as a word  c count as a word  E decade   X century in Roman figures
    M month   N month word that is also a common word, in lower case    S season   W weekday
    b m e begin, middle, end   1 2 first, second   H half   F quarter   K century   V decade (Greek)
    p P in, on   o O Q of, the, Greek articles   f t T g & from, to, to or until, between, and
    a z q after, before, before or ago   ~ around   A ago   J i x last, this, next
    u v w year, years, their abbreviation   U other unit   L yesterday, today   l this year, last year   B part of a day
    ^ _ another word with or without a capital   | an empty line   $ a sign of quantity   . , ; : - ( ) " * as they are
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from firsthand.matching.folding import fold
from firsthand.reading.wordlists import words_of

_GONE = "\u00ad\u200b-\u200f\u2060\ufeff"
_LETTERS = rf"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f{_GONE}])*"
_RUN = rf"[0-9](?:[{_GONE}]*+[0-9])*"
_TOKEN = re.compile(
    rf"(?P<number>{_RUN}(?:[{_GONE}]*+[.,:/\-‐‑–—−][{_GONE}]*+{_RUN})*)"
    rf"(?P<ending>[{_GONE}]*+[-‐‑'’]?[{_GONE}]*+{_LETTERS})?"
    rf"|(?P<word>{_LETTERS}(?:['’ʼ`]{_LETTERS})*)"
    r"|(?P<gap>\n[^\S\n]*\n\s*)"
    rf"|(?P<sign>[^\s\w{_GONE}])"
)
_DASHES = "-‐‑‒–—−"
_SIGNS = (
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("([", "(")
    | dict.fromkeys(")]", ")")
    | dict.fromkeys('"«»„“”‟', '"')
    | dict.fromkeys(".!?…", ".")
    | dict.fromkeys("$€£₴₽#№+°=*/%", "$")
    | {",": ",", ";": ";", ":": ":"}
)
_ROMAN = str.maketrans("хіιχν", "xiixv")
_ROMAN_VALUE = {"i": 1, "v": 5, "x": 10}
_LONGEST_NUMBER = 24

SINGLE_ROLES = {
    "in": "p", "on": "P", "link": "o", "article": "O", "article_feminine": "Q", "from": "f", "to": "t",
    "to_or_until": "T", "between": "g", "and": "&", "after": "a", "before": "z", "before_or_ago": "q", "around": "~",
    "begin": "b", "middle": "m", "late": "e", "first": "1", "second": "2", "half": "H", "century": "K", "decade": "V",
    "quarter": "F",
    "year": "u", "years": "v", "year_abbreviations": "w", "ago": "A", "last": "J", "this": "i", "next": "x", "dayparts": "B",
}  # fmt: skip
"""List in a language's `[dates]`: the code of its words."""
VALUED_ROLES = {
    "counts": "c", "ordinal_days": "k", "ordinal_centuries": "X", "decades": "E", "days": "L", "years_from_now": "l",
}  # fmt: skip
"""Table in a language's `[dates]`: the code of its words, each of which has a number."""
UNITS = {"days_unit": "day", "weeks_unit": "week", "months_unit": "month", "decades_unit": "decade"}


class Token(NamedTuple):
    """One token: `text[start:end]`, folded, its code letter, its number or name if it has one, and whether it opens a line."""

    start: int
    end: int
    folded: str
    code: str
    value: Any = None
    opens_line: bool = False


@cache
def vocabulary(lang: str) -> Mapping[str, tuple[str, Any]]:
    """Folded word: (code, value). Of two lists that share a word the one named later in this function counts."""
    lists = words_of(lang)["dates"]
    found: dict[str, tuple[str, Any]] = {}
    for name, code in SINGLE_ROLES.items():
        found |= {fold(word): (code, None) for word in lists.get(name, ())}
    for name, code in VALUED_ROLES.items():
        found |= {fold(word): (code, value) for word, value in lists.get(name, {}).items() if value or code in "Ll"}
    for name, unit in UNITS.items():
        found |= {fold(word): ("U", unit) for word in lists.get(name, ())}
    found |= _numbered(lists["seasons"], "S", 21) | _numbered(lists["weekdays"], "W", 0)
    return found | _numbered(lists["short_months"], "M", 1) | _numbered(lists["months"], "M", 1)


def _numbered(groups: Iterable[Iterable[str]], code: str, first: int) -> dict[str, tuple[str, Any]]:
    return {fold(word): (code, number) for number, group in enumerate(groups, first) for word in group}


@cache
def folded_set(lang: str, name: str) -> frozenset[str]:
    """A list of a language's `[dates]`, folded; empty where the language has none. Lists of lists are joined."""
    words = words_of(lang)["dates"].get(name, ())
    flat = [word for item in words for word in ([item] if isinstance(item, str) else item)]
    return frozenset(fold(word) for word in flat)


@cache
def folded_table(lang: str, name: str) -> Mapping[str, int]:
    """A table of a language's `[dates]` with its words folded; empty where the language has none."""
    return {fold(word): number for word, number in words_of(lang)["dates"].get(name, {}).items()}


def tokens(text: str, lang: str) -> list[Token]:
    """The tokens of a text in order; white space is none. `lang` is one of `LANGUAGES`."""
    out: list[Token] = []
    last = 0
    for found in _TOKEN.finditer(text):
        if out and found.start() < out[-1].end:
            continue  # the point of "Sept." belongs to the month
        opens = not out or "\n" in text[last : found.start()]
        last = found.end()
        kind = found.lastgroup
        if kind in ("number", "ending"):
            out.append(_number(found, lang, opens))
        elif kind == "word":
            out.append(_word(text, found, lang, opens))
        else:
            sign = found.group()
            out.append(Token(found.start(), last, sign, "|" if kind == "gap" else _SIGNS.get(sign, "*"), None, opens))
    return out


def _word(text: str, found: re.Match[str], lang: str, opens: bool) -> Token:
    start, end, written = found.start(), found.end(), found.group()
    folded = fold(written)
    code, value = vocabulary(lang).get(folded, ("", None))
    capital = written[:1].isupper()
    if code == "M":
        if not capital and folded in folded_set(lang, "weak_in_lower_case"):
            code = "N"
        elif text[end : end + 1] == "." and folded in folded_set(lang, "short_months"):
            end += 1
    if not code and written.isupper() and (roman := _roman(folded)):
        code, value = "X", roman
    return Token(start, end, folded, code or ("^" if capital else "_"), value, opens)


def _roman(folded: str) -> int | None:
    """A Roman number up to 30, in Latin, Cyrillic or Greek letters."""
    letters = folded.translate(_ROMAN)
    if not letters or len(letters) > 5 or set(letters) - set(_ROMAN_VALUE):
        return None
    values = [_ROMAN_VALUE[letter] for letter in letters]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


def _number(found: re.Match[str], lang: str, opens: bool) -> Token:
    start, end = found.span()
    digits = fold(found["number"])
    for mark in _DASHES[1:]:
        digits = digits.replace(mark, "–")
    ending = fold(found["ending"] or "").replace("‐", "-").replace("‑", "-")
    code, value = ("n", None) if len(digits) > _LONGEST_NUMBER else _number_code(digits, ending, lang)
    return Token(start, end, digits + ending, code, value, opens)


def _number_code(digits: str, ending: str, lang: str) -> tuple[str, Any]:
    if ending and not digits.isdigit():
        return ("I", digits) if ending.startswith("t") and digits.count("-") == 2 else ("n", None)
    if ending:
        return _ended(int(digits), ending, lang)
    if digits.isdigit():
        return _plain(digits)
    return _joined(digits)


def _plain(digits: str) -> tuple[str, Any]:
    number = int(digits)
    if len(digits) == 4 and 1000 <= number <= 2199:
        return "Y", number
    if len(digits) <= 2 and 1 <= number <= 31:
        return ("d" if number <= 12 else "D"), number
    return "n", number


def _ended(number: int, ending: str, lang: str) -> tuple[str, Any]:
    if (
        ending in folded_set(lang, "decade_suffixes")
        and number % 10 == 0
        and (1000 <= number <= 2190 or 20 <= number <= 90)
    ):
        return "E", number if number >= 1000 else 1900 + number
    if ending in folded_set(lang, "year_suffixes") and 1000 <= number <= 2199:
        return "Z", number
    if ending in folded_set(lang, "day_suffixes") and 1 <= number <= 31:
        return ("d" if number <= 12 else "D"), number
    return "n", None


def _joined(digits: str) -> tuple[str, Any]:
    """Digits with points, strokes or dashes between them: a date, a span of years or of days, or a mere number."""
    if re.fullmatch(r"\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4}|\d\d([./])\d\d\3\d\d", digits):
        return "I", digits
    if years := re.fullmatch(r"(\d{4})[-–/](\d{4}|\d\d)", digits):
        return _year_pair(digits, int(years[1]), years[2])
    if days := re.fullmatch(r"(\d{1,2})[-–](\d{1,2})", digits):
        first, last = int(days[1]), int(days[2])
        return ("r", (first, last)) if 1 <= first < last <= 31 else ("n", None)
    return "n", None


def _year_pair(digits: str, first: int, written: str) -> tuple[str, Any]:
    """`2014–2015`, `2014-15`, or a month as ISO 8601 writes it; `2011-12` may be either, so it stays open."""
    last = int(written) if len(written) == 4 else first - first % 100 + int(written)
    if len(written) == 2 and digits[4] == "-" and 1 <= int(written) <= 12:
        return "I", digits if last != first + 1 else ""
    short_stroke = digits[4] == "/" and last != first + 1
    return ("R", (first, last)) if 1000 <= first < last <= 2199 and not short_stroke else ("n", None)
