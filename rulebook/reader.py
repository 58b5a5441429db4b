"""Reads YAML and JSON text into plain values, and remembers the line of each part of YAML.

A strict part of YAML: no tags, anchors, aliases or repeated keys, nothing nested deeper than
DEEPEST. Plain scalars are true, false, null, whole numbers, decimals or text; `no`, `on` and dates
stay text. JSON follows the same limits and gives the same values.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

import yaml

from rulebook.problem import Path, Problem, Refused, pointer_to, shorten

DEEPEST = 12
LONGEST_NUMBER = 30
LARGEST_EXPONENT = 20
LARGEST_YAML = 1_000_000
LARGEST_JSON = 100_000_000
"""Limits in levels, characters, powers of ten and bytes: far above any real pack or round."""
MOST_VALUES = 4_000_000
"""About as many values as a file of the largest size holds when it is full of schemes."""

TOO_DEEP = f"It is nested deeper than {DEEPEST} levels. Write it flatter."

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(n for n in range(128) if _CONTROL.match(chr(n)))
_GROUPS = frozenset({dict, list})


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a file, and the line where each part of it begins (from 1)."""

    file: str
    value: Any
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int | None:
        """The line of `path`, or of the nearest thing round it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def problem(self, message: str, path: Path = (), code: str = "invalid") -> Problem:
        """A problem with the part at `path`."""
        line = self.line_of(path)
        return Problem(message, pointer_to(path), code=code, file=self.file, line=line)


def read_text(data: bytes, file: str) -> str:
    """The text of a file; refuses what is empty, not UTF-8, or holds control characters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse(file, "The file is UTF-16 or UTF-32. Save it as UTF-8.", "encoding")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _refuse(file, "The file is not UTF-8 text. Save it as UTF-8.", "encoding", line)
    if data.translate(None, _CONTROL_BYTES) != data and (control := _CONTROL.search(text)):
        line = text.count("\n", 0, control.start()) + 1
        name = f"U+{ord(control[0]):04X}"
        _refuse(file, f"The file holds a control character, {name}. Remove it.", "encoding", line)
    if not text.strip():
        _refuse(file, "The file is empty. Fill it, or remove it.", "empty")
    return text


def read_json(data: bytes, file: str) -> Document:
    """The value of a JSON file; numbers with a point become decimals, repeated keys are refused."""
    _check_size(data, file, LARGEST_JSON, "Split it.")
    if sum(data.count(sign) for sign in b",[{") > MOST_VALUES:
        _refuse(file, f"The file holds more than {MOST_VALUES:,} values. Split it.", "size")
    text = read_text(data, file)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object_once,
            parse_float=_short_decimal,
            parse_int=_short_whole,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        _refuse(file, f"This is not JSON: {error.msg}. Correct it.", "syntax", error.lineno)
    except RecursionError:
        _refuse(file, TOO_DEEP, "depth")
    except ValueError as error:
        _refuse(file, str(error), "syntax")
    if _is_deeper(value, DEEPEST):
        _refuse(file, TOO_DEEP, "depth")
    return Document(file, value)


def read_yaml(data: bytes, file: str) -> Document:
    """The value of a YAML file, with the line of every part."""
    _check_size(data, file, LARGEST_YAML, "Use JSON, or split it.")
    text = read_text(data, file)
    try:
        return _Builder(file, text).document()
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(file, text, str(error.problem), error.problem_mark)
    except yaml.YAMLError as error:
        _refuse(file, f"This is not YAML: {shorten(error)}. Correct it.", "syntax")


class _Builder:
    """Builds the value from YAML events, and stops at the first that is not allowed."""

    def __init__(self, file: str, text: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=loader))
        self._file = file
        self._lines: dict[Path, int] = {}

    def document(self) -> Document:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            _refuse(self._file, "The file is empty. Fill it, or remove it.", "empty")
        value = self._value(next(self._events), ())
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(after, "The file holds a second document. Use one file for each.")
        return Document(self._file, value, self._lines)

    def _value(self, event: Any, path: Path) -> Any:
        self._check(event, path)
        self._lines.setdefault(path, _line_of(event))
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else _plain(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _check(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._stop(event, "Anchors and aliases are not allowed. Write the value out.")
        if event.tag not in (None, "!"):
            self._stop(event, "Tags are not allowed. Write a plain value.")
        if len(path) > DEEPEST:
            self._stop(event, TOO_DEEP, "depth")

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            self._check(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(event, "A key must be a word.")
            key = str(event.value)
            if key in entries:
                self._stop(event, f"The key {shorten(key)} is given twice. Give it once.")
            self._lines[(*path, key)] = _line_of(event)
            entries[key] = self._value(next(self._events), (*path, key))
        return entries

    def _stop(self, event: Any, message: str, code: str = "syntax") -> NoReturn:
        _refuse(self._file, message, code, _line_of(event))


def _line_of(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refuse_syntax(file: str, text: str, reason: str, mark: Any) -> NoReturn:
    """Refuses what the parser could not read; a tab in the margin is named as such."""
    lines = text.split("\n") if mark else []
    at = min(mark.line, len(lines) - 1) if mark else 0
    if lines and "\t" in lines[at][: mark.column + 1]:
        reason = "a tab stands where spaces must; use spaces"
    _refuse(file, f"This is not YAML: {reason}. Correct it.", "syntax", at + 1 if mark else None)


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= LONGEST_NUMBER:
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return text


def _short_whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        _refuse_number(text)
    return int(text)


def _short_decimal(text: str) -> Decimal:
    _, _, exponent = text.lower().partition("e")
    if len(text) > LONGEST_NUMBER or abs(int(exponent or 0)) > LARGEST_EXPONENT:
        _refuse_number(text)
    return Decimal(text)


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"The number {shorten(text, 20)} is too long or too large. Correct it.")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number. Leave the answer out if it is not known.")


def _object_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise ValueError(f"The key {shorten(_repeated(pairs))} is given twice. Give it once.")
    return entries


def _repeated(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return key
        seen.add(key)
    return ""


def _is_deeper(value: Any, limit: int) -> bool:
    groups = [value] if type(value) in _GROUPS else []
    for _ in range(limit):
        inside = [group.values() if type(group) is dict else group for group in groups]
        groups = [item for items in inside for item in items if type(item) in _GROUPS]
    return bool(groups)


def _check_size(data: bytes, file: str, largest: int, to_do: str) -> None:
    if len(data) > largest:
        _refuse(file, f"The file is larger than {largest // 1_000_000} MB. {to_do}", "size")


def _refuse(file: str, message: str, code: str, line: int | None = None) -> NoReturn:
    raise Refused([Problem(message, code=code, file=file, line=line)])
