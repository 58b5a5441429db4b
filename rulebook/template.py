"""The intake template: sections of questions, with their types and limits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rulebook.model import Choice, Source, When


@dataclass(frozen=True, slots=True)
class Field:
    """A question of the template.

    `required` is draft, submit, system or optional; `required_when` makes an optional answer
    required at submission. `fields` are the parts of a group, or of each item of a list.
    """

    id: str
    label: str
    type: str
    required: str
    number: str = ""
    section: str = ""
    question: str = ""
    hint: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    choices_list: str = ""
    unknown_value: str = ""
    exclusive: str = ""
    may_be_empty: bool = False
    max_length: int | None = None
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    decimals: int = 0
    min_items: int | None = None
    max_items: int | None = None
    default: str | None = None
    fields: tuple["Field", ...] = ()
    required_when: When | None = None
    sources: tuple[Source, ...] = ()
    parts: Mapping[str, "Field"] = field(init=False, repr=False, compare=False)
    """Its `fields` by id."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", MappingProxyType({f.id: f for f in self.fields}))

    @property
    def must_say_none(self) -> bool:
        """Whether it is asked for and may have nothing in it: that is said, and a blank is not."""
        is_asked = self.required != "optional" or self.required_when is not None
        return self.may_be_empty and is_asked

    def part(self, id: str) -> "Field | None":
        return self.parts.get(id)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    letter: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Template:
    title: str
    version: str
    sections: tuple[Section, ...]
    parts: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    """The fields of all sections by id."""
    _by_path: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", MappingProxyType({f.id: f for f in self.fields}))
        object.__setattr__(self, "_by_path", MappingProxyType(dict(_paths(self.fields))))

    @property
    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields

    def find(self, path: str) -> Field | None:
        """The field at a dotted path such as `inequality_impact.direction`."""
        return self._by_path.get(path)


def _paths(fields: Iterable[Field], before: str = "") -> Iterator[tuple[str, Field]]:
    """Every field with its dotted path."""
    for item in fields:
        yield f"{before}{item.id}", item
        yield from _paths(item.fields, f"{before}{item.id}.")
