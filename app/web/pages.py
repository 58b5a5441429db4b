"""The start page, the page to sign in on, and signing out."""

from typing import Final

from flask import Blueprint, redirect, render_template, request
from werkzeug import Response

from app.access import PUBLIC
from app.edge.current import current, who
from app.edge.permission import needs
from app.edge.visit import end_visit, visitor_name
from app.web.demo import shown_accounts
from app.web.returning import START, path_here
from app.web.words import organisation_title, roles_in_words

pages: Final = Blueprint("pages", __name__, template_folder="templates")


@pages.get(START)
@needs(PUBLIC)
def show_start() -> str:
    return render_template("start.html", person=_shown_person())


@pages.get("/sign-in")
@needs(PUBLIC)
def show_sign_in() -> str:
    settings = current().settings
    return render_template(
        "sign_in.html",
        person=_shown_person(),
        next_page=path_here(request.args.get("next", "")),
        has_provider=settings.oidc is not None,
        accounts=shown_accounts() if settings.is_demo else [],
    )


@pages.post("/sign-out")
@needs(PUBLIC)
def sign_out() -> Response:
    end_visit()
    return redirect(START, 303)


def _shown_person() -> dict[str, object] | None:
    """Who is signed in, ready to show; None where nobody is."""
    person = who()
    if not person.subject:
        return None
    return {
        "name": visitor_name() or person.subject,
        "organisation": organisation_title(person.organisation),
        "roles": roles_in_words(person.roles),
    }
