"""Classifies and scores submissions beside what stands in the round, with both engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.documents.rows import line_as_values
from app.domain.ranked import Line
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.services.desk import Desk, round_classifier
from app.services.ranking import score_line
from app.services.standing import checked, prepared_of
from app.store.database import Transaction
from app.store.schemes import standing_at
from rulebook.classifier import Classifier, Prepared
from rulebook.facts import FactSheet


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of one submission. `values` is what is kept of it."""

    prepared: Prepared
    line: Line
    values: Mapping[str, Any]

    @property
    def is_returned(self) -> bool:
        return self.line.classification.is_returned


def judge(
    desk: Desk,
    transaction: Transaction,
    round_: Round,
    submissions: Sequence[tuple[Scheme, str]],
    position: int,
) -> tuple[Judged, ...]:
    """What the rules find of submissions, with their answers as kept, in the order given.

    They stand beside each other and the schemes that stand in the round at this position of its
    ledger, of which earlier versions of their own are left out.
    """
    classifier = round_classifier(desk, transaction, round_, is_live=True)
    own = {scheme.scheme_id for scheme, _ in submissions}
    standing = [
        scheme
        for scheme in standing_at(transaction, round_.round_id, position)
        if scheme.scheme_id not in own
    ]
    new = [
        classifier.prepare(checked(classifier.pack, answers, scheme.submitted_on))
        for scheme, answers in submissions
    ]
    others = prepared_of(desk, transaction, round_, standing)
    add = classifier.beside([*others, *new])
    return tuple(_judged(classifier, one, add(one.sheet)) for one in new)


def _judged(classifier: Classifier, prepared: Prepared, sheet: FactSheet) -> Judged:
    line = score_line(classifier, Line(prepared.case.answers, classifier.conclude(sheet)))
    return Judged(prepared, line, line_as_values(classifier.pack, line))
