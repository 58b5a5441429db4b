"""Facts about the answers of one scheme: are they given, how many, which is the strongest.

Two kinds of fact stand here. A fact about the submission says what was handed in: it is always
known, and a blank is a definite no or 0. Every other fact is about the world: a blank leaves it
unknown. The docstring says which facts are about the submission.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rulebook.conditions import all_hold
from rulebook.derive.registry import UNKNOWN, Case, Derived, FieldPath, ListName, derives, is_given
from rulebook.model import Answer


def answer_fact(case: Case, path: str) -> Derived:
    """A fact copied from the answer at `path`; yes, no and not known become a yes-or-no fact."""
    field, value = case.template.find(path), case.answer(path)
    if value is None or field is None or value == field.unknown_value:
        return UNKNOWN
    if field.type == "yes_no":
        return Derived({"yes": True, "no": False}.get(value))
    return Derived(frozenset(value) if field.type == "choices" else value)


@derives()
def is_all_given(case: Case, *, fields: Sequence[FieldPath]) -> Derived:
    """Whether every one of `fields` is answered. About the submission, so never unknown."""
    return Derived(all(case.answer(path) is not None for path in fields))


@derives()
def is_any_given_or_chosen(
    case: Case, *, given: Sequence[FieldPath], field: FieldPath, values: Sequence[str]
) -> Derived:
    """Whether one of `given` is answered, or the choice in `field` is one of `values`.

    What is left out of `given` is a definite no: they are questions that only some must answer.
    """
    if any(case.answer(path) is not None for path in given):
        return Derived(True)
    choice = case.answer(field)
    return UNKNOWN if choice is None else Derived(choice in values)


@derives()
def count_given(case: Case, *, list: FieldPath, complete: Sequence[str] = ()) -> Derived:
    """How many items are handed in with all of `complete`.

    About the submission, so never unknown: an empty form holds 0 outcomes.
    """
    items = case.answer(list) or ()
    return Derived(sum(all(is_given(item.get(part)) for part in complete) for item in items))


@derives()
def has_items(
    case: Case, *, list: FieldPath, at_least: int, including: Mapping[str, str]
) -> Derived:
    """Whether `at_least` items are handed in, one of them with the values of `including`.

    About the submission, so never unknown.
    """
    items = case.answer(list) or ()
    found = any(_matches(item, including) for item in items)
    return Derived(len(items) >= at_least and found)


@derives()
def count(case: Case, *, list: FieldPath, where: Mapping[str, str] | None = None) -> Derived:
    """How many items there are, of those whose parts have the values of `where`.

    Unknown while an item that may be one of them lacks a part.
    """
    items = case.answer(list)
    if items is None:
        return UNKNOWN
    answers = [_matches(item, where or {}) for item in items]
    return UNKNOWN if None in answers else Derived(answers.count(True))


@derives()
def count_distinct(case: Case, *, list: FieldPath, attribute: str) -> Derived:
    """How many different values of `attribute` the chosen entries have; one may have none."""
    chosen = case.answer(list)
    if chosen is None:
        return UNKNOWN
    entries = [entry for id in chosen if (entry := case.entry(list, id))]
    return Derived(len({entry.attributes.get(attribute) for entry in entries} - {None}))


@derives()
def attribute_of(case: Case, *, field: FieldPath, attribute: str) -> Derived:
    """An attribute of the entry that was chosen in `field`; unknown where it has none."""
    entry = case.entry(field, case.answer(field))
    return Derived(entry.attributes.get(attribute), (entry.title,)) if entry else UNKNOWN


@derives()
def is_in_attribute(
    case: Case, *, field: FieldPath, attribute: str, value_of: FieldPath
) -> Derived:
    """Whether the answer to `value_of` is in a list attribute of the entry chosen in `field`.

    An entry without the attribute has an empty list there.
    """
    entry, value = case.entry(field, case.answer(field)), case.answer(value_of)
    if entry is None or value is None:
        return UNKNOWN
    return Derived(value in entry.attributes.get(attribute, ()), (entry.title,))


@derives()
def first_in_order(case: Case, *, list: FieldPath, column: str, entries: ListName) -> Derived:
    """The value of `column` that comes first in the order of the reference list `entries`.

    Unknown while an item that lacks the column might come before all that are given.
    """
    given = [item.get(column) for item in case.answer(list) or ()]
    order = tuple(case.entries(entries))
    first = next((id for id in order if id in given), None)
    if first is None or (None in given and first != order[0]):
        return UNKNOWN
    return Derived(first)


@derives()
def count_numbers(
    case: Case, *, group: FieldPath, at_least: int | None = None, at_most: int | None = None
) -> Derived:
    """How many whole numbers of a group are from `at_least` to `at_most`, both included.

    Unknown while one of its numbers is missing.
    """
    field, given = case.template.find(group), case.answer(group) or {}
    parts = [part for part in field.fields if part.type == "integer"] if field else []
    if not parts or any(given.get(part.id) is None for part in parts):
        return UNKNOWN
    met = [part.label for part in parts if _is_within(given[part.id], at_least, at_most)]
    return Derived(len(met), tuple(met))


@derives()
def largest_product(case: Case, *, list: FieldPath, columns: Sequence[str]) -> Derived:
    """The largest product of `columns` over the items; unknown while one of them is missing."""
    products = [_product(item, columns) for item in case.answer(list) or ()]
    known = [product for product in products if product is not None]
    return Derived(max(known)) if known and len(known) == len(products) else UNKNOWN


@derives()
def largest_improvement_percent(
    case: Case,
    *,
    list: FieldPath,
    baseline: str,
    target: str,
    metric: str,
    entries: ListName,
    better: str,
) -> Derived:
    """The largest planned improvement of an outcome, in percent of its baseline, rounded down.

    An outcome that gets worse counts as 0. One with a baseline of 0 has no share and is left out.
    Unknown while an outcome is incomplete, when its metric has no `better` direction (higher or
    lower), and when none has a share.
    """
    shares: dict[str, int] = {}
    items = case.answer(list) or ()
    for item in items:
        entry = case.entries(entries).get(item.get(metric))
        direction = entry.attributes.get(better) if entry else None
        start, goal = item.get(baseline), item.get(target)
        if entry is None or direction is None or start is None or goal is None:
            return UNKNOWN
        if start > 0:
            share = _improvement(start, goal, direction)
            shares[entry.title] = max(share, shares.get(entry.title, 0))
    if not shares:
        return Derived(None, ("every baseline is 0, of which nothing is a share",) if items else ())
    best = max(shares.values())
    return Derived(best, tuple(f"{title}: {n}%" for title, n in shares.items() if n == best))


@derives("facts")
def missing_answers(case: Case) -> Derived:
    """How many required answers are missing, and which. About the submission, so never unknown."""
    notes = tuple(f"{item.section}: {item.label}" for item in case.missing)
    return Derived(len(notes), notes)


def _matches(item: Mapping[str, Any], wanted: Mapping[str, str]) -> Answer:
    """Whether the parts of an item have these values; a part that is missing leaves it open."""
    given = ((item.get(part), value) for part, value in wanted.items())
    return all_hold(None if part is None else part == value for part, value in given)


def _is_within(number: int, at_least: int | None, at_most: int | None) -> bool:
    return (at_least is None or number >= at_least) and (at_most is None or number <= at_most)


def _product(item: Mapping[str, Any], columns: Sequence[str]) -> int | None:
    product = 1
    for column in columns:
        if (number := item.get(column)) is None:
            return None
        product *= number
    return product


def _improvement(baseline: Decimal, target: Decimal, better: str) -> int:
    """The gain as a percentage of the baseline; below zero for what gets worse."""
    change = target - baseline if better == "higher" else baseline - target
    return int(change * 100 // baseline)
