"""The ledger of a round, its end, and the changes for systems that keep a copy."""

from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import READ_LEDGER, READ_SCHEMES
from app.api.answering import reply
from app.api.describing import ref, route
from app.api.fields import LimitQuery, WholeInText
from app.api.taking import read_query
from app.documents.round_json import change_values, event_values, head_values
from app.edge.current import desk, who
from app.services.rounds import find_round
from app.services.schemes import viewer_of
from app.store.changes import changes_seen
from app.store.database import Transaction
from app.store.ledger import events, head_of

ledger: Final = Blueprint(
    "ledger",
    __name__,
    description="What happened, and when: each event carries the hash of the one before.",
)


class AfterQuery(LimitQuery):
    """Events after a position."""

    after = WholeInText(minimum=0, load_default=0, metadata={"description": "After this position."})


@route(
    ledger,
    "GET",
    "/rounds/<code>/ledger",
    READ_LEDGER,
    "Events in order, each with its hash and the hash before it",
    {200: ref("Events")},
    query=AfterQuery,
    refuses=(404, 422),
)
def show_ledger(code: str) -> Response:
    query = read_query(AfterQuery())
    limit = query["limit"]

    def work(transaction: Transaction) -> Any:
        id = find_round(transaction, code).round_id
        found = events(transaction, id, query["after"], limit + 1)
        shown = [event_values(event) for event in found[:limit]]
        last = str(shown[-1]["position"]) if len(found) > limit else None
        return {"head": head_values(head_of(transaction, id)), "events": shown, "next": last}

    return reply(desk().database.read(work))


@route(
    ledger,
    "GET",
    "/rounds/<code>/ledger/head",
    READ_LEDGER,
    "The end of the ledger: write it down, and any later change of the past shows",
    {200: ref("Head")},
    refuses=[404],
)
def show_ledger_head(code: str) -> Response:
    def work(transaction: Transaction) -> Any:
        return head_values(head_of(transaction, find_round(transaction, code).round_id))

    return reply(desk().database.read(work))


@route(
    ledger,
    "GET",
    "/rounds/<code>/changes",
    READ_SCHEMES,
    "What became of the schemes that you may read, after a position",
    {200: ref("Changes")},
    query=AfterQuery,
    refuses=(404, 422),
)
def show_changes(code: str) -> Response:
    query = read_query(AfterQuery())
    limit, after = query["limit"], query["after"]

    def work(transaction: Transaction) -> Any:
        id = find_round(transaction, code).round_id
        found = changes_seen(transaction, id, viewer_of(who()), after, limit + 1)
        shown = [change_values(event) for event in found[:limit]]
        is_last = len(found) <= limit
        head = head_of(transaction, id).position
        last = max(head, after) if is_last else shown[-1]["position"]
        return {"changes": shown, "next": str(last), "is_last": is_last}

    return reply(desk().database.read(work))
