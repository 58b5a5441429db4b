"""A round for a demonstration: samples and made-up schemes, brought in as teams would."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.access import Principal
from app.domain.ids import uuid7
from app.domain.round import Round
from app.services.desk import Desk
from app.services.importing import Given, How, take_rows
from app.services.rounds import RoundPlan, open_round
from app.services.schemes import take_turn
from app.services.vocabulary import vocabulary_from
from app.store.database import Transaction
from app.store.rounds import round_by_code
from rulebook.pack import Pack
from rulebook.schema import plain
from seed.generator.schemes import generate

CODE: Final = "CM24"
PACK: Final = "cheshire_merseyside"
MADE_UP: Final = 200
DRAFTS: Final = 12
"""How many of the made-up schemes are left as drafts."""
PORTION: Final = 50
DEMO: Final = Principal("demonstration", "QYG", ("administrator",))
TODAY_IS: Final = date(2023, 12, 10)
"""The day of the pack's calendar that the demonstration begins on: submissions and review run."""


def has_demo(desk: Desk) -> bool:
    return desk.database.read(lambda transaction: round_by_code(transaction, CODE)) is not None


def fill_demo(
    desk: Desk,
    samples: Sequence[Mapping[str, Any]],
    now: datetime,
    random: Callable[[], bytes],
    watch: Callable[[Sequence[Sequence[Given]]], Iterable[Sequence[Given]]],
) -> int:
    """Opens the round and brings the schemes in; how many there are. `watch` shows progress."""
    pack = desk.shipped[PACK]
    round_ = desk.database.write(
        lambda transaction: open_round(
            desk, transaction, DEMO, _plan(pack, desk.day_of(now)), now, uuid7(now, random())
        )
    )
    rows = _rows(pack, samples)
    portions = [rows[n : n + PORTION] for n in range(0, len(rows), PORTION)]
    for portion in watch(portions):
        _bring_in(desk, round_, portion, now, random)
    return len(rows)


def _bring_in(
    desk: Desk, round_: Round, rows: Sequence[Given], now: datetime, random: Callable[[], bytes]
) -> None:
    def work(transaction: Transaction) -> None:
        turn = take_turn(desk, transaction, round_, DEMO, now, random)
        drafts = [row for row in rows if row.number <= DRAFTS]
        take_rows(turn, drafts, How(is_submitted=False, is_confirmed=True))
        others = [row for row in rows if row.number > DRAFTS]
        take_rows(turn, others, How(is_submitted=True, is_confirmed=True))
        turn.pen.finish()

    desk.database.write(work)


def _rows(pack: Pack, samples: Sequence[Mapping[str, Any]]) -> list[Given]:
    """Made-up schemes first, since the first few stay drafts, then the samples."""
    vocabulary = vocabulary_from(pack, pack.calendar.judged_on)
    made_up: Iterator[Any] = iter(generate(vocabulary, MADE_UP, 1))
    given = [*made_up, *(plain(sample) for sample in samples)]
    return [Given(number, scheme) for number, scheme in enumerate(given, start=1)]


def _plan(pack: Pack, today: date) -> RoundPlan:
    """The calendar of the pack, moved so that the demonstration begins in the midst of it."""
    by: timedelta = today - TODAY_IS
    stages = {stage.id: (stage.starts + by, stage.ends + by) for stage in pack.calendar.stages}
    plan = RoundPlan(CODE, "Planning for 2024-25 (made up, for demonstration)", PACK)
    return replace(plan, stages=stages)
