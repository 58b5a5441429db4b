"""From the place of an answer to its input, its question and its section."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.web.forms.typed import DAY, MONTH, YEAR, name_of, number_from
from rulebook.labels import label_of
from rulebook.problem import Path
from rulebook.template import Field, Section, Template

DATE_PARTS: Final = (DAY, MONTH, YEAR)


@dataclass(frozen=True, slots=True)
class Place:
    """An answer in a form: the name of its input, what a link to it leads to, and its label."""

    name: str
    anchor: str
    label: str
    section: Section


def place_of(template: Template, pointer: str) -> Place | None:
    """The place that a JSON pointer names, or the nearest one around it; None for none at all."""
    steps = [step for step in pointer.split("/") if step]
    found = template.find(steps[0].partition("-")[0]) if steps else None
    if found is None:
        return None
    path, field, part = _follow(found, steps)
    name = name_of(path)
    is_whole_date = field.type == "date" and not part
    anchor = f"{name}-{DAY}" if is_whole_date else f"{name}{part}"
    return Place(f"{name}{part}", anchor, label_of(template, path), section_of(template, found.id))


def page_order(template: Template, pointer: str) -> tuple[int, ...]:
    """Where on its page the answer stands that a JSON pointer names: less is further up."""
    steps = [step for step in pointer.split("/") if step]
    fields: Sequence[Field] = tuple(template.fields)
    order: list[int] = []
    for step in steps:
        if step.isdigit():
            order.append(int(step))
            continue
        id, _, part = step.partition("-")
        places = [n for n, field in enumerate(fields) if field.id == id]
        if not places:
            break
        order += places
        order += [DATE_PARTS.index(part)] if part in DATE_PARTS else []
        fields = fields[places[0]].fields
    return tuple(order)


def section_of(template: Template, id: str) -> Section:
    """The section in which a question stands."""
    return next(
        section for section in template.sections if any(one.id == id for one in section.fields)
    )


def _follow(field: Field, steps: list[str]) -> tuple[Path, Field, str]:
    """The path of the innermost answer, its field, and the input of a date, such as `-month`."""
    path: list[str | int] = []
    part = ""
    inner: Field | None = None
    for step in steps:
        id, dash, rest = step.partition("-")
        number = number_from(step)
        if path and number is not None and (inner or field).type == "list":
            path.append(number)
            continue
        inner = field if not path else (inner or field).part(id)
        if inner is None:
            break
        field = inner
        path.append(id)
        part = dash + rest
    return tuple(path), field, part
