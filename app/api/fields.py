"""Fields of queries and small bodies, and what the OpenAPI document says of them."""

from typing import Any, Final

from marshmallow import ValidationError

from app.api.taking import Input
from rulebook.fields import Day, OneOf, Strict, Text, Whole


class WholeInText(Whole):
    """A whole number in the query, where everything is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise ValidationError("This must be a whole number, such as 50.")
        return super()._deserialize(int(text), attr, data, **kwargs)


class YesNoInText(Strict):
    """true or false in the query."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value not in ("true", "false"):
            raise ValidationError("This must be true or false.")
        return bool(value == "true")


class NoFields(Input):
    """A body that may be empty, or an object without fields."""


class LimitQuery(Input):
    """How much of a long list is wanted."""

    limit = WholeInText(
        minimum=1,
        maximum=200,
        load_default=50,
        metadata={"description": "How many are wanted, 200 at most."},
    )


class PageQuery(LimitQuery):
    """Which part of a long list is wanted."""

    after = Text(max_length=400, metadata={"description": "`next` of the page before."})


def word(*choices: str, about: str, **kwargs: Any) -> OneOf:
    """One of a few words."""
    labels = {choice: choice for choice in choices}
    return OneOf(labels=labels, metadata={"description": about}, **kwargs)


def described(_: Any, field: Any, **__: Any) -> dict[str, Any]:
    """What the OpenAPI document says of a field of ours (a function of apispec's)."""
    if isinstance(field, OneOf):
        return {"type": "string", "enum": list(field.labels)}
    if isinstance(field, Whole):
        return {"type": "integer", "minimum": field.minimum or 0, "maximum": field.maximum or TOP}
    if isinstance(field, YesNoInText):
        return {"type": "boolean"}
    if isinstance(field, Day):
        return {
            "type": "string",
            "format": "date",
            "pattern": DAYS,
        }
    if isinstance(field, Text):
        pattern = f"^(?:{field.pattern.pattern})$" if field.pattern else PRINTABLE
        return {"type": "string", "minLength": 1, "maxLength": field.max_length, "pattern": pattern}
    return {}


TOP: Final = 10**15
DAYS: Final = "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
PRINTABLE: Final = r"\S"
