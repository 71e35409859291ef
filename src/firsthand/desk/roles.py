"""Who may do what at the desk? Four roles, each with all that the one below may; one table says it, and a test walks it."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Role(IntEnum):
    """What somebody at the desk is. A number, because each may do all that those below may."""

    READER = 1
    REPORTER = 2
    EDITOR = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """As it stands in addresses, catalogues and invitations."""
        return self.name.lower()


class Deed(StrEnum):
    """What can be done at the desk. `OPEN` needs nobody to be known: the way in, the public form, a receipt."""

    OPEN = "open"
    LOOK = "look"
    OWN = "own"
    CHECK = "check"
    DECIDE = "decide"
    REMARK = "remark"
    DRAFT = "draft"
    ASSIGN = "assign"
    SIGN = "sign"
    EDIT = "edit"
    EXPORT = "export"
    INVITE = "invite"
    RULES = "rules"


NEEDS: dict[Deed, Role | None] = {
    Deed.OPEN: None,
    Deed.LOOK: Role.READER,
    Deed.OWN: Role.READER,
    Deed.CHECK: Role.REPORTER,
    Deed.DECIDE: Role.REPORTER,
    Deed.REMARK: Role.REPORTER,
    Deed.DRAFT: Role.REPORTER,
    Deed.ASSIGN: Role.REPORTER,
    Deed.SIGN: Role.EDITOR,
    Deed.EDIT: Role.EDITOR,
    Deed.EXPORT: Role.EDITOR,
    Deed.INVITE: Role.ADMIN,
    Deed.RULES: Role.ADMIN,
}
"""The least role for each deed; None where nobody needs to be known."""


def may(role: int, deed: Deed) -> bool:
    """May somebody of this role do it?"""
    least = NEEDS[deed]
    return least is None or role >= least
