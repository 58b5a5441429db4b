"""What was kept and found of a scheme: versions, classifications, and why it stands there."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import READ_SCHEMES
from app.api.answering import reply
from app.api.describing import View, ref, route
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


def read(rule: str, summary: str, gives: str) -> Callable[[View], View]:
    """Serves what can be read of a scheme."""
    shape = {200: ref(gives)}
    return route(findings, "GET", f"{ONE}/{rule}", READ_SCHEMES, summary, shape, refuses=[404])


@read("versions", "The versions of a scheme", "Versions")
def list_versions(code: str, ref: str) -> Response:
    def work(transaction: Transaction) -> Any:
        scheme = find_scheme(transaction, code, ref)
        most = seen_version(scheme, who())
        found = all_versions(transaction, scheme.round_id, scheme.scheme_id)
        return {"ref": ref, "versions": [row for row in found if row["version"] <= most]}

    return reply(desk().database.read(work))


@read("versions/<int:number>", "One version of a scheme, whole", "Version")
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


@read(
    "versions/<int:number>/classification",
    "What was found when this version was submitted",
    "Classification",
)
def show_version_classification(code: str, ref: str, number: int) -> Response:
    return reply(desk().database.read(lambda tx: _recorded(tx, code, ref, number)))


@read("classification", "What was found when the scheme was last submitted", "Classification")
def show_classification(code: str, ref: str) -> Response:
    return reply(desk().database.read(lambda tx: _recorded(tx, code, ref)))


@read(
    "explanation",
    "Why the scheme stands where it does now: every rule, the nearest changes, its neighbours",
    "Explanation",
)
def explain_scheme(code: str, ref: str) -> Response:
    return reply(desk().database.read(lambda tx: _explained(tx, code, ref)))


@read(
    "nearest-changes",
    "The smallest changes that would clear a gate or reach a higher tier",
    "NearestChanges",
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
