"""Walks through what is right without a stop, by the fields of a schema.

marshmallow gathers everything that is wrong, in words, and pays for it at each of the 230 fields of
a scheme. Here the same fields check the same values, and the first that is wrong ends the walk:
whoever asks then lets marshmallow say what is wrong.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from marshmallow import Schema, ValidationError, fields, missing

from rulebook.groups import Group, Items


class Walk(Protocol):
    """Reads a group of fields, or raises ValidationError at the first thing that is wrong."""

    def __call__(
        self, given: Any, _attribute: None = None, _data: None = None
    ) -> dict[str, Any]: ...


Check: TypeAlias = Callable[[Any, None, None], Any]
"""Gives the checked value of what was given, or raises ValidationError.

It is called as marshmallow calls the check of a field, which asks for no more than the value.
"""


def walk_of(schema: Schema) -> Walk:
    """What reads a group of fields as `schema.load` does, if all of it is right.

    It refuses whatever `load` refuses; it may also refuse what `load` takes, such as a group that
    is no plain dict.
    """
    parts = [
        (name, _check_of(field), field.required, field.load_default)
        for name, field in schema.load_fields.items()
    ]

    def walk(given: Any, _attribute: None = None, _data: None = None) -> dict[str, Any]:
        if type(given) is not dict:
            raise ValidationError("It is no plain group.")
        read, known = {}, 0
        for name, check, is_required, default in parts:
            if name in given:
                known += 1
                read[name] = check(given[name], None, None)
            elif is_required:
                raise ValidationError("It is missing.")
            elif default is not missing:
                read[name] = default
        if known < len(given):
            raise ValidationError("It has a name that is not known.")
        return read

    return walk


def _check_of(field: fields.Field[Any]) -> Check:
    if isinstance(field, Group):
        return walk_of(field.schema)
    if isinstance(field, Items):
        return _check_items(field, _check_of(field.inner))
    return field._deserialize  # the check itself, without the way to it


def _check_items(field: Items, check: Check) -> Check:
    def check_all(given: Any, _attribute: None, _data: None) -> tuple[Any, ...]:
        field.check_length(given)
        return tuple([check(item, None, None) for item in given])

    return check_all
