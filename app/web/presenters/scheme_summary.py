"""What a scheme is in a few lines: where it stands, why, who it is from and for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.documents.markdown import notes
from app.documents.names import (
    choice_label,
    measure_heads,
    measures,
    named,
    ordinal,
    reason_for_tier,
    rule_of_tier,
    tier_title,
)
from app.documents.shown_list import (
    PLACES_COVERED,
    THEME,
    held_until,
    not_known_gates,
    places_in_words,
)
from app.domain.ranked import Explanation
from app.domain.scheme import Scheme, is_overdue
from app.services.scheme_view import SchemeView
from app.web.presenters.citing import ShownSource, short_sources
from app.web.presenters.wording import day, number, time_left


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the summary: its key, one text or several, and sources where it rests on them."""

    key: str
    texts: tuple[str, ...]
    sources: tuple[ShownSource, ...] = ()


def summary(view: SchemeView, today: date) -> tuple[Fact, ...]:
    """Only lines that have something to say."""
    short = Fact(gettext("In short"), (str(view.version.answers.get("summary") or ""),))
    facts = (short, *_of_state(view.scheme, today), *_of_findings(view), *_of_answers(view))
    return tuple(fact for fact in facts if any(fact.texts))


def _of_state(scheme: Scheme, today: date) -> Iterator[Fact]:
    if scheme.resubmit_by:
        left = (
            gettext("too late: ask the chair")
            if is_overdue(scheme, today)
            else time_left(scheme.resubmit_by, today).lower()
        )
        yield Fact(gettext("Come back by"), (f"{day(scheme.resubmit_by)} ({left})",))
    yield Fact(gettext("Why it was returned"), (scheme.return_reason,))
    yield Fact(gettext("Why it may come in late"), (scheme.late_reason,))
    if scheme.submitted_on:
        yield Fact(gettext("Received on"), (day(scheme.submitted_on),))


def _of_findings(view: SchemeView) -> Iterator[Fact]:
    found = view.explanation
    if found is None:
        return
    pack, line = view.pack, found.line
    yield Fact(gettext("Tier"), (tier_title(pack, line),))
    rule = rule_of_tier(pack, line)
    sources = short_sources(pack, rule.sources) if rule else ()
    yield Fact(gettext("Why this tier"), (reason_for_tier(pack, line),), sources)
    yield from _rank(found)
    yield Fact(gettext("Held until"), tuple(held_until(pack, line)))
    yield Fact(gettext("Not known yet whether"), tuple(not_known_gates(pack, line)))
    yield Fact(gettext("Flags"), tuple(notes(pack, line).split("; ")))
    for item in pack.attributes:
        if item.id != pack.list_attribute:
            value = named(item.values, line.classification.attributes[item.id])
            yield Fact(item.title, (value,))


def _rank(found: Explanation) -> Iterator[Fact]:
    ranked, line = found.ranked, found.line
    if ranked is None:
        return
    yield Fact(gettext("List"), (ranked.ranking.title,))
    if line.rank:
        every = number(sum(1 for other in ranked.lines if other.rank is not None))
        text = gettext("%(rank)s of %(all)s", rank=ordinal(line.rank), all=every)
        yield Fact(gettext("Rank"), (text,))
    for head, text in zip(
        measure_heads(ranked.ranking), measures(ranked.ranking, line), strict=True
    ):
        yield Fact(head, (text,))


def _of_answers(view: SchemeView) -> Iterator[Fact]:
    answers = view.version.answers
    yield Fact(gettext("Theme"), (choice_label(view.pack, THEME, answers),))
    places = {*(answers.get(PLACES_COVERED) or ()), answers.get("lead_place", "")}
    yield Fact(gettext("Places"), (places_in_words(view.pack, places),))
