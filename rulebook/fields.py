"""Strict marshmallow fields: what is not exactly of the type is refused, with what to do about it.

Nothing is converted. A number in quotes, `yes` for true or 5.5 for a whole number is an error here;
leniency belongs to the form and the spreadsheet, which convert before they call.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

from rulebook.forms import check_characters
from rulebook.problem import shorten
from rulebook.suggest import day_to_write, no_choice, number_to_write, pence_to_write

LARGEST, LARGEST_DECIMAL = 10**15, 10**9
"""The largest whole number and decimal without limits of their own: sums of a round stay far below
63 bits, and a decimal with up to 6 places stays exact wherever JSON is read."""
LARGEST_SHOWN, LONGEST_SHOWN = 10**18, 24
"""Larger or longer numbers are not repeated in what is said of them."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Dates outside these years are slips of the keyboard."""

_YEAR = re.compile(r"20([0-9]{2})-([0-9]{2})")
_DAY = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}")

MESSAGES: dict[str, Any] = {
    "required": "This is missing. Give it.",
    "null": "This is empty. Give a value, or leave the field out.",
}


class Strict(fields.Field[Any]):
    """A field that takes its value as it is, and says what is wrong in the project's own words."""

    default_error_messages = MESSAGES


class Text(Strict):
    """Text with something in it, at most `max_length` characters, in the form of `pattern`.

    `form` says in words what the pattern asks for.
    """

    def __init__(
        self, *, max_length: int = 2000, pattern: str = "", form: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.max_length, self.form = max_length, form
        self.pattern = re.compile(pattern) if pattern else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(f"This must be text, in quotes; it is {kind_of(value)}.")
        if len(value) > self.max_length:
            raise ValidationError(
                f"This has {len(value):,} characters; at most {self.max_length:,} are allowed. "
                "Shorten it."
            )
        check_characters(value)
        if self.pattern and not self.pattern.fullmatch(value):
            form = f" {self.form}" if self.form else " Correct it."
            raise ValidationError(f"{shorten(value)} does not have the expected form.{form}")
        return value


class Whole(Strict):
    """A whole number from `minimum` to `maximum`, both included; 5.0 is 5."""

    def __init__(
        self, *, minimum: int | None = None, maximum: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.minimum, self.maximum = minimum, maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is int:
            _check_range(value, self.minimum, self.maximum)
            return value
        number = _exact(value)
        if number is None:
            message = f"This must be a whole number; it is {kind_of(value)}."
            raise ValidationError(message + self._instead(value))
        _check_range(number, self.minimum, self.maximum)
        self._check_form(number)
        if number != int(number):
            message = f"This must be a whole number; it is {shorten(value)}."
            raise ValidationError(message + self._instead(value))
        return int(number)

    def _instead(self, value: Any) -> str:
        return number_to_write(value, is_whole=True)

    def _check_form(self, number: Decimal) -> None:
        """Refuses a number that is written as if it meant something else."""


class Pence(Whole):
    """An amount of money in whole pence; one with two places looks like pounds and is refused."""

    def _instead(self, value: Any) -> str:
        return " Money is given in whole pence: £12.50 is 1250."

    def _check_form(self, number: Decimal) -> None:
        if message := pence_to_write(number):
            raise ValidationError(message)


class Number(Strict):
    """A decimal number with at most `decimals` places, from `minimum` to `maximum`."""

    def __init__(
        self,
        *,
        decimals: int = 2,
        minimum: int | None = None,
        maximum: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.decimals = decimals
        self.minimum = -LARGEST_DECIMAL if minimum is None else minimum
        self.maximum = LARGEST_DECIMAL if maximum is None else maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        number = _exact(value)
        if number is None:
            message = f"This must be a number; it is {kind_of(value)}.{number_to_write(value)}"
            raise ValidationError(message)
        _check_range(number, self.minimum, self.maximum)
        if number != round(number, self.decimals):
            places = f"{self.decimals} decimal place{'' if self.decimals == 1 else 's'}"
            raise ValidationError(f"This has more than {places}. Round it.")
        return number


class Flag(Strict):
    """true or false."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(f"This must be true or false; it is {kind_of(value)}.")
        return value


class Confirmed(Flag):
    """true, and nothing else."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if super()._deserialize(value, attr, data, **kwargs):
            return True
        raise ValidationError("This must be confirmed. Set it to true once it is so.")


class Day(Strict):
    """A date such as 2024-03-31."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str):
            raise ValidationError(
                f"This must be a date such as 2024-03-31; it is {kind_of(value)}."
            )
        form = _DAY.fullmatch(value)
        if not form:
            message = f"{shorten(value)} is not a date such as 2024-03-31.{day_to_write(value)}"
            raise ValidationError(message)
        if not FIRST_YEAR <= int(form[1]) <= LAST_YEAR:
            raise ValidationError(f"{value} is not between {FIRST_YEAR} and {LAST_YEAR}. Check it.")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError(f"{value} is not a day of the calendar. Check it.") from None


class FinancialYear(Strict):
    """A financial year such as 2024-25."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            message = f"This must be a financial year such as 2024-25; it is {kind_of(value)}."
            raise ValidationError(message)
        if not is_financial_year(value):
            raise ValidationError(f"{shorten(value)} is not a financial year such as 2024-25.")
        return value


class OneOf(Strict):
    """One word of a closed list; `labels` gives the words and what people see.

    `list_name` is the reference list that holds them, if one does.
    """

    def __init__(self, *, labels: Mapping[str, str], list_name: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.labels, self.list_name = labels, list_name

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(f"This must be one of the choices; it is {kind_of(value)}.")
        if value not in self.labels:
            raise ValidationError(no_choice(value, self.labels, self.list_name))
        return value


class SomeOf(Strict):
    """Several words of a closed list, none twice; `exclusive` stands alone."""

    def __init__(
        self,
        *,
        labels: Mapping[str, str],
        list_name: str = "",
        exclusive: str = "",
        limit: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.one = OneOf(labels=labels, list_name=list_name)
        self.exclusive, self.limit = exclusive, limit or len(labels)

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise ValidationError(f"This must be a list of choices; it is {kind_of(value)}.")
        if len(value) > self.limit:
            count = f"{len(value):,} choices; at most {self.limit:,} may be given"
            raise ValidationError(f"This has {count}. Leave some out.")
        if not self._are_words(value) and (errors := dict(self._errors(value))):
            raise ValidationError(errors)
        if self.exclusive in value and len(value) > 1:
            raise ValidationError(f"{self.exclusive} stands alone. Remove it or the others.")
        return tuple(value)

    def _are_words(self, value: Sequence[Any]) -> bool:
        known = all(isinstance(item, str) and item in self.one.labels for item in value)
        return known and len(set(value)) == len(value)

    def _errors(self, value: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        seen: set[str] = set()
        for index, item in enumerate(value):
            try:
                choice = self.one.deserialize(item)
            except ValidationError as error:
                yield index, error.messages
                continue
            if choice in seen:
                yield index, [f"{choice} is given twice. Give it once."]
            seen.add(choice)


def is_financial_year(text: str) -> bool:
    """Whether the text is a financial year such as 2024-25."""
    match = _YEAR.fullmatch(text)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float | Decimal):
        return "a number"
    if isinstance(value, str):
        return f"the text “{shorten(value, 30)}”"
    return "a list" if isinstance(value, list | tuple) else "a group of fields"


def _exact(value: Any) -> Decimal | None:
    """A number as it was written, or None for what is not one. A float is read as it prints."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValidationError("This must be a number that can be written out.")
    return number


def _check_range(value: Decimal | int, minimum: int | None, maximum: int | None) -> None:
    least = -LARGEST if minimum is None else minimum
    most = LARGEST if maximum is None else maximum
    if value < least:
        message = f"{_shown(value)} is less than {least:,}, the least that is allowed."
        raise ValidationError(message)
    if value > most:
        raise ValidationError(f"{_shown(value)} is more than {most:,}, the most that is allowed.")


def _shown(value: Decimal | int) -> str:
    """A number as people write it; one that nobody would write out is not."""
    if not -LARGEST_SHOWN <= value <= LARGEST_SHOWN:
        return "This"
    text = str(value)
    return "This" if "E" in text or len(text) > LONGEST_SHOWN else f"{value:,}"
