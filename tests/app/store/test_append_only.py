"""SQLite refuses to change, remove or replace a row of the tables that only grow.

The tests use a plain connection, as a person at the file would: that of the store has settings that
guard more (recursive triggers).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest

from app.settings import SQLITE
from app.store.tables import APPEND_ONLY


class Table:
    """A table that only grows, in which there is one row."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self.name = name
        self.key = APPEND_ONLY[name]
        columns = self._all("SELECT name, type FROM pragma_table_info('the_table')")
        self.row = {column: 1 if kind == "INTEGER" else "x" for column, kind in columns}
        self.other_column = next(c for c, v in self.row.items() if c not in self.key and v == "x")
        self.add("INSERT", self.row)
        self.content = self._all("SELECT * FROM the_table")

    @property
    def number_of_rows(self) -> int:
        return len(self._all("SELECT * FROM the_table"))

    def change(self, how: str, column: str) -> None:
        self._all(f"{how} the_table SET {column} = '2'")

    def empty(self) -> None:
        self._all("DELETE FROM the_table")

    @property
    def unique_keys(self) -> list[list[str]]:
        """The columns of each index in which no two rows may be alike."""
        indexes = self._all("SELECT name FROM pragma_index_list('the_table') WHERE \"unique\"")
        columns = "SELECT name FROM pragma_index_info(:index)"
        return [[name for (name,) in self._all(columns, {"index": i})] for (i,) in indexes]

    def another_row(self, *alike: str) -> dict[str, Any]:
        """A row that differs in every column but some."""
        return {c: v if c in alike else 2 if v == 1 else "y" for c, v in self.row.items()}

    def add(self, how: str, row: dict[str, Any]) -> None:
        names, values = ", ".join(row), ", ".join(f":{column}" for column in row)
        self._all(f"{how} INTO the_table ({names}) VALUES ({values})", row)

    def refuses(self, act: Callable[[], None]) -> bool:
        """Whether an act is refused, and has changed nothing."""
        with pytest.raises(sqlite3.IntegrityError, match=f"^{self.name} only grows$"):
            act()
        return self._all("SELECT * FROM the_table") == self.content

    def _all(self, statement: str, values: dict[str, Any] | None = None) -> list[Any]:
        sql = statement.replace("the_table", self.name)
        return self._connection.execute(sql, values or {}).fetchall()


@pytest.fixture(params=sorted(APPEND_ONLY))
def table(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[Table]:
    with closing(sqlite3.connect(sqlite_url.removeprefix(SQLITE), isolation_level=None)) as raw:
        yield Table(raw, request.param)


def test_another_row_is_added(table: Table) -> None:
    table.add("INSERT", table.another_row())
    assert table.number_of_rows == 2


def test_no_row_is_changed(table: Table) -> None:
    assert table.refuses(lambda: table.change("UPDATE", table.other_column))


def test_no_row_is_given_another_key(table: Table) -> None:
    assert table.refuses(lambda: table.change("UPDATE OR REPLACE", table.key[-1]))


def test_no_row_is_removed(table: Table) -> None:
    assert table.refuses(table.empty)


@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT"])
def test_no_row_is_replaced(table: Table, how: str) -> None:
    assert table.refuses(lambda: table.add(how, table.row | {table.other_column: "y"}))


def test_no_row_is_replaced_by_its_number_in_the_file(table: Table) -> None:
    another = table.another_row() | {"rowid": 1}
    assert table.refuses(lambda: table.add("INSERT OR REPLACE", another))


def test_no_row_is_replaced_by_any_of_its_keys(table: Table) -> None:
    assert list(table.key) in table.unique_keys
    for key in table.unique_keys:
        another = table.another_row(*key)
        assert table.refuses(partial(table.add, "INSERT OR REPLACE", another)), key
