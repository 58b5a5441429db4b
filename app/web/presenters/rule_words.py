"""Rules in plain words: what they ask, what follows, and what their examples show."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask_babel import gettext

from app.documents.names import named
from app.services.editions import Edition
from app.web.presenters.edition import RULE, path_in
from app.web.presenters.wording import day
from rulebook.asked_words import condition_in_words, found_in_words
from rulebook.model import Answer, Condition, Example, Rule, Value, When
from rulebook.pack import Pack

_PLACEHOLDER: Final = re.compile(r"\{([A-Za-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Ask:
    """One condition as a part of a sentence, and the rule that it asks about, if it asks one."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Asks:
    """Conditions that belong together; `lead` says whether all of them or one must hold."""

    lead: str
    items: tuple[Ask, ...]


def asks(edition: Edition, when: When) -> tuple[Asks, ...]:
    """What must hold: all of the first part, and one of the second."""
    every, some = (
        tuple(_ask(edition, condition) for condition in part) for part in (when.all_of, when.any_of)
    )
    parts = (
        Asks(_lead_of_all(len(every)), every),
        Asks(_lead_of_any(len(some), is_second=bool(every)), some),
    )
    return tuple(part for part in parts if part.items)


def shown_of(edition: Edition, when: When) -> tuple[Asks, ...]:
    """The same for a table: one condition alone is a sentence and needs no words before it."""
    parts = asks(edition, when)
    if len(parts) > 1 or len(parts[0].items) > 1:
        return parts
    alone = parts[0].items[0]
    return (Asks("", (replace(alone, text=_capital(alone.text)),)),)


def given(edition: Edition, example: Example, rule: Rule) -> tuple[Ask, ...]:
    """What an example gives, and what the rule asks about that it leaves open."""
    known = [_given(edition.pack, fact, example.facts) for fact in example.facts]
    read = {c.fact: None for c in rule.when.conditions}
    read |= {c.other_fact: None for c in rule.when.conditions if c.other_fact}
    open_facts = [fact for fact in read if fact not in example.facts]
    unknown = [
        condition_in_words(edition.pack, Condition(fact, "is_known", False)) for fact in open_facts
    ]
    return tuple(Ask(text) for text in (*known, *unknown))


def answer_in_words(answer: Answer) -> str:
    words = {
        True: gettext("The rule matches"),
        False: gettext("The rule does not match"),
        None: gettext("It cannot be answered"),
    }
    return words[answer]


def reason_in_words(pack: Pack, sentence: str) -> str:
    """A sentence of the pack, where what a scheme fills in stands in brackets."""

    def word(match: re.Match[str]) -> str:
        spec = pack.facts.get(match[1])
        return f"[{spec.label}]" if spec else match[0]

    return _PLACEHOLDER.sub(word, sentence)


def blanks_in_words(*sentences: str) -> str:
    """What the brackets mean, where one of these sentences has any."""
    has_blanks = any(_PLACEHOLDER.search(sentence) for sentence in sentences)
    return gettext("In brackets: what each scheme fills in.") if has_blanks else ""


def in_force(starts: date | None, ends: date | None) -> str:
    """From when until when something holds, both days included."""
    if starts and ends:
        return gettext("%(start)s to %(end)s", start=day(starts), end=day(ends))
    if starts:
        return gettext("From %(start)s on", start=day(starts))
    return gettext("Until %(end)s", end=day(ends)) if ends else gettext("No dates are set")


def follows(pack: Pack, rule: Rule) -> tuple[str, ...]:
    """All that follows when a rule matches, in sentences."""
    return tuple(sentence for sentence in _sentences(pack, rule) if sentence)


def follows_shortly(pack: Pack, rule: Rule) -> str:
    """The same in a few words, for a table."""
    then = rule.then
    parts = [gettext("Returned")] if then.is_return else []
    if then.tier:
        parts.append(gettext("Tier: %(title)s", title=named(pack.tiers, then.tier)))
    if then.gate:
        parts.append(gettext("Held until: %(title)s", title=named(pack.gates, then.gate)))
    if then.flag:
        parts.append(gettext("Flag: %(title)s", title=named(pack.flags, then.flag)))
    parts += [f"{title}: {value}" for title, value in _sets(pack, then.sets)]
    return ". ".join(parts)


def _sentences(pack: Pack, rule: Rule) -> Iterable[str]:
    then = rule.then
    if then.is_return:
        yield gettext(
            "The scheme is returned to its team with everything that is missing. It is not turned "
            "down, and it is not scored until it is complete."
        )
    if then.tier:
        yield gettext(
            "Its tier is “%(title)s”, unless a higher tier applies as well.",
            title=named(pack.tiers, then.tier),
        )
    if then.gate:
        yield gettext(
            "It fails the gate “%(title)s”: it keeps its place on the list, and cannot be approved "
            "until the gate is cleared.",
            title=named(pack.gates, then.gate),
        )
    if then.flag:
        title = named(pack.flags, then.flag)
        yield gettext("It carries the flag “%(title)s”: something to know.", title=title)
    if then.cap:
        yield _cap(pack, *then.cap)
    for title, value in _sets(pack, then.sets):
        yield gettext("%(property)s: %(value)s.", property=title, value=value)


def _cap(pack: Pack, criterion: str, level: int) -> str:
    return gettext(
        "Its level for “%(title)s” is at most %(level)s of %(top)s.",
        title=pack.matrix.criterion(criterion).title,
        level=str(level),
        top=str(pack.matrix.top_level),
    )


def _sets(pack: Pack, sets: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Each property that is set, with its value, both by their titles."""
    for attribute in pack.attributes:
        if attribute.id in sets:
            yield attribute.title, named(attribute.values, sets[attribute.id])


def _ask(edition: Edition, condition: Condition) -> Ask:
    is_rule = condition.fact not in edition.pack.facts
    href = path_in(edition, RULE, id=condition.fact) if is_rule else ""
    return Ask(condition_in_words(edition.pack, condition), href)


def _given(pack: Pack, fact: str, facts: Mapping[str, Value]) -> str:
    if fact not in pack.facts:
        return condition_in_words(pack, Condition(fact, "is", facts[fact]))
    return found_in_words(pack, Condition(fact, "is_known", True), facts)


def _lead_of_all(count: int) -> str:
    return gettext("This holds:") if count == 1 else gettext("All of these hold:")


def _lead_of_any(count: int, *, is_second: bool) -> str:
    if count == 1:
        return gettext("This holds as well:") if is_second else gettext("This holds:")
    if is_second:
        return gettext("And at least one of these holds:")
    return gettext("At least one of these holds:")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
