"""Facts for which conditions give wanted answers, against trying them all."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.chained import chain_of
from rulebook.compile import compile_conditions
from rulebook.model import Facts, When
from rulebook.witness import TooWide, facts_for
from tests.builders import tiny_pack
from tests.rulebook.rulebooks import SPECS, VALUES, a_rule, asks, compares
from tests.rulebook.strategies import some_whens

PLAIN = replace(tiny_pack(), facts=SPECS)
TRIED = {**VALUES, "beds": range(5), "wards": range(5), "cost_pence": (-1, 0, 1, 99, 100, 101)}


@settings(deadline=None, max_examples=400)
@given(some_whens(), some_whens("R1"), st.booleans(), st.booleans())
def test_facts_are_found_wherever_there_are_any(
    first: When, second: When, is_first: bool, is_second: bool
) -> None:
    rule = replace(a_rule("R1"), when=first)
    questions = [(first, is_first), (second, is_second)]
    found = facts_for(PLAIN, chain_of([rule]), questions)
    evaluate = compile_conditions([("R1", first), ("", second)])
    if found is not None:
        assert evaluate(found) == (is_first, is_second)
    else:
        assert not any(evaluate(facts) == (is_first, is_second) for facts in every(first, second))


def every(*whens: When) -> list[Facts]:
    """All facts that could matter, any of them missing where it is asked what is known."""
    read = sorted({fact for when in whens for fact in when.facts if fact in SPECS})
    values = [(None, *TRIED[fact]) for fact in read]
    return [
        {id: value for id, value in zip(read, some, strict=True) if value is not None}
        for some in product(*values)
    ]


def test_a_search_that_is_too_wide_is_broken_off() -> None:
    differ = When(all_of=(compares("beds", "is_not", "beds"),), any_of=(asks("wards", "is", 1),))
    with pytest.raises(TooWide, match="more than 1 steps"):
        facts_for(PLAIN, chain_of([]), [(differ, True)], most_steps=1)
