"""Provisional levels: tables read from the top, and the range that unknown facts leave."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.compile import book_for
from rulebook.levels import ProvisionalLevel, tables_for
from rulebook.model import Answer, Facts, When
from rulebook.pack import CriterionSpec, MatrixSpec, Pack, Row, Scale
from tests.builders import main_pack
from tests.rulebook.cases import DAY
from tests.rulebook.rulebooks import asks
from tests.rulebook.strategies import fact_values, pack_facts

TOP = Row(5, When((asks("proof", "is", "trial"),)), "A trial shows it.")
MIDDLE = Row(3, When((asks("proof", "is", "study"),)), "A study shows it.")
LARGE = Row(4, When((asks("reach", "at_least", 100),)), "It reaches many.")
GUARD = Row(0, When((asks("is_safe", "is", False),)), "It is not safe.")
OTHERWISE = Row(1, None, "Nothing shows it.")


def a_criterion(id: str, *rows: Row, scale: str = "benefit") -> CriterionSpec:
    return CriterionSpec(id, id, "group", Decimal(1), "", {scale: Scale((), rows)}, ())


def levels_of(
    facts: Facts, *criteria: CriterionSpec, findings: Mapping[str, Answer] | None = None
) -> Mapping[str, ProvisionalLevel]:
    matrix = MatrixSpec("", "", "", 5, (), criteria, {})
    return tables_for(matrix, "benefit").levels(facts, findings or {})


@pytest.mark.parametrize(
    ("facts", "low", "high", "rows", "why"),
    [
        ({"is_safe": True, "proof": "trial"}, 5, 5, (TOP,), "the second row holds"),
        ({"is_safe": True, "proof": "study"}, 3, 3, (MIDDLE,), "the third row holds"),
        ({"is_safe": False, "proof": "trial"}, 0, 0, (GUARD,), "the first row that holds counts"),
        ({"is_safe": True, "proof": "none"}, 1, 1, (OTHERWISE,), "no row holds: otherwise"),
        ({"proof": "trial"}, 0, 5, (GUARD, TOP), "the guard is open, the next row holds"),
        ({"is_safe": False}, 0, 0, (GUARD,), "what comes below does not matter"),
        ({"is_safe": True}, 1, 5, (TOP, MIDDLE, OTHERWISE), "two rows are open above otherwise"),
        ({"proof": "none"}, 0, 1, (GUARD, OTHERWISE), "only the guard is open"),
        ({}, 0, 5, (GUARD, TOP, MIDDLE, OTHERWISE), "everything is open"),
    ],
)
def test_a_table_is_read_from_the_top(
    facts: Facts, low: int, high: int, rows: tuple[Row, ...], why: str
) -> None:
    found = levels_of(facts, a_criterion("proof", GUARD, TOP, MIDDLE, OTHERWISE))["proof"]
    assert found == ProvisionalLevel("proof", low, high, rows)
    assert found.is_settled is (low == high)


def test_open_rows_of_one_level_settle_it() -> None:
    same = Row(3, When((asks("reach", "at_least", 9),)), "")
    found = levels_of({"proof": "study"}, a_criterion("proof", same, MIDDLE))["proof"]
    assert found.is_settled
    assert found.rows == (same, MIDDLE)


@pytest.mark.parametrize(
    ("facts", "rows", "why"),
    [
        ({"proof": "none"}, (), "no row can hold"),
        ({}, (TOP, MIDDLE), "rows may hold, and none must"),
    ],
)
def test_a_table_that_ends_without_an_answer_leaves_the_whole_range(
    facts: Facts, rows: tuple[Row, ...], why: str
) -> None:
    found = levels_of(facts, a_criterion("proof", TOP, MIDDLE))["proof"]
    assert found == ProvisionalLevel("proof", 0, 5, rows)


def test_each_criterion_reads_its_own_rows_and_other_scales_are_left_out() -> None:
    found = levels_of(
        {"proof": "study", "reach": 100},
        a_criterion("proof", TOP, MIDDLE, OTHERWISE),
        a_criterion("lost", GUARD, scale="loss"),
        a_criterion("reach", LARGE, OTHERWISE),
    )
    assert {id: level.low for id, level in found.items()} == {"proof": 3, "reach": 4}


@pytest.mark.parametrize(("finding", "low", "high"), [(True, 5, 5), (False, 1, 1), (None, 1, 5)])
def test_a_row_may_ask_what_a_rule_found(finding: Answer, low: int, high: int) -> None:
    row = Row(5, When((asks("R1", "is", True),)), "")
    found = levels_of({}, a_criterion("proof", row, OTHERWISE), findings={"R1": finding})["proof"]
    assert (found.low, found.high) == (low, high)


def asked_whether_known(pack: Pack) -> frozenset[str]:
    """The facts about which a table asks whether they are known: a blank is an answer to it."""
    return frozenset(
        condition.fact
        for criterion in pack.matrix.criteria
        for scale in criterion.scales.values()
        for row in scale.rows
        if row.when
        for condition in row.when.conditions
        if condition.op == "is_known"
    )


@settings(deadline=None)
@given(pack_facts(main_pack()), st.data())
def test_to_settle_a_fact_in_any_way_gives_a_level_inside_the_range(
    facts: Facts, data: st.DataObject
) -> None:
    pack, book = main_pack(), book_for(main_pack(), DAY)
    fixed = asked_whether_known(pack)
    unknown = sorted(pack.facts.keys() - facts.keys() - fixed)
    settled = {id: data.draw(fact_values(pack.facts[id])) for id in unknown}
    more = {**facts, **settled}
    for scale in ("benefit", "loss"):
        tables = tables_for(pack.matrix, scale)
        before = tables.levels(facts, book.answer(facts))
        after = tables.levels(more, book.answer(more))
        for id, level in after.items():
            assert before[id].low <= level.low <= level.high <= before[id].high


@pytest.mark.parametrize("scale", ["benefit", "loss"])
def test_a_scheme_of_which_nothing_is_known_is_settled_on_no_criterion(scale: str) -> None:
    pack = main_pack()
    findings = book_for(pack, DAY).answer({})
    levels = tables_for(pack.matrix, scale).levels({}, findings)
    assert [id for id, level in levels.items() if level.is_settled] == []
