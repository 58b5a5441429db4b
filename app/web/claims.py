"""From what the provider says of a person to who they are here. Pure: no web, no network."""

import re
from collections.abc import Mapping
from typing import Any, Final

from app.access import ROLES, Principal, unknown_roles
from app.errors import ProviderFailed, SignInRefused
from app.settings import Oidc
from rulebook.problem import shorten

LONGEST_SUBJECT: Final = 255  # OpenID Connect Core 1.0, section 2
LONGEST_ORGANISATION: Final = 40
LONGEST_NAME: Final = 100
NAME_CLAIMS: Final = ("name", "preferred_username")


def person_from(claims: Mapping[str, Any], oidc: Oidc) -> Principal:
    """Who signed in; raises SignInRefused where the account gives them no place here."""
    return Principal(
        f"oidc:{_subject(claims)}",
        _organisation(claims.get(oidc.organisation_claim), oidc.organisation_claim),
        _roles(claims.get(oidc.roles_claim), oidc.roles_claim),
    )


def name_from(claims: Mapping[str, Any]) -> str:
    """The name to show, or nothing."""
    names = (claims.get(claim) for claim in NAME_CLAIMS)
    return next((shorten(name, LONGEST_NAME) for name in names if _is_text(name)), "")


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims.get("sub")
    if not _is_text(subject) or len(str(subject)) > LONGEST_SUBJECT:
        raise ProviderFailed("The account service did not say whose account it is.")
    return str(subject)


def _organisation(value: object, claim: str) -> str:
    organisation = str(value).strip() if _is_text(value) else ""
    if not organisation or len(organisation) > LONGEST_ORGANISATION:
        raise SignInRefused(
            "Your account does not say which organisation you belong to. Ask the administrator "
            f"of your accounts to add the code of your organisation (claim: {claim})."
        )
    return organisation


def _roles(value: object, claim: str) -> tuple[str, ...]:
    """The roles in the order given; none may be unknown, as a misspelt one would go unnoticed."""
    roles = tuple(dict.fromkeys(_words(value)))
    ask = (
        "Ask the administrator of your accounts to give you one or more of: "
        f"{', '.join(ROLES)} (claim: {claim})."
    )
    if not roles:
        raise SignInRefused(f"Your account has no role in this service. {ask}")
    if unknown := unknown_roles(roles):
        named = shorten(", ".join(unknown), 100)
        raise SignInRefused(f"Your account has roles that are not known here: {named}. {ask}")
    return roles


def _words(value: object) -> list[str]:
    """A list as it is, and a string taken apart at blanks and commas."""
    if isinstance(value, str):
        return [word for word in re.split(r"[\s,]+", value) if word]
    return [str(word) for word in value] if isinstance(value, list) else []


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
