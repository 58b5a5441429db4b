"""Every example of every rule of the pack."""

import pytest

from rulebook.compile import compile_conditions
from rulebook.conditions import evaluate
from rulebook.model import Example, Rule
from tests.builders import main_pack

EXAMPLES = [(rule, example) for rule in main_pack().rules for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, example, id=f"{rule.id}: {example.name}") for rule, example in EXAMPLES],
)
def test_the_rule_answers_as_its_example_says(rule: Rule, example: Example) -> None:
    assert evaluate(rule.when, example.facts) is example.expect
    assert compile_conditions([(rule.id, rule.when)])(example.facts) == (example.expect,)


@pytest.mark.parametrize("rule", main_pack().rules, ids=lambda rule: rule.id)
def test_a_rule_has_examples_that_match_and_examples_that_do_not(rule: Rule) -> None:
    assert {True, False} <= {example.expect for example in rule.examples}
    names = [example.name for example in rule.examples]
    assert len(set(names)) == len(names)
