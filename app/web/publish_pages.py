"""The chair publishes the list: looks at what would be published, and says so."""

from typing import Final

from flask import Blueprint, redirect, request
from flask_babel import gettext
from werkzeug import Response

from app.access import PUBLISH_LIST
from app.edge.current import desk, now, who
from app.edge.permission import needs
from app.services.browsing import ReadList, read_list
from app.services.rounds import find_round, publish_list
from app.store.database import Transaction
from app.web.forms.posted import number_in
from app.web.navigation import LIST, Link, path_to
from app.web.presenters.publish import publish_page
from app.web.rendering import render_page

publish_pages: Final = Blueprint("publish_pages", __name__)
PATH: Final = "/rounds/<code>/publish"


@publish_pages.get(PATH)
@needs(PUBLISH_LIST)
def show_publish(code: str) -> str:
    return render_page("publish.jinja", publish_page(_read(code)))


@publish_pages.post(PATH)
@needs(PUBLISH_LIST)
def publish(code: str) -> Response | tuple[str, int]:
    """Publishes the list as it stood at the position that the page showed."""
    if request.form.get("confirm") != "yes":
        error = Link(gettext("Tick the box to say that everybody may read this list."), "#confirm")
        return render_page("publish.jinja", publish_page(_read(code), error)), 422
    position = number_in(request.form.get("position", ""))

    def work(transaction: Transaction) -> None:
        round_ = find_round(transaction, code)
        publish_list(desk(), transaction, who(), round_, position, now())

    desk().database.write(work)
    return redirect(path_to(LIST, code=code), 303)


def _read(code: str) -> ReadList:
    return desk().database.read(
        lambda transaction: read_list(desk(), transaction, code, who(), 0, "")
    )
