"""The questions of a template as the inputs of a form, with what was typed and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext

from app.web.forms.typed import (
    DAY,
    MONTH,
    NONE,
    YEAR,
    YES,
    Typed,
    count_of,
    name_of,
    one,
    says_none,
)
from app.web.presenters.control_hints import hint_of
from app.web.presenters.wording import number
from rulebook.problem import Path
from rulebook.schema import LONGEST_TEXT, YES_NO
from rulebook.template import Field

LONG_TEXT: Final = 120
"""Text that may be longer than this has several lines."""
MOST_RADIOS, LONG_LIST = 8, 12
"""More choices are a list to open, as all are in items; longer lists of ticks scroll."""
WIDTHS: Final = {"money": 10, "integer": 5, "decimal": 10, "financial_year": 5, "reference": 20}
MODES: Final = {"integer": "numeric", "decimal": "decimal"}
LONGEST_IN_COLUMN: Final = 20  # letters: a longer choice is cut off in one column of an item
PERCENT: Final = "percent"
Errors = Mapping[str, str]
"""What is wrong, by the name of the input."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several choices; `id` is that of its input."""

    id: str
    value: str
    label: str
    is_chosen: bool
    stands_apart: bool = False


@dataclass(frozen=True, slots=True)
class DatePart:
    """One of the three inputs of a date."""

    name: str
    label: str
    value: str
    width: int
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One input, or a group of them. `kind` says which, and so what else it has.

    `parts` are those of a group, or the items of a list, each a group; `is_wide` where it takes the
    whole width of an item. `remove` is what the button of an item says.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    error: str = ""
    described_by: str = ""
    is_top: bool = False
    is_wide: bool = False
    value: str = ""
    prefix: str = ""
    suffix: str = ""
    width: int = 0
    mode: str = ""
    max_length: int = 0
    rows: int = 0
    limit: str = ""
    options: tuple[Option, ...] = ()
    dates: tuple[DatePart, ...] = ()
    parts: tuple["Control", ...] = ()
    none: Option | None = None
    can_add: bool = False
    count: int = 0
    empty: str = ""
    add: str = ""
    remove: str = ""

    @property
    def classes(self) -> str:
        """What else the style sheet is told of it."""
        wrong = " nhsuk-form-group--error" if self.error else ""
        return wrong + (" app-parts__whole-row" if self.is_wide else "")

    @property
    def size(self) -> str:
        """How large its label is: medium for a question, small for a part of one."""
        return "m" if self.is_top else "s"


def control(
    field: Field, typed: Typed, errors: Errors, path: Path = (), *, in_item: bool = False
) -> Control:
    """A question as an input; `path` is where the group stands that it belongs to."""
    place = (*path, field.id)
    name = name_of(place)
    base = _base(field, name, errors, is_top=not path, in_item=in_item)
    if field.type == "group":
        return _group(field, typed, errors, place, base, in_item=in_item)
    if field.type == "list":
        return _list(field, typed, errors, place, base)
    if field.type in ("choice", "yes_no"):
        return _choice(field, typed, base, in_item=in_item)
    if field.type == "choices":
        return _choices(field, typed, base)
    if field.type == "date":
        return _date(typed, errors, base)
    return _confirm(typed, base) if field.type == "confirm" else _text(field, typed, base)


def _base(field: Field, name: str, errors: Errors, *, is_top: bool, in_item: bool) -> Control:
    error = _error(field, name, errors)
    hint = hint_of(field, in_item=in_item)
    ids = [f"{name}-hint"] if hint else []
    ids += [f"{name}-error"] if error else []
    label = field.question if is_top and field.question else field.label
    if field.required == "optional" and not field.required_when:
        label = gettext("%(label)s (optional)", label=label)
    return Control("input", name, label, hint, error, described_by=" ".join(ids), is_top=is_top)


def _error(field: Field, name: str, errors: Errors) -> str:
    names = [name]
    if field.type == "date":
        names += [f"{name}-{part}" for part in (DAY, MONTH, YEAR)]
    return next((errors[one] for one in names if one in errors), "")


def _text(field: Field, typed: Typed, base: Control) -> Control:
    value, longest = one(typed, base.name), field.max_length or LONGEST_TEXT
    if field.type == "text" and longest > LONG_TEXT:
        limit = gettext("You can enter up to %(count)s characters", count=number(longest))
        return replace(
            base,
            kind="textarea",
            value=value,
            is_wide=True,
            max_length=longest,
            limit=limit,
            rows=max(3, min(10, longest // 150)),
        )
    return replace(
        base,
        value=value,
        prefix="£" if field.type == "money" else "",
        suffix="%" if field.unit == PERCENT else field.unit,
        width=WIDTHS.get(field.type, 0),
        mode=MODES.get(field.type, ""),
        is_wide=field.type == "text" and longest > 60,
    )


def _date(typed: Typed, errors: Errors, base: Control) -> Control:
    labels = {DAY: gettext("Day"), MONTH: gettext("Month"), YEAR: gettext("Year")}
    named = {f"{base.name}-{part}" for part in labels} & errors.keys()
    dates = tuple(
        DatePart(
            name := f"{base.name}-{part}",
            label,
            one(typed, name),
            4 if part == YEAR else 2,
            name in named if named else bool(base.error),
        )
        for part, label in labels.items()
    )
    return replace(base, kind="date", dates=dates)


def _choice(field: Field, typed: Typed, base: Control, *, in_item: bool) -> Control:
    labels = _labels(field)
    chosen = one(typed, base.name)
    is_select = in_item or len(labels) > MOST_RADIOS
    if is_select:
        labels = {"": gettext("Choose one"), **labels}
    elif field.required == "optional" and not field.required_when:
        labels = {**labels, "": gettext("No answer")}
    options = _options(base.name, labels, [chosen])
    longest = max(map(len, labels.values()), default=0)
    is_wide = longest > LONGEST_IN_COLUMN if is_select else len(labels) > 2
    return replace(base, kind="select" if is_select else "radios", options=options, is_wide=is_wide)


def _choices(field: Field, typed: Typed, base: Control) -> Control:
    labels = _labels(field)
    exclusive = field.exclusive if field.exclusive in labels else ""
    options = _options(base.name, labels, typed.get(base.name, ()), exclusive)
    return replace(
        base,
        kind="long_checkboxes" if len(labels) > LONG_LIST else "checkboxes",
        options=options,
        is_wide=True,
        none=_none(field, typed, base.name, gettext("None of these")),
    )


def _confirm(typed: Typed, base: Control) -> Control:
    option = Option(base.name, YES, base.label, one(typed, base.name) == YES)
    return replace(base, kind="confirm", options=(option,), is_wide=True)


def _labels(field: Field) -> dict[str, str]:
    if field.type == "yes_no":
        words = {"yes": gettext("Yes"), "no": gettext("No"), "not_known": gettext("Not known")}
        return {id: words[id] for id in YES_NO}
    return {choice.id: choice.label for choice in field.choices}


def _options(
    name: str, labels: Mapping[str, str], chosen: Sequence[str], exclusive: str = ""
) -> tuple[Option, ...]:
    """The first input has the name of them all for its id: links to the question lead there."""
    return tuple(
        Option(
            name if n == 0 else f"{name}-option-{n}",
            value,
            label,
            value in chosen,
            bool(exclusive) and value == exclusive,
        )
        for n, (value, label) in enumerate(labels.items())
    )


def _none(field: Field, typed: Typed, name: str, label: str) -> Option | None:
    if not field.may_be_empty:
        return None
    return Option(f"{name}-{NONE}", YES, label, says_none(typed, name), stands_apart=True)


def _group(
    field: Field, typed: Typed, errors: Errors, path: Path, base: Control, *, in_item: bool
) -> Control:
    parts = tuple(control(part, typed, errors, path, in_item=in_item) for part in field.fields)
    return replace(base, kind="group", parts=parts, is_wide=True)


def _list(field: Field, typed: Typed, errors: Errors, path: Path, base: Control) -> Control:
    count = count_of(typed, base.name)
    is_first = count == 0 and not says_none(typed, base.name) and len(path) == 1
    count = 1 if is_first else count  # one is open, ready to be filled in
    items = tuple(_item(field, typed, errors, path, n) for n in range(count))
    none = _none(field, typed, base.name, gettext("There are none"))
    return replace(
        base,
        kind="list",
        parts=items,
        is_wide=True,
        none=none,
        count=count,
        can_add=count < (field.max_items or 100),
        add=gettext("Add another to “%(label)s”", label=field.label)
        if count
        else gettext("Add to “%(label)s”", label=field.label),
        empty="" if count else gettext("Nothing has been added."),
    )


def _item(field: Field, typed: Typed, errors: Errors, path: Path, n: int) -> Control:
    parts = tuple(control(part, typed, errors, (*path, n), in_item=True) for part in field.fields)
    label = f"{field.label} {n + 1}"
    name = name_of((*path, n))
    error = errors.get(name, "")
    remove = gettext("Remove %(label)s", label=label)
    described = f"{name}-error" if error else ""
    return Control(
        "item", name, label, error=error, described_by=described, parts=parts, remove=remove
    )
