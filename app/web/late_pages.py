"""The chair lets a scheme in late that cannot be seen from here yet: a draft of a team."""

from typing import Final

from flask import Blueprint, redirect, request
from werkzeug import Response

from app.access import SUBMIT_LATE
from app.edge.permission import needs
from app.errors import Invalid, NotFound, NotNow
from app.services import schemes as use
from app.web.forms.opening import in_turn, round_and_pack
from app.web.navigation import LATE, path_to
from app.web.presenters.late import Asked, late_page
from app.web.presenters.refusal import for_people
from app.web.rendering import render_page
from app.web.scheme_actions import typed_reason

late_pages: Final = Blueprint("late_pages", __name__)
LONGEST_REF: Final = 40


@late_pages.get("/rounds/<code>/late")
@needs(SUBMIT_LATE)
def show_late(code: str) -> str:
    round_, _ = round_and_pack(code)
    asked = Asked(request.args.get("done", "")[:LONGEST_REF])
    return render_page("late.jinja", late_page(round_, asked, is_done=bool(asked.ref)))


@late_pages.post("/rounds/<code>/late")
@needs(SUBMIT_LATE)
def let_in_late(code: str) -> Response | tuple[str, int]:
    round_, _ = round_and_pack(code)
    ref = request.form.get("ref", "").strip().upper()[:LONGEST_REF]
    asked = Asked(ref, request.form.get("reason", ""))
    try:
        reason = typed_reason()
    except Invalid as refused:
        asked = asked.refused(reason=str(refused))
    else:
        try:
            in_turn(code, lambda turn: use.allow_late(turn, ref, reason))
        except (NotFound, NotNow) as refused:
            asked = asked.refused(ref=for_people(str(refused)))
        else:
            return redirect(path_to(LATE, code=code, done=ref), 303)
    return render_page("late.jinja", late_page(round_, asked)), 422
