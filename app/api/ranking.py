"""The ranked list of a round, now or as it stood at any position of its ledger."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from app.access import READ_LIST
from app.api.answering import JSON, reply
from app.api.describing import IF_NONE_MATCH, ref, route
from app.api.fields import LimitQuery, MomentInText, WholeInText, word
from app.api.taking import read_query
from app.documents.round_json import head_values
from app.documents.rows import as_csv_of, short_line
from app.domain.ledger import Head, sha256_of
from app.domain.listing import FILTERS, HELD, NOT_HELD, Entry, Filters, Listing
from app.domain.round import Round
from app.edge.current import desk, who
from app.services.rounds import find_round
from app.services.viewing import list_at, readable_head
from app.store.database import Transaction
from rulebook.fields import Text

ranking: Final = Blueprint(
    "ranking",
    __name__,
    description="The ranked list of a round, now or as it stood at any position of its ledger.",
)
MOST_WORDS: Final = 8
CURSOR: Final = "[1-9][0-9]{0,8}-[1-9][0-9]{0,14}"
"""The number of the last line of a page, and the position of the ledger that the list stood at."""


class ListQuery(LimitQuery):
    """Which list, at which moment, and which of its lines."""

    after = Text(
        max_length=25,
        pattern=CURSOR,
        form="Give `next` of the page before, as it is.",
        metadata={"description": "`next` of the page before: the list stays as it was then."},
    )
    order = word("tier", "pooled", about="Tier first, or all together.")
    position = WholeInText(minimum=1, metadata={"description": "As it stood at this position."})
    at = MomentInText(metadata={"description": "As it stood at this moment, or after this day."})
    list = Text(max_length=60, metadata={"description": "Only this list, such as investment."})
    tier = Text(max_length=60, metadata={"description": "Only this tier."})
    organisation = Text(max_length=60, metadata={"description": "Only from this organisation."})
    theme = Text(max_length=60, metadata={"description": "Only with this theme."})
    place = Text(max_length=60, metadata={"description": "Only for this place."})
    held = word(
        HELD,
        NOT_HELD,
        about="Only what a gate holds or may hold, or only what can be approved now.",
    )
    offset_status = Text(
        max_length=60, metadata={"description": "Only with this status of the offset."}
    )
    urgency = Text(max_length=60, metadata={"description": "Only of this urgency."})
    q = Text(max_length=200, metadata={"description": "Words of reference, title or summary."})


class WholeListQuery(ListQuery):
    """The same for a whole list."""

    class Meta:
        exclude = ("after", "limit")


@route(
    ranking,
    "GET",
    "/rounds/<code>/ranking",
    READ_LIST,
    "A page of the ranked list",
    {200: ref("Ranking"), 304: None},
    query=ListQuery,
    headers=[IF_NONE_MATCH],
    gives_headers=["ETag"],
    refuses=(404, 422),
)
def show_ranking(code: str) -> Response:
    query = read_query(ListQuery())
    after = _cursor(query.get("after", ""))
    round_, head, listing = _listing(code, {**query, **after})
    lines, has_more = listing.page(_filters(query), after.get("n", 0), query["limit"])
    values = {
        **_about(round_, listing, query),
        "lines": [_line(listing, entry, n) for n, entry in lines],
        "next": f"{lines[-1][0]}-{head.position}" if has_more else None,
    }
    return reply(values, tag=_tag(head))


@route(
    ranking,
    "GET",
    "/rounds/<code>/ranking.json",
    READ_LIST,
    "The whole list as JSON",
    {200: ref("Ranking")},
    query=WholeListQuery,
    refuses=(404, 422),
    gives_headers=["Content-Disposition"],
)
def download_ranking_json(code: str) -> Response:
    query = read_query(WholeListQuery())
    round_, head, listing = _listing(code, query)
    lines = [
        _line(listing, entry, n)
        for n, entry in enumerate(listing.entries, start=1)
        if entry.matches(_filters(query))
    ]
    values = {**_about(round_, listing, query), "lines": lines, "next": None}
    return _download(orjson.dumps(values), JSON, f"{code}-{head.position}.json")


@route(
    ranking,
    "GET",
    "/rounds/<code>/ranking.csv",
    READ_LIST,
    "The whole list as CSV; the headings stay as they are",
    {200: {"type": "string"}},
    query=WholeListQuery,
    refuses=(404, 422),
    gives_headers=["Content-Disposition"],
    gives_kind="text/csv",
)
def download_ranking_csv(code: str) -> Response:
    query = read_query(WholeListQuery())
    _, head, listing = _listing(code, query)
    rows = [(entry.list, entry.line) for entry in listing.matching(_filters(query))]
    text = as_csv_of(listing.ranked, rows)
    return _download(text.encode(), "text/csv; charset=utf-8", f"{code}-{head.position}.csv")


def _listing(code: str, query: Mapping[str, Any]) -> tuple[Round, Head, Listing]:
    def work(transaction: Transaction) -> tuple[Round, Head, Listing]:
        round_ = find_round(transaction, code)
        head = readable_head(
            transaction, round_, who(), query.get("position", 0), query.get("at", "")
        )
        listing = list_at(desk(), transaction, round_, head, query.get("order", ""))
        return round_, head, listing

    return desk().database.read(work)


def _about(round_: Round, listing: Listing, query: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "round": round_.code,
        "order": query.get("order", round_.order),
        "as_of": head_values(listing.head),
        "judged_on": round_.judged_on,
        "pack": {
            "id": round_.pack_id,
            "version": round_.pack_version,
            "sha256": round_.pack_sha256,
        },
        "total": len(listing.entries),
    }


def _line(listing: Listing, entry: Entry, n: int) -> dict[str, Any]:
    pack = listing.ranked.pack
    return {
        "n": n,
        "list": entry.list,
        **short_line(pack, entry.line),
        "submitting_org": entry.organisation,
        "theme": entry.theme or None,
        "places": sorted(entry.places),
    }


def _filters(query: Mapping[str, Any]) -> Filters:
    words = tuple(query.get("q", "").casefold().split())[:MOST_WORDS]
    return Filters(**{name: query.get(name, "") for name in FILTERS}, words=words)


def _tag(head: Head) -> str:
    """Changes with the list and with what is asked of it."""
    return sha256_of([head.hash, request.full_path])[:32]


def _cursor(text: str) -> dict[str, int]:
    """The number of the last line of the page before, and the position of its list."""
    n, _, position = text.partition("-")
    return {"n": int(n), "position": int(position)} if text else {}


def _download(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
