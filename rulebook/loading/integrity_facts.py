"""Checks that facts come from fields that exist, by functions that exist, with what they take."""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from rulebook.conditions import NUMBERS
from rulebook.derive.registry import FUNCTIONS, FieldPath, Function, ListName
from rulebook.errors import NOT_A_GROUP
from rulebook.facts import MODULES
from rulebook.labels import with_parts
from rulebook.limits import MOST_FACTS
from rulebook.model import FactSpec
from rulebook.pack import Pack
from rulebook.problem import Fault, Path
from rulebook.suggest import is_not, no_such

FILE = "facts.yaml"

FACT_TYPES = {
    "yes_no": "boolean",
    "integer": "integer",
    "money": "money",
    "choice": "choice",
    "choices": "choices",
}
"""The type of the fact that copies an answer of each type; other answers cannot be copied."""
KNOWN_FUNCTIONS = {name: f for name, f in FUNCTIONS.items() if inspect.getmodule(f.call) in MODULES}
"""What a pack may name: the functions of the modules that are loaded with this one."""


def fact_faults(pack: Pack, checked: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the facts."""
    if len(pack.facts) > MOST_FACTS:
        yield FILE, ("facts",), f"There are {len(pack.facts)} facts; at most {MOST_FACTS} may be."
    arguments = _Arguments(pack, frozenset(_names_in(pack)))
    for n, data in enumerate(checked[FILE]["facts"]):
        spec = pack.facts[data["id"]]
        path: Path = ("facts", n)
        if spec.path:
            yield from _copied(pack, spec, path)
        else:
            yield from arguments.faults(spec, (*path, "derive"))
        if not spec.sources:
            yield FILE, path, f"{spec.id} has no source. Say where it comes from."
        if spec.type in ("choice", "choices") and not spec.choices:
            yield FILE, path, f"{spec.id} has no choices. Write them out."
        yield from _changes(spec, (*path, "change"))


def _changes(spec: FactSpec, path: Path) -> Iterator[Fault]:
    if spec.type in NUMBERS:
        known: tuple[str, ...] = ("up", "down")
    elif spec.type == "boolean":
        known = ("yes", "no")
    else:
        known = tuple(choice.id for choice in spec.choices)
    for value in spec.changes:
        if value not in known:
            key: Path = (value,) if value in ("up", "down") else ("to", value)
            yield FILE, (*path, *key), is_not(value, f"a value of {spec.id}", known)


def _copied(pack: Pack, spec: FactSpec, path: Path) -> Iterator[Fault]:
    if fault := _path_fault(pack, spec.path):
        yield FILE, (*path, "from"), fault
        return
    field = pack.template.find(spec.path)
    if field and FACT_TYPES.get(field.type) != spec.type:
        message = f"{spec.path} is of the type {field.type}, so this must be "
        needed = FACT_TYPES.get(field.type)
        yield FILE, (*path, "type"), message + (f"{needed}." if needed else "derived.")


def _path_fault(pack: Pack, path: str) -> str:
    """What is wrong with the path of a field: it leads nowhere, or into the items of a list."""
    steps = path.split(".")
    for end in range(1, len(steps) + 1):
        field = pack.template.find(".".join(steps[:end]))
        if field is None:
            return no_such("field", path, _paths(pack))
        if field.type == "list" and end < len(steps):
            return f"{path} is inside a list, so it has many answers. Name the list."
    return ""


def _paths(pack: Pack) -> Iterator[str]:
    for field in pack.template.fields:
        yield field.id
        yield from (f"{field.id}.{part.id}" for part in field.fields if field.type == "group")


@dataclass(frozen=True, slots=True)
class _Arguments:
    """Checks the arguments of deriving functions; `words` are all the names that the pack knows."""

    pack: Pack
    words: frozenset[str]

    def faults(self, spec: FactSpec, path: Path) -> Iterator[Fault]:
        function = KNOWN_FUNCTIONS.get(spec.function)
        if function is None:
            message = no_such("function", spec.function, KNOWN_FUNCTIONS)
            yield FILE, (*path, "function"), message
            return
        parameters = {
            name: parameter
            for name, parameter in inspect.signature(function.call).parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        for name in sorted(spec.arguments.keys() - parameters.keys()):
            message = is_not(name, f"an argument of {spec.function}", parameters)
            yield FILE, (*path, name), message
        hints = get_type_hints(function.call)
        for name, parameter in parameters.items():
            if name in spec.arguments:
                if fault := self._fault(function, name, hints[name], spec.arguments[name]):
                    yield FILE, (*path, name), fault
            elif parameter.default is inspect.Parameter.empty:
                yield FILE, path, f"{spec.function} needs {name}. Give it."

    def _fault(self, function: Function, name: str, hint: Any, value: Any) -> str:
        return self._hint_fault(hint, value) or _column_fault(self.pack, function, name, value)

    def _hint_fault(self, hint: Any, value: Any) -> str:
        """What is wrong with an argument, by the type that the function declares for it."""
        is_union = get_origin(hint) in (Union, UnionType)
        kinds = [kind for kind in get_args(hint) if kind is not NoneType] if is_union else [hint]
        faults = [self._kind_fault(kind, value) for kind in kinds]
        return "" if "" in faults else faults[0]

    def _kind_fault(self, kind: Any, value: Any) -> str:
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Literal:
            return "" if value in inner else no_such("choice", str(value), inner)
        if origin is not None:
            return self._several_fault(origin, inner, value)
        if kind in (int, bool):
            fits = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
            return "" if fits else f"This must be {_WORDS[kind]}."
        if not isinstance(value, str):
            return "This must be a word."
        if kind is FieldPath:
            return _path_fault(self.pack, value)
        if kind is ListName:
            return "" if value in self.pack.reference else self._no_list(value)
        return "" if value in self.words else is_not(value, "a name in this pack", self.words)

    def _several_fault(self, origin: Any, inner: tuple[Any, ...], value: Any) -> str:
        wanted = Mapping if issubclass(origin, Mapping) else tuple
        if not isinstance(value, wanted):
            return "This must be a list." if wanted is tuple else NOT_A_GROUP
        items = [*value.keys(), *value.values()] if isinstance(value, Mapping) else value
        faults = (self._hint_fault(inner[-1], item) for item in items)
        return next((fault for fault in faults if fault), "")

    def _no_list(self, value: str) -> str:
        return no_such("list", value, self.pack.reference)


_WORDS = {int: "a whole number", bool: "true or false"}


def _names_in(pack: Pack) -> Iterator[str]:
    """Every name that an argument may stand for."""
    for field in with_parts(pack.template.fields):
        yield field.id
        yield from (choice.id for choice in field.choices)
    for entries in pack.reference.values():
        yield from entries.attributes
        for entry in entries.entries.values():
            yield entry.id
            yield from (status for _, status in entry.statuses)
            yield from (value for value in entry.attributes.values() if isinstance(value, str))


def _column_fault(pack: Pack, function: Function, name: str, value: Any) -> str:
    """The parts that a function reads of a list must be there."""
    field = pack.template.find(value) if isinstance(value, str) else None
    for column in function.columns.get(name, ()):
        if field and not field.part(column):
            return f"{function.name} reads {column}, which {field.id} does not have. Add it."
    return ""
