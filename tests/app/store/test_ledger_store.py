"""The ledger of a round: positions without gaps, a chain of hashes, times that never turn back."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import pairwise
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access import Principal
from app.domain.ledger import EMPTY, START, Event, Head, MadeRow, time_text
from app.store.database import Database, Transaction
from app.store.ledger import event_of, events, head_at, head_of, open_ledger, position_at
from tests.app.store.acts import (
    HOSTILE_TEXTS,
    NOW,
    ROUND,
    SOMEBODY,
    all_events,
    one_database_for_all_examples,
    rows_of,
    texts,
    together,
    write_event,
)


def _assert_whole(chain: list[Event], head: Head) -> None:
    assert [event.position for event in chain] == list(range(1, len(chain) + 1))
    assert chain[0].previous == START
    assert all(after.previous == before.hash for before, after in pairwise(chain))
    assert all(before.at <= after.at for before, after in pairwise(chain))
    assert head == Head(chain[-1].position, chain[-1].hash, chain[-1].at)


def _head(database: Database, round_id: str = ROUND) -> Head:
    return database.read(lambda transaction: head_of(transaction, round_id))


def test_a_round_without_events_has_an_empty_head(database: Database) -> None:
    assert _head(database) == EMPTY
    assert list(all_events(database)) == []


def test_events_follow_each_other_without_a_gap(database: Database) -> None:
    assert [write_event(database, action) for action in ("a", "b", "c")] == [1, 2, 3]
    assert [event.action for event in all_events(database)] == ["a", "b", "c"]
    _assert_whole(list(all_events(database)), _head(database))


def test_the_hash_that_is_kept_is_the_hash_of_what_the_event_says(database: Database) -> None:
    for action in HOSTILE_TEXTS:
        write_event(database, action)
    for row in rows_of(database, "ledger"):
        assert event_of(row).hash == row["hash"]


def test_every_part_of_an_event_counts_in_its_hash() -> None:
    event = Event(ROUND, 1, "at", "actor", "LIVPP", "act", "subject", {"a": 1}, (), START)
    changes: list[dict[str, Any]] = [
        {"round_id": "another"},
        {"position": 2},
        {"at": "later"},
        {"actor": "another"},
        {"organisation": "another"},
        {"action": "another"},
        {"subject": "another"},
        {"body": {"a": 2}},
        {"rows": (MadeRow("packs", "key", "hash"),)},
        {"previous": "1" * 64},
    ]
    hashes = {event.hash, *(replace(event, **change).hash for change in changes)}
    assert len(hashes) == 1 + len(changes)


def test_one_unit_of_work_may_write_many_events(database: Database) -> None:
    def work(transaction: Transaction) -> list[int]:
        pen = open_ledger(transaction, ROUND, SOMEBODY, NOW)
        assert pen.next_position == 1
        positions = [pen.write("one"), pen.write("two")]
        pen.finish()
        positions.append(pen.write("three"))
        pen.finish()
        return positions

    assert database.write(work) == [1, 2, 3]
    _assert_whole(list(all_events(database)), _head(database))


def test_each_round_has_a_chain_of_its_own(database: Database) -> None:
    for round_id in ("first", "second", "first"):
        write_event(database, round_id=round_id)
    _assert_whole(list(all_events(database, "first")), _head(database, "first"))
    _assert_whole(list(all_events(database, "second")), _head(database, "second"))
    assert (_head(database, "first").position, _head(database, "second").position) == (2, 1)


def test_a_pen_that_wrote_nothing_leaves_nothing(database: Database) -> None:
    database.write(lambda t: open_ledger(t, ROUND, SOMEBODY, NOW).finish())
    assert _head(database) == EMPTY
    assert write_event(database) == 1


def test_work_that_fails_leaves_no_gap(database: Database) -> None:
    write_event(database, "before")

    def work(transaction: Transaction) -> None:
        pen = open_ledger(transaction, ROUND, SOMEBODY, NOW)
        pen.write("never")
        pen.finish()
        raise RuntimeError("it went wrong afterwards")

    with pytest.raises(RuntimeError, match="it went wrong afterwards"):
        database.write(work)
    assert write_event(database, "after") == 2
    assert [event.action for event in all_events(database)] == ["before", "after"]


def test_sixteen_writers_at_once_leave_a_whole_chain(database: Database) -> None:
    def ten_events(writer: int) -> list[int]:
        return [write_event(database, f"{writer}") for _ in range(10)]

    found = together(database, *(partial(ten_events, writer) for writer in range(16)))
    assert sorted(position for positions in found for position in positions) == [*range(1, 161)]
    chain = list(all_events(database))
    _assert_whole(chain, _head(database))
    for writer, positions in enumerate(found):
        assert positions == sorted(positions)
        assert [e.position for e in chain if e.action == f"{writer}"] == positions


def test_two_rounds_do_not_wait_for_each_other(postgres_database: Database) -> None:
    is_open, may_end = Signal(), Signal()

    def keep_the_pen(transaction: Transaction) -> None:
        pen = open_ledger(transaction, "slow", SOMEBODY, NOW)
        pen.write("slow")
        pen.finish()
        is_open.set()
        may_end.wait(10)

    slow = Thread(target=postgres_database.write, args=(keep_the_pen,))
    slow.start()
    assert is_open.wait(10)
    assert write_event(postgres_database, round_id="quick") == 1
    assert slow.is_alive()
    assert _head(postgres_database, "slow") == EMPTY
    may_end.set()
    slow.join()
    assert _head(postgres_database, "slow").position == 1


def test_a_clock_that_was_set_back_does_not_turn_the_ledger_back(database: Database) -> None:
    moments = [NOW, NOW - timedelta(hours=1), NOW + timedelta(microseconds=1)]
    for moment in moments:
        write_event(database, at=moment)
    assert [event.at for event in all_events(database)] == [
        "2026-01-05T09:30:00.000000Z",
        "2026-01-05T09:30:00.000000Z",
        "2026-01-05T09:30:00.000001Z",
    ]


def test_a_moment_in_another_zone_is_written_in_utc() -> None:
    summer = timezone(timedelta(hours=1))
    assert time_text(datetime(2026, 7, 1, 0, 30, tzinfo=summer)) == "2026-06-30T23:30:00.000000Z"


def test_the_position_at_a_moment_includes_that_moment(database: Database) -> None:
    for minutes in (0, 0, 5):
        write_event(database, at=NOW + timedelta(minutes=minutes))

    def position(**later: float) -> int:
        at = time_text(NOW + timedelta(**later))
        return database.read(lambda transaction: position_at(transaction, ROUND, at))

    assert position(microseconds=-1) == 0
    assert position() == 2
    assert position(minutes=5, microseconds=-1) == 2
    assert position(minutes=5) == 3
    assert position(days=900) == 3
    assert database.read(lambda t: position_at(t, "another", time_text(NOW))) == 0


def test_the_head_at_a_position_is_the_event_there(database: Database) -> None:
    for _ in range(3):
        write_event(database)
    chain = all_events(database)
    found = database.read(lambda t: [head_at(t, ROUND, position) for position in range(5)])
    heads = [Head(event.position, event.hash, event.at) for event in chain]
    assert found == [None, *heads, None]


def test_events_are_read_after_a_position_and_of_one_scheme(database: Database) -> None:
    def work(transaction: Transaction) -> None:
        pen = open_ledger(transaction, ROUND, SOMEBODY, NOW)
        for n in range(1, 10):
            pen.write(f"{n}", subject="odd" if n % 2 else "even")
        pen.finish()

    database.write(work)

    def read(after: int, limit: int, subject: str = "") -> list[str]:
        found = database.read(lambda t: events(t, ROUND, after, limit, subject))
        return [event.action for event in found]

    assert read(0, 4) == ["1", "2", "3", "4"]
    assert read(4, 4) == ["5", "6", "7", "8"]
    assert read(8, 4) == ["9"]
    assert read(9, 4) == []
    assert read(2, 3, "odd") == ["3", "5", "7"]
    assert read(0, 9, "neither") == []


def test_an_event_is_of_the_writer_unless_another_did_it(database: Database) -> None:
    def work(transaction: Transaction) -> None:
        pen = open_ledger(transaction, ROUND, SOMEBODY, NOW)
        pen.write("mine")
        pen.write("theirs", by=Principal("the clock", "ICB", ()))
        pen.finish()

    database.write(work)
    found = [(event.actor, event.organisation) for event in all_events(database)]
    assert found == [("somebody", "LIVPP"), ("the clock", "ICB")]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@one_database_for_all_examples(60)
@given(body=st.dictionaries(texts, values, max_size=4), subject=texts, made=st.lists(texts))
def test_an_event_comes_back_as_it_went_in(
    database: Database, body: dict[str, Any], subject: str, made: list[str]
) -> None:
    rows = [MadeRow("packs", text, "hash") for text in made]

    def work(transaction: Transaction) -> int:
        pen = open_ledger(transaction, ROUND, SOMEBODY, NOW)
        position = pen.write("act", subject, body, rows)
        pen.finish()
        return position

    position = database.write(work)
    (event,) = database.read(lambda t: events(t, ROUND, position - 1, 1))
    assert (event.body, event.subject, event.rows) == (body, subject, tuple(rows))
    assert _head(database).hash == event.hash
