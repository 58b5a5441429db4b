"""Money and numbers as people type them, read exactly."""

import re
from decimal import Decimal
from typing import Final

from app.documents.typed.fault import Unreadable
from app.documents.typed.text import key_of, plain_text
from rulebook.problem import shorten
from rulebook.words import pounds

LARGEST_EXACT: Final = 10**15
"""Numbers are kept with 15 digits, in Excel as in JSON: of larger ones the last would be lost."""
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,16})(?:\.[0-9]{1,9})?"
_PLAIN = re.compile(rf"([+-]?)({_NUMBER})")
_MONEY = re.compile(rf"([+-]?) ?£? ?([+-]?) ?({_NUMBER}) ?(k|thousand|m|mn|million|bn|billion)?")
_TIMES = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6,
          "bn": 10**9, "billion": 10**9}  # fmt: skip

WRITE_NUMBER = "Write the number alone, such as 6000 or 12.5."
WRITE_POUNDS = "Write the amount in pounds, such as 1250000, £1,250,000 or £1.25m."


def amount_of(text: str) -> Decimal:
    """An amount in pounds: £1.25m is 1250000."""
    found = _MONEY.fullmatch(key_of(text))
    if not found or (found[1] and found[2]):
        raise Unreadable(f"“{shorten(text, 40)}” is not an amount of money. {WRITE_POUNDS}")
    number = Decimal(found[3].replace(",", "")) * _TIMES[found[4] or ""]
    return _limited(-number if "-" in (found[1], found[2]) else number)


def pence_of(amount: Decimal) -> int:
    """An amount in pounds as whole pence, exact."""
    pence = amount * 100
    if pence != int(pence):
        message = f"{shorten(amount.normalize())} is not a whole number of pence. "
        raise Unreadable(message + "Round it to two decimal places.")
    return int(pence)


def check_pence(pence: int, minimum: int | None, maximum: int | None) -> int:
    """Refuses an amount outside its limits, told in pounds."""
    if minimum is not None and pence < minimum:
        raise Unreadable(f"{pounds(pence)} is less than {pounds(minimum)}, the least allowed.")
    if maximum is not None and pence > maximum:
        raise Unreadable(f"{pounds(pence)} is more than {pounds(maximum)}, the most allowed.")
    return pence


def how_to_write(minimum: int | None, maximum: int | None, *, is_whole: bool) -> str:
    """What to write instead of what is not a number: one within its limits, if it has both."""
    if minimum is None or maximum is None:
        return WRITE_NUMBER
    kind = "whole number" if is_whole else "number"
    return f"Write a {kind} from {minimum:,} to {maximum:,}."


def number_of(text: str, *, may_be_percent: bool = False, instead: str = WRITE_NUMBER) -> Decimal:
    """A number, typed with or without commas or a plus sign. “60%” is 60 where that is the unit.

    `instead` says what to write where it is no number.
    """
    plain = plain_text(text)
    if may_be_percent:
        plain = plain.removesuffix("%").strip()
    found = _PLAIN.fullmatch(plain)
    if not found:
        raise Unreadable(f"“{shorten(text, 40)}” is not a number. {instead}")
    return _limited(Decimal(found[1] + found[2].replace(",", "")))


def whole_of(number: Decimal) -> int:
    """A whole number."""
    if number != int(number):
        raise Unreadable(f"{number.normalize():f} is not a whole number. Round it.")
    return int(number)


def _limited(number: Decimal) -> Decimal:
    if abs(number) > LARGEST_EXACT:
        raise Unreadable("This number has more than 15 digits. Check it, and write it shorter.")
    return number
