"""The shape of template.yaml: sections of fields, with the parts of groups and lists."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from rulebook.fields import LARGEST_DECIMAL, Flag, Strict, Text, Whole
from rulebook.groups import ByName, Group, Items
from rulebook.loading.part_schemas import (
    ChoiceSchema,
    Part,
    Value,
    WhenSchema,
    many,
    name,
    one,
    sources,
    word,
)

CHOICE_TYPES = ("choice", "choices")
NUMBER_TYPES = ("integer", "decimal", "money")
TYPES = (
    "text",
    "reference",
    *NUMBER_TYPES,
    "date",
    "financial_year",
    *CHOICE_TYPES,
    "yes_no",
    "confirm",
    "group",
    "list",
)
"""The types of an answer."""

ONLY_FOR: dict[str, tuple[str, ...]] = {
    "choices": CHOICE_TYPES,
    "unknown_value": ("choice",),
    "exclusive": ("choices",),
    "default": ("choice",),
    "max_length": ("text", "reference"),
    "pattern": ("text", "reference"),
    "minimum": NUMBER_TYPES,
    "maximum": NUMBER_TYPES,
    "decimals": ("decimal",),
    "unit": NUMBER_TYPES,
    "min_items": ("choices", "list"),
    "max_items": ("choices", "list"),
    "may_be_empty": ("choices", "list"),
    "fields": ("group",),
    "item": ("list",),
}
"""The types that each setting belongs to."""
NEEDED: dict[str, str] = {
    "choice": "choices",
    "choices": "choices",
    "group": "fields",
    "list": "item",
    "reference": "pattern",
    "decimal": "decimals",
}
"""What each type cannot do without."""


class NamedListSchema(Part):
    """The name of a reference list, narrowed to entries with the attributes of `where`."""

    list = name(required=True)
    where = ByName(Value())


class ChoicesField(Strict):
    """Choices written out, or the name of a reference list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.written, self.named = Items(Group(ChoiceSchema), least=1), Group(NamedListSchema)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, list):
            return self.written.deserialize(value)
        if isinstance(value, dict):
            return self.named.deserialize(value)
        raise ValidationError("Write the choices out, or name a list.")


ITSELF = "rulebook.loading.template_schemas.FieldSchema"


class FieldSchema(Part):
    id = name(required=True)
    label = Text(required=True, max_length=120)
    type = word(*TYPES, required=True)
    required = word("draft", "submit", "system", "optional", required=True)
    number = Text(pattern="[0-9]{1,3}[a-z]?", form="Give a number such as 12 or 12a.")
    question = Text(max_length=240)
    hint = Text(max_length=300)
    unit = Text(max_length=60)
    choices = ChoicesField()
    unknown_value = name()
    exclusive = name()
    may_be_empty = Flag()
    max_length = Whole(minimum=1, maximum=10_000)
    pattern = Text(max_length=200)
    minimum = Whole()
    maximum = Whole()
    decimals = Whole(minimum=0, maximum=6)
    min_items = Whole(minimum=1)
    max_items = Whole(minimum=1, maximum=1000)
    default = name()
    parts = Items(Group(ITSELF), least=1, data_key="fields")
    item = Items(Group(ITSELF), least=1)
    required_when = one(WhenSchema)
    sources = sources()

    @validates_schema
    def fits_its_type(self, data: Mapping[str, Any], **_: Any) -> None:
        if errors := dict(_faults(data)):
            raise ValidationError(errors)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        choices = data.pop("choices", ())
        parts = data.pop("parts", ()) or data.pop("item", ())
        is_named = isinstance(choices, dict)
        return {
            **data,
            "fields": parts,
            "choices": () if is_named else choices,
            "choices_list": choices if is_named else {},
        }


class SectionSchema(Part):
    id = name(required=True)
    letter = Text(required=True, pattern="[A-Z]", form="Give one capital letter.")
    title = Text(required=True, max_length=120)
    parts = many(FieldSchema, least=1, data_key="fields", required=True)


class TemplateSchema(Part):
    title = Text(required=True, max_length=120)
    version = Text(required=True, max_length=40)
    sections = many(SectionSchema, least=1, required=True)


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What does not fit the type of a field, by key."""
    kind = data["type"]
    given = {"fields" if key == "parts" else key for key in data}
    for key, kinds in ONLY_FOR.items():
        if key in given and kind not in kinds:
            yield key, [f"A field of the type {kind} has none. Remove it."]
    if (needed := NEEDED.get(kind, kind)) not in given and kind in NEEDED:
        yield needed, [f"A field of the type {kind} needs this. Give it."]
    yield from _limit_faults(data)
    if "required_when" in data and data["required"] != "optional":
        yield "required_when", ["Only an optional answer becomes required. Remove it."]
    if "pattern" in data and not _is_pattern(data["pattern"]):
        yield "pattern", ["This is not a pattern that can be read. Correct it."]


def _limit_faults(data: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for least, most in (("minimum", "maximum"), ("min_items", "max_items")):
        if least in data and most in data and data[least] > data[most]:
            yield least, [f"This is more than {most}. Correct one of them."]
    for key in ("minimum", "maximum") if data["type"] == "decimal" else ():
        if abs(data.get(key, 0)) > LARGEST_DECIMAL:
            yield key, [f"A decimal is at most {LARGEST_DECIMAL:,}. Correct it."]


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
