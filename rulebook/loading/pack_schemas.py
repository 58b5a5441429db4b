"""The shape of pack.yaml, calendar.yaml and the lists."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from rulebook.fields import Day, FinancialYear, Flag, Number, Text, Whole
from rulebook.groups import ByName, Items, frozen
from rulebook.loading.part_schemas import (
    NamedSchema,
    Part,
    check_order,
    many,
    name,
    one,
    sources,
    word,
)
from rulebook.pack import STAGE_ACTIONS, Attribute, DocumentSpec, RankingList, Stage
from rulebook.suggest import nearest

ENTRY_ID = "[A-Za-z0-9_-]+"
ENTRY_FORM = "Use letters, digits, dashes and underscores only."


class AttributeSchema(Part):
    makes = Attribute
    id = name(required=True)
    title = Text(required=True, max_length=120)
    values = many(NamedSchema, least=1, required=True)
    otherwise = name()


class RankingListSchema(Part):
    makes = RankingList
    id = name(required=True)
    title = Text(required=True, max_length=120)
    attribute_value = name(required=True)
    rank_by = word("score", "loss_per_amount", required=True)
    scale = name(required=True)
    amount = name()
    per_pence = Whole(minimum=1)
    columns = many(NamedSchema)

    @validates_schema
    def has_amount_where_needed(self, data: Mapping[str, Any], **_: Any) -> None:
        needed = data.get("rank_by") == "loss_per_amount"
        for key in ("amount", "per_pence"):
            if needed and key not in data:
                raise ValidationError({key: ["A loss_per_amount needs this. Give it."]})
            if not needed and key in data:
                raise ValidationError({key: ["A score has none. Remove it."]})


class DocumentSchema(Part):
    makes = DocumentSpec
    id = Text(required=True, pattern="[A-Z][A-Z0-9]*", form="Use capital letters and digits.")
    title = Text(required=True, max_length=200)
    publisher = Text(required=True, max_length=200)
    date = Text(
        required=True,
        pattern="[0-9]{4}(-[0-9]{2}){0,2}",
        form="Give a year, a month or a day, such as 2023-10.",
    )


class PackSchema(Part):
    id = name(required=True)
    title = Text(required=True, max_length=120)
    version = Text(required=True, max_length=40)
    about = Text(required=True, max_length=1200)
    sources = sources(required=True)
    documents = many(DocumentSchema, least=1, required=True)
    phases = many(NamedSchema, least=1, required=True)
    tiers = many(NamedSchema, least=1, required=True)
    gates = many(NamedSchema, required=True)
    flags = many(NamedSchema, required=True)
    attributes = many(AttributeSchema, least=1, required=True)
    lists = many(RankingListSchema, least=1, required=True)
    list_attribute = name(required=True)
    shown_lists = many(name())


class StageSchema(Part):
    makes = Stage
    id = name(required=True)
    title = Text(required=True, max_length=120)
    activity = Text(required=True, max_length=600)
    leads = many(Text(max_length=120), least=1, required=True)
    starts = Day(required=True, data_key="from")
    ends = Day(required=True, data_key="until")
    allows = many(word(*STAGE_ACTIONS))
    sources = sources(required=True)

    @validates_schema
    def is_in_order(self, data: Mapping[str, Any], **_: Any) -> None:
        check_order(data)


class CalendarSchema(Part):
    title = Text(required=True, max_length=120)
    judged_on = Day(required=True)
    planning_years = many(FinancialYear(), least=1, required=True)
    planning_years_note = Text(required=True, max_length=400)
    sources = sources(required=True)
    stages = many(StageSchema, least=1, required=True)


class StatusSchema(Part):
    status = name(required=True)
    since = Day(required=True, data_key="from")


ATTRIBUTE_FIELDS: dict[str, fields.Field[Any]] = {
    "text": Text(max_length=600),
    "texts": Items(Text(max_length=600)),
    "integer": Whole(),
    "decimal": Number(decimals=6),
    "boolean": Flag(),
    "date": Day(),
}
"""What reads an attribute of each type."""


class AttributeTypeSchema(Part):
    type = word(*ATTRIBUTE_FIELDS, required=True)
    about = Text(max_length=400)
    unit = Text(max_length=60)


class EntrySchema(Part):
    id = Text(required=True, pattern=ENTRY_ID, form=ENTRY_FORM, max_length=60)
    title = Text(required=True, max_length=300)
    starts = Day(data_key="from")
    ends = Day(data_key="until")
    statuses = many(StatusSchema, least=1)
    attributes = fields.Raw()
    sources = sources()

    @validates_schema
    def is_in_order(self, data: Mapping[str, Any], **_: Any) -> None:
        check_order(data)
        days = [status["since"] for status in data.get("statuses", ())]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValidationError({"statuses": ["Give each from a later day than the one above."]})


class OwnerSchema(Part):
    """The attribute that names the owner of each entry, and the list where the owners stand."""

    attribute = Text(required=True, max_length=60)
    list = name(required=True)


class ListFileSchema(Part):
    list = name(required=True)
    title = Text(required=True, max_length=160)
    about = Text(required=True, max_length=1200)
    sources = sources(required=True)
    attributes = ByName(one(AttributeTypeSchema), pattern="[a-z][a-z0-9_]*")
    belongs_to = one(OwnerSchema)
    entries = many(EntrySchema, least=1, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        types = {key: kind["type"] for key, kind in data.get("attributes", {}).items()}
        errors: dict[int, Any] = {}
        for number, entry in enumerate(data["entries"]):
            entry["attributes"], faults = _attributes(entry.get("attributes", {}), types)
            if faults:
                errors[number] = {"attributes": faults}
        if errors:
            raise ValidationError({"entries": errors})
        return {**data, "attributes": types}


def _attributes(given: Any, types: Mapping[str, str]) -> tuple[Any, Any]:
    """The attributes of an entry as their declared types, and what is wrong with them."""
    if not isinstance(given, Mapping):
        return frozen({}), ["This must be a group of attributes, each with its name."]
    values: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    for key, value in given.items():
        if key not in types:
            hint = nearest(key, types)
            faults[key] = [f"The list declares no such attribute.{hint} Declare or correct it."]
            continue
        try:
            values[key] = ATTRIBUTE_FIELDS[types[key]].deserialize(value)
        except ValidationError as error:
            faults[key] = error.messages
    return frozen(values), faults
