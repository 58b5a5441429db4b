"""Loads a pack from its folder, or refuses it with everything that is wrong, file by file."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path as Folder
from typing import Any

from marshmallow import Schema, ValidationError

from rulebook.errors import flatten
from rulebook.loading import assemble
from rulebook.loading.integrity import find_faults
from rulebook.loading.matrix_schemas import MatrixSchema
from rulebook.loading.pack_schemas import CalendarSchema, ListFileSchema, PackSchema
from rulebook.loading.rule_schemas import FactsFileSchema, RulesFileSchema
from rulebook.loading.template_schemas import TemplateSchema
from rulebook.pack import Pack
from rulebook.problem import Problem, Refused
from rulebook.reader import Document, read_yaml
from rulebook.suggest import nearest

PACKS = Folder(__file__).parent / "packs"
"""The packs that ship with the project."""

_NEEDED: dict[str, type[Schema]] = {
    "pack.yaml": PackSchema,
    "template.yaml": TemplateSchema,
    "facts.yaml": FactsFileSchema,
    "matrix.yaml": MatrixSchema,
    "calendar.yaml": CalendarSchema,
}
_LACKS = "The pack lacks this file. Add it."
_OPTIONAL: dict[str, type[Schema]] = {"checklist.yaml": ListFileSchema}
_FOLDERS: dict[str, type[Schema]] = {"rules": RulesFileSchema, "lists": ListFileSchema}


def load(folder: Folder) -> Pack:
    """The pack in a folder; raises Refused with every problem, its file, line and field.

    Faults of form are reported first: what refers to what is checked once every file has its form.
    """
    problems = list(_misplaced(folder)) if folder.is_dir() else []
    files: dict[str, bytes] = {}
    for name in _names(_existing(folder)):
        try:
            files[name] = _bytes(folder, name)
        except Refused as refusal:
            problems.extend(refusal.problems)
    return _load(files, problems)


def load_files(files: Mapping[str, bytes]) -> Pack:
    """The pack whose files are given by name; raises Refused as `load` does."""
    missing = (name for name in _NEEDED if name not in files)
    return _load(files, [Problem(_LACKS, file=name, code="missing") for name in missing])


def pack_files(folder: Folder) -> dict[str, bytes]:
    """The files of a pack by name, as `load_files` takes them."""
    return {name: _bytes(folder, name) for name in _names(_existing(folder))}


def _load(files: Mapping[str, bytes], problems: list[Problem]) -> Pack:
    """The pack in its files; `problems` are those that were found on the way to them."""
    documents: dict[str, Document] = {}
    checked: dict[str, Any] = {}
    for name, data in files.items():
        try:
            documents[name] = read_yaml(data, name)
            checked[name] = _check_form(documents[name])
        except Refused as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refused(problems)
    pack = assemble.pack(checked, _fingerprint(documents))
    faults = list(find_faults(pack, checked))
    if faults:
        raise Refused([documents[file].problem(message, path) for file, path, message in faults])
    return pack


def named_pack(name: str) -> Folder:
    """The folder of a pack that ships with the project, or the folder that `name` is."""
    ours = {folder.name: folder for folder in PACKS.iterdir()}
    return ours.get(name, Folder(name))


def _existing(folder: Folder) -> Folder:
    if not folder.is_dir():
        message = "There is no such pack. Name a pack or its folder."
        raise Refused([Problem(message, file=str(folder), code="missing")])
    return folder


def _names(folder: Folder) -> Iterator[str]:
    """The files of a pack that are there to be read."""
    yield from (name for name in (*_NEEDED, *_OPTIONAL) if (folder / name).is_file())
    for inner in _FOLDERS:
        yield from (f"{inner}/{file.name}" for file in sorted((folder / inner).glob("*.yaml")))


def _misplaced(folder: Folder) -> Iterator[Problem]:
    """Files that are missing, and files that a pack does not have; hidden ones do not count."""
    for name in _NEEDED:
        if not (folder / name).is_file():
            yield Problem(_LACKS, file=name, code="missing")
    known = (*_NEEDED, *_OPTIONAL, *_FOLDERS)
    for file in sorted(folder.iterdir()):
        if file.name not in known and not file.name.startswith("."):
            hint = nearest(file.name, known)
            message = f"A pack has no such file.{hint} Rename or remove it."
            yield Problem(message, file=file.name, code="unknown")
    for inner in _FOLDERS:
        for file in sorted((folder / inner).glob("[!.]*")):
            if file.suffix != ".yaml" or not file.is_file():
                message = f"Only .yaml files belong in {inner}. Rename or remove it."
                yield Problem(message, file=f"{inner}/{file.name}", code="unknown")


def _bytes(folder: Folder, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror}."
        raise Refused([Problem(message, file=name, code="unreadable")]) from None


def _check_form(document: Document) -> Any:
    schema = _schema_for(document.file)()
    try:
        return schema.load(document.value)
    except ValidationError as error:
        found = flatten(error.messages, schema)
        raise Refused([document.problem(message, path) for path, message in found]) from None


def _schema_for(name: str) -> type[Schema]:
    folder, _, file = name.rpartition("/")
    return _FOLDERS[folder] if folder else {**_NEEDED, **_OPTIONAL}[file]


def _fingerprint(documents: Mapping[str, Document]) -> str:
    """SHA-256 over the content of all files in canonical JSON: comments and layout do not count."""
    content = {name: _canonical(document.value) for name, document in documents.items()}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """The value with one form for each number: 5.0 is 5, and 0.50 is 0.5."""
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, Decimal):
        whole = value == int(value)
        return int(value) if whole else {"decimal": format(value.normalize(), "f")}
    return value
