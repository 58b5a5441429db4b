"""Back to the page that somebody came from, and to no other host."""

import re
from typing import Final
from urllib.parse import quote

from flask import request

START: Final = "/"
SIGN_IN: Final = "/sign-in"
LONGEST: Final = 500
_PATH: Final = re.compile(r"/(?!/)[!-\[\]-~]*")
"""A path in plain signs, without a backslash or a blank: browsers read `/\\host` as `//host`, and
drop tabs and line ends before they read."""


def path_here(given: str) -> str:
    """A path on this host as it was given; the start page for anything else."""
    is_good = len(given) <= LONGEST and _PATH.fullmatch(given)
    return given if is_good and not given.startswith("/sign-") else START


def sign_in_address(next_page: str) -> str:
    """The page to sign in on, which leads back to a path on this host."""
    page = path_here(next_page)
    return SIGN_IN if page == START else f"{SIGN_IN}?next={quote(page, safe='/')}"


def asked_page() -> str:
    """The path and the query of this request, as a browser would write them."""
    query = request.query_string.decode("ascii", "replace")
    return quote(request.path) + (f"?{query}" if query else "")
