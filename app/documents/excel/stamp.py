"""The stamp of a workbook, in a hidden sheet: its template, and what it was filled with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.documents.excel.grid import Grid
from app.documents.excel.layout import VERSION
from app.documents.typed.text import plain_text
from app.errors import Invalid
from rulebook.pack import Pack
from rulebook.problem import shorten

KIND: Final = "Workbook of schemes"
FORM: Final = "1"
"""The form of the workbook itself. It changes when an older one can no longer be read."""
OF_SCHEME: Final = "Version of "
LONGEST_VERSION: Final = 9
TAKE_NEW: Final = "Download the workbook of this round, and copy your answers into it."


@dataclass(frozen=True, slots=True)
class Stamp:
    pack: str
    version: str
    sha256: str
    template: str
    form: str = FORM


def stamp_of(pack: Pack) -> Stamp:
    return Stamp(pack.id, pack.version, pack.sha256, pack.template.version)


def stamp_rows(stamp: Stamp) -> list[tuple[str, str]]:
    """The stamp as it is written: a name and a value in each row."""
    return [
        ("Kind", KIND),
        ("Form", stamp.form),
        ("Pack", stamp.pack),
        ("Pack version", stamp.version),
        ("Pack sha256", stamp.sha256),
        ("Template version", stamp.template),
    ]


def version_rows(versions: Mapping[str, int]) -> list[tuple[str, str]]:
    """The versions of schemes, by reference, as they are written below the stamp."""
    return [(f"{OF_SCHEME}{ref}", str(version)) for ref, version in versions.items()]


def read_versions(grids: Mapping[str, Grid]) -> dict[str, int]:
    """The version of each scheme that a workbook was filled with, by reference."""
    found = {name: text for name, text in _named(grids).items() if name.startswith(OF_SCHEME)}
    return {
        name.removeprefix(OF_SCHEME): int(text)
        for name, text in found.items()
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION
    }


def read_stamp(grids: Mapping[str, Grid]) -> Stamp:
    """The stamp of a workbook; raises Invalid where there is none."""
    found = _named(grids)
    names = [name for name, _ in stamp_rows(Stamp("", "", "", ""))]
    if found.get("Kind") != KIND or any(not found.get(name) for name in names):
        message = "This workbook was not made from the template: it does not say which one. "
        raise Invalid(message + TAKE_NEW)
    form, pack, version, sha256, template = (found[name] for name in names[1:])
    return Stamp(pack, version, sha256, template, form)


def check_stamp(stamp: Stamp, pack: Pack) -> None:
    """Refuses a workbook of another framework, or of a form that is not known here."""
    if stamp.pack != pack.id:
        message = f"This workbook is for another framework, {shorten(stamp.pack)}. "
        raise Invalid(f"{message}This round follows {pack.title}. {TAKE_NEW}")
    if stamp.form != FORM:
        raise Invalid(f"This workbook has a form that cannot be read here. {TAKE_NEW}")


def _named(grids: Mapping[str, Grid]) -> dict[str, str]:
    """What the hidden sheet says, by name."""
    grid = grids.get(VERSION)
    rows = [row for row in grid.rows if len(row) > 1] if grid else []
    return {plain_text(str(row[0])): _text(row[1]) for row in rows}


def _text(value: object) -> str:
    """A value as text; programs that save a workbook may turn digits into a number."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain_text(str(value))
