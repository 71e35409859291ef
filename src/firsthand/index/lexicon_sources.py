"""Which word lists are installed, and where? A table of what is looked for; nothing is opened here.

None of them is shipped with Firsthand: their licences (GPL, CC BY-SA) are not ours to pass on. Each is a Debian package.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DICTD = "usr/share/dictd"


@dataclass(frozen=True, slots=True)
class WordList:
    """A word list that may be installed: its name, form, languages, package and the file that shows it is there."""

    name: str
    form: str
    langs: tuple[str, ...]
    package: str
    path: str


KNOWN = (
    WordList("mueller7", "mueller", ("en", "ru"), "mueller7-dict", f"{DICTD}/mueller7.index"),
    WordList("freedict-eng-rus", "freedict", ("en", "ru"), "dict-freedict-eng-rus", f"{DICTD}/freedict-eng-rus.index"),
    WordList("freedict-eng-ell", "freedict", ("en", "el"), "dict-freedict-eng-ell", f"{DICTD}/freedict-eng-ell.index"),
    WordList("freedict-ell-eng", "freedict", ("el", "en"), "dict-freedict-ell-eng", f"{DICTD}/freedict-ell-eng.index"),
    WordList("freedict-ell-rus", "freedict", ("el", "ru"), "dict-freedict-ell-rus", f"{DICTD}/freedict-ell-rus.index"),
    WordList(
        "apertium-rus-ukr",
        "apertium",
        ("ru", "uk"),
        "apertium-rus-ukr",
        "usr/share/apertium/apertium-rus-ukr/rus-ukr.autobil.bin",
    ),
    WordList("hunspell-uk", "words", ("ru", "uk"), "hunspell-uk", "usr/share/hunspell/uk_UA.dic"),
)
"""The lists in the order of their worth for a pair of languages."""


def installed(root: Path = Path("/")) -> list[tuple[WordList, Path]]:
    """The known lists whose file stands under a root folder."""
    return [(known, root / known.path) for known in KNOWN if (root / known.path).is_file()]
