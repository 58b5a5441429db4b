"""The references of schemes: which come next, and what is said of one that is taken."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from app.access import WRITE_ANY_SCHEME, Principal
from app.domain.round import Round
from app.errors import Invalid, Taken
from app.store.database import Transaction
from app.store.schemes import last_ref
from rulebook.problem import Problem

REFERENCE: Final = "scheme_ref"
"""The field of every template that holds the reference."""
LABEL: Final = "Scheme reference"
LEAVE_IT_OUT: Final = "Leave it out, and the service gives the next one."
LAST_NUMBER: Final = 999_999
"""The last number that a template takes."""


def free_refs(transaction: Transaction, round_: Round, owner: str) -> Iterator[str]:
    """The references that the next schemes of an organisation get: none is taken by this.

    After the last number they begin again, and some may be taken already.
    """
    prefix = f"{round_.code}-{owner}-"
    last = last_ref(transaction, round_.round_id, prefix)
    number = int(last.removeprefix(prefix)) if last else 0
    numbers = count(number + 1) if number < LAST_NUMBER else count(1)
    return (f"{prefix}{number:03}" for number in numbers)


def check_ref(ref: str, owner: str, who: Principal) -> None:
    """Refuses a reference that is not of the form of its organisation's, except to those who write
    for all: else one team could use up the references of another, or find out which it has.
    """
    if who.may(WRITE_ANY_SCHEME) or ref.rpartition("-")[0].endswith(f"-{owner}"):
        return
    message = f"The references of {owner} have its code before the number. " + LEAVE_IT_OUT
    raise Invalid(message, [Problem(message, f"/{REFERENCE}", LABEL, Invalid.code)])


def ref_taken(ref: str) -> Taken:
    """The refusal of a reference that another scheme has."""
    message = f"The reference {ref} is taken. {LEAVE_IT_OUT}"
    return Taken(message, [Problem(message, f"/{REFERENCE}", LABEL, Taken.code)])
