"""Puts the service together: all wiring is here, and nothing happens when it is imported."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import orjson
from flask import Flask, request
from flask.json.provider import JSONProvider
from werkzeug import Response
from werkzeug.middleware.proxy_fix import ProxyFix

from app.api.document import DocumentedApi, begin_document, finished_document
from app.api.evaluations import evaluations
from app.api.findings import findings
from app.api.health import health
from app.api.imports import imports
from app.api.ledger import ledger
from app.api.packs import packs
from app.api.problems import problem_response
from app.api.ranking import ranking
from app.api.reference import OPENAPI, reference
from app.api.rounds import rounds
from app.api.schemes import schemes
from app.api.submissions import submissions
from app.edge import journal
from app.edge.address import check_address
from app.edge.current import KEPT_UNDER, Current, who
from app.edge.figures import Figures, new_figures
from app.edge.forgery import guard_against_forgery
from app.edge.headers import add_headers
from app.edge.limits import Limits
from app.edge.permission import check_permission, find_caller
from app.edge.visit import HOURS
from app.errors import SignInNeeded, StoreError
from app.services.desk import desk_for
from app.settings import Settings
from app.store.database import Database
from app.store.postgres import PostgresDatabase
from app.store.sqlite import SqliteDatabase
from app.web.refusals import is_for_programs, refusal_page
from app.web.site import add_pages
from app.web.templating import set_up_templates
from rulebook.pack import Pack

API: Final = "/api/v1"
PARTS: Final = (
    packs,
    evaluations,
    rounds,
    schemes,
    submissions,
    findings,
    imports,
    ranking,
    ledger,
    reference,
)
"""What is under /api/v1, in the order in which it is documented."""


def database_for(settings: Settings) -> Database:
    """The database that the settings name; a folder that is missing is made."""
    if settings.is_postgres:
        return PostgresDatabase(settings.database)
    file = Path(settings.sqlite_file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder {file.parent} cannot be made: {error.strerror}."
        raise StoreError(message) from None
    return SqliteDatabase(file)


def utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    database: Database | None = None,
    clock: Callable[[], datetime] = utc_now,
    shipped: Mapping[str, Pack] | None = None,
) -> Flask:
    """The service on a database that is migrated; `clock` gives the time in UTC.

    `shipped` are the packs that rounds can be opened on, those of the project unless given.
    """
    desk = desk_for(
        database or database_for(settings), settings.kept_schemes, shipped, settings.zone
    )
    app = Flask("app", static_folder="static", template_folder="web/templates")
    app.url_map.merge_slashes = False  # an address that is not there is told so, not sent elsewhere
    set_up_templates(app)
    app.json = Orjson(app)
    app.config.update(_config(settings))
    figures = new_figures()
    app.extensions[KEPT_UNDER] = Current(desk, settings, clock, figures)
    _add_gates(app, Limits(settings.requests_per_minute), figures, clock)
    _add_api(app, desk.shipped)
    add_pages(app, settings)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app


class Orjson(JSONProvider):
    """JSON by orjson: quicker, and dates come out as ISO 8601."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SESSION_COOKIE_NAME": "session" if settings.is_demo else "__Host-session",
        "SESSION_COOKIE_SECURE": not settings.is_demo,  # a demo runs on loopback without TLS
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=HOURS),
        "SESSION_REFRESH_EACH_REQUEST": False,  # a visit ends, however busy it is
        "MAX_CONTENT_LENGTH": settings.most_body_bytes,
        "MAX_FORM_PARTS": 2_000,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "API_TITLE": "Scheme prioritiser",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.1",
    }


def _add_gates(app: Flask, limits: Limits, figures: Figures, clock: Callable[[], datetime]) -> None:
    """What every request passes, in this order."""

    def begin() -> None:
        journal.begin(uuid4().hex)

    def refuse(error: Exception) -> Response:
        if isinstance(error, StoreError):
            figures.store_errors.labels(error.code).inc()
        answer = problem_response if is_for_programs(request.path) else refusal_page
        response = answer(error)
        if response.status_code == 500:
            extra = {"request_id": journal.request_id()}
            journal.LOGGER.error("failed", exc_info=error, extra=extra)
        return response

    app.before_request(begin)
    app.before_request(lambda: _find_and_limit(limits, clock()))
    app.before_request(check_permission)
    app.before_request(check_address)
    guard_against_forgery(app)
    app.after_request(add_headers)
    app.after_request(lambda response: journal.end(response, figures))
    app.register_error_handler(Exception, refuse)


def _find_and_limit(limits: Limits, now: datetime) -> None:
    """Who asks, and whether they have asked too much; what is refused afterwards counts too."""
    address = request.remote_addr or ""
    try:
        find_caller()
    except SignInNeeded:  # counted apart: it takes nothing from others at this address
        limits.take(f"wrong key from {address}", now)
        raise
    limits.take(who().subject or address, now)


def _add_api(app: Flask, shipped: Mapping[str, Pack]) -> None:
    api = DocumentedApi(app)
    begin_document(api, shipped)
    for blueprint in PARTS:
        api.register_blueprint(blueprint, url_prefix=API)
    api.register_blueprint(health)
    app.extensions[OPENAPI] = finished_document(api, shipped)
