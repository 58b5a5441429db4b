"""Parts that several files of a pack share: sources, names, choices and conditions."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validates_schema

from rulebook.errors import SCHEMA_MESSAGES
from rulebook.fields import Day, Flag, OneOf, Strict, Text
from rulebook.groups import Group, Items, frozen
from rulebook.model import Choice, Condition, Named, Source, When

ID = "[a-z][a-z0-9_]*"
ID_FORM = "Use small letters, digits and underscores, and begin with a letter."


class Part(Schema):
    """A part of a file: refuses keys it does not know, makes a frozen value of `makes`."""

    makes: ClassVar[type | None] = None
    error_messages = SCHEMA_MESSAGES

    class Meta:
        unknown = RAISE

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        values = {key: frozen(value) for key, value in data.items()}
        return self.makes(**values) if self.makes else values


class Value(Strict):
    """A value of a condition or an example; a list becomes a set."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            if len(set(value)) < len(value):
                raise ValidationError("A value is given twice. Give each once.")
            return frozenset(value)
        if isinstance(value, bool | int | str):
            return value
        raise ValidationError("This must be a word, a whole number, true, false or a list.")


def name(**kwargs: Any) -> Text:
    """An id of our own: small letters, digits and underscores."""
    return Text(pattern=ID, form=ID_FORM, max_length=60, **kwargs)


def word(*choices: str, **kwargs: Any) -> OneOf:
    """One of a few words of the rule language."""
    return OneOf(labels={choice: choice for choice in choices}, **kwargs)


def one(schema: type[Schema], **kwargs: Any) -> Group:
    """One part."""
    return Group(schema, **kwargs)


def many(part: type[Schema] | fields.Field[Any], *, least: int = 0, **kwargs: Any) -> Items:
    """A list of parts, at least `least`."""
    inner = Group(part) if isinstance(part, type) else part
    return Items(inner, least=least, **kwargs)


class SourceSchema(Part):
    makes = Source
    document = Text(required=True, max_length=20)
    place = Text(required=True, max_length=300)
    items = many(Text(max_length=20))
    address = Text(
        max_length=400, pattern=r"https?://\S+", form="Give the whole address, from https:// on."
    )
    checked_on = Text(
        pattern="[0-9]{4}-[0-9]{2}(-[0-9]{2})?", form="Give a month or a day, such as 2026-11."
    )
    verified = Flag()
    note = Text(max_length=600)

    @validates_schema
    def claims_are_whole(self, data: Mapping[str, Any], **_: Any) -> None:
        if ("address" in data) != ("checked_on" in data):
            raise ValidationError("Give an address and the day it was checked, or neither.")


def sources(**kwargs: Any) -> Items:
    """Where it comes from: one source at least."""
    return many(SourceSchema, least=1, **kwargs)


class ChoiceSchema(Part):
    makes = Choice
    id = name(required=True)
    label = Text(required=True, max_length=120)


class NamedSchema(Part):
    makes = Named
    id = name(required=True)
    title = Text(required=True, max_length=120)
    about = Text(max_length=600)
    sources = sources()


class ConditionSchema(Part):
    makes = Condition
    fact = Text(required=True, max_length=60)
    op = Text(required=True, max_length=20)
    value = Value()
    other_fact = Text(max_length=60)

    @validates_schema
    def has_one_right_side(self, data: Mapping[str, Any], **_: Any) -> None:
        if ("value" in data) == ("other_fact" in data):
            raise ValidationError("Give either value or other_fact.")


class WhenSchema(Part):
    makes = When
    all_of = many(ConditionSchema, least=1)
    any_of = many(ConditionSchema, least=1)

    @validates_schema
    def has_conditions(self, data: Mapping[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError("Give all_of, any_of or both.")


class PeriodSchema(Part):
    """The first and the last day in force, both included."""

    starts = Day(required=True, data_key="from")
    ends = Day(data_key="until")

    @validates_schema
    def is_in_order(self, data: Mapping[str, Any], **_: Any) -> None:
        check_order(data)


def check_order(data: Mapping[str, Any]) -> None:
    """Refuses a period that ends before it begins."""
    if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
        raise ValidationError({"until": ["It ends before it begins. Correct one of the days."]})
