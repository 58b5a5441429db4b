"""Which rules ask for an answer that is missing."""

from collections.abc import Iterable, Iterator
from typing import Final

from rulebook.model import Rule
from rulebook.pack import Pack
from rulebook.template import Field

COUNT_OF_MISSING: Final = "missing_answers"
"""The function of facts that counts required answers which are missing."""


def rules_asking(pack: Pack, return_rules: Iterable[str], pointer: str) -> tuple[Rule, ...]:
    """Of the rules that return a scheme those that ask for the missing answer at a pointer."""
    top = pointer.split("/")[1]
    return tuple(
        rule
        for rule in map(pack.rule, return_rules)
        if counts_missing(pack, rule) or any(field.id == top for field in fields_read(pack, rule))
    )


def counts_missing(pack: Pack, rule: Rule) -> bool:
    """Whether a rule only counts the missing answers, which are listed one by one elsewhere."""
    facts = (pack.facts.get(condition.fact) for condition in rule.when.conditions)
    return all(fact is not None and fact.function == COUNT_OF_MISSING for fact in facts)


def fields_read(pack: Pack, rule: Rule) -> Iterator[Field]:
    """The questions whose answers a rule reads, as far as its facts name them."""
    for condition in rule.when.conditions:
        spec = pack.facts.get(condition.fact)
        paths = [spec.path, *_named(spec.arguments)] if spec else []
        for path in paths:
            top = path.partition(".")[0]
            if path and pack.template.find(top):
                yield next(field for field in pack.template.fields if field.id == top)


def _named(arguments: object) -> Iterator[str]:
    """Every text among the arguments of a function: some are names of answers."""
    if isinstance(arguments, str):
        yield arguments
    elif isinstance(arguments, dict) or hasattr(arguments, "values"):
        for value in arguments.values():
            yield from _named(value)
    elif isinstance(arguments, list | tuple):
        for value in arguments:
            yield from _named(value)
