"""Charts as people get them: as they were drawn before, else drawn now and kept.

A picture is found by the hash of all that is to be seen on it. So one that shows other figures than
those of now is never found, whatever happened since it was drawn.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.access import Principal
from app.documents.charts.described import Chart
from app.documents.charts.drawing import digest_of, draw
from app.domain.ledger import time_text
from app.domain.ranked import Line, RankedList
from app.domain.round import Round
from app.errors import NotFound, StoreError
from app.services.desk import Desk
from app.services.rounds import as_of, find_round
from app.services.schemes import find
from app.services.standing import listing_at
from app.store.charts import keep_chart, kept_chart
from app.store.database import Transaction
from rulebook.pack import Pack

SEPARATOR: Final = "/"


@dataclass(frozen=True, slots=True)
class StandingScheme:
    """A scheme as it stood at a position of the ledger: what its own chart shows."""

    round: Round
    pack: Pack
    line: Line
    ranked: RankedList | None


def drawn(
    desk: Desk, round_id: str, subject: str, chart: Chart, size: str, moment: datetime
) -> tuple[str, str]:
    """The picture of a chart as SVG, and the hash of what it shows.

    It is drawn outside any unit of work. Where it cannot be kept it is shown all the same.
    """
    name, digest = f"{subject}{SEPARATOR}{size}", digest_of(chart, size)
    kept = desk.database.read(lambda tx: kept_chart(tx, round_id, name, digest))
    if kept is not None:
        return kept, digest
    svg = draw(chart, size)
    with suppress(StoreError):
        at = time_text(moment)
        desk.database.write(lambda tx: keep_chart(tx, round_id, name, digest, svg, at))
    return svg, digest


def standing_scheme(
    desk: Desk, transaction: Transaction, code: str, ref: str, who: Principal, position: int
) -> StandingScheme:
    """A scheme that somebody may read, with its score at a position; raises NotFound otherwise."""
    round_ = find_round(transaction, code)
    scheme = find(transaction, round_, ref, who)
    head = as_of(transaction, round_, position)
    listing = listing_at(desk, transaction, round_, head, round_.order)
    line = listing.ranked.find(scheme.ref)
    if line is None:
        raise NotFound("This scheme did not stand on the list then.")
    return StandingScheme(round_, listing.ranked.pack, line, listing.ranked.list_of(line))
