"""Puts the checked files of a pack together: choices from lists, facts from fields, rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from rulebook.model import Choice, FactSpec, Rule, Source
from rulebook.pack import (
    Calendar,
    CriterionSpec,
    Entry,
    MatrixSpec,
    Pack,
    ReferenceList,
    TieBreakSpec,
)
from rulebook.schema import labels_of
from rulebook.template import Field, Section, Template
from rulebook.words import listed

Checked = Mapping[str, Any]
PLANNING_YEARS = "{planning_years}"
"""What stands in a hint for the planning years of the calendar."""
TIE_BREAK_KINDS = ("criterion", "fact", "field", "attribute")


def pack(checked: Checked, sha256: str) -> Pack:
    """The pack from its checked files. References that lead nowhere are left for integrity.py."""
    head, reference = checked["pack.yaml"], reference_lists(checked)
    calendar = _calendar(checked["calendar.yaml"])
    template = _template(checked["template.yaml"], reference, calendar)
    return Pack(
        id=head["id"],
        title=head["title"],
        version=head["version"],
        about=head["about"],
        sha256=sha256,
        documents=MappingProxyType({item.id: item for item in head["documents"]}),
        phases=head["phases"],
        tiers=head["tiers"],
        gates=head["gates"],
        flags=head["flags"],
        attributes=head["attributes"],
        lists=head["lists"],
        list_attribute=head["list_attribute"],
        template=template,
        facts=MappingProxyType(
            {
                data["id"]: _fact(data, template, reference)
                for data in checked["facts.yaml"]["facts"]
            }
        ),
        rules=tuple(_rules(checked)),
        matrix=_matrix(checked["matrix.yaml"]),
        calendar=calendar,
        reference=reference,
        checklist=_list(checked["checklist.yaml"]) if "checklist.yaml" in checked else None,
        sources=head["sources"],
        shown_lists=head.get("shown_lists", ()),
    )


def reference_lists(checked: Checked) -> Mapping[str, ReferenceList]:
    files = [data for name, data in checked.items() if name.startswith("lists/")]
    lists = {data["list"]: _list(data) for data in files}
    owned = {data["list"]: data["belongs_to"] for data in files if "belongs_to" in data}
    for name, by in owned.items():
        if owners := lists.get(by["list"]):
            lists[name] = _with_owners(lists[name], by["attribute"], owners)
    return MappingProxyType(lists)


def _with_owners(item: ReferenceList, attribute: str, owners: ReferenceList) -> ReferenceList:
    """A list whose titles begin with the owner of each entry, in the order of the owners."""
    groups: dict[str, list[Entry]] = {id: [] for id in owners.entries}
    for entry in item.entries.values():
        groups.setdefault(str(entry.attributes.get(attribute)), []).append(entry)
    titles = {id: owner.title for id, owner in owners.entries.items()}
    entries = {
        entry.id: replace(entry, title=f"{titles.get(id, id)}: {entry.title}")
        for id, group in groups.items()
        for entry in group
    }
    return replace(item, entries=MappingProxyType(entries))


def _list(data: Mapping[str, Any]) -> ReferenceList:
    entries = {item["id"]: _entry(item, data["sources"]) for item in data["entries"]}
    return ReferenceList(
        id=data["list"],
        title=data["title"],
        about=data["about"],
        entries=MappingProxyType(entries),
        attributes=MappingProxyType(data["attributes"]),
    )


def _entry(item: Mapping[str, Any], default: tuple[Source, ...]) -> Entry:
    return Entry(
        id=item["id"],
        title=item["title"],
        starts=item.get("starts"),
        ends=item.get("ends"),
        statuses=tuple((status["since"], status["status"]) for status in item.get("statuses", ())),
        attributes=item["attributes"],
        sources=item.get("sources", default),
    )


def _template(
    data: Mapping[str, Any], reference: Mapping[str, ReferenceList], calendar: Calendar
) -> Template:
    sections = tuple(
        Section(
            id=section["id"],
            letter=section["letter"],
            title=section["title"],
            fields=tuple(
                _with_years(_field(item, section["id"], reference), calendar.planning_years)
                for item in section["parts"]
            ),
        )
        for section in data["sections"]
    )
    return Template(title=data["title"], version=data["version"], sections=sections)


def _field(data: Mapping[str, Any], section: str, reference: Mapping[str, ReferenceList]) -> Field:
    named = data["choices_list"]
    choices = data["choices"]
    if named and (entries := reference.get(named["list"])):
        labels = labels_of(entries, named.get("where", {}))
        choices = tuple(Choice(id, label) for id, label in labels.items())
    parts = tuple(_field(part, section, reference) for part in data["fields"])
    rest = {k: v for k, v in data.items() if k not in ("choices", "choices_list", "fields")}
    return Field(
        **rest,
        section=section,
        choices=choices,
        choices_list=named["list"] if named else "",
        fields=parts,
    )


def _with_years(field: Field, years: Sequence[str]) -> Field:
    """A question whose hint names the planning years of the calendar where it asks for them."""
    return replace(field, hint=field.hint.replace(PLANNING_YEARS, listed(years)))


def _fact(
    data: Mapping[str, Any], template: Template, reference: Mapping[str, ReferenceList]
) -> FactSpec:
    derive = dict(data.get("derive", {}))
    function = str(derive.pop("function", ""))
    change = data.get("change", {})
    changes = {**change.get("to", {}), **{k: change[k] for k in ("up", "down") if k in change}}
    says = data.get("says", {})
    spec = FactSpec(
        id=data["id"],
        label=data["label"],
        question=data["question"],
        type=data["type"],
        unit=data.get("unit", ""),
        yes=says.get("yes", ""),
        no=says.get("no", ""),
        path=data.get("path", ""),
        function=function,
        arguments=MappingProxyType(derive),
        changes=MappingProxyType(changes),
        choices=data.get("choices", ()),
        sources=data.get("sources", ()),
    )
    return _completed(spec, template, reference)


def _completed(
    spec: FactSpec, template: Template, reference: Mapping[str, ReferenceList]
) -> FactSpec:
    """The fact with the choices and sources of the field that it copies or reads."""
    fields = [field for path in fact_paths(spec) if (field := template.find(path))]
    choices, sources = spec.choices, spec.sources
    if spec.type in ("choice", "choices") and not choices:
        entries = reference.get(str(spec.arguments.get("entries", "")))
        if spec.path and fields:
            choices = tuple(c for c in fields[0].choices if c.id != fields[0].unknown_value)
        elif entries:
            choices = tuple(Choice(id, entry.title) for id, entry in entries.entries.items())
    if not sources:
        tops = [template.find(path.split(".")[0]) for path in fact_paths(spec)]
        sources = next((top.sources for top in tops if top and top.sources), ())
    return replace(spec, choices=choices, sources=sources)


def fact_paths(spec: FactSpec) -> Iterator[str]:
    """The template paths that a fact names: its own, and those among its arguments."""
    if spec.path:
        yield spec.path
    for value in spec.arguments.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, str))


def _rules(checked: Checked) -> Iterator[Rule]:
    """All rules, by the order of the phases, then the order of the file."""
    files = {data["phase"]: data for name, data in checked.items() if name.startswith("rules/")}
    for phase in checked["pack.yaml"]["phases"]:
        for data in files.get(phase.id, {"rules": ()})["rules"]:
            yield _rule(data, phase.id)


def _rule(data: Mapping[str, Any], phase: str) -> Rule:
    return Rule(
        id=data["id"],
        title=data["title"],
        phase=phase,
        when=data["when"],
        then=data["then"],
        reason=data["reason"],
        to_do=data.get("to_do", ""),
        sources=data["sources"],
        in_force_from=data["in_force"]["starts"],
        in_force_until=data["in_force"].get("ends"),
        examples=data["examples"],
    )


def _matrix(data: Mapping[str, Any]) -> MatrixSpec:
    criteria: tuple[CriterionSpec, ...] = data["criteria"]
    titles = {criterion.id: criterion.title for criterion in criteria}
    breaks = {
        name: tuple(_tie_break(item, titles) for item in items)
        for name, items in data["tie_breaks"].items()
    }
    return MatrixSpec(
        title=data["title"],
        version=data["version"],
        about=data["about"],
        top_level=data["levels"]["highest"],
        groups=data["groups"],
        criteria=criteria,
        tie_breaks=MappingProxyType(breaks),
        sources=data["sources"],
        overlaps=tuple((item["criteria"], item["note"]) for item in data.get("overlaps", ())),
    )


def _tie_break(data: Mapping[str, Any], titles: Mapping[str, str]) -> TieBreakSpec:
    kind = next(kind for kind in TIE_BREAK_KINDS if kind in data)
    return TieBreakSpec(
        title=data.get("title") or titles.get(data[kind], data[kind]),
        kind=kind,
        id=data[kind],
        prefer=data["prefer"],
    )


def _calendar(data: Mapping[str, Any]) -> Calendar:
    return Calendar(
        title=data["title"],
        judged_on=data["judged_on"],
        planning_years=data["planning_years"],
        note=data["planning_years_note"],
        stages=data["stages"],
    )
