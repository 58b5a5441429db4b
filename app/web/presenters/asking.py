"""The rules that ask for an answer which is missing, beside it."""

from dataclasses import dataclass

from app.documents.asking import rules_asking
from app.documents.names import source_in_words
from app.web.navigation import link_to
from app.web.presenters.edition import RULE
from rulebook.classify import Classification
from rulebook.pack import Pack


@dataclass(frozen=True, slots=True)
class AskedBy:
    """A rule, where its page is, what it finds, and where it comes from."""

    rule: str
    href: str
    title: str
    source: str


def asked_by(pack: Pack, found: Classification, pointer: str, code: str) -> tuple[AskedBy, ...]:
    """The rules that ask for the missing answer at a pointer, in a round."""
    return tuple(
        AskedBy(
            rule.id,
            link.href if (link := link_to(RULE, rule.id, id=rule.id, round=code)) else "",
            rule.title,
            "; ".join(source_in_words(pack, source) for source in rule.sources),
        )
        for rule in rules_asking(pack, found.return_rules, pointer)
    )
