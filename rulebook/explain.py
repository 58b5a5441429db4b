"""Why a rule matched, why it did not, and what is not known: in words, with the source of each.

Every finding carries the conditions that were asked, what they saw, and what that rests on. Nothing
here decides: the answers are those of the classification.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rulebook.asked_words import condition_in_words, found_in_words, seen_in_words
from rulebook.chained import Chain, chain_of
from rulebook.classify import Classification
from rulebook.conditions import holds
from rulebook.model import Answer, Condition, Facts, Rule, Value, When
from rulebook.pack import Pack
from rulebook.words import value_in_words

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition as it was asked of one scheme.

    `asks` is what the rule asks, `sees` what the scheme shows, as parts of a sentence; `finds` is
    both in one, for a condition that holds. `because` holds the sums or names that the value rests
    on. `missing` are the facts that would settle it, and `question` asks for them, where it is not
    known.
    """

    condition: Condition
    answer: Answer
    asks: str
    sees: str
    finds: str
    because: tuple[str, ...]
    missing: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one rule about one scheme, and why.

    `all_of` must all hold; of `any_of`, where there are any, one must. `reason` is that of a rule
    that matches.
    """

    rule: Rule
    answer: Answer
    all_of: tuple[Asked, ...]
    any_of: tuple[Asked, ...]
    reason: str

    @property
    def decisive(self) -> tuple[Asked, ...]:
        """The conditions that settle the answer, or leave it open.

        Matched: those that hold. Not matched: those that fail, and of `any_of` all or none. Not
        known: those that are not known, of `any_of` none where one holds.
        """
        is_met = any(asked.answer for asked in self.any_of)
        is_open = any(asked.answer is None for asked in self.any_of)
        counts_any = {True: True, False: not is_met and not is_open, None: not is_met}[self.answer]
        asked = (*self.all_of, *(self.any_of if counts_any else ()))
        return tuple(one for one in asked if one.answer is self.answer)

    @property
    def missing_facts(self) -> tuple[str, ...]:
        """The facts that would have to be known to settle an answer that is not known."""
        if self.answer is not None:
            return ()
        return tuple(dict.fromkeys(fact for asked in self.decisive for fact in asked.missing))


def explain(pack: Pack, classification: Classification) -> tuple[Finding, ...]:
    """Every finding of a classification, in the order of the rulebook."""
    rules = [rule for rule in pack.rules if rule.id in classification.findings]
    writer = _Writer(pack, chain_of(rules), classification)
    return tuple(writer.finding(rule, classification.findings[rule.id]) for rule in rules)


def known_values(classification: Classification) -> dict[str, Value]:
    """The facts of a scheme together with the findings that are known, by rule id."""
    known = {id: answer for id, answer in classification.findings.items() if answer is not None}
    return {**classification.facts.values, **known}


def fill(pack: Pack, sentence: str, values: Mapping[str, Value]) -> str:
    """A sentence of the pack with the value of each fact that it names in braces."""
    if "{" not in sentence:
        return sentence

    def word(match: re.Match[str]) -> str:
        spec = pack.facts.get(match[1])
        return value_in_words(spec, values.get(match[1])) if spec else match[0]

    return _PLACEHOLDER.sub(word, sentence)


class _Writer:
    """Writes the findings of one scheme."""

    def __init__(self, pack: Pack, chain: Chain, classification: Classification) -> None:
        self._pack, self._chain = pack, chain
        self._values = known_values(classification)
        self._because = classification.facts.because

    def finding(self, rule: Rule, answer: Answer) -> Finding:
        return Finding(
            rule=rule,
            answer=answer,
            all_of=self._asked(rule.when.all_of),
            any_of=self._asked(rule.when.any_of),
            reason=fill(self._pack, rule.reason, self._values),
        )

    def _asked(self, conditions: Sequence[Condition]) -> tuple[Asked, ...]:
        return tuple(self._one(condition) for condition in conditions)

    def _one(self, condition: Condition) -> Asked:
        missing = _missing(self._chain, condition, self._values)
        questions = (self._pack.facts[id].question for id in missing if id in self._pack.facts)
        return Asked(
            condition=condition,
            answer=holds(condition, self._values),
            asks=condition_in_words(self._pack, condition),
            sees=seen_in_words(self._pack, condition, self._values),
            finds=found_in_words(self._pack, condition, self._values),
            because=self._because.get(condition.fact, ()),
            missing=missing,
            question=" ".join(questions),
        )


def _missing(chain: Chain, condition: Condition, values: Facts) -> tuple[str, ...]:
    """The facts that are not known and leave a condition open; those behind a finding."""
    if holds(condition, values) is not None:
        return ()
    found: dict[str, None] = {}
    for id in (condition.fact, condition.other_fact):
        if id is None or id in values:
            continue
        behind = chain.rules.get(id)
        found |= dict.fromkeys(_missing_behind(chain, behind.when, values) if behind else [id])
    return tuple(found)


def _missing_behind(chain: Chain, when: When, values: Facts) -> list[str]:
    """The facts that leave a rule open: of `any_of` none where one condition holds."""
    is_met = any(holds(condition, values) for condition in when.any_of)
    asked = when.all_of if is_met else when.conditions
    return [fact for condition in asked for fact in _missing(chain, condition, values)]
