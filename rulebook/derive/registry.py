"""What a deriving function gets and gives, and the table of their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal, NewType, Protocol, TypeVar

from rulebook.missing import Missing
from rulebook.model import Facts, Value
from rulebook.pack import Entry, ReferenceList
from rulebook.template import Template

FieldPath = NewType("FieldPath", str)
"""An argument that names a field of the template, such as `engagement.dates`."""
ListName = NewType("ListName", str)
"""An argument that names a reference list of the pack."""

Answers = Mapping[str, Any]
"""Checked answers by field id: text, int (pence), Decimal, date, tuple, or mapping for a group."""
Scope = Literal["scheme", "set", "facts"]
Call = TypeVar("Call", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Derived:
    """The value of a fact, None when it is not known, and the sums or names that it rests on."""

    value: Value | None
    because: tuple[str, ...] = ()


UNKNOWN = Derived(None)


@dataclass(frozen=True, slots=True)
class Case:
    """One scheme on one day.

    `facts` and `missing` answers hold what was found before, for the functions that need it.
    """

    ref: str
    answers: Answers
    template: Template
    reference: Mapping[str, ReferenceList]
    day: date
    planning_years: tuple[str, ...]
    facts: Facts = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()

    def answer(self, path: str) -> Any:
        """The answer at a dotted path, or None when it was not given.

        An empty list is an answer only to a question that may be left empty.
        """
        value: Any = self.answers
        for step in _steps(path):
            if type(value) is not dict and not isinstance(value, Mapping):
                return None
            value = value.get(step)
        return value if is_given(value) or self._may_be_empty(path) else None

    def entry(self, path: str, id: str) -> Entry | None:
        """The entry chosen in the field at `path`; None where its list has none of that id."""
        asked = self.template.find(path)
        return self.entries(asked.choices_list).get(id) if asked else None

    def entries(self, name: str) -> Mapping[str, Entry]:
        """The entries of a reference list by id, in its order; none where there is no such list."""
        found = self.reference.get(name)
        return found.entries if found else {}

    def _may_be_empty(self, path: str) -> bool:
        asked = self.template.find(path)
        return asked is not None and asked.may_be_empty


class Across(Protocol):
    """A fact that only shows beside other schemes, for schemes that come and go.

    What it finds rests on the schemes that are there, never on the order in which they came.
    """

    def put(self, case: Case, *, is_returned: bool) -> None:
        """Adds a scheme whose reference is not there yet."""
        ...

    def take(self, ref: str) -> None:
        """Takes away a scheme that is there."""
        ...

    def fact(self, ref: str) -> Derived:
        """The fact of a scheme that is there."""
        ...


@dataclass(frozen=True, slots=True)
class Function:
    """A deriving function.

    `scope` says what it sees: one scheme, also its other facts, or the set of all schemes. One of a
    set takes its arguments alone and gives an `Across`.
    """

    name: str
    call: Callable[..., Any]
    scope: Scope
    columns: Mapping[str, tuple[str, ...]]


FUNCTIONS: dict[str, Function] = {}


def derives(scope: Scope = "scheme", **columns: tuple[str, ...]) -> Callable[[Call], Call]:
    """Registers a function under its own name.

    `scope` is scheme, set (one scheme beside all others) or facts (needs the facts before it).
    `columns` says which parts the list named by an argument must have.
    """

    def register(function: Call) -> Call:
        name = function.__name__
        FUNCTIONS[name] = Function(name, function, scope, columns)
        return function

    return register


@cache
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def is_given(value: Any) -> bool:
    """Whether an answer holds something: not absent, and not an empty list or group."""
    return value is not None and value != () and value != {}
