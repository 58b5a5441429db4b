"""The schemes that stand in a round, kept together from one question to the next.

What a scheme shows beside the others is asked for each one that comes in. So the others are not
brought together anew: they are moved along the ledger by what has changed since they were asked.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.domain.ledger import EMPTY, Head
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.domain.together import Place, Together
from app.services.desk import Desk, pack_of
from app.services.prepared import prepared_of
from app.store.changes import changed_between, standing_at
from app.store.database import Transaction
from app.store.ledger import head_at
from rulebook.classifier import Prepared
from rulebook.facts import Beside


@contextmanager
def together_at(
    desk: Desk, transaction: Transaction, round_: Round, head: Head
) -> Iterator[Together]:
    """The schemes that stood when `head` was the end of the ledger; others wait meanwhile.

    The hash of the ledger tells whether those that are held belong to it. A past that lies before
    them is brought together for once.
    """
    key = (round_.round_id, round_.pack_sha256, round_.judged_on)
    place = desk.together.get_or_make(key, Place)
    with place.lock:
        held, place.held = place.held, None  # what breaks off in the midst is not used again
        is_later = held is not None and held.head.position > head.position
        if held is None or is_later or not _is_of_ledger(transaction, round_, held.head):
            pack = pack_of(desk, transaction, round_.pack_sha256)
            found = Together(Beside(pack))
        else:
            found = held
        _move(desk, transaction, round_, found, head)
        yield found
        place.held = held if is_later else found


@contextmanager
def beside_others(
    desk: Desk,
    transaction: Transaction,
    round_: Round,
    opened: Head,
    position: int,
    new: Sequence[Prepared],
) -> Iterator[Beside]:
    """New schemes beside those that stand at a position of the ledger, earlier versions left out.

    From `opened` to `position` it may hold what is not kept for good yet: that is forgotten.
    """
    with together_at(desk, transaction, round_, opened) as together:
        changed = _changed(transaction, round_, opened.position, position)
        standing = [scheme for scheme in changed if scheme.is_standing]
        there = [*prepared_of(desk, transaction, round_, standing), *new]
        gone = dict.fromkeys(scheme.ref for scheme in changed)
        come = {one.ref: (one.case, one.is_returned) for one in there}
        with together.beside.trying({**gone, **come}):
            yield together.beside


def _move(
    desk: Desk, transaction: Transaction, round_: Round, together: Together, head: Head
) -> None:
    changed = _changed(transaction, round_, together.head.position, head.position)
    standing = [scheme for scheme in changed if scheme.is_standing]
    prepared = prepared_of(desk, transaction, round_, standing)
    together.move(head, changed, zip(standing, prepared, strict=True))


def _changed(
    transaction: Transaction, round_: Round, after: int, position: int
) -> Sequence[Scheme]:
    """What changed after one position up to another; from the start only what stands then."""
    if after == 0:
        return standing_at(transaction, round_.round_id, position)
    return changed_between(transaction, round_.round_id, after, position)


def _is_of_ledger(transaction: Transaction, round_: Round, held: Head) -> bool:
    return held == EMPTY or head_at(transaction, round_.round_id, held.position) == held
