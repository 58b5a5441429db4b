"""Checks a pack that loads: its examples, and rules that can never match, overlap or contradict.

Exact: facts that show a rule at work are looked for until they are found or none can be. Where that
takes too long, a note says so.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rulebook.chained import Chain, chain_of
from rulebook.compile import compile_conditions
from rulebook.conditions import NUMBERS, OPERATORS
from rulebook.coverage import Coverage, coverage_of
from rulebook.model import Condition, Rule, Value
from rulebook.pack import CriterionSpec, Pack
from rulebook.witness import MOST_STEPS, Question, TooWide, facts_for
from rulebook.words import listed

ANSWERS = {True: "matches", False: "does not match", None: "is not known"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `problems` must be mended; `notes` are for the reader's judgement."""

    examples: int
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    coverage: Coverage


def check(pack: Pack, most_steps: int = MOST_STEPS) -> Report:
    """Everything that a check finds in a pack; `most_steps` are taken for each question it asks."""
    coverage = coverage_of(pack)
    search = _Search(pack, chain_of(pack.rules), most_steps)
    problems = [
        *_wrong_examples(pack),
        *_untested_thresholds(pack),
        *_unreachable_rules(pack, search),
        *_unreachable_rows(pack, search),
        *_contradictions(pack, search),
        *(
            f"Checklist item {id} is neither covered nor left to a later part."
            for id in coverage.open
        ),
    ]
    overlaps = tuple(_overlaps(pack, search))
    return Report(
        examples=sum(len(rule.examples) for rule in pack.rules),
        problems=tuple(problems),
        notes=(*overlaps, *dict.fromkeys(search.too_wide)),
        coverage=coverage,
    )


class _Search:
    """Asks whether facts exist, and keeps a note of the questions that are too wide to settle."""

    def __init__(self, pack: Pack, chain: Chain, most_steps: int) -> None:
        self._pack, self._chain, self._most_steps = pack, chain, most_steps
        self.too_wide: list[str] = []

    def is_impossible(self, about: str, *questions: Question) -> bool:
        """Whether no facts give the wanted answers; `about` names what is asked in a note."""
        return self._exists(about, questions) is False

    def is_possible(self, about: str, *questions: Question) -> bool:
        """Whether facts that give the wanted answers were found."""
        return self._exists(about, questions) is True

    def _exists(self, about: str, questions: Sequence[Question]) -> bool | None:
        """Whether there are such facts; None when that is not settled."""
        try:
            found = facts_for(self._pack, self._chain, questions, self._most_steps)
        except TooWide:
            self.too_wide.append(f"{about} is not settled: there are too many combinations to try.")
            return None
        return found is not None


def _wrong_examples(pack: Pack) -> Iterator[str]:
    for rule in pack.rules:
        evaluate = compile_conditions([(rule.id, rule.when)])
        for example in rule.examples:
            (answer,) = evaluate(example.facts)
            if answer is not example.expect:
                yield (
                    f"{rule.id}, example “{example.name}”: it {ANSWERS[answer]}, "
                    f"but the example says that it {ANSWERS[example.expect]}."
                )
        expected = {example.expect for example in rule.examples}
        yield from (
            f"{rule.id} has no example that {ANSWERS[answer]}."
            for answer in (True, False)
            if answer not in expected
        )


def _untested_thresholds(pack: Pack) -> Iterator[str]:
    """Thresholds that no example stands on, or one step to the other side of."""
    for rule in pack.rules:
        for condition in rule.when.conditions:
            seen = {_distance(condition, example.facts) for example in rule.examples}
            off = _steps_off(pack, condition)
            if off and not (0 in seen and seen & off):
                yield (
                    f"{rule.id} has no example on the threshold of {condition.fact} "
                    "and one step off it."
                )


def _steps_off(pack: Pack, condition: Condition) -> frozenset[int]:
    """The steps from the threshold to the nearest numbers with the other answer; none for words."""
    spec = pack.facts.get(condition.fact)
    if spec is None or spec.type not in NUMBERS or OPERATORS[condition.op].asks_whether_known:
        return frozenset()
    test = OPERATORS[condition.op].test
    return frozenset(step for step in (-1, 1) if test(step, 0) != test(0, 0))


def _distance(condition: Condition, facts: Mapping[str, Value]) -> int | None:
    given = facts.get(condition.fact)
    edge = facts.get(condition.other_fact) if condition.other_fact else condition.value
    return given - edge if isinstance(given, int) and isinstance(edge, int) else None


def _unreachable_rules(pack: Pack, search: _Search) -> Iterator[str]:
    for rule in pack.rules:
        if search.is_impossible(f"Whether {rule.id} can match", (rule.when, True)):
            yield f"{rule.id} can never match."
        if search.is_impossible(f"Whether {rule.id} can fail to match", (rule.when, False)):
            yield f"{rule.id} always matches when its facts are known."


def _unreachable_rows(pack: Pack, search: _Search) -> Iterator[str]:
    for criterion in pack.matrix.criteria:
        for name in criterion.scales:
            yield from _unreachable_in(criterion, name, search)


def _unreachable_in(criterion: CriterionSpec, scale: str, search: _Search) -> Iterator[str]:
    above: list[Question] = []
    for number, row in enumerate(criterion.scales[scale].rows, start=1):
        place = f"{criterion.id}, scale {scale}, row {number} (level {row.level})"
        own: list[Question] = [(row.when, True)] if row.when else []
        if search.is_impossible(f"Whether {place} can hold", *above, *own):
            yield f"{place} can never hold: the rows above take all it asks for."
        above += [(row.when, False)] if row.when else []


def _contradictions(pack: Pack, search: _Search) -> Iterator[str]:
    """Rules that set something, but never to any effect: others always come first."""
    for thing, order in _settings(pack):
        for place, loser in enumerate(order):
            winners = [
                rule for rule in order[:place] if _value(rule, thing) != _value(loser, thing)
            ]
            met = [rule for rule in winners if _are_ever_together(rule, loser)]
            about = f"Whether {loser.id} ever has an effect on {thing}"
            against: list[Question] = [(rule.when, False) for rule in met]
            if (
                met
                and search.is_impossible(about, (loser.when, True), *against)
                and search.is_possible(about, (loser.when, True))
            ):
                yield _contradiction(loser, thing, met, search)


def _contradiction(loser: Rule, thing: str, winners: Sequence[Rule], search: _Search) -> str:
    rivals = [
        rule.id
        for rule in winners
        if search.is_possible(_about(rule, loser), (rule.when, True), (loser.when, True))
    ]
    which = rivals[0] if len(rivals) == 1 else f"one of {listed(rivals)}"
    return (
        f"{loser.id} never has an effect on {thing}: "
        f"whenever it matches, {which} matches too and comes first."
    )


def _overlaps(pack: Pack, search: _Search) -> Iterator[str]:
    """Pairs of rules that may match together and set the same thing to different values."""
    for thing, order in _settings(pack):
        for first, second in combinations(order, 2):
            if _value(first, thing) == _value(second, thing) or not _are_ever_together(
                first, second
            ):
                continue
            together: tuple[Question, Question] = ((first.when, True), (second.when, True))
            if search.is_possible(_about(first, second), *together):
                yield (
                    f"{first.id} and {second.id} can match together and differ on {thing}: "
                    f"{first.id} comes first."
                )


def _about(first: Rule, second: Rule) -> str:
    return f"Whether {first.id} and {second.id} can match together"


def _settings(pack: Pack) -> Iterator[tuple[str, list[Rule]]]:
    """Each thing that rules set, with the rules that set it, those whose value holds first."""
    order = {"tier": [tier.id for tier in pack.tiers]}
    order |= {item.id: [value.id for value in item.values] for item in pack.attributes}
    for thing, values in order.items():
        by_value: dict[str, list[Rule]] = defaultdict(list)
        for rule in pack.rules:
            by_value[_value(rule, thing)].append(rule)
        yield thing, [rule for value in values for rule in by_value[value]]


def _value(rule: Rule, thing: str) -> str:
    """What a rule sets a thing to; nothing where it does not."""
    return rule.then.tier if thing == "tier" else rule.then.sets.get(thing, "")


def _are_ever_together(first: Rule, second: Rule) -> bool:
    """Whether there is a day on which both rules are in force."""
    begins = max(first.in_force_from, second.in_force_from)
    return first.is_in_force(begins) and second.is_in_force(begins)
