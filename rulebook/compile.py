"""Compiles conditions into one Python function: the reference, the bulk path, the explanation.

The source is written from checked conditions only: fact ids and values enter it as literals, sets
as constants. Each fact is read once and each condition that several rules share is worked out once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rulebook.conditions import OPERATORS
from rulebook.model import Answer, Condition, Facts, Rule, When
from rulebook.pack import Pack

Answers = tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The rules in force on one day, and the function that answers all of them, in their order."""

    rules: tuple[Rule, ...]
    evaluate: Callable[[Facts], Answers]

    def answer(self, facts: Facts) -> dict[str, Answer]:
        """The answer of every rule by its id."""
        ids = (rule.id for rule in self.rules)
        return dict(zip(ids, self.evaluate(facts), strict=True))


def book_for(pack: Pack, day: date) -> Book:
    """The rules of a pack that are in force on a day, compiled.

    A rule that is not in force finds nothing: a condition that asks about it is not known.
    """
    rules = tuple(rule for rule in pack.rules if rule.is_in_force(day))
    return Book(rules, _compiled(tuple((rule.id, rule.when) for rule in rules)))


@lru_cache(maxsize=32)
def _compiled(questions: tuple[tuple[str, When], ...]) -> Callable[[Facts], Answers]:
    return compile_conditions(questions)


def compile_conditions(questions: Iterable[tuple[str, When]]) -> Callable[[Facts], Answers]:
    """A function from facts to the answer of each question, in order.

    A question may ask about the answer of an earlier one by its name, as a yes-or-no fact. One
    without a name cannot be asked about.
    """
    writer = _Writer()
    for name, when in questions:
        writer.ask(name, when)
    return writer.function()


class _Writer:
    """Writes the source of one function, line by line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._facts: dict[str, str] = {}
        self._conditions: dict[Condition, str] = {}
        self._constants: dict[str, Any] = {}
        self._answers: list[str] = []

    def ask(self, name: str, when: When) -> None:
        every = [self._condition(condition) for condition in when.all_of]
        if when.any_of:
            anyone = _any([self._condition(condition) for condition in when.any_of])
            every.append(self._assign(f"d{len(self._answers)}", anyone))
        variable = self._assign(f"r{len(self._answers)}", _all(every))
        self._answers.append(variable)
        if name:
            self._facts[name] = variable

    def function(self) -> Callable[[Facts], Answers]:
        answers = "".join(f"{answer}, " for answer in self._answers)
        body = "\n    ".join([*self._lines, f"return ({answers})"])
        source = f"def evaluate(facts):\n    get = facts.get\n    {body}\n"
        namespace: dict[str, Any] = dict(self._constants)
        exec(compile(source, "<rulebook>", "exec"), namespace)  # noqa: S102 only checked conditions are in it
        function: Callable[[Facts], Answers] = namespace["evaluate"]
        return function

    def _condition(self, condition: Condition) -> str:
        if condition not in self._conditions:
            name = f"c{len(self._conditions)}"
            self._conditions[condition] = self._assign(name, self._expression(condition))
        return self._conditions[condition]

    def _expression(self, condition: Condition) -> str:
        asked, given = OPERATORS[condition.op], self._fact(condition.fact)
        if asked.asks_whether_known:
            return asked.python.format(given, condition.value)
        if condition.other_fact is not None:
            other = self._fact(condition.other_fact)
            compared = asked.python.format(given, other)
            return f"None if {given} is None or {other} is None else {compared}"
        compared = asked.python.format(given, self._constant(condition.value))
        return f"None if {given} is None else {compared}"

    def _fact(self, id: str) -> str:
        if id not in self._facts:
            self._facts[id] = self._assign(f"f{len(self._facts)}", f"get({id!r})")
        return self._facts[id]

    def _constant(self, value: Any) -> str:
        if not isinstance(value, frozenset):
            return repr(value)
        name = f"K{len(self._constants)}"
        self._constants[name] = value
        return name

    def _assign(self, name: str, expression: str) -> str:
        self._lines.append(f"{name} = {expression}")
        return name


def _all(names: Sequence[str]) -> str:
    """The expression for `all_hold`."""
    if len(names) < 2:
        return names[0] if names else "True"
    no = " or ".join(f"{name} is False" for name in names)
    unknown = " or ".join(f"{name} is None" for name in names)
    return f"False if {no} else None if {unknown} else True"


def _any(names: Sequence[str]) -> str:
    """The expression for `any_holds`."""
    if len(names) == 1:
        return names[0]
    unknown = " or ".join(f"{name} is None" for name in names)
    return f"True if {' or '.join(names)} else None if {unknown} else False"
