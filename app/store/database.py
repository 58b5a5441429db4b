"""What both databases offer: units of work that are retried, and statements in one SQL text.

Statements name their values (`:ref`). They use what SQLite and PostgreSQL both speak; where the two
differ a statement holds a name in braces, which `Dialect` replaces.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

Row: TypeAlias = Mapping[str, Any]
Result = TypeVar("Result")

_NAMED = re.compile(r"'[^']*'|(?<![:\w]):([a-z_]\w*)")
"""A name with its colon; or text in quotes, in which a colon is only a colon."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the two write differently: the words in braces in a statement."""

    words: Mapping[str, str]
    is_named_with_colons: bool

    def write(self, sql: str) -> str:
        """The statement as this database takes it."""
        for name, word in self.words.items():
            sql = sql.replace(f"{{{name}}}", word)
        if self.is_named_with_colons:
            return sql
        return _NAMED.sub(_with_percent, sql.replace("%", "%%"))


def _with_percent(found: re.Match[str]) -> str:
    return f"%({found[1]})s" if found[1] else found[0]


class Transaction(Protocol):
    """A unit of work under way: all of it is kept, or nothing."""

    def rows(self, sql: str, **values: Any) -> Sequence[Row]:
        """Every row that a query finds."""
        ...

    def row(self, sql: str, **values: Any) -> Row | None:
        """The first row that a query finds, or None."""
        ...

    def run(self, sql: str, **values: Any) -> int:
        """Runs a statement; the number of rows that it changed."""
        ...

    def many(self, sql: str, values: Iterable[Row]) -> None:
        """Runs a statement once for each set of values."""
        ...

    def when_kept(self, do: Callable[[], object]) -> None:
        """Does something once all of this is kept for good; never if it is not."""
        ...


class Database(Protocol):
    """A database of the service. Each method may be called from any thread.

    They raise StoreBusy, StoreFull, StoreReadOnly or StoreError: then nothing was changed.
    """

    is_postgres: bool

    def write(self, work: Callable[[Transaction], Result]) -> Result:
        """What `work` returns, once all that it did is kept for good.

        It is run again where another writer came in between, so it must do nothing else.
        """
        ...

    def read(self, work: Callable[[Transaction], Result]) -> Result:
        """What `work` returns; all that it reads is of one moment."""
        ...

    def close(self) -> None: ...
