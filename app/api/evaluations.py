"""Tries a scheme out: what it would be and what it lacks. Nothing is stored."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint
from marshmallow import fields

from app.access import EVALUATE
from app.api.answering import reply
from app.api.describing import ref, route
from app.api.fields import ROUND_CODE
from app.api.problems import problem_values
from app.api.taking import Input, one_scheme, read_fields
from app.documents.explanation_json import explanation_values
from app.documents.round_json import missing_values, reasons_for_return
from app.domain.round import Round
from app.edge.current import desk
from app.errors import Invalid
from app.services.answers import read_answers, warnings_of
from app.services.desk import pack_of
from app.services.evaluating import evaluate, evaluate_in_round
from app.services.rounds import find_round
from app.store.database import Transaction
from rulebook.fields import Text
from rulebook.pack import Pack
from rulebook.problem import Problem
from rulebook.suggest import nearest

evaluations: Final = Blueprint(
    "evaluations", __name__, description="Try a scheme out: nothing is stored."
)


class Trial(Input):
    """A scheme that is tried out, beside those of a round if one is named."""

    scheme = fields.Raw(required=True)
    round = Text(
        max_length=12,
        pattern=ROUND_CODE,
        form="It is the code of a round, such as CM24.",
        metadata={
            "description": "The code of a round: its pack and day count, and the schemes in it."
        },
    )
    pack = Text(
        max_length=60, metadata={"description": "The id of a pack, where no round is named."}
    )


@route(
    evaluations,
    "POST",
    "/evaluations",
    EVALUATE,
    "What a scheme would be, why, what it lacks and what would change it",
    {200: ref("Evaluation")},
    takes=Trial,
    refuses=(400, 404, 413, 415, 422),
)
def evaluate_scheme() -> Response:
    body = read_fields(Trial())

    def work(transaction: Transaction) -> Any:
        pack, round_ = _ground(transaction, body)
        answers = read_answers(desk(), pack, one_scheme(body["scheme"], "/scheme"), top="/scheme")
        if round_:
            explanation = evaluate_in_round(desk(), transaction, round_, answers)
        else:
            explanation = evaluate(desk(), pack, pack.calendar.judged_on, answers)
        found = explanation.line.classification
        return {
            "is_complete": not found.is_returned,
            "missing": missing_values(pack, found),
            "return_reasons": reasons_for_return(pack, found.return_rules),
            "warnings": [problem_values(problem) for problem in warnings_of(pack, answers)],
            "explanation": explanation_values(explanation),
        }

    return reply(desk().database.read(work))


def _ground(transaction: Transaction, body: Mapping[str, Any]) -> tuple[Pack, Round | None]:
    """The pack by which a scheme is tried out, and the round in which it is, if one is named."""
    shipped = desk().shipped
    id = body.get("pack") or next(iter(shipped))
    if id not in shipped:
        raise _wrong("/pack", f"There is no such pack.{nearest(id, shipped)}")
    if "round" in body:
        round_ = find_round(transaction, body["round"])
        return pack_of(desk(), transaction, round_.pack_sha256), round_
    return shipped[id], None


def _wrong(pointer: str, message: str) -> Invalid:
    problem = Problem(message, pointer, code="invalid_answer")
    return Invalid("The evaluation cannot be made like this.", [problem])
