"""Reads schemes from files: JSON or YAML, one scheme, a list, or a folder of files."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from rulebook.problem import Path as Steps
from rulebook.problem import Problem, Refused, shorten
from rulebook.reader import LARGEST_JSON, LARGEST_YAML, Document, read_json, read_yaml
from rulebook.schema import SchemeReader

READERS: dict[str, tuple[Callable[[bytes, str], Document], int]] = {
    ".json": (read_json, LARGEST_JSON),
    ".yaml": (read_yaml, LARGEST_YAML),
    ".yml": (read_yaml, LARGEST_YAML),
}
"""What reads each kind of file, and the most bytes that it takes."""
SCHEMES, REFERENCE = "schemes", "scheme_ref"
MOST_PROBLEMS = 1000
"""With more problems than this the rest is not looked at, and nothing is ranked."""
MOST_SCHEMES = 100_000
"""No file may list more schemes: far above any real round."""
LONGEST_NAME = 300
"""Longer names of files are cut short in messages."""


@dataclass(frozen=True, slots=True)
class Given:
    """The schemes that could be read, and everything that is wrong with the others."""

    schemes: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A scheme as it stands in a file, not checked yet."""

    document: Document
    path: Steps


def read_schemes(
    paths: Sequence[Path],
    reader: SchemeReader,
    watch: Callable[[Sequence[Place]], Iterable[Place]] = iter,
) -> Given:
    """Every scheme in the files and folders; a reference that is given twice is refused.

    `watch` goes round the schemes while they are checked, to show progress. Raises Refused when
    there are more than MOST_PROBLEMS problems.
    """
    problems: list[Problem] = []
    places = list(_places(paths, problems))
    schemes: dict[str, Mapping[str, Any]] = {}
    first: dict[str, Place] = {}
    for place in watch(places):
        try:
            scheme = _checked(place, reader)
            _check_once(place, scheme[REFERENCE], first)
        except Refused as refusal:
            problems.extend(refusal.problems)
            _check_number(problems)
        else:
            schemes[scheme[REFERENCE]] = scheme
    return Given(tuple(schemes.values()), tuple(problems))


def _places(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Place]:
    """The schemes of all files; what is wrong with a file joins the problems."""
    for file in _files(paths, problems):
        try:
            yield from _schemes_in(_document(file))
        except Refused as refusal:
            problems.extend(refusal.problems)
            _check_number(problems)


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    for path in paths:
        try:
            yield from _files_at(path)
        except OSError as error:
            problems.append(_unreadable(path, error))
        except Refused as refusal:
            problems.extend(refusal.problems)


def _files_at(path: Path) -> list[Path]:
    """The file at a path, or the files of the folder there; hidden ones do not count."""
    if not S_ISDIR(path.stat().st_mode):
        return [path]
    inside = sorted(p for p in path.iterdir() if not p.name.startswith("."))
    found = [file for file in inside if file.suffix.lower() in READERS]
    if not found:
        message = "The folder holds no .json, .yaml or .yml file. Name another one."
        raise _refused(path, message, "empty")
    return found


def _document(file: Path) -> Document:
    try:
        status = file.stat()
        if not S_ISREG(status.st_mode):
            raise _refused(file, "This is not an ordinary file. Name one that is.", "kind")
        if file.suffix.lower() not in READERS:
            message = "This kind of file cannot be read. Use .json, .yaml or .yml."
            raise _refused(file, message, "kind")
        read, most = READERS[file.suffix.lower()]
        with file.open("rb") as stream:  # no more than tells the reader that it is too large
            data = stream.read(min(status.st_size, most) + 1)
    except OSError as error:
        raise Refused([_unreadable(file, error)]) from None
    return read(data, _name(file))


def _schemes_in(document: Document) -> Iterator[Place]:
    value: Any = document.value
    path: Steps = ()
    if isinstance(value, dict) and SCHEMES in value:
        if set(value) != {SCHEMES}:
            message = "Beside a list of schemes nothing else may stand in the file. Remove it."
            raise Refused([document.problem(message)])
        value, path = value[SCHEMES], (SCHEMES,)
        if not isinstance(value, list):
            raise Refused([document.problem("This must be a list of schemes.", path)])
    if not isinstance(value, list):
        yield Place(document, ())
    elif not value:
        message = "The list holds no scheme. Put one in it, or leave the file out."
        raise Refused([document.problem(message, path, "empty")])
    elif len(value) > MOST_SCHEMES:
        message = f"The list holds more than {MOST_SCHEMES:,} schemes. Split it."
        raise Refused([document.problem(message, path, "size")])
    else:
        yield from (Place(document, (*path, number)) for number in range(len(value)))


def _checked(place: Place, reader: SchemeReader) -> Mapping[str, Any]:
    scheme = reader.read_from(place.document, place.path)
    if REFERENCE not in scheme:
        message = "The scheme has no reference. Give it one, such as CM24-LIVPP-001."
        path = (*place.path, REFERENCE)
        raise Refused([place.document.problem(message, path, "required")])
    return scheme


def _check_once(place: Place, ref: str, first: dict[str, Place]) -> None:
    """Refuses a reference that an earlier scheme has; `first` gives the place of each."""
    if ref in first:
        one, other = _where(first[ref]), _where(place)
        twice = (
            f"Two schemes have the reference {shorten(ref)}: {one}, and {other}. "
            "If one is a copy, give it a new reference."
        )
        if one == other:
            twice = "The file is named twice, by itself or with its folder. Name it once."
        raise Refused([place.document.problem(twice, (*place.path, REFERENCE), "duplicate")])
    first[ref] = place


def _where(place: Place) -> str:
    """The file of the reference of a scheme, with its line or else its pointer."""
    at = place.document.problem("", (*place.path, REFERENCE))
    return f"{at.file}, line {at.line}" if at.line else f"{at.file}, at {at.pointer}"


def _check_number(problems: list[Problem]) -> None:
    if len(problems) > MOST_PROBLEMS:
        message = f"There are more than {MOST_PROBLEMS:,} problems. Correct the first ones first."
        raise Refused([*problems[:MOST_PROBLEMS], Problem(message, code="too_many")])


def _name(file: Path) -> str:
    """The name of a file as it may be shown: what does not print is replaced."""
    return shorten(file, LONGEST_NAME)


def _refused(file: Path, message: str, code: str) -> Refused:
    return Refused([Problem(message, code=code, file=_name(file))])


def _unreadable(file: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("There is no such file. Check its name.", code="missing", file=_name(file))
    message = f"The file cannot be opened: {error.strerror}. Check it, or name another one."
    return Problem(message, code="unreadable", file=_name(file))
