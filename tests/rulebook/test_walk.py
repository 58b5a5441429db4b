"""The walk through what is right takes and gives what marshmallow takes and gives, and no more."""

from collections.abc import Iterator
from decimal import Decimal
from functools import reduce
from operator import getitem
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from rulebook.fields import Whole
from rulebook.schema import SchemeReader
from rulebook.walk import walk_of
from tests.builders import a_scheme, main_pack

REFUSED = object()
SCHEMA = SchemeReader(main_pack().template).schema
WALK = walk_of(SCHEMA)

ODD_VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 5.0, 5.5, 2**70, 10**15, 10**15 + 1, Decimal("12.50"),
    Decimal("NaN"), Decimal("1E+5"), float("nan"), float("inf"), "", " ", "x", "yes", "no",
    "x" * 2001, "£5 – or so", "a\u00a0b", "\u00a0", "\u202e", "\x00", "\x85", "a\x7f", "\ud800",
    "2024-25", "2024-26", "2024-02-30", "2024-03-31", "none", "en", [], {}, (), ["none"],
    ["x", "x"], [None], [{}], {"x": 1}, ({"a": 1},), b"x",
]  # fmt: skip
ODD: st.SearchStrategy[Any] = st.sampled_from(ODD_VALUES)


def by(read: Any, given: Any) -> Any:
    """What is read, written out so that 1, 1.0 and True differ; or REFUSED."""
    try:
        return repr(read(given))
    except ValidationError:
        return REFUSED


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every part of a scheme."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from places_in(inner, (*path, key))


PLACES = list(places_in(a_scheme()))


@st.composite
def spoilt_schemes(draw: st.DrawFn) -> Any:
    """A complete scheme with a few parts replaced, taken out or added; most of them are wrong."""
    scheme: Any = a_scheme()
    for path in draw(st.lists(st.sampled_from(PLACES), max_size=3)):
        *above, last = path
        try:
            group = reduce(getitem, above, scheme)
            match draw(st.sampled_from(["replace", "replace", "leave out", "add"])):
                case "replace":
                    group[last] = draw(ODD)
                case "leave out":
                    del group[last]
                case "add":
                    group["not_a_name"] = 1
        except (LookupError, TypeError):
            continue  # an earlier change took this place away
    return scheme


@settings(max_examples=400, deadline=None)
@given(spoilt_schemes())
def test_the_walk_reads_and_refuses_what_marshmallow_reads_and_refuses(scheme: Any) -> None:
    assert by(WALK, scheme) == by(SCHEMA.load, scheme)


@given(st.dictionaries(st.text(max_size=3), ODD) | ODD)
def test_what_is_no_scheme_at_all_is_refused_by_both(given_value: Any) -> None:
    assert by(WALK, given_value) is by(SCHEMA.load, given_value) is REFUSED


@given(st.integers(-12, 12) | st.integers(), st.none() | st.integers(-9, 9), st.integers(0, 9))
def test_a_whole_number_is_checked_as_the_same_decimal(
    number: int, minimum: int | None, maximum: int
) -> None:
    field = Whole(minimum=minimum, maximum=maximum)
    assert by(field.deserialize, number) == by(field.deserialize, Decimal(number))
