"""What became of a submission: what the rules say of it, and what happens next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.documents.names import named, reason_for_tier, source_in_words, tier_title
from app.domain.ranked import Explanation
from app.domain.scheme import WITHDRAW
from app.services.drafting import Draft
from app.web.navigation import SCHEME, START, Link, link_to, path_to
from app.web.presenters.calendar import calendar_table
from app.web.presenters.drafting import title_of, values_of
from app.web.presenters.scheme_actions import action_anchor
from app.web.presenters.table import Table
from rulebook.words import lower_first


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the rules say of a scheme."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens next, and where it is done if that is a page."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class SubmittedPage:
    """The reference of a submitted scheme, what the rules say of it, and what happens next."""

    title: str
    breadcrumbs: tuple[Link, ...]
    reference: str
    name: str
    facts: tuple[Fact, ...]
    next: tuple[Step, ...]
    calendar: Table
    links: tuple[Link, ...]


def submitted_page(draft: Draft, explanation: Explanation, today: date) -> SubmittedPage:
    links = (
        link_to(SCHEME, gettext("See the scheme as others see it"), **values_of(draft)),
        Link(gettext("Go to the start page"), path_to(START)),
    )
    return SubmittedPage(
        title=gettext("Scheme submitted"),
        breadcrumbs=(Link(gettext("Start"), path_to(START)),),
        reference=draft.scheme.ref,
        name=title_of(draft),
        facts=tuple(_facts(explanation)),
        next=_next(draft),
        calendar=calendar_table(draft.round, today),
        links=tuple(link for link in links if link is not None),
    )


def _facts(explanation: Explanation) -> Iterator[Fact]:
    line, pack = explanation.line, explanation.round.pack
    found = line.classification
    yield Fact(gettext("Tier"), tier_title(pack, line))
    yield Fact(gettext("Why"), reason_for_tier(pack, line))
    for rule in pack.rules:
        if found.findings.get(rule.id) and rule.then.tier == found.tier and found.tier:
            sources = "; ".join(source_in_words(pack, source) for source in rule.sources)
            yield Fact(gettext("Where that comes from"), sources)
            break
    for item in pack.attributes:
        yield Fact(item.title, named(item.values, found.attributes[item.id]))
    held = [named(pack.gates, gate) for gate in found.failed_gates]
    if held:
        until = "; ".join(map(lower_first, held))
        yield Fact(gettext("It cannot be approved until"), until)
    flags = [named(pack.flags, flag) for flag in found.flags]
    if flags:
        yield Fact(gettext("What reviewers will look at"), "; ".join(flags))


def _next(draft: Draft) -> tuple[Step, ...]:
    stands = gettext(
        "It is complete, and stands on the list of %(round)s.", round=draft.round.title
    )
    looked_at = gettext(
        "Reviewers look at it. If something must change they return it to you, say why, and "
        "give you a date."
    )
    no_change = gettext(
        "You cannot change it while it is on the list. To change it, withdraw it first: then it "
        "leaves the list, and you can open it again as a draft."
    )
    page = link_to(SCHEME, gettext("Withdraw this scheme"), **values_of(draft))
    withdraw = Link(page.text, f"{page.href}#{action_anchor(WITHDRAW)}") if page else None
    return Step(stands), Step(looked_at), Step(no_change, withdraw)
