"""The start page, the page to sign in on, and signing out."""

from typing import Final

from flask import Blueprint, redirect, request
from werkzeug import Response

from app.access import PUBLIC, READ_ROUNDS
from app.edge.current import current, desk, today, who
from app.edge.permission import needs
from app.edge.visit import end_visit
from app.services.start import rounds_to_start
from app.web.demo import ACCOUNTS
from app.web.presenters.sign_in import sign_in_page
from app.web.presenters.start import start_page, welcome_page
from app.web.rendering import render_page
from app.web.returning import START, path_here

pages: Final = Blueprint("pages", __name__)


@pages.get(START)
@needs(PUBLIC)
def show_start() -> str:
    if not who().may(READ_ROUNDS):
        return render_page("welcome.jinja", welcome_page())
    rounds = desk().database.read(lambda transaction: rounds_to_start(transaction, who()))
    return render_page("start.jinja", start_page(rounds, today()))


@pages.get("/sign-in")
@needs(PUBLIC)
def show_sign_in() -> str:
    settings = current().settings
    page = sign_in_page(
        path_here(request.args.get("next", "")),
        ACCOUNTS if settings.is_demo else (),
        has_provider=settings.oidc is not None,
    )
    return render_page("sign_in.jinja", page)


@pages.post("/sign-out")
@needs(PUBLIC)
def sign_out() -> Response:
    end_visit()
    return redirect(START, 303)
