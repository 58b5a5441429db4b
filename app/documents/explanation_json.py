"""The explanation of one scheme as JSON."""

from typing import Any

import orjson

from app.documents.names import source_in_words
from app.documents.rows import fact_value, line_as_values
from app.domain.ranked import Explanation, Neighbour
from rulebook.explain import Asked, Finding
from rulebook.model import Answer
from rulebook.nearest import NearestChange
from rulebook.pack import Pack

ANSWERS: dict[Answer, str] = {True: "matched", False: "not_matched", None: "unknown"}


def as_json(explanation: Explanation) -> bytes:
    """The explanation as a document of its own."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(explanation_values(explanation), option=options)


def explanation_values(explanation: Explanation) -> dict[str, Any]:
    """The line of the scheme, its findings with what they saw, nearest changes and neighbours."""
    pack = explanation.round.pack
    return {
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "as_of": explanation.round.day,
        "list": explanation.ranked.ranking.id if explanation.ranked else None,
        "scheme": line_as_values(pack, explanation.line),
        "findings": [_finding(pack, finding) for finding in explanation.findings],
        "nearest_changes": [_change(found) for found in explanation.changes],
        "above": _neighbour(explanation.above),
        "below": _neighbour(explanation.below),
    }


def _finding(pack: Pack, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "title": finding.rule.title,
        "phase": finding.rule.phase,
        "answer": ANSWERS[finding.answer],
        "reason": finding.reason if finding.answer else None,
        "all_of": [_asked(asked) for asked in finding.all_of],
        "any_of": [_asked(asked) for asked in finding.any_of],
        "missing_facts": finding.missing_facts,
        "sources": [
            {"text": source_in_words(pack, source), "items": source.items}
            for source in finding.rule.sources
        ],
    }


def _asked(asked: Asked) -> dict[str, Any]:
    return {
        "fact": asked.condition.fact,
        "asks": asked.asks,
        "sees": asked.sees,
        "answer": {True: "yes", False: "no", None: "unknown"}[asked.answer],
        "because": asked.because,
        "question": asked.question,
    }


def _change(found: NearestChange) -> dict[str, Any]:
    return {
        "goal": found.kind,
        "id": found.id,
        "is_possible": found.changes is not None,
        "is_settled": found.is_settled,
        "changes": [
            {
                "fact": change.fact,
                "now": None if change.now is None else fact_value(change.now),
                "to": [fact_value(value) for value in change.to],
                "how": change.how,
            }
            for change in found.changes or ()
        ],
        "obstacles": found.obstacles,
    }


def _neighbour(neighbour: Neighbour | None) -> dict[str, Any] | None:
    if neighbour is None:
        return None
    return {
        "ref": neighbour.line.ref,
        "decided_by": neighbour.decided_by,
        "differences": [
            {"criterion": item.criterion.id, "points": str(item.points)}
            for item in neighbour.differences
        ],
    }
