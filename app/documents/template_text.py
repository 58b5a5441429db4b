"""The template as people and programs read it: a table, a form to fill in, a JSON Schema."""

from collections.abc import Callable, Iterator, Mapping

import orjson

from rulebook.conditions import OPERATORS
from rulebook.json_schema import json_schema
from rulebook.model import Condition, Source, Value, When
from rulebook.pack import Entry, ReferenceList
from rulebook.schema import LONGEST_TEXT, MOST_ITEMS
from rulebook.template import Field, Section, Template
from rulebook.words import counted, listed, pounds

FEW_CHOICES = 12
"""Longer lists of choices are named, not written out."""

REQUIRED = {
    "draft": "to save a draft",
    "submit": "to submit",
    "system": "given by the service",
    "optional": "no",
}
TYPES = {
    "text": "text",
    "reference": "reference",
    "integer": "whole number",
    "decimal": "number",
    "money": "whole pence",
    "date": "date, such as 2024-03-31",
    "financial_year": "financial year, such as 2024-25",
    "choice": "one choice",
    "choices": "list of choices",
    "yes_no": "yes, no or not_known",
    "confirm": "true, once it is so",
    "group": "group",
    "list": "list of groups",
}


def render(template: Template, name: str) -> str:
    """The template in one of FORMATS, by its name."""
    return FORMATS[name](template)


def markdown(template: Template) -> str:
    """A table for each section: what is asked, its form, when it is required, by whom."""
    parts = [f"# {template.title}", f"Version {template.version}."]
    for section in template.sections:
        parts += [f"## {section.letter}. {section.title}", "\n".join(_table(section))]
    return "\n\n".join(parts) + "\n"


def form(template: Template) -> str:
    """A scheme in YAML to be filled in: every answer as a comment that says what belongs there."""
    lines = [
        f"# {template.title}, version {template.version}",
        "# Take away the # before a name and write the answer after its colon.",
        "# Leave out what you cannot answer yet.",
    ]
    for section in template.sections:
        lines += ["", f"## {section.letter}. {section.title}"]
        for field in section.fields:
            lines += _form_field(field)
    return "\n".join(lines) + "\n"


def schema_text(template: Template) -> str:
    """The JSON Schema, indented."""
    return orjson.dumps(json_schema(template), option=orjson.OPT_INDENT_2).decode() + "\n"


FORMATS: Mapping[str, Callable[[Template], str]] = {
    "json-schema": schema_text,
    "yaml": form,
    "markdown": markdown,
}


def list_text(entries: ReferenceList) -> str:
    """The entries of a reference list: id, title and, where it is limited, when it is in force."""
    width = max((len(id) for id in entries.entries), default=0)
    lines = [
        f"{id:{width}}  {entry.title}{_in_force(entry)}" for id, entry in entries.entries.items()
    ]
    return "\n".join([f"{entries.title}: {counted(len(lines), 'entries')}", *lines]) + "\n"


def list_names(lists: Mapping[str, ReferenceList]) -> str:
    """The names of the reference lists, with their titles."""
    width = max((len(name) for name in lists), default=0)
    return "".join(f"{name:{width}}  {lists[name].title}\n" for name in sorted(lists))


def _in_force(entry: Entry) -> str:
    parts = [f"from {entry.starts}"] if entry.starts else []
    parts += [f"until {entry.ends}"] if entry.ends else []
    return f" ({' '.join(parts)})" if parts else ""


def _table(section: Section) -> Iterator[str]:
    yield "| No. | Field | Name | Question | Answer | Required | Source |"
    yield "|---|---|---|---|---|---|---|"
    for field in section.fields:
        yield from _rows(field, field.id, field.label)


def _rows(field: Field, name: str, label: str) -> Iterator[str]:
    """The row of a field, then those of its parts."""
    cells = (
        field.number,
        label,
        f"`{name}`",
        " ".join(part for part in (field.question, field.hint) if part),
        answer_in_words(field),
        required_in_words(field),
        listed(_source(source) for source in field.sources),
    )
    yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    step = "[]" if field.type == "list" else ""
    for part in field.fields:
        yield from _rows(part, f"{name}{step}.{part.id}", f"{label} › {part.label}")


def answer_in_words(field: Field) -> str:
    """The form of an answer and its limits."""
    return ", ".join([TYPES[field.type], *_limits(field)])


def required_in_words(field: Field) -> str:
    """When an answer is required."""
    if field.required_when:
        return f"to submit, when {when_in_words(field.required_when)}"
    return REQUIRED[field.required]


def when_in_words(when: When) -> str:
    """Conditions by the names of their facts: all of them, and one at least of the others."""
    every = listed(_condition(condition) for condition in when.all_of)
    some = listed((_condition(condition) for condition in when.any_of), "or")
    return ", and ".join(part for part in (every, some) if part)


def _condition(condition: Condition) -> str:
    operator = OPERATORS[condition.op]
    fact = f"`{condition.fact}`"
    if condition.op == "is_known":
        return f"{fact} {operator.words if condition.value else operator.negated}"
    right = f"`{condition.other_fact}`" if condition.other_fact else _value(condition.value)
    return f"{fact} {operator.words} {right}"


def _value(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return listed(sorted(value), "or")
    return str(value)


def _limits(field: Field) -> Iterator[str]:
    if field.type in ("text", "reference"):
        yield f"at most {field.max_length or LONGEST_TEXT:,} characters"
    if field.unit:
        yield f"in {field.unit}"
    if field.type == "decimal":
        yield f"at most {field.decimals} decimal place{'' if field.decimals == 1 else 's'}"
    yield from _range(field)
    if field.choices:
        yield _choices(field)
    if field.exclusive:
        yield f"{field.exclusive} only alone"
    if field.min_items:
        yield f"at least {field.min_items}"
    if field.type == "list":
        yield f"at most {field.max_items or MOST_ITEMS}"
    if field.must_say_none:
        yield "[] where there are none"
    if field.default:
        yield f"{field.default} when not given"


def _range(field: Field) -> Iterator[str]:
    show = pounds if field.type == "money" else "{:,}".format
    least = "" if field.minimum is None else f"from {show(field.minimum)}"
    most = "" if field.maximum is None else f"to {show(field.maximum)}"
    if least or most:
        yield f"{least} {most}".strip()


def _choices(field: Field) -> str:
    if len(field.choices) <= FEW_CHOICES:
        return "one of: " + "; ".join(f"{c.id} ({c.label})" for c in field.choices)
    return f"an id of the list {field.choices_list} ({len(field.choices)} entries)"


def _source(source: Source) -> str:
    items = f" ({', '.join(source.items)})" if source.items else ""
    return f"{source.document}, {source.place}{items}"


def _form_field(field: Field) -> Iterator[str]:
    number = f"{field.number}. " if field.number else ""
    yield ""
    yield f"## {number}{field.question or field.label} Required: {required_in_words(field)}."
    if field.hint:
        yield f"## {field.hint}"
    yield from _form_lines(field, "")


def _form_lines(field: Field, margin: str) -> Iterator[str]:
    """The line of an answer, with its parts below it and further in."""
    if not field.fields:
        yield f"# {margin}{field.id}:  # {answer_in_words(field)}"
        return
    yield f"# {margin}{field.id}:"
    first, others = ("  - ", "    ") if field.type == "list" else ("  ", "  ")
    for n, part in enumerate(field.fields):
        yield from _form_lines(part, margin + (others if n else first))
