"""The list of a round at any position of its ledger, worked out from the versions that stood then.

It rests on versions, states and the pinned pack alone: asked again, it comes out the same.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import orjson

from app.domain.ledger import Head
from app.domain.listing import Entry, Listing, entries_of
from app.domain.ranked import Line, RankedRound
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.services.desk import Desk, round_classifier
from app.services.ranking import rank_lines, score_line
from app.store.database import Row, Transaction
from app.store.schemes import standing_at, submitted_answers, versions_of
from rulebook.classifier import Classifier, Prepared
from rulebook.facts import across_specs
from rulebook.pack import Pack
from rulebook.schema import restored
from scoring.rank import Order

ORDERS: Final[Mapping[str, Order]] = {"tier": "grouped", "pooled": "pooled"}
"""The orders of a list by the names that people see."""
DECLARATION, DECLARED_ON = "declaration", "declared_on"
"""The answer of a template that says when a scheme was submitted."""
FEW = 50
"""Up to this many versions are read one by one, more all at once."""


def listing_at(
    desk: Desk, transaction: Transaction, round_: Round, head: Head, order: str
) -> Listing:
    """The list of a round as it stood when `head` was the end of its ledger."""
    key = (round_.round_id, head.position, head.hash, order)
    found = desk.listings.get(key)
    if found is None:
        with desk.making:  # several that ask for a new list wait for one that makes it
            found = desk.listings.get_or_make(
                key, lambda: _made(desk, transaction, round_, head, order)
            )
    return found


def prepared_of(
    desk: Desk, transaction: Transaction, round_: Round, schemes: Sequence[Scheme]
) -> list[Prepared]:
    """The submitted version of each scheme with the facts that it shows by itself."""
    classifier = round_classifier(desk, transaction, round_, is_live=False)
    missing = [
        (scheme.scheme_id, scheme.submitted_version)
        for scheme in schemes
        if desk.prepared.get(_key(scheme)) is None
    ]
    answers = _answers(transaction, round_.round_id, missing)
    return [_prepared(desk, classifier, scheme, answers) for scheme in schemes]


def remember(desk: Desk, scheme: Scheme, prepared: Prepared) -> None:
    """Keeps a version that was just prepared, so that it need not be read again."""
    desk.prepared.put(_key(scheme), prepared)


def _made(desk: Desk, transaction: Transaction, round_: Round, head: Head, order: str) -> Listing:
    classifier = round_classifier(desk, transaction, round_, is_live=False)
    schemes = standing_at(transaction, round_.round_id, head.position)
    prepared = prepared_of(desk, transaction, round_, schemes)
    lines = _lines(desk, classifier, schemes, prepared)
    ranked = rank_lines(classifier, lines, ORDERS[order])
    entries = _entries(ranked, {scheme.ref: scheme.owner for scheme in schemes})
    return Listing(ranked, head, tuple(entries))


def _lines(
    desk: Desk, classifier: Classifier, schemes: Sequence[Scheme], prepared: Sequence[Prepared]
) -> list[Line]:
    """A line for each scheme, classified and scored beside the others.

    One whose facts beside the others are what they were before is taken as it was.
    """
    add = classifier.beside(prepared)
    across = [spec.id for spec in across_specs(classifier.pack)]
    lines = []
    for scheme, one in zip(schemes, prepared, strict=True):
        sheet = add(one.sheet)
        seen: Hashable = (scheme.return_reason, *(sheet.values.get(id) for id in across))
        notes = tuple(sheet.because.get(id, ()) for id in across)
        known = desk.lines.get(_key(scheme))
        if known is None or known[0] != (seen, notes):
            line = Line(one.case.answers, classifier.conclude(sheet))
            line = replace(line, return_reason=scheme.return_reason)
            known = desk.lines.put(_key(scheme), ((seen, notes), score_line(classifier, line)))
        lines.append(known[1])
    return lines


def _entries(ranked: RankedRound, owners: Mapping[str, str]) -> Iterable[Entry]:
    for list_id, line in entries_of(ranked):
        scheme = line.scheme
        words = (line.ref, str(scheme.get("title", "")), str(scheme.get("summary", "")))
        places = (*scheme.get("places_covered", ()), scheme.get("lead_place", ""))
        yield Entry(
            list=list_id,
            line=line,
            tier=line.classification.tier or "",
            organisation=str(scheme.get("submitting_org", owners[line.ref])),
            theme=str(scheme.get("theme", "")),
            places=frozenset(place for place in places if place),
            words=" ".join(words).casefold(),
        )


def _key(scheme: Scheme) -> Hashable:
    """What a prepared scheme follows from: the version, its day of receipt, and who returned it."""
    is_back = bool(scheme.return_reason)
    version = (scheme.round_id, scheme.scheme_id, scheme.submitted_version)
    return (*version, scheme.submitted_on, is_back)


def _prepared(
    desk: Desk,
    classifier: Classifier,
    scheme: Scheme,
    answers: Mapping[tuple[str, int], Row],
) -> Prepared:
    found = desk.prepared.get(_key(scheme))
    if found is None:
        row = answers[scheme.scheme_id, scheme.submitted_version]
        found = classifier.prepare(checked(classifier.pack, row["answers"], scheme.submitted_on))
        if scheme.return_reason:
            found = replace(found, is_returned=True)
        desk.prepared.put(_key(scheme), found)
    return found


def checked(pack: Pack, answers: str, received: date | None) -> dict[str, Any]:
    """The answers of a version that was kept, as the rules take them.

    Where the rules ask when it was submitted they see the day on which it was received, not the day
    that the team has typed: who claims a release first is not for the teams to say.
    """
    found = restored(pack.template.fields, orjson.loads(answers))
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
