"""Begins a draft from an earlier scheme of the same organisation, in this round or another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.access import Principal
from app.domain.scheme import Scheme
from app.errors import NotFound
from app.services import schemes as use
from app.services.answers import read_answers
from app.services.desk import reader_of
from app.services.drafting import Answers, right_answers
from app.services.own_schemes import own_schemes
from app.services.prepared import DECLARATION
from app.services.references import REFERENCE
from app.store.database import Transaction
from app.store.rounds import all_rounds

PREVIOUS: Final = "previous_scheme_ref"
"""The field of a template that names the scheme which a new one continues; a pack may lack it."""
MOST: Final = 500
"""As many earlier schemes of a round are offered."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A scheme to begin from, by the code of its round and its reference."""

    key: str
    label: str
    scheme: Scheme
    answers: Answers


def earlier_schemes(transaction: Transaction, who: Principal) -> Iterator[Earlier]:
    """The schemes of somebody's own organisation in every round, with their newest answers."""
    for round_ in all_rounds(transaction):
        for own in own_schemes(transaction, round_.round_id, who, MOST):
            ref = own.scheme.ref
            label = f"{own.title} ({ref})".strip()
            yield Earlier(f"{round_.code}/{ref}", label, own.scheme, own.answers)


def begin_from(turn: use.Turn, key: str, *, carries_on: bool) -> Scheme:
    """Keeps a new draft with the answers of an earlier scheme, as far as this template takes them.

    The declaration is not copied: it was made for another submission.
    """
    found = next(
        (one for one in earlier_schemes(turn.transaction, turn.who) if one.key == key), None
    )
    if found is None:
        raise NotFound("There is no earlier scheme with this reference, or none of yours.")
    known = {field.id for field in turn.pack.template.fields}
    dropped = {DECLARATION, REFERENCE, PREVIOUS}
    answers: dict[str, Any] = {
        name: value for name, value in found.answers.items() if name in known - dropped
    }
    if carries_on and PREVIOUS in known:
        answers[PREVIOUS] = found.scheme.ref
    right = right_answers(reader_of(turn.desk, turn.pack), answers, {})
    return use.create(turn, read_answers(turn.desk, turn.pack, right))
