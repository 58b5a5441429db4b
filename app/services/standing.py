"""The list of a round at any position of its ledger, worked out from the versions that stood then.

It rests on versions, states and the pinned pack alone: asked again, it comes out the same.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from app.domain.ledger import Head
from app.domain.listing import (
    HELD,
    NOT_HELD,
    OFFSET_STATUS,
    URGENCY,
    Entry,
    Listing,
    entries_of,
)
from app.domain.ranked import Line, RankedRound
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.services.desk import Desk, round_classifier
from app.services.prepared import version_key
from app.services.ranking import rank_lines, score_line
from app.services.together import together_at
from app.store.database import Transaction
from rulebook.classifier import Classifier, Prepared
from rulebook.derive.registry import Derived
from rulebook.facts import with_facts
from scoring.rank import Order

ORDERS: Final[Mapping[str, Order]] = {"tier": "grouped", "pooled": "pooled"}
"""The orders of a list by the names that people see."""


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


def _made(desk: Desk, transaction: Transaction, round_: Round, head: Head, order: str) -> Listing:
    classifier = round_classifier(desk, transaction, round_, is_live=False)
    with together_at(desk, transaction, round_, head) as together:
        standing = together.in_order()
        beside = [together.beside.facts(scheme.ref) for scheme, _ in standing]
    lines = [
        _line(desk, classifier, *pair, facts) for pair, facts in zip(standing, beside, strict=True)
    ]
    ranked = rank_lines(classifier, lines, ORDERS[order])
    entries = _entries(ranked, {scheme.ref: scheme.owner for scheme, _ in standing})
    return Listing(ranked, head, tuple(entries))


def _line(
    desk: Desk,
    classifier: Classifier,
    scheme: Scheme,
    prepared: Prepared,
    beside: Mapping[str, Derived],
) -> Line:
    """The line of a scheme, classified and scored beside the others.

    One whose facts beside the others are what they were before is taken as it was.
    """
    answers = prepared.case.answers
    seen, line = desk.lines.get(version_key(scheme)) or (None, None)
    if line is None or line.scheme is not answers or seen != (scheme.return_reason, beside):
        found = classifier.conclude(with_facts(prepared.sheet, beside))
        line = score_line(classifier, Line(answers, found, return_reason=scheme.return_reason))
        _keep_line(desk, scheme, beside, line)
    return line


def remember_line(desk: Desk, scheme: Scheme, beside: Mapping[str, Derived], line: Line) -> None:
    """Keeps the line of a version that was just judged, unless the engines differed.

    A list is made by the compiled rules alone, which find the same where the two agree.
    """
    if not line.classification.disputed:
        _keep_line(desk, scheme, beside, line)


def _keep_line(desk: Desk, scheme: Scheme, beside: Mapping[str, Derived], line: Line) -> None:
    desk.lines.put(version_key(scheme), ((scheme.return_reason, beside), line))


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
            held=_held(line),
            offset_status=line.classification.attributes.get(OFFSET_STATUS) or "",
            urgency=line.classification.attributes.get(URGENCY) or "",
        )


def _held(line: Line) -> str:
    """Whether a gate holds a scheme or may do so; empty for one that is on no list."""
    if line.position is None:
        return ""
    found = line.classification
    return HELD if found.failed_gates or found.unknown_gates else NOT_HELD
