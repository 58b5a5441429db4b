"""Fields of queries and small bodies, and what the OpenAPI document says of them."""

import re
from datetime import date, datetime
from typing import Any, Final

from marshmallow import ValidationError

from app.api.taking import Input
from app.domain.ledger import time_text
from app.edge.current import end_of
from rulebook.fields import LARGEST, Day, OneOf, Strict, Text, Whole
from rulebook.forms import DAY_FORM, PRINTABLE
from rulebook.groups import Items

ROUND_CODE: Final = "[A-Z0-9]{2,12}"
MOMENT_FORM: Final = (
    DAY_FORM.removesuffix("$") + r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)

_MOMENT: Final = re.compile(MOMENT_FORM)


class WholeInText(Whole):
    """A whole number in the query, where everything is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
            raise ValidationError("This must be a whole number, such as 50.")
        return super()._deserialize(int(text), attr, data, **kwargs)


class YesNoInText(Strict):
    """true or false in the query."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value not in ("true", "false"):
            raise ValidationError("This must be true or false.")
        return bool(value == "true")


class MomentInText(Text):
    """A moment as the ledger writes it; a day in the query stands for its end."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            if re.search(DAY_FORM, text):
                return end_of(date.fromisoformat(text))
            if not _MOMENT.search(text):
                raise ValueError(text)
            return time_text(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            message = "Give a day such as 2026-11-27, or a moment such as 2026-11-27T14:30:00Z."
            raise ValidationError(message) from None


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
        least, most = field.minimum or 0, field.maximum or LARGEST
        return {"type": "integer", "minimum": least, "maximum": most}
    if isinstance(field, YesNoInText):
        return {"type": "boolean"}
    if isinstance(field, Day):
        return {"type": "string", "format": "date", "pattern": DAY_FORM}
    if isinstance(field, Items):
        return {"minItems": field.least, "maxItems": field.limit}
    return _described_text(field) if isinstance(field, Text) else {}


def _described_text(field: Text) -> dict[str, Any]:
    if isinstance(field, MomentInText):
        day = {"type": "string", "format": "date", "pattern": DAY_FORM}
        moment = {"type": "string", "format": "date-time", "pattern": MOMENT_FORM}
        return {"anyOf": [day, moment]}
    pattern = f"^(?:{field.pattern.pattern})$" if field.pattern else PRINTABLE
    return {"type": "string", "minLength": 1, "maxLength": field.max_length, "pattern": pattern}
