"""Each route declares one permission. One that declares none is closed."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import current_app, g, request

from app.access import PERMISSIONS, PUBLIC, Principal
from app.edge.current import current, desk, now, who
from app.edge.visit import visitor
from app.errors import NotPermitted, SignInNeeded
from app.services.keys import principal_of_key

View = TypeVar("View", bound=Callable[..., Any])
DECLARED: Final = "permission"
OPEN_ENDPOINTS: Final = frozenset({"static"})
"""Endpoints that Flask makes, which show files of the project to anyone."""


def needs(permission: str) -> Callable[[View], View]:
    """Declares what a caller must be permitted to use a route."""
    if permission not in {PUBLIC, *PERMISSIONS}:
        raise ValueError(f"There is no permission {permission}.")

    def declare(view: View) -> View:
        setattr(view, DECLARED, permission)
        return view

    return declare


def permission_of(endpoint: str) -> str | None:
    """The permission that an endpoint declares, None where it declares none."""
    if endpoint in OPEN_ENDPOINTS:
        return PUBLIC
    return getattr(current_app.view_functions.get(endpoint), DECLARED, None)


def find_caller() -> None:
    """Before each request: who asks; raises SignInNeeded where a key does not hold."""
    g.who = _caller()


def check_permission() -> None:
    """Before each request: whether they may. Runs before the route does."""
    if request.endpoint is None:  # no such page: the answer says that, and nothing else
        return
    permission = permission_of(request.endpoint)
    if permission is None:
        raise NotPermitted("This page is closed: it declares no permission.")
    if who().may(permission):
        return
    if not who().subject:
        raise SignInNeeded("Sign in, or send a key as Authorization: Bearer KEY.")
    raise NotPermitted(f"Your roles do not let you {PERMISSIONS[permission]}.")


def is_by_key() -> bool:
    """Whether the caller sent a key: then no cookie counts, and no form can be forged."""
    return "Authorization" in request.headers


def _caller() -> Principal:
    if is_by_key():
        scheme, _, secret = request.headers["Authorization"].partition(" ")
        if scheme.lower() != "bearer" or not secret.isprintable():
            raise SignInNeeded("Send the key as Authorization: Bearer KEY.")
        return principal_of_key(desk(), secret.strip(), now())
    return visitor(now(), is_demo=current().settings.is_demo)
