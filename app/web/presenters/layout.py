"""What stands around every page: the name of the service, the ways through it, who is signed in."""

from dataclasses import dataclass
from importlib import metadata
from typing import Final

from flask_babel import gettext, lazy_gettext

from app.web import navigation
from app.web.language import chosen_language
from app.web.navigation import Link
from app.web.presenters.person import Person, shown_person

SERVICE_NAME: Final = lazy_gettext("Scheme prioritiser")
"""The one place that names the service to people."""
DISTRIBUTION: Final = "scheme-prioritiser"


@dataclass(frozen=True, slots=True)
class Layout:
    """Ready to show."""

    service_name: str
    language: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    person: Person | None
    version: str


def layout() -> Layout:
    number = metadata.version(DISTRIBUTION)
    return Layout(
        service_name=str(SERVICE_NAME),
        language=chosen_language(),
        navigation=navigation.navigation(),
        footer=navigation.footer(),
        person=shown_person(),
        version=gettext("Version %(number)s", number=number),
    )
