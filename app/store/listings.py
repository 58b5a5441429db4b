"""Lists as they stood at a position of the ledger, ready to be paged.

They are worked out from versions and can be worked out again: only the newest few are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from app.store.database import Row, Transaction

MOST_KEPT = 4
"""Lists kept of one round."""
_LINE_COLUMNS = ("list", "tier", "organisation", "theme", "places", "words", "line", "flat")


@dataclass(frozen=True, slots=True)
class Listing:
    """Which list: of a round, at a position, in an order (tier or pooled)."""

    round_id: str
    position: int
    order_by: str

    def values(self) -> dict[str, str | int]:
        return {
            "round_id": self.round_id,
            "position": self.position,
            "order_by": self.order_by,
        }


@dataclass(frozen=True, slots=True)
class Filters:
    """What a line must have to be shown; an empty one lets all lines through."""

    list: str = ""
    tier: str = ""
    organisation: str = ""
    theme: str = ""
    place: str = ""
    words: tuple[str, ...] = field(default=())

    def sql(self) -> tuple[str, dict[str, str]]:
        """The conditions, and their values."""
        values: dict[str, str] = {}
        clauses = []
        for column in ("list", "tier", "organisation", "theme"):
            if wanted := getattr(self, column):
                values[column] = wanted
                clauses.append(f"{column} = :{column}")
        if self.place:
            values["place"] = f"%|{_literal(self.place)}|%"
            clauses.append("places LIKE :place ESCAPE '!'")
        for letter, word in zip("abcdefgh", self.words, strict=False):
            values[f"word_{letter}"] = f"%{_literal(word.casefold())}%"
            clauses.append(f"words LIKE :word_{letter} ESCAPE '!'")
        return "".join(f" AND {clause}" for clause in clauses), values


def listing_head(transaction: Transaction, listing: Listing) -> str | None:
    """The hash of the ledger at the position of a list that is kept; None where it is not."""
    row = transaction.row(
        "SELECT head FROM listings WHERE round_id = :round_id AND position = :position "
        "AND order_by = :order_by",
        **listing.values(),
    )
    return row["head"] if row else None


def keep_listing(
    transaction: Transaction, listing: Listing, head: str, lines: Sequence[Row]
) -> None:
    """Keeps a list, unless another did in the meantime, and drops those that are too many."""
    made = transaction.run(
        "INSERT INTO listings (round_id, position, order_by, head, sha256) "
        "VALUES (:round_id, :position, :order_by, :head, :sha256) ON CONFLICT DO NOTHING",
        head=head,
        sha256=hash_of_lines(lines),
        **listing.values(),
    )
    if made:
        columns = ", ".join(_LINE_COLUMNS)
        values = ", ".join(f":{column}" for column in _LINE_COLUMNS)
        transaction.many(
            f"INSERT INTO listing_lines (round_id, position, order_by, n, {columns}) "
            f"VALUES (:round_id, :position, :order_by, :n, {values})",
            ({**listing.values(), "n": n, **line} for n, line in enumerate(lines, start=1)),
        )
        _drop_old(transaction, listing)


def listing_page(
    transaction: Transaction, listing: Listing, filters: Filters, after: int, limit: int
) -> Sequence[Row]:
    """Lines after a number, in their order."""
    where, values = filters.sql()
    return transaction.rows(
        "SELECT n, line FROM listing_lines WHERE round_id = :round_id AND position = :position "
        f"AND order_by = :order_by AND n > :after{where} ORDER BY n LIMIT :limit",
        after=after,
        limit=limit,
        **listing.values(),
        **values,
    )


def listing_rows(
    transaction: Transaction, listing: Listing, filters: Filters, column: str
) -> Sequence[str]:
    """The `line` or `flat` text of every line, in their order."""
    where, values = filters.sql()
    rows = transaction.rows(
        f"SELECT {column} AS text FROM listing_lines WHERE round_id = :round_id "
        f"AND position = :position AND order_by = :order_by{where} ORDER BY n",
        **listing.values(),
        **values,
    )
    return [row["text"] for row in rows]


def listing_lines(transaction: Transaction, listing: Listing) -> Sequence[Row]:
    """All that is kept of a list, in order."""
    columns = ", ".join(_LINE_COLUMNS)
    return transaction.rows(
        f"SELECT {columns} FROM listing_lines WHERE round_id = :round_id "
        "AND position = :position AND order_by = :order_by ORDER BY n",
        **listing.values(),
    )


def hash_of_lines(lines: Iterable[Row]) -> str:
    """SHA-256 over all that is kept of each line, in order."""
    hashed = sha256()
    for line in lines:
        for column in _LINE_COLUMNS:
            hashed.update(line[column].encode())
            hashed.update(b"\0")
    return hashed.hexdigest()


def _drop_old(transaction: Transaction, listing: Listing) -> None:
    """Drops the oldest lists of a round beyond MOST_KEPT; the one just made stays."""
    kept = transaction.rows(
        "SELECT position, order_by FROM listings WHERE round_id = :round_id ORDER BY position DESC",
        round_id=listing.round_id,
    )
    others = [
        Listing(listing.round_id, row["position"], row["order_by"])
        for row in kept
        if (row["position"], row["order_by"]) != (listing.position, listing.order_by)
    ]
    for old in others[MOST_KEPT - 1 :]:
        for table in ("listing_lines", "listings"):
            transaction.run(
                f"DELETE FROM {table} WHERE round_id = :round_id AND position = :position "
                "AND order_by = :order_by",
                **old.values(),
            )


def _literal(text: str) -> str:
    """Text as it stands between the signs of LIKE."""
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text
