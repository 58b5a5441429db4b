"""A pack as JSON: rules with their sources and examples, the matrix, the lists, the calendar."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rulebook.pack import Pack, ReferenceList


def pack_summary(pack: Pack) -> dict[str, Any]:
    """What a pack is called and what it is made of."""
    return {
        "id": pack.id,
        "title": pack.title,
        "version": pack.version,
        "sha256": pack.sha256,
        "about": pack.about,
        "rules": len(pack.rules),
        "criteria": len(pack.matrix.criteria),
        "lists": sorted(pack.reference),
    }


def pack_values(pack: Pack) -> dict[str, Any]:
    """The words of a pack: tiers, gates, flags, attributes, ranked lists, documents, calendar."""
    return {
        **pack_summary(pack),
        "tiers": as_plain(pack.tiers),
        "gates": as_plain(pack.gates),
        "flags": as_plain(pack.flags),
        "attributes": as_plain(pack.attributes),
        "ranked_lists": as_plain(pack.lists),
        "documents": as_plain(pack.documents),
        "calendar": as_plain(pack.calendar),
    }


def rules_values(pack: Pack) -> list[Any]:
    """Every rule: conditions, what follows, reason, sources, dates in force, examples."""
    return [as_plain(rule) for rule in pack.rules]


def list_summary(item: ReferenceList) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "about": item.about,
        "entries": len(item.entries),
    }


def as_plain(value: Any) -> Any:
    """A value of the pack as JSON holds it, under the names that it has in the code.

    A set becomes a sorted list, a date its ISO text, a decimal its digits as text.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: as_plain(getattr(value, field.name))
            for field in fields(value)
            if not field.name.startswith("_")
        }
    if isinstance(value, Mapping):
        return {str(name): as_plain(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(as_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [as_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
