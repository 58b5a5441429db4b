"""Who did something, as far as people may know: their organisation, and made-up names."""

from typing import Final

from flask_babel import gettext

from app.edge.current import who
from app.edge.visit import DEMO_SUBJECT
from app.services.schemes import SERVICE
from app.web.demo import ACCOUNTS
from app.web.words import organisation_title

KEY: Final = "key:"
"""What the subjects of programs begin with."""


def person_in_words(subject: str, organisation: str = "") -> str:
    """Nobody's account is shown: it says nothing to people."""
    if subject == who().subject:
        return gettext("You")
    if subject == SERVICE.subject:
        return gettext("The service, since the date had passed")
    if name := _made_up(subject):
        return name
    title = organisation_title(organisation) if organisation else ""
    if subject.startswith(KEY):
        return gettext("A program of %(title)s", title=title) if title else gettext("A program")
    return title or gettext("A colleague")


def _made_up(subject: str) -> str:
    if not subject.startswith(DEMO_SUBJECT):
        return ""
    id = subject.removeprefix(DEMO_SUBJECT)
    return next((account.name for account in ACCOUNTS if account.id == id), "")
