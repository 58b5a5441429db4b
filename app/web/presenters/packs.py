"""Which editions of which packs there are, with their fingerprints and the rounds on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.services.editions import PackInUse
from app.web.navigation import Link, path_to
from app.web.presenters.citing import ShownSource, shown_sources
from app.web.presenters.edition import RULEBOOK
from app.web.presenters.wording import number

FIRST_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class ShownPack:
    """An edition of a pack. `contents` says how much is in it; `state` whether it ships."""

    title: str
    version: str
    about: str
    state: str
    contents: str
    fingerprint: str
    digits: str
    rounds: tuple[Link, ...]
    rulebook: Link | None
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class PacksPage:
    """Every edition."""

    title: str
    packs: tuple[ShownPack, ...]
    breadcrumbs: tuple[Link, ...]


def packs_page(packs: Iterable[PackInUse]) -> PacksPage:
    return PacksPage(
        title=gettext("Packs"),
        packs=tuple(_shown(one) for one in packs),
        breadcrumbs=(Link(gettext("Rulebook"), path_to(RULEBOOK)),),
    )


def _shown(one: PackInUse) -> ShownPack:
    pack = one.pack
    read = Link(gettext("Read this rulebook"), path_to(RULEBOOK, pack=pack.id))
    return ShownPack(
        title=pack.title,
        version=gettext("Version %(number)s", number=pack.version),
        about=pack.about,
        state=_state(one),
        contents=_contents(one),
        fingerprint=gettext("Fingerprint %(start)s…", start=pack.sha256[:FIRST_DIGITS]),
        digits=pack.sha256,
        rounds=tuple(
            Link(
                gettext("Round %(code)s: %(title)s", code=round_.code, title=round_.title),
                path_to(RULEBOOK, round=round_.code),
            )
            for round_ in one.rounds
        ),
        rulebook=read if one.is_shipped else None,
        sources=shown_sources(pack, pack.sources),
    )


def _state(one: PackInUse) -> str:
    if one.is_shipped:
        return gettext("New rounds can be opened on it.")
    return gettext("An earlier edition. It is kept for the rounds that were opened on it.")


def _contents(one: PackInUse) -> str:
    pack = one.pack
    return gettext(
        "%(rules)s rules, %(criteria)s criteria, %(facts)s facts and %(lists)s reference lists.",
        rules=number(len(pack.rules)),
        criteria=number(len(pack.matrix.criteria)),
        facts=number(len(pack.facts)),
        lists=number(len(pack.reference)),
    )
