"""Rounds, schemes and events as JSON."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.documents.asking import rules_asking
from app.domain.ledger import Event, Head
from app.domain.round import Round, RoundStage
from app.domain.scheme import STATES, Scheme
from rulebook.classify import Classification
from rulebook.model import Source
from rulebook.pack import Pack


def round_values(round_: Round, today: date) -> dict[str, Any]:
    """A round with what it allows today."""
    return {
        "code": round_.code,
        "title": round_.title,
        "pack": {
            "id": round_.pack_id,
            "version": round_.pack_version,
            "sha256": round_.pack_sha256,
        },
        "judged_on": round_.judged_on,
        "order": round_.order,
        "resubmission_days": round_.resubmission_days,
        "stages": [_stage(stage, today) for stage in round_.stages],
        "allows_today": sorted({action for s in round_.open_stages(today) for action in s.allows}),
        "published_position": round_.published_at or None,
    }


def scheme_state(scheme: Scheme) -> dict[str, Any]:
    """Where a scheme stands, without its answers."""
    return {
        "ref": scheme.ref,
        "id": scheme.scheme_id,
        "organisation": scheme.owner,
        "state": scheme.state,
        "state_means": STATES[scheme.state],
        "version": scheme.version,
        "submitted_version": scheme.submitted_version or None,
        "submitted_on": scheme.submitted_on,
        "resubmit_by": scheme.resubmit_by,
        "return_reason": scheme.return_reason or None,
        "late_reason": scheme.late_reason or None,
        "is_late": scheme.is_late,
        "position": scheme.changed_at,
    }


def reasons_for_return(pack: Pack, rules: Iterable[str]) -> list[dict[str, Any]]:
    """The rules that return a scheme: what each asks for, and where that comes from."""
    return [
        {
            "rule": rule.id,
            "title": rule.title,
            "to_do": rule.to_do,
            "sources": _sources(pack, rule.sources),
        }
        for rule in map(pack.rule, rules)
    ]


def missing_values(pack: Pack, found: Classification) -> list[dict[str, Any]]:
    """Answers that are missing: where, what to do, and who asks for it.

    `sources` are those of the question, `rules` those that return a scheme without the answer.
    """
    return [
        {
            "pointer": item.pointer,
            "label": item.label,
            "section": item.section,
            "to_do": item.to_do,
            "sources": _sources(pack, item.sources),
            "rules": [
                {"rule": rule.id, "title": rule.title, "sources": _sources(pack, rule.sources)}
                for rule in rules_asking(pack, found.return_rules, item.pointer)
            ],
        }
        for item in found.missing
    ]


def event_values(event: Event) -> dict[str, Any]:
    """An event with its hash, so that anyone can check the chain."""
    return {
        "round": event.round_id,
        "position": event.position,
        "at": event.at,
        "actor": event.actor,
        "organisation": event.organisation,
        "action": event.action,
        "subject": event.subject,
        "body": event.body,
        "rows": [[row.table, row.key, row.sha256] for row in event.rows],
        "previous": event.previous,
        "hash": event.hash,
    }


def change_values(event: Event) -> dict[str, Any]:
    """What a system that keeps a copy needs of an event: which scheme, and what it is now."""
    body: Mapping[str, Any] = event.body
    return {
        "position": event.position,
        "at": event.at,
        "action": event.action,
        "ref": body.get("ref"),
        "organisation": body.get("owner"),
        "state": body.get("state"),
        "version": body.get("version"),
    }


def head_values(head: Head) -> dict[str, Any]:
    """The end of a ledger."""
    return {"position": head.position, "hash": head.hash, "at": head.at or None}


def _sources(pack: Pack, sources: Iterable[Source]) -> list[dict[str, str]]:
    """Where something comes from, by the title of the document and the place in it."""
    return [
        {"document": pack.documents[source.document].title, "place": source.place}
        for source in sources
    ]


def _stage(stage: RoundStage, today: date) -> dict[str, Any]:
    return {
        "id": stage.id,
        "title": stage.title,
        "from": stage.starts,
        "until": stage.ends,
        "allows": stage.allows,
        "is_open": stage.is_open(today),
    }
