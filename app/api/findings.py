"""What was kept and found of a scheme: versions, classifications, and why it stands there."""

from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import READ_SCHEMES
from app.api.answering import reply
from app.api.describing import ref, route
from app.api.schemes import ONE, find_scheme
from app.documents.explanation_json import explanation_values
from app.edge.current import desk, who
from app.services import schemes as use
from app.services.rounds import find_round
from app.services.viewing import (
    explanation_of,
    recorded_classification,
    seen_version,
    version_of,
)
from app.store.database import Transaction
from app.store.schemes import all_versions

findings: Final = Blueprint(
    "findings",
    __name__,
    description="Versions of a scheme, what was found of each, and why it stands where it does.",
)


@route(
    findings,
    "GET",
    f"{ONE}/versions",
    READ_SCHEMES,
    "The versions of a scheme",
    {200: ref("Versions")},
    refuses=[404],
)
def list_versions(code: str, ref: str) -> Response:
    def work(transaction: Transaction) -> Any:
        scheme = find_scheme(transaction, code, ref)
        most = seen_version(scheme, who())
        found = all_versions(transaction, scheme.round_id, scheme.scheme_id)
        return {"ref": ref, "versions": [row for row in found if row["version"] <= most]}

    return reply(desk().database.read(work))


@route(
    findings,
    "GET",
    f"{ONE}/versions/<int:number>",
    READ_SCHEMES,
    "One version of a scheme, whole",
    {200: ref("Version")},
    refuses=[404],
)
def show_version(code: str, ref: str, number: int) -> Response:
    def work(transaction: Transaction) -> Any:
        found = version_of(transaction, find_scheme(transaction, code, ref), number, who())
        return {
            "ref": ref,
            "version": found.number,
            "made_by": found.made_by,
            "made_at": found.made_at,
            "answers": found.answers,
        }

    return reply(desk().database.read(work))


@route(
    findings,
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
    findings,
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
    findings,
    "GET",
    f"{ONE}/explanation",
    READ_SCHEMES,
    "Why the scheme stands where it does now: every rule, the nearest changes, its neighbours",
    {200: ref("Explanation")},
    refuses=[404],
)
def explain_scheme(code: str, ref: str) -> Response:
    return reply(desk().database.read(lambda tx: _explained(tx, code, ref)))


@route(
    findings,
    "GET",
    f"{ONE}/nearest-changes",
    READ_SCHEMES,
    "The smallest changes that would clear a gate or reach a higher tier",
    {200: ref("NearestChanges")},
    refuses=[404],
)
def show_nearest_changes(code: str, ref: str) -> Response:
    changes = desk().database.read(lambda tx: _explained(tx, code, ref))["nearest_changes"]
    return reply({"ref": ref, "nearest_changes": changes})


def _recorded(
    transaction: Transaction, code: str, ref: str, number: int | None = None
) -> dict[str, Any]:
    scheme = find_scheme(transaction, code, ref)
    version = scheme.submitted_version if number is None else number
    position, found = recorded_classification(transaction, scheme, version, who())
    return {"ref": ref, "version": version, "position": position, "classification": found}


def _explained(transaction: Transaction, code: str, ref: str) -> dict[str, Any]:
    round_ = find_round(transaction, code)
    scheme = use.find(transaction, round_, ref, who())
    return explanation_values(explanation_of(desk(), transaction, round_, scheme, who()))
