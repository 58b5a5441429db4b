"""The headers that every answer carries, so that a browser does no more than it should."""

from typing import Final

from flask import Response, request

CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
ONE_YEAR: Final = "max-age=31536000; includeSubDomains"


PAGES_KEPT: Final = "private, no-cache"
FILES_KEPT: Final = "private, no-store"
"""Pages may be kept by the browser that asked, and asked for again; files are kept by nobody."""


def add_headers(response: Response) -> Response:
    """Adds them. What is about somebody's schemes is not to be kept by caches on the way."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", ONE_YEAR)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", _caching(response))
        response.vary.update(("Authorization", "Cookie"))
    return response


def _caching(response: Response) -> str:
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return FILES_KEPT if is_file else PAGES_KEPT
