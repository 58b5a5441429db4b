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
from rulebook.derive.registry import Derived
from rulebook.facts import with_facts


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of one submission. `values` is what is kept of it.

    `beside` is what it shows beside the others, by the id of the fact.
    """

    prepared: Prepared
    beside: Mapping[str, Derived]
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
        found = [beside.facts(one.ref) for one in new]
    return tuple(_judged(classifier, one, facts) for one, facts in zip(new, found, strict=True))


def _judged(classifier: Classifier, prepared: Prepared, beside: Mapping[str, Derived]) -> Judged:
    found = classifier.conclude(with_facts(prepared.sheet, beside))
    line = score_line(classifier, Line(prepared.case.answers, found))
    return Judged(prepared, beside, line, line_as_values(classifier.pack, line))
