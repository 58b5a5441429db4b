"""What the workbook says of a question: when it is needed, its form, where it comes from."""

from collections.abc import Iterator

from app.documents.excel.choices import choices_of
from app.documents.excel.layout import (
    LINK_TO_ROW,
    LINK_TO_SCHEME,
    NONE_MARK,
    OWN_NUMBER,
    Column,
    Table,
)
from app.documents.names import source_in_words
from rulebook.pack import Pack
from rulebook.schema import LONGEST_TEXT
from rulebook.template import Field
from rulebook.words import pounds

NEEDED = {
    "draft": "Needed to save",
    "submit": "Needed to submit",
    "when": "Needed in some cases",
    "row": "Needed in each row",
    "part": "Needed with its other parts",
    "system": "The service gives it",
    "optional": "Optional",
    "link": "Links the sheets",
}
"""When an answer is needed, by a mark that also chooses the colour of the heading."""
FORMS = {
    "text": "text",
    "reference": "a reference",
    "integer": "a whole number",
    "decimal": "a number",
    "money": "pounds, such as 1250000",
    "date": "a date, such as 31/03/2024",
    "financial_year": "such as 2024-25",
    "choice": "one from the list",
    "choices": "one or several, with ; between",
    "yes_no": "Yes, No or Not known",
    "confirm": "Yes, once it is so",
    "list": "None, where there are none",
}
_LINKS = {
    LINK_TO_SCHEME: "The reference of the scheme. For a new scheme without one: any short name, "
    "such as A. The other sheets name the scheme by it.",
    LINK_TO_ROW: "The number of the row that this one belongs to: 1 for the first of the scheme.",
    OWN_NUMBER: "1 for the first row of the scheme, then 2, 3. Another sheet names the row by it.",
}


_LINK_MARKS = {
    LINK_TO_SCHEME: "Its reference, or for a new one a short name such as A",
    LINK_TO_ROW: "1 for the first row of the scheme there",
    OWN_NUMBER: "1, 2, 3 within the scheme",
}


def need_of(column: Column) -> str:
    """A key of NEEDED."""
    if column.kind in _LINKS:
        return "link"
    last, *outer = (_required(field) for field in reversed(column.chain))
    if last != "submit" or not outer:
        return last
    if column.chain[-2].type == "list":
        return "row"
    return "part" if "optional" in outer else "when" if "when" in outer else last


def form_of(column: Column) -> str:
    """What to write, and its limits."""
    if column.kind in _LINKS:
        return ""
    return ", ".join([FORMS[column.field.type], *_limits(column.field)])


def mark_of(column: Column) -> str:
    """The line below a heading: when it is needed and what to write."""
    if column.kind in _LINK_MARKS:
        return _LINK_MARKS[column.kind]
    form = form_of(column)
    return f"{NEEDED[need_of(column)]}. {capital(form)}".strip()


def question_of(column: Column) -> str:
    """What is asked in a column, with its hint."""
    if column.kind in _LINKS:
        return _LINKS[column.kind]
    if column.kind == NONE_MARK:
        return f"Choose None if there are none. Otherwise use the sheet: {column.field.question}"
    asked = column.field.question or column.top.question
    hint = column.field.hint or (column.top.hint if len(column.chain) > 1 else "")
    return f"{asked} {hint}".strip()


def title_of_table(table: Table) -> str:
    """What a sheet asks for, in one line."""
    field = table.chain[-1]
    return field.question or f"{table.chain[0].question} ({field.label})"


def source_of(pack: Pack, column: Column) -> str:
    """Where a question comes from."""
    return "; ".join(source_in_words(pack, source) for source in column.top.sources)


def capital(text: str) -> str:
    """Text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _required(field: Field) -> str:
    return "when" if field.required_when else field.required


def _limits(field: Field) -> Iterator[str]:
    if field.type in ("text", "reference"):
        yield f"at most {field.max_length or LONGEST_TEXT:,} characters"
    if field.type == "decimal":
        yield f"at most {field.decimals} decimal place{'' if field.decimals == 1 else 's'}"
    show = pounds if field.type == "money" else "{:,}".format
    least = "" if field.minimum is None else f"from {show(field.minimum)}"
    most = "" if field.maximum is None else f"to {show(field.maximum)}"
    if (least or most) and not field.unit.startswith("from "):
        yield f"{least} {most}".strip()
    if field.type == "choices" and field.may_be_empty:
        yield f"or: {choices_of(field.choices).empty}"
