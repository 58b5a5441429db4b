"""The rulebook: every rule by phase, with what follows and how many schemes it matched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString

from app.domain.round import Round
from app.services.editions import Edition, Tally, tallies
from app.web.navigation import Link, path_to
from app.web.presenters.edition import (
    CRITERIA,
    LISTS,
    MEANINGS,
    PACKS,
    RULE,
    RULEBOOK,
    caption_of,
    link_in,
    path_in,
)
from app.web.presenters.rule_words import follows_shortly
from app.web.presenters.table import Column
from app.web.presenters.wide_table import WideCell, WideTable
from app.web.presenters.wording import number
from rulebook.model import Named, Rule

PHASES: Final[Mapping[str, LazyString]] = {
    "completeness": lazy_gettext(
        "A scheme that lacks a required answer goes back to its team, with everything that is "
        "missing at once. It is not turned down."
    ),
    "tier": lazy_gettext(
        "These rules ask, in order, whether a national item, a priority of the system or a "
        "priority of a place asks for the scheme. The first yes is its tier."
    ),
    "offset": lazy_gettext(
        "There is no growth money. These rules ask what an investment costs each year, what is "
        "released to pay for it, and whether a release is counted once only."
    ),
    "gate": lazy_gettext(
        "A gate that is not passed holds a scheme: it keeps its place on the list, and cannot be "
        "approved until the gate is cleared. A flag is something to know."
    ),
    "route": lazy_gettext(
        "These rules propose who leads a scheme, who watches over it, and whether it is done once "
        "for several places."
    ),
    "conflict": lazy_gettext(
        "These rules read each scheme beside the others: those that work against it, and those "
        "that it depends on."
    ),
}
"""What each phase does, for the phases of the pack that ships. Others say it themselves."""


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A phase with its rules."""

    id: str
    title: str
    about: str
    table: WideTable


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the rulebook that has pages of its own, and what is there."""

    link: Link
    about: str


@dataclass(frozen=True, slots=True)
class RulebookPage:
    """`counts` says what the numbers are of, or why there are none."""

    title: str
    caption: str
    about: str
    places: tuple[Place, ...]
    counts: str
    rounds: tuple[Link, ...]
    phases: tuple[ShownPhase, ...]
    breadcrumbs: tuple[Link, ...] = ()


def rulebook_page(edition: Edition, rounds: Sequence[Round]) -> RulebookPage:
    found = tallies(edition)
    phases = (_phase(edition, phase, found) for phase in edition.pack.phases)
    return RulebookPage(
        title=gettext("Rulebook"),
        caption=caption_of(edition),
        about=edition.pack.about,
        places=_places(edition),
        counts=counts_in_words(edition),
        rounds=() if edition.round else tuple(_of_round(round_) for round_ in rounds),
        phases=tuple(phase for phase in phases if phase.table.rows),
    )


def counts_in_words(edition: Edition) -> str:
    """What the numbers of schemes are numbers of."""
    if edition.round is None:
        return gettext("Choose a round to see how many schemes each rule matched in it.")
    if edition.listing is None:
        return gettext(
            "How many schemes each rule matched is shown here once the list is published."
        )
    count = sum(1 for _ in edition.listing.ranked.lines)
    return ngettext(
        "Counted over the %(num)s scheme that was submitted in the round “%(title)s”.",
        "Counted over the %(num)s schemes that were submitted in the round “%(title)s”.",
        count,
        title=edition.round.title,
    )


def _places(edition: Edition) -> tuple[Place, ...]:
    return (
        Place(
            link_in(edition, gettext("Criteria and weights"), CRITERIA),
            gettext("What a scheme is scored on, and how much each criterion counts."),
        ),
        Place(
            link_in(edition, gettext("Tiers, gates and flags"), MEANINGS),
            gettext("What the words of the list mean, and which rules they come from."),
        ),
        Place(
            link_in(edition, gettext("Reference lists"), LISTS),
            gettext("The national items, priorities, places and other lists that rules rest on."),
        ),
        Place(
            Link(gettext("Packs"), path_to(PACKS)),
            gettext("Which editions of the rulebook there are, and which rounds use them."),
        ),
    )


def _of_round(round_: Round) -> Link:
    text = gettext("Round %(code)s: %(title)s", code=round_.code, title=round_.title)
    return Link(text, path_to(RULEBOOK, round=round_.code))


def _phase(edition: Edition, phase: Named, found: Mapping[str, Tally | None]) -> ShownPhase:
    rules = [rule for rule in edition.pack.rules if rule.phase == phase.id]
    about = phase.about or str(PHASES.get(phase.id, ""))
    return ShownPhase(phase.id, phase.title, about, _table(edition, phase, rules, found))


def _table(
    edition: Edition, phase: Named, rules: Iterable[Rule], found: Mapping[str, Tally | None]
) -> WideTable:
    columns = [
        Column(gettext("Rule")),
        Column(gettext("Reference"), is_short=True),
        Column(gettext("What follows")),
    ]
    if found:
        columns.append(Column(gettext("Schemes matched"), is_number=True))
    return WideTable(
        gettext("Rules of the phase “%(title)s”", title=phase.title),
        tuple(columns),
        tuple(_row(edition, rule, found) for rule in rules),
    )


def _row(edition: Edition, rule: Rule, found: Mapping[str, Tally | None]) -> tuple[WideCell, ...]:
    href = path_in(edition, RULE, id=rule.id)
    cells = (
        WideCell(rule.title, href),
        WideCell(rule.id),
        WideCell(follows_shortly(edition.pack, rule)),
    )
    return (*cells, WideCell(_matched(found[rule.id]))) if found else cells


def _matched(tally: Tally | None) -> str:
    return gettext("Not in force") if tally is None else number(tally.matched)
