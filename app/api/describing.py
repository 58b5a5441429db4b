"""Declares routes: whom each is for, and for the OpenAPI document what it takes and gives."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypedDict, TypeVar, Unpack

from flask_smorest import Blueprint
from marshmallow import Schema

from app.access import PUBLIC
from app.api.answering import JSON
from app.edge.permission import needs

View = TypeVar("View", bound=Callable[..., Any])
Json = dict[str, Any]

ALWAYS: Final = (401, 403, 429, 500, 503)
"""What every route that needs a key may answer."""
IF_MATCH: Final = "If-Match"
IF_NONE_MATCH: Final = "If-None-Match"
IDEMPOTENCY: Final = "Idempotency-Key"
_VARIABLE: Final = re.compile(r"<(?:\w+:)?(\w+)>")


def ref(name: str) -> Json:
    """A named shape of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def variable(name: str, about: str, example: object, **schema: Any) -> Json:
    """A part of an address that callers fill in."""
    return {
        "in": "path",
        "name": name,
        "required": True,
        "description": about,
        "schema": {"type": "string", **schema},
        "example": example,
    }


VARIABLES: Final[Mapping[str, Json]] = {
    "code": variable("code", "The code of a round.", "CM24", pattern="^[A-Z0-9]{2,12}$"),
    "ref": variable(
        "ref", "The reference of a scheme.", "CM24-LIVPP-001", pattern="^[A-Z0-9-]{1,40}$"
    ),
    "number": variable(
        "number", "The number of a version, from 1.", 1, type="integer", minimum=1, maximum=10**6
    ),
    "id": variable(
        "id", "The id of a pack.", "cheshire_merseyside", pattern="^[a-z][a-z0-9_]{0,59}$"
    ),
    "name": variable("name", "The id of a list.", "places", pattern="^[a-z][a-z0-9_]{0,59}$"),
}


class Says(TypedDict, total=False):
    """What the OpenAPI document says of a route beyond its summary and what it gives."""

    about: str
    takes: Json | Schema | type[Schema]
    """The shape of the body, as one of `kinds`; `needs_body` is False where it may be empty."""
    kinds: Sequence[str]
    needs_body: bool
    query: type[Schema]
    headers: Sequence[str]
    """The headers that it reads."""
    refuses: Sequence[int]
    """What else than ALWAYS may be answered."""
    gives_kind: str
    gives_headers: Sequence[str]
    """The headers that a success has, beside those that all have."""


def route(
    blueprint: Blueprint,
    method: str,
    rule: str,
    permission: str,
    summary: str,
    gives: Mapping[int, Json | None],
    **says: Unpack[Says],
) -> Callable[[View], View]:
    """Serves a rule by a view, for those who have the permission.

    `gives` has the shape for each status. In the document the operation has the name of the view.
    """
    document = _document(permission, summary, gives, says)

    def serve(view: View) -> View:
        named = {"operationId": view.__name__, **document}
        described: View = blueprint.doc(**named)(needs(permission)(view))
        variables = [dict(VARIABLES[name]) for name in _VARIABLE.findall(rule)]
        blueprint.route(rule, methods=[method], parameters=variables)(described)
        return described

    return serve


def _document(permission: str, summary: str, gives: Mapping[int, Json | None], says: Says) -> Json:
    kind, headers = says.get("gives_kind", JSON), says.get("gives_headers", ())
    responses: Json = {str(n): _given(n, shape, kind, headers) for n, shape in gives.items()}
    usual = (500,) if permission == PUBLIC else ALWAYS
    for status in map(str, sorted({*says.get("refuses", ()), *usual} - gives.keys())):
        responses[status] = status  # the one of this name that all routes share
    query = [{"in": "query", "schema": says["query"]}] if "query" in says else []
    document: Json = {
        "summary": summary,
        "responses": responses,
        "parameters": [*says.get("headers", ()), *query],
        **({"description": says["about"]} if "about" in says else {}),
        **({"security": []} if permission == PUBLIC else {}),
    }
    if "takes" in says:
        content = {kind: {"schema": says["takes"]} for kind in says.get("kinds", (JSON,))}
        document["requestBody"] = {"required": says.get("needs_body", True), "content": content}
    return document


def _given(status: int, shape: Json | None, kind: str, headers: Sequence[str]) -> Json:
    given: Json = {"description": "It is still the newest." if status == 304 else "The answer."}
    names = [*headers, *(["Location"] if status == 201 else []), "X-Request-Id"]
    given["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if shape is not None:
        given["content"] = {kind: {"schema": shape}}
    return given
