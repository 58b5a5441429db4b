"""Finds ids that are given twice in a pack."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rulebook.problem import Fault, Path

Place = tuple[str, Path, str]
"""A file, the path of an id in it, and the id."""


def repeated_ids(checked: Mapping[str, Any]) -> Iterator[Fault]:
    """Each id that stands a second time among its own kind."""
    for kind in _kinds(checked):
        seen: dict[str, str] = {}
        for file, path, id in kind:
            if id in seen:
                where = "" if seen[id] == file else f" in {seen[id]} and here"
                yield file, path, f"{id} is given twice{where}. Give each its own."
            seen.setdefault(id, file)


def _kinds(checked: Mapping[str, Any]) -> Iterator[Iterable[Place]]:
    yield from _in_head(checked["pack.yaml"])
    yield from _in_template(checked["template.yaml"])
    yield _dicts("facts.yaml", ("facts",), checked["facts.yaml"]["facts"])
    yield from _in_choices(checked["facts.yaml"]["facts"])
    yield from _in_matrix(checked["matrix.yaml"])
    calendar = checked["calendar.yaml"]
    yield _named("calendar.yaml", ("stages",), calendar["stages"])
    years = enumerate(calendar["planning_years"])
    yield [("calendar.yaml", ("planning_years", n), year) for n, year in years]
    rules = [(file, data) for file, data in checked.items() if file.startswith("rules/")]
    yield [(file, ("phase",), data["phase"]) for file, data in rules]
    yield [place for file, data in rules for place in _dicts(file, ("rules",), data["rules"])]
    for file, data in checked.items():
        if file.startswith("lists/") or file == "checklist.yaml":
            yield _dicts(file, ("entries",), data["entries"])


def _in_head(head: Mapping[str, Any]) -> Iterator[Iterable[Place]]:
    for name in ("documents", "phases", "tiers", "gates", "flags", "attributes", "lists"):
        yield _named("pack.yaml", (name,), head[name])
    for n, attribute in enumerate(head["attributes"]):
        yield _named("pack.yaml", ("attributes", n, "values"), attribute.values)
    shown = enumerate(head.get("shown_lists", ()))
    yield [("pack.yaml", ("shown_lists", n), id) for n, id in shown]


def _in_template(template: Mapping[str, Any]) -> Iterator[Iterable[Place]]:
    sections = template["sections"]
    yield _dicts("template.yaml", ("sections",), sections)
    yield _dicts("template.yaml", ("sections",), sections, "letter")
    for key in ("id", "number"):
        yield [
            place
            for s, section in enumerate(sections)
            for place in _dicts("template.yaml", ("sections", s, "fields"), section["parts"], key)
        ]
    for s, section in enumerate(sections):
        yield from _in_parts(section["parts"], ("sections", s, "fields"))


def _in_parts(parts: Iterable[Mapping[str, Any]], path: Path) -> Iterator[Iterable[Place]]:
    """The ids of choices, and of the parts of groups and lists, at every depth."""
    for n, part in enumerate(parts):
        yield _named("template.yaml", (*path, n, "choices"), part["choices"])
        inner: Path = (*path, n, "fields" if part["type"] == "group" else "item")
        yield _dicts("template.yaml", inner, part["fields"])
        yield from _in_parts(part["fields"], inner)


def _in_choices(facts: Iterable[Mapping[str, Any]]) -> Iterator[Iterable[Place]]:
    for n, fact in enumerate(facts):
        yield _named("facts.yaml", ("facts", n, "choices"), fact.get("choices", ()))


def _in_matrix(matrix: Mapping[str, Any]) -> Iterator[Iterable[Place]]:
    yield _named("matrix.yaml", ("groups",), matrix["groups"])
    yield _named("matrix.yaml", ("criteria",), matrix["criteria"])


def _named(file: str, path: Path, items: Iterable[Any]) -> list[Place]:
    return [(file, (*path, n, "id"), item.id) for n, item in enumerate(items)]


def _dicts(
    file: str, path: Path, items: Iterable[Mapping[str, Any]], key: str = "id"
) -> list[Place]:
    return [(file, (*path, n, key), item[key]) for n, item in enumerate(items) if key in item]
