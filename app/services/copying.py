"""Begins a draft from an earlier scheme of the same organisation, in this round or another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from app.access import Principal
from app.documents.names import TITLE
from app.documents.prose import one_line
from app.domain.scheme import Scheme
from app.errors import NotFound
from app.services import schemes as use
from app.services.answers import read_answers
from app.services.desk import reader_of
from app.services.drafting import Answers, right_answers
from app.services.standing import DECLARATION
from app.store.database import Transaction
from app.store.rounds import all_rounds
from app.store.schemes import Viewer, list_schemes, versions_of

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
    team = Viewer(who.organisation, is_reviewer=False)
    for round_ in all_rounds(transaction):
        found = list_schemes(transaction, round_.round_id, team, "", MOST)
        keys = [(scheme.scheme_id, scheme.version) for scheme in found]
        versions = versions_of(transaction, round_.round_id, keys)
        for scheme, key in zip(found, keys, strict=True):
            answers = orjson.loads(versions[key]["answers"])
            title = one_line(str(answers.get(TITLE) or ""))
            name = f"{round_.code}/{scheme.ref}"
            yield Earlier(name, f"{title} ({scheme.ref})".strip(), scheme, answers)


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
    dropped = {DECLARATION, use.REFERENCE, PREVIOUS}
    answers: dict[str, Any] = {
        name: value for name, value in found.answers.items() if name in known - dropped
    }
    if carries_on and PREVIOUS in known:
        answers[PREVIOUS] = found.scheme.ref
    right = right_answers(reader_of(turn.desk, turn.pack), answers, {})
    return use.create(turn, read_answers(turn.desk, turn.pack, right))
