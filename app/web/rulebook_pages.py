"""The pages of the rulebook: rules, criteria, the words of the list, reference lists and packs."""

from typing import Final

from flask import Blueprint, request

from app.access import READ_PACKS
from app.edge.current import desk, who
from app.edge.permission import needs
from app.services.editions import (
    Asked,
    Edition,
    edition_of,
    edition_with_list,
    packs_in_use,
    rounds_to_read,
)
from app.web.presenters.criteria import criteria_page
from app.web.presenters.criterion import criterion_page
from app.web.presenters.meanings import meanings_page
from app.web.presenters.packs import packs_page
from app.web.presenters.reference_lists import list_page, lists_page
from app.web.presenters.rule import rule_page
from app.web.presenters.rulebook import rulebook_page
from app.web.rendering import render_page

rulebook_pages: Final = Blueprint("rulebook_pages", __name__, url_prefix="/rulebook")


@rulebook_pages.get("")
@needs(READ_PACKS)
def show_rulebook() -> str:
    rounds = desk().database.read(rounds_to_read)
    return render_page("rulebook.jinja", rulebook_page(_edition_with_list(), rounds))


@rulebook_pages.get("/rules/<id>")
@needs(READ_PACKS)
def show_rule(id: str) -> str:
    return render_page("rule.jinja", rule_page(_edition_with_list(), id))


@rulebook_pages.get("/criteria")
@needs(READ_PACKS)
def show_criteria() -> str:
    return render_page("criteria.jinja", criteria_page(_edition()))


@rulebook_pages.get("/criteria/<id>")
@needs(READ_PACKS)
def show_criterion(id: str) -> str:
    return render_page("criterion.jinja", criterion_page(_edition(), id))


@rulebook_pages.get("/meanings")
@needs(READ_PACKS)
def show_meanings() -> str:
    return render_page("meanings.jinja", meanings_page(_edition()))


@rulebook_pages.get("/lists")
@needs(READ_PACKS)
def show_lists() -> str:
    return render_page("reference_lists.jinja", lists_page(_edition()))


@rulebook_pages.get("/lists/<name>")
@needs(READ_PACKS)
def show_list(name: str) -> str:
    page = list_page(_edition(), name, request.args.get("search", ""))
    return render_page("reference_list.jinja", page)


@rulebook_pages.get("/packs")
@needs(READ_PACKS)
def show_packs() -> str:
    packs = desk().database.read(lambda transaction: packs_in_use(desk(), transaction))
    return render_page("packs.jinja", packs_page(packs))


def _asked() -> Asked:
    return Asked(request.args.get("round", ""), request.args.get("pack", ""))


def _edition() -> Edition:
    return desk().database.read(lambda transaction: edition_of(desk(), transaction, _asked()))


def _edition_with_list() -> Edition:
    return desk().database.read(
        lambda transaction: edition_with_list(desk(), transaction, _asked(), who())
    )
