"""Turns the nested errors of marshmallow into a flat list of paths and messages."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

from rulebook.problem import Path, shorten
from rulebook.suggest import nearest

UNKNOWN_KEY = "unknown key"
"""What a schema says of a key that it does not know, until it is put into words here."""
NOT_A_GROUP = "This must be a group of fields, each with its name."
SCHEMA_MESSAGES = {
    "unknown": UNKNOWN_KEY,
    "type": NOT_A_GROUP,
}
NOT_A_LIST = "This must be a list. Begin each item with a dash or put them in brackets."

Found = tuple[Path, str]


def flatten(errors: Any, schema: Schema) -> Iterator[Found]:
    """Each message with its path, in the order of the schema; keys that are not known come last."""
    return _flatten(errors, schema, ())


def keys_of(schema: Schema) -> list[str]:
    """The keys that a schema reads."""
    return [field.data_key or name for name, field in schema.load_fields.items()]


def _flatten(errors: Any, place: Any, path: Path) -> Iterator[Found]:
    if not isinstance(errors, Mapping):
        yield from ((path, str(message)) for message in errors)
        return
    for key, inner in errors.items():
        if inner != [UNKNOWN_KEY]:
            own = key == "_schema" and not isinstance(inner, Mapping)
            yield from _flatten(inner, _inside(place, key), path if own else (*path, key))
    schema = _schema_of(place)
    known = keys_of(schema) if isinstance(schema, Schema) else []
    for key in sorted(str(key) for key, inner in errors.items() if inner == [UNKNOWN_KEY]):
        hint = nearest(key, known)
        yield (*path, key), f"{shorten(key)} is not a name known here.{hint} Correct or remove it."


def _inside(place: Any, step: object) -> Any:
    """The field or schema one step further down, None where there is none."""
    schema = _schema_of(place)
    if isinstance(schema, Schema):
        named = {field.data_key or name: field for name, field in schema.load_fields.items()}
        return named.get(str(step))
    return getattr(place, "inner", None)


def _schema_of(place: Any) -> Any:
    return place.schema if isinstance(place, fields.Nested) else place
