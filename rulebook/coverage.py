"""Which items of the checklist a pack covers, by what, and which are left to later parts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rulebook.model import Source
from rulebook.pack import Pack

LATER = "later"
"""The attribute of a checklist item that says which later part it belongs to."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What cites each item of the checklist; the part that items are left to; those in neither.

    An item may be covered here and left in part to a later part.
    """

    covered: Mapping[str, tuple[str, ...]]
    later: Mapping[str, str]
    open: tuple[str, ...]


def coverage_of(pack: Pack) -> Coverage:
    """What covers each item of the checklist of a pack; empty when it has none."""
    if pack.checklist is None:
        return Coverage(MappingProxyType({}), MappingProxyType({}), ())
    cited: dict[str, list[str]] = defaultdict(list)
    for name, sources in _citing(pack):
        for item in {item for source in sources for item in source.items}:
            cited[item].append(name)
    entries = pack.checklist.entries
    later = {id: e.attributes[LATER] for id, e in entries.items() if LATER in e.attributes}
    covered = {id: tuple(cited[id]) for id in entries if id in cited}
    return Coverage(
        covered=MappingProxyType(covered),
        later=MappingProxyType(later),
        open=tuple(id for id in entries if id not in cited and id not in later),
    )


def _citing(pack: Pack) -> Iterator[tuple[str, Iterable[Source]]]:
    """Everything in a pack that has sources, with its kind and name."""
    yield "pack", pack.sources
    yield from ((f"rule {rule.id}", rule.sources) for rule in pack.rules)
    yield from ((f"field {field.id}", field.sources) for field in pack.template.fields)
    yield from ((f"fact {id}", spec.sources) for id, spec in pack.facts.items())
    yield from ((f"criterion {item.id}", item.sources) for item in pack.matrix.criteria)
    yield from ((f"group {item.id}", item.sources) for item in pack.matrix.groups)
    yield "matrix", pack.matrix.sources
    yield from ((f"tier {tier.id}", tier.sources) for tier in pack.tiers)
    yield from ((f"stage {stage.id}", stage.sources) for stage in pack.calendar.stages)
    for id, reference in pack.reference.items():
        entries = reference.entries.values()
        yield f"list {id}", [source for entry in entries for source in entry.sources]
