"""One rule in plain words: what it asks, what follows, why, its sources and its examples."""

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext

from app.documents.names import named
from app.errors import NotFound
from app.services.editions import Edition, Tally, tally
from app.web.navigation import Link
from app.web.presenters.citing import ShownSource, shown_sources
from app.web.presenters.edition import RULEBOOK, caption_of, crumbs, link_in
from app.web.presenters.rule_words import (
    Asks,
    answer_in_words,
    asks,
    blanks_in_words,
    follows,
    given,
    in_force,
    reason_in_words,
)
from app.web.presenters.rulebook import counts_in_words
from app.web.presenters.start import Tally as ShownTally
from app.web.presenters.table import Column
from app.web.presenters.wide_table import WideCell, WideTable
from app.web.presenters.wording import day, number
from rulebook.model import Example, Rule

NO_RULE = lazy_gettext("There is no such rule in this rulebook.")


@dataclass(frozen=True, slots=True)
class RulePage:
    """`tallies` is empty where nothing may be counted; `counts` says why, or of what they are."""

    title: str
    caption: str
    phase: str
    asks: tuple[Asks, ...]
    follows: tuple[str, ...]
    reason: str
    blanks: str
    to_do: str
    in_force: str
    sources: tuple[ShownSource, ...]
    counts: str
    tallies: tuple[ShownTally, ...]
    to_round: Link | None
    examples: WideTable
    edition: str
    breadcrumbs: tuple[Link, ...]


def rule_page(edition: Edition, id: str) -> RulePage:
    """Raises NotFound where the pack has no such rule."""
    pack = edition.pack
    rule = next((rule for rule in pack.rules if rule.id == id), None)
    if rule is None:
        raise NotFound(str(NO_RULE))
    found = tally(edition.listing.ranked.lines, id) if edition.listing else None
    phase = named(pack.phases, rule.phase)
    return RulePage(
        title=rule.title,
        caption=gettext("Rule %(id)s", id=rule.id),
        phase=phase,
        asks=asks(edition, rule.when),
        follows=follows(pack, rule),
        reason=reason_in_words(pack, rule.reason),
        blanks=blanks_in_words(rule.reason, rule.to_do),
        to_do=reason_in_words(pack, rule.to_do),
        in_force=_in_force(edition, rule),
        sources=shown_sources(pack, rule.sources),
        counts=_counts(edition, found),
        tallies=_tallies(found) if found else (),
        to_round=None if edition.round else link_in(edition, gettext("Choose a round"), RULEBOOK),
        examples=_examples(edition, rule),
        edition=caption_of(edition),
        breadcrumbs=crumbs(edition),
    )


def _in_force(edition: Edition, rule: Rule) -> str:
    dates = in_force(rule.in_force_from, rule.in_force_until)
    if edition.round is None:
        return gettext("%(dates)s.", dates=dates)
    on = edition.round.judged_on
    if rule.is_in_force(on):
        return gettext("%(dates)s. The round judges on %(day)s.", dates=dates, day=day(on))
    return gettext(
        "%(dates)s. It is not in force on %(day)s, the day on which the round judges.",
        dates=dates,
        day=day(on),
    )


def _counts(edition: Edition, found: Tally | None) -> str:
    if edition.listing is not None and found is None:
        return gettext("This rule was asked of no scheme of this round.")
    return counts_in_words(edition)


def _tallies(found: Tally) -> tuple[ShownTally, ...]:
    return (
        ShownTally(number(found.matched), gettext("matched")),
        ShownTally(number(found.not_matched), gettext("did not match")),
        ShownTally(number(found.unknown), gettext("could not be answered")),
    )


def _examples(edition: Edition, rule: Rule) -> WideTable:
    columns = (
        Column(gettext("Example")),
        Column(gettext("What it shows")),
        Column(gettext("Answer")),
    )
    rows = tuple(_example(edition, rule, example) for example in rule.examples)
    return WideTable(gettext("Examples of the rule"), columns, rows)


def _example(edition: Edition, rule: Rule, example: Example) -> tuple[WideCell, ...]:
    name = example.name[:1].upper() + example.name[1:]
    return (
        WideCell(name),
        WideCell(lists=(Asks("", given(edition, example, rule)),)),
        WideCell(answer_in_words(example.expect)),
    )
