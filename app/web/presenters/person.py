"""Who is signed in, as pages show it."""

from dataclasses import dataclass

from app.edge.current import who
from app.edge.visit import visitor_name
from app.web.words import organisation_title, roles_in_words


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in."""

    name: str
    organisation: str
    roles: tuple[str, ...]


def shown_person() -> Person | None:
    """Who is signed in; None where nobody is."""
    person = who()
    if not person.subject:
        return None
    return Person(
        visitor_name() or person.subject,
        organisation_title(person.organisation),
        tuple(roles_in_words(person.roles)),
    )
