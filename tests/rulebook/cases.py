"""Small templates, lists and schemes for tests of the functions that derive facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rulebook.derive.registry import Case
from rulebook.model import Choice
from rulebook.pack import Entry, ReferenceList
from rulebook.template import Field, Section, Template

YEARS = ("2024-25", "2025-26", "2026-27")
DAY = date(2023, 12, 1)


def a_field(id: str, kind: str = "text", *parts: Field, **rest: Any) -> Field:
    """A question; `parts` are those of a group or of the items of a list."""
    required = rest.pop("required", "optional")
    return Field(id, rest.pop("label", id), kind, required, fields=parts, **rest)


def an_entry(id: str, **attributes: Any) -> Entry:
    return Entry(id, f"Entry {id}", attributes=attributes)


def a_list(id: str, *entries: Entry) -> ReferenceList:
    return ReferenceList(id, id, "", {entry.id: entry for entry in entries}, {})


def a_case(
    fields: tuple[Field, ...],
    lists: tuple[ReferenceList, ...],
    answers: Mapping[str, Any],
    *,
    ref: str = "S1",
    day: date = DAY,
) -> Case:
    """A scheme with these answers to a template of `fields`; the planning years are YEARS."""
    reference = {item.id: item for item in lists}
    asked = tuple(_with_choices(item, reference) for item in fields)
    template = Template("A template", "1", (Section("all", "A", "All", asked),))
    return Case(ref, answers, template, reference, day, YEARS)


def _with_choices(field: Field, reference: Mapping[str, ReferenceList]) -> Field:
    """The field with the entries of its list as choices, as a loaded pack has it."""
    if field.choices_list not in reference:
        return field
    entries = reference[field.choices_list].entries.values()
    choices = tuple(Choice(entry.id, entry.title) for entry in entries)
    return replace(field, choices=choices)
