"""What an address may hold: the parts of it that callers fill in go to the store as they are."""

from flask import request

from app.errors import NotFound


def check_address() -> None:
    """Before a route: refuses names with signs that no name has, NUL among them."""
    if any(not str(value).isprintable() for value in (request.view_args or {}).values()):
        raise NotFound("There is nothing at this address: it holds signs that no name has.")
