"""A line of JSON for each request: never its body, its query or a secret."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final

from flask import Response, g, request

from app.edge.current import who
from app.edge.figures import Figures

LOGGER: Final = logging.getLogger("prioritise")
REQUEST_ID: Final = "X-Request-Id"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Those that are named: whoever invents others makes no new figures."""
_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_FIELDS: Final = (
    "request_id",
    "method",
    "route",
    "status",
    "milliseconds",
    "streamed",
    "who",
    "traceparent",
)


class JsonLines(logging.Formatter):
    """One object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        said = {
            "at": at.isoformat(),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **{name: getattr(record, name) for name in _FIELDS if hasattr(record, name)},
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def log_to_stderr() -> None:
    """Sends all that is noted to the error stream; for a process that serves.

    What the libraries warn of comes in the same form.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.getLogger().handlers[:] = [handler]
    LOGGER.setLevel(logging.INFO)


def begin(new_id: str) -> None:
    """Before a request: the id that it came with if that is a plain one, else a new one."""
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _GIVEN_ID.fullmatch(given) else new_id
    g.began = perf_counter()


def request_id() -> str:
    return str(g.get("request_id", ""))


def end(response: Response, figures: Figures) -> Response:
    """After a request: notes and counts it, and tells its id.

    An answer that is made while it is sent is noted when its end is sent, or it breaks off.
    """
    response.headers[REQUEST_ID] = request_id()
    note = _note_of(response.status_code, figures)
    if response.is_streamed and not response.direct_passthrough:  # files are there as a whole
        response.response = _noted(response.iter_encoded(), note)
    else:
        note({})
    return response


def _note_of(status: int, figures: Figures) -> Callable[[Mapping[str, Any]], None]:
    """What notes this request, with more about it; it may be called once the request is over."""
    route = request.url_rule.rule if request.url_rule else "no such page"
    method = request.method if request.method in METHODS else "other"
    began = g.get("began", perf_counter())
    extra = {
        "request_id": request_id(),
        "method": method,
        "route": route,
        "status": status,
        "who": who().subject,
        "traceparent": request.headers.get("traceparent", "")[:60],
    }

    def note(more: Mapping[str, Any]) -> None:
        seconds = perf_counter() - began
        figures.requests.labels(route, method, status).inc()
        figures.seconds.labels(route).observe(seconds)
        LOGGER.info("request", extra={**extra, "milliseconds": round(seconds * 1000, 1), **more})

    return note


def _noted(parts: Iterable[bytes], note: Callable[[Mapping[str, Any]], None]) -> Iterator[bytes]:
    streamed = "broken off"
    try:
        yield from parts
        streamed = "whole"
    finally:  # also where nobody reads on
        note({"streamed": streamed})
