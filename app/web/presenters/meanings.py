"""What the words of the list mean: tiers, gates, flags, properties and lists of a pack."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.documents.names import named
from app.domain.ranked import SCORE
from app.services.editions import Edition
from app.web.navigation import Link
from app.web.presenters.citing import ShownSource, partial_day, shown_sources
from app.web.presenters.edition import RULE, caption_of, crumbs, path_in
from app.web.presenters.rule_words import Ask, Asks
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wide_table import WideCell, WideTable
from rulebook.model import Rule
from rulebook.pack import Attribute, RankingList
from rulebook.words import pounds

POOLED: Final = "pooled"
"""The order of a round whose list sets tiers aside."""


@dataclass(frozen=True, slots=True)
class ShownTier:
    """A tier, the rules that give it, and where it comes from."""

    title: str
    about: str
    rules: tuple[Ask, ...]
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class MeaningsPage:
    """The words of one pack."""

    title: str
    caption: str
    tiers: tuple[ShownTier, ...]
    gates: WideTable
    flags: WideTable
    properties: WideTable
    lists: Table
    documents: Table
    breadcrumbs: tuple[Link, ...]


def meanings_page(edition: Edition) -> MeaningsPage:
    return MeaningsPage(
        title=gettext("Tiers, gates and flags"),
        caption=caption_of(edition),
        tiers=_tiers(edition),
        gates=_gates(edition),
        flags=_flags(edition),
        properties=_properties(edition),
        lists=_lists(edition),
        documents=_documents(edition),
        breadcrumbs=crumbs(edition),
    )


def _tiers(edition: Edition) -> tuple[ShownTier, ...]:
    pack = edition.pack
    return tuple(
        ShownTier(
            tier.title,
            tier.about,
            _rules(edition, (rule for rule in pack.rules if rule.then.tier == tier.id)),
            shown_sources(pack, tier.sources),
        )
        for tier in pack.tiers
    )


def _gates(edition: Edition) -> WideTable:
    pack = edition.pack
    columns = (
        Column(gettext("Gate")),
        Column(gettext("What it asks")),
        Column(gettext("Failed by")),
    )
    rows = tuple(
        (
            WideCell(gate.title),
            WideCell(gate.about),
            _by(edition, (rule for rule in pack.rules if rule.then.gate == gate.id)),
        )
        for gate in pack.gates
    )
    return WideTable(gettext("Gates"), columns, rows)


def _flags(edition: Edition) -> WideTable:
    pack = edition.pack
    columns = (Column(gettext("Flag")), Column(gettext("Raised by")))
    rows = tuple(
        (
            WideCell(flag.title, note=flag.about),
            _by(edition, (rule for rule in pack.rules if rule.then.flag == flag.id)),
        )
        for flag in pack.flags
    )
    return WideTable(gettext("Flags"), columns, rows)


def _properties(edition: Edition) -> WideTable:
    columns = (Column(gettext("Property")), Column(gettext("What it may be")))
    rows = tuple(_property(attribute) for attribute in edition.pack.attributes)
    return WideTable(gettext("Other properties of a scheme"), columns, rows)


def _property(attribute: Attribute) -> tuple[WideCell, ...]:
    otherwise = named(attribute.values, attribute.otherwise) if attribute.otherwise else ""
    note = gettext("Where no rule says: %(value)s", value=otherwise) if otherwise else ""
    values = tuple(Ask(value.title) for value in attribute.values)
    return WideCell(attribute.title, note=note), WideCell(lists=(Asks("", values),))


def _lists(edition: Edition) -> Table:
    columns = (Column(gettext("List")), Column(gettext("In which order")))
    rows = tuple(
        Row((Cell(ranking.title), Cell(_order(edition, ranking)))) for ranking in edition.pack.lists
    )
    return Table(gettext("The ranked lists"), columns, rows)


def _order(edition: Edition, ranking: RankingList) -> str:
    is_pooled = edition.round is not None and edition.round.order == POOLED
    if ranking.rank_by == SCORE and is_pooled:
        return gettext("By score over all tiers, the highest first, as this round has it.")
    if ranking.rank_by == SCORE:
        return gettext("Tier first, then the score, the highest first.")
    return gettext(
        "By what would be lost for each %(amount)s released, the least first.",
        amount=pounds(ranking.per_pence),
    )


def _documents(edition: Edition) -> Table:
    columns = (
        Column(gettext("Document")),
        Column(gettext("Published by")),
        Column(gettext("Date"), is_short=True),
    )
    rows = tuple(
        Row((Cell(one.title), Cell(one.publisher), Cell(partial_day(one.date))))
        for one in edition.pack.documents.values()
    )
    return Table(gettext("The documents that are cited"), columns, rows)


def _by(edition: Edition, rules: Iterable[Rule]) -> WideCell:
    found = _rules(edition, rules)
    return WideCell(lists=(Asks("", found),)) if found else WideCell(gettext("No rule now"))


def _rules(edition: Edition, rules: Iterable[Rule]) -> tuple[Ask, ...]:
    return tuple(
        Ask(
            gettext("%(title)s (rule %(id)s)", title=rule.title, id=rule.id),
            path_in(edition, RULE, id=rule.id),
        )
        for rule in rules
    )
