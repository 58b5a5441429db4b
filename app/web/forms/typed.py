"""What is typed in a form: the texts of each input by its name.

The name of an input is the place of its answer with dashes, such as `outcomes-0-baseline`. A date
has three inputs (`-day`, `-month`, `-year`), a list says how many items it has (`-count`), and an
answer that may be empty says so with a tick (`-none`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from rulebook.problem import Path
from rulebook.template import Field

Typed = Mapping[str, Sequence[str]]
"""The texts of each input, as they were typed. An input that is not there was left empty."""

DAY, MONTH, YEAR = "day", "month", "year"
COUNT, NONE, YES = "count", "none", "yes"
LONGEST_NUMBER: Final = 15
"""In digits: of numbers that our pages put into names and hidden inputs."""
MOST_ITEMS: Final = 200
"""More items of one list than this are not taken from a form, whatever it says."""


def name_of(path: Path) -> str:
    """The name of the input of the answer at a path."""
    return "-".join(map(str, path))


def name_at(pointer: str) -> str:
    """The name of the input of the answer at a JSON pointer."""
    return pointer.removeprefix("/").replace("/", "-")


def one(typed: Typed, name: str) -> str:
    """The text of an input, empty where there is none."""
    return next(iter(typed.get(name, ())), "")


def number_from(text: str) -> int | None:
    """A number that a page of ours has put into its form, None where this is none."""
    is_one = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_one else None


def count_of(typed: Typed, name: str) -> int:
    """How many items of a list a form shows."""
    return min(number_from(one(typed, f"{name}-{COUNT}")) or 0, MOST_ITEMS)


def says_none(typed: Typed, name: str) -> bool:
    """Whether it is ticked that an answer is empty on purpose."""
    return one(typed, f"{name}-{NONE}") == YES


def typed_from(fields: Iterable[Field], answers: Mapping[str, Any], top: Path = ()) -> Typed:
    """Answers, as JSON holds them, as somebody would have typed them."""
    found: dict[str, Sequence[str]] = {}
    for field in fields:
        if answers.get(field.id) is not None:
            found |= dict(_inputs(field, answers[field.id], (*top, field.id)))
    return found


def _inputs(field: Field, value: Any, path: Path) -> Iterator[tuple[str, Sequence[str]]]:
    name = name_of(path)
    if field.type == "group":
        yield from typed_from(field.fields, value, path).items()
    elif field.type == "list":
        yield from _items(field, value, path)
    elif field.type == "date":
        day = date.fromisoformat(value)
        parts = ([str(number)] for number in (day.day, day.month, day.year))
        yield from zip(_date_names(name), parts, strict=True)
    elif field.type == "choices":
        yield name, [str(choice) for choice in value]
    else:
        yield name, [_text(field, value)]
    if field.type in ("choices", "list") and field.may_be_empty and not value:
        yield f"{name}-{NONE}", [YES]


def _items(field: Field, value: Any, path: Path) -> Iterator[tuple[str, Sequence[str]]]:
    yield f"{name_of(path)}-{COUNT}", [str(len(value))]
    for number, item in enumerate(value):
        yield from typed_from(field.fields, item, (*path, number)).items()


def _date_names(name: str) -> tuple[str, str, str]:
    return f"{name}-{DAY}", f"{name}-{MONTH}", f"{name}-{YEAR}"


def _text(field: Field, value: Any) -> str:
    if field.type == "confirm":
        return YES
    if field.type == "money":
        whole, rest = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{whole:,}" + (f".{rest:02}" if rest else "")
    if field.type == "integer":
        return f"{value:,}"
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
