"""Rounds: opened on a pack, with dates of their own; their lists are published."""

from datetime import date
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint
from marshmallow import validates_schema

from app.access import MANAGE_ROUNDS, PUBLISH_LIST, READ_ROUNDS
from app.api.answering import answer, expected_version, once, reply, respond
from app.api.describing import IDEMPOTENCY, IF_MATCH, IF_NONE_MATCH, ref, route
from app.api.fields import ROUND_CODE, word
from app.api.taking import Input, read_fields
from app.documents.round_json import round_values
from app.domain.ids import uuid7
from app.domain.round import RESUBMISSION_DAYS, Round
from app.edge.current import desk, new_bytes, now, today, who
from app.errors import Invalid
from app.services.rounds import (
    RoundPlan,
    change_dates,
    find_round,
    open_round,
    publish_list,
)
from app.store.answers import Answer
from app.store.database import Transaction
from app.store.rounds import all_rounds
from rulebook.fields import Day, Text, Whole
from rulebook.groups import Group, Items
from rulebook.loading.part_schemas import check_order
from rulebook.problem import Problem

rounds: Final = Blueprint(
    "rounds",
    __name__,
    description="Planning rounds: their pack, their dates, their published list.",
)


class StageDates(Input):
    """The dates of one stage, both days included."""

    id = Text(required=True, max_length=60)
    starts = Day(required=True, data_key="from")
    ends = Day(required=True, data_key="until")

    @validates_schema
    def is_in_order(self, data: dict[str, Any], **_: Any) -> None:
        check_order(data)


class NewRound(Input):
    """A round to be opened. What is left out comes from the pack."""

    code = Text(
        required=True,
        max_length=12,
        pattern=ROUND_CODE,
        form="Use 2 to 12 capitals and digits, such as CM24.",
    )
    title = Text(required=True, max_length=120)
    pack = Text(
        required=True,
        max_length=60,
        metadata={"description": "The pack that the round is run on, for good."},
    )
    judged_on = Day(metadata={"description": "The day whose rules and lists hold."})
    order = word("tier", "pooled", about="Tier first, or all together.", load_default="tier")
    resubmission_days = Whole(minimum=1, maximum=120, load_default=RESUBMISSION_DAYS)
    stages = Items(Group(StageDates), limit=40, load_default=())


class NewDates(Input):
    """Stages that get other dates, and why."""

    reason = Text(required=True, max_length=600)
    stages = Items(Group(StageDates), least=1, limit=40, required=True)


class Publication(Input):
    """The position of the ledger whose list is published; now, where it is left out."""

    position = Whole(minimum=1)


@route(rounds, "GET", "/rounds", READ_ROUNDS, "Lists the rounds", {200: ref("Rounds")})
def list_rounds() -> Response:
    found, day = desk().database.read(all_rounds), today()
    return reply({"rounds": [round_values(round_, day) for round_ in found]})


@route(
    rounds,
    "GET",
    "/rounds/<code>",
    READ_ROUNDS,
    "A round, its dates and what it allows today",
    {200: ref("Round"), 304: None},
    headers=[IF_NONE_MATCH],
    refuses=[404],
    gives_headers=["ETag"],
)
def show_round(code: str) -> Response:
    round_ = desk().database.read(lambda transaction: find_round(transaction, code))
    return respond(_answer(round_))


@route(
    rounds,
    "POST",
    "/rounds",
    MANAGE_ROUNDS,
    "Opens a round",
    {201: ref("Round")},
    takes=NewRound,
    headers=[IDEMPOTENCY],
    refuses=(400, 409, 413, 415, 422),
    gives_headers=["ETag"],
)
def create_round() -> Response:
    fields = dict(read_fields(NewRound()))
    stages = _dates(fields.pop("stages"))
    plan = RoundPlan(**fields, stages=stages)

    def work(transaction: Transaction) -> Answer:
        id = uuid7(now(), new_bytes())
        round_ = open_round(desk(), transaction, who(), plan, now(), id)
        return _answer(round_, 201)

    return once(work)


@route(
    rounds,
    "POST",
    "/rounds/<code>/dates",
    MANAGE_ROUNDS,
    "Gives stages other dates, with the reason",
    {200: ref("Round")},
    takes=NewDates,
    headers=[IDEMPOTENCY, IF_MATCH],
    refuses=(400, 404, 409, 412, 413, 415, 422, 428),
    gives_headers=["ETag"],
)
def move_round_dates(code: str) -> Response:
    expected = expected_version()
    fields = read_fields(NewDates())

    def work(transaction: Transaction) -> Answer:
        round_ = find_round(transaction, code)
        stages = _dates(fields["stages"])
        changed = change_dates(
            transaction, who(), round_, stages, fields["reason"], now(), expected
        )
        return _answer(changed)

    return once(work)


@route(
    rounds,
    "POST",
    "/rounds/<code>/publications",
    PUBLISH_LIST,
    "Publishes the list of a round as it stood at a position of its ledger",
    {200: ref("Round")},
    takes=Publication,
    needs_body=False,
    headers=[IDEMPOTENCY],
    refuses=(400, 404, 413, 415, 422),
    gives_headers=["ETag"],
)
def publish_ranking(code: str) -> Response:
    position = read_fields(Publication(), may_be_empty=True).get("position", 0)

    def work(transaction: Transaction) -> Answer:
        round_ = find_round(transaction, code)
        return _answer(publish_list(desk(), transaction, who(), round_, position, now()))

    return once(work)


def _answer(round_: Round, status: int = 200) -> Answer:
    values = round_values(round_, today())
    headers = {"Location": f"/api/v1/rounds/{round_.code}"} if status == 201 else {}
    return answer(values, status, tag=round_.changed_at, headers=headers)


def _dates(stages: tuple[dict[str, Any], ...]) -> dict[str, tuple[date, date]]:
    ids = [stage["id"] for stage in stages]
    for number, id in enumerate(ids):
        if id in ids[:number]:
            problem = Problem("This stage is given twice. Give it once.", f"/stages/{number}/id")
            raise Invalid("Some fields cannot be taken as they are.", [problem])
    return {stage["id"]: (stage["starts"], stage["ends"]) for stage in stages}
