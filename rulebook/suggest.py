"""Offers the word that was probably meant, where one is not known."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from rulebook.problem import shorten

LONGEST_WORD = 60
FEW = 12
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


def nearest_choice(word: str, labels: Mapping[str, str]) -> str:
    """What to choose instead of `word`: the nearest id, the id of its label, or one of a few."""
    ids = {label.casefold(): id for id, label in labels.items()}
    by_label = ids.get(word[:LONGEST_WORD].strip().casefold())
    if by_label:
        return f" Did you mean {by_label}?"
    by_id = nearest(word, labels)
    if by_id:
        return by_id
    label = _closest(word[:LONGEST_WORD].casefold(), tuple(ids))
    return (
        f" Did you mean {ids[label]} ({labels[ids[label]]})?"
        if label
        else _few(tuple(labels)) or LOOK_UP
    )


@lru_cache(maxsize=1024)
def _closest(word: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), "")


def _few(known: tuple[str, ...]) -> str:
    return f" Choose one of: {', '.join(known)}." if 0 < len(known) <= FEW else ""
