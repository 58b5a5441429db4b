"""Whether the process lives, whether it can serve, and its figures."""

from typing import Any, Final

import orjson
from flask import Response
from flask_smorest import Blueprint
from prometheus_client import CONTENT_TYPE_LATEST

from app.access import OBSERVE, PUBLIC
from app.api.answering import JSON, reply
from app.api.describing import ref, route
from app.edge.current import current, desk
from app.errors import StoreError
from app.services.readiness import readiness

HEALTH: Final = "/healthz"

health: Final = Blueprint("health", __name__, description="For those who run the service.")


@route(health, "GET", HEALTH, PUBLIC, "The process lives", {200: ref("Health")})
def show_health() -> Response:
    return reply({"status": "ok", "checks": {}})


@route(
    health,
    "GET",
    "/readyz",
    PUBLIC,
    "The service can read and write",
    {200: ref("Health"), 503: ref("Health")},
)
def show_readiness() -> Response:
    checks: dict[str, Any]
    try:
        checks = readiness(desk())
    except StoreError as error:
        checks = {"store": str(error)}
    is_ready = all(value == "ok" for value in checks.values())
    values = {"status": "ok" if is_ready else "not ready", "checks": checks}
    return Response(orjson.dumps(values), 200 if is_ready else 503, content_type=JSON)


@route(
    health,
    "GET",
    "/metrics",
    OBSERVE,
    "Figures in the form that Prometheus reads",
    {200: {"type": "string"}},
    gives_kind="text/plain",
)
def show_figures() -> Response:
    return Response(current().figures.text(), content_type=CONTENT_TYPE_LATEST)
