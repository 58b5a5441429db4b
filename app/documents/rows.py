"""The ranked lists as plain values and flat rows: what JSON and CSV are made of."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from app.documents.names import (
    TITLE,
    named,
    owner_of,
    reason_for_tier,
    title_of,
)
from app.documents.prose import one_line
from app.domain.listing import RETURNED, UNPLACED, entries_of
from app.domain.ranked import Line, RankedRound
from rulebook.explain import fill
from rulebook.model import Value
from rulebook.pack import Pack
from rulebook.problem import Problem
from rulebook.words import listed
from scoring.rank import Order
from scoring.score import shown

FIRST_HEADINGS = (
    "list",
    "rank",
    "rank_in_tier",
    "ref",
    "title",
    "organisation",
    "tier",
    "also_applies",
    "score",
    "score_if_best",
    "fully_scored",
    "ranked_value",
    "gates_failed",
    "gates_not_known",
    "flags",
)
LAST_HEADINGS = ("rules_matched", "reason", "missing", "as_of", "pack_version")
"""The columns of the CSV before and after those of the pack. They are a promise: never rename."""
ORDER_NAMES: Mapping[Order, str] = {"grouped": "tier", "pooled": "pooled"}
"""The orders of a list as the command line and the JSON call them."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A spreadsheet may run what begins like this; the wide forms (\uff1d is =) count in some."""


def as_json(ranked: RankedRound, problems: Iterable[Problem] = ()) -> bytes:
    """The whole round as JSON, with the pack that judged it and what could not be read."""
    pack = ranked.pack
    return orjson.dumps(
        {
            "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
            "as_of": ranked.day,
            "order": ORDER_NAMES[ranked.order],
            "lists": [
                {
                    "id": item.ranking.id,
                    "title": item.ranking.title,
                    "ranked_by": item.ranking.rank_by,
                    "lines": [line_as_values(pack, line) for line in item.lines],
                }
                for item in ranked.lists
            ],
            RETURNED: [line_as_values(pack, line) for line in ranked.returned],
            UNPLACED: [line_as_values(pack, line) for line in ranked.unplaced],
            "problems": [problem_as_values(problem) for problem in problems],
        },
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
    )


def line_as_values(pack: Pack, line: Line) -> dict[str, Any]:
    """One scheme as plain values: what it is, where it stands, and every finding."""
    found = line.classification
    return {
        **short_line(pack, line),
        "possible_tiers": found.possible_tiers,
        "parts": _parts(pack, line),
        "facts": {id: fact_value(value) for id, value in found.facts.values.items()},
        "findings": dict(found.findings),
        "disputed": found.disputed,
        "return_rules": found.return_rules,
        "missing": [
            {"pointer": item.pointer, "label": item.label, "to_do": item.to_do}
            for item in found.missing
        ],
    }


def short_line(pack: Pack, line: Line) -> dict[str, Any]:
    """One scheme as a list shows it: its place, its tier, its score, and the reason."""
    found, place = line.classification, line.position
    return {
        "ref": line.ref,
        "title": line.scheme.get(TITLE, line.ref),
        "organisation": owner_of(pack, line),
        "rank": place.rank if place else None,
        "rank_in_tier": place.group_rank if place else None,
        "tied_with": place.tied_with if place else (),
        "decided_by": place.decided_by if place else None,
        "tier": found.tier,
        "also_applies": found.also_applies,
        "score": str(shown(line.score.low)) if line.score else None,
        "score_if_best": str(shown(line.score.high)) if line.score else None,
        "is_fully_scored": line.is_fully_scored if line.levels else None,
        "ranked_value": _ranked_value(line),
        "gates": dict(found.gates),
        "flags": found.flags,
        "attributes": dict(found.attributes),
        "reason": reason(pack, line),
    }


def reason(pack: Pack, line: Line) -> str:
    """The reason for where a scheme is, in one or two sentences on one line."""
    found = line.classification
    if line.return_reason:
        return one_line(f"Returned: {line.return_reason}")
    if found.is_returned:
        more = len(found.return_rules) - 1
        rest = f" {more} more reason{'s' if more > 1 else ''}." if more else ""
        return one_line(f"Returned: {_first_return(pack, line)}{rest}")
    held = [named(pack.gates, gate) for gate in found.failed_gates]
    ends = f" Held until {listed(title[:1].lower() + title[1:] for title in held)}." if held else ""
    return one_line(f"{reason_for_tier(pack, line)}{ends}")


def _first_return(pack: Pack, line: Line) -> str:
    """What the first rule that returns the scheme says; one that is open says only what it is."""
    found = line.classification
    rule = pack.rule(found.return_rules[0])
    if found.findings[rule.id] is None:
        return f"It is not known whether this holds: {rule.title}."
    return fill(pack, rule.reason, found.facts.values)


def fact_value(value: Value) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def problem_as_values(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "pointer": problem.pointer,
        "label": problem.label,
        "code": problem.code,
        "message": problem.message,
    }


def headings(pack: Pack) -> tuple[str, ...]:
    """The columns of the CSV, which change with the pack only.

    They are FIRST_HEADINGS, the ids of the attributes in the order of the pack, the ids of the
    facts that its lists show in the order of the lists, and LAST_HEADINGS. The id of an attribute
    or a fact that is a heading already stands behind `attribute_` or `fact_`.
    """
    return (*FIRST_HEADINGS, *_attribute_heads(pack), *_fact_heads(pack), *LAST_HEADINGS)


def as_csv(ranked: RankedRound) -> str:
    """Every scheme of a round as CSV, as `as_csv_of` writes it."""
    return as_csv_of(ranked, entries_of(ranked))


def as_csv_of(ranked: RankedRound, lines: Iterable[tuple[str, Line]]) -> str:
    """Lines, each with the id of its list, as CSV (RFC 4180).

    A sign stands before text that a spreadsheet would run. Money is in whole pence. What is not
    known is empty.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, headings(ranked.pack))
    writer.writeheader()
    for list_id, line in lines:
        row = _flat(ranked, line, list_id)
        writer.writerow({key: safe_cell(value) for key, value in row.items()})
    return out.getvalue()


def _attribute_heads(pack: Pack) -> dict[str, str]:
    """The headings of the attributes, with their ids."""
    taken = {*FIRST_HEADINGS, *LAST_HEADINGS}
    ids = (attribute.id for attribute in pack.attributes)
    return {f"attribute_{id}" if id in taken else id: id for id in ids}


def _fact_heads(pack: Pack) -> dict[str, str]:
    """The headings of the facts that the lists show, with their ids."""
    taken = {*FIRST_HEADINGS, *LAST_HEADINGS, *_attribute_heads(pack)}
    ids = (column.id for item in pack.lists for column in item.columns if column.id in pack.facts)
    return {f"fact_{id}" if id in taken else id: id for id in ids}


def _flat(ranked: RankedRound, line: Line, list_id: str) -> dict[str, Any]:
    pack, found, place = ranked.pack, line.classification, line.position
    return {
        "list": list_id,
        "rank": place.rank if place and place.rank else "",
        "rank_in_tier": place.group_rank if place and place.group_rank else "",
        "ref": line.ref,
        "title": title_of(line),
        "organisation": owner_of(pack, line),
        "tier": found.tier or "",
        "also_applies": "; ".join(found.also_applies),
        "score": str(shown(line.score.low)) if line.score else "",
        "score_if_best": str(shown(line.score.high)) if line.score else "",
        "fully_scored": _yes_no(is_so=line.is_fully_scored) if line.levels else "",
        "ranked_value": _ranked_value(line) or "",
        "gates_failed": "; ".join(found.failed_gates),
        "gates_not_known": "; ".join(found.unknown_gates),
        "flags": "; ".join(found.flags),
        **{head: found.attributes.get(id) or "" for head, id in _attribute_heads(pack).items()},
        **{head: _plain(found.facts.values.get(id)) for head, id in _fact_heads(pack).items()},
        "rules_matched": "; ".join(found.matched),
        "reason": reason(pack, line),
        "missing": "; ".join(one_line(item.label) for item in found.missing),
        "as_of": ranked.day.isoformat(),
        "pack_version": pack.version,
    }


def _plain(value: Value | None) -> str | int:
    """The value of a fact in a cell: a number as it is, several ids joined, empty if not known."""
    if isinstance(value, bool):
        return _yes_no(is_so=value)
    if isinstance(value, frozenset):
        return "; ".join(sorted(value))
    if isinstance(value, int):
        return value
    return "" if value is None else str(value)


def _yes_no(*, is_so: bool) -> str:
    return "yes" if is_so else "no"


def _ranked_value(line: Line) -> str | None:
    return str(shown(line.value)) if line.value is not None else None


def _parts(pack: Pack, line: Line) -> list[dict[str, Any]]:
    """What each criterion adds, of 100: to one decimal, and exactly as a fraction."""
    scale = _scale_of(pack, line)
    return [
        {
            "criterion": part.criterion.id,
            "title": _criterion_title(pack, part.criterion.id, scale),
            "lowest_level": part.counted.low,
            "highest_level": part.counted.high,
            "cap": part.cap,
            "share": str(part.share),
            "points": str(shown(part.low)),
            "points_exact": str(part.low),
            "points_if_best": str(shown(part.high)),
            "points_if_best_exact": str(part.high),
            "because": _because(pack, line, part.criterion.id),
        }
        for part in (line.score.parts if line.score else ())
    ]


def _scale_of(pack: Pack, line: Line) -> str:
    """The scale of the list on which a scheme stands; empty for one without a list."""
    value = line.classification.attributes.get(pack.list_attribute)
    return next((item.scale for item in pack.lists if item.attribute_value == value), "")


def _criterion_title(pack: Pack, id: str, scale: str) -> str:
    criterion = pack.matrix.criterion(id)
    return criterion.scales[scale].title or criterion.title


def _because(pack: Pack, line: Line, criterion: str) -> list[str]:
    """What gives each level that is left open."""
    known = line.classification.facts.values
    return [fill(pack, row.because, known) for row in (line.levels or {})[criterion].rows]


def safe_cell(value: Any) -> Any:
    """A value as a cell of a spreadsheet, with a sign before text that it would run."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULA_STARTS)
    return f"'{value}" if is_formula else value
