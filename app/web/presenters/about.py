"""The method, the glossary and the accessibility statement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from app.web.navigation import Link, link_to
from app.web.presenters.edition import CRITERIA, MEANINGS, RULEBOOK

METHOD, GLOSSARY = "about_pages.show_method", "about_pages.show_glossary"
GLOSSARY_WORDS: Final = (
    (lazy_gettext("Anchor"), lazy_gettext("The sentence that says what a level means.")),
    (
        lazy_gettext("Cap"),
        lazy_gettext("A limit that a rule sets on a level: no evidence, no high level."),
    ),
    (
        lazy_gettext("Classification"),
        lazy_gettext(
            "What the rules make of a scheme: its tier, its list, its offset, its gates and flags, "
            "and who should lead it."
        ),
    ),
    (
        lazy_gettext("Criterion, level and weight"),
        lazy_gettext("What a scheme is scored on, from 0 to 5, and how much it counts."),
    ),
    (
        lazy_gettext("Disinvestment"),
        lazy_gettext("Doing less of something, or the same for less, so that money is released."),
    ),
    (
        lazy_gettext("Fact"),
        lazy_gettext(
            "A value that is read or worked out from the answers of a scheme. What was not "
            "answered is not known: it never counts as no or as nought."
        ),
    ),
    (
        lazy_gettext("Finding"),
        lazy_gettext(
            "The answer of one rule about one scheme: it matches, it does not match, or it cannot "
            "be answered."
        ),
    ),
    (lazy_gettext("Flag"), lazy_gettext("Something to know about a scheme. It holds nothing up.")),
    (
        lazy_gettext("Gate"),
        lazy_gettext("Something that must be so before a scheme is approved."),
    ),
    (
        lazy_gettext("Ledger"),
        lazy_gettext(
            "What happened in a round, in order. Each line is sealed to the one before it, so that "
            "a change made afterwards is noticed."
        ),
    ),
    (lazy_gettext("Offset"), lazy_gettext("A release of money that pays for an investment.")),
    (
        lazy_gettext("Pack"),
        lazy_gettext(
            "One edition of the whole framework: questions, rules, criteria, lists and calendar."
        ),
    ),
    (
        lazy_gettext("Place"),
        lazy_gettext("A borough and its partnership of councils, NHS and voluntary bodies."),
    ),
    (
        lazy_gettext("Provisional level"),
        lazy_gettext("The level that a table gives a criterion until assessors have met."),
    ),
    (
        lazy_gettext("Round"),
        lazy_gettext("One planning cycle, run on one pack from its first day to its last."),
    ),
    (
        lazy_gettext("Rule"),
        lazy_gettext("Conditions, what follows when they hold, the reason, its sources, examples."),
    ),
    (lazy_gettext("Scheme"), lazy_gettext("A proposal of a team, in the standard template.")),
    (
        lazy_gettext("Tier"),
        lazy_gettext(
            "What a scheme answers to: a national mandate, a priority of the system, a priority of "
            "a place, or none of these now."
        ),
    ),
)
_MAIL: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word and what it means here."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """`links` lead on, as far as the reader may go."""

    title: str
    links: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """Every word in the order of the alphabet."""

    title: str
    words: tuple[Meaning, ...]
    breadcrumbs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """`contact` is None where the organisation that runs the service has named nobody."""

    title: str
    contact: Link | None
    breadcrumbs: tuple[Link, ...] = ()


def method_page() -> MethodPage:
    wanted = (
        link_to(RULEBOOK, gettext("Read every rule")),
        link_to(CRITERIA, gettext("See the criteria and their weights")),
        link_to(MEANINGS, gettext("See what tiers, gates and flags mean")),
        link_to(GLOSSARY, gettext("Look up a word")),
    )
    links = tuple(link for link in wanted if link is not None)
    return MethodPage(title=gettext("How schemes are ranked"), links=links)


def glossary_page() -> GlossaryPage:
    words = _meanings(GLOSSARY_WORDS)
    return GlossaryPage(title=gettext("Glossary"), words=words)


def accessibility_page(contact: str) -> AccessibilityPage:
    return AccessibilityPage(gettext("Accessibility statement"), _contact(contact))


def _meanings(words: Sequence[tuple[LazyString, LazyString]]) -> tuple[Meaning, ...]:
    meanings = [Meaning(str(word), str(meaning)) for word, meaning in words]
    return tuple(sorted(meanings, key=lambda one: one.word.casefold()))


def _contact(given: str) -> Link | None:
    """A mail or web address as a link, anything else as text."""
    if not given:
        return None
    if given.startswith("https://"):
        return Link(given, given)
    return Link(given, f"mailto:{given}" if _MAIL.fullmatch(given) else "")
