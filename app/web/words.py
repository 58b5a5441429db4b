"""Roles and organisations in words."""

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from app.edge.current import desk

ROLE_WORDS: Final[Mapping[str, LazyString]] = {
    "submitter": lazy_gettext("Submitter: writes schemes for a team"),
    "lead": lazy_gettext("Lead: answers for the schemes of an organisation"),
    "assessor": lazy_gettext("Assessor: scores submitted schemes"),
    "subgroup": lazy_gettext("Subgroup: reviews the ranked list"),
    "chair": lazy_gettext("Chair: runs the round and publishes the list"),
    "executive": lazy_gettext("Executive: decides on the list"),
    "board_viewer": lazy_gettext("Board viewer: reads the published list"),
    "rulebook_editor": lazy_gettext("Rulebook editor: looks after the rules"),
    "auditor": lazy_gettext("Auditor: reads everything that was recorded"),
    "administrator": lazy_gettext("Administrator: opens rounds and brings in schemes"),
}
ORGANISATIONS: Final = "organisations"
"""The reference list of a pack that names them."""


def roles_in_words(roles: Iterable[str]) -> list[str]:
    return [str(ROLE_WORDS.get(role, role)) for role in roles]


def organisation_title(code: str) -> str:
    """The name of an organisation in any of the packs; its code where none names it."""
    for pack in desk().shipped.values():
        names = pack.reference.get(ORGANISATIONS)
        if names and code in names.entries:
            return names.entries[code].title
    return code
