"""Classifies and scores submissions beside what stands in the round, with both engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.documents.rows import line_as_values
from app.domain.ranked import Line
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.services.desk import Desk, round_classifier
from app.services.prepared import checked
from app.services.ranking import score_line
from app.services.together import beside_others
from app.store.database import Transaction
from app.store.ledger import Pen
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
    pen: Pen,
) -> tuple[Judged, ...]:
    """What the rules find of submissions, with their answers as kept, in the order given.

    They stand beside each other and the schemes that stand in the round after what the pen has
    written so far, of which earlier versions of their own are left out.
    """
    classifier = round_classifier(desk, transaction, round_, is_live=True)
    new = [
        classifier.prepare(checked(classifier.pack, answers, scheme.submitted_on))
        for scheme, answers in submissions
    ]
    pen.finish()  # what has changed in this turn is read from the ledger
    with beside_others(desk, transaction, round_, pen.opened, pen.head.position, new) as beside:
        sheets = [beside.add(one.sheet) for one in new]
    return tuple(_judged(classifier, one, sheet) for one, sheet in zip(new, sheets, strict=True))


def _judged(classifier: Classifier, prepared: Prepared, sheet: FactSheet) -> Judged:
    line = score_line(classifier, Line(prepared.case.answers, classifier.conclude(sheet)))
    return Judged(prepared, line, line_as_values(classifier.pack, line))
