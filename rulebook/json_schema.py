"""The template as a JSON Schema (draft 2020-12), for other systems that send schemes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rulebook.fields import LARGEST, LARGEST_DECIMAL
from rulebook.forms import DAY_FORM, PRINTABLE, YEAR_FORM
from rulebook.labels import with_parts
from rulebook.model import Choice, Condition, Source, When
from rulebook.schema import LONGEST_TEXT, MOST_ITEMS, YES_NO
from rulebook.template import Field, Template

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def json_schema(template: Template) -> Schema:
    """What a scheme must look like to be kept as a draft.

    What is asked for at submission stands in `x-required-at` and `x-required-when`. Choices from a
    reference list are in `$defs`, once for each list.
    """
    writer = _Writer(template)
    return {
        "$schema": DIALECT,
        "title": template.title,
        "$comment": f"Version {template.version}",
        **writer.object(template.fields),
        "$defs": {name: {"oneOf": _consts(choices)} for choices, name in writer.names.items()},
    }


class _Writer:
    """Writes the schema of fields; `names` gives the name in `$defs` of choices from a list."""

    def __init__(self, template: Template) -> None:
        self.names: dict[tuple[Choice, ...], str] = {}
        for field in with_parts(template.fields):
            if field.choices_list and field.choices not in self.names:
                others = [name for name in self.names.values() if name == field.choices_list]
                narrowed = f"{field.choices_list}_{len(self.names)}"
                self.names[field.choices] = narrowed if others else field.choices_list

    def object(self, parts: Iterable[Field]) -> Schema:
        fields = list(parts)
        required = [field.id for field in fields if field.required == "draft"]
        return {
            "type": "object",
            "properties": {field.id: self._field(field) for field in fields},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _field(self, field: Field) -> Schema:
        return {
            "title": field.label,
            **_description(field),
            **self._form(field),
            **({"default": field.default} if field.default else {}),
            "x-required-at": field.required,
            **({"x-required-when": _when(field.required_when)} if field.required_when else {}),
            **({"x-number": field.number} if field.number else {}),
            **({"x-unit": field.unit} if field.unit else {}),
            **({"x-sources": [_source(item) for item in field.sources]} if field.sources else {}),
        }

    def _form(self, field: Field) -> Schema:
        if field.type in _FIXED:
            return _FIXED[field.type]
        if field.type == "group":
            return self.object(field.fields)
        if field.type == "list":
            return _array(field, self.object(field.fields), field.max_items or MOST_ITEMS)
        if field.type == "choice":
            return self._choice(field)
        return self._some(field) if field.type == "choices" else _LIMITED[field.type](field)

    def _choice(self, field: Field) -> Schema:
        name = self.names.get(field.choices) if field.choices_list else None
        return {"$ref": f"#/$defs/{name}"} if name else {"oneOf": _consts(field.choices)}

    def _some(self, field: Field) -> Schema:
        limit = field.max_items or len(field.choices)
        schema = {**_array(field, self._choice(field), limit), "uniqueItems": True}
        if field.exclusive:
            schema["if"] = {"contains": {"const": field.exclusive}}
            schema["then"] = {"maxItems": 1}
        return schema


def _description(field: Field) -> Schema:
    unit = "In pence." if field.type == "money" else f"In {field.unit}." if field.unit else ""
    none = "If there are none, give an empty list." if field.must_say_none else ""
    text = " ".join(part for part in (field.question, field.hint, unit, none) if part)
    return {"description": text} if text else {}


def _array(field: Field, items: Schema, limit: int) -> Schema:
    least = {"x-min-items-at-submit": field.min_items} if field.min_items else {}
    return {"type": "array", "items": items, "maxItems": limit, **least}


def _text(field: Field) -> Schema:
    longest = field.max_length or LONGEST_TEXT
    pattern = f"^(?:{field.pattern})$" if field.pattern else PRINTABLE
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}


def _number(field: Field) -> Schema:
    is_decimal = field.type == "decimal"
    largest = LARGEST_DECIMAL if is_decimal else LARGEST
    return {
        "type": "number" if is_decimal else "integer",
        "minimum": -largest if field.minimum is None else field.minimum,
        "maximum": largest if field.maximum is None else field.maximum,
        **({"x-decimals": field.decimals} if is_decimal else {}),
    }


def _consts(choices: Iterable[Choice]) -> list[Schema]:
    return [{"const": choice.id, "title": choice.label} for choice in choices]


def _when(when: When) -> Schema:
    lists = {"all_of": when.all_of, "any_of": when.any_of}
    return {name: [_condition(item) for item in items] for name, items in lists.items() if items}


def _condition(condition: Condition) -> Schema:
    value = condition.value
    right = sorted(value) if isinstance(value, frozenset) else value
    side = {"other_fact": condition.other_fact} if condition.other_fact else {"value": right}
    return {"fact": condition.fact, "op": condition.op, **side}


def _source(source: Source) -> Schema:
    items = {"items": list(source.items)} if source.items else {}
    address = {"address": source.address} if source.address else {}
    return {"document": source.document, "place": source.place, **items, **address}


_FIXED: Mapping[str, Schema] = {
    "date": {"type": "string", "format": "date", "pattern": DAY_FORM},
    "financial_year": {"type": "string", "pattern": YEAR_FORM},
    "yes_no": {"oneOf": _consts(Choice(id, label) for id, label in YES_NO.items())},
    "confirm": {"const": True},
}
_LIMITED: Mapping[str, Callable[[Field], Schema]] = {
    "text": _text,
    "reference": _text,
    "integer": _number,
    "decimal": _number,
    "money": _number,
}
