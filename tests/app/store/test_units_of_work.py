"""A unit of work is kept whole or not at all, and statements mean the same to both databases."""

import sqlite3

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.store.database import Database, Row, Transaction
from tests.app.servers import opened
from tests.app.store.acts import (
    HOSTILE_TEXTS,
    count,
    make_notes,
    one_database_for_all_examples,
    texts,
)

_ADD = "INSERT INTO notes (name, note) VALUES (:name, :note)"
REFUSED_BY_A_CONSTRAINT = (sqlite3.IntegrityError, psycopg.Error)


@pytest.fixture
def database(database: Database) -> Database:
    make_notes(database)
    return database


def _add(transaction: Transaction, *keys: str) -> None:
    for key in keys:
        transaction.run(_ADD, name=key, note="2026-01-05")


def _keys(transaction: Transaction) -> list[str]:
    return [r["name"] for r in transaction.rows("SELECT name FROM notes ORDER BY 1")]


def test_what_waits_for_a_unit_of_work_is_done_once_it_is_kept(database: Database) -> None:
    done: list[object] = []

    def work(transaction: Transaction, name: str) -> None:
        transaction.when_kept(lambda: done.append(database.read(_keys)))
        _add(transaction, name)
        if name == "bad":
            _add(transaction, name)

    database.write(lambda t: work(t, "a"))
    with pytest.raises(REFUSED_BY_A_CONSTRAINT):
        database.write(lambda t: work(t, "bad"))

    assert done == [["a"]]


def test_what_was_done_is_seen_by_another_connection(database: Database, database_url: str) -> None:
    database.write(lambda t: _add(t, "a", "b"))
    other = opened(database_url)
    found = other.read(_keys)
    other.close()
    assert found == ["a", "b"]


def test_work_returns_what_it_found_and_sees_what_it_did(database: Database) -> None:
    def work(transaction: Transaction) -> list[str]:
        _add(transaction, "a")
        return _keys(transaction)

    assert database.write(work) == ["a"]


def test_of_work_that_fails_nothing_is_kept(database: Database) -> None:
    database.write(lambda t: _add(t, "before"))

    def inner(transaction: Transaction) -> None:
        transaction.many(_ADD, [{"name": key, "note": ""} for key in ("c", "d")])

    def work(transaction: Transaction) -> None:
        _add(transaction, "a", "b")
        inner(transaction)
        transaction.run("DELETE FROM notes WHERE name = 'before'")
        assert _keys(transaction) == ["a", "b", "c", "d"]
        raise RuntimeError("the last step failed")

    with pytest.raises(RuntimeError, match="the last step failed"):
        database.write(work)
    assert database.read(_keys) == ["before"]


def test_of_work_whose_statement_is_refused_nothing_is_kept(database: Database) -> None:
    with pytest.raises(REFUSED_BY_A_CONSTRAINT, match=r"(?i)unique"):
        database.write(lambda t: _add(t, "a", "b", "a"))
    assert database.read(_keys) == []
    database.write(lambda t: _add(t, "a"))
    assert database.read(_keys) == ["a"]


def test_of_work_that_is_interrupted_nothing_is_kept(database: Database) -> None:
    def work(transaction: Transaction) -> None:
        _add(transaction, "a")
        raise KeyboardInterrupt("somebody pressed Ctrl-C")

    with pytest.raises(KeyboardInterrupt, match="somebody pressed"):
        database.write(work)
    assert database.read(_keys) == []


def test_all_that_is_read_is_of_one_moment(database: Database, database_url: str) -> None:
    database.write(lambda t: _add(t, "a"))
    other = opened(database_url)

    def work(transaction: Transaction) -> tuple[list[str], list[str]]:
        before = _keys(transaction)
        other.write(lambda t: _add(t, "b"))
        return before, _keys(transaction)

    assert database.read(work) == (["a"], ["a"])
    assert database.read(_keys) == ["a", "b"]
    other.close()


def test_who_reads_does_not_wait_for_who_writes(database: Database, database_url: str) -> None:
    other = opened(database_url, wait_seconds=0.1)

    def work(transaction: Transaction) -> list[str]:
        _add(transaction, "a")
        return other.read(_keys)

    assert database.write(work) == []
    assert other.read(_keys) == ["a"]
    other.close()


def test_signs_in_a_statement_that_are_no_names_stay_as_they_are(database: Database) -> None:
    def work(transaction: Transaction) -> Row | None:
        return transaction.row(
            "SELECT '100 %' AS a, '%s and %(a)s' AS b, ':a at 09:30' AS c, 'it''s :a' AS d, "
            ":a AS e, 7 % 4 AS f",
            a="given",
        )

    assert database.read(work) == {
        "a": "100 %",
        "b": "%s and %(a)s",
        "c": ":a at 09:30",
        "d": "it's :a",
        "e": "given",
        "f": 3,
    }


def test_signs_stay_as_they_are_where_no_value_is_given(database: Database) -> None:
    found = database.read(lambda t: t.row("SELECT '100 %, %s and :a' AS a, 7 % 4 AS b"))
    assert found == {"a": "100 %, %s and :a", "b": 3}


def test_signs_of_a_pattern_are_taken_literally_where_they_are_escaped(database: Database) -> None:
    database.write(lambda t: _add(t, "100%", "100 of", "a_b", "axb", "a!b"))

    def like(pattern: str) -> list[str]:
        sql = "SELECT name FROM notes WHERE name LIKE :pattern ESCAPE '!' ORDER BY 1"
        return [row["name"] for row in database.read(lambda t: t.rows(sql, pattern=pattern))]

    assert like("100!%") == ["100%"]
    assert like("a!_b") == ["a_b"]
    assert like("a!!b") == ["a!b"]
    assert like("100%") == ["100 of", "100%"]


def test_a_statement_tells_how_many_rows_it_changed(database: Database) -> None:
    database.write(lambda t: _add(t, "a", "b", "c"))
    change = "UPDATE notes SET note = 'never' WHERE name < :key"
    assert database.write(lambda t: t.run(change, key="c")) == 2
    assert database.write(lambda t: t.run(change, key="a")) == 0
    again = "INSERT INTO notes (name, note) VALUES ('a', '') ON CONFLICT DO NOTHING"
    assert database.write(lambda t: t.run(again)) == 0


def test_a_query_that_finds_nothing_gives_none(database: Database) -> None:
    assert database.read(lambda t: t.row("SELECT * FROM notes")) is None
    assert list(database.read(lambda t: t.rows("SELECT * FROM notes"))) == []


def test_many_sets_of_values_may_be_none_or_come_one_by_one(database: Database) -> None:
    database.write(lambda t: t.many(_ADD, []))
    database.write(lambda t: t.many(_ADD, ({"name": k, "note": ""} for k in "ab")))
    assert database.read(_keys) == ["a", "b"]


@one_database_for_all_examples(40)
@given(given_texts=st.lists(texts, max_size=5, unique=True))
@example(given_texts=list(HOSTILE_TEXTS))
def test_text_comes_back_as_it_went_in_and_sorts_by_code_point(
    database: Database, given_texts: list[str]
) -> None:
    def work(transaction: Transaction) -> list[str]:
        transaction.run("DELETE FROM notes")
        _add(transaction, *given_texts)
        return _keys(transaction)

    assert database.write(work) == sorted(given_texts)


def test_a_number_of_64_bits_comes_back_and_text_is_no_number(database: Database) -> None:
    add = "INSERT INTO heads (round_id, position, hash, at) VALUES ('r', :position, '', '')"
    database.write(lambda t: t.run(add, position=2**63 - 1))
    assert database.read(lambda t: t.row("SELECT position FROM heads")) == {"position": 2**63 - 1}
    with pytest.raises(REFUSED_BY_A_CONSTRAINT, match=r"TEXT|invalid input syntax"):
        database.write(lambda t: t.run("UPDATE heads SET position = :position", position="abc"))


def test_a_value_that_a_statement_names_must_be_given(database: Database) -> None:
    with pytest.raises((sqlite3.ProgrammingError, psycopg.ProgrammingError), match="name"):
        database.write(lambda t: t.run(_ADD, note=""))
    assert count(database, "notes") == 0
