"""A browser changes nothing here unless it shows that a page of this service asked it to.

Another site can make a browser send a form, and the cookie goes along. It cannot know the token
that our own pages carry, and over https the browser also says which page it comes from. A program
that sends a key needs no token: no browser sends a key by itself.
"""

from flask import Flask
from flask_wtf.csrf import CSRFError, CSRFProtect

from app.edge.permission import is_by_key
from app.errors import NotFromHere


def guard_against_forgery(app: Flask) -> None:
    """Adds the check to what each request passes, after all that was added before."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # it runs below, after the permission
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a long form may stay open as long as the visit
    protection = CSRFProtect(app)

    def check() -> None:
        if is_by_key():
            return
        try:
            protection.protect(apply_exemptions=True)
        except CSRFError as error:
            raise NotFromHere(
                "This does not show that it comes from a page of this service. Load the page "
                "again and repeat what you did. A program sends a key, or the token of a page."
            ) from error

    app.before_request(check)
