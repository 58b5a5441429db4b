"""Reading YAML and JSON: what a plain word means, what is refused, where things stand."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.problem import Path, Problem, Refused, pointer_to, shorten
from rulebook.reader import DEEPEST, Document, read_json, read_yaml

Reader = Callable[[bytes, str], Document]
BOTH = pytest.mark.parametrize("read", [read_yaml, read_json])


def problem_of(read: Reader, data: bytes) -> Problem:
    """The one problem that a reader has with a file."""
    with pytest.raises(Refused, match=r".") as refusal:
        read(data, "file")
    assert len(refusal.value.problems) == 1
    return refusal.value.problems[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("NULL", "NULL"),
        ("True", "True"),
        ("0", 0),
        ("-7", -7),
        ("1000000", 1_000_000),
        ("1_000", "1_000"),
        ("007", "007"),
        ("+7", "+7"),
        ("0x10", "0x10"),
        ("0o7", "0o7"),
        ("1:30", "1:30"),
        ("2.50", Decimal("2.50")),
        ("-0.5", Decimal("-0.5")),
        (".5", ".5"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("2024-03-31", "2024-03-31"),
        ("2024-25", "2024-25"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("'null'", "null"),
        ("E08000012", "E08000012"),
        ("1" * 30, int("1" * 30)),
        ("1" * 31, "1" * 31),
    ],
)
def test_a_word_in_yaml_is_text_unless_it_is_plainly_something_else(text: str, value: Any) -> None:
    read = read_yaml(f"a: {text}".encode(), "file").value["a"]
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("5.0", Decimal("5.0")),
        ("1e3", Decimal("1E+3")),
        ("-0.10", Decimal("-0.10")),
        ('"2024-25"', "2024-25"),
        ("[1, null, true]", [1, None, True]),
    ],
)
def test_a_number_with_a_point_in_json_is_an_exact_decimal(text: str, value: Any) -> None:
    assert read_json(text.encode(), "file").value == value


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: 1", "file").value == {"a": 1}
    assert read_json(b'\xef\xbb\xbf{"a": 1}', "file").value == {"a": 1}


# ── What is refused ──────────────────────────────────────────────────────────


@BOTH
@pytest.mark.parametrize(
    ("data", "code", "line", "message"),
    [
        (b"", "empty", None, "The file is empty. Fill it, or remove it."),
        (b" \n ", "empty", None, "The file is empty. Fill it, or remove it."),
        (b"\n\x00", "encoding", 2, "The file holds a control character, U+0000. Remove it."),
        (b"\x1b[2J", "encoding", 1, "The file holds a control character, U+001B. Remove it."),
        (b"\xff\xfea\x00", "encoding", None, "The file is UTF-16 or UTF-32. Save it as UTF-8."),
        (b"\xfe\xff\x00a", "encoding", None, "The file is UTF-16 or UTF-32. Save it as UTF-8."),
        (b"1\n2\n\xe9", "encoding", 3, "The file is not UTF-8 text. Save it as UTF-8."),
    ],
)
def test_a_file_that_is_not_plain_text_is_refused(
    read: Reader, data: bytes, code: str, line: int | None, message: str
) -> None:
    assert problem_of(read, data) == Problem(message, code=code, file="file", line=line)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{"a": 1,', 1, ("This is not JSON: Expecting property name enclosed in double quotes."
         " Correct it.")),
        ('{"a": 1}\n{}', 2, "This is not JSON: Extra data. Correct it."),
        ("{'a': 1}", 1, ("This is not JSON: Expecting property name enclosed in double quotes."
         " Correct it.")),
        ('{"a": 1, "b": 2, "a": 3}', None, "The key a is given twice. Give it once."),
        ("NaN", None, "NaN is not a number. Leave the answer out if it is not known."),
        ("[-Infinity]", None, ("-Infinity is not a number. "
         "Leave the answer out if it is not known.")),
        ("9" * 31, None, "The number 9999999999999999999… is too long or too large. Correct it."),
        ("1e21", None, "The number 1e21 is too long or too large. Correct it."),
        ("1e-21", None, "The number 1e-21 is too long or too large. Correct it."),
        ("1e99999999999999999999", None,
         "The number 1e99999999999999999… is too long or too large. Correct it."),
        ("[" * 100_000, None, "It is nested deeper than 12 levels. Write it flatter."),
    ],
)  # fmt: skip
def test_what_json_does_not_allow_is_refused(text: str, line: int | None, message: str) -> None:
    problem = problem_of(read_json, text.encode())
    assert (problem.line, problem.message) == (line, message)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: &x 2", 2, "Anchors and aliases are not allowed. Write the value out."),
        ("a: *x", 1, "Anchors and aliases are not allowed. Write the value out."),
        ("*x : 1", 1, "Anchors and aliases are not allowed. Write the value out."),
        ("&x a: 1", 1, "Anchors and aliases are not allowed. Write the value out."),
        ("a: !!str 1", 1, "Tags are not allowed. Write a plain value."),
        ("!!str a: 1", 1, "Tags are not allowed. Write a plain value."),
        ("a:\n- 1\n- !!python/object/apply:os.system [ls]", 3,
         "Tags are not allowed. Write a plain value."),
        ("a: 1\n'a': 2", 2, "The key a is given twice. Give it once."),
        ("? [a, b]\n: 1", 1, "A key must be a word."),
        ("? {a: b}\n: 1", 1, "A key must be a word."),
        ("a: 1\n---\nb: 2", 2, "The file holds a second document. Use one file for each."),
        ("a:\n\t- 1", 2, ("This is not YAML: a tab stands where spaces must; use spaces."
         " Correct it.")),
        ("a: b: c", 1, ("This is not YAML: mapping values are not allowed in this context."
         " Correct it.")),
        ("a: 'b", 1, "This is not YAML: found unexpected end of stream. Correct it."),
        ("- a\nb: c", 2, "This is not YAML: did not find expected '-' indicator. Correct it."),
    ],
)  # fmt: skip
def test_what_our_part_of_yaml_does_not_allow_is_refused(
    text: str, line: int, message: str
) -> None:
    problem = problem_of(read_yaml, text.encode())
    assert (problem.line, problem.message) == (line, message)


@BOTH
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_a_value_may_be_nested_to_the_limit_and_no_deeper(
    read: Reader, opening: str, closing: str
) -> None:
    inner = "1"
    text = opening * DEEPEST + inner + closing * DEEPEST
    assert read(text.encode(), "file").value
    problem = problem_of(read, f"{opening}{text}{closing}".encode())
    assert problem.message == "It is nested deeper than 12 levels. Write it flatter."
    assert problem.code == "depth"


MANY_KEYS = ",".join(f'"{n}": 1' for n in range(100_000))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_yaml, "[" * 999_000),
        (read_yaml, "- " * 499_000),
        (read_yaml, "{a: " * 249_000),
        (read_yaml, "a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(50_000))),
        (read_yaml, "a: " + "x" * 5_000_000),
        (read_json, "[" * 5_000_000),
        (read_json, '{"a":' * 500_000),
        (read_json, "1" * 5_000_000),
        (read_json, "1." + "1" * 5_000_000),
        (read_json, "1e" + "1" * 5_000_000),
        (read_json, f'{{{MANY_KEYS}, "99999": 1}}'),
    ],
    ids=range(11),
)
def test_a_large_bad_file_is_refused_within_a_second(read: Reader, text: str) -> None:
    data = text.encode()
    begun = time.process_time()
    problem = problem_of(read, data)
    assert time.process_time() - begun < 1
    assert len(problem.message) < 120


# ── Lines and pointers ───────────────────────────────────────────────────────

LINES = b"""\
a: 1
b:
  - c: 2
    d: >-
      some
      text
  - c:
      3
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("a",), 1),
        (("b",), 2),
        (("b", 0), 3),
        (("b", 0, "d"), 4),
        (("b", 1, "c"), 7),
        (("b", 1, "missing"), 7),
        (("b", 9), 2),
        (("missing",), 1),
    ],
)
def test_a_part_stands_at_the_line_of_its_key_or_else_of_what_is_round_it(
    path: Path, line: int
) -> None:
    assert read_yaml(LINES, "file").line_of(path) == line


def test_a_part_of_json_has_no_line() -> None:
    assert read_json(b'{"a": 1}', "file").line_of(("a",)) is None


def test_a_problem_names_file_line_and_pointer() -> None:
    problem = read_yaml(LINES, "x.yaml").problem("It is wrong.", ("b", 0, "d"))
    assert str(problem) == "x.yaml, line 4: /b/0/d: It is wrong."


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ((), ""),
        (("a", 0, "b"), "/a/0/b"),
        (("a/b", "c~d"), "/a~1b/c~0d"),
        (("",), "/"),
        (("x" * 500,), "/" + "x" * 79 + "…"),
        (("a\x1b[2Jb\ud800",), "/a\ufffd[2Jb\ufffd"),
    ],
)
def test_a_pointer_is_escaped_short_and_printable(path: Path, pointer: str) -> None:
    assert pointer_to(path) == pointer


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200), st.integers(1, 80))
def test_what_is_quoted_is_one_short_line_that_prints(text: str, limit: int) -> None:
    shown = shorten(text, limit)
    assert len(shown) <= limit
    assert all(character.isprintable() for character in shown)
    shown.encode()


# ── Any value ────────────────────────────────────────────────────────────────

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(plain_values)
def test_json_gives_back_what_was_written(value: Any) -> None:
    data = json.dumps(value).encode()
    assert read_json(data, "file").value == value


@settings(deadline=None)
@given(plain_values)
def test_json_that_is_yaml_too_gives_the_same_values(value: Any) -> None:
    data = json.dumps({"value": value}).encode()
    with suppress(Refused):
        assert read_yaml(data, "file").value == read_json(data, "file").value


@BOTH
@settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_nothing_else(read: Reader, data: bytes) -> None:
    with suppress(Refused):
        read(data, "file")


@BOTH
@settings(deadline=None)
@given(text=st.text("[]{}:,-?&*!|>'\"%@`#~ \n\tab1.0", max_size=60))
def test_any_signs_are_read_or_refused_and_nothing_else(read: Reader, text: str) -> None:
    with suppress(Refused):
        read(text.encode(), "file")


def test_a_json_file_with_more_values_than_schemes_need_is_refused_at_once() -> None:
    data = b"[" + b"[]," * 2_000_001 + b"[]]"
    with pytest.raises(Refused, match=r"more than 4,000,000 values\. Split it"):
        read_json(data, "many.json")
