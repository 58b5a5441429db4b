"""How each kind of answer is entered: the look of its cells, its width, drop-down and limits."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.documents.excel.choices import choices_of, offered
from app.documents.excel.layout import (
    ANSWER,
    LINK_TO_SCHEME,
    LISTS,
    NONE_MARK,
    SCHEMES,
    Column,
    Layout,
)
from app.documents.excel.told import letters
from app.documents.excel.wording import capital, form_of, question_of
from rulebook.fields import FIRST_YEAR, LARGEST, LAST_YEAR
from rulebook.labels import with_parts
from rulebook.model import Choice
from rulebook.pack import Pack
from rulebook.schema import LONGEST_TEXT
from rulebook.template import Field

Rule = dict[str, Any]
SHORT: Final = 255
"""Text up to here keeps the cell format Text; Excel shows longer text in it as ####."""
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
"""Excel's own limits for the title and the text of an input message."""
_STYLES = {"integer": "whole", "decimal": "decimal", "money": "money", "date": "date",
            "reference": "short_text", "financial_year": "short_text"}  # fmt: skip
_WIDTHS = {"integer": 15, "decimal": 15, "money": 18, "date": 15, "reference": 20,
           "financial_year": 14, "yes_no": 16, "confirm": 16, "choices": 38,
           "choice": 30}  # fmt: skip


class DropDowns:
    """The lists of choices on the hidden sheet: one column for each set of choices."""

    def __init__(self, pack: Pack) -> None:
        fields = [field for field in with_parts(pack.template.fields) if offered(field)]
        self.sets = list(dict.fromkeys(offered(field) for field in fields))
        self.years = pack.calendar.planning_years

    def columns(self) -> Iterator[list[str]]:
        """The titles of each set, then the financial years of the round."""
        for choices in self.sets:
            yield list(choices_of(choices).titles.values())
        yield list(self.years)

    def range_of(self, choices: tuple[Choice, ...]) -> str:
        return _range(self.sets.index(choices), len(choices))

    def range_of_years(self) -> str:
        return _range(len(self.sets), len(self.years))


def style_of(column: Column) -> str:
    """The name of the style of a column's cells."""
    if column.kind != ANSWER:
        return "short_text"
    field = column.field
    if field.type == "text" and (field.max_length or LONGEST_TEXT) <= SHORT:
        return "short_text"
    return _STYLES.get(field.type, "text")


def width_of(column: Column) -> int:
    """The width of a column, in characters: its heading takes three lines or four."""
    if column.kind != ANSWER:
        return 20 if column.kind == LINK_TO_SCHEME else 18
    longest = column.field.max_length or LONGEST_TEXT
    usual = _WIDTHS.get(column.field.type, 50 if longest > SHORT else 30)
    return max(usual, len(column.title) // 3, *(len(word) + 3 for word in column.title.split()))


def rule_of(column: Column, drops: DropDowns, layout: Layout) -> Rule:
    """The validation of a column: a drop-down or limits, and the question as its message."""
    message = f"{question_of(column)} {_sentence(form_of(column))}".strip()
    return {
        **_check_of(column, drops, layout),
        "input_title": _cut(column.heading, LONGEST_TITLE),
        "input_message": _cut(message, LONGEST_MESSAGE),
        "error_title": "This cannot be read",
        "error_message": _cut(f"Needed here: {form_of(column) or 'a name'}.", LONGEST_MESSAGE),
    }


def _check_of(column: Column, drops: DropDowns, layout: Layout) -> Rule:
    if column.kind == NONE_MARK:
        return {"validate": "list", "source": ["None"]}
    if column.kind == ANSWER:
        return _CHECKS[column.field.type](column.field, drops)
    if column.kind == LINK_TO_SCHEME and column.chain == () and column.section is None:
        return _links(layout)
    return {"validate": "any"}


def _links(layout: Layout) -> Rule:
    last = layout.schemes.most_rows
    return {"validate": "list", "source": f"={SCHEMES}!$A$4:$A${last}", "show_error": False}


def _text(field: Field, _: DropDowns) -> Rule:
    longest = field.max_length or LONGEST_TEXT
    return {"validate": "length", "criteria": "<=", "value": longest}


def _number(field: Field, _: DropDowns) -> Rule:
    least = -LARGEST if field.minimum is None else field.minimum
    most = LARGEST if field.maximum is None else field.maximum
    kind = "integer" if field.type == "integer" else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}


def _money(field: Field, drops: DropDowns) -> Rule:
    """Never in the way: £1.25m is text for Excel, and is understood when the workbook is read.

    What is out of the limits is told then. Excel marks it, and what is text, only when asked to.
    """
    rule = _number(field, drops)
    limits = {"minimum": rule["minimum"] / 100, "maximum": rule["maximum"] / 100}
    return {**rule, **limits, "show_error": False}


def _day(_: Field, __: DropDowns) -> Rule:
    bounds = {"minimum": f"=DATE({FIRST_YEAR},1,1)", "maximum": f"=DATE({LAST_YEAR},12,31)"}
    return {"validate": "date", "criteria": "between", **bounds}


def _one(field: Field, drops: DropDowns) -> Rule:
    return {"validate": "list", "source": drops.range_of(offered(field))}


def _some(field: Field, drops: DropDowns) -> Rule:
    """Shows the list, and lets several be typed: Excel itself can only choose one."""
    return {**_one(field, drops), "show_error": False}


def _year(_: Field, drops: DropDowns) -> Rule:
    return {"validate": "list", "source": drops.range_of_years(), "show_error": False}


_CHECKS: Mapping[str, Callable[[Field, DropDowns], Rule]] = {
    "text": _text,
    "reference": _text,
    "integer": _number,
    "decimal": _number,
    "money": _money,
    "date": _day,
    "financial_year": _year,
    "choice": _one,
    "choices": _some,
    "yes_no": _one,
    "confirm": _one,
}


def _range(index: int, length: int) -> str:
    name = letters(index + 1)
    return f"={LISTS}!${name}$1:${name}${max(length, 1)}"


def _sentence(text: str) -> str:
    return f"{capital(text)}." if text else ""


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
