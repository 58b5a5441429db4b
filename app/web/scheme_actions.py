"""What people do with a scheme from its page: each is one unit of work, told on the page."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, redirect, request
from flask_babel import gettext
from werkzeug import Response

from app.access import RETURN, SUBMIT_LATE, WRITE_SCHEMES
from app.domain import scheme as states
from app.domain.scheme import Scheme
from app.edge.current import current, desk, new_bytes, now, who
from app.edge.disputes import note_dispute
from app.edge.permission import needs
from app.edge.status import STATUS
from app.errors import Changed, Invalid, NotFound, ServiceError, StoreError
from app.services import schemes as use
from app.services.rounds import find_round
from app.store.database import Transaction
from app.web.navigation import SCHEME, path_to
from app.web.presenters.refusal import for_people
from app.web.presenters.scheme_actions import Tried
from app.web.scheme_pages import ONE, scheme_html

scheme_actions: Final = Blueprint("scheme_actions", __name__)
LONGEST_REASON: Final = 600
Act = Callable[[use.Turn], Scheme]


@scheme_actions.post(f"{ONE}/submit")
@needs(WRITE_SCHEMES)
def submit_scheme(code: str, ref: str) -> Response:
    def act(turn: use.Turn) -> Scheme:
        if request.form.get("confirm") != "yes":
            raise Invalid(gettext("Tick the box to say that the answers are right."))
        scheme, judged = use.submit(turn, ref, _expected())
        note_dispute(current().figures, judged.line)
        return scheme

    return _done(code, ref, states.SUBMIT, act)


@scheme_actions.post(f"{ONE}/withdraw")
@needs(WRITE_SCHEMES)
def withdraw_scheme(code: str, ref: str) -> Response:
    return _done(code, ref, states.WITHDRAW, lambda turn: use.withdraw(turn, ref, _expected()))


@scheme_actions.post(f"{ONE}/reopen")
@needs(WRITE_SCHEMES)
def reopen_scheme(code: str, ref: str) -> Response:
    return _done(code, ref, states.REOPEN, lambda turn: use.reopen(turn, ref, _expected()))


@scheme_actions.post(f"{ONE}/review")
@needs(RETURN)
def review_scheme(code: str, ref: str) -> Response:
    return _done(code, ref, states.REVIEW, lambda turn: use.start_review(turn, ref, _expected()))


@scheme_actions.post(f"{ONE}/return")
@needs(RETURN)
def return_scheme(code: str, ref: str) -> Response:
    def act(turn: use.Turn) -> Scheme:
        return use.return_scheme(turn, ref, _expected(), typed_reason())

    return _done(code, ref, states.RETURN, act)


@scheme_actions.post(f"{ONE}/allow-late")
@needs(SUBMIT_LATE)
def allow_late(code: str, ref: str) -> Response:
    def act(turn: use.Turn) -> Scheme:
        scheme = use.find(turn.transaction, turn.round, ref, who())
        use.check_unchanged(scheme, _expected())
        return use.allow_late(turn, ref, typed_reason())

    return _done(code, ref, states.ALLOW_LATE, act)


def _done(code: str, ref: str, action: str, act: Act) -> Response:
    """Does it in one unit of work; what is refused is told on the page, with what was typed."""

    def work(transaction: Transaction) -> None:
        round_ = find_round(transaction, code)
        turn = use.take_turn(desk(), transaction, round_, who(), now(), new_bytes)
        act(turn)
        turn.pen.finish()

    try:
        desk().database.write(work)
    except (NotFound, StoreError):
        raise
    except ServiceError as error:
        page = scheme_html(code, ref, _tried(action, error))
        return Response(page, status=STATUS[type(error)], mimetype="text/html")
    return redirect(f"{path_to(SCHEME, code=code, ref=ref)}?done={action}", 303)


def _tried(action: str, error: ServiceError) -> Tried:
    is_clash = isinstance(error, Changed)
    said = (
        gettext(
            "Somebody has changed this scheme since you opened the page, so nothing was done. The "
            "page shows it as it is now: look at it, then do it again if it is still right."
        )
        if is_clash
        else for_people(str(error))
    )
    problems = tuple(problem.message for problem in error.problems)
    return Tried(action, (said, *problems), request.form.get("reason", ""), is_clash)


def _expected() -> int:
    """The state of the scheme that the page showed; none fits where it is missing."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def typed_reason() -> str:
    """The reason that was typed, in one line; raises Invalid where it cannot be taken."""
    text = " ".join(request.form.get("reason", "").split())
    if not text:
        raise Invalid(gettext("Write the reason. The team reads it."))
    if len(text) > LONGEST_REASON:
        raise Invalid(
            gettext("The reason is too long: 600 characters at most. Shorten it, and try again.")
        )
    if not text.isprintable():
        raise Invalid(gettext("The reason holds signs that cannot be shown. Take them out."))
    return text
