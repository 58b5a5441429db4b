"""Offers the word that was probably meant, where one is not known."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from rulebook.problem import shorten

LONGEST_WORD = 60
FEW = 12
CLOSE = 0.8
"""How alike a choice must be to be offered (1 is equal): codes of a list all look much alike."""
_BRITISH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_NUMBER_IN_TEXT = re.compile(
    r"\s*(-?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,14})(\.[0-9]{1,6})?)\s*%?\s*"
)
LOOK_UP = " Look it up in the list of this field."


def nearest(word: str, known: Iterable[str]) -> str:
    """A question that offers the known word nearest to `word`, or nothing."""
    close = _closest(word[:LONGEST_WORD], tuple(known))
    return f" Did you mean {close}?" if close else ""


def no_such(kind: str, word: str, known: Iterable[str]) -> str:
    """There is no `kind` of this name, and what could be put in its place."""
    return f"There is no {kind} {shorten(word)}.{_instead(word, known)}"


def is_not(word: str, what: str, known: Iterable[str]) -> str:
    """The word is not `what` it should be, and what could be put in its place."""
    return f"{shorten(word)} is not {what}.{_instead(word, known)}"


def _instead(word: str, known: Iterable[str]) -> str:
    words = tuple(dict.fromkeys(known))
    return nearest(word, words) or _few(words) or " Correct it, or remove it."


def no_such_list(name: str, known: Iterable[str]) -> str:
    """There is no list of this name, and which there are."""
    names = sorted(known)
    return f"There is no list {shorten(name)}.{nearest(name, names)} The lists: {', '.join(names)}."


def no_choice(word: str, labels: Mapping[str, str], list_name: str = "") -> str:
    """The word is none of the choices, and what to choose instead: one close by id or label.

    `list_name` is the reference list that holds the choices, if one does.
    """
    near = _near_choice(word, labels)
    if list_name:
        return f"{shorten(word)} is not in the list {list_name}.{near}"
    return f"{shorten(word)} is not one of the choices.{near or _few(tuple(labels)) or LOOK_UP}"


def _near_choice(word: str, labels: Mapping[str, str]) -> str:
    asked = word[:LONGEST_WORD].strip().casefold()
    by_text = {label.casefold(): id for id, label in labels.items()}
    by_text |= {id.casefold(): id for id in labels}
    close = by_text.get(asked) or by_text.get(_closest(asked, tuple(by_text), CLOSE))
    return f" Did you mean {_with_title(close, labels[close])}?" if close else ""


def _with_title(id: str, title: str) -> str:
    return id if id.casefold() == title.casefold() else f"{id} ({title})"


def day_to_write(text: str) -> str:
    """How to write a day that is given as day/month/year, or nothing."""
    parts = _BRITISH_DAY.fullmatch(text)
    try:
        return f" Write {date(*map(int, parts.groups()[::-1]))}." if parts else ""
    except ValueError:
        return ""


def number_to_write(value: object, *, is_whole: bool = False) -> str:
    """How to write a number that is given as text, as “102%” or “6,000”, or nothing."""
    parts = _NUMBER_IN_TEXT.fullmatch(value) if isinstance(value, str) else None
    if not parts or (is_whole and parts[2]):
        return ""
    number = parts[1].replace(",", "")
    return "" if number == value else f" Write {number}."


def pence_to_write(number: Decimal) -> str:
    """How to write money with two places, which looks like pounds, or nothing for other money."""
    places = -int(number.as_tuple().exponent)
    if places < 2 or number != round(number, 2):
        return ""
    pounds = f"{'-' if number < 0 else ''}£{abs(number):,.2f}"
    pence = f"{number * 100:.0f}"
    return f"Money is given in whole pence, without a point: {pounds} is {pence}."


@lru_cache(maxsize=1024)
def _closest(word: str, known: tuple[str, ...], cutoff: float = 0.6) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=cutoff)), "")


def _few(known: tuple[str, ...]) -> str:
    return f" Choose one of: {', '.join(known)}." if 0 < len(known) <= FEW else ""
