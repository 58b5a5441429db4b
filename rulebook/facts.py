"""Derives the facts of schemes, as the pack declares them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rulebook.derive import across, answers, claims, finance, priorities
from rulebook.derive.answers import answer_fact
from rulebook.derive.registry import FUNCTIONS, Across, Case, Derived, Scope
from rulebook.missing import Missing, missing_answers
from rulebook.model import FactSpec, Value
from rulebook.pack import Pack

MODULES = (across, answers, claims, finance, priorities)
"""The modules whose functions a pack may name; importing them fills the table."""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """The facts of one scheme. A fact that is not in `values` is unknown.

    `because` gives, by fact, the sums or names that a derived value rests on; `missing` the
    required answers that are not there.
    """

    ref: str
    values: Mapping[str, Value]
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()


def case_of(pack: Pack, scheme: Mapping[str, Any], day: date, ref: str = "") -> Case:
    """A checked scheme as the deriving functions see it, on one day."""
    name = ref or str(scheme.get("scheme_ref", ""))
    years = pack.calendar.planning_years
    return Case(name, scheme, pack.template, pack.reference, day, years)


def scheme_facts(pack: Pack, case: Case) -> FactSheet:
    """The facts that a scheme shows by itself."""
    derived = {
        spec.id: answer_fact(case, spec.path) for spec in pack.facts.values() if not spec.function
    }
    derived |= {spec.id: _derive(spec, case) for spec in _specs(pack, "scheme")}
    facts = _values(derived)
    missing = missing_answers(case.template, case.answers, facts)
    known = replace(case, facts=facts, missing=missing)
    derived |= {spec.id: _derive(spec, known) for spec in _specs(pack, "facts")}
    return _sheet(case.ref, derived, missing)


class Beside:
    """Schemes that stand beside each other, and the facts that only show among them.

    Schemes come and go, by references that are distinct. What they show is the same as if all that
    are there had just come.
    """

    def __init__(self, pack: Pack) -> None:
        self._facts: dict[str, Across] = {
            spec.id: FUNCTIONS[spec.function].call(**spec.arguments) for spec in across_specs(pack)
        }
        self._there: dict[str, tuple[Case, bool]] = {}

    def put(self, case: Case, *, is_returned: bool) -> None:
        """Adds a scheme, in place of the one of its reference if there is one."""
        self.take(case.ref)
        self._there[case.ref] = (case, is_returned)
        for fact in self._facts.values():
            fact.put(case, is_returned=is_returned)

    def take(self, ref: str) -> None:
        """Takes away the scheme of a reference, if there is one."""
        if self._there.pop(ref, None) is not None:
            for fact in self._facts.values():
                fact.take(ref)

    @contextmanager
    def trying(self, changes: Mapping[str, tuple[Case, bool] | None]) -> Iterator[None]:
        """For a while, other schemes by reference, each with whether it is returned; or none."""
        before = {ref: self._there.get(ref) for ref in changes}
        self._change(changes)
        try:
            yield
        finally:
            self._change(before)

    def facts(self, ref: str) -> dict[str, Derived]:
        """What a scheme that is there shows beside the others, by the id of the fact."""
        return {id: fact.fact(ref) for id, fact in self._facts.items()}

    def add(self, sheet: FactSheet) -> FactSheet:
        """The facts of a scheme that is there together with those that show beside the others."""
        return with_facts(sheet, self.facts(sheet.ref))

    def _change(self, changes: Mapping[str, tuple[Case, bool] | None]) -> None:
        for ref, given in changes.items():
            if given is None:
                self.take(ref)
            else:
                self.put(given[0], is_returned=given[1])


def set_facts(
    pack: Pack, cases: Sequence[Case], returned: frozenset[str]
) -> Callable[[FactSheet], FactSheet]:
    """Adds to the facts of a scheme those that only show beside the other schemes.

    `cases` have distinct references; `returned` are the references of those that are returned.
    """
    beside = Beside(pack)
    for case in cases:
        beside.put(case, is_returned=case.ref in returned)
    return beside.add


def with_facts(sheet: FactSheet, more: Mapping[str, Derived]) -> FactSheet:
    """The facts of a scheme with more of them."""
    own = _sheet(sheet.ref, more)
    values, because = {**sheet.values, **own.values}, {**sheet.because, **own.because}
    return FactSheet(sheet.ref, values, because, sheet.missing)


def across_specs(pack: Pack) -> Iterator[FactSpec]:
    """The facts that need the other schemes."""
    return _specs(pack, "set")


def _specs(pack: Pack, scope: Scope) -> Iterator[FactSpec]:
    for spec in pack.facts.values():
        if spec.function and FUNCTIONS[spec.function].scope == scope:
            yield spec


def _derive(spec: FactSpec, known: Case) -> Derived:
    derived: Derived = FUNCTIONS[spec.function].call(known, **spec.arguments)
    return derived


def _sheet(
    ref: str, derived: Mapping[str, Derived], missing: tuple[Missing, ...] = ()
) -> FactSheet:
    because = {id: fact.because for id, fact in derived.items() if fact.because}
    return FactSheet(ref, _values(derived), because, missing)


def _values(derived: Mapping[str, Derived]) -> dict[str, Value]:
    return {id: fact.value for id, fact in derived.items() if fact.value is not None}
