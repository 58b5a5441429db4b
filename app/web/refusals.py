"""The answer to a browser when something is refused."""

from typing import Final

from flask import make_response, redirect, request
from werkzeug import Response

from app.edge.journal import request_id
from app.edge.permission import is_by_key
from app.edge.status import extra_headers, told
from app.errors import SignInNeeded
from app.web.forms.keeping import page_with_typed
from app.web.presenters.refusal import refusal
from app.web.rendering import render_page
from app.web.returning import asked_page, sign_in_address

OF_PROGRAMS: Final = frozenset({"/healthz", "/readyz", "/metrics"})


def is_for_programs(path: str) -> bool:
    """Whether programs ask here: they get problem details, and people get a page."""
    return path.startswith("/api/") or path in OF_PROGRAMS


def refusal_page(error: Exception) -> Response:
    """Who has to sign in to read a page is led to where they can; what was typed comes back."""
    needs_visit = isinstance(error, SignInNeeded) and not is_by_key()
    if needs_visit and request.method in ("GET", "HEAD"):
        return redirect(sign_in_address(asked_page()))
    status, _ = told(error)
    if (kept := page_with_typed(error)) is not None:
        return make_response(kept, status)
    page = refusal(error, request_id(), needs_visit=needs_visit)
    response = make_response(render_page("refusal.jinja", page), status)
    response.headers.update(extra_headers(error))
    return response
