"""What people see when something is refused: what is wrong, what to do, and the request id."""

from collections.abc import Mapping
from typing import Final

from flask import make_response, redirect, render_template, request
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from app.edge.journal import request_id
from app.edge.permission import is_by_key
from app.edge.status import TITLES, extra_headers, told
from app.errors import SignInNeeded
from app.web.returning import asked_page, sign_in_address

OF_PROGRAMS: Final = frozenset({"/healthz", "/readyz", "/metrics"})
WORDS: Final[Mapping[int, str]] = {
    404: "There is no such page. Check the address, or begin at the start page.",
    405: "This page cannot be used in this way. Begin at the start page.",
    413: "What was sent is too large. Send less at a time.",
}
"""Sentences for people, where the web library refuses something by itself."""
SIGN_IN_AGAIN: Final = "You are not signed in, or your visit has ended. Sign in and do it again."


def is_for_programs(path: str) -> bool:
    """Whether programs ask here: they get problem details, and people get a page."""
    return path.startswith("/api/") or path in OF_PROGRAMS


def refusal_page(error: Exception) -> Response:
    """The answer to a browser; who has to sign in to read a page is led to where they can."""
    needs_visit = isinstance(error, SignInNeeded) and not is_by_key()
    if needs_visit and request.method in ("GET", "HEAD"):
        return redirect(sign_in_address(asked_page()))
    status, refused = told(error)
    sentence = WORDS.get(status, str(refused)) if isinstance(error, HTTPException) else str(refused)
    page = render_template(
        "refusal.html",
        title=TITLES.get(status, TITLES[400]),
        status=status,
        sentence=SIGN_IN_AGAIN if needs_visit else sentence,
        problems=refused.problems,
        request_id=request_id(),
    )
    response = make_response(page, status)
    response.headers.update(extra_headers(error))
    return response
