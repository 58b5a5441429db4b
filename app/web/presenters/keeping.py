"""The page that keeps what was typed until somebody has signed in again."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from app.web.navigation import Link
from app.web.presenters.drafting import Notice
from app.web.returning import SIGN_IN

DROPPED = frozenset({"csrf_token", "do"})
"""What a form is not sent again with: its token is over, and a button has to be pressed anew."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """`fields` are the names and texts that the page carries along."""

    title: str
    action: str
    sign_in: Link
    fields: tuple[tuple[str, str], ...]
    is_error: bool = True


def kept_page(action: str, fields: Iterable[tuple[str, str]]) -> KeptPage:
    return KeptPage(
        title=gettext("Sign in again to save this"),
        action=action,
        sign_in=Link(gettext("Sign in, in a new tab"), SIGN_IN),
        fields=tuple(field for field in fields if field[0] not in DROPPED),
    )


def again_notice() -> Notice:
    return Notice(
        "important",
        gettext("This is not saved yet."),
        gettext("You have signed in since this page was loaded. Look through it, then save it."),
    )
