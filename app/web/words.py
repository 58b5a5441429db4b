"""Roles and organisations in words."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.edge.current import desk

ROLE_WORDS: Final[Mapping[str, str]] = {
    "submitter": "submitter: writes schemes for a team",
    "lead": "lead: answers for the schemes of an organisation",
    "assessor": "assessor: scores submitted schemes",
    "subgroup": "subgroup: reviews the ranked list",
    "chair": "chair: runs the round and publishes the list",
    "executive": "executive: decides on the list",
    "board_viewer": "board viewer: reads the published list",
    "rulebook_editor": "rulebook editor: looks after the rules",
    "auditor": "auditor: reads everything that was recorded",
    "administrator": "administrator: opens rounds and brings in schemes",
}
ORGANISATIONS: Final = "organisations"
"""The reference list of a pack that names them."""


def roles_in_words(roles: Iterable[str]) -> list[str]:
    return [ROLE_WORDS.get(role, role) for role in roles]


def organisation_title(code: str) -> str:
    """The name of an organisation in any of the packs; its code where none names it."""
    for pack in desk().shipped.values():
        names = pack.reference.get(ORGANISATIONS)
        if names and code in names.entries:
            return names.entries[code].title
    return code
