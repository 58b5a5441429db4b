"""Classifies 10,000 schemes from their facts: the compiled rules beside zen-engine.

Each form of the rules is run by zen-engine as fast as it goes: the facts as plain values and only
those that the rules ask about, the graph loaded once. All answers are compared before the race.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import zen

from rulebook.compile import Book
from rulebook.model import Answer
from tests.bench import zen_rules
from tests.bench.material import MISSING_PERCENT, bulk_classifier, facts_with_gaps
from tests.bench.timing import MICRO, print_table, race

SCHEMES = 10_000
ROUNDS = 7

Contexts = Sequence[dict[str, Any]]
Answers = list[tuple[Answer, ...]]
Party = tuple[Callable[[], object], Callable[[Any], Answers]]
"""What is timed, and how its results are read as answers in the order of the book."""


class NotEqual(AssertionError):
    """The peer found something else, so its time says nothing."""


def main() -> None:
    book, facts = bulk_classifier().book, facts_with_gaps(SCHEMES)
    expected = [book.evaluate(each) for each in facts]
    contexts = [zen_rules.facts_for_zen(book, each) for each in facts]
    parties = _parties(book, contexts)
    for name, (call, read) in parties.items():
        _check_equal(name, expected, read(call()))
    ours = "compiled rules"
    calls: dict[str, Callable[[], object]] = {
        ours: lambda: [book.evaluate(each) for each in facts],
        **{name: call for name, (call, _) in parties.items()},
    }
    timings = race(calls, ROUNDS)
    rows = [
        [name, timing.show(MICRO, "µs", SCHEMES), f"{timing.median / timings[ours].median:.1f}"]
        for name, timing in timings.items()
    ]
    title = f"{len(book.rules)} rules on {SCHEMES:,} schemes, {ROUNDS} rounds, equal answers"
    print_table(title, ["", "one scheme, median (min to max)", "times ours"], rows)
    _print_answers(expected)


def _parties(book: Book, contexts: Contexts) -> dict[str, Party]:
    """The peer in each of its forms."""
    ids = [rule.id for rule in book.rules]
    graphs = {
        "zen-engine, expression node, a line for each rule": zen_rules.expression_graph(book),
        "zen-engine, decision tables, one for each rule": zen_rules.table_graph(book),
        "zen-engine, expression node, all rules in one line": zen_rules.flat_graph(book),
    }
    parties: dict[str, Party] = {}
    for name, graph in graphs.items():
        engine = zen.ZenEngine({"loader": {"type": "static", "content": {"book": graph}}})
        requests = [{"key": "book", "context": context} for context in contexts]
        read = _list_answers if "one line" in name else _named_answers(ids)
        parties[name] = (_one_by_one(engine, contexts), read)
        parties[f"{name}, as a batch"] = (_as_batch(engine, requests), _of_batch(read))
    expression = zen.compile_expression(zen_rules.flat_expression(book))
    parties["zen-engine, one bare expression, no graph"] = (_bare(expression, contexts), _tuples)
    return parties


def _bare(expression: Any, contexts: Contexts) -> Callable[[], object]:
    return lambda: [expression.evaluate(context) for context in contexts]


def _one_by_one(engine: Any, contexts: Contexts) -> Callable[[], object]:
    return lambda: [engine.evaluate("book", context) for context in contexts]


def _as_batch(engine: Any, requests: Sequence[dict[str, Any]]) -> Callable[[], object]:
    return lambda: engine.evaluate_batch(requests)


def _named_answers(ids: Sequence[str]) -> Callable[[Any], Answers]:
    """Reads findings by name; the peer leaves out those that are null."""
    return lambda results: [tuple(each["result"].get(id) for id in ids) for each in results]


def _list_answers(results: Any) -> Answers:
    return [tuple(each["result"]["findings"]) for each in results]


def _of_batch(read: Callable[[Any], Answers]) -> Callable[[Any], Answers]:
    return lambda results: read([each["data"] for each in results])


def _tuples(results: Any) -> Answers:
    return [tuple(each) for each in results]


def _check_equal(name: str, expected: Answers, found: Answers) -> None:
    """All answers are the same, and of the same kind: `1` is not `True`."""
    if json.dumps(expected) != json.dumps(found):
        wrong = sum(one != other for one, other in zip(expected, found, strict=True))
        raise NotEqual(f"{name}: {wrong} of {len(expected)} schemes are answered otherwise.")


def _print_answers(answers: Answers) -> None:
    counts = Counter(answer for row in answers for answer in row)
    words = {True: "match", False: "no match", None: "unknown"}
    shown = ", ".join(f"{words[answer]} {count:,}" for answer, count in counts.most_common())
    print(f"\nAnswers: {shown}; {MISSING_PERCENT}% of facts taken out at random.")


if __name__ == "__main__":
    main()
