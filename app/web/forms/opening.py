"""Opens what the pages of a form are about, for who asks."""

from collections.abc import Callable
from typing import TypeVar

from app.domain.ranked import Explanation
from app.domain.round import Round
from app.domain.scheme import SAVE, check_allowed
from app.edge.current import desk, new_bytes, now, who
from app.errors import NotFound
from app.services import schemes as use
from app.services.desk import pack_of
from app.services.drafting import Draft, open_draft, try_out
from app.services.rounds import find_round
from app.store.database import Transaction
from app.web.presenters.drafting import question_address, sections_asked
from app.web.presenters.trial import Trial, trial
from rulebook.pack import Pack
from rulebook.template import Section

Done = TypeVar("Done")


def round_and_pack(code: str) -> tuple[Round, Pack]:
    def work(transaction: Transaction) -> tuple[Round, Pack]:
        round_ = find_round(transaction, code)
        return round_, pack_of(desk(), transaction, round_.pack_sha256)

    return desk().database.read(work)


def draft_here(code: str, ref: str) -> tuple[Draft, Explanation]:
    """A scheme of who asks, and what it would be now."""

    def work(transaction: Transaction) -> tuple[Draft, Explanation]:
        draft = open_draft(desk(), transaction, code, ref, who())
        return draft, try_out(desk(), transaction, draft)

    return desk().database.read(work)


def section_here(draft: Draft, id: str) -> Section:
    """A section of a scheme that may be changed now."""
    check_allowed(draft.scheme, SAVE)
    for section in sections_asked(draft):
        if section.id == id:
            return section
    raise NotFound("There is no such section.")


def in_turn(code: str, work: Callable[[use.Turn], Done]) -> Done:
    """Does work in one turn of a round, and keeps it."""

    def unit(transaction: Transaction) -> Done:
        round_ = find_round(transaction, code)
        turn = use.take_turn(desk(), transaction, round_, who(), now(), new_bytes)
        done = work(turn)
        turn.pen.finish()
        return done

    return desk().database.write(unit)


def trial_of(draft: Draft, explanation: Explanation) -> Trial:
    return trial(explanation, lambda pointer: question_address(draft, pointer))
