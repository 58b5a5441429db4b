"""The values of a fact that conditions can tell apart: one for each region between thresholds.

A condition only sees on which side of a number a value lies, whether it is that number, and how
two facts compare. So it is enough to try each number that is named, and between two of them as many
values as there are facts that are compared with each other: whatever values the facts may have,
some of those tried stand in the same order. Of sets, one is enough for each mixture of answers.
"""

from collections.abc import Iterable, Mapping, Sequence

from rulebook.conditions import OPERATORS
from rulebook.model import Condition, Facts, FactSpec, Value
from rulebook.pack import Pack
from rulebook.template import Field

NOTHING_KNOWN: Facts = {}


def values_told_apart(
    pack: Pack, conditions: Sequence[Condition], present: Facts = NOTHING_KNOWN
) -> Mapping[str, tuple[Value, ...]]:
    """For each fact of the pack that conditions read, the values worth trying, in order.

    Any facts at all get the same answers as some that are made of these values and of `present`,
    the facts of a scheme, which may stay as they are. All are values that the fact can have.
    """
    read = {id for condition in conditions for id in (condition.fact, condition.other_fact)}
    return {
        id: _values(pack, spec, conditions, present)
        for id, spec in pack.facts.items()
        if id in read
    }


def one_of_each_region(
    conditions: Sequence[Condition], fact: str, values: Iterable[Value]
) -> tuple[Value, ...]:
    """The first of those that no condition tells apart; all, where other facts are compared."""
    about = [condition for condition in conditions if condition.fact == fact]
    if len(compared_with(conditions, fact)) > 1:
        return tuple(values)
    regions: dict[tuple[bool, ...], Value] = {}
    for value in values:
        regions.setdefault(tuple(_test(condition, value) for condition in about), value)
    return tuple(regions.values())


def compared_with(conditions: Sequence[Condition], fact: str) -> frozenset[str]:
    """A fact, and the facts that conditions compare with it, directly or through others."""
    linked, waiting = {fact}, [fact]
    while waiting:
        one = waiting.pop()
        for condition in conditions:
            pair = {condition.fact, condition.other_fact or condition.fact}
            if one in pair:
                waiting.extend(pair - linked)
                linked |= pair
    return frozenset(linked)


def _values(
    pack: Pack, spec: FactSpec, conditions: Sequence[Condition], present: Facts
) -> tuple[Value, ...]:
    if spec.type == "boolean":
        return (True, False)
    if spec.type == "choice":
        return tuple(choice.id for choice in spec.choices)
    if spec.type == "choices":
        asked = [
            c.value for c in conditions if c.fact == spec.id and isinstance(c.value, frozenset)
        ]
        return tuple(_sets(spec, _field(pack, spec), asked))
    return tuple(sorted(_numbers(pack, spec, conditions, present)))


def _numbers(
    pack: Pack, spec: FactSpec, conditions: Sequence[Condition], present: Facts
) -> Iterable[int]:
    """Every number that is named for the fact or one compared with it, and those beside it."""
    linked = compared_with(conditions, spec.id)
    ends = {id: _ends(pack, pack.facts[id]) for id in linked}
    named = [condition.value for condition in conditions if condition.fact in linked]
    named += [present.get(id) for id in linked]
    named += [end for pair in ends.values() for end in pair]
    least, most = ends[spec.id]
    numbers = {n for n in named if isinstance(n, int) and not isinstance(n, bool)}
    for number in _around(numbers or {0}, len(linked)):
        if (least is None or number >= least) and (most is None or number <= most):
            yield number


def _around(numbers: Iterable[int], reach: int) -> set[int]:
    """Each number, and those up to `reach` below and above it."""
    return {number + step for number in numbers for step in range(-reach, reach + 1)}


def _sets(
    spec: FactSpec, field: Field | None, asked: Sequence[frozenset[str]]
) -> Iterable[frozenset[str]]:
    """Each choice alone, joined with others where that overlaps with more, and none at all."""
    alone = [frozenset({choice.id}) for choice in spec.choices]
    yield from alone
    joinable = [one for one in alone if field is None or field.exclusive not in one]
    seen = {_overlaps(one, asked) for one in joinable}
    waiting = list(joinable)
    most = field.max_items if field and field.max_items else len(alone)
    while waiting:
        one = waiting.pop(0)
        for other in joinable if len(one) < most else ():
            joined = one | other
            if _overlaps(joined, asked) not in seen:
                seen.add(_overlaps(joined, asked))
                waiting.append(joined)
                yield joined
    if field is None or field.may_be_empty:
        yield frozenset()


def _overlaps(one: frozenset[str], asked: Sequence[frozenset[str]]) -> tuple[bool, ...]:
    return tuple(not one.isdisjoint(wanted) for wanted in asked)


def _field(pack: Pack, spec: FactSpec) -> Field | None:
    return pack.template.find(spec.path) if spec.path else None


def _ends(pack: Pack, spec: FactSpec) -> tuple[int | None, int | None]:
    """The least and greatest number that a fact can be; a count that is derived is 0 or more."""
    if field := _field(pack, spec):
        return field.minimum, field.maximum
    return (0 if spec.type == "integer" else None), None


def _test(condition: Condition, value: Value) -> bool:
    """Whether a condition that reads no other fact holds for a value."""
    wanted = value if condition.other_fact else condition.value
    return OPERATORS[condition.op].test(value, wanted)
