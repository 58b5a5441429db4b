"""The operators of the rule language in one table, and what unknown does to them.

A definite no beats unknown and unknown beats yes in `all_of`; a definite yes beats unknown and
unknown beats no in `any_of` (Kleene's strong three-valued logic). A fact that is absent is unknown.
Only `is_known` gives a definite answer about a fact that is absent.
"""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rulebook.model import Answer, Condition, Facts, Value, When

NUMBERS = frozenset({"integer", "money"})
SINGLE = frozenset({"boolean", "choice"}) | NUMBERS


@dataclass(frozen=True, slots=True)
class Operator:
    """What an operator compares.

    `fact_types` it may ask about; `takes` says what stands on its right: one value of the fact, a
    number, a set of values of the fact, or a flag. `python` is its expression in compiled code, of
    `{0}` (the fact) and `{1}` (the right side). `words` and `negated` say it, and its contrary.
    """

    fact_types: frozenset[str]
    takes: str
    test: Callable[[Any, Any], bool]
    python: str
    words: str
    negated: str

    @property
    def asks_whether_known(self) -> bool:
        """Whether it also answers about a fact that is absent."""
        return self.takes == "flag"


def _is_in(given: str, wanted: frozenset[str]) -> bool:
    return given in wanted


def _overlaps(given: frozenset[str], wanted: frozenset[str]) -> bool:
    return not given.isdisjoint(wanted)


def _is_known(given: Value | None, wanted: bool) -> bool:
    return (given is not None) is wanted


OPERATORS: dict[str, Operator] = {
    "is": Operator(SINGLE, "one", operator.eq, "{0} == {1}", "is", "is not"),
    "is_not": Operator(SINGLE, "one", operator.ne, "{0} != {1}", "is not", "is"),
    "at_least": Operator(
        NUMBERS, "number", operator.ge, "{0} >= {1}", "is at least", "is less than"
    ),
    "at_most": Operator(NUMBERS, "number", operator.le, "{0} <= {1}", "is at most", "is more than"),
    "more_than": Operator(
        NUMBERS, "number", operator.gt, "{0} > {1}", "is more than", "is at most"
    ),
    "less_than": Operator(
        NUMBERS, "number", operator.lt, "{0} < {1}", "is less than", "is at least"
    ),
    "one_of": Operator(
        frozenset({"choice"}), "many", _is_in, "{0} in {1}", "is one of", "is none of"
    ),
    "includes_any": Operator(
        frozenset({"choices"}),
        "many",
        _overlaps,
        "not {1}.isdisjoint({0})",
        "includes",
        "does not include",
    ),
    "is_known": Operator(
        SINGLE | {"choices"},
        "flag",
        _is_known,
        "({0} is not None) is {1}",
        "is known",
        "is not known",
    ),
}


def holds(condition: Condition, facts: Facts) -> Answer:
    """Whether one condition holds: True, False, or None when a fact it reads is not known."""
    asked = OPERATORS[condition.op]
    given = facts.get(condition.fact)
    wanted = condition.value
    if asked.asks_whether_known:
        return asked.test(given, wanted)
    if condition.other_fact is not None:
        wanted = facts.get(condition.other_fact)
    if given is None or wanted is None:
        return None
    return asked.test(given, wanted)


def all_hold(answers: Iterable[Answer]) -> Answer:
    """No if one is a definite no, else unknown if one is unknown, else yes; yes for none at all."""
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


def any_holds(answers: Iterable[Answer]) -> Answer:
    """Yes if one is a definite yes, else unknown if one is unknown, else no; no for none at all."""
    known = list(answers)
    if True in known:
        return True
    return None if None in known else False


def evaluate(when: When, facts: Facts) -> Answer:
    """Whether the conditions hold, read one by one. compile.py gives the same answers faster."""
    every = all_hold(holds(condition, facts) for condition in when.all_of)
    if not when.any_of:
        return every
    return all_hold([every, any_holds(holds(condition, facts) for condition in when.any_of)])
