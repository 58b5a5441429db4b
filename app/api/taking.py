"""What comes in: bodies of the right kind, and queries without unknown names."""

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final, TypeVar

from flask import request
from marshmallow import RAISE, Schema, ValidationError

from app.api.answering import JSON
from app.errors import Invalid, Unreadable, WrongKind
from rulebook.errors import SCHEMA_MESSAGES, flatten
from rulebook.problem import Path, Problem, Refused, pointer_to
from rulebook.reader import read_json
from rulebook.schema import MOST_PROBLEMS, TOO_MANY_PROBLEMS

MERGE_PATCH: Final = "application/merge-patch+json"
MANY: Final = "POST /api/v1/rounds/{code}/imports"
Parts = TypeVar("Parts")


class Input(Schema):
    """The base of what is taken: names that are not known are refused."""

    error_messages = SCHEMA_MESSAGES

    class Meta:
        unknown = RAISE


def check_kind(*allowed: str) -> None:
    """Refuses a body of another media type."""
    if request.mimetype not in allowed:
        raise WrongKind(f"Send the body as {' or '.join(allowed)}, and say so in Content-Type.")


def read_body(*kinds: str) -> Any:
    """The JSON of the body: numbers are exact, and a key that is given twice is refused."""
    check_kind(*(kinds or (JSON,)))
    try:
        return read_json(request.get_data(), "").value
    except Refused as refusal:
        raise Unreadable("The body is not JSON that can be read.", refusal.problems) from None


def one_scheme(given: Any, top: str = "") -> Any:
    """What was given as a scheme; raises Invalid for a list, which goes to another place.

    `top` is the pointer of the scheme in what was sent.
    """
    if isinstance(given, list):
        message = f"Send one scheme, not a list. For many, use {MANY}."
        problem = Problem(message, top, label="Scheme", code="invalid_answer")
        raise Invalid("One scheme is wanted here.", [problem])
    return given


def read_fields(schema: Schema, may_be_empty: bool = False) -> Mapping[str, Any]:
    """The checked fields of a small body."""
    if may_be_empty and not request.get_data():
        return _checked(schema, {}, "")
    return _checked(schema, read_body(), "/")


def read_query(schema: Schema) -> Mapping[str, Any]:
    """The checked parameters of the query; one that is given twice is refused."""
    twice = [name for name in request.args if len(request.args.getlist(name)) > 1]
    if twice:
        problem = Problem("Give it once.", label=twice[0], code="invalid_answer")
        raise Invalid("Some parameters cannot be taken as they are.", [problem])
    return _checked(schema, request.args.to_dict(), "")


def _checked(schema: Schema, given: Any, top: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = schema.load(given)
    except ValidationError as error:
        told = list(islice(flatten(error.messages, schema), MOST_PROBLEMS + 1))
        problems = [_problem(path, message, top) for path, message in told[:MOST_PROBLEMS]]
        if len(told) > MOST_PROBLEMS:
            problems.append(Problem(TOO_MANY_PROBLEMS, code="too_many"))
        what = "fields" if top else "parameters"
        raise Invalid(f"Some {what} cannot be taken as they are.", problems) from None
    return found


def _problem(path: Path, message: str, top: str) -> Problem:
    """A problem with a field, which has a pointer, or with a parameter, which has a name."""
    pointer = pointer_to(path) if top else ""
    name = "" if top else ".".join(map(str, path))
    return Problem(message, pointer, name, "invalid_answer")


def merged(target: Any, patch: Any) -> Any:
    """The target after a JSON merge patch (RFC 7396): null takes a name away."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
