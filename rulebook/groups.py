"""Groups, lists and named parts as marshmallow fields: strict, and frozen once they are read."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, ValidationError, fields

from rulebook.errors import NOT_A_GROUP, NOT_A_LIST
from rulebook.fields import MESSAGES, Strict
from rulebook.problem import shorten

LIST_MESSAGES: dict[str, Any] = {**MESSAGES, "invalid": NOT_A_LIST}


class Group(fields.Nested):
    """A group of fields, each with its name."""

    default_error_messages = MESSAGES


class Items(fields.List[Any]):
    """A list of at least `least` and at most `limit` items, read as a tuple."""

    default_error_messages = LIST_MESSAGES

    def __init__(
        self, inner: fields.Field[Any], *, least: int = 0, limit: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(inner, **kwargs)
        self.least, self.limit = least, limit

    def check_length(self, value: Any) -> None:
        """Refuses what is no list, or too short or too long a one."""
        if not isinstance(value, list | tuple):
            raise self.make_error("invalid")
        if len(value) < self.least:
            raise ValidationError(f"Give at least {self.least}; there are {len(value)}.")
        if self.limit is not None and len(value) > self.limit:
            count = f"{len(value):,} items; at most {self.limit:,} may be given"
            raise ValidationError(f"This has {count}. Leave some out.")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        self.check_length(value)
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class ByName(Strict):
    """Parts by name, each read by `inner`; the names have the form of `pattern`."""

    def __init__(self, inner: fields.Field[Any], *, pattern: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = inner
        self.pattern = re.compile(pattern or ".+")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValidationError(NOT_A_GROUP)
        read: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for name, item in value.items():
            if not self.pattern.fullmatch(str(name)):
                errors[name] = [f"{shorten(name)} cannot be a name here. Correct it."]
                continue
            try:
                read[name] = self.inner.deserialize(item)
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return MappingProxyType(read)


def group(schema: type[Schema], **kwargs: Any) -> Group:
    """A group that a schema reads."""
    return Group(schema, **kwargs)


def frozen(value: Any) -> Any:
    """The same value with nothing in it that can be changed: tuples for lists, views for dicts."""
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    return value
