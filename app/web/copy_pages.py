"""A new draft begins from an earlier scheme: as a copy, or as what carries on from it."""

from typing import Final

from flask import Blueprint, redirect, request
from werkzeug import Response

from app.access import WRITE_SCHEMES
from app.edge.current import desk, who
from app.edge.permission import needs
from app.services.copying import begin_from, earlier_schemes
from app.web.forms.opening import in_turn, round_and_pack
from app.web.navigation import EDIT_SCHEME, path_to
from app.web.presenters.copying import CARRY_ON, copy_page
from app.web.rendering import render_page

copy_pages: Final = Blueprint("copy_pages", __name__)

PATH: Final = "/rounds/<code>/schemes/new/earlier"
SCHEME, WAY = "scheme", "way"


@copy_pages.get(PATH)
@needs(WRITE_SCHEMES)
def show_earlier(code: str) -> str:
    round_, _ = round_and_pack(code)
    earlier = desk().database.read(lambda transaction: [*earlier_schemes(transaction, who())])
    chosen = request.args.get(SCHEME, "")
    return render_page("copy.jinja", copy_page(round_, earlier, chosen, "", is_sent=False))


@copy_pages.post(PATH)
@needs(WRITE_SCHEMES)
def copy_scheme(code: str) -> str | tuple[str, int] | Response:
    round_, _ = round_and_pack(code)
    earlier = desk().database.read(lambda transaction: [*earlier_schemes(transaction, who())])
    chosen, way = request.form.get(SCHEME, ""), request.form.get(WAY, "")
    page = copy_page(round_, earlier, chosen, way, is_sent=True)
    if page.is_error:
        return render_page("copy.jinja", page), 422
    scheme = in_turn(code, lambda turn: begin_from(turn, chosen, carries_on=way == CARRY_ON))
    return redirect(path_to(EDIT_SCHEME, code=code, ref=scheme.ref), 303)
