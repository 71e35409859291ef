"""A verification desk's memory: what is on file about this picture or claim, and what does the record contradict?"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

__all__ = ["__version__", "check", "open"]


def __getattr__(name: str) -> Any:
    """`firsthand.open` and `firsthand.check` are loaded when asked for, so that importing the package stays cheap."""
    if name in ("open", "check"):
        from firsthand import api

        return getattr(api, name)
    raise AttributeError(f"module 'firsthand' has no attribute {name!r}")
