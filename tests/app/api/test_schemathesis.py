"""Every operation of the API, asked as the OpenAPI document allows and as it forbids.

Schemathesis makes the requests: the examples of the document, one for each edge of each schema, and
others at random. All its checks are on; what it cannot know stands in CONFIG and RULES.

Every request meets the same round: what it would change is undone, so that a finding comes again.
A normal run makes few requests at random, and leaves out those for each edge of a whole scheme,
some 17,000. All are made by hand, with many at random, and their changes are kept:

    SCHEMATHESIS_EXAMPLES=300 .venv/bin/pytest -n 0 tests/app/api/test_schemathesis.py

SCHEMATHESIS_ONLY=scheme takes only the operations with `scheme` in their name.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

from app.access import ROLES
from app.store.migrations import migrate
from app.store.sqlite import SqliteDatabase, SqliteTransaction
from tests.app.callers import API, ROUND, Caller, open_round, start

DEEP: Final = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "0"))
ONLY: Final = os.environ.get("SCHEMATHESIS_ONLY", "")
NDJSON: Final = "application/x-ndjson"
Result = TypeVar("Result")
Case: TypeAlias = schemathesis.Case[Any]

SCHEME_BODIES: Final = ["create_scheme", "change_scheme", "evaluate_scheme", "import_schemes"]
CONFIG: Final = {
    "generation": {
        "deterministic": not DEEP,
        "database": "none",
        "with-security-parameters": False,  # each request gets a key; `ignored_auth` asks without
    },
    "checks": {
        # 412 is a refusal, too: an ETag of another form is one that does not match.
        "negative_data_rejection": {
            "expected-statuses": [400, 401, 403, 404, 405, 409, 412, 415, 422, 428]
        },
        # A made-up ETag is rarely the newest. 422 is looked into: see RULES.
        "positive_data_acceptance": {"expected-statuses": ["2xx", 304, 404, 409, 412]},
        # 428 says that If-Match is missing (RFC 6585).
        "missing_required_header": {"expected-statuses": [400, 422, 428]},
    },
    "operations": [
        {
            # Rows are refused one by one, in an answer that is 200 as a whole.
            "include-operation-id": "import_schemes",
            "checks": {"negative_data_rejection": {"expected-statuses": ["2xx", "4xx"]}},
        },
        {
            "include-operation-id": SCHEME_BODIES,
            "phases": {"coverage": {"enabled": bool(DEEP)}},
        },
    ],
}

RULES: Final = {
    "It ends before it begins.": "two days of a stage have an order",
    "There is no such stage.": "which stages there are is up to the pack",
    "This stage is given twice.": "ids in a list are told apart by a rule, not by its form",
    "The rules apply from ": "the first day is up to the pack",
    "This cannot be changed.": "a scheme keeps its reference and organisation",
    "This looks like ": "texts that look personal take a second look",
    "This has more than ": "many validators fail at `multipleOf` for decimals: see `x-decimals`",
    "This Idempotency-Key was used ": "what a key was used for before is no matter of form",
    "Money is given in whole pence": "1.00 is a whole number in JSON, and pounds for people",
}
"""What refuses a body that fits its schema: how the message begins, and why no schema says it."""


STATES: Final = {
    "change_scheme": "draft",
    "submit_scheme": "draft",
    "allow_late_submission": "draft",
    "withdraw_scheme": "in_review",
    "reopen_scheme": "withdrawn",
}
"""The state of a scheme with which an operation gets furthest; elsewhere it is submitted."""


class Undone(Exception):
    """Carries a result out of a unit of work that is to be undone."""

    def __init__(self, result: Any) -> None:
        self.result = result
        super().__init__("undone")


class FixedDatabase(SqliteDatabase):
    """A database that does all its work and, once it is fixed, keeps none of it."""

    is_fixed = False

    def write(self, work: Callable[[SqliteTransaction], Result]) -> Result:
        def undone(transaction: SqliteTransaction) -> Result:
            raise Undone(work(transaction))

        if not self.is_fixed:
            return super().write(work)
        try:
            return super().write(undone)
        except Undone as undo:
            result: Result = undo.result
            return result


@dataclass(frozen=True, slots=True)
class Round:
    """A round with a scheme in each state, by the state, and somebody who has every role."""

    caller: Caller
    refs: Mapping[str, str]
    asked: Counter[str] = field(default_factory=Counter)

    def aim(self, case: Case) -> None:
        """Leads most requests to what there is: the round, a scheme in a fitting state, an ETag."""
        operation = str(case.operation.definition.raw["operationId"])
        self.asked[operation] += 1
        if self.asked[operation] % 4 == 1:
            return
        ref = self.refs[STATES.get(operation, "submitted")]
        known = {"code": "CM24", "ref": ref, "number": 1, "id": "cheshire_merseyside"}
        for name in known.keys() & case.path_parameters.keys():
            if fits(case, "path_parameters", name):
                case.path_parameters[name] = known[name]
        if "If-Match" in case.headers and fits(case, "headers", "If-Match"):
            address = f"{ROUND}/schemes/{ref}" if "ref" in case.path_parameters else ROUND
            case.headers["If-Match"] = self.caller.get(address).headers["ETag"]


def fits(case: Case, part: str, name: str) -> bool:
    """Whether a value that was made up for a parameter has the form that it should have."""
    parameter = getattr(case.operation, part).get(name)
    value = getattr(case, part)[name]
    return bool(parameter.get_validator().is_valid(value))


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Round:
    database = FixedDatabase(tmp_path_factory.mktemp("api") / "store.db")
    migrate(database)
    service = start(database)
    chair = open_round(service)
    caller = service.caller("LIVPP", *ROLES)
    refs = {"draft": caller.draft(), "submitted": caller.submitted()}
    refs["returned"] = caller.submitted(summary=None)
    for state, action in (("in_review", "review"), ("withdrawn", "withdrawal")):
        refs[state] = caller.submitted()
        assert caller.do(action, refs[state]).status_code == 200
    assert chair.post(f"{ROUND}/publications").status_code == 200
    database.is_fixed = not DEEP
    return Round(caller, refs)


@pytest.fixture(scope="module")
def api(round_: Round) -> schemathesis.BaseSchema:
    config = schemathesis.Config.from_dict(CONFIG)
    app = round_.caller.client.application
    loaded = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app, config=config)
    loaded.hook(filter_failure)
    return loaded


@pytest.fixture(autouse=True)
def name_of_the_test(request: pytest.FixtureRequest) -> None:
    """pytest 9.2 no longer has the private name that schemathesis 4.32 reads."""
    request.node._nodeid = request.node.nodeid


def filter_failure(
    context: schemathesis.HookContext,
    failure: Failure,
    case: Case,
    response: schemathesis.Response,
) -> bool:
    """False for a refusal by RULES alone: it is no fault of the API."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return True
    problem = response.json()
    messages = [error["message"] for error in problem["errors"]] or [problem["detail"]]
    return not all(message.startswith(tuple(RULES)) for message in messages)


@schemathesis.serializer(NDJSON)
def as_lines(context: schemathesis.SerializationContext, value: Any) -> bytes:
    rows = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(row) for row in rows).encode()


schema = schemathesis.pytest.from_fixture("api").include(operation_id_regex=ONLY or ".")


@schema.parametrize()
@settings(max_examples=DEEP or 3, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_api_does_what_its_document_says(case: Case, round_: Round) -> None:
    round_.aim(case)
    case.call_and_validate(headers={"Authorization": f"Bearer {round_.caller.key}"})
