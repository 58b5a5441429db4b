"""The parts of a template, and their names as people see them."""

from collections.abc import Iterable, Iterator

from rulebook.problem import Path
from rulebook.template import Field, Template


def label_of(template: Template, path: Path) -> str:
    """The label of the answer at a path, such as Finance lines 3 › Gross cost.

    Of a path that leads nowhere it is the label of what is round it, or empty.
    """
    first, *rest = path or ("",)
    field = template.find(str(first))
    return " ".join(_words(field, rest)) if field else ""


def list_at(template: Template, path: Path) -> str:
    """The reference list that the answer at a path is taken from, or empty."""
    names = [step for step in path if isinstance(step, str)]
    field = template.find(names[0]) if names else None
    for name in names[1:]:
        field = field.part(name) if field else None
    return field.choices_list if field else ""


def with_parts(fields: Iterable[Field]) -> Iterator[Field]:
    """Every field, each followed by the parts of its group or list."""
    for field in fields:
        yield field
        yield from with_parts(field.fields)


def _words(field: Field, path: list[str | int]) -> Iterator[str]:
    yield field.label
    inner: Field | None = field
    for step in path:
        if isinstance(step, int):
            yield str(step + 1)
            continue
        inner = inner.part(step) if inner else None
        if inner:
            yield f"› {inner.label}"
