"""Checks the template, the lists and the calendar of a pack against each other."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from rulebook.loading.integrity_rules import condition_faults
from rulebook.pack import Pack
from rulebook.problem import Fault, Path
from rulebook.schema import labels_of
from rulebook.suggest import no_such
from rulebook.template import Field

FILE = "template.yaml"


def template_faults(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the fields of the template."""
    for s, section in enumerate(pack.template.sections):
        for f, field in enumerate(section.fields):
            path: Path = ("sections", s, "fields", f)
            data = checked[FILE]["sections"][s]["parts"][f]
            yield from _field(pack, field, data, path)
            if not field.sources:
                yield FILE, path, f"{field.id} has no source. Say where it comes from."


def list_faults(checked: Mapping[str, Any]) -> Iterator[Fault]:
    """Lists that are not named like their file, and attributes that no entry has."""
    for file, data in checked.items():
        if not file.startswith("lists/"):
            continue
        if file != f"lists/{data['list']}.yaml":
            yield file, ("list",), "A list is named like its file. Rename one of them."
        given = {name for entry in data["entries"] for name in entry["attributes"]}
        for name in data["attributes"]:
            if name not in given:
                yield file, ("attributes", name), f"No entry has {name}. Use or remove it."
        if "belongs_to" in data:
            yield from _owner_faults(file, data, checked)


def _owner_faults(file: str, data: Any, checked: Mapping[str, Any]) -> Iterator[Fault]:
    """Entries of a list that belong to nothing in the list of their owners."""
    attribute, name = data["belongs_to"]["attribute"], data["belongs_to"]["list"]
    if attribute not in data["attributes"]:
        message = no_such("attribute", attribute, data["attributes"])
        yield file, ("belongs_to", "attribute"), message
        return
    lists = {d["list"]: d for other, d in checked.items() if other.startswith("lists/")}
    if name not in lists or name == data["list"]:
        others = [other for other in lists if other != data["list"]]
        yield file, ("belongs_to", "list"), no_such("other list", name, others)
        return
    owners = [entry["id"] for entry in lists[name]["entries"]]
    for n, entry in enumerate(data["entries"]):
        owner = entry["attributes"].get(attribute)
        if owner is None:
            yield file, ("entries", n), f"{name} has no entry for it. Give its {attribute}."
        elif owner not in owners:
            message = f"{name} has no entry {owner}. Name the owner of this entry."
            yield file, ("entries", n, "attributes"), message


def calendar_faults(pack: Pack) -> Iterator[Fault]:
    """Planning years that do not follow each other."""
    years = pack.calendar.planning_years
    for n, (year, after) in enumerate(pairwise(years), start=1):
        if year < after and year[:2] + year[5:] != after[:4]:
            message = f"{after} does not follow {year}. Give every year, in order."
            yield "calendar.yaml", ("planning_years", n), message
        if year > after:
            message = f"{after} is before {year}. Give the years in order."
            yield "calendar.yaml", ("planning_years", n), message


def _field(pack: Pack, field: Field, data: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    yield from _choices(pack, data, path)
    if "{" in field.hint:
        yield FILE, (*path, "hint"), "A hint may hold {planning_years} only. Correct it."
    ids = {choice.id for choice in field.choices}
    for name in ("unknown_value", "exclusive", "default"):
        value = getattr(field, name)
        if value and value not in ids:
            yield FILE, (*path, name), f"{value} is not one of the choices. Correct it."
    if field.required_when:
        yield from condition_faults(pack, field.required_when, FILE, (*path, "required_when"))
    step = "fields" if field.type == "group" else "item"
    for n, part in enumerate(field.fields):
        yield from _field(pack, part, data["fields"][n], (*path, step, n))


def _choices(pack: Pack, data: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    named = data["choices_list"]
    if not named:
        return
    entries = pack.reference.get(named["list"])
    if entries is None:
        message = no_such("list", named["list"], pack.reference)
        yield FILE, (*path, "choices", "list"), message
        return
    where = named.get("where", {})
    where_path: Path = (*path, "choices", "where")
    if unknown := next((name for name in where if name not in entries.attributes), None):
        yield FILE, (*where_path, unknown), no_such("attribute", unknown, entries.attributes)
    elif not labels_of(entries, where):
        yield FILE, where_path, "No entry of the list has these attributes. Correct them."
