"""The OpenAPI document, a page to read and try it, and what the codes of refusals mean."""

from typing import Final

from flask import Response, current_app, request
from flask_smorest import Blueprint

from app import errors
from app.access import PUBLIC
from app.api.answering import JSON, reply
from app.api.describing import ref, route
from app.errors import ServiceError

reference: Final = Blueprint("reference", __name__, description="How to use the API.")
OPENAPI: Final = "prioritise_openapi"
PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The API of the scheme prioritiser</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/swagger-ui/swagger-ui.css">
</head>
<body>
<nav class="swagger-ui" aria-label="Service"><div class="wrapper">
<p class="renderedMarkdown"><a class="link" href="/">Back to the scheme prioritiser</a></p>
</div></nav>
<main id="swagger-ui">
<p>This page needs JavaScript. <a href="openapi.json">The same as an OpenAPI document</a>.</p>
</main>
<script src="/static/swagger-ui/swagger-ui-bundle.js"></script>
<script src="/static/swagger-ui-start.js"></script>
</body>
</html>
"""


@route(
    reference,
    "GET",
    "/openapi.json",
    PUBLIC,
    "This document",
    {200: {"type": "object"}, 304: None},
    headers=["If-None-Match"],
    gives_headers=["ETag"],
)
def show_openapi() -> Response:
    response = Response(current_app.extensions[OPENAPI], content_type=JSON)
    response.add_etag()
    response.make_conditional(request)
    return response


@route(
    reference,
    "GET",
    "/docs",
    PUBLIC,
    "This document as a page, where operations can be tried",
    {200: {"type": "string"}},
    gives_kind="text/html",
)
def show_docs() -> Response:
    return Response(PAGE, content_type="text/html; charset=utf-8")


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
