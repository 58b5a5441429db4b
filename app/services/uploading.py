"""Keeps an uploaded workbook until its team has looked, and then its schemes, once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import orjson

from app.access import Principal
from app.documents.names import TITLE
from app.documents.prose import one_line
from app.domain.ids import uuid7
from app.domain.round import Round
from app.errors import Changed, LooksPersonal, NotFound, ServiceError
from app.services import schemes as use
from app.services.answers import read_answers
from app.services.desk import Desk, pack_of
from app.services.importing import Taken, submit_taken
from app.services.judging import Judged
from app.services.rounds import find_round
from app.services.workbooks import (
    SAME,
    WRONG,
    Plan,
    Planned,
    ReadWorkbook,
    plan,
    read_upload,
)
from app.store.database import Transaction
from app.store.uploads import (
    Upload,
    add_upload,
    find_upload,
    forget_uploads_before,
    forget_uploads_but,
    put_result,
)

DAYS_KEPT: Final = 7
MOST_KEPT: Final = 20
"""As many uploads of a team in a round are kept: each may have 20 MB."""
MINE, THEIRS = "mine", "theirs"
LEFT: Final = "left"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a team wants done with its workbook.

    `taken` are the rows of the sheet that it wants kept, `submitted` those that are put forward as
    well where they are complete. `is_confirmed` says that somebody looked at text that looks
    personal, and `clashing` whose answers are kept where others have changed them too.
    """

    taken: Collection[int]
    submitted: Collection[int]
    is_confirmed: bool
    clashing: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An upload of a round."""

    round: Round
    upload: Upload

    @property
    def is_saved(self) -> bool:
        return bool(self.upload.result)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a row of the sheet, `note` why no more was done.

    `what` is NEW, CHANGED, SAME, WRONG or LEFT: the team did not want it.
    """

    row: int
    name: str
    what: str
    ref: str = ""
    version: int = 0
    state: str = ""
    note: str = ""


def keep_upload(turn: use.Turn, name: str, data: bytes) -> Upload:
    """Keeps a workbook until its team has looked at what it would do; nothing else of it."""
    today = turn.today
    forget_uploads_before(turn.transaction, (today - timedelta(days=DAYS_KEPT)).isoformat())
    upload = Upload(
        round_id=turn.round.round_id,
        upload_id=uuid7(turn.now, turn.random()),
        organisation=turn.who.organisation,
        made_by=turn.who.subject,
        made_on=today.isoformat(),
        name=name,
        data=data,
    )
    add_upload(turn.transaction, upload)
    forget_uploads_but(turn.transaction, upload, MOST_KEPT)
    return upload


def open_upload(transaction: Transaction, code: str, upload_id: str, who: Principal) -> Opened:
    """An upload of the caller's own team."""
    round_ = find_round(transaction, code)
    return Opened(round_, _upload(transaction, round_, upload_id, who))


def plan_upload(desk: Desk, transaction: Transaction, opened: Opened, who: Principal) -> Plan:
    """What an upload would do now."""
    pack = pack_of(desk, transaction, opened.round.pack_sha256)
    read = read_upload(desk, pack, opened.upload.data, who.organisation)
    return plan(desk, transaction, opened.round, read, who)


def save_upload(
    turn: use.Turn, upload_id: str, read: ReadWorkbook, wish: Wish
) -> tuple[Judged, ...]:
    """Keeps all rows that can be taken, in one; asked again, nothing is done a second time.

    Raises Changed or LooksPersonal where the team has not said what it must say.
    """
    upload = _upload(turn.transaction, turn.round, upload_id, turn.who)
    if upload.result:
        return ()
    planned = plan(turn.desk, turn.transaction, turn.round, read, turn.who)
    _check_wish(planned, wish)
    taken = [_taken(turn, row, number, wish) for number, row in enumerate(planned.rows)]
    taken = _with_submitted(turn, planned, taken, wish)
    done = [_done(row, one) for row, one in zip(planned.rows, taken, strict=True)]
    put_result(turn.transaction, replace(upload, result=orjson.dumps(done).decode()))
    return tuple(one.judged for one in taken if one.judged is not None)


def done_of(upload: Upload) -> tuple[Done, ...]:
    """What became of each row of an upload that was saved."""
    return tuple(Done(**values) for values in orjson.loads(upload.result))


def _upload(transaction: Transaction, round_: Round, id: str, who: Principal) -> Upload:
    found = find_upload(transaction, round_.round_id, id, who.organisation)
    if found is None:
        raise NotFound(
            f"There is no such upload of your team. Workbooks are kept for {DAYS_KEPT} days: "
            "upload it again."
        )
    return found


def _check_wish(planned: Plan, wish: Wish) -> None:
    rows = [row for row in planned.rows if row.number in wish.taken]
    clashes = [clash for row in rows for clash in row.clashes]
    if clashes and wish.clashing not in (MINE, THEIRS):
        raise Changed("Others have changed the same answers. Choose which ones to keep.")
    warnings = [told for row in rows for told in row.warnings]
    if warnings and not wish.is_confirmed:
        raise LooksPersonal("Some text may hold the details of a person. Nothing was saved.")


def _taken(turn: use.Turn, row: Planned, number: int, wish: Wish) -> Taken:
    """A row once it is kept, or why it cannot be."""
    if row.answers is None or row.number not in wish.taken:
        return Taken(number, None)
    if row.kind == SAME:
        return Taken(number, row.own.scheme if row.own else None)
    answers = dict(row.answers)
    if wish.clashing == THEIRS:
        answers |= {clash.field.id: clash.theirs for clash in row.clashes}
    given = {name: value for name, value in answers.items() if value is not None}
    try:
        checked = read_answers(turn.desk, turn.pack, given)
        if row.own is None:
            return Taken(number, use.create(turn, checked))
        scheme = row.own.scheme
        return Taken(number, use.save(turn, scheme.ref, scheme.changed_at, checked))
    except ServiceError as error:
        return Taken(number, None, error=error)


def _with_submitted(
    turn: use.Turn, planned: Plan, taken: Sequence[Taken], wish: Wish
) -> list[Taken]:
    """The rows with those submitted that are complete and wanted so."""
    wanted = {
        n for n, row in enumerate(planned.rows) if row.is_ready and row.number in wish.submitted
    }
    ready = [one for one in taken if one.scheme and one.number in wanted]
    put = {one.number: one for one in submit_taken(turn, ready)}
    return [put.get(one.number, one) for one in taken]


def _done(row: Planned, one: Taken) -> Done:
    title = one_line(str((row.answers or row.row.answers).get(TITLE) or row.row.name))
    note, scheme = str(one.error or ""), one.scheme
    if scheme is None:
        is_left = row.answers is not None and one.error is None
        return Done(row.number, title, LEFT if is_left else WRONG, note=note)
    kept = (scheme.ref, scheme.version, scheme.state)
    return Done(row.number, title, row.kind, *kept, note)
