"""Answers conditions from facts alone: findings of earlier rules are worked out on the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rulebook.conditions import evaluate
from rulebook.model import Answer, Condition, Facts, Rule, When


@dataclass(frozen=True, slots=True)
class Chain:
    """Rules by id, about whose findings conditions may ask."""

    rules: Mapping[str, Rule]

    def answer(self, when: When, facts: Facts) -> Answer:
        """Whether conditions hold for facts that hold no findings."""
        asked = when.facts & self.rules.keys()
        found = {id: self.answer(self.rules[id].when, facts) for id in asked}
        known = {id: answer for id, answer in found.items() if answer is not None}
        return evaluate(when, {**facts, **known} if known else facts)

    def conditions(self, when: When) -> Iterator[Condition]:
        """The conditions on facts that decide: for a finding that is asked about, its rule's."""
        for one in self.whens(when):
            yield from (
                condition for condition in one.conditions if condition.fact not in self.rules
            )

    def whens(self, when: When) -> Iterator[When]:
        """Conditions, and those of the rules whose findings they ask about."""
        yield when
        for id in sorted(when.facts & self.rules.keys()):
            yield from self.whens(self.rules[id].when)

    def facts(self, when: When) -> frozenset[str]:
        """Every fact that decides, directly or through findings."""
        return frozenset().union(*(one.facts for one in self.whens(when))) - self.rules.keys()


def chain_of(rules: Iterable[Rule]) -> Chain:
    """The chain of some rules of a pack."""
    return Chain({rule.id: rule for rule in rules})
