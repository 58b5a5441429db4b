"""Opens rounds, changes their dates, and publishes their lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.access import Principal
from app.domain.ledger import Head, MadeRow
from app.domain.round import RESUBMISSION_DAYS, Round, RoundStage
from app.errors import Changed, Invalid, NotFound, Taken
from app.services.desk import Desk
from app.services.standing import listing_at
from app.store.database import Transaction
from app.store.ledger import head_at, head_of, open_ledger, position_at
from app.store.rounds import add_round, change_round, keep_pack, round_by_code
from rulebook.load import named_pack, pack_files
from rulebook.pack import Pack
from rulebook.problem import Problem
from rulebook.suggest import nearest


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What is asked for when a round is opened. What is left out comes from the pack."""

    code: str
    title: str
    pack: str
    judged_on: date | None = None
    order: str = "tier"
    resubmission_days: int = RESUBMISSION_DAYS
    stages: Mapping[str, tuple[date, date]] | None = None


def find_round(transaction: Transaction, code: str) -> Round:
    """The round with a code; raises NotFound."""
    found = round_by_code(transaction, code)
    if found is None:
        raise NotFound("There is no round with this code. GET /api/v1/rounds lists them.")
    return found


def open_round(
    desk: Desk, transaction: Transaction, who: Principal, plan: RoundPlan, now: datetime, id: str
) -> Round:
    """Opens a round on a pack that ships with the project, and keeps that pack for good."""
    pack = desk.shipped.get(plan.pack)
    if pack is None:
        hint = nearest(plan.pack, desk.shipped)
        raise _wrong("/pack", "Pack", f"There is no such pack.{hint} GET /api/v1/packs lists them.")
    kept = _keep(transaction, pack)
    pen = open_ledger(transaction, id, who, now)
    round_ = replace(_planned(pack, plan, id), changed_at=pen.next_position)
    added = add_round(transaction, round_)
    if added is None:
        raise Taken(f"There is a round {plan.code} already. Choose another code.")
    pen.write("open_round", body=_body(round_), made=[kept, added])
    pen.finish()
    return round_


def change_dates(
    transaction: Transaction,
    who: Principal,
    round_: Round,
    stages: Mapping[str, tuple[date, date]],
    reason: str,
    now: datetime,
    expected: int,
) -> Round:
    """Gives stages of a round other dates, with the reason."""
    pen = open_ledger(transaction, round_.round_id, who, now)
    fresh = _unchanged(transaction, round_, expected)
    changed = replace(fresh, stages=_with_dates(fresh.stages, stages), changed_at=pen.next_position)
    body = {"reason": reason, **_body(changed)}
    pen.write("change_dates", body=body, made=[change_round(transaction, changed)])
    pen.finish()
    return changed


def publish_list(
    desk: Desk,
    transaction: Transaction,
    who: Principal,
    round_: Round,
    position: int,
    now: datetime,
) -> Round:
    """Lets all who may read lists read this one, as it stood at a position of the ledger.

    0 is its end now. The order of the list goes into the ledger, so that anyone can tell later
    whether it still comes out the same.
    """
    pen = open_ledger(transaction, round_.round_id, who, now)
    fresh = find_round(transaction, round_.code)
    head = as_of(transaction, fresh, position) if position else pen.head
    listing = listing_at(desk, transaction, fresh, head, fresh.order)
    changed = replace(fresh, published_at=head.position, changed_at=pen.next_position)
    body = {
        "position": head.position,
        "head": head.hash,
        "order": fresh.order,
        "refs": [entry.line.ref for entry in listing.entries],
    }
    pen.write("publish_list", body=body, made=[change_round(transaction, changed)])
    pen.finish()
    return changed


def as_of(transaction: Transaction, round_: Round, position: int) -> Head:
    """The end of the ledger as it was at a position; raises NotFound where there is none."""
    found = head_at(transaction, round_.round_id, position)
    if found is None:
        last = head_of(transaction, round_.round_id).position
        raise NotFound(f"The ledger has no position {position}. Its last one is {last}.")
    return found


def as_of_time(transaction: Transaction, round_: Round, at: str) -> Head:
    """The end of the ledger as it was at a moment (as the ledger writes it)."""
    position = position_at(transaction, round_.round_id, at)
    if position == 0:
        raise NotFound("The round was opened after this moment. Choose a later one.")
    return as_of(transaction, round_, position)


def _keep(transaction: Transaction, pack: Pack) -> MadeRow:
    files = pack_files(named_pack(pack.id))
    kept = keep_pack(transaction, pack.sha256, pack.id, pack.version, files)
    if kept is None:
        raise Taken(
            f"Version {pack.version} of {pack.id} is kept already, with another content. "
            "Give the changed pack a version of its own."
        )
    return kept


def _planned(pack: Pack, plan: RoundPlan, id: str) -> Round:
    stages = tuple(
        RoundStage(stage.id, stage.title, stage.starts, stage.ends, stage.allows)
        for stage in pack.calendar.stages
    )
    day = plan.judged_on or pack.calendar.judged_on
    first = min((rule.in_force_from for rule in pack.rules), default=day)
    if day < first:
        raise _wrong(
            "/judged_on", "Judged on", f"The rules apply from {first}. Choose a later day."
        )
    return Round(
        round_id=id,
        code=plan.code,
        title=plan.title,
        pack_id=pack.id,
        pack_version=pack.version,
        pack_sha256=pack.sha256,
        judged_on=day,
        order=plan.order,
        resubmission_days=plan.resubmission_days,
        stages=_with_dates(stages, plan.stages or {}),
    )


def _with_dates(
    stages: Sequence[RoundStage], dates: Mapping[str, tuple[date, date]]
) -> tuple[RoundStage, ...]:
    known = {stage.id for stage in stages}
    for id in dates:
        if id not in known:
            raise _wrong(f"/stages/{id}", "Stages", f"There is no such stage.{nearest(id, known)}")
    return tuple(
        replace(stage, starts=dates[stage.id][0], ends=dates[stage.id][1])
        if stage.id in dates
        else stage
        for stage in stages
    )


def _unchanged(transaction: Transaction, round_: Round, expected: int) -> Round:
    fresh = find_round(transaction, round_.code)
    if fresh.changed_at != expected:
        raise Changed("Somebody else has changed this round. Read it again, then change it.")
    return fresh


def _body(round_: Round) -> dict[str, Any]:
    return {
        "code": round_.code,
        "title": round_.title,
        "pack": {
            "id": round_.pack_id,
            "version": round_.pack_version,
            "sha256": round_.pack_sha256,
        },
        "judged_on": round_.judged_on.isoformat(),
        "order": round_.order,
        "resubmission_days": round_.resubmission_days,
        "stages": [
            {
                "id": stage.id,
                "starts": stage.starts.isoformat(),
                "ends": stage.ends.isoformat(),
                "allows": list(stage.allows),
            }
            for stage in round_.stages
        ],
    }


def _wrong(pointer: str, label: str, message: str) -> Invalid:
    problem = Problem(message, pointer, label, "invalid_answer")
    return Invalid("The round cannot be opened or changed like this.", [problem])
