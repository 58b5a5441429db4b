"""Schemes: drafted, read and changed."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import READ_SCHEMES, WRITE_SCHEMES
from app.api.answering import answer, expected_version, once, reply, respond
from app.api.describing import IDEMPOTENCY, IF_MATCH, IF_NONE_MATCH, ref, route
from app.api.fields import PageQuery, YesNoInText, word
from app.api.taking import MERGE_PATCH, Input, merged, one_scheme, read_body, read_query
from app.documents.round_json import scheme_state
from app.domain.scheme import STATES, Scheme
from app.edge.current import desk, new_bytes, now, who
from app.services import schemes as use
from app.services.answers import check_personal, read_answers
from app.services.desk import pack_of
from app.services.rounds import find_round
from app.services.viewing import (
    seen_version,
    version_of,
)
from app.store.answers import Answer
from app.store.database import Transaction
from app.store.schemes import list_schemes as stored_schemes

schemes: Final = Blueprint(
    "schemes", __name__, description="Schemes of a round: drafts and answers."
)

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
    gives_headers=["ETag"],
)
def create_scheme(code: str) -> Response:
    is_confirmed = read_query(SaveQuery())["accept_warnings"]
    given = one_scheme(read_body())

    def work(transaction: Transaction) -> Answer:
        round_ = find_round(transaction, code)
        pack = pack_of(desk(), transaction, round_.pack_sha256)
        answers = read_answers(desk(), pack, given)
        check_personal(pack, answers, is_confirmed=is_confirmed)
        turn = use.take_turn(desk(), transaction, round_, who(), now(), new_bytes)
        scheme = use.create(turn, answers)
        turn.pen.finish()
        return whole(transaction, code, scheme, 201)

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
    gives_headers=["ETag"],
)
def show_scheme(code: str, ref: str) -> Response:
    def work(transaction: Transaction) -> Answer:
        return whole(transaction, code, find_scheme(transaction, code, ref))

    return respond(desk().database.read(work))


@route(
    schemes,
    "PATCH",
    ONE,
    WRITE_SCHEMES,
    "Changes answers of a draft or a returned scheme (RFC 7396)",
    {200: ref("SchemeAnswers")},
    takes=ref("SchemePatch"),
    kinds=[MERGE_PATCH],
    query=SaveQuery,
    headers=[IF_MATCH],
    refuses=CHANGES,
    gives_headers=["ETag"],
)
def change_scheme(code: str, ref: str) -> Response:
    expected = expected_version()
    is_confirmed = read_query(SaveQuery())["accept_warnings"]
    patch = one_scheme(read_body(MERGE_PATCH))

    def work(turn: use.Turn) -> Scheme:
        scheme = use.find(turn.transaction, turn.round, ref, who())
        use.check_unchanged(scheme, expected)
        before = version_of(turn.transaction, scheme, scheme.version, who()).answers
        answers = read_answers(desk(), turn.pack, merged(before, patch))
        check_personal(turn.pack, answers, is_confirmed=is_confirmed)
        return use.save(turn, ref, expected, answers)

    return respond(desk().database.write(in_turn(code, work)))


def find_scheme(transaction: Transaction, code: str, ref: str) -> Scheme:
    """The scheme with a reference in a round, if who asks may know of it."""
    return use.find(transaction, find_round(transaction, code), ref, who())


def begin_turn(transaction: Transaction, code: str) -> use.Turn:
    """The turn of who asks to write in a round."""
    round_ = find_round(transaction, code)
    return use.take_turn(desk(), transaction, round_, who(), now(), new_bytes)


def in_turn(code: str, work: Callable[[use.Turn], Scheme]) -> Callable[[Transaction], Answer]:
    """A unit of work that is one turn in a round, and answers with the scheme as it is then."""

    def unit(transaction: Transaction) -> Answer:
        turn = begin_turn(transaction, code)
        scheme = work(turn)
        turn.pen.finish()
        return whole(transaction, code, scheme)

    return unit


def whole(transaction: Transaction, code: str, scheme: Scheme, status: int = 200) -> Answer:
    """A scheme with the newest answers that who asks may read."""
    version = version_of(transaction, scheme, seen_version(scheme, who()), who())
    values = {**scheme_state(scheme), "version": version.number, "answers": version.answers}
    place = {"Location": f"/api/v1/rounds/{code}/schemes/{scheme.ref}"} if status == 201 else {}
    return answer(values, status, tag=scheme.changed_at, headers=place)
