"""The names of things as people see them: schemes, organisations, tiers, gates, flags."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.documents.prose import one_line
from app.domain.ranked import SCORE, Line
from rulebook.model import Named, Rule, Source
from rulebook.pack import Pack, RankingList
from rulebook.words import listed, pounds, value_in_words
from scoring.score import shown

TITLE, OWNER = "title", "submitting_org"
"""The fields of a template that name a scheme and who submits it; a pack may lack them."""


def title_of(line: Line) -> str:
    """The title of a scheme on one line; the reference stands in for one that is not there."""
    return one_line(str(line.scheme.get(TITLE, line.ref)))


def owner_of(pack: Pack, line: Line) -> str:
    """The name of the organisation that submits the scheme, or nothing."""
    return one_line(choice_label(pack, OWNER, line.scheme))


def choice_label(pack: Pack, path: str, scheme: Mapping[str, Any]) -> str:
    field, value = pack.template.find(path), scheme.get(path)
    labels = {choice.id: choice.label for choice in field.choices} if field else {}
    return labels.get(str(value), str(value or ""))


def named(items: Iterable[Named], id: str | None) -> str:
    """The title of a tier, gate, flag or value; an unknown one says so."""
    return next((item.title for item in items if item.id == id), "Not known")


def tier_title(pack: Pack, line: Line) -> str:
    found = line.classification
    if found.tier or not found.possible_tiers:
        return named(pack.tiers, found.tier)
    return "Not known: may be " + listed((named(pack.tiers, t) for t in found.possible_tiers), "or")


def column_value(pack: Pack, id: str, line: Line) -> str:
    """The value of an attribute or a fact in a table."""
    attribute = next((item for item in pack.attributes if item.id == id), None)
    if attribute:
        return named(attribute.values, line.classification.attributes[id])
    return value_in_words(pack.facts[id], line.classification.facts.values.get(id))


def score_in_words(line: Line) -> str:
    """The score to one place, or its range where levels are open."""
    if line.score is None:
        return ""
    low, high = shown(line.score.low), shown(line.score.high)
    return str(low) if low == high else f"{low} to {high}"


def measure_heads(ranking: RankingList) -> list[str]:
    """The headings of `measures`."""
    if ranking.rank_by == SCORE:
        return ["Score"]
    return ["Loss", f"Loss for each {pounds(ranking.per_pence)}"]


def measures(ranking: RankingList, line: Line) -> list[str]:
    """What a list is ranked by, as people see it: the score, or the loss and its price."""
    total = score_in_words(line)
    if ranking.rank_by == SCORE:
        return [total]
    return [total, str(shown(line.value)) if line.value is not None else "nothing released"]


def cited(pack: Pack, source: Source) -> str:
    """The document and the place in it, unless the title of the document says the place."""
    document = pack.documents[source.document]
    is_said = source.place.lower() in document.title.lower()
    return document.title if is_said else f"{document.title}, {source.place}"


def source_in_words(pack: Pack, source: Source) -> str:
    """A source as it is cited: document, place and, for a page, its address."""
    parts = [cited(pack, source)]
    if source.address:
        parts.append(f"<{source.address}>")
    if not source.verified:
        parts.append("(not yet checked)")
    return " ".join(parts)


def reason_for_tier(pack: Pack, line: Line) -> str:
    """Why a scheme has its tier, with the items that it rests on."""
    rule, because = rule_of_tier(pack, line), line.classification.facts.because
    if rule is None:
        return "A fact that decides its tier is not known."
    notes = [note for c in rule.when.conditions for note in because.get(c.fact, ())]
    return f"{rule.reason.rstrip('.')} ({_few(notes)})." if notes else rule.reason


def rule_of_tier(pack: Pack, line: Line) -> Rule | None:
    """The rule that gives a scheme its tier; None where that is not known."""
    findings, tier = line.classification.findings, line.classification.tier
    rules = (rule for rule in pack.rules if tier and rule.then.tier == tier)
    return next((rule for rule in rules if findings.get(rule.id)), None)


def _few(notes: list[str], most: int = 2) -> str:
    """The first notes, and how many more there are."""
    hidden = len(notes) - most
    return "; ".join(notes[:most]) + (f"; and {hidden} more" if hidden > 0 else "")


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    last = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{last}"
