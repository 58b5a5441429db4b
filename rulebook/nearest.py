"""The nearest change: the smallest set of changes that would give another answer.

Exact, not heuristic: rulebook/smallest.py says how. The facts are taken as the pack declares them,
each to be changed apart from the others.

Only what a team can do is proposed: facts that the pack declares as changeable, in the direction it
declares, and facts that are not known, which can be answered. A truth about the scheme stays. Among
equally small sets, one that answers what is not known goes before one that takes work: the answer
is owed in any case, and may make the work needless. Then the order of facts in the pack decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rulebook.chained import Chain, chain_of
from rulebook.classify import PASSED, Classification
from rulebook.conditions import NUMBERS
from rulebook.model import Facts, FactSpec, Rule, Value, When
from rulebook.pack import Pack
from rulebook.regions import one_of_each_region, values_told_apart
from rulebook.smallest import Changes, Clause, Group, Moves, smallest

MOST_STEPS = 20_000
"""More steps than this are not taken for one goal: about a fifth of a second."""

SUBMIT, GATE, TIER = "submit", "gate", "tier"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do about one fact.

    `now` is its value, None when it is not known. `to` holds the values that would do, the proposed
    one first: the others do beside the proposed ones of the rest. `how` says what the team does.
    """

    fact: str
    now: Value | None
    to: tuple[Value, ...]
    how: str


@dataclass(frozen=True, slots=True)
class NearestChange:
    """What would reach a goal.

    `kind` is tier, gate or submit; `id` the tier or gate. `changes` is None when nothing that a
    team can change reaches it: then `obstacles` names the facts that stand in the way, if they can
    be told. When `is_settled` is false there were too many sets to try: then there may be changes
    although none are given, or a smaller set than the one that is.
    """

    kind: str
    id: str
    changes: tuple[Change, ...] | None
    obstacles: tuple[str, ...] = ()
    is_settled: bool = True


def nearest_changes(
    pack: Pack, classification: Classification, most_steps: int = MOST_STEPS
) -> tuple[NearestChange, ...]:
    """The nearest change to submit a returned scheme, clear each gate, and reach each higher tier.

    `most_steps` are taken for each part of a goal; see MOST_STEPS.
    """
    goals = _Goals(pack, classification, most_steps)
    submit = [goals.submit()] if classification.is_returned else []
    held = [id for id, state in classification.gates.items() if state != PASSED]
    tiers = _higher_tiers(pack, classification)
    return (*submit, *map(goals.gate, held), *map(goals.tier, tiers))


def _higher_tiers(pack: Pack, classification: Classification) -> list[str]:
    """The tiers above the one that a scheme has.

    The lowest is no goal while it is open: then what decides is not known yet.
    """
    order = [tier.id for tier in pack.tiers]
    if classification.tier:
        return order[: order.index(classification.tier)]
    return order[:-1] if order[-1] in classification.possible_tiers else order


class _Goals:
    """Finds the nearest changes of one scheme."""

    def __init__(self, pack: Pack, classification: Classification, most_steps: int) -> None:
        self._pack, self._most_steps = pack, most_steps
        self._facts = classification.facts.values
        self._rules = [rule for rule in pack.rules if rule.id in classification.findings]
        self._chain = chain_of(self._rules)

    def submit(self) -> NearestChange:
        return self._cleared(SUBMIT, "", [rule for rule in self._rules if rule.then.is_return])

    def gate(self, id: str) -> NearestChange:
        return self._cleared(GATE, id, [rule for rule in self._rules if rule.then.gate == id])

    def tier(self, id: str) -> NearestChange:
        """The smallest set over all rules that give the tier: one of them must match."""
        rules = [rule for rule in self._rules if rule.then.tier == id]
        found = [self._reached(TIER, id, [*_parts(rule.when)], True) for rule in rules]
        return _best(self._pack, TIER, id, found)

    def _cleared(self, kind: str, id: str, rules: Iterable[Rule]) -> NearestChange:
        """No rule may match or be open: each must be a definite no."""
        return self._reached(kind, id, [rule.when for rule in rules], False)

    def _reached(self, kind: str, id: str, whens: Sequence[When], wanted: bool) -> NearestChange:
        """The smallest changes after which all conditions have the wanted answer."""
        part = _Part(self._pack, self._chain, self._facts, whens, wanted)
        solution = smallest(part.clauses, part.moves(), self._facts, self._most_steps)
        if solution.changes is not None:
            return NearestChange(kind, id, tuple(part.describe(solution.changes)))
        obstacles = part.obstacles(solution.impossible, self._most_steps)
        is_settled = bool(solution.impossible)
        return NearestChange(kind, id, None, obstacles, is_settled)


def _parts(when: When) -> Iterator[When]:
    """Conditions in parts that must all hold, as small as can be."""
    for condition in when.all_of:
        yield When(all_of=(condition,))
    if when.any_of:
        yield When(any_of=when.any_of)


def _best(pack: Pack, kind: str, id: str, found: Sequence[NearestChange]) -> NearestChange:
    """The smallest of several ways, the first of equals; or why there is none."""
    is_settled = all(way.is_settled for way in found)
    open_ways = [way.changes for way in found if way.changes is not None]
    if open_ways:
        return NearestChange(kind, id, min(open_ways, key=_cost), is_settled=is_settled)
    obstacles = {fact for way in found for fact in way.obstacles}
    return NearestChange(kind, id, None, _in_order(pack, obstacles), is_settled)


def _cost(changes: Sequence[Change]) -> tuple[int, int]:
    return len(changes), sum(change.now is not None for change in changes)


def _in_order(pack: Pack, facts: Iterable[str]) -> tuple[str, ...]:
    among = frozenset(facts)
    return tuple(fact for fact in pack.facts if fact in among)


class _Part:
    """Conditions that must have a wanted answer, and what a team could do about their facts."""

    def __init__(
        self, pack: Pack, chain: Chain, facts: Facts, whens: Sequence[When], wanted: bool
    ) -> None:
        self._pack, self._facts = pack, facts
        self._conditions = [c for when in whens for c in chain.conditions(when)]
        self._values = values_told_apart(pack, self._conditions, facts)
        self.clauses = [_clause(pack, chain, when, wanted) for when in whens]

    def moves(self, also: str = "") -> Moves:
        """The values worth trying for each fact, one of each region, the nearest first.

        The fact `also` may be changed as if it were not known.
        """
        found = {}
        for id, values in self._values.items():
            now = None if id == also else self._facts.get(id)
            may = [value for value in values if _may_become(self._pack.facts[id], now, value)]
            may.sort(key=lambda value: _distance(self._facts.get(id), value))
            if regions := one_of_each_region(self._conditions, id, may):
                found[id] = regions
        return found

    def describe(self, changes: Changes) -> Iterator[Change]:
        """The changes in the order of the pack, in words."""
        wanted = {**self._facts, **changes}
        for id in _in_order(self._pack, changes):
            spec, now, value = self._pack.facts[id], self._facts.get(id), changes[id]
            if now is None:
                others = (v for v in self._values[id] if v != value)
                also = (v for v in others if self._is_met({**wanted, id: v}))
                yield Change(id, None, (value, *also), _answer(spec))
            else:
                yield Change(id, now, (value,), spec.changes[_direction(spec, now, value)])

    def obstacles(self, groups: Iterable[Group], most_steps: int) -> tuple[str, ...]:
        """The facts that stand in the way of each group of clauses, in the order of the pack."""
        found = {fact for group in groups for fact in self._in_the_way(group, most_steps)}
        return _in_order(self._pack, found)

    def _in_the_way(self, group: Group, most_steps: int) -> Iterable[str]:
        """The facts each of which would open the way if it were otherwise; else all known."""
        read = frozenset().union(*(clause.facts for clause in group)) & self._facts.keys()
        return [fact for fact in read if self._opens(fact, group, most_steps)] or read

    def _opens(self, fact: str, group: Group, most_steps: int) -> bool:
        solution = smallest(group, self.moves(also=fact), self._facts, most_steps)
        return solution.changes is not None

    def _is_met(self, facts: Facts) -> bool:
        return all(clause.is_met(facts) for clause in self.clauses)


def _clause(pack: Pack, chain: Chain, when: When, wanted: bool) -> Clause:
    facts = chain.facts(when) & pack.facts.keys()
    return Clause(facts, lambda known: chain.answer(when, known) is wanted)


def _may_become(spec: FactSpec, now: Value | None, value: Value) -> bool:
    """Whether a team may bring a fact to a value: any answer if there is none, else as declared."""
    if now is None:
        return True
    return value != now and _direction(spec, now, value) in spec.changes


def _direction(spec: FactSpec, now: Value, value: Value) -> str:
    """What the pack calls the change: yes, no, up, down, or the choice that is then made alone."""
    if spec.type in NUMBERS and isinstance(value, int) and isinstance(now, int):
        return "up" if value > now else "down"
    if isinstance(value, frozenset):
        return next(iter(value)) if len(value) == 1 else ""
    if spec.type == "boolean":
        return "yes" if value else "no"
    return str(value)


def _distance(now: Value | None, value: Value) -> int:
    """How far a number is from the present one, or from 0; words are in the order of the pack."""
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return abs(value - now) if isinstance(now, int) else abs(value)


def _answer(spec: FactSpec) -> str:
    """What to do about a fact that is not known: answer it, or what it is worked out from."""
    return f"Answer: {spec.question}" if spec.path else f"Give what settles this: {spec.question}"
