"""Tries a scheme out: what it would be, what it lacks and what would change it. Nothing is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.ranked import Explanation, Line
from app.domain.round import Round
from app.services.desk import Desk, classifier_of
from app.services.explaining import explain_scheme
from app.services.ranking import rank_lines
from app.services.standing import prepared_of
from app.store.database import Transaction
from app.store.ledger import head_of
from app.store.schemes import standing_at
from rulebook.classifier import Prepared
from rulebook.pack import Pack


def evaluate(
    desk: Desk,
    pack: Pack,
    day: date,
    answers: Mapping[str, Any],
    others: Sequence[Prepared] = (),
) -> Explanation:
    """The explanation of a scheme beside others, with both engines.

    Its rank is 1, since it is ranked alone: nobody has put it on a list.
    """
    classifier = classifier_of(desk, pack, day, is_live=True)
    prepared = classifier.prepare(answers)
    beside = [other for other in others if other.ref != prepared.ref]
    sheet = classifier.beside([*beside, prepared])(prepared.sheet)
    line = Line(answers, classifier.conclude(sheet))
    ranked = rank_lines(classifier, [line], "grouped")
    return explain_scheme(ranked, next(ranked.lines))


def standing_now(desk: Desk, transaction: Transaction, round_: Round) -> list[Prepared]:
    """The schemes that stand in a round now, ready to be stood beside."""
    head = head_of(transaction, round_.round_id)
    standing = standing_at(transaction, round_.round_id, head.position)
    return prepared_of(desk, transaction, round_, standing)
