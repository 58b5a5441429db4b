"""Many schemes at once: a result for each row, sent as soon as the row is kept.

Rows go in portions, each one unit of work: what a line of the answer says was kept, is kept. Asked
for all or nothing, everything is one portion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any, Final

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from app.access import WRITE_SCHEMES, Principal
from app.api.answering import JSON, Once, caller_of, idempotency_key, request_hash
from app.api.describing import IDEMPOTENCY, ref, route
from app.api.fields import YesNoInText, word
from app.api.problems import problem_values
from app.api.taking import Input, check_kind, read_body, read_query
from app.edge.current import Current, current, desk, new_bytes, who
from app.edge.disputes import note_dispute
from app.edge.status import told
from app.errors import ServiceError, Unreadable
from app.services.importing import Given, How, Taken, refuse_unless_all, take_rows
from app.services.rounds import find_round
from app.services.schemes import take_turn
from app.store.answers import Answer
from app.store.database import Transaction
from rulebook.problem import Refused
from rulebook.reader import read_json

imports: Final = Blueprint("imports", __name__, description="Many schemes at once.")
NDJSON: Final = "application/x-ndjson"
PORTION: Final = 200
MOST_ROWS: Final = 20_000


class ImportQuery(Input):
    """How rows are taken."""

    mode = word("each", "all", about="Each row by itself, or all or none.", load_default="each")
    action = word("draft", "submit", about="Keep drafts, or submit.", load_default="draft")
    accept_warnings = YesNoInText(
        load_default=False,
        metadata={"description": "Somebody looked: no text identifies a person."},
    )


@route(
    imports,
    "POST",
    "/rounds/<code>/imports",
    WRITE_SCHEMES,
    "Brings in many schemes",
    {200: ref("ImportResult")},
    about="Each row is taken or refused by itself, unless `mode` is all: a wrong row is refused in "
    "its line of the answer, whose status is 200 all the same. In NDJSON a scheme is on each line.",
    takes={"type": "array", "items": ref("Scheme"), "minItems": 1, "maxItems": MOST_ROWS},
    kinds=[JSON, NDJSON],
    query=ImportQuery,
    headers=[IDEMPOTENCY],
    refuses=(400, 404, 413, 415, 422),
    gives_kind=NDJSON,
)
def import_schemes(code: str) -> Response:
    query = read_query(ImportQuery())
    desk().database.read(lambda transaction: find_round(transaction, code))
    rows = _rows()
    run = Import(
        code=code,
        how=How(query["action"] == "submit", query["accept_warnings"]),
        is_all=query["mode"] == "all",
        who=who(),
        key=idempotency_key(),
        request_sha256=request_hash(),
        current=current(),
    )
    size = len(rows) if run.is_all else PORTION
    first = run.keep(rows[:size])  # what stops this one is the answer to the whole
    return Response(run.stream(first, rows[size:]), content_type=NDJSON)


@dataclass(frozen=True, slots=True)
class Import:
    """One import: what it needs of its request, which is over before the last rows are kept."""

    code: str
    how: How
    is_all: bool
    who: Principal
    key: str
    request_sha256: str
    current: Current

    def stream(self, first: str, rows: Sequence[Given]) -> Iterator[str]:
        """The lines of each portion once it is kept; a store that fails ends it with the reason."""
        done = [first]
        yield first
        try:
            for at in range(0, len(rows), PORTION):
                done.append(self.keep(rows[at : at + PORTION]))
                yield done[-1]
        except ServiceError as error:
            yield _text({"stopped": True, **_refusal(error)})
        yield _summary(done)

    def keep(self, rows: Sequence[Given]) -> str:
        """The lines that say what became of rows, kept in the same unit as the rows."""
        database = self.current.desk.database
        if not self.key:
            return database.write(lambda transaction: self._take(transaction, rows)).body
        once = Once(
            caller_of(self.who),
            f"{self.key} from {rows[0].number}",
            self.request_sha256,
            self.current.desk.day_of(self.current.clock()).isoformat(),
        )
        return once.answer(database, lambda transaction: self._take(transaction, rows)).body

    def _take(self, transaction: Transaction, rows: Sequence[Given]) -> Answer:
        round_ = find_round(transaction, self.code)
        now = self.current.clock()
        turn = take_turn(self.current.desk, transaction, round_, self.who, now, new_bytes)
        taken = take_rows(turn, rows, self.how)
        if self.is_all:
            refuse_unless_all(taken)
        turn.pen.finish()
        for row in taken:
            if row.judged:
                note_dispute(self.current.figures, row.judged.line)
        return Answer(200, {}, "".join(_text(_result(row)) for row in taken))


def _rows() -> list[Given]:
    check_kind(JSON, NDJSON)
    rows = _lines() if request.mimetype == NDJSON else _items(read_body(JSON, NDJSON))
    if not rows:
        raise Unreadable("There is no scheme in the body. Send at least one.")
    return rows


def _check_count(rows: Sequence[Any]) -> None:
    """Refuses too many rows before anything is done with one of them."""
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"There are more than {MOST_ROWS:,} schemes. Send them in parts.")


def _items(body: Any) -> list[Given]:
    if not isinstance(body, list):
        raise Unreadable("Send a list of schemes, or one scheme on each line as NDJSON.")
    _check_count(body)
    return [Given(number, scheme) for number, scheme in enumerate(body, start=1)]


def _lines() -> list[Given]:
    lines = enumerate(BytesIO(request.get_data()), start=1)
    filled = ((number, line.rstrip(b"\n")) for number, line in lines if line.strip())
    rows = list(islice(filled, MOST_ROWS + 1))
    _check_count(rows)
    return [_line(number, line) for number, line in rows]


def _line(number: int, line: bytes) -> Given:
    try:
        return Given(number, read_json(line, "").value)
    except Refused as refusal:
        error = Unreadable("This line is not JSON that can be read.", refusal.problems)
        return Given(number, None, error)


def _result(row: Taken) -> dict[str, Any]:
    scheme, judged = row.scheme, row.judged
    return {
        "row": row.number,
        "ref": scheme.ref if scheme else None,
        "state": scheme.state if scheme else None,
        **({"tier": judged.line.classification.tier} if judged else {}),
        **(_refusal(row.error) if row.error else {}),
    }


def _refusal(error: ServiceError) -> dict[str, Any]:
    return {
        "status": told(error)[0],
        "code": error.code,
        "detail": str(error),
        "errors": [problem_values(problem) for problem in error.problems],
    }


def _summary(portions: Sequence[str]) -> str:
    results = [orjson.loads(line) for portion in portions for line in portion.splitlines()]
    kept = sum(1 for result in results if result["ref"])
    return _text({"rows": len(results), "kept": kept, "refused": len(results) - kept})


def _text(values: dict[str, Any]) -> str:
    return orjson.dumps(values).decode() + "\n"
