"""Where does a page find the sheets of style of the reports? At addresses that change with their content."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

SHEETS = ("report", "audit", "provenance", "state")


def sheet_address(sheet: str) -> str:
    """The address of one of them."""
    return f"/style/{_name(sheet)}"


def named(name: str) -> bytes | None:
    """The sheet that bears this name now; None where there is none, or it has changed since."""
    sheet = next((sheet for sheet in SHEETS if name == _name(sheet)), None)
    return _data(sheet) if sheet else None


@cache
def _data(sheet: str) -> bytes:
    return files("firsthand.rendering").joinpath(f"{sheet}.css").read_bytes()


def _name(sheet: str) -> str:
    return f"{sheet}-{sha256(_data(sheet)).hexdigest()[:10]}.css"
