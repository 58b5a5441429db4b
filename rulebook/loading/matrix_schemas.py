"""The shape of matrix.yaml: criteria with their scales, groups, weights and tie-breaks."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from rulebook.fields import Flag, Number, Strict, Text, Whole
from rulebook.groups import ByName
from rulebook.loading.part_schemas import (
    ID,
    NamedSchema,
    Part,
    WhenSchema,
    many,
    name,
    one,
    sources,
)
from rulebook.pack import CriterionSpec, Row, Scale

CRITERION = "[A-Za-z][A-Za-z0-9_]*"


class RowSchema(Part):
    level = Whole(required=True, minimum=0)
    when = one(WhenSchema)
    otherwise = Flag()
    because = Text(required=True, max_length=300)

    @validates_schema
    def has_one_condition(self, data: Mapping[str, Any], **_: Any) -> None:
        if ("when" in data) == bool(data.get("otherwise")):
            raise ValidationError("Give either when, or otherwise: true.")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        return Row(data["level"], data.get("when"), data["because"])


class ScaleSchema(Part):
    makes = Scale
    title = Text(max_length=120)
    anchors = many(Text(max_length=300), least=2, required=True)
    rows = many(RowSchema, required=True, data_key="levels")
    points = many(Number(minimum=0))


class Weight(Number):
    """A number above 0."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        number = super()._deserialize(value, attr, data, **kwargs)
        if number <= 0:
            raise ValidationError("A weight is more than 0. Raise it, or remove the criterion.")
        return number


class CriterionSchema(Part):
    makes = CriterionSpec
    id = Text(
        required=True,
        pattern=CRITERION,
        form="Use letters, digits and underscores, and begin with a letter.",
        max_length=60,
    )
    title = Text(required=True, max_length=120)
    group = name(required=True)
    weight = Weight(required=True, decimals=4)
    question = Text(required=True, max_length=240)
    scales = ByName(one(ScaleSchema), pattern=ID, required=True)
    sources = sources(required=True)


class PreferField(Strict):
    """high or low, or the values of an attribute, the preferred one first."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value in ("high", "low"):
            return value
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ValidationError("Give high, low or a list of values.")


class TieBreakSchema(Part):
    criterion = Text(max_length=60)
    fact = Text(max_length=60)
    field = Text(max_length=120)
    attribute = Text(max_length=60)
    prefer = PreferField(required=True)
    title = Text(max_length=120)

    @validates_schema
    def names_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if len(data.keys() & {"criterion", "fact", "field", "attribute"}) != 1:
            raise ValidationError("Name one criterion, fact, field or attribute.")


class LevelsSchema(Part):
    lowest = Whole(required=True, minimum=0, maximum=0)
    highest = Whole(required=True, minimum=1, maximum=100)


class OverlapSchema(Part):
    criteria = many(Text(max_length=60), least=2, required=True)
    note = Text(required=True, max_length=400)


class MatrixSchema(Part):
    title = Text(required=True, max_length=120)
    version = Text(required=True, max_length=40)
    about = Text(required=True, max_length=1200)
    sources = sources(required=True)
    levels = one(LevelsSchema, required=True)
    groups = many(NamedSchema, least=1, required=True)
    criteria = many(CriterionSchema, least=1, required=True)
    tie_breaks = ByName(many(TieBreakSchema), pattern=ID, required=True)
    overlaps = many(OverlapSchema)
