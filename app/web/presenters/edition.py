"""Which pack a page tells of, and the way from one page of the rulebook to another."""

from typing import Any, Final

from flask_babel import gettext

from app.services.editions import Edition
from app.web.navigation import Link, path_to

RULEBOOK: Final = "rulebook_pages.show_rulebook"
RULE: Final = "rulebook_pages.show_rule"
CRITERIA, CRITERION = "rulebook_pages.show_criteria", "rulebook_pages.show_criterion"
MEANINGS: Final = "rulebook_pages.show_meanings"
PACKS: Final = "rulebook_pages.show_packs"
LISTS, LIST = "rulebook_pages.show_lists", "rulebook_pages.show_list"


def path_in(edition: Edition, endpoint: str, **values: Any) -> str:
    """The path of a page about the same pack, in the same round."""
    return path_to(endpoint, **values, **query_of(edition))


def query_of(edition: Edition) -> dict[str, str]:
    """What the address says of the pack: nothing for the one that is shown unless asked."""
    given = {"round": edition.asked.round, "pack": edition.asked.pack}
    return {name: value for name, value in given.items() if value}


def link_in(edition: Edition, text: str, endpoint: str, **values: Any) -> Link:
    return Link(text, path_in(edition, endpoint, **values))


def caption_of(edition: Edition) -> str:
    """The pack, its version and the round, in one line."""
    pack = gettext(
        "%(title)s, version %(version)s", title=edition.pack.title, version=edition.pack.version
    )
    if edition.round is None:
        return pack
    code, title = edition.round.code, edition.round.title
    return gettext("%(pack)s. Round %(code)s: %(title)s", pack=pack, code=code, title=title)


def crumbs(edition: Edition, *further: Link) -> tuple[Link, ...]:
    """The way to a page: the rulebook, then what lies between."""
    return (link_in(edition, gettext("Rulebook"), RULEBOOK), *further)
