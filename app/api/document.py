"""The OpenAPI document: what is common to all routes, around what each route says of itself."""

from collections.abc import Mapping
from typing import Final

import orjson
from flask_smorest import Api

from app.api.answering import KEY_FORM, VERSION_FORM
from app.api.describing import IDEMPOTENCY, IF_MATCH, IF_NONE_MATCH, Json, ref
from app.api.examples import ANSWERS, BODIES, PROBLEM
from app.api.fields import described
from app.api.introduction import INTRODUCTION, SUMMARY, VERSION
from app.api.problems import MEDIA_TYPE
from app.api.scheme_shapes import scheme_shapes
from app.api.shapes import COUNT, SHAPES, TEXT
from rulebook.pack import Pack

PARAMETERS: Final[Mapping[str, Json]] = {
    IF_MATCH: {
        "required": True,
        "description": "The ETag of the version that is changed.",
        "schema": {"type": "string", "pattern": f"^{VERSION_FORM}$"},
        "example": '"12"',
    },
    IF_NONE_MATCH: {
        "description": "The ETag that you have: 304 says that it is still the newest.",
        "schema": TEXT,
        "example": '"12"',
    },
    IDEMPOTENCY: {
        "description": "A text of your own: a request that is sent again with it is done once.",
        "schema": {"type": "string", "pattern": f"^{KEY_FORM}$"},
        "example": "5c1f0f4e-8b61-4c0a-9a52-0d6d2f1c7f0e",
    },
}
HEADERS: Final[Mapping[str, Json]] = {
    "ETag": {
        "required": True,
        "description": "Names this version. Send it back in If-Match or If-None-Match.",
        "schema": {"type": "string", "pattern": '^"[0-9a-z-]{1,80}"$'},
    },
    "Location": {
        "required": True,
        "description": "The address of what was made.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Content-Disposition": {
        "required": True,
        "description": "The name for the file.",
        "schema": TEXT,
    },
    "X-Request-Id": {
        "required": True,
        "description": "The id of this request, as you sent it or made here. Quote it for help.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    },
    "Retry-After": {
        "required": True,
        "description": "Try again after this many seconds.",
        "schema": COUNT,
    },
    "WWW-Authenticate": {
        "required": True,
        "description": "How to say who asks.",
        "schema": {"const": "Bearer"},
    },
}
REFUSALS: Final[Mapping[int, tuple[str, tuple[str, ...]]]] = {
    400: ("It cannot be read: the form of the body or of a header is wrong.", ()),
    401: ("It does not say who asks, or the key does not hold.", ("WWW-Authenticate",)),
    403: ("Your roles do not include this.", ()),
    404: ("There is no such thing, or none that you may know of.", ()),
    409: ("It is not possible in the present state or on this day, or the name is taken.", ()),
    412: ("Somebody else has changed it since you read it.", ()),
    413: ("The body is too large. Send it in parts.", ()),
    415: ("The body is of a kind that is not taken here.", ()),
    422: ("It is understood, and something in it cannot be taken; `errors` says what.", ()),
    428: ("A change must say which version it changes, in If-Match.", ()),
    429: ("That was too much for one caller. Wait.", ("Retry-After",)),
    500: ("Something went wrong here. It was noted.", ()),
    503: ("The store cannot be used now. Nothing was changed.", ("Retry-After",)),
}
SECURITY: Final[Json] = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of the form `prefix.secret`, made by those who run the service.",
}


class DocumentedApi(Api):  # type: ignore[misc]  # the library has no types
    """flask-smorest without its own form of errors: ours is for the whole service."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Nothing: the factory does it, for pages as well."""


def begin_document(api: DocumentedApi, shipped: Mapping[str, Pack]) -> None:
    """Gives the document what routes refer to, before they are registered."""
    spec = api.spec
    about = {"version": VERSION, "summary": SUMMARY, "description": INTRODUCTION}
    spec.options["info"] = {**about, "license": {"name": "MIT", "identifier": "MIT"}}
    spec.options["security"] = [{"key": []}]
    spec.components.security_scheme("key", SECURITY)
    api.ma_plugin.converter.add_attribute_function(described)
    for name, shape in {**SHAPES, **scheme_shapes(shipped)}.items():
        spec.components.schema(name, shape)
    for name, parameter in PARAMETERS.items():
        spec.components.parameter(name, "header", parameter)
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    spec.components.schemas["Problem"]["examples"] = [PROBLEM]
    for status, (means, headers) in REFUSALS.items():
        spec.components.response(str(status), _refusal(means, headers))


def finished_document(api: DocumentedApi, shipped: Mapping[str, Pack]) -> bytes:
    """The whole document, after all routes are registered."""
    document: Json = api.spec.to_dict()
    shapes = document["components"]["schemas"]
    shapes["Trial"]["properties"]["scheme"] = ref("Scheme")
    for shape in ("NewRound", "Trial"):
        shapes[shape]["properties"]["pack"]["enum"] = list(shipped)
    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                _add_examples(operation)
    return orjson.dumps(document)


def _refusal(means: str, headers: tuple[str, ...]) -> Json:
    names = (*headers, "X-Request-Id")
    return {
        "description": means,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
        "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
    }


def _add_examples(operation: Json) -> None:
    name = operation["operationId"]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if name in BODIES:
            content["examples"] = {key: {"value": body} for key, body in BODIES[name].items()}
    for status, response in operation["responses"].items():
        if (name, status) in ANSWERS:
            content = next(iter(response["content"].values()))
            content["example"] = ANSWERS[name, status]
