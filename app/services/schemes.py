"""What a team does with a scheme: draft it, change it, submit it, take it back.

Each is one unit of work in the turn of its round: a version, a state, what was found and the event
that holds them together are kept together or not at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import orjson

from app.access import REVIEW, WRITE_ANY_SCHEME, Principal
from app.domain import scheme as states
from app.domain.ids import uuid7
from app.domain.ledger import MadeRow, time_text
from app.domain.round import Round, check_open
from app.domain.scheme import Scheme
from app.errors import Changed, Invalid, NotFound, NotNow, NotPermitted
from app.services.desk import Desk, pack_of
from app.services.judging import Judged, judge
from app.services.prepared import remember
from app.services.references import REFERENCE, check_ref, free_refs, ref_taken
from app.services.standing import remember_line
from app.store.database import Transaction
from app.store.ledger import Pen, open_ledger
from app.store.schemes import (
    Viewer,
    add_classification,
    add_scheme,
    add_version,
    find_scheme,
    overdue,
    put_state,
    scheme_by_ref,
    versions_of,
)
from rulebook.pack import RESUBMIT, SUBMIT, Pack
from rulebook.problem import Problem
from rulebook.schema import plain

OWNER = "submitting_org"
"""The field of every template that says whose a scheme is."""
SERVICE = Principal("service", "", ())
"""Who acts when a date has passed and nobody does."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One caller's turn to write in a round: nobody else writes in it meanwhile."""

    desk: Desk
    transaction: Transaction
    round: Round
    pack: Pack
    who: Principal
    now: datetime
    random: Callable[[], bytes]
    pen: Pen
    free: dict[str, Iterator[str]] = field(default_factory=dict)
    """The references that this turn gives next, by organisation."""

    @property
    def today(self) -> date:
        return self.desk.day_of(self.now)


def take_turn(
    desk: Desk,
    transaction: Transaction,
    round_: Round,
    who: Principal,
    now: datetime,
    random: Callable[[], bytes],
) -> Turn:
    """Waits for the turn to write in a round, and closes what has lapsed by now."""
    pack = pack_of(desk, transaction, round_.pack_sha256)
    pen = open_ledger(transaction, round_.round_id, who, now)
    turn = Turn(desk, transaction, round_, pack, who, now, random, pen)
    for scheme in overdue(transaction, round_.round_id, turn.today):
        lapsed = states.moved(scheme, states.LAPSE, states.LAPSED)
        by = str(scheme.resubmit_by)
        _put(turn, states.LAPSE, lapsed, {"resubmit_by": by}, by_service=True)
    return turn


def viewer_of(who: Principal) -> Viewer:
    """What a person may see of the schemes of a round."""
    return Viewer(who.organisation, who.may(REVIEW))


def find(transaction: Transaction, round_: Round, ref: str, who: Principal) -> Scheme:
    """The scheme with a reference; raises NotFound where there is none that they may know of."""
    found = find_scheme(transaction, round_.round_id, ref, viewer_of(who))
    if found is None:
        raise NotFound("There is no scheme with this reference here, or none that you may read.")
    return found


def check_unchanged(scheme: Scheme, expected: int) -> None:
    """Refuses a change that is meant for an earlier state of a scheme."""
    if scheme.changed_at != expected:
        raise Changed("It was changed since you read it. Read it again, then send your change.")


def create(turn: Turn, answers: Mapping[str, Any]) -> Scheme:
    """Keeps a new draft, under the reference that it has or the next one that is free."""
    owner = _owner(turn, answers)
    ref = answers.get(REFERENCE)
    if ref:
        turn.free.clear()  # it may be higher than those that were given
        check_ref(ref, owner, turn.who)
        if _is_taken(turn, ref):
            raise ref_taken(ref)
    else:
        ref = next_ref(turn, owner)
    scheme = Scheme(
        round_id=turn.round.round_id,
        scheme_id=uuid7(turn.now, turn.random()),
        ref=ref,
        owner=owner,
        changed_at=turn.pen.next_position,
    )
    version = _keep_version(turn, scheme, {**answers, REFERENCE: ref})
    made = [add_scheme(turn.transaction, scheme), version]
    turn.pen.write(states.CREATE, scheme.scheme_id, _summary(scheme), made)
    return scheme


def save(turn: Turn, ref: str, expected: int, answers: Mapping[str, Any]) -> Scheme:
    """Keeps other answers as a new version."""
    scheme = _mine(turn, ref, expected)
    if answers.get(REFERENCE, ref) != ref:
        raise _fixed(REFERENCE, "Scheme reference", f"It stays {ref}")
    if answers[OWNER] != scheme.owner:
        raise _fixed(OWNER, "Submitting organisation", f"It stays {scheme.owner}")
    saved = states.saved(scheme)
    version = _keep_version(turn, saved, {**answers, REFERENCE: ref})
    return _put(turn, states.SAVE, saved, {}, [version])


def submit(turn: Turn, ref: str, expected: int) -> tuple[Scheme, Judged]:
    """Puts the newest version forward: it is classified by both engines, and scored."""
    put, answers = to_submit(turn, _mine(turn, ref, expected))
    (judged,) = judge(turn.desk, turn.transaction, turn.round, [(put, answers)], turn.pen)
    return keep_judged(turn, put, judged), judged


def to_submit(turn: Turn, scheme: Scheme) -> tuple[Scheme, str]:
    """The scheme as it is put forward today, with its newest answers; refused when too late."""
    states.check_allowed(scheme, states.SUBMIT)
    is_back = scheme.state == states.RETURNED
    action, today = (RESUBMIT if is_back else SUBMIT), turn.today
    is_late = bool(scheme.late_reason) and not turn.round.allows(action, today)
    if not is_late:
        check_open(turn.round, action, today)
    return states.submitted(scheme, today, is_late=is_late), _newest(turn, scheme)


def keep_judged(turn: Turn, scheme: Scheme, judged: Judged) -> Scheme:
    """Keeps a submission with what was found; the rules may return it."""
    if judged.is_returned:
        scheme = states.returned(scheme, turn.round.resubmit_by(turn.today))
    remember(turn.desk, turn.transaction, scheme, judged.prepared)
    remember_line(turn.desk, scheme, judged.beside, judged.line)
    found = add_classification(
        turn.transaction, scheme, turn.pen.next_position, orjson.dumps(judged.values).decode()
    )
    body: dict[str, Any] = {"late_reason": scheme.late_reason} if scheme.is_late else {}
    if judged.line.classification.disputed:
        body["disputed"] = list(judged.line.classification.disputed)
    return _put(turn, states.SUBMIT, scheme, body, [found])


def withdraw(turn: Turn, ref: str, expected: int) -> Scheme:
    """Takes a scheme back: it leaves the list, and stays in the ledger."""
    scheme = _mine(turn, ref, expected)
    return _put(turn, states.WITHDRAW, states.moved(scheme, states.WITHDRAW, states.WITHDRAWN), {})


def reopen(turn: Turn, ref: str, expected: int) -> Scheme:
    """Opens a withdrawn scheme again, as a draft."""
    scheme = _mine(turn, ref, expected)
    moved = states.moved(scheme, states.REOPEN, states.DRAFT)
    return _put(turn, states.REOPEN, moved, {})


def start_review(turn: Turn, ref: str, expected: int) -> Scheme:
    """Takes a submitted scheme into review."""
    scheme = _unchanged(turn, ref, expected)
    return _put(turn, states.REVIEW, states.moved(scheme, states.REVIEW, states.IN_REVIEW), {})


def return_scheme(turn: Turn, ref: str, expected: int, reason: str) -> Scheme:
    """Sends a scheme back to its team, with what must change."""
    scheme = _unchanged(turn, ref, expected)
    states.check_allowed(scheme, states.RETURN)
    back = states.returned(scheme, turn.round.resubmit_by(turn.today), reason)
    return _put(turn, states.RETURN, back, {"reason": reason})


def allow_late(turn: Turn, ref: str, reason: str) -> Scheme:
    """Lets a team submit a scheme after the closing date; the chair need not see the draft."""
    scheme = scheme_by_ref(turn.transaction, turn.round.round_id, ref)
    if scheme is None:
        raise NotFound("There is no scheme with this reference in the round.")
    late = states.allowed_late(scheme, reason, turn.round.resubmit_by(turn.today))
    return _put(turn, states.ALLOW_LATE, late, {"reason": reason})


def next_ref(turn: Turn, owner: str) -> str:
    """The next free reference: the round, the organisation and a number."""
    if owner not in turn.free:
        turn.free[owner] = free_refs(turn.transaction, turn.round, owner)
    return next(ref for ref in turn.free[owner] if not _is_taken(turn, ref))


def _is_taken(turn: Turn, ref: str) -> bool:
    return scheme_by_ref(turn.transaction, turn.round.round_id, ref) is not None


def _owner(turn: Turn, answers: Mapping[str, Any]) -> str:
    """The organisation of a new scheme: that of who asks, unless they may write for all."""
    named = str(answers.get(OWNER, turn.who.organisation))
    if named != turn.who.organisation and not turn.who.may(WRITE_ANY_SCHEME):
        message = f"You write for {turn.who.organisation}. Give this organisation."
        problem = Problem(message, f"/{OWNER}", "Submitting organisation", NotPermitted.code)
        raise NotPermitted("You cannot write for another organisation.", [problem])
    return named


def _mine(turn: Turn, ref: str, expected: int) -> Scheme:
    """A scheme that the caller's team may change, as they last read it."""
    scheme = _unchanged(turn, ref, expected)
    if scheme.owner != turn.who.organisation and not turn.who.may(WRITE_ANY_SCHEME):
        raise NotPermitted("Only its own organisation may change, submit or withdraw this scheme.")
    return scheme


def _unchanged(turn: Turn, ref: str, expected: int) -> Scheme:
    scheme = find(turn.transaction, turn.round, ref, turn.who)
    check_unchanged(scheme, expected)
    return scheme


def _newest(turn: Turn, scheme: Scheme) -> str:
    key = (scheme.scheme_id, scheme.version)
    found = versions_of(turn.transaction, scheme.round_id, [key])
    if key not in found:
        raise NotNow("The newest version of this scheme is missing from the store.")
    return str(found[key]["answers"])


def _keep_version(turn: Turn, scheme: Scheme, answers: Mapping[str, Any]) -> MadeRow:
    text = orjson.dumps(plain(answers)).decode()
    made_at = time_text(turn.now)
    return add_version(turn.transaction, scheme, text, turn.who.subject, made_at)


def _put(
    turn: Turn,
    action: str,
    scheme: Scheme,
    body: Mapping[str, Any],
    made: Sequence[MadeRow] = (),
    *,
    by_service: bool = False,
) -> Scheme:
    """Keeps a new state with its event."""
    scheme = replace(scheme, changed_at=turn.pen.next_position)
    rows = [put_state(turn.transaction, scheme), *made]
    by = SERVICE if by_service else None
    turn.pen.write(action, scheme.scheme_id, {**_summary(scheme), **body}, rows, by)
    return scheme


def _summary(scheme: Scheme) -> dict[str, Any]:
    """What an event says of the scheme: enough to follow it without opening a version."""
    day = scheme.resubmit_by
    return {
        "ref": scheme.ref,
        "owner": scheme.owner,
        "state": scheme.state,
        "version": scheme.version,
        "submitted_version": scheme.submitted_version,
        **({"resubmit_by": day.isoformat()} if day else {}),
    }


def _fixed(name: str, label: str, message: str) -> Invalid:
    problem = Problem(f"This cannot be changed. {message}.", f"/{name}", label, "fixed")
    return Invalid("Some answers cannot be changed.", [problem])
