"""Derives the facts of schemes, as the pack declares them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rulebook.derive import across, answers, finance, priorities
from rulebook.derive.answers import answer_fact
from rulebook.derive.registry import FUNCTIONS, Case, Derived, Gathering, Scope
from rulebook.missing import Missing, missing_answers
from rulebook.model import FactSpec, Value
from rulebook.pack import Pack

MODULES = (across, answers, finance, priorities)
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


def set_facts(
    pack: Pack, cases: Sequence[Case], returned: frozenset[str]
) -> Callable[[FactSheet], FactSheet]:
    """Adds to the facts of a scheme those that only show beside the other schemes.

    `cases` have distinct references; `returned` are the references of those that are returned.
    """
    gathering = Gathering(cases, returned)
    found = {spec.id: _derive(spec, gathering) for spec in across_specs(pack)}

    def add(sheet: FactSheet) -> FactSheet:
        own = _sheet(sheet.ref, {id: by_ref[sheet.ref] for id, by_ref in found.items()})
        values, because = {**sheet.values, **own.values}, {**sheet.because, **own.because}
        return FactSheet(sheet.ref, values, because, sheet.missing)

    return add


def across_specs(pack: Pack) -> Iterator[FactSpec]:
    """The facts that need the other schemes."""
    return _specs(pack, "set")


def _specs(pack: Pack, scope: Scope) -> Iterator[FactSpec]:
    for spec in pack.facts.values():
        if spec.function and FUNCTIONS[spec.function].scope == scope:
            yield spec


def _derive(spec: FactSpec, known: Case | Gathering) -> Any:
    return FUNCTIONS[spec.function].call(known, **spec.arguments)


def _sheet(
    ref: str, derived: Mapping[str, Derived], missing: tuple[Missing, ...] = ()
) -> FactSheet:
    because = {id: fact.because for id, fact in derived.items() if fact.because}
    return FactSheet(ref, _values(derived), because, missing)


def _values(derived: Mapping[str, Derived]) -> dict[str, Value]:
    return {id: fact.value for id, fact in derived.items() if fact.value is not None}
