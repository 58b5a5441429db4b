"""Facts, money, dates and counts in plain words."""

from collections.abc import Iterable
from datetime import date

from rulebook.model import FactSpec, Value


def pounds(pence: int) -> str:
    """Pence as pounds: £1,250,000, £0.01 or -£40.50."""
    whole, rest = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")


def day_in_words(day: date) -> str:
    """A date as 19 December 2023."""
    return f"{day.day} {day:%B} {day.year}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """Several things in one phrase: a, b and c."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def on_one_line(text: str, limit: int) -> str:
    """A team's own words on one line of at most `limit` characters, without what does not print."""
    shown = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def lower_first(text: str) -> str:
    """Text inside a sentence: its first letter small, unless it is a name such as NHS."""
    is_name = len(text) > 1 and text[1].isupper()
    return text if is_name else text[:1].lower() + text[1:]


def counted(number: int, unit: str) -> str:
    """A number with its unit, in the singular where it is one.

    A unit such as “of 25” or “from -2 to 2” names a scale, and a range is not said with the number.
    """
    if not unit or unit.startswith("from "):
        return f"{number:,}"
    first, _, rest = unit.partition(" ")
    if number == 1:
        first = _singular(first)
    return f"{number:,} {first} {rest}".strip()


def value_in_words(spec: FactSpec, value: Value | None) -> str:
    """The value of a fact as a person would write it."""
    if value is None:
        return "not known"
    if spec.type == "boolean":
        return spec.yes if value else spec.no
    if spec.type == "money" and isinstance(value, int):
        return pounds(value)
    if spec.type == "integer" and isinstance(value, int):
        return "0" if value == 0 else counted(value, spec.unit)
    labels = {choice.id: choice.label for choice in spec.choices}
    if isinstance(value, frozenset):
        return listed(label for id, label in labels.items() if id in value) or "none"
    return labels.get(str(value), str(value))


def _singular(word: str) -> str:
    if word == "people":
        return "person"
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
