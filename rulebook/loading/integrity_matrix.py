"""Checks the matrix of a pack, its tie-breaks and the lists that are ranked by it."""

from collections.abc import Iterator
from itertools import pairwise

from rulebook.conditions import NUMBERS
from rulebook.loading.integrity_rules import condition_faults, text_fault
from rulebook.pack import Attribute, Pack, RankingList, Row, Scale, TieBreakSpec
from rulebook.problem import Fault, Path
from rulebook.suggest import is_not, no_such

FILE, HEAD = "matrix.yaml", "pack.yaml"
ORDERED = ("integer", "money", "decimal", "date", "financial_year")
"""Types of answers that can be put in order."""


def matrix_faults(pack: Pack) -> Iterator[Fault]:
    """What is wrong with criteria, scales, tables of levels, tie-breaks and overlaps."""
    groups = [group.id for group in pack.matrix.groups]
    for n, criterion in enumerate(pack.matrix.criteria):
        path: Path = ("criteria", n)
        if criterion.group not in groups:
            yield FILE, (*path, "group"), no_such("group", criterion.group, groups)
        for name, scale in criterion.scales.items():
            yield from _scale(pack, scale, (*path, "scales", name))
    yield from _tie_breaks(pack)
    criteria = [item.id for item in pack.matrix.criteria]
    for n, (ids, _) in enumerate(pack.matrix.overlaps):
        for i, id in enumerate(ids):
            if id not in criteria:
                path = ("overlaps", n, "criteria", i)
                yield FILE, path, no_such("criterion", id, criteria)


def head_faults(pack: Pack) -> Iterator[Fault]:
    """What is wrong with the attributes and lists of pack.yaml."""
    attributes = {item.id: item for item in pack.attributes}
    if pack.list_attribute not in attributes:
        message = no_such("attribute", pack.list_attribute, attributes)
        yield HEAD, ("list_attribute",), message
    for n, attribute in enumerate(pack.attributes):
        values = [value.id for value in attribute.values]
        if attribute.otherwise and attribute.otherwise not in values:
            message = no_such("value", attribute.otherwise, values)
            yield HEAD, ("attributes", n, "otherwise"), message
    for n, id in enumerate(pack.shown_lists):
        if id not in pack.reference:
            yield HEAD, ("shown_lists", n), no_such("list", id, pack.reference)
    yield from _ranking_lists(pack, attributes.get(pack.list_attribute))


def _ranking_lists(pack: Pack, attribute: Attribute | None) -> Iterator[Fault]:
    values = [value.id for value in attribute.values] if attribute else []
    shown = [item.id for item in pack.attributes] + list(pack.facts)
    ranked: set[str] = set()
    for n, ranking in enumerate(pack.lists):
        for key, message in _ranking_list(pack, ranking, values):
            yield HEAD, ("lists", n, key), message
        for c, column in enumerate(ranking.columns):
            if column.id not in shown:
                path: Path = ("lists", n, "columns", c, "id")
                yield HEAD, path, is_not(column.id, "an attribute or a fact", shown)
        if ranking.attribute_value in ranked:
            message = f"{ranking.attribute_value} has a list already. Give it one."
            yield HEAD, ("lists", n, "attribute_value"), message
        ranked.add(ranking.attribute_value)
    for value in values:
        if value not in ranked:
            yield HEAD, ("lists",), f"No list ranks {value}. Add one."


def _ranking_list(pack: Pack, ranking: RankingList, values: list[str]) -> Iterator[tuple[str, str]]:
    if ranking.attribute_value not in values:
        message = is_not(ranking.attribute_value, f"a value of {pack.list_attribute}", values)
        yield "attribute_value", message
    scales = {name for criterion in pack.matrix.criteria for name in criterion.scales}
    if ranking.scale not in scales:
        yield "scale", no_such("scale", ranking.scale, sorted(scales))
    if ranking.amount and ranking.amount not in _numbers(pack):
        yield "amount", is_not(ranking.amount, "a number among the facts", _numbers(pack))


def _numbers(pack: Pack) -> list[str]:
    return [id for id, spec in pack.facts.items() if spec.type in NUMBERS]


def _scale(pack: Pack, scale: Scale, path: Path) -> Iterator[Fault]:
    levels = pack.matrix.top_level + 1
    if len(scale.anchors) != levels:
        count = f"There are {len(scale.anchors)} anchors"
        yield FILE, (*path, "anchors"), f"{count}; give {levels}, one for each level."
    if scale.points and len(scale.points) != levels:
        count = f"There are {len(scale.points)} points"
        yield FILE, (*path, "points"), f"{count}; give {levels}, one for each level."
    if any(b < a for a, b in pairwise(scale.points)):
        yield FILE, (*path, "points"), "A better level has fewer points. Put them in order."
    for r, row in enumerate(scale.rows):
        is_last = r == len(scale.rows) - 1
        yield from _row(pack, row, (*path, "levels", r), is_last=is_last)


def _row(pack: Pack, row: Row, path: Path, *, is_last: bool) -> Iterator[Fault]:
    top = pack.matrix.top_level
    if row.level > top:
        yield FILE, (*path, "level"), f"A level is from 0 to {top}. Correct it."
    if row.when:
        yield from condition_faults(pack, row.when, FILE, (*path, "when"))
    elif not is_last:
        yield FILE, (*path, "otherwise"), "otherwise must be the last row. Move it down."
    if fault := text_fault(pack, row.because):
        yield FILE, (*path, "because"), fault


def _tie_breaks(pack: Pack) -> Iterator[Fault]:
    lists = [item.id for item in pack.lists]
    for name, breaks in pack.matrix.tie_breaks.items():
        if name not in lists:
            yield FILE, ("tie_breaks", name), no_such("list", name, lists)
        seen: set[tuple[str, str]] = set()
        for n, item in enumerate(breaks):
            key, message = _tie_break(pack, item)
            if message:
                yield FILE, ("tie_breaks", name, n, key), message
            elif (item.kind, item.id) in seen:
                yield FILE, ("tie_breaks", name, n), f"{item.id} is given twice. Give it once."
            seen.add((item.kind, item.id))


def _tie_break(pack: Pack, item: TieBreakSpec) -> tuple[str, str]:
    """The key that is wrong and what is wrong with it; an empty message when nothing is."""
    known = {
        "criterion": [criterion.id for criterion in pack.matrix.criteria],
        "fact": _numbers(pack),
        "attribute": [attribute.id for attribute in pack.attributes],
    }
    if item.kind == "field":
        field = pack.template.find(item.id)
        if field is None:
            return item.kind, no_such("field", item.id, ())
        if field.type not in ORDERED:
            return item.kind, f"{item.id} is of the type {field.type}, which has no order."
    elif item.id not in known[item.kind]:
        return item.kind, no_such(item.kind, item.id, known[item.kind])
    return "prefer", _preference_fault(pack, item)


def _preference_fault(pack: Pack, item: TieBreakSpec) -> str:
    if item.kind != "attribute":
        return "" if isinstance(item.prefer, str) else "Give high or low."
    attribute = next(attribute for attribute in pack.attributes if attribute.id == item.id)
    values = [value.id for value in attribute.values]
    if isinstance(item.prefer, str):
        return "Give the values of the attribute, the preferred one first."
    wrong = next((value for value in item.prefer if value not in values), None)
    return "" if wrong is None else is_not(wrong, f"a value of {item.id}", values)
