"""What looks as if it held the details of a person, and what only has many digits."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.personal import personal_details

NHS, TELEPHONE = "an NHS number", "a telephone number"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Patient 943 476 5919 was moved.", NHS),  # the example of the NHS Data Dictionary
        ("9434765919", NHS),
        ("943-476-5919.", NHS),
        ("Patient 943 476 5918", None),  # its check digit is wrong
        ("0151 496 0000", TELEPHONE),  # Ofcom keeps 0151 496 for drama
        ("Ring (0151) 496 0000 now", TELEPHONE),
        ("07700 900123", TELEPHONE),
        ("+44 7700 900123", TELEPHONE),
        ("+44 (0)151 496 0000", TELEPHONE),
        ("£1,250,000,000 over ten years", None),
        ("From 2023-12-01 until 2024-03-31", None),
        ("2024 2025 2026", None),
        ("TA943 and NG136", None),
        ("12345678", None),
        ("1234567890", None),
        ("E08000012, E06000007", None),
        ("0.1234567890", None),
        ("", None),
    ],
)
def test_what_looks_personal(text: str, kind: str | None) -> None:
    found = list(personal_details({"summary": text}))
    assert found == ([] if kind is None else [(("summary",), kind)])


def test_each_place_is_named() -> None:
    answers: dict[str, Any] = {
        "risks": ({"mitigation": "Fine"}, {"mitigation": "Ring 07700 900123"}),
        "summary": "943 476 5919",
        "amount": 9434765919,
        "day": date(2024, 1, 1),
        "wte": Decimal(9434765919),
    }
    assert dict(personal_details(answers)) == {
        ("risks", 1, "mitigation"): TELEPHONE,
        ("summary",): NHS,
    }


def _with_check_digit(nine: list[int]) -> str | None:
    """Nine digits and their check digit (modulus 11); None where there is none."""
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(nine)) % 11
    return None if check == 10 else "".join(map(str, nine)) + str(check % 11)


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_every_number_with_the_right_check_digit_is_seen(nine: list[int]) -> None:
    number = _with_check_digit(nine)
    if number is not None:
        assert [kind for _, kind in personal_details({"a": f"No. {number}"})] == [NHS]


@given(st.text())
def test_text_without_many_digits_never_looks_personal(text: str) -> None:
    few = "".join(c for c in text if not c.isdigit())
    assert list(personal_details({"a": few})) == []
