"""Tries a scheme out: what it would be, what it lacks and what would change it. Nothing is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.ranked import Explanation, Line
from app.domain.round import Round
from app.services.desk import Desk, classifier_of, round_classifier
from app.services.explaining import explain_scheme
from app.services.ranking import rank_lines
from app.services.together import beside_others
from app.store.database import Transaction
from app.store.ledger import head_of
from rulebook.classifier import Classifier
from rulebook.facts import FactSheet
from rulebook.pack import Pack


def evaluate(desk: Desk, pack: Pack, day: date, answers: Mapping[str, Any]) -> Explanation:
    """The explanation of a scheme that stands alone, with both engines.

    Its rank is 1, since it is ranked alone: nobody has put it on a list.
    """
    classifier = classifier_of(desk, pack, day, is_live=True)
    prepared = classifier.prepare(answers)
    return _explained(classifier, answers, classifier.beside([prepared])(prepared.sheet))


def evaluate_in_round(
    desk: Desk, transaction: Transaction, round_: Round, answers: Mapping[str, Any]
) -> Explanation:
    """The same beside the schemes that stand in a round now."""
    classifier = round_classifier(desk, transaction, round_, is_live=True)
    prepared = classifier.prepare(answers)
    now = head_of(transaction, round_.round_id)
    with beside_others(desk, transaction, round_, now, now.position, [prepared]) as beside:
        sheet = beside.add(prepared.sheet)
    return _explained(classifier, answers, sheet)


def _explained(classifier: Classifier, answers: Mapping[str, Any], sheet: FactSheet) -> Explanation:
    line = Line(answers, classifier.conclude(sheet))
    ranked = rank_lines(classifier, [line], "grouped")
    return explain_scheme(ranked, next(ranked.lines))
