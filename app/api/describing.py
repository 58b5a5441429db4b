"""Declares routes: whom each is for, and for the OpenAPI document what it takes and gives."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from flask_smorest import Blueprint
from marshmallow import Schema

from app.access import PUBLIC
from app.api.answering import JSON
from app.api.problems import MEDIA_TYPE, TITLES
from app.edge.permission import needs

View = TypeVar("View", bound=Callable[..., Any])
Json = dict[str, Any]

ALWAYS: Final = (401, 403, 429, 500, 503)
"""What every route that needs a key may answer."""
IF_MATCH: Final[Json] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that is changed.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,15}"$'},
    "example": '"12"',
}
IDEMPOTENCY: Final[Json] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A text of your own: a request that is sent again with it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
IF_NONE_MATCH: Final[Json] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that you have: 304 says that it is still the newest.",
    "schema": {"type": "string", "pattern": '^"[0-9a-z-]{1,80}"$'},
}


def ref(name: str) -> Json:
    """A named shape of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def route(
    blueprint: Blueprint,
    method: str,
    rule: str,
    permission: str,
    summary: str,
    gives: Mapping[int, Json | None],
    *,
    takes: Json | Schema | type[Schema] | None = None,
    kinds: Sequence[str] = (JSON,),
    needs_body: bool = True,
    query: type[Schema] | None = None,
    headers: Sequence[Json] = (),
    refuses: Sequence[int] = (),
    gives_kind: str = JSON,
) -> Callable[[View], View]:
    """Serves a rule by a view, for those who have the permission.

    The rest is for the OpenAPI document: `gives` has the shape for each status, `takes` that of the
    body, `refuses` what else may be answered.
    """
    is_public = permission == PUBLIC
    responses = {str(status): _given(status, shape, gives_kind) for status, shape in gives.items()}
    for status in sorted({*refuses, *((500,) if is_public else ALWAYS)}):
        responses[str(status)] = _refused(status)
    document: Json = {
        "summary": summary,
        "responses": responses,
        "parameters": [*headers, *([{"in": "query", "schema": query}] if query else [])],
        **({"security": []} if is_public else {}),
    }
    if takes is not None:
        content = {kind: {"schema": takes} for kind in kinds}
        document["requestBody"] = {"required": needs_body, "content": content}

    def serve(view: View) -> View:
        described: View = blueprint.doc(**document)(needs(permission)(view))
        blueprint.route(rule, methods=[method])(described)
        return described

    return serve


def _given(status: int, shape: Json | None, kind: str) -> Json:
    given: Json = {"description": "The answer." if status != 304 else "It is still the newest."}
    if shape is not None:
        given["content"] = {kind: {"schema": shape}}
    return given


def _refused(status: int) -> Json:
    content = {MEDIA_TYPE: {"schema": ref("Problem")}}
    return {"description": TITLES[status], "content": content}
