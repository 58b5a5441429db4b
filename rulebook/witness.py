"""Finds facts for which conditions give wanted answers, or shows that there are none."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rulebook.chained import Chain
from rulebook.model import Facts, Value, When
from rulebook.pack import Pack
from rulebook.regions import one_of_each_region, values_told_apart

MOST_STEPS = 100_000
"""More steps than this are not taken to answer one question: that is a second or two."""

Question = tuple[When, bool]
"""Conditions, and the answer wanted of them."""
Option = tuple[str, tuple[Value | None, ...]]
"""A fact, and what is tried for it; None leaves it unknown."""


class TooWide(Exception):
    """There are more combinations of values than may be tried."""


def facts_for(
    pack: Pack, chain: Chain, questions: Sequence[Question], most_steps: int = MOST_STEPS
) -> Facts | None:
    """Facts that give every wanted answer, or None when no facts do; raises TooWide.

    Exact: the values tried stand for all others. Facts that are not needed are left out. Facts are
    tried as unknown only where that can matter: where it is asked whether something is known.
    """
    conditions = [c for when, _ in questions for c in chain.conditions(when)]
    values = values_told_apart(pack, conditions)
    regions = {id: one_of_each_region(conditions, id, some) for id, some in values.items()}
    doubted = _asked_whether_known(chain, questions)
    first: list[Option] = [(id, (*some, None)) for id, some in regions.items() if id in doubted]
    rest: list[Option] = [(id, some) for id, some in regions.items() if id not in doubted]
    return _Attempt(chain, questions, (*first, *rest), len(first), most_steps).complete({})


def _asked_whether_known(chain: Chain, questions: Sequence[Question]) -> frozenset[str]:
    """The facts of which it matters whether they are known."""
    whens = [one for when, _ in questions for one in chain.whens(when)]
    asked = {c.fact for when in whens for c in when.conditions if c.op == "is_known"}
    return frozenset().union(
        *(chain.facts(chain.rules[id].when) if id in chain.rules else {id} for id in asked)
    )


@dataclass(slots=True)
class _Attempt:
    """Gives the facts a value one after another, and turns back as soon as an answer is wrong.

    An answer that is settled stays settled when more facts are known, once the `doubted` first
    facts, of which it matters whether they are known, have been decided.
    """

    chain: Chain
    questions: Sequence[Question]
    options: Sequence[Option]
    doubted: int
    most_steps: int
    steps: int = field(default=0)

    def complete(self, known: Facts, at: int = 0) -> Facts | None:
        """Facts that hold `known` and answer every question as wanted, or None."""
        self.steps += 1
        if self.steps > self.most_steps:
            raise TooWide(f"It takes more than {self.most_steps} steps.")
        if at >= self.doubted:
            answers = [self.chain.answer(when, known) for when, _ in self.questions]
            wanted = [answer for _, answer in self.questions]
            if answers == wanted:
                return known
            if any(a not in (None, w) for a, w in zip(answers, wanted, strict=True)):
                return None
        if at == len(self.options):
            return None
        return self._tried(known, at)

    def _tried(self, known: Facts, at: int) -> Facts | None:
        fact, values = self.options[at]
        for value in values:
            more = known if value is None else {**known, fact: value}
            if (found := self.complete(more, at + 1)) is not None:
                return found
        return None
