"""One table from what was refused to the status of the answer."""

from collections.abc import Mapping
from typing import Final

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app import errors
from app.errors import ServiceError
from rulebook.problem import Problem, Refused

STATUS: Final[Mapping[type[Exception], int]] = {
    errors.SignInNeeded: 401,
    errors.NotFromHere: 400,
    errors.SignInRefused: 403,
    errors.NotPermitted: 403,
    errors.NotFound: 404,
    errors.NotNow: 409,
    errors.Taken: 409,
    errors.Changed: 412,
    errors.WrongKind: 415,
    errors.Invalid: 422,
    errors.LooksPersonal: 422,
    errors.KeyReused: 422,
    errors.VersionNeeded: 428,
    errors.TooMany: 429,
    errors.ProviderFailed: 502,
    errors.StoreError: 503,
    errors.StoreBusy: 503,
    errors.StoreFull: 503,
    errors.StoreReadOnly: 503,
    errors.Unreadable: 400,
}
TITLES: Final[Mapping[int, str]] = {
    400: "The request cannot be read",
    401: "Sign-in is needed",
    403: "This is not permitted",
    404: "Not found",
    405: "Method not allowed",
    409: "Not possible now",
    412: "Changed in the meantime",
    413: "Too large",
    415: "Wrong media type",
    422: "Some answers cannot be taken",
    428: "The version is needed",
    429: "Too many requests",
    500: "Something went wrong here",
    502: "Sign-in does not work now",
    503: "The store cannot be used now",
}
RETRY_SECONDS: Final[Mapping[type[Exception], int]] = {errors.StoreBusy: 2, errors.StoreFull: 60}
"""When to try again after the store could not answer; 30 seconds for what is not named."""

_WORDS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("bad_request", "The request cannot be read. Check its form."),
    404: ("not_found", "There is nothing at this address. /api/v1/openapi.json lists them all."),
    405: ("method_not_allowed", "This address takes other methods. Allow names them."),
    413: ("too_large", "The body is too large. Split it."),
}
"""The code and the sentence for what the web library refuses by itself."""


def told(error: Exception) -> tuple[int, ServiceError]:
    """The status of any error, and the error as one of ours."""
    if isinstance(error, ServiceError):
        return STATUS[type(error)], error
    if isinstance(error, Refused):
        return 422, errors.Invalid("Some of what was given cannot be used.", error.problems)
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        code, sentence = _WORDS.get(error.code, _WORDS[400])
        refused = ServiceError(sentence, _limits(error))
        refused.code = code
        return error.code, refused
    failed = ServiceError("Something went wrong here. It was noted; quote the request id.")
    failed.code = "failed"
    return 500, failed


def extra_headers(error: Exception) -> dict[str, str]:
    """What else the answer says: when to try again, how to sign in, which methods there are."""
    if isinstance(error, errors.TooMany):
        return {"Retry-After": str(error.seconds)}
    if isinstance(error, errors.StoreError):
        return {"Retry-After": str(RETRY_SECONDS.get(type(error), 30))}
    if isinstance(error, errors.SignInNeeded):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, HTTPException):
        kept = ("Allow", "Location", "Retry-After")
        return {name: value for name, value in error.get_headers() if name in kept}
    return {}


def _limits(error: HTTPException) -> tuple[Problem, ...]:
    if isinstance(error, RequestEntityTooLarge):
        return (Problem("Send less at a time.", code="too_large"),)
    return ()
