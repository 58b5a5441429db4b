"""Versions of schemes that were kept, as the rules take them: each is prepared once."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import orjson

from app.domain.round import Round
from app.domain.scheme import Scheme
from app.services.desk import Desk, round_classifier
from app.store.database import Row, Transaction
from app.store.schemes import submitted_answers, versions_of
from rulebook.classifier import Classifier, Prepared
from rulebook.pack import Pack
from rulebook.schema import restored

DECLARATION, DECLARED_ON = "declaration", "declared_on"
"""The answer of a template that says when a scheme was submitted."""
FEW: Final = 50
"""Up to this many versions are read one by one, more all at once."""


def prepared_of(
    desk: Desk, transaction: Transaction, round_: Round, schemes: Sequence[Scheme]
) -> list[Prepared]:
    """The submitted version of each scheme with the facts that it shows by itself."""
    classifier = round_classifier(desk, transaction, round_, is_live=False)
    found = {scheme.scheme_id: desk.prepared.get(version_key(scheme)) for scheme in schemes}
    missing = [
        (scheme.scheme_id, scheme.submitted_version)
        for scheme in schemes
        if found[scheme.scheme_id] is None
    ]
    answers = _answers(transaction, round_.round_id, missing)
    return [
        found[scheme.scheme_id] or _prepared(desk, transaction, classifier, scheme, answers)
        for scheme in schemes
    ]


def remember(desk: Desk, transaction: Transaction, scheme: Scheme, prepared: Prepared) -> None:
    """Keeps a version that was prepared, so that it need not be read again, once it is kept itself.

    Before that another may come to be kept under the same number.
    """
    transaction.when_kept(lambda: desk.prepared.put(version_key(scheme), prepared))


def version_key(scheme: Scheme) -> Hashable:
    """What a prepared scheme follows from: the version, its day of receipt, and who returned it."""
    is_back = bool(scheme.return_reason)
    version = (scheme.round_id, scheme.scheme_id, scheme.submitted_version)
    return (*version, scheme.submitted_on, is_back)


def _prepared(
    desk: Desk,
    transaction: Transaction,
    classifier: Classifier,
    scheme: Scheme,
    answers: Mapping[tuple[str, int], Row],
) -> Prepared:
    row = answers[scheme.scheme_id, scheme.submitted_version]
    found = classifier.prepare(checked(classifier.pack, row["answers"], scheme.submitted_on))
    if scheme.return_reason:
        found = replace(found, is_returned=True)
    remember(desk, transaction, scheme, found)
    return found


def checked(pack: Pack, answers: str, received: date | None) -> dict[str, Any]:
    """The answers of a version that was kept, as the rules take them.

    Where the rules ask when it was submitted they see the day on which it was received, not the day
    that the team has typed: who claims a release first is not for the teams to say.
    """
    found = restored(pack.template, orjson.loads(answers))
    group = found.get(DECLARATION)
    if received is not None and isinstance(group, dict) and DECLARED_ON in group:
        found[DECLARATION] = {**group, DECLARED_ON: received}
    return found


def _answers(
    transaction: Transaction, round_id: str, missing: Sequence[tuple[str, int]]
) -> Mapping[tuple[str, int], Row]:
    if len(missing) > FEW:
        return submitted_answers(transaction, round_id)
    return versions_of(transaction, round_id, missing)
