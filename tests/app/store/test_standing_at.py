"""The schemes that stood at a position, compared with a plain walk through all that happened."""

from typing import TypeAlias
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.domain.scheme import STATES, Scheme
from app.store.changes import standing_at
from app.store.database import Database, Transaction
from app.store.schemes import add_scheme, put_state
from tests.app.store.acts import (
    ROUND,
    a_stored_scheme,
    keep_schemes,
    one_database_for_all_examples,
)

Step: TypeAlias = tuple[int, str, int]
"""The number of the scheme that changes, its new state, and the version on the list."""

steps = st.tuples(
    st.integers(0, 4), st.sampled_from(["submitted", "returned", *STATES]), st.integers(0, 3)
)


def _history(round_id: str, given_steps: list[Step]) -> list[Scheme]:
    """The state that each step made: the first one at position 1."""
    return [
        a_stored_scheme(
            f"A-{9 - number}",
            round_id=round_id,
            scheme_id=f"{number}",
            state=state,
            submitted_version=version,
            changed_at=position,
        )
        for position, (number, state, version) in enumerate(given_steps, start=1)
    ]


def _keep(database: Database, history: list[Scheme]) -> None:
    def work(transaction: Transaction) -> None:
        known = set()
        for state in history:
            put = put_state if state.scheme_id in known else add_scheme
            put(transaction, state)
            known.add(state.scheme_id)

    database.write(work)


def _worked_out(history: list[Scheme], position: int) -> list[Scheme]:
    last = {state.scheme_id: state for state in history if state.changed_at <= position}
    return sorted((s for s in last.values() if s.is_standing), key=lambda scheme: scheme.ref)


@one_database_for_all_examples(60)
@given(given_steps=st.lists(steps, max_size=14))
def test_what_stood_at_each_position_is_what_a_plain_walk_finds(
    database: Database, given_steps: list[Step]
) -> None:
    round_id, positions = f"{uuid4()}", range(len(given_steps) + 2)
    history = _history(round_id, given_steps)
    _keep(database, history)
    found = database.read(lambda t: [list(standing_at(t, round_id, at)) for at in positions])
    assert found == [_worked_out(history, position) for position in positions]


def test_what_stood_once_does_not_change_by_what_happens_later(database: Database) -> None:
    history = _history(
        ROUND, [(0, "submitted", 1), (1, "draft", 0), (0, "withdrawn", 1), (1, "submitted", 2)]
    )
    _keep(database, history)
    found = database.read(lambda t: [standing_at(t, ROUND, at) for at in range(6)])
    refs = [[scheme.ref for scheme in schemes] for schemes in found]
    assert refs == [[], ["A-9"], ["A-9"], [], ["A-8"], ["A-8"]]


def test_other_rounds_have_no_part_in_it(database: Database) -> None:
    mine = a_stored_scheme("A-1", state="submitted", submitted_version=1, changed_at=1)
    other = a_stored_scheme(
        "A-1", state="withdrawn", submitted_version=1, changed_at=2, round_id="another"
    )
    keep_schemes(database, mine, other)
    assert list(database.read(lambda t: standing_at(t, ROUND, 2))) == [mine]
