"""Answers in the words of the template, as people read them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from app.web.presenters.wording import day
from rulebook.template import Field
from rulebook.words import counted, pounds


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer with its label."""

    label: str
    answer: "Shown"


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer: one text, several texts, the parts of a group, or the items of a list."""

    text: str = ""
    texts: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    items: tuple["Shown", ...] = ()


def shown(field: Field, value: Any) -> Shown:
    """An answer, as JSON holds it, ready to be read; None is an answer that is not there."""
    if value is None:
        return Shown(gettext("No answer"))
    if field.type == "group":
        return Shown(parts=_parts(field, value))
    if field.type == "list":
        items = tuple(Shown(parts=_parts(field, item)) for item in value)
        return Shown(items=items) if items else Shown(gettext("There are none"))
    if field.type == "choices":
        labels = {choice.id: choice.label for choice in field.choices}
        texts = tuple(labels.get(id, id) for id in value)
        return Shown(texts=texts) if texts else Shown(gettext("None of these"))
    return Shown(_text(field, value))


def _parts(field: Field, value: Mapping[str, Any]) -> tuple[Part, ...]:
    return tuple(
        Part(part.label, shown(part, value[part.id]))
        for part in field.fields
        if value.get(part.id) is not None
    )


def _text(field: Field, value: Any) -> str:
    words = {
        "yes": gettext("Yes"),
        "no": gettext("No"),
        "not_known": gettext("Not known"),
    }
    if field.type == "confirm":
        return gettext("Confirmed")
    if field.type == "yes_no":
        return words[value]
    if field.type == "choice":
        return next((one.label for one in field.choices if one.id == value), str(value))
    if field.type == "money":
        return pounds(value)
    if field.type == "date":
        return day(date.fromisoformat(value))
    if field.type == "integer":
        return f"{value:,}%" if field.unit == "percent" else counted(value, field.unit)
    if field.type == "decimal":
        return f"{value:,}"
    return str(value)
