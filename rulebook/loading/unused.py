"""Finds what a pack declares and never uses, and sources that lead nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from rulebook.labels import with_parts
from rulebook.model import Source
from rulebook.pack import Pack
from rulebook.problem import Fault, Path
from rulebook.suggest import no_such


def find_unused(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    """Facts, tiers, gates, flags, values, phases, scales, lists and documents that nothing uses."""
    yield from _facts(pack, checked)
    yield from _outcomes(pack)
    yield from _values(pack)
    yield from _phases(pack)
    yield from _matrix(pack)
    yield from _lists(pack, checked)
    yield from _sources(pack, checked)


def facts_used(pack: Pack) -> frozenset[str]:
    """Every fact that a rule, a table of levels, a requirement, a tie-break or a list reads."""
    used = {fact for rule in pack.rules for fact in rule.when.facts}
    for field in with_parts(pack.template.fields):
        used |= field.required_when.facts if field.required_when else set()
    for criterion in pack.matrix.criteria:
        for scale in criterion.scales.values():
            used |= {fact for row in scale.rows if row.when for fact in row.when.facts}
    for breaks in pack.matrix.tie_breaks.values():
        used |= {item.id for item in breaks if item.kind == "fact"}
    for ranking in pack.lists:
        used |= {ranking.amount, *(column.id for column in ranking.columns)} & pack.facts.keys()
    return frozenset(used)


def all_sources(checked: Mapping[str, Any]) -> Iterator[tuple[str, Path, Source]]:
    """Every source of a pack, with its file and path."""
    for file, data in checked.items():
        yield from ((file, path, source) for path, source in _sources_in(data, ()))


def _facts(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    used = facts_used(pack)
    for n, data in enumerate(checked["facts.yaml"]["facts"]):
        if data["id"] not in used:
            yield "facts.yaml", ("facts", n), f"Nothing asks for {data['id']}. Use or remove it."


def _outcomes(pack: Pack) -> Iterator[Fault]:
    for name, declared in (("tier", pack.tiers), ("gate", pack.gates), ("flag", pack.flags)):
        given = {getattr(rule.then, name) for rule in pack.rules}
        for n, item in enumerate(declared):
            if item.id not in given:
                yield "pack.yaml", (f"{name}s", n), f"No rule gives {item.id}. Use or remove it."


def _values(pack: Pack) -> Iterator[Fault]:
    for n, attribute in enumerate(pack.attributes):
        given = {rule.then.sets.get(attribute.id) for rule in pack.rules} | {attribute.otherwise}
        for v, value in enumerate(attribute.values):
            if value.id not in given:
                path: Path = ("attributes", n, "values", v)
                yield "pack.yaml", path, f"No rule sets {value.id}. Use or remove it."


def _phases(pack: Pack) -> Iterator[Fault]:
    filled = {rule.phase for rule in pack.rules}
    for n, phase in enumerate(pack.phases):
        if phase.id not in filled:
            yield "pack.yaml", ("phases", n), f"No rule is in {phase.id}. Use or remove it."


def _matrix(pack: Pack) -> Iterator[Fault]:
    groups = {criterion.group for criterion in pack.matrix.criteria}
    for n, group in enumerate(pack.matrix.groups):
        if group.id not in groups:
            message = f"No criterion is in {group.id}. Use or remove it."
            yield "matrix.yaml", ("groups", n), message
    ranked = {ranking.scale for ranking in pack.lists}
    for n, criterion in enumerate(pack.matrix.criteria):
        for name in criterion.scales:
            if name not in ranked:
                message = f"No list is ranked on {name}. Use or remove it."
                yield "matrix.yaml", ("criteria", n, "scales", name), message


def _lists(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    used = {field.choices_list for field in with_parts(pack.template.fields)} | set(
        pack.shown_lists
    )
    for spec in pack.facts.values():
        used |= {value for value in spec.arguments.values() if isinstance(value, str)}
    for file, data in checked.items():
        if file.startswith("lists/") and data["list"] not in used:
            yield file, ("list",), "Nothing uses this list. Use or remove it."


def _sources_in(data: Any, path: Path) -> Iterator[tuple[Path, Source]]:
    if isinstance(data, Source):
        yield path, data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _sources_in(value, (*path, "fields" if key == "parts" else key))
    elif isinstance(data, tuple):
        for n, value in enumerate(data):
            yield from _sources_in(value, (*path, n))
    elif hasattr(data, "__dataclass_fields__"):
        for name in data.__dataclass_fields__:
            yield from _sources_in(getattr(data, name), (*path, name))


def _sources(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    cited: set[str] = set()
    for file, path, source in all_sources(checked):
        cited.add(source.document)
        if source.document not in pack.documents:
            document = no_such("document", source.document, pack.documents)
            yield file, (*path, "document"), document
        for n, item in enumerate(source.items):
            if fault := _item_fault(pack, item):
                yield file, (*path, "items", n), fault
    for n, id in enumerate(pack.documents):
        if id not in cited:
            yield "pack.yaml", ("documents", n), f"Nothing cites {id}. Use or remove it."


def _item_fault(pack: Pack, item: str) -> str:
    """What is wrong with an item: it is on no checklist. Other documents may have their own."""
    entries = pack.checklist.entries if pack.checklist else {}
    document = item.partition("-")[0]
    if document not in pack.documents:
        return no_such("checklist item", item, entries)
    is_ours = any(id.startswith(f"{document}-") for id in entries)
    return no_such("checklist item", item, entries) if is_ours and item not in entries else ""
