"""Why a scheme stands just where it does: its score, how far from the one above, what decides."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from itertools import pairwise

from flask_babel import gettext, ngettext

from app.documents.names import named, ordinal, score_in_words
from app.domain.listing import Listing
from app.domain.ranked import SCORE, Line
from rulebook.pack import Pack, RankingList, TieBreakSpec
from rulebook.words import pounds
from scoring.score import shown

GROUP, VALUE, ATTRIBUTE, CRITERION = "group", "value", "attribute", "criterion"
"""What may put a line below the one above it, besides other kinds of tie-breaks."""


def lines_above(listing: Listing, refs: Collection[str]) -> Mapping[str, Line]:
    """The line above each of some schemes on its own list; the first of a list has none."""
    return {
        below.line.ref: above.line
        for above, below in pairwise(listing.entries)
        if below.line.ref in refs and above.list == below.list
    }


def place_in_words(pack: Pack, item: RankingList, line: Line, above: Line | None) -> str:
    """The place of a line beside the one above it; nothing for one that has no rank."""
    if line.position is None or line.rank is None or line.value is None:
        return ""
    if line.position.tied_with:
        count = len(line.position.tied_with)
        shared = ngettext(
            "It shares its rank with %(num)s other scheme.",
            "It shares its rank with %(num)s other schemes.",
            count,
        )
        return f"{_measure(item, line)}. {shared}"
    return _beside(pack, item, line, above)


def _beside(pack: Pack, item: RankingList, line: Line, above: Line | None) -> str:
    measure = _measure(item, line)
    decided = (line.position.decided_by if line.position else None) or ""
    if above is None or above.rank is None or above.value is None or line.value is None:
        return gettext("%(measure)s: the first on its list.", measure=measure)
    other = ordinal(above.rank)
    if decided == GROUP:
        return gettext(
            "%(measure)s: the first of its tier. The tiers above come before, whatever they score.",
            measure=measure,
        )
    if decided == VALUE:
        return _apart(item, measure, other, abs(shown(above.value) - shown(line.value)))
    return gettext(
        "%(measure)s, as much as the %(other)s. Where that is equal, %(rule)s.",
        measure=measure,
        other=other,
        rule=_tie_break(pack, item, decided, line, above),
    )


def _measure(item: RankingList, line: Line) -> str:
    """What a line is ranked by, in words."""
    if item.rank_by == SCORE:
        return gettext("%(score)s points", score=score_in_words(line))
    return gettext(
        "%(loss)s lost for each %(amount)s released",
        loss=str(shown(line.value)) if line.value is not None else "–",
        amount=pounds(item.per_pence),
    )


def _apart(item: RankingList, measure: str, other: str, apart: Decimal) -> str:
    """How far a line is from the one above it, as both are shown."""
    said = {"measure": measure, "apart": str(apart), "other": other}
    if item.rank_by == SCORE:
        return gettext("%(measure)s, %(apart)s below the %(other)s.", **said)
    return gettext("%(measure)s, %(apart)s more than the %(other)s.", **said)


def _tie_break(pack: Pack, item: RankingList, decided: str, line: Line, above: Line) -> str:
    """What comes first among equals, as far as the pack says which way round."""
    kind, _, id = decided.partition(":")
    breaks = pack.matrix.tie_breaks.get(item.id, ())
    found = next((one for one in breaks if (one.kind, one.id) == (kind, id)), None)
    if kind == ATTRIBUTE:
        return _attribute(pack, id, line, above)
    if kind == CRITERION and found:
        return _criterion(pack, item, found)
    return gettext("%(what)s comes first", what=_lower(found.title if found else id))


def _attribute(pack: Pack, id: str, line: Line, above: Line) -> str:
    values = next((item.values for item in pack.attributes if item.id == id), ())
    first, then = (named(values, one.classification.attributes.get(id)) for one in (above, line))
    return gettext("%(first)s comes before %(then)s", first=_lower(first), then=_lower(then))


def _criterion(pack: Pack, item: RankingList, found: TieBreakSpec) -> str:
    spec = pack.matrix.criterion(found.id)
    title = spec.scales[item.scale].title or spec.title if item.scale in spec.scales else spec.title
    if found.prefer == "high":
        return gettext("the higher level for “%(what)s” comes first", what=title)
    return gettext("the lower level for “%(what)s” comes first", what=title)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
