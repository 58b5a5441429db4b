"""The references of schemes: which come next, and what is said of one that is taken."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from app.domain.round import Round
from app.errors import Taken
from app.store.database import Transaction
from app.store.schemes import last_ref
from rulebook.problem import Problem

REFERENCE: Final = "scheme_ref"
"""The field of every template that holds the reference."""


def free_refs(transaction: Transaction, round_: Round, owner: str) -> Iterator[str]:
    """The references that the next schemes of an organisation get: none is taken by this."""
    prefix = f"{round_.code}-{owner}-"
    last = last_ref(transaction, round_.round_id, prefix)
    first = int(last.removeprefix(prefix)) + 1 if last else 1
    return (f"{prefix}{number:03}" for number in count(first))


def ref_taken(ref: str) -> Taken:
    """The refusal of a reference that another scheme has."""
    message = f"The reference {ref} is taken. Leave it out, and the service gives the next one."
    return Taken(message, [Problem(message, f"/{REFERENCE}", "Scheme reference", Taken.code)])
