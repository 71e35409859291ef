"""Who reads the attributions: our own rules, or a program that somebody names as `module:function`?"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from firsthand.errors import UsageError
from firsthand.reading.attributions import read_attributions
from firsthand.reading.attributions_given import attributed
from firsthand.record.attributions import Attributed

Read = Callable[[str, str, str], Attributed]
"""From a text, its language and its SHA-256 to what is said in it; raises ReadingError."""


def reader_of(named: str) -> Read:
    """The reader of this name: ours where it is empty, else a function `(text, lang) -> rows` of an installed module.

    The rows are those of the scorer (reading/attributions_given.py). Raises UsageError where there is no such function.
    """
    if not named:
        return read_attributions
    module, _, function = named.partition(":")
    hint = "Name an installed module and its function: mymodels.speech:quotes."
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f"The reader of attributions {named!r} cannot be loaded: {error}.", hint=hint) from error
    if not callable(found):
        raise UsageError(f"{named!r} is no function.", hint=hint)
    return lambda text, lang, sha256: attributed(text, lang, found(text, lang), sha256)
