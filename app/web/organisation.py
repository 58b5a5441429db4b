"""Signing in with the organisation's own account. Loaded only where one is set up."""

from typing import Final, cast

from flask import Blueprint, Flask, current_app, redirect, request, session, url_for
from werkzeug import Response

from app.access import PUBLIC
from app.edge import journal
from app.edge.current import current, now
from app.edge.permission import needs
from app.edge.visit import begin_visit
from app.settings import Oidc
from app.web.claims import name_from, person_from
from app.web.provider import Provider
from app.web.returning import path_here

organisation: Final = Blueprint("organisation", __name__)
KEPT_UNDER: Final = "prioritise_provider"
NEXT: Final = "next"


def add_organisation(app: Flask, oidc: Oidc) -> None:
    """Raises Refused where the provider cannot be trusted as it is set."""
    app.extensions[KEPT_UNDER] = Provider(oidc)
    app.register_blueprint(organisation)


@organisation.get("/sign-in/organisation")
@needs(PUBLIC)
def go_to_provider() -> Response:
    answer = _provider().send_there(url_for("organisation.come_back", _external=True))
    session[NEXT] = path_here(request.args.get("next", ""))
    return answer


@organisation.get("/sign-in/callback")
@needs(PUBLIC)
def come_back() -> Response:
    claims = _provider().claims()
    person = person_from(claims, cast(Oidc, current().settings.oidc))
    page = path_here(session.get(NEXT, ""))
    begin_visit(person, name_from(claims), now())
    extra = {"request_id": journal.request_id(), "who": person.subject}
    journal.LOGGER.info("signed in", extra=extra)
    return redirect(page, 303)


def _provider() -> Provider:
    return cast(Provider, current_app.extensions[KEPT_UNDER])
