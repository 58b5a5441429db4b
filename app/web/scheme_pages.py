"""The schemes that somebody may know of, and the page of each."""

from typing import Final

from flask import Blueprint, redirect, request
from werkzeug import Response

from app.access import READ_SCHEMES
from app.domain.scheme import STATES
from app.edge.current import desk, today, who
from app.edge.permission import needs
from app.services.browsing import schemes_part
from app.services.scheme_view import SchemeView, two_versions, view_scheme
from app.services.viewing import Version
from app.store.database import Transaction
from app.web.navigation import SCHEMES
from app.web.newest import address_in_newest_round
from app.web.presenters.scheme_actions import NOTHING_TRIED, Tried
from app.web.presenters.scheme_page import scheme_page
from app.web.presenters.schemes_page import SIZE, schemes_page
from app.web.rendering import render_page

scheme_pages: Final = Blueprint("scheme_pages", __name__)
ONE: Final = "/rounds/<code>/schemes/<ref>"


@scheme_pages.get("/schemes")
@scheme_pages.get("/rounds/<code>/schemes")
@needs(READ_SCHEMES)
def show_schemes(code: str = "") -> str | Response:
    """Without the code of a round it leads to the one whose dates come last."""
    if not code:
        return redirect(address_in_newest_round(SCHEMES))
    asked = request.args.get("state", "")
    state, page = asked if asked in STATES else "", _number("page") or 1
    part = desk().database.read(
        lambda transaction: schemes_part(transaction, code, who(), state, page, SIZE)
    )
    return render_page("schemes.jinja", schemes_page(part, state, page, today()))


@scheme_pages.get(ONE)
@needs(READ_SCHEMES)
def show_scheme(code: str, ref: str) -> str:
    return scheme_html(code, ref)


def scheme_html(code: str, ref: str, tried: Tried = NOTHING_TRIED) -> str:
    """The page of a scheme; after something was tried and refused, with what was wrong."""

    def work(transaction: Transaction) -> tuple[SchemeView, tuple[Version, Version] | None]:
        view = view_scheme(desk(), transaction, code, ref, who())
        return view, _compared(transaction, view)

    view, compared = desk().database.read(work)
    done = request.args.get("done", "")
    return render_page("scheme.jinja", scheme_page(view, compared, today(), done, tried))


def _compared(transaction: Transaction, view: SchemeView) -> tuple[Version, Version] | None:
    """The two versions that are asked for, else the last two; None where there is only one."""
    numbers = [mark.number for mark in view.versions]
    if len(numbers) < 2:
        return None
    before, after = _number("before"), _number("after")
    pair = (
        before if before in numbers else numbers[-2],
        after if after in numbers else numbers[-1],
    )
    return two_versions(transaction, view.round.code, view.scheme.ref, pair, who())


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
