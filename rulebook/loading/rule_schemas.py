"""The shape of facts.yaml and of the files of rules."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from rulebook.fields import Flag, Strict, Text, Whole
from rulebook.groups import ByName, frozen
from rulebook.loading.part_schemas import (
    ID,
    ChoiceSchema,
    Part,
    PeriodSchema,
    Value,
    WhenSchema,
    many,
    name,
    one,
    sources,
    word,
)
from rulebook.model import Answer, Example, Outcome

ANSWERS: dict[str, Answer] = {"matched": True, "not_matched": False, "unknown": None}
NUMBER_TYPES = ("integer", "money")


class SaysSchema(Part):
    yes = Text(required=True, max_length=200)
    no = Text(required=True, max_length=200)


class ChangeSchema(Part):
    up = Text(max_length=300)
    down = Text(max_length=300)
    to = ByName(Text(max_length=300), pattern=ID)


class ArgumentField(Strict):
    """An argument of a deriving function: a plain value, a list of them, or some by name."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        inner = value.values() if isinstance(value, dict) else value
        items = list(inner) if isinstance(value, dict | list) else [value]
        if not all(isinstance(item, str | int | bool) for item in items):
            raise ValidationError("This must be a word, a whole number, true, false or a list.")
        return frozen(value)


class FactSchema(Part):
    id = name(required=True)
    label = Text(required=True, max_length=160)
    question = Text(required=True, max_length=240)
    type = word("boolean", "integer", "money", "choice", "choices", required=True)
    unit = Text(max_length=60)
    says = one(SaysSchema)
    choices = many(ChoiceSchema, least=2)
    path = Text(data_key="from", max_length=120)
    derive = ByName(ArgumentField(), pattern=ID)
    change = one(ChangeSchema)
    sources = sources()

    @validates_schema
    def has_what_its_type_needs(self, data: Mapping[str, Any], **_: Any) -> None:
        kind = data["type"]
        if ("path" in data) == ("derive" in data):
            raise ValidationError("Give either from or derive.")
        if (kind == "boolean") != ("says" in data):
            raise ValidationError("A yes-or-no fact, and only such a one, has says.")
        if (kind in NUMBER_TYPES) != ("unit" in data):
            raise ValidationError("A number, and only a number, has a unit.")
        if "choices" in data and kind not in ("choice", "choices"):
            raise ValidationError("Only a choice has choices.")
        if "derive" in data and not isinstance(data["derive"].get("function"), str):
            raise ValidationError({"derive": {"function": ["This is missing. Name a function."]}})


class FactsFileSchema(Part):
    facts = many(FactSchema, least=1, required=True)


class CapSchema(Part):
    criterion = Text(required=True, max_length=60)
    level = Whole(required=True, minimum=0)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        return data["criterion"], data["level"]


class OutcomeSchema(Part):
    tier = name()
    is_return = Flag(data_key="return")
    gate = name()
    flag = name()
    cap = one(CapSchema)
    sets = ByName(name(), data_key="set", pattern=ID)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        return Outcome(**{"sets": frozen({}), **data})

    @validates_schema
    def says_something(self, data: Mapping[str, Any], **_: Any) -> None:
        if not any(data.values()):
            raise ValidationError("Say what follows: tier, return, gate, flag, cap or set.")


class ExampleSchema(Part):
    name = Text(required=True, max_length=160)
    facts = ByName(Value(), required=True)
    expect = word(*ANSWERS, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        return Example(data["name"], data["facts"], ANSWERS[data["expect"]])


class RuleSchema(Part):
    id = Text(
        required=True,
        pattern="[A-Z][A-Za-z0-9_]*",
        form="Begin with a capital letter; use letters, digits and underscores.",
        max_length=20,
    )
    title = Text(required=True, max_length=160)
    when = one(WhenSchema, required=True)
    then = one(OutcomeSchema, required=True)
    reason = Text(required=True, max_length=600)
    to_do = Text(max_length=400)
    sources = sources(required=True)
    in_force = one(PeriodSchema, required=True)
    examples = many(ExampleSchema, least=2, required=True)


class RulesFileSchema(Part):
    phase = name(required=True)
    rules = many(RuleSchema, least=1, required=True)
