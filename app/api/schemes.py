"""Schemes: drafted, changed, submitted, returned, withdrawn; their versions and what was found."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import READ_SCHEMES, RETURN, SUBMIT_LATE, WRITE_SCHEMES
from app.api.answering import answer, expected_version, once, reply, respond
from app.api.describing import IDEMPOTENCY, IF_MATCH, IF_NONE_MATCH, ref, route
from app.api.fields import NoFields, PageQuery, YesNoInText, word
from app.api.taking import MERGE_PATCH, Input, merged, read_body, read_fields, read_query
from app.documents.explanation_json import explanation_values
from app.documents.round_json import missing_values, reasons_for_return, scheme_state
from app.domain.scheme import STATES, Scheme
from app.edge.current import desk, new_bytes, now, who
from app.services import schemes as use
from app.services.desk import pack_of
from app.services.judging import Judged
from app.services.rounds import find_round
from app.services.viewing import (
    explanation_of,
    recorded_classification,
    seen_version,
    version_of,
)
from app.store.answers import Answer
from app.store.database import Transaction
from app.store.schemes import all_versions
from app.store.schemes import list_schemes as stored_schemes
from rulebook.fields import Text

schemes: Final = Blueprint("schemes", __name__, description="Schemes of a round")

ROOT: Final = "/rounds/<code>/schemes"
ONE: Final = f"{ROOT}/<ref>"
CHANGES: Final = (400, 404, 409, 412, 413, 415, 422, 428)


class SchemesQuery(PageQuery):
    """Which schemes are wanted."""

    state = word(*STATES, about="Only in this state.")


class SaveQuery(Input):
    """How a scheme is saved."""

    accept_warnings = YesNoInText(
        load_default=False,
        metadata={"description": "Somebody looked: no text identifies a person."},
    )


class Reason(Input):
    """Why something is done that a team will ask about."""

    reason = Text(required=True, max_length=600)


@route(
    schemes,
    "GET",
    ROOT,
    READ_SCHEMES,
    "Your organisation's schemes, and for reviewers all that were submitted",
    {200: ref("SchemeStates")},
    query=SchemesQuery,
    refuses=(404, 422),
)
def list_schemes(code: str) -> Response:
    query = read_query(SchemesQuery())
    limit = query["limit"]

    def work(transaction: Transaction) -> Any:
        round_ = find_round(transaction, code)
        viewer = use.viewer_of(who())
        after, state = query.get("after", ""), query.get("state", "")
        return stored_schemes(transaction, round_.round_id, viewer, after, limit + 1, state)

    found = desk().database.read(work)
    shown = [scheme_state(scheme) for scheme in found[:limit]]
    return reply({"schemes": shown, "next": shown[-1]["ref"] if len(found) > limit else None})


@route(
    schemes,
    "POST",
    ROOT,
    WRITE_SCHEMES,
    "Keeps a draft",
    {201: ref("SchemeAnswers")},
    takes=ref("Scheme"),
    query=SaveQuery,
    headers=[IDEMPOTENCY],
    refuses=(400, 404, 409, 413, 415, 422),
)
def create_scheme(code: str) -> Response:
    is_confirmed = read_query(SaveQuery())["accept_warnings"]
    given = read_body()

    def work(transaction: Transaction) -> Answer:
        round_ = find_round(transaction, code)
        pack = pack_of(desk(), transaction, round_.pack_sha256)
        answers = use.read_answers(desk(), pack, given)
        use.check_personal(pack, answers, is_confirmed=is_confirmed)
        turn = use.take_turn(desk(), transaction, round_, who(), now(), new_bytes)
        scheme = use.create(turn, answers)
        turn.pen.finish()
        return _whole(transaction, code, scheme, 201)

    return once(work)


@route(
    schemes,
    "GET",
    ONE,
    READ_SCHEMES,
    "A scheme with its answers",
    {200: ref("SchemeAnswers"), 304: None},
    headers=[IF_NONE_MATCH],
    refuses=[404],
)
def show_scheme(code: str, ref: str) -> Response:
    def work(transaction: Transaction) -> Answer:
        return _whole(transaction, code, _find(transaction, code, ref))

    return respond(desk().database.read(work))


@route(
    schemes,
    "PATCH",
    ONE,
    WRITE_SCHEMES,
    "Changes answers of a draft or a returned scheme (RFC 7396)",
    {200: ref("SchemeAnswers")},
    takes={"type": "object"},
    kinds=[MERGE_PATCH],
    query=SaveQuery,
    headers=[IF_MATCH],
    refuses=CHANGES,
)
def change_scheme(code: str, ref: str) -> Response:
    expected = expected_version()
    is_confirmed = read_query(SaveQuery())["accept_warnings"]
    patch = read_body(MERGE_PATCH)

    def work(turn: use.Turn) -> Scheme:
        scheme = use.find(turn.transaction, turn.round, ref, who())
        use.check_unchanged(scheme, expected)
        before = version_of(turn.transaction, scheme, scheme.version, who()).answers
        answers = use.read_answers(desk(), turn.pack, merged(before, patch))
        use.check_personal(turn.pack, answers, is_confirmed=is_confirmed)
        return use.save(turn, ref, expected, answers)

    return respond(desk().database.write(_in_turn(code, work)))


@route(
    schemes,
    "POST",
    f"{ONE}/submission",
    WRITE_SCHEMES,
    "Submits the newest version: it is classified, scored, and returned if it is not complete",
    {200: ref("Submission")},
    takes=NoFields,
    needs_body=False,
    headers=[IDEMPOTENCY, IF_MATCH],
    refuses=CHANGES,
)
def submit_scheme(code: str, ref: str) -> Response:
    expected = expected_version()
    read_fields(NoFields(), may_be_empty=True)

    def work(transaction: Transaction) -> Answer:
        turn = _turn(transaction, code)
        scheme, judged = use.submit(turn, ref, expected)
        turn.pen.finish()
        return answer(_submission(turn, scheme, judged), tag=scheme.changed_at)

    return once(work)


@route(
    schemes,
    "POST",
    f"{ONE}/withdrawal",
    WRITE_SCHEMES,
    "Takes a scheme back: it leaves the list",
    {200: ref("SchemeAnswers")},
    takes=NoFields,
    needs_body=False,
    headers=[IDEMPOTENCY, IF_MATCH],
    refuses=CHANGES,
)
def withdraw_scheme(code: str, ref: str) -> Response:
    return _move(code, lambda turn, expected: use.withdraw(turn, ref, expected))


@route(
    schemes,
    "POST",
    f"{ONE}/reopening",
    WRITE_SCHEMES,
    "Opens a withdrawn scheme again, as a draft",
    {200: ref("SchemeAnswers")},
    takes=NoFields,
    needs_body=False,
    headers=[IDEMPOTENCY, IF_MATCH],
    refuses=CHANGES,
)
def reopen_scheme(code: str, ref: str) -> Response:
    return _move(code, lambda turn, expected: use.reopen(turn, ref, expected))


@route(
    schemes,
    "POST",
    f"{ONE}/review",
    RETURN,
    "Takes a submitted scheme into review",
    {200: ref("SchemeAnswers")},
    takes=NoFields,
    needs_body=False,
    headers=[IDEMPOTENCY, IF_MATCH],
    refuses=CHANGES,
)
def review_scheme(code: str, ref: str) -> Response:
    return _move(code, lambda turn, expected: use.start_review(turn, ref, expected))


@route(
    schemes,
    "POST",
    f"{ONE}/return",
    RETURN,
    "Returns a scheme to its team, with what must change",
    {200: ref("SchemeAnswers")},
    takes=Reason,
    headers=[IDEMPOTENCY, IF_MATCH],
    refuses=CHANGES,
)
def return_scheme(code: str, ref: str) -> Response:
    reason = read_fields(Reason())["reason"]
    return _move(
        code, lambda turn, expected: use.return_scheme(turn, ref, expected, reason), reads=False
    )


@route(
    schemes,
    "POST",
    f"{ONE}/late-permission",
    SUBMIT_LATE,
    "Lets a team submit after the closing date, with the reason",
    {204: None},
    takes=Reason,
    headers=[IDEMPOTENCY],
    refuses=(400, 404, 409, 413, 415, 422),
)
def allow_late(code: str, ref: str) -> Response:
    reason = read_fields(Reason())["reason"]

    def work(transaction: Transaction) -> Answer:
        turn = _turn(transaction, code)
        use.allow_late(turn, ref, reason)
        turn.pen.finish()
        return Answer(204, {}, "")

    return once(work)


@route(
    schemes,
    "GET",
    f"{ONE}/versions",
    READ_SCHEMES,
    "The versions of a scheme",
    {200: ref("Versions")},
    refuses=[404],
)
def list_versions(code: str, ref: str) -> Response:
    def work(transaction: Transaction) -> Any:
        scheme = _find(transaction, code, ref)
        most = seen_version(scheme, who())
        found = all_versions(transaction, scheme.round_id, scheme.scheme_id)
        return {"ref": ref, "versions": [row for row in found if row["version"] <= most]}

    return reply(desk().database.read(work))


@route(
    schemes,
    "GET",
    f"{ONE}/versions/<int:number>",
    READ_SCHEMES,
    "One version of a scheme, whole",
    {200: ref("Version")},
    refuses=[404],
)
def show_version(code: str, ref: str, number: int) -> Response:
    def work(transaction: Transaction) -> Any:
        found = version_of(transaction, _find(transaction, code, ref), number, who())
        return {
            "ref": ref,
            "version": found.number,
            "made_by": found.made_by,
            "made_at": found.made_at,
            "answers": found.answers,
        }

    return reply(desk().database.read(work))


@route(
    schemes,
    "GET",
    f"{ONE}/versions/<int:number>/classification",
    READ_SCHEMES,
    "What was found when this version was submitted",
    {200: ref("Classification")},
    refuses=[404],
)
def show_version_classification(code: str, ref: str, number: int) -> Response:
    return reply(desk().database.read(lambda tx: _recorded(tx, code, ref, number)))


@route(
    schemes,
    "GET",
    f"{ONE}/classification",
    READ_SCHEMES,
    "What was found when the scheme was last submitted",
    {200: ref("Classification")},
    refuses=[404],
)
def show_classification(code: str, ref: str) -> Response:
    return reply(desk().database.read(lambda tx: _recorded(tx, code, ref)))


@route(
    schemes,
    "GET",
    f"{ONE}/explanation",
    READ_SCHEMES,
    "Why the scheme stands where it does now: every rule, the nearest changes, its neighbours",
    {200: ref("Explanation")},
    refuses=[404],
)
def explain(code: str, ref: str) -> Response:
    return reply(desk().database.read(lambda tx: _explained(tx, code, ref)))


@route(
    schemes,
    "GET",
    f"{ONE}/nearest-changes",
    READ_SCHEMES,
    "The smallest changes that would clear a gate or reach a higher tier",
    {200: ref("NearestChanges")},
    refuses=[404],
)
def show_nearest(code: str, ref: str) -> Response:
    changes = desk().database.read(lambda tx: _explained(tx, code, ref))["nearest_changes"]
    return reply({"ref": ref, "nearest_changes": changes})


def _find(transaction: Transaction, code: str, ref: str) -> Scheme:
    return use.find(transaction, find_round(transaction, code), ref, who())


def _turn(transaction: Transaction, code: str) -> use.Turn:
    round_ = find_round(transaction, code)
    return use.take_turn(desk(), transaction, round_, who(), now(), new_bytes)


def _in_turn(code: str, work: Callable[[use.Turn], Scheme]) -> Callable[[Transaction], Answer]:
    """A unit of work that is one turn in a round, and answers with the scheme as it is then."""

    def unit(transaction: Transaction) -> Answer:
        turn = _turn(transaction, code)
        scheme = work(turn)
        turn.pen.finish()
        return _whole(transaction, code, scheme)

    return unit


def _move(code: str, work: Callable[[use.Turn, int], Scheme], *, reads: bool = True) -> Response:
    """Moves a scheme to another state; `reads` the body where it is not read already."""
    expected = expected_version()
    if reads:
        read_fields(NoFields(), may_be_empty=True)
    return once(_in_turn(code, lambda turn: work(turn, expected)))


def _whole(transaction: Transaction, code: str, scheme: Scheme, status: int = 200) -> Answer:
    version = version_of(transaction, scheme, seen_version(scheme, who()), who())
    values = {**scheme_state(scheme), "version": version.number, "answers": version.answers}
    place = {"Location": f"/api/v1/rounds/{code}/schemes/{scheme.ref}"} if status == 201 else {}
    return answer(values, status, tag=scheme.changed_at, headers=place)


def _submission(turn: use.Turn, scheme: Scheme, judged: Judged) -> dict[str, Any]:
    found = judged.line.classification
    return {
        **scheme_state(scheme),
        "classification": judged.values,
        "return_reasons": reasons_for_return(turn.pack, found.return_rules),
        "missing": missing_values(found.missing),
    }


def _recorded(transaction: Transaction, code: str, ref: str, number: int = 0) -> dict[str, Any]:
    scheme = _find(transaction, code, ref)
    version = number or scheme.submitted_version
    position, found = recorded_classification(transaction, scheme, version, who())
    return {"ref": ref, "version": version, "position": position, "classification": found}


def _explained(transaction: Transaction, code: str, ref: str) -> dict[str, Any]:
    round_ = find_round(transaction, code)
    scheme = use.find(transaction, round_, ref, who())
    return explanation_values(explanation_of(desk(), transaction, round_, scheme, who()))
