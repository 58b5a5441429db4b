"""The OpenAPI document, and what the codes of refusals mean, for those who write programs."""

from typing import Final

from flask import Response, current_app
from flask_smorest import Blueprint

from app import errors
from app.access import PUBLIC
from app.api.answering import JSON, reply
from app.api.describing import ref, route
from app.errors import ServiceError

reference: Final = Blueprint("reference", __name__, description="How to use the API")
OPENAPI: Final = "prioritise_openapi"


@route(reference, "GET", "/openapi.json", PUBLIC, "This document", {200: {"type": "object"}})
def show_openapi() -> Response:
    return Response(current_app.extensions[OPENAPI], content_type=JSON)


@route(
    reference,
    "GET",
    "/problems",
    PUBLIC,
    "What the codes of refusals mean",
    {200: ref("Problems")},
)
def list_problems() -> Response:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, ServiceError) and kind is not ServiceError
    ]
    return reply({"problems": [{"code": kind.code, "means": kind.__doc__} for kind in kinds]})
