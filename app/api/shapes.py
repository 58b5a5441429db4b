"""The shapes of answers, as JSON Schema: what a caller may rely on. More names may be added."""

from collections.abc import Mapping
from typing import Any, Final

from app.api.describing import ref
from app.domain.scheme import STATES
from rulebook.pack import STAGE_ACTIONS

Json = dict[str, Any]

TEXT: Final[Json] = {"type": "string"}
MAYBE_TEXT: Final[Json] = {"type": ["string", "null"]}
COUNT: Final[Json] = {"type": "integer", "minimum": 0}
MAYBE_COUNT: Final[Json] = {"type": ["integer", "null"], "minimum": 0}
YES_NO: Final[Json] = {"type": "boolean"}
DAY: Final[Json] = {"type": "string", "format": "date"}
MAYBE_DAY: Final[Json] = {"type": ["string", "null"], "format": "date"}
MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
SHA256: Final[Json] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
OBJECT: Final[Json] = {"type": "object"}
MAYBE_OBJECT: Final[Json] = {"type": ["object", "null"]}


def one(**properties: Json) -> Json:
    """An object that has all of these."""
    return {"type": "object", "required": list(properties), "properties": properties}


def many(items: Json) -> Json:
    return {"type": "array", "items": items}


def _page(name: str, items: Json) -> Json:
    return one(**{name: many(items)}, next=MAYBE_TEXT)


_PACK_NAME = one(id=TEXT, version=TEXT, sha256=SHA256)
_ONE_PROBLEM: Final = one(pointer=TEXT, label=TEXT, code=TEXT, message=TEXT)
_PROBLEM: Final[Json] = {
    **_ONE_PROBLEM,
    "properties": {
        **_ONE_PROBLEM["properties"],
        "line": COUNT,
        "list": {**TEXT, "description": "The address of the list that has what may be given."},
    },
}
_SOURCES = many(one(document=TEXT, place=TEXT))
_MISSING = one(
    pointer=TEXT,
    label=TEXT,
    to_do=TEXT,
    sources=_SOURCES,
    rules=many(one(rule=TEXT, title=TEXT, sources=_SOURCES)),
)
_HEAD = one(position=COUNT, hash=SHA256, at={"type": ["string", "null"]})
_STATE = one(
    ref=TEXT,
    id={"type": "string", "format": "uuid"},
    organisation=TEXT,
    state={"enum": list(STATES)},
    state_means=TEXT,
    version=COUNT,
    submitted_version=MAYBE_COUNT,
    submitted_on=MAYBE_DAY,
    resubmit_by=MAYBE_DAY,
    return_reason=MAYBE_TEXT,
    late_reason=MAYBE_TEXT,
    is_late=YES_NO,
    position=COUNT,
)
_LINE = one(
    ref=TEXT,
    title=TEXT,
    organisation=TEXT,
    rank=MAYBE_COUNT,
    rank_in_tier=MAYBE_COUNT,
    tied_with=many(TEXT),
    decided_by=MAYBE_TEXT,
    tier=MAYBE_TEXT,
    also_applies=many(TEXT),
    score=MAYBE_TEXT,
    score_if_best=MAYBE_TEXT,
    is_fully_scored={"type": ["boolean", "null"]},
    ranked_value=MAYBE_TEXT,
    gates={"type": "object", "additionalProperties": {"enum": ["passed", "failed", "not_known"]}},
    flags=many(TEXT),
    attributes=OBJECT,
    reason=TEXT,
)
_FOUND = {
    **_LINE,
    "required": [*_LINE["required"], "facts", "findings", "missing", "parts", "return_rules"],
    "properties": {
        **_LINE["properties"],
        "possible_tiers": many(TEXT),
        "parts": many(OBJECT),
        "facts": OBJECT,
        "findings": {"type": "object", "additionalProperties": {"type": ["boolean", "null"]}},
        "disputed": many(TEXT),
        "return_rules": many(TEXT),
        "missing": many(one(pointer=TEXT, label=TEXT, to_do=TEXT)),
    },
}
_CHANGE = one(
    goal={"enum": ["submit", "gate", "tier"]},
    id=TEXT,
    is_possible=YES_NO,
    is_settled=YES_NO,
    changes=many(one(fact=TEXT, how=TEXT, to={"type": "array"})),
    obstacles=many(TEXT),
)
_FINDING = one(
    rule=TEXT,
    title=TEXT,
    phase=TEXT,
    answer={"enum": ["matched", "not_matched", "unknown"]},
    reason=MAYBE_TEXT,
    all_of=many(OBJECT),
    any_of=many(OBJECT),
    missing_facts=many(TEXT),
    sources=many(OBJECT),
)
_EVENT = one(
    round=TEXT,
    position=COUNT,
    at=MOMENT,
    actor=TEXT,
    organisation=TEXT,
    action=TEXT,
    subject=TEXT,
    body=OBJECT,
    rows={"type": "array", "items": {"type": "array", "items": TEXT}},
    previous=SHA256,
    hash=SHA256,
)

SHAPES: Final[Mapping[str, Json]] = {
    "Problem": one(
        type=TEXT,
        title=TEXT,
        status=COUNT,
        detail=TEXT,
        instance=TEXT,
        code=TEXT,
        request_id=TEXT,
        errors=many(_PROBLEM),
    ),
    "Problems": one(problems=many(one(code=TEXT, means=TEXT))),
    "Pack": one(
        **_PACK_NAME["properties"],
        title=TEXT,
        about=TEXT,
        rules=COUNT,
        criteria=COUNT,
        lists=many(TEXT),
    ),
    "Packs": one(packs=many(ref("Pack"))),
    "PackDetail": one(
        **_PACK_NAME["properties"], tiers=many(OBJECT), gates=many(OBJECT), calendar=OBJECT
    ),
    "Template": OBJECT,
    "Rules": one(
        pack=_PACK_NAME,
        rules=many(
            one(id=TEXT, title=TEXT, reason=TEXT, sources=many(OBJECT), examples=many(OBJECT))
        ),
    ),
    "Matrix": one(pack=_PACK_NAME, matrix=one(title=TEXT, criteria=many(OBJECT))),
    "ReferenceLists": one(
        pack=_PACK_NAME, lists=many(one(id=TEXT, title=TEXT, about=TEXT, entries=COUNT))
    ),
    "ReferenceList": one(pack=_PACK_NAME, list=one(id=TEXT, title=TEXT, entries=OBJECT)),
    "Round": one(
        code=TEXT,
        title=TEXT,
        pack=_PACK_NAME,
        judged_on=DAY,
        order={"enum": ["tier", "pooled"]},
        resubmission_days=COUNT,
        stages=many(
            {
                "type": "object",
                "required": ["id", "title", "from", "until", "allows", "is_open"],
                "properties": {"from": DAY, "until": DAY, "is_open": YES_NO},
            }
        ),
        allows_today=many({"enum": list(STAGE_ACTIONS)}),
        published_position=MAYBE_COUNT,
    ),
    "Rounds": one(rounds=many(ref("Round"))),
    "SchemeState": _STATE,
    "SchemeStates": _page("schemes", ref("SchemeState")),
    "SchemeAnswers": one(**_STATE["properties"], answers=OBJECT),
    "Version": one(ref=TEXT, version=COUNT, made_by=TEXT, made_at=MOMENT, answers=OBJECT),
    "Versions": one(ref=TEXT, versions=many(one(version=COUNT, made_by=TEXT, made_at=MOMENT))),
    "Found": _FOUND,
    "Submission": one(
        **_STATE["properties"],
        classification=ref("Found"),
        return_reasons=many(one(rule=TEXT, title=TEXT, to_do=TEXT, sources=_SOURCES)),
        missing=many(_MISSING),
    ),
    "Classification": one(ref=TEXT, version=COUNT, position=COUNT, classification=ref("Found")),
    "NearestChanges": one(ref=TEXT, nearest_changes=many(_CHANGE)),
    "Explanation": one(
        pack=_PACK_NAME,
        as_of=DAY,
        list=MAYBE_TEXT,
        scheme=ref("Found"),
        findings=many(_FINDING),
        nearest_changes=many(_CHANGE),
        above=MAYBE_OBJECT,
        below=MAYBE_OBJECT,
    ),
    "Evaluation": one(
        is_complete=YES_NO,
        missing=many(_MISSING),
        return_reasons=many(one(rule=TEXT, title=TEXT, to_do=TEXT)),
        warnings=many(one(pointer=TEXT, label=TEXT, code=TEXT, message=TEXT)),
        explanation=ref("Explanation"),
    ),
    "RankingLine": {**_LINE, "required": [*_LINE["required"], "list", "n"]},
    "Ranking": one(
        round=TEXT,
        order={"enum": ["tier", "pooled"]},
        as_of=_HEAD,
        judged_on=DAY,
        pack=_PACK_NAME,
        total=COUNT,
        lines=many(ref("RankingLine")),
        next=MAYBE_TEXT,
    ),
    "Event": _EVENT,
    "Events": one(head=_HEAD, events=many(ref("Event")), next=MAYBE_TEXT),
    "Head": _HEAD,
    "Changes": one(
        changes=many(
            one(
                position=COUNT,
                at=MOMENT,
                action=TEXT,
                ref=MAYBE_TEXT,
                organisation=MAYBE_TEXT,
                state=MAYBE_TEXT,
                version=MAYBE_COUNT,
            )
        ),
        next=TEXT,
        is_last=YES_NO,
    ),
    "ImportResult": OBJECT,
    "Health": one(status=TEXT, checks=OBJECT),
}
