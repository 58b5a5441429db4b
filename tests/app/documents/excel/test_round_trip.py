from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from app.documents.excel.read import read_workbook
from app.documents.excel.write import filled
from app.documents.typed.text import trimmed
from app.services.vocabulary import vocabulary_from
from rulebook.fields import LARGEST, LARGEST_DECIMAL
from rulebook.forms import check_characters
from rulebook.pack import Pack
from rulebook.schema import YES_NO, SchemeReader, plain
from rulebook.template import Field
from seed.generator.schemes import generate
from tests.app.rounds import samples
from tests.builders import main_pack, tiny_pack


def read_again(pack: Pack, schemes: Iterable[Any]) -> list[Any]:
    """The plain answers after they were written in a workbook and read from it."""
    uploaded = read_workbook(filled(pack, schemes), pack)
    assert [str(told) for told in uploaded.told] == []
    assert (uploaded.notes, uploaded.version_note) == ((), "")
    return [scheme.answers for scheme in uploaded.schemes]


@pytest.mark.parametrize("line", tuple(samples().lines), ids=lambda line: line.ref)
def test_every_sample_is_the_same_when_it_is_read_again(line: Any) -> None:
    (answers,) = read_again(main_pack(), [line.scheme])
    assert same(answers) == same(plain(line.scheme))
    assert SchemeReader(main_pack().template).read(answers) == line.scheme


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_made_up_schemes_are_the_same_when_they_are_read_again(seed: int) -> None:
    vocabulary = vocabulary_from(main_pack(), main_pack().calendar.judged_on)
    schemes = list(generate(vocabulary, 8, seed))
    assert same(read_again(main_pack(), schemes)) == same(schemes)


def is_answer(text: str) -> bool:
    """Whether a text can be an answer: it prints, and has no spaces before or after it."""
    try:
        check_characters(text)
    except ValidationError:
        return False
    return text == trimmed(text) and not set(text) & {"\ufffe", "\uffff"}


def answers_to(field: Field) -> st.SearchStrategy[Any]:
    """Any answer that the schema takes."""
    ids = [choice.id for choice in field.choices]
    least = -LARGEST if field.minimum is None else field.minimum
    most = LARGEST if field.maximum is None else field.maximum
    return {
        "text": st.text(min_size=1, max_size=field.max_length or 60).filter(is_answer),
        "reference": st.from_regex(field.pattern or "x", fullmatch=True),
        "integer": st.integers(least, most),
        "money": st.integers(least, most),
        "decimal": st.decimals(
            max(least, -LARGEST_DECIMAL), min(most, LARGEST_DECIMAL), places=field.decimals
        ),
        "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
        "financial_year": st.integers(0, 99).map(lambda y: f"20{y:02}-{(y + 1) % 100:02}"),
        "choice": st.sampled_from(ids or ["x"]),
        "choices": st.lists(st.sampled_from(ids or ["x"]), unique=True).filter(
            lambda found: field.exclusive not in found or len(found) == 1
        ),
        "yes_no": st.sampled_from(list(YES_NO)),
        "confirm": st.just(True),
    }[field.type]


def some_answers(fields: Iterable[Field]) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to some of the questions, with at least one in each group and item."""
    parts = {}
    for field in fields:
        if field.type in ("group", "list"):
            inner = some_answers(field.fields).filter(bool)
            parts[field.id] = (
                inner if field.type == "group" else st.lists(inner, min_size=1, max_size=3)
            )
        else:
            parts[field.id] = answers_to(field)
    return st.fixed_dictionaries({}, optional=parts)


def same(value: Any) -> Any:
    """Answers with one kind of number: 9.6 is the same as a float and as a decimal."""
    if isinstance(value, dict):
        return {name: same(item) for name, item in value.items()}
    if isinstance(value, list):
        return [same(item) for item in value]
    if isinstance(value, bool):
        return value
    return Decimal(str(value)) if isinstance(value, float | int | Decimal) else value


@settings(max_examples=150, deadline=None)
@given(st.lists(some_answers(tiny_pack().template.fields).filter(bool), min_size=1, max_size=3,
                unique_by=lambda hall: hall.get("scheme_ref", id(hall))))  # fmt: skip
def test_any_answers_are_the_same_when_they_are_read_again(halls: list[dict[str, Any]]) -> None:
    assert same(read_again(tiny_pack(), halls)) == same(halls)
