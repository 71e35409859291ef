"""What does an audit look like as plain values, and how does it come back? Dicts, lists, strings and numbers, with a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from firsthand.errors import CasebookError
from firsthand.record.audits import Audit, OutletComparison

VERSION = 1
"""Raised when a field changes its sense; a new field does not raise it."""

Kept = TypeVar("Kept", Audit, OutletComparison)


def audit_to_plain(audit: Audit) -> dict[str, Any]:
    return _to_plain(audit)


def audit_from_plain(plain: Mapping[str, Any]) -> Audit:
    """The audit that `audit_to_plain` gave. Unknown fields are passed over. Raises CasebookError where it is none."""
    return _from_plain(plain, Audit)


def comparison_to_plain(comparison: OutletComparison) -> dict[str, Any]:
    return _to_plain(comparison)


def comparison_from_plain(plain: Mapping[str, Any]) -> OutletComparison:
    """The comparison that `comparison_to_plain` gave. Raises CasebookError where it is none."""
    return _from_plain(plain, OutletComparison)


def _to_plain(value: Audit | OutletComparison) -> dict[str, Any]:
    return {"version": VERSION, **msgspec.to_builtins(value)}


def _from_plain(plain: Mapping[str, Any], kind: type[Kept]) -> Kept:
    version = plain.get("version")
    if version != VERSION:
        raise CasebookError(
            f"This is not an audit of version {VERSION}: its version is {version!r}.",
            hint="Make it anew, or read it with the version of Firsthand that wrote it.",
        )
    try:
        return msgspec.convert(dict(plain), kind)
    except msgspec.ValidationError as error:
        raise CasebookError(f"This is not an audit of Firsthand: {error}", hint="See docs/audit.md.") from error
