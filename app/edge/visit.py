"""The visit of a person who signed in with a browser: what the signed cookie says of them."""

from datetime import datetime, timedelta
from typing import Final

from flask import session

from app.access import ANYONE, Principal

HOURS: Final = 8
NAMES: Final = ("subject", "organisation", "roles", "until")
DISPLAY_NAME: Final = "name"
DEMO_SUBJECT: Final = "demo:"
"""What the subjects of made-up people begin with: only a demonstration takes them."""


def begin_visit(person: Principal, name: str, now: datetime) -> None:
    """Begins a visit anew: nothing that the browser brought along is kept."""
    session.clear()
    session.permanent = True
    session["subject"] = person.subject
    session["organisation"] = person.organisation
    session["roles"] = list(person.roles)
    session["until"] = int((now + timedelta(hours=HOURS)).timestamp())
    if name:
        session[DISPLAY_NAME] = name


def visitor(now: datetime, *, is_demo: bool) -> Principal:
    """Who is visiting; ANYONE where nobody signed in here, or the visit is over."""
    if not all(name in session for name in NAMES) or now.timestamp() >= session["until"]:
        return ANYONE
    if session["subject"].startswith(DEMO_SUBJECT) and not is_demo:
        return ANYONE  # a demonstration that shares the secret key makes nobody known here
    return Principal(session["subject"], session["organisation"], tuple(session["roles"]))


def visitor_name() -> str:
    """The name to show, or nothing."""
    return str(session.get(DISPLAY_NAME, ""))


def end_visit() -> None:
    session.clear()
