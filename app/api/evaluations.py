"""Tries a scheme out: what it would be and what it lacks. Nothing is stored."""

from datetime import date
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import EVALUATE
from app.api.answering import reply
from app.api.describing import Json, ref, route
from app.api.problems import problem_values
from app.api.taking import read_body
from app.documents.explanation_json import explanation_values
from app.documents.round_json import missing_values, reasons_for_return
from app.edge.current import desk
from app.errors import Invalid
from app.services.desk import pack_of
from app.services.evaluating import evaluate, standing_now
from app.services.rounds import find_round
from app.services.schemes import read_answers, warnings_of
from app.store.database import Transaction
from rulebook.classifier import Prepared
from rulebook.pack import Pack
from rulebook.problem import Problem
from rulebook.suggest import nearest

evaluations: Final = Blueprint("evaluations", __name__, description="Dry runs")

NAMES: Final = ("scheme", "round", "pack")
EVALUATION: Final[Json] = {
    "type": "object",
    "required": ["scheme"],
    "additionalProperties": False,
    "properties": {
        "scheme": ref("Scheme"),
        "round": {
            "type": "string",
            "description": "The code of a round: its pack and day count, and the schemes in it.",
        },
        "pack": {"type": "string", "description": "A pack, where no round is named."},
    },
}


@route(
    evaluations,
    "POST",
    "/evaluations",
    EVALUATE,
    "What a scheme would be, why, what it lacks and what would change it",
    {200: ref("Evaluation")},
    takes=EVALUATION,
    refuses=(400, 404, 413, 415, 422),
)
def evaluate_scheme() -> Response:
    body = _checked(read_body())

    def work(transaction: Transaction) -> Any:
        pack, day, others = _ground(transaction, body)
        answers = read_answers(desk(), pack, body["scheme"], top="/scheme")
        explanation = evaluate(desk(), pack, day, answers, others)
        found = explanation.line.classification
        return {
            "is_complete": not found.is_returned,
            "missing": missing_values(found.missing),
            "return_reasons": reasons_for_return(pack, found.return_rules),
            "warnings": [problem_values(problem) for problem in warnings_of(pack, answers)],
            "explanation": explanation_values(explanation),
        }

    return reply(desk().database.read(work))


def _ground(transaction: Transaction, body: dict[str, Any]) -> tuple[Pack, date, list[Prepared]]:
    """The pack, the day and the schemes beside which a scheme is tried out."""
    if "round" in body:
        round_ = find_round(transaction, body["round"])
        pack = pack_of(desk(), transaction, round_.pack_sha256)
        return pack, round_.judged_on, standing_now(desk(), transaction, round_)
    shipped = desk().shipped
    id = body.get("pack") or next(iter(shipped))
    if id not in shipped:
        raise _wrong("/pack", f"There is no such pack.{nearest(id, shipped)}")
    return shipped[id], shipped[id].calendar.judged_on, []


def _checked(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise _wrong("", "Send an object with the scheme in it.")
    for name in body:
        if name not in NAMES:
            raise _wrong(f"/{name[:80]}", f"This is not known here.{nearest(name, NAMES)}")
    if "scheme" not in body:
        raise _wrong("/scheme", "This is missing. Give the answers of the scheme.")
    for name in ("round", "pack"):
        if name in body and not isinstance(body[name], str):
            raise _wrong(f"/{name}", "This must be text.")
    return body


def _wrong(pointer: str, message: str) -> Invalid:
    problem = Problem(message, pointer, code="invalid_answer")
    return Invalid("The evaluation cannot be made like this.", [problem])
