"""The rows of each sheet for given schemes: every answer as the value of its cell."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.documents.excel.choices import (
    BETWEEN,
    EMPTY_LIST,
    Choices,
)
from app.documents.excel.layout import (
    ANSWER,
    LINK_TO_ROW,
    LINK_TO_SCHEME,
    NONE_MARK,
    OWN_NUMBER,
    Column,
    Layout,
    Table,
)
from rulebook.template import Field

TableRows = list[dict[int, Any]]
"""The rows of a sheet: the value of each cell that is not blank, by its column from 0."""


def rows_for(
    layout: Layout, schemes: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, ...], TableRows]:
    """The rows of every table by its path. A scheme without a reference is called New 1, New 2."""
    rows: dict[tuple[str, ...], TableRows] = {table.path: [] for table in layout.tables}
    new = 0
    for scheme in schemes:
        label = _reference(layout.schemes, scheme)
        if not label:
            new += 1
            label = f"New {new}"
        _add(layout, layout.schemes, scheme, {LINK_TO_SCHEME: label}, rows)
    return rows


def _add(
    layout: Layout,
    table: Table,
    answers: Mapping[str, Any],
    links: Mapping[str, Any],
    rows: dict[tuple[str, ...], TableRows],
) -> None:
    """Adds the row of a scheme or an item, then those of the lists in it."""
    columns = enumerate(zip(table.columns, table.choices, strict=True))
    cells = {n: _value(column, known, answers, links) for n, (column, known) in columns}
    rows[table.path].append({n: value for n, value in cells.items() if value is not None})
    own = {LINK_TO_SCHEME: links[LINK_TO_SCHEME], LINK_TO_ROW: links.get(OWN_NUMBER)}
    for child in layout.children(table):
        for number, item in enumerate(at(answers, child.steps) or (), 1):
            _add(layout, child, item, {**own, OWN_NUMBER: number}, rows)


def at(answers: Mapping[str, Any], steps: Iterable[str]) -> Any:
    """The answer at the end of the steps, or None."""
    value: Any = answers
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _value(
    column: Column, known: Choices | None, answers: Mapping[str, Any], links: Mapping[str, Any]
) -> Any:
    if column.kind not in (ANSWER, NONE_MARK):
        return links.get(column.kind)
    answer = at(answers, column.steps)
    if column.kind == NONE_MARK:
        return EMPTY_LIST if answer is not None and not answer else None
    return None if answer is None else cell_of(column.field, answer, known)


def cell_of(field: Field, answer: Any, known: Choices | None = None) -> Any:
    """An answer as the value of a cell: titles for choices, pounds for pence, days as dates."""
    titles = known.titles if known else {}
    if known and field.type == "choices":
        return BETWEEN.join(titles.get(id, id) for id in answer) or known.empty
    if field.type in ("choice", "yes_no"):
        return titles.get(answer, answer)
    if field.type == "confirm":
        return "Yes" if answer else None
    if field.type == "money":
        return Decimal(answer) / 100
    if field.type == "date":
        return answer if isinstance(answer, date) else date.fromisoformat(answer)
    return answer


def _reference(table: Table, scheme: Mapping[str, Any]) -> str:
    """The reference that the service gave to a scheme, or nothing."""
    for column in table.columns:
        if column.kind == ANSWER and is_own_reference(column.field):
            return str(at(scheme, column.steps) or "")
    return ""


def is_own_reference(field: Field) -> bool:
    """Whether a field is the reference that the service gives."""
    return field.type == "reference" and field.required == "system"
