"""What becomes of a scheme: submitted, withdrawn, reviewed, returned, let in late."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import RETURN, SUBMIT_LATE, WRITE_SCHEMES
from app.api.answering import answer, expected_version, once
from app.api.describing import IDEMPOTENCY, IF_MATCH, View, ref, route
from app.api.fields import NoFields
from app.api.schemes import CHANGES, ONE, begin_turn, in_turn
from app.api.taking import Input, read_fields
from app.documents.round_json import missing_values, reasons_for_return, scheme_state
from app.domain.scheme import Scheme
from app.edge.current import current
from app.edge.disputes import note_dispute
from app.services import schemes as use
from app.services.judging import Judged
from app.store.answers import Answer
from app.store.database import Transaction
from rulebook.fields import Text

submissions: Final = Blueprint(
    "submissions",
    __name__,
    description="A scheme is submitted, returned, reviewed or withdrawn: each moves it to a state.",
)


class Reason(Input):
    """Why something is done that a team will ask about."""

    reason = Text(required=True, max_length=600)


def move(
    name: str,
    permission: str,
    summary: str,
    gives: str = "SchemeAnswers",
    takes: type[Input] = NoFields,
) -> Callable[[View], View]:
    """Serves what moves a scheme, as it was last seen, to another state."""
    return route(
        submissions,
        "POST",
        f"{ONE}/{name}",
        permission,
        summary,
        {200: ref(gives)},
        takes=takes,
        needs_body=takes is not NoFields,
        headers=[IDEMPOTENCY, IF_MATCH],
        refuses=CHANGES,
        gives_headers=["ETag"],
    )


@move(
    "submission",
    WRITE_SCHEMES,
    "Submits the newest version: it is classified, scored, and returned if it is not complete",
    gives="Submission",
)
def submit_scheme(code: str, ref: str) -> Response:
    expected = expected_version()
    read_fields(NoFields(), may_be_empty=True)

    def work(transaction: Transaction) -> Answer:
        turn = begin_turn(transaction, code)
        scheme, judged = use.submit(turn, ref, expected)
        turn.pen.finish()
        note_dispute(current().figures, judged.line)
        return answer(_submission(turn, scheme, judged), tag=scheme.changed_at)

    return once(work)


@move("withdrawal", WRITE_SCHEMES, "Takes a scheme back: it leaves the list")
def withdraw_scheme(code: str, ref: str) -> Response:
    return _move(code, lambda turn, expected: use.withdraw(turn, ref, expected))


@move("reopening", WRITE_SCHEMES, "Opens a withdrawn scheme again, as a draft")
def reopen_scheme(code: str, ref: str) -> Response:
    return _move(code, lambda turn, expected: use.reopen(turn, ref, expected))


@move("review", RETURN, "Takes a submitted scheme into review")
def review_scheme(code: str, ref: str) -> Response:
    return _move(code, lambda turn, expected: use.start_review(turn, ref, expected))


@move("return", RETURN, "Returns a scheme to its team, with what must change", takes=Reason)
def return_scheme(code: str, ref: str) -> Response:
    reason = read_fields(Reason())["reason"]
    return _move(
        code, lambda turn, expected: use.return_scheme(turn, ref, expected, reason), reads=False
    )


@route(
    submissions,
    "POST",
    f"{ONE}/late-permission",
    SUBMIT_LATE,
    "Lets a team submit after the closing date, with the reason",
    {204: None},
    takes=Reason,
    headers=[IDEMPOTENCY],
    refuses=(400, 404, 409, 413, 415, 422),
)
def allow_late_submission(code: str, ref: str) -> Response:
    reason = read_fields(Reason())["reason"]

    def work(transaction: Transaction) -> Answer:
        turn = begin_turn(transaction, code)
        use.allow_late(turn, ref, reason)
        turn.pen.finish()
        return Answer(204, {}, "")

    return once(work)


def _move(code: str, work: Callable[[use.Turn, int], Scheme], *, reads: bool = True) -> Response:
    """Moves a scheme to another state; `reads` the body where it is not read already."""
    expected = expected_version()
    if reads:
        read_fields(NoFields(), may_be_empty=True)
    return once(in_turn(code, lambda turn: work(turn, expected)))


def _submission(turn: use.Turn, scheme: Scheme, judged: Judged) -> dict[str, Any]:
    found = judged.line.classification
    return {
        **scheme_state(scheme),
        "classification": judged.values,
        "return_reasons": reasons_for_return(turn.pack, found.return_rules),
        "missing": missing_values(turn.pack, found),
    }
