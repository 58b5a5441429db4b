"""Who may do what: one table from roles to permissions. Nothing is allowed that it does not say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

PUBLIC: Final = "public"
"""The permission of what anyone may see without saying who they are."""

READ_PACKS: Final = "packs.read"
EVALUATE: Final = "schemes.evaluate"
READ_ROUNDS: Final = "rounds.read"
MANAGE_ROUNDS: Final = "rounds.manage"
READ_SCHEMES: Final = "schemes.read"
WRITE_SCHEMES: Final = "schemes.write"
WRITE_ANY_SCHEME: Final = "schemes.write_any"
SUBMIT_LATE: Final = "schemes.submit_late"
REVIEW: Final = "schemes.review"
RETURN: Final = "schemes.return"
READ_LIST: Final = "list.read"
PREVIEW_LIST: Final = "list.preview"
PUBLISH_LIST: Final = "list.publish"
READ_LEDGER: Final = "ledger.read"
OBSERVE: Final = "service.observe"

PERMISSIONS: Final[Mapping[str, str]] = {
    READ_PACKS: "read the packs: template, rules, matrix and lists",
    EVALUATE: "try a scheme out without storing it",
    READ_ROUNDS: "read the rounds and their dates",
    MANAGE_ROUNDS: "open rounds and change their dates",
    READ_SCHEMES: "read the schemes of their own organisation",
    WRITE_SCHEMES: "draft, change, submit and withdraw schemes of their own organisation",
    WRITE_ANY_SCHEME: "bring in schemes for any organisation",
    SUBMIT_LATE: "submit after the closing date, with a reason",
    REVIEW: "read every scheme that was submitted",
    RETURN: "return a scheme to its team, or take it into review",
    READ_LIST: "read the published list",
    PREVIEW_LIST: "read the list before it is published",
    PUBLISH_LIST: "publish the list",
    READ_LEDGER: "read the ledger",
    OBSERVE: "read the figures of the running service",
}

_EVERYONE: Final = frozenset({READ_PACKS, EVALUATE, READ_ROUNDS, READ_LIST})
_TEAM: Final = _EVERYONE | {READ_SCHEMES, WRITE_SCHEMES}
_REVIEWER: Final = _EVERYONE | {READ_SCHEMES, REVIEW, PREVIEW_LIST}

ROLES: Final[Mapping[str, frozenset[str]]] = {
    "submitter": _TEAM,
    "lead": _TEAM,
    "assessor": _REVIEWER,
    "subgroup": _REVIEWER,
    "chair": _REVIEWER | {RETURN, SUBMIT_LATE, PUBLISH_LIST, READ_LEDGER, MANAGE_ROUNDS},
    "executive": _REVIEWER | {READ_LEDGER},
    "board_viewer": _EVERYONE,
    "rulebook_editor": _EVERYONE | {PREVIEW_LIST},
    "auditor": _REVIEWER | {READ_LEDGER, OBSERVE},
    "administrator": _EVERYONE
    | {READ_SCHEMES, WRITE_SCHEMES, WRITE_ANY_SCHEME, MANAGE_ROUNDS, OBSERVE},
}

SCOPES: Final[Mapping[str, frozenset[str]]] = {
    "read": frozenset(
        {READ_PACKS, EVALUATE, READ_ROUNDS, READ_SCHEMES, REVIEW, READ_LIST, PREVIEW_LIST}
        | {READ_LEDGER, OBSERVE}
    ),
    "write": frozenset(PERMISSIONS),
}
"""What a key may be narrowed to, whatever its roles allow."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a person or a program, for one organisation."""

    subject: str
    organisation: str
    roles: tuple[str, ...]
    scope: str = "write"

    @property
    def permissions(self) -> frozenset[str]:
        """All that the roles allow together, within the scope."""
        allowed: frozenset[str] = frozenset()
        for role in self.roles:
            allowed |= ROLES.get(role, frozenset())
        return allowed & SCOPES.get(self.scope, frozenset())

    def may(self, permission: str) -> bool:
        return permission == PUBLIC or permission in self.permissions


ANYONE: Final = Principal("", "", ())
"""Somebody who has not said who they are."""


def unknown_roles(roles: Collection[str]) -> list[str]:
    """The roles that there are not, in order."""
    return sorted(set(roles) - ROLES.keys())
