"""Every refusal in one shape: problem details (RFC 9457), with a JSON pointer for each field."""

from typing import Any, Final
from urllib.parse import quote, urlencode

import orjson
from flask import Response, request

from app.edge.journal import request_id
from app.edge.status import TITLES, extra_headers, told
from rulebook.problem import ListedIn, Problem

MEDIA_TYPE: Final = "application/problem+json"


def problem_response(error: Exception) -> Response:
    """The answer to an error: what is wrong, where, and what to do."""
    status, refused = told(error)
    values: dict[str, Any] = {
        "type": f"/api/v1/problems#{refused.code}",
        "title": TITLES.get(status, "The request cannot be read"),
        "status": status,
        "detail": str(refused),
        "instance": quote(request.path),
        "code": refused.code,
        "request_id": request_id(),
        "errors": [problem_values(problem) for problem in refused.problems],
    }
    response = Response(orjson.dumps(values), status, content_type=MEDIA_TYPE)
    response.headers.update(extra_headers(error))
    return response


def problem_values(problem: Problem) -> dict[str, Any]:
    """One thing that is wrong, in the same words as in a form or a spreadsheet."""
    return {
        "pointer": problem.pointer,
        "label": problem.label,
        "code": problem.code,
        "message": problem.message,
        **({"line": problem.line} if problem.line else {}),
        **({"list": list_address(problem.listed_in)} if problem.listed_in else {}),
    }


def list_address(listed: ListedIn) -> str:
    """Where to read the list that has what may be given."""
    query = urlencode({"version": listed.version})
    return f"/api/v1/packs/{listed.pack}/lists/{listed.name}?{query}"
